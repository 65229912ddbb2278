"""Opening gongkai.db and team.db: schema, WAL, foreign keys, waiting instead of failing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from storage.errors import CannotRun
from storage.migrations import FACTS, PEOPLE

BUSY_MILLISECONDS = 30_000


def open_facts(path: Path, create: bool = False) -> Database:
    """gongkai.db, everything known about the world. Raises CannotRun when it is from a newer version."""
    return _open(path, FACTS, create)


def open_people(path: Path, create: bool = False) -> Database:
    """team.db, people's decisions and the digest's cursors. Raises CannotRun as above."""
    return _open(path, PEOPLE, create)


def _open(path: Path, schema: Migrations, create: bool) -> Database:
    if not create and not path.exists():
        raise CannotRun(f"{path} is not there")
    try:
        db = Database(sqlite3.connect(path, isolation_level=None, timeout=BUSY_MILLISECONDS / 1000))
        db.execute(f"pragma busy_timeout = {BUSY_MILLISECONDS}")
        db.execute("pragma foreign_keys = on")
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        _refuse_newer(db, path, schema)
        if schema.pending(db):
            schema.apply(db)
    except sqlite3.DatabaseError as fault:
        raise CannotRun(f"{path.name} cannot be opened: {fault}; restore it from your last copy") from None
    return db


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
