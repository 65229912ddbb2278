"""Office documents of old and other formats, turned into DOCX by LibreOffice: several in one call, each checked."""

import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from extract import rtf, sniff, soffice
from extract.container import Container
from extract.unreadable import Unreadable
from extract.word.flat import packed

START = 30.0  # seconds a call may take before the first file …
EACH = 15.0  # … and for every file; measured 1 to 2 together
RTF = b"{\\rtf"
_DOCX = "docx:MS Word 2007 XML"
_HTML = "html:HTML (StarWriter)"

Converted = bytes | Unreadable


def to_docx(files: Sequence[tuple[bytes, str]]) -> list[Converted]:
    """Some files as DOCX, in order, each with its ending (".doc") given, or why one of them cannot be had.

    One call converts them all; what it leaves out is tried once more by itself. The errors are Unreadable:
    needs-office, encrypted, office-failed, too-slow.
    """
    return _converted(files, _DOCX)


def to_html(files: Sequence[tuple[bytes, str]]) -> list[Converted]:
    """Some files as web pages, by the same rules."""
    return _converted(files, _HTML)


def prepare(files: Sequence[tuple[bytes, str]]) -> None:
    """Converts the files among these (bytes and name) that `docx` will be asked for, all in one call."""
    ready = _ready()
    ready.clear()
    wanted = {_key(data): (data, ending) for data, name in files if (ending := ending_of(data, name))}
    ready.update(zip(wanted, to_docx(list(wanted.values())), strict=True))


def docx(data: bytes) -> bytes:
    """One file as DOCX, prepared or not. Raises Unreadable as `to_docx` says."""
    done = packed(data) or _ready().pop(_key(data), None) or to_docx([(data, ending_of(data) or ".doc")])[0]
    if isinstance(done, Unreadable):
        raise done
    return done


def html(data: bytes) -> bytes:
    """One DOCX as a web page. Raises Unreadable as `to_docx` says."""
    done = to_html([(data, ".docx")])[0]
    if isinstance(done, Unreadable):
        raise done
    return done


def ending_of(data: bytes, name: str | None = None) -> str | None:
    """The ending by which LibreOffice knows a file, by what its bytes say; None for what it does not open for us."""
    return soffice.endings().get(sniff.media_type(data, name))


@cache
def _ready() -> dict[str, Converted]:
    """What has been converted beforehand, by the file's hash; each is taken once."""
    return {}


def _key(data: bytes) -> str:
    return sha256(data).hexdigest()


def _converted(files: Sequence[tuple[bytes, str]], target: str) -> list[Converted]:
    kept_out = ((at, _hindrance(data)) for at, (data, _) in enumerate(files))
    done: dict[int, Converted] = {at: why for at, why in kept_out if why}
    if soffice.program() is None:
        return [done.get(at) or _not_installed() for at in range(len(files))]
    done |= _one_call({at: file for at, file in enumerate(files) if at not in done}, target)
    for at, file in enumerate(files):
        if at not in done and len(files) > 1:
            done |= _one_call({at: file}, target)
    return [done.get(at) or _failed() for at in range(len(files))]


def _one_call(files: dict[int, tuple[bytes, str]], target: str) -> dict[int, Converted]:
    """What one call makes of some files; a file that comes out damaged or not at all is left out."""
    if not files:
        return {}
    seconds = START + EACH * len(files)
    with tempfile.TemporaryDirectory(dir=soffice.workplace(), ignore_cleanup_errors=True) as folder:
        sources = [Path(folder, f"{at}{ending}") for at, (_, ending) in files.items()]
        for source, (data, _) in zip(sources, files.values(), strict=True):
            source.write_bytes(data)
        out = Path(folder, "out")
        out.mkdir()
        in_time = soffice.convert(sources, target, out, seconds)
        done: dict[int, Converted] = dict(_results(out, files, target.partition(":")[0]))
    if not in_time and len(files) == 1 and not done:
        at = next(iter(files))
        return {at: Unreadable("too-slow", f"LibreOffice did not open the file within {seconds:.0f} seconds")}
    return done


def _results(out: Path, numbers: dict[int, tuple[bytes, str]], ending: str) -> Iterator[tuple[int, bytes]]:
    for at in numbers:
        result = out / f"{at}.{ending}"
        data = result.read_bytes() if result.is_file() else b""
        if data and _is_whole(data, ending):
            yield at, data


def _is_whole(data: bytes, ending: str) -> bool:
    """Whether a file has been written to its end."""
    if ending == "html":
        return data.rstrip().endswith(b"</html>")
    try:
        return "word/document.xml" in Container(data)
    except Unreadable:
        return False


def _hindrance(data: bytes) -> Unreadable | None:
    """Why a file is not given to LibreOffice at all."""
    if _is_encrypted(data):
        return _locked()
    return rtf.hindrance(data) if data.startswith(RTF) else None


def _is_encrypted(data: bytes) -> bool:
    kind = sniff.media_type(data)
    if kind != sniff.ODT:
        return kind == sniff.PROTECTED
    try:
        return b"encryption-data" in Container(data).read("META-INF/manifest.xml")
    except Unreadable:
        return False


def _locked() -> Unreadable:
    return Unreadable("encrypted", "the file is encrypted and asks for a password")


def _not_installed() -> Unreadable:
    package = "libreoffice-writer-nogui on Debian and Ubuntu"
    return Unreadable("needs-office", f"the format is read with LibreOffice, which is not installed ({package})")


def _failed() -> Unreadable:
    return Unreadable("office-failed", "LibreOffice could not open the file; it may be damaged")
