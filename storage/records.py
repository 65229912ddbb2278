"""Records as stored: one per document's bytes and reader version, or the reason it could not be read."""

import json
from datetime import datetime

from sqlite_utils import Database

from storage.record import Record
from storage.rows import as_json, from_json


def unread(db: Database, version: str) -> list[dict[str, str | None]]:
    """The articles and attachments whose bytes this reader version has not read: sha256, media type, file name.

    What lacked a program to open it (`needs-…`) is among them again: it may be installed now.
    """
    sql = """select d.sha256, max(d.media_type) media_type, max(d.file_name) file_name, min(d.url) url
             from documents d left join records r on r.sha256 = d.sha256 and r.version = ?
             where d.role in ('article', 'attachment') and d.sha256 is not null
             and d.status between 200 and 299 and (r.sha256 is null or r.error_code like 'needs-%')
             group by d.sha256 order by min(d.id)"""
    return list(db.query(sql, [version]))


def keep_record(db: Database, sha256: str, version: str, record: Record, at: datetime) -> None:
    """Keeps what one reader version read."""
    body = json.dumps(as_json(record), ensure_ascii=False)
    row = {
        "sha256": sha256,
        "version": version,
        "body": body,
        "read_at": at.isoformat(),
        "error_code": None,
        "error": None,
    }
    db.table("records").upsert(row, pk=("sha256", "version"))


def keep_unreadable(db: Database, sha256: str, version: str, code: str, message: str, at: datetime) -> None:
    """Keeps that one reader version could not read a document, and why."""
    row = {
        "sha256": sha256,
        "version": version,
        "body": "null",
        "read_at": at.isoformat(),
        "error_code": code,
        "error": message,
    }
    db.table("records").upsert(row, pk=("sha256", "version"))


def records(db: Database, version: str) -> dict[str, Record]:
    """Every record of one reader version, by the sha256 of its document."""
    rows = db.query("select sha256, body from records where version = ? and error_code is null", [version])
    return {row["sha256"]: from_json(json.loads(row["body"]), Record) for row in rows}


def record(db: Database, sha256: str, version: str) -> Record | None:
    """What one reader version read of one document; None when it could not, or has not tried."""
    sql = "select body from records where sha256 = ? and version = ? and error_code is null"
    row = next(db.query(sql, [sha256, version]), None)
    return from_json(json.loads(row["body"]), Record) if row else None


def unreadable(db: Database, version: str) -> dict[str, tuple[str, str]]:
    """The error code and message of every document one reader version could not read, by sha256."""
    rows = db.query(
        "select sha256, error_code, error from records where version = ? and error_code is not null", [version]
    )
    return {row["sha256"]: (row["error_code"], row["error"]) for row in rows}
