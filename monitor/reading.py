"""Reading documents: files given by hand, and everything kept that this reader version has not read."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import extract
from extract import sniff
from extract.output import as_output
from storage import records, runs
from storage.clock import Clock
from storage.db import writing
from storage.errors import BadInput
from storage.record import Record
from storage.workspace import Workspace

OUR_FAILURE = "reader-failed"
LOST = "lost"


@dataclass(frozen=True, slots=True)
class Reading:
    """One document read: its record, or the code and words of why there is none."""

    source: dict[str, Any]
    record: Record | None
    code: str | None = None
    message: str | None = None
    fault: Exception | None = None

    def output(self, detail: bool = False) -> dict[str, Any]:
        """The contract's object for this document (contract 4)."""
        if self.record is None:
            return {"source": self.source, "error": {"code": self.code, "message": self.message}}
        return as_output(self.record, self.source, detail)


def read_file(path: Path) -> Reading:
    """Reads one file that lies outside any workspace. Raises BadInput when it cannot be opened."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise BadInput(f"{path}: {fault.strerror}; name a file that can be opened") from None
    return _read(data, str(path), path.name, None)


def read_stored(workspace: Workspace, clock: Clock) -> Iterator[Reading]:
    """Reads every kept document that this reader version has not read, and keeps what it found.

    What a document is no report of, or cannot be read, is kept as such; a reader that breaks or a blob that is lost
    is a fault of ours, and is tried again next time.
    """
    for row in records.unread(workspace.facts, extract.VERSION):
        reading = _read_kept(workspace, row)
        _keep(workspace, clock, str(row["sha256"]), reading)
        yield reading


def _read_kept(workspace: Workspace, row: dict[str, str | None]) -> Reading:
    path = workspace.vault.path(str(row["sha256"]))
    try:
        data = path.read_bytes()
    except OSError as fault:
        return Reading(
            {"path": str(path), "sha256": row["sha256"]}, None, LOST, f"the kept bytes are gone: {fault}", fault
        )
    return _read(data, str(path), row["file_name"] or row["url"], row["media_type"])


def _read(data: bytes, path: str, name: str | None, media_type: str | None) -> Reading:
    source = {
        "path": path,
        "sha256": sha256(data).hexdigest(),
        "media_type": sniff.media_type(data, name),
        "bytes": len(data),
    }
    try:
        return Reading(source, extract.read(data, name, media_type))
    except extract.Unreadable as why:
        return Reading(source, None, why.code, why.message)
    except Exception as fault:  # noqa: BLE001  (one file: the others are still to be read; the fault is kept)
        return Reading(source, None, OUR_FAILURE, f"the reader broke: {type(fault).__name__}: {fault}", fault)


def _keep(workspace: Workspace, clock: Clock, sha: str, reading: Reading) -> None:
    now = clock.now()
    with writing(workspace.facts):
        if reading.fault is not None:
            runs.record_fault(workspace.facts, now, "extract", sha, reading.fault)
        elif reading.record is not None:
            records.keep_record(workspace.facts, sha, extract.VERSION, reading.record, now)
        else:
            records.keep_unreadable(workspace.facts, sha, extract.VERSION, str(reading.code), str(reading.message), now)
