"""Web archives that somebody brings (WARC, WACZ): read whole and within limits, before anything of them is kept."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from crawler.page import address
from storage.errors import BadInput
from storage.warc import flaw

GZIP, ZIP, WARC = b"\x1f\x8b", b"PK\x03\x04", b"WARC/"
MANIFEST = "datapackage.json"
GZIP_MEMBER = 31  # zlib's word for one, with its checksum
PIECE = 1 << 18
MOST_FILE_BYTES = 256 << 20
MOST_UNPACKED_BYTES = 2 << 30
MOST_HELD_BYTES = 256 << 20
MOST_RECORDS = 100_000
MOST_MANIFEST_BYTES = 16 << 20
MOST_MEMBERS = 5_000
MOST_SAID = 80
BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, zlib.error, OSError)
# Parts of the media types of pages, lists, documents and pictures.
MATTERS = (
    *(
        "html",
        "xml",
        "json",
        "text/plain",
        "pdf",
        "word",
        "excel",
        "officedocument",
        "octet-stream",
        "zip",
        "ofd",
        "rtf",
    ),
    *("rar", "7z", "image/"),
)


@dataclass(frozen=True, slots=True)
class Saved:
    """One answer as somebody's archive has it: what was asked, when, and what came."""

    url: str
    at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class _Measure:
    """How much was unpacked and held so far; raises BadInput where it becomes more than any honest archive needs."""

    name: str
    most: int
    unpacked: int = 0
    held: int = 0
    records: int = 0
    payloads: dict[str, bytes] = field(default_factory=dict)

    def unpack(self, size: int) -> None:
        self.unpacked += size
        if self.unpacked > MOST_UNPACKED_BYTES:
            raise BadInput(f"{self.name} unpacks to more than {_mib(MOST_UNPACKED_BYTES)}; nothing was kept")

    def hold(self, size: int) -> None:
        self.held += size
        if self.held > MOST_HELD_BYTES:
            raise BadInput(
                f"{self.name} holds more than {_mib(MOST_HELD_BYTES)} of pages and files; hand in a part of it"
            )

    def count(self) -> None:
        self.records += 1
        if self.records > MOST_RECORDS:
            raise BadInput(f"{self.name} holds more than {MOST_RECORDS} records; hand in a part of it")


def is_archive(path: Path) -> bool:
    """Whether a file is a WARC or a WACZ, by its first bytes and what is in it."""
    start, name = _start(path), path.name.lower()
    if name.endswith((".warc", ".warc.gz", ".wacz")) or start.startswith(WARC):
        return True
    if start.startswith(GZIP):
        try:
            return zlib.decompressobj(GZIP_MEMBER).decompress(start).startswith(WARC)
        except zlib.error:
            return False
    return start.startswith(ZIP) and any(name.startswith("archive/") for name in _names(path))


def read_archive(path: Path, most: int) -> list[Saved]:
    """Every answer of a WARC or WACZ that may be a page or a file, in its order; those over `most` bytes are left out.

    Raises BadInput, in one line, for an archive that is damaged, cut off, not what its digests say, or a trap.
    """
    if path.stat().st_size > MOST_FILE_BYTES:
        raise BadInput(f"{path} is larger than {_mib(MOST_FILE_BYTES)}; hand in a part of it")
    measure = _Measure(str(path), most)
    if _start(path).startswith(ZIP):
        return list(_from_wacz(path, measure))
    if _start(path).startswith(GZIP) and (found := flaw(path)):
        what = "cut off" if found.cut else "damaged"
        raise BadInput(f"{path} is {what} at byte {found.offset}; nothing was kept")
    with path.open("rb") as file:
        return list(_from_warc(file, measure))


def _from_wacz(path: Path, measure: _Measure) -> Iterator[Saved]:
    """The answers of the WARC files in a WACZ, each checked against its manifest; nothing is unpacked to the disk."""
    try:
        with zipfile.ZipFile(path) as packed:
            _check_members(packed, path)
            _check_manifest(packed, path, measure)
            for member in _warcs(packed, path):
                with packed.open(member) as file:
                    yield from _from_warc(file, measure)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as fault:
        raise BadInput(f"{path} is no sound WACZ ({fault}); nothing was kept") from None


def _check_members(packed: zipfile.ZipFile, path: Path) -> None:
    members = packed.infolist()
    if len(members) > MOST_MEMBERS:
        raise BadInput(f"{path} holds more than {MOST_MEMBERS} files; no archiver makes such a WACZ")
    for member in members:
        way = PurePosixPath(member.filename.replace("\\", "/"))
        if way.is_absolute() or ".." in way.parts:
            raise BadInput(f"{path} holds a file named {member.filename!r}, which leads out of it; nothing was kept")


def _check_manifest(packed: zipfile.ZipFile, path: Path, measure: _Measure) -> None:
    """Holds the files against the hashes of datapackage.json, where there are any."""
    if MANIFEST not in packed.namelist():
        return
    try:
        listed = json.loads(packed.open(MANIFEST).read(MOST_MANIFEST_BYTES)).get("resources", [])
        stated = {str(one["path"]): str(one["hash"]) for one in listed if "hash" in one}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadInput(f"{path}: its {MANIFEST} cannot be read; nothing was kept") from None
    for name, digest in stated.items():
        kind, _, wanted = digest.rpartition(":")
        if kind in ("", "sha256") and _sha256(packed, name, path, measure) != wanted:
            raise BadInput(f"{path}: {name} is not what its digest says; the file is damaged or was changed")


def _sha256(packed: zipfile.ZipFile, name: str, path: Path, measure: _Measure) -> str:
    if name not in packed.namelist():
        raise BadInput(f"{path}: {name} is listed in its {MANIFEST} and not there; the file is damaged")
    found = hashlib.sha256()
    with packed.open(name) as file:
        while piece := file.read(PIECE):
            measure.unpack(len(piece))
            found.update(piece)
    return found.hexdigest()


def _warcs(packed: zipfile.ZipFile, path: Path) -> list[str]:
    names = [name for name in packed.namelist() if name.lower().endswith((".warc", ".warc.gz"))]
    if not names:
        raise BadInput(f"{path} is a ZIP without a WARC file in it; hand its documents in one by one")
    return sorted(names)


def _from_warc(file: IO[bytes], measure: _Measure) -> Iterator[Saved]:
    """The answers of one WARC file. A member of gzip that is cut off fails as it is read."""
    where = 0
    try:
        records = ArchiveIterator(file, check_digests=True)
        for record in records:
            measure.count()
            if saved := _answer(record, measure):
                yield saved
            _drain(record, measure)
            _check(record, where, measure)
            where = records.get_record_offset() + records.get_record_length()
        if measure.records == 0:
            raise EOFError("it holds no record")
    except BROKEN as fault:
        said = " ".join(str(fault).split())[:MOST_SAID]
        raise BadInput(f"{measure.name} is damaged or cut off at byte {where} ({said}); nothing was kept") from None


def _drain(record: Any, measure: _Measure) -> None:
    while piece := record.raw_stream.read(PIECE):
        measure.unpack(len(piece))


def _check(record: Any, where: int, measure: _Measure) -> None:
    """Raises BadInput for a record that is shorter than it says, or is not what its digest says.

    Archivers do not agree on what the digest of a payload is taken of; that of the whole block leaves no doubt.
    """
    url = record.rec_headers.get_header("WARC-Target-URI") or "a record"
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise BadInput(f"{measure.name} is cut off at byte {where}, in {url}; nothing was kept")
    problems = record.digest_checker.problems
    by_block = bool(record.rec_headers.get_header("WARC-Block-Digest"))
    if any("block" in problem for problem in problems) or (problems and not by_block):
        raise BadInput(f"{measure.name}: {url} is not what its digest says; the file is damaged or was changed")


def _answer(record: Any, measure: _Measure) -> Saved | None:
    """The answer that a record holds; None for what is none, or is too large to be a page or a report."""
    url = address("", record.rec_headers.get_header("WARC-Target-URI") or "")
    if url is None or record.rec_type not in ("response", "resource", "revisit"):
        return None
    http = record.http_headers
    headers = {name.lower(): value for name, value in http.headers} if http else {}
    if record.rec_type == "resource":
        headers = {"content-type": record.rec_headers.get_header("Content-Type") or ""}
    if not _may_matter(headers.get("content-type", "")):
        return None
    digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    body = measure.payloads.get(digest) if record.rec_type == "revisit" else _body(record, measure)
    if body is None:
        return None
    measure.payloads.setdefault(digest, body)
    status = int(http.get_statuscode()) if http and http.get_statuscode().isdigit() else 200
    return Saved(url, _moment(record, measure), status, headers, body)


def _may_matter(kind: str) -> bool:
    """Whether an answer of a media type may be a page, a list or a file; fonts, styles and films are none."""
    return not kind or any(part in kind.lower() for part in MATTERS)


def _body(record: Any, measure: _Measure) -> bytes | None:
    """The body of an answer, its transfer and content encodings undone; None where it is too large."""
    stream, pieces, size = record.content_stream(), [], 0
    while piece := stream.read(PIECE):
        size += len(piece)
        measure.unpack(len(piece))
        if size > measure.most:
            return None
        pieces.append(piece)
    measure.hold(size)
    return b"".join(pieces)


def _moment(record: Any, measure: _Measure) -> datetime:
    said = record.rec_headers.get_header("WARC-Date") or ""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        at = None
    if at is None or at.utcoffset() is None:
        raise BadInput(f"{measure.name}: a record says that it was saved at {said!r}, which is no moment")
    return at


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as packed:
            return packed.namelist()
    except zipfile.BadZipFile:
        return []


def _mib(size: int) -> str:
    return f"{size >> 20} MiB"
