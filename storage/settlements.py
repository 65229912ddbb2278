"""Settlements: what people say that single cells print, pinned to a document's bytes and laid over its record."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlite_utils import Database

from storage.model import Settlement
from storage.record import Record
from storage.rows import as_row, from_rows

Settled = Mapping[tuple[str, str], Settlement]


def settlements(people: Database) -> dict[tuple[str, str], Settlement]:
    """Every settled cell, by the sha256 of its document and its path."""
    kept = from_rows(people.query("select * from settlements order by sha256, cell"), Settlement)
    return {(one.sha256, one.cell): one for one in kept}


def settle(people: Database, settled: Settlement) -> None:
    """Keeps a person's word; a later one on the same cell takes its place."""
    people.table("settlements").upsert(as_row(settled), pk=("sha256", "cell"))


def unsettle(people: Database, sha256: str, cell: str) -> bool:
    """Takes a person's word back; False when there is none."""
    done = people.execute("delete from settlements where sha256 = ? and cell = ?", [sha256, cell])
    return bool(done.rowcount)


def overlaid(records: Mapping[str, Record], settled: Iterable[Settlement]) -> dict[str, Record]:
    """The records with every settled cell as the person says; what is printed and where stays as read.

    A cell that its document's record does not have, because it was since read in another way, is left alone.
    """
    laid = dict(records)
    for one in settled:
        record = laid.get(one.sha256)
        if record is not None and one.cell in record.cells:
            value = replace(record.cells[one.cell], number=one.number, confidence=1.0, settled_by=one.by)
            laid[one.sha256] = replace(record, cells={**record.cells, one.cell: value})
    return laid
