"""What is remembered of portals: passes with their outcome, columns, and each look at a column."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from sqlite_utils import Database

from storage.db import writing
from storage.model import Column, ColumnLook, Pass, Portal
from storage.rows import add_row, as_row, from_row, from_rows
from storage.terms import Outcome, Via

DEFAULT_PORTS = {"http": 80, "https": 443}


def portal_host(url: str) -> str:
    """The key of the portal an address belongs to: its host, with the port when it is not the usual one."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    port = parts.port
    return host if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def portal(db: Database, host: str) -> Portal:
    """What is remembered of a portal; a new one has no family and is read by plain HTTP."""
    row = next(db.query("select * from portals where host = ?", [host]), None)
    return from_row(row, Portal) if row else Portal(host)


def remember_portal(db: Database, known: Portal) -> None:
    """Keeps what was learnt of a portal."""
    db.table("portals").upsert(as_row(known), pk="host")


def know_portal(db: Database, host: str) -> None:
    """Adds a portal that nobody has met; what is remembered of others stays."""
    db.table("portals").insert(as_row(Portal(host)), pk="host", ignore=True)


def begin_pass(db: Database, run: int, host: str, started: datetime) -> Pass:
    """Opens a pass over one portal; without an end it was killed."""
    begun = Pass(run, host, started)
    with writing(db):
        if not db.execute("select 1 from portals where host = ?", [host]).fetchone():
            remember_portal(db, Portal(host))
        db.table("passes").insert(as_row(begun))
    return begun


def end_pass(db: Database, ended: Pass) -> None:
    """Closes a pass with its outcome."""
    db.table("passes").upsert(as_row(ended), pk=("run", "portal"))


def passes(db: Database, host: str | None = None) -> list[Pass]:
    """All passes, oldest first; of one portal or of all."""
    sql = "select * from passes where :h is null or portal = :h order by run, portal"
    return list(from_rows(db.query(sql, {"h": host}), Pass))


def was_blind(db: Database, host: str, run: int) -> bool:
    """Whether the last pass over a portal before a run was blind."""
    sql = "select blind from passes where portal = ? and run < ? order by run desc limit 1"
    row = next(db.query(sql, [host, run]), None)
    return row is not None and row["blind"] is not None


def clear(db: Database, host: str, by_whom: str) -> Pass | None:
    """Takes the newest pass over a portal, if it was blind, for one that saw the portal as it is; answers it."""
    newest = next(iter(passes(db, host)[-1:]), None)
    if newest is None or newest.blind is None:
        return None
    outcome = Outcome.OK if newest.reports else Outcome.EMPTY
    seen = replace(newest, outcome=outcome, kind="looked-at", reason=f"{newest.reason}；{by_whom}", blind=None)
    end_pass(db, seen)
    return seen


def blind(db: Database) -> list[Pass]:
    """The newest pass of every portal that has to be looked at: it must have overlooked what is there."""
    sql = """select * from passes p where blind is not null
             and run = (select max(run) from passes where portal = p.portal) order by portal"""
    return list(from_rows(db.query(sql), Pass))


def first_pass(db: Database, host: str) -> int | None:
    """The run of the first pass that saw this portal: what it found is the baseline."""
    sql = "select min(run) run from passes where portal = ? and outcome in ('ok', 'empty')"
    run: int | None = next(db.query(sql, [host]))["run"]
    return run


def columns(db: Database, host: str | None = None) -> list[Column]:
    """The annual-report columns known, of one portal or of all."""
    sql = "select * from columns where :h is null or portal = :h order by id"
    return list(from_rows(db.query(sql, {"h": host}), Column))


def remember_column(
    db: Database, host: str, url: str, label: str, found_by: str, seen: datetime, owner: str | None = None
) -> Column:
    """Adds a column, or moves the time it was last seen; `owner` is whose own page led to it this time.

    One to which the pages of two bodies lead, or that everybody is led to, is nobody's own.
    """
    with writing(db):
        row = next(db.query("select * from columns where portal = ? and url = ?", [host, url]), None)
        if row:
            known = from_row(row, Column)
            renewed = replace(known, last_seen=seen, owner=owner if owner == known.owner else None, moved=None)
            db.table("columns").upsert(as_row(renewed), pk="id")
            return renewed
        new = Column(0, host, url, label, found_by, seen, seen, owner=owner)
        return replace(new, id=add_row(db, "columns", new))


def mark_moved(db: Database, column: Column, to: str) -> None:
    """Keeps that a column's address no longer leads to it, and which one does; empty where several may."""
    db.table("columns").update(column.id, {"moved": to})


def answers(db: Database, url: str) -> list[tuple[datetime, int]]:
    """When an address was looked at, and with which status it answered each time, oldest first; 0 is no answer."""
    sql = "select seen, status from documents where url = ? and role = 'list' order by id"
    return [(datetime.fromisoformat(row["seen"]), row["status"]) for row in db.query(sql, [url])]


def keep_look(db: Database, look: ColumnLook) -> None:
    """Keeps one look at a column."""
    db.table("looks").upsert(as_row(look), pk=("run", "column"))


def column_looks(db: Database, of: Collection[int] | None = None) -> list[ColumnLook]:
    """Every look at every column, or at some of them, oldest first. Those of a blind pass prove nothing."""
    sql = """select l.run, l.[column], l.at, l.complete and p.blind is null complete,
             case when p.blind is null then l.reason else l.reason || '；' || p.blind end reason,
             l.pages, l.entries, l.version, l.repeats
             from looks l join columns c on c.id = l.[column]
             left join passes p on p.run = l.run and p.portal = c.portal
             where :c is null or l.[column] in (select value from json_each(:c)) order by l.run, l.[column]"""
    wanted = None if of is None else json.dumps(list(of))
    return list(from_rows(db.query(sql, {"c": wanted}), ColumnLook))


def rendered(known: Portal, reason: str, at: datetime) -> Portal:
    """The portal as one whose lists come only by script, how we know, and when that was last so."""
    return replace(known, rendering=Via.BROWSER, rendering_reason=reason, drawn=at)
