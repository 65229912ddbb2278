"""Opening gongkai.db and team.db: schema, WAL, foreign keys, waiting instead of failing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from storage.errors import CannotRun
from storage.migrations import FACTS, PEOPLE

BUSY_MILLISECONDS = 30_000
DAMAGED = "is damaged; put your last copy in its place"
UNWRITABLE = "cannot be written; make its folder writable for this user"
FULL = "cannot be written: the disk is full or failing; free some space and run again, nothing stored was lost"
HINDRANCES = {
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_READONLY: UNWRITABLE,
    sqlite3.SQLITE_PERM: UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; see that its folder is there and can be read and written",
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,
    sqlite3.SQLITE_BUSY: "is held by another process; wait until it has ended",
    sqlite3.SQLITE_LOCKED: "is held by another process; wait until it has ended",
}


def open_facts(path: Path, create: bool = False) -> Database:
    """gongkai.db, everything known about the world. Raises CannotRun when it is from a newer version."""
    return _open(path, FACTS, create)


def open_people(path: Path, create: bool = False) -> Database:
    """team.db, people's decisions and the digest's cursors. Raises CannotRun as above."""
    return _open(path, PEOPLE, create)


def _open(path: Path, schema: Migrations, create: bool) -> Database:
    if not create and not path.exists():
        raise CannotRun(f"{path} is not there; put your last copy in its place, or make a new workspace elsewhere")
    try:
        db = Database(sqlite3.connect(path, isolation_level=None, timeout=BUSY_MILLISECONDS / 1000))
        db.execute(f"pragma busy_timeout = {BUSY_MILLISECONDS}")
        db.execute("pragma foreign_keys = on")
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        if not create and not schema.applied(db):
            raise CannotRun(f"{path.name} is empty: what it held is lost; put your last copy in its place")
        _refuse_newer(db, path, schema)
        if schema.pending(db):
            schema.apply(db)
    except sqlite3.DatabaseError as fault:
        raise CannotRun(f"{path.name} {hindrance(fault)}") from None
    return db


def hindrance(fault: sqlite3.DatabaseError) -> str:
    """What keeps a database from being used, and the mend. Raises the fault itself when it is a bug of ours."""
    primary = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if primary not in HINDRANCES:
        raise fault
    return f"{HINDRANCES[primary]} ({fault})"


def _refuse_newer(db: Database, path: Path, schema: Migrations) -> None:
    ours = {step.name for step in schema.pending(Database(memory=True))}
    stored = {step.name for step in schema.applied(db)}
    if stored - ours:
        raise CannotRun(f"{path.name} was written by a newer version of gongkai; upgrade before using it")


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One short write transaction that waits for its turn at the start, never in the middle."""
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.execute("begin immediate")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()
