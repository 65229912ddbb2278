"""Archives: the files in a ZIP, RAR, 7z or tar, under clean names, within limits; nothing is written to disk."""

import bz2
import gzip
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO

from extract import limits, sniff, unpacker
from extract.container import damaged
from extract.sniff import ARCHIVES
from extract.unreadable import Unreadable

__all__ = ["ARCHIVES", "Member", "clean", "members"]

_SKIPPED = frozenset(["thumbs.db", "desktop.ini", ".ds_store", "__macosx"])
_UNICODE_PATH = 0x7075  # the extra field that holds a name in UTF-8
_UTF_8 = 0x800  # the flag that says a name is in UTF-8
_ENCRYPTED = 0x1
_LONGEST = 200  # characters of one step of a path
_PIECE = 1 << 20  # bytes unpacked at a time
_STREAMS = frozenset([sniff.GZIP, sniff.BZIP2, sniff.XZ])
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, its path behind those of the archives around it.

    `trouble`: why its bytes are not there, or why it was not unpacked further though it is an archive itself.
    """

    path: str
    data: bytes
    trouble: Unreadable | None = None


class _Budget:
    """What is left of the limits for an archive with all that is nested in it."""

    def __init__(self, compressed: int) -> None:
        self._compressed = compressed
        self._members = 0
        self._size = 0

    def take(self, size: int, members: int = 0) -> None:
        """Counts some files and bytes. Raises Unreadable: too-large."""
        self._members += members
        self._size += size
        if self._members > limits.MEMBERS:
            raise Unreadable("too-large", f"the archive holds more than {limits.MEMBERS} files")
        if self._size > limits.EXPANDED:
            raise Unreadable("too-large", f"the archive unpacks to more than {limits.EXPANDED >> 20} MiB")
        if self._size > limits.SMALL and self._size > limits.RATIO * self._compressed:
            raise Unreadable("too-large", f"the archive unpacks to more than {limits.RATIO} times its size")


def members(data: bytes) -> list[Member]:
    """All files of an archive, those of archives within it in their place, down to limits.NESTING.

    Raises Unreadable: damaged, encrypted (when every file is), too-large, too-slow, needs-unpacker (RAR, 7z and the
    like, where no tool for them is installed), unsupported-format (no archive).
    """
    found = list(_expanded(data, _Budget(len(data)), 1))
    if found and all(member.trouble and member.trouble.code == "encrypted" for member in found):
        raise Unreadable("encrypted", "the archive is encrypted and asks for a password")
    return list(_told_apart(found))


def clean(path: str) -> str | None:
    """A path that can only lead downwards, without control characters; None for what is no document."""
    steps = [_UNPRINTABLE.sub("", step).strip() for step in re.split(r"[/\\\\]", path)]
    steps = [re.sub(r"^[A-Za-z]:", "", step).strip() for step in steps]
    steps = [step[:_LONGEST] for step in steps if step.strip(".")]
    if not steps or any(step.lower() in _SKIPPED for step in steps) or steps[-1].startswith(("~$", "._")):
        return None
    return "/".join(steps)


def _told_apart(found: Iterable[Member]) -> Iterator[Member]:
    """Members whose paths are the same with numbers behind them."""
    seen: dict[str, int] = {}
    for member in found:
        number = seen[member.path] = seen.get(member.path, 0) + 1
        yield member if number == 1 else replace(member, path=f"{member.path} ({number})")


def _expanded(data: bytes, budget: _Budget, depth: int) -> Iterator[Member]:
    for member in _files(data, budget):
        if path := clean(member.path):
            yield from _opened(replace(member, path=path), budget, depth + 1)


def _opened(member: Member, budget: _Budget, depth: int) -> Iterator[Member]:
    """The files of an archive within an archive; the member itself when it is none or cannot be opened."""
    if member.trouble or sniff.media_type(member.data, member.path) not in ARCHIVES:
        yield member
        return
    if depth > limits.NESTING:
        yield replace(member, trouble=Unreadable("too-large", f"archives nest more than {limits.NESTING} deep"))
        return
    try:
        inside = list(_expanded(member.data, budget, depth))
    except Unreadable as why:
        if why.code == "too-large":
            raise
        yield replace(member, trouble=why)
        return
    yield from (replace(one, path=f"{member.path}/{one.path}") for one in inside)


def _files(data: bytes, budget: _Budget) -> Iterator[Member]:
    """The files of one archive, as they are named in it."""
    kind = sniff.media_type(data)
    if kind == sniff.ZIP:
        yield from _in_zip(data, budget)
    elif kind in _STREAMS:
        yield from _in_stream(data, kind, budget)
    elif kind == sniff.TAR:
        yield from _in_tar(data, budget)
    elif kind in ARCHIVES:
        yield from _unpacked(data, budget)
    else:
        raise Unreadable("unsupported-format", f"the file is {kind}, which is no archive")


def _in_zip(data: bytes, budget: _Budget) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error) as fault:
        raise damaged(fault) from None
    named = [part for part in archive.infolist() if part.filename]
    files = [part for part in named if not part.is_dir() and not stat.S_ISLNK(part.external_attr >> 16)]
    budget.take(sum(part.file_size for part in files), len(files))
    for part in files:
        try:
            yield _of_zip(archive, part)
        except NotImplementedError:
            yield Member(_named(part), b"", Unreadable("unsupported-format", "the file is packed in an unknown way"))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as fault:
            yield Member(_named(part), b"", damaged(fault))


def _of_zip(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Member:
    if part.flag_bits & _ENCRYPTED:
        return Member(_named(part), b"", Unreadable("encrypted", "the file is encrypted and asks for a password"))
    return Member(_named(part), archive.read(part))


def _named(part: zipfile.ZipInfo) -> str:
    """The name of a file as its author saw it: archives made in China name files in GB18030 and do not say so."""
    name = part.orig_filename
    if part.flag_bits & _UTF_8:
        return name
    raw = name.encode("cp437", "replace")
    if own := _unicode_path(part.extra, raw):
        return own
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name that the extra fields hold in UTF-8, if they do, and if it belongs to the name in the header."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        value, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and value[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return value[5:].decode("utf-8", "replace")
    return None


def _in_stream(data: bytes, kind: str, budget: _Budget) -> Iterator[Member]:
    """The one file of a gzip, bzip2 or xz; when that is a tar, the files of the tar."""
    parts: list[bytes] = []
    budget.take(0, 1)
    try:
        with _opened_stream(data, kind) as packed:
            while part := packed.read(_PIECE):
                budget.take(len(part))
                parts.append(part)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as fault:
        raise damaged(fault) from None
    inside = b"".join(parts)
    if sniff.media_type(inside) == sniff.TAR:
        yield from _in_tar(inside, budget)
    else:
        yield Member("file", inside)


def _opened_stream(data: bytes, kind: str) -> IO[bytes] | gzip.GzipFile | lzma.LZMAFile:
    source = BytesIO(data)
    return gzip.open(source) if kind == sniff.GZIP else lzma.open(source) if kind == sniff.XZ else bz2.open(source)


def _in_tar(data: bytes, budget: _Budget) -> Iterator[Member]:
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:") as archive:
            yield from _of_tar(archive, budget)
    except (tarfile.TarError, EOFError, ValueError) as fault:
        raise damaged(fault) from None


def _unpacked(data: bytes, budget: _Budget) -> Iterator[Member]:
    """The files of an archive that only a tool of the system can open, which hands them on as a tar."""
    with unpacker.as_tar(data) as source:
        try:
            with tarfile.open(fileobj=source.tar, mode="r|") as archive:
                yield from _of_tar(archive, budget)
        except (tarfile.TarError, EOFError, ValueError) as fault:
            raise source.trouble() or damaged(fault) from None
        if why := source.trouble():
            raise why


def _of_tar(archive: tarfile.TarFile, budget: _Budget) -> Iterator[Member]:
    for part in archive:
        if part.isfile():
            budget.take(part.size, 1)
            source = archive.extractfile(part)
            yield Member(part.name, source.read() if source else b"")
