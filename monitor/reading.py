"""Reading documents: files given by hand, and everything kept that this reader version has not read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import extract
from extract.reading import LOST, OUR_FAILURE, Job, Reading
from extract.workers import read_each
from monitor.pictured import PART, Row, by_pages, job
from monitor.unpacking import unpack
from storage import records, runs
from storage.clock import Clock
from storage.db import writing
from storage.errors import BadInput
from storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Progress:
    """One file read: what it held, and how many of how many are done."""

    readings: list[Reading]
    done: int
    of: int


def read_files(paths: Sequence[Path]) -> Iterator[Progress]:
    """Reads files that lie outside any workspace, on all cores. Raises BadInput when one cannot be opened."""
    for path in paths:
        _check(path)
    for done, (_, readings) in enumerate(read_each(Job(path) for path in paths), 1):
        yield Progress(readings, done, len(paths))


def _check(path: Path) -> None:
    if not path.is_file():
        what = "is a folder or no ordinary file" if path.exists() else "is not there"
        raise BadInput(f"{path} {what}; name files to read")
    try:
        path.open("rb").close()
    except OSError as fault:
        raise BadInput(f"{path}: {fault.strerror}; name a file that can be opened") from None


def read_stored(workspace: Workspace, clock: Clock) -> Iterator[Progress]:
    """Reads every kept document that this reader version has not read, and keeps what it found.

    What a document is no report of, or cannot be read, is kept as such, a document that its readers died of
    included; a reader that breaks or a blob that is lost is a fault of ours, and is tried again next time.
    """
    rows, waiting = by_pages(workspace, records.unread(workspace.facts, extract.VERSION))
    yield from _read_rows(workspace, clock, rows)
    left = [row for row in records.unread(workspace.facts, extract.VERSION) if row["sha256"] in waiting]
    yield from _read_rows(workspace, clock, left)


def _read_rows(workspace: Workspace, clock: Clock, rows: list[Row]) -> Iterator[Progress]:
    there = [row for row in rows if workspace.vault.path(str(row["sha256"])).is_file()]
    for row in rows:
        if row not in there:
            yield _lost(workspace, clock, str(row["sha256"]), len(rows))
    jobs = (job(workspace, row) for row in there)
    for done, (row, (_, readings)) in enumerate(zip(there, read_each(jobs), strict=True), len(rows) - len(there) + 1):
        sha = str(row["sha256"])
        if len(readings) > 1:
            readings = [unpack(workspace, clock.now(), sha, readings), *readings]
        for reading in readings:
            _keep(workspace, clock, sha if reading.member is None else reading.source["sha256"], reading)
        yield Progress(readings, done, len(rows))


def _lost(workspace: Workspace, clock: Clock, sha: str, of: int) -> Progress:
    path = str(workspace.vault.path(sha))
    message = "the kept bytes are gone"
    reading = Reading({"path": path, "sha256": sha}, code=LOST, message=message, fault=message)
    _keep(workspace, clock, sha, reading)
    return Progress([reading], 0, of)


def _keep(workspace: Workspace, clock: Clock, sha: str, reading: Reading) -> None:
    now = clock.now()
    with writing(workspace.facts):
        if reading.fault is not None:
            said = reading.message or reading.fault
            runs.record_fault(workspace.facts, now, "extract", sha, said, trace=reading.fault)
        if reading.record is not None:
            records.keep_record(workspace.facts, sha, extract.VERSION, reading.record, now)
            for picture in reading.pictures:
                records.keep_record(workspace.facts, picture.name, extract.VERSION, PART, now)
        elif reading.code not in (OUR_FAILURE, LOST):
            records.keep_unreadable(workspace.facts, sha, extract.VERSION, str(reading.code), str(reading.message), now)
