"""Readings: files read one by one, an archive by its members, each with its source and its record or the reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from traceback import format_exc
from typing import Any

import extract
from extract import archive, compound, deadline, limits, office, sniff
from extract.again import is_scanned
from extract.output import as_output
from extract.unreadable import Unreadable
from extract.web.pictures import set_in
from storage.record import TABLES, ReadingWarning, Record

OUR_FAILURE = "reader-failed"
READER_DIED = "reader-died"
TOO_SLOW = "too-slow"
LOST = "lost"
NO_REPORT = ("empty", "unsupported-format", "not-a-report")  # what is certainly none, though it gave no record
PARTS = ("[Content_Types].xml", "_rels/", "word/", "xl/", "ppt/", "OFD.xml", "Doc_0/", "META-INF/manifest.xml")
OPENING = 16  # bytes of a file that tell its container


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, and what else is known of it; `name` tells only what its bytes leave open.

    `pictures` are the files of the pictures that a web page at `url` shows, by address.
    """

    path: Path
    name: str | None = None
    media_type: str | None = None
    url: str = ""
    pictures: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One document read: its record, or the code and words of why there is none.

    `source` is the contract's object. `fault` has what an operator must know of a failure of ours. `member` is the
    path of a document inside an archive; `data` its bytes, where it is one of several. `pictures` are the files of the
    pictures that were read as part of it.
    """

    source: dict[str, Any]
    record: Record | None = None
    code: str | None = None
    message: str | None = None
    fault: str | None = None
    member: str | None = None
    data: bytes | None = None
    pictures: tuple[Path, ...] = ()

    def output(self, detail: bool = False) -> dict[str, Any]:
        """The contract's object for this document (contract 4)."""
        if self.record is None:
            return {"source": self.source, "error": {"code": self.code, "message": self.message}}
        return as_output(self.record, self.source, detail)


def goes_in_batches(job: Job) -> bool:
    """Whether a file may be of a kind that LibreOffice opens for us, which takes several as quickly as one."""
    with job.path.open("rb") as file:
        return file.read(OPENING).startswith((compound.MAGIC, b"{\\rtf"))


def read_batch(jobs: list[Job]) -> list[list[Reading]]:
    """Reads some files that go together."""
    if len(jobs) > 1:
        office.prepare([(job.path.read_bytes(), job.name or job.path.name) for job in jobs])
    return [read(job) for job in jobs]


def read(job: Job) -> list[Reading]:
    """Reads one file: one reading, or for an archive of several reports one for each document in it.

    Raises OSError when the file cannot be opened.
    """
    size = job.path.stat().st_size
    if size > limits.BYTES:
        source = {"path": str(job.path), "sha256": None, "media_type": None, "bytes": size}
        return [Reading(source, code="too-large", message=f"the file has {size >> 20} MiB, more than any report")]
    data = job.path.read_bytes()
    if job.pictures:
        return [_read_with_pictures(job, data)]
    whole = read_bytes(data, str(job.path), job.name or job.path.name, job.media_type)
    if whole.source["media_type"] not in sniff.ARCHIVES:
        return [whole]
    try:
        return _opened(data, whole)
    except Unreadable as why:
        return [replace(whole, record=None, code=why.code, message=why.message)]
    except Exception as fault:  # noqa: BLE001  (one archive: the others are still to be read; the fault is kept)
        message = f"the archive broke the reader: {type(fault).__name__}: {fault}"
        return [replace(whole, record=None, code=OUR_FAILURE, message=message, fault=format_exc())]


def _read_with_pictures(job: Job, data: bytes) -> Reading:
    """Reads a web page; where its tables are not in its text, as it is seen, with its pictures."""
    files, name = dict(job.pictures), job.name or job.path.name
    plain = read_bytes(data, str(job.path), name, job.media_type)
    if plain.record and all(plain.record.table(table) for table in TABLES):
        return replace(plain, pictures=tuple(files.values()))
    shown, taken = set_in(data, job.url, {url: file.read_bytes() for url, file in files.items()})
    seen = read_bytes(data, str(job.path), name, job.media_type, shown)
    if seen.record is None or not is_scanned(seen.record):
        return plain
    return replace(seen, pictures=tuple(files[url] for url in taken))


def read_bytes(
    data: bytes, path: str, name: str | None, media_type: str | None = None, shown: bytes | None = None
) -> Reading:
    """Reads the bytes of one document that is no archive; `shown` is the same page with its pictures in it."""
    kind = sniff.media_type(data, name)
    source = {"path": path, "sha256": sha256(data).hexdigest(), "media_type": kind, "bytes": len(data)}
    try:
        with deadline.within(limits.SECONDS):
            return Reading(source, extract.read(shown or data, name, media_type))
    except Unreadable as why:
        ours = why.message if why.code in (READER_DIED, TOO_SLOW) else None
        return Reading(source, code=why.code, message=why.message, fault=ours)
    except MemoryError:
        return Reading(source, code="too-large", message="the file needs more memory than a reader may have")
    except Exception as fault:  # noqa: BLE001  (one file: the others are still to be read; the fault is kept)
        message = f"the reader broke: {type(fault).__name__}: {fault}"
        return Reading(source, code=OUR_FAILURE, message=message, fault=format_exc())


def _opened(data: bytes, whole: Reading) -> list[Reading]:
    """What an archive holds: its only report in its own place, or each of several documents by itself."""
    inside = list(_members(data, whole.source["path"]))
    if any((one.member or "").startswith(PARTS) for one in inside):
        return [replace(whole, code="damaged", message="an office document some of whose parts are damaged or missing")]
    possible = [one for one in inside if (one.record.is_report if one.record else one.code not in NO_REPORT)]
    if len(possible) > 1:
        return inside
    if only := possible or inside[:1]:
        return [_as_whole(only[0], whole)]
    return [replace(whole, code="empty", message="the archive is empty")]


def _members(data: bytes, path: str) -> Iterator[Reading]:
    for member in archive.members(data):
        reading = read_bytes(member.data, f"{path}/{member.path}", member.path)
        if member.trouble:
            reading = replace(reading, record=None, code=member.trouble.code, message=member.trouble.message)
        yield replace(reading, member=member.path, data=member.data)


def _as_whole(only: Reading, whole: Reading) -> Reading:
    """The only document of an archive as the reading of the archive."""
    record = only.record
    if record is None:
        return replace(whole, code=only.code, message=f"{only.member}: {only.message}", fault=only.fault)
    note = ReadingWarning("in-archive", f"read from “{only.member}” in an archive")
    return replace(whole, record=replace(record, warnings=(*record.warnings, note)), code=None, message=None)
