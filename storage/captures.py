"""What was fetched: documents (captures, a time series) and leads (links with their score and reasons)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from storage.db import writing
from storage.model import Document, Lead
from storage.rows import add_row, as_row, from_row, from_rows
from storage.terms import Role

INSIDE = "#/"
"""Stands in an address between that of an archive and a document's path in it."""


@dataclass(frozen=True, slots=True)
class Held:
    """When a document was first and last taken, and the run of the last time."""

    first: datetime
    last: datetime
    run: int


def keep_document(db: Database, capture: Document) -> Document:
    """Adds one capture; its bytes must lie in the vault already, so that a kill leaves nothing half."""
    return replace(capture, id=add_row(db, "documents", capture))


def keep_within(
    db: Database, outer: Document, url: str, role: Role, sha256: str, size: int, media_type: str | None, name: str
) -> Document:
    """Adds a document that came within another capture, whose record in the WARC file proves it; `size` in bytes."""
    inside = replace(
        outer,
        url=url,
        final_url=url,
        role=role,
        sha256=sha256,
        bytes=size,
        media_type=media_type,
        content_type=None,
        file_name=name,
        headers={},
        parent=outer.id,
        warc=None,
        warc_offset=None,
        picture=None,
    )
    return keep_document(db, inside)


def asked_in(db: Database, run: int) -> tuple[int, int]:
    """How many requests and documents of a run were kept: what remains of the counts of one that was killed."""
    sql = """select count(*), coalesce(sum(role in ('article', 'attachment') and sha256 is not null
             and status between 200 and 299), 0) from documents
             where run = ? and via = 'http' and instr(url, ?) = 0"""
    requests, kept = db.execute(sql, [run, INSIDE]).fetchone()
    return int(requests), int(kept)


def documents(db: Database, roles: Collection[Role] = ()) -> list[Document]:
    """Captures, oldest first; all of them or only those fetched in certain roles."""
    wanted = json.dumps([role.value for role in roles or Role])
    sql = "select * from documents where role in (select value from json_each(?)) order by id"
    return list(from_rows(db.query(sql, [wanted]), Document))


def last_capture(db: Database, url: str) -> Document | None:
    """The newest capture of ours of an address that brought bytes with a good status."""
    sql = """select * from documents where url = ? and sha256 is not null and status between 200 and 299
             and via <> 'person' order by id desc limit 1"""
    return next(from_rows(db.query(sql, [url]), Document), None)


def pictured(db: Database, sha256: str) -> str | None:
    """The sha256 of the picture that was taken of these bytes, if one was."""
    sql = "select picture from documents where sha256 = ? and picture is not null order by id limit 1"
    row = next(db.query(sql, [sha256]), None)
    return str(row["picture"]) if row else None


def add_picture(db: Database, number: int, sha256: str) -> None:
    """Says which picture shows what a capture brought."""
    db.table("documents").update(number, {"picture": sha256})


def captures_in(db: Database, run: int, portal: str) -> list[Document]:
    """What one pass over a portal brought by plain HTTP, oldest first; not what it met on the way."""
    sql = """select * from documents where run = ? and portal = ? and via = 'http' and sha256 is not null
             and (status between 200 and 299 or repeats is not null) order by id"""
    return list(from_rows(db.query(sql, [run, portal]), Document))


def answers_in(db: Database, run: int, portal: str) -> list[Document]:
    """What one pass over a portal was answered for good: pages, and that there are none."""
    sql = """select * from documents where run = ? and portal = ? and via = 'http'
             and (status between 200 and 299 or status in (304, 404, 410)) order by id"""
    return list(from_rows(db.query(sql, [run, portal]), Document))


def capture(db: Database, number: int) -> Document:
    """One capture by its number. Raises KeyError when there is none."""
    row = next(db.query("select * from documents where id = ?", [number]), None)
    if row is None:
        raise KeyError(number)
    return from_row(row, Document)


def last_before(db: Database, url: str, run: int) -> Document | None:
    """The newest answer that an address gave before a run."""
    sql = "select * from documents where url = ? and run < ? order by id desc limit 1"
    return next(from_rows(db.query(sql, [url, run]), Document), None)


def first_with(db: Database, url: str, sha256: str) -> Document | None:
    """The first capture of ours that brought these bytes from this address into a WARC file."""
    sql = """select * from documents where url = ? and sha256 = ? and warc is not null and via <> 'person'
             order by id limit 1"""
    return next(from_rows(db.query(sql, [url, sha256]), Document), None)


def last_offset(db: Database, warc: str) -> int:
    """Where the last record of a WARC file begins that a capture refers to; -1 when none does."""
    row = db.execute("select max(warc_offset) from documents where warc = ?", [warc]).fetchone()
    return -1 if row[0] is None else int(row[0])


def captures_of(db: Database, sha256: str) -> list[Document]:
    """Every capture that brought these bytes, oldest first."""
    return list(from_rows(db.query("select * from documents where sha256 = ? order by id", [sha256]), Document))


def report_shown_as(db: Database, host: str, shown: Collection[str], lists: Collection[str]) -> str | None:
    """The title of a report of a portal whose page once brought exactly these bytes; None when none did.

    `lists` are the addresses that brought them now: a report to which a year leads at once is no other page.
    """
    sql = """select l.title from documents d join leads l on l.url = d.url
             where d.portal = ? and d.role = 'article' and d.status = 200 and l.kind = 'report'
             and d.sha256 in (select value from json_each(?)) and d.url not in (select value from json_each(?))
             order by d.id desc limit 1"""
    row = db.execute(sql, [host, json.dumps(list(shown)), json.dumps(list(lists))]).fetchone()
    return str(row[0]) if row else None


def shown_alike(db: Database, host: str, run: int, lists: Collection[str]) -> str | None:
    """An address that a run found to bring the same as one of these lists, and an earlier run did not.

    One of the two is the home page or robots.txt: lists of two years may come to be alike.
    """
    sql = """select other.url from documents list
             join documents other on other.portal = list.portal and other.run = list.run
             and other.sha256 = list.sha256 and other.url <> list.url and other.status = 200
             join documents list_then on list_then.portal = list.portal and list_then.url = list.url
             and list_then.run < list.run
             join documents other_then on other_then.portal = list.portal and other_then.url = other.url
             and other_then.run = list_then.run
             where list.portal = ? and list.run = ? and list.url in (select value from json_each(?))
             and (other.role in ('home', 'robots') or list.role = 'home')
             and other_then.sha256 <> list_then.sha256 limit 1"""
    row = db.execute(sql, [host, run, json.dumps(list(lists))]).fetchone()
    return str(row[0]) if row else None


def is_kept(db: Database, url: str, parent: int) -> bool:
    """Whether a document of this address is kept under this capture."""
    return bool(list(db.query("select 1 from documents where url = ? and parent = ?", [url, parent])))


def held(db: Database, host: str) -> dict[str, Held]:
    """Every article and attachment of a portal that we ever took ourselves, by address."""
    sql = """select url, min(seen) first, max(seen) last, max(run) run from documents
             where portal = ? and role in ('article', 'attachment') and sha256 is not null and via <> 'person'
             and (status between 200 and 299 or repeats is not null) group by url"""
    return {
        row["url"]: Held(datetime.fromisoformat(row["first"]), datetime.fromisoformat(row["last"]), row["run"])
        for row in db.query(sql, [host])
    }


def keep_leads(db: Database, seen: Iterable[Lead]) -> None:
    """Adds the links one look listed, or renews them; when a link was first seen never changes."""
    with writing(db):
        for lead in seen:
            row = next(db.query("select * from leads where [column] = ? and url = ?", [lead.column, lead.url]), None)
            if row:
                known = from_row(row, Lead)
                renewed = replace(lead, id=known.id, first_seen=known.first_seen, first_run=known.first_run)
                db.table("leads").upsert(as_row(renewed), pk="id")
            else:
                add_row(db, "leads", lead)


def leads(db: Database, column: int | None = None) -> list[Lead]:
    """Leads in the order they were found; of one column or of all."""
    sql = "select * from leads where :c is null or [column] = :c order by id"
    return list(from_rows(db.query(sql, {"c": column}), Lead))


def publishers_unclaimed(db: Database) -> list[dict[str, object]]:
    """Names that published reports and that no agency of the registry claims, with how many leads bear each."""
    sql = """select c.portal, l.publisher, count(*) leads, max(l.last_seen) last_seen from leads l
             join columns c on c.id = l.[column]
             where l.agency is null and l.publisher is not null and l.kind = 'report'
             group by c.portal, l.publisher order by c.portal, l.publisher"""
    return list(db.query(sql))
