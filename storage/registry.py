"""The registry as stored: which bodies must publish, and where."""

from collections.abc import Iterable

from sqlite_utils import Database

from storage.db import writing
from storage.model import Agency
from storage.rows import as_row, from_rows


def agencies(db: Database) -> list[Agency]:
    """Every agency of the registry, in the order of its id."""
    return list(from_rows(db.query("select * from agencies order by id"), Agency))


def save_agencies(db: Database, changed: Iterable[Agency]) -> None:
    """Adds or replaces agencies in one transaction; parents may come after their children."""
    rows = [as_row(agency) for agency in changed]
    with writing(db):
        db.execute("pragma defer_foreign_keys = on")
        db.table("agencies").upsert_all(rows, pk="id")
