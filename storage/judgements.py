"""What was last judged: publications, standings, findings with their events."""

import json
from collections.abc import Iterable
from dataclasses import replace

from sqlite_utils import Database

from storage.db import writing
from storage.model import Event, Finding, Publication, Standing
from storage.rows import add_row, as_json, as_row, from_json, from_rows


def publications(db: Database) -> list[Publication]:
    """Publications and candidates as last judged."""
    rows = db.query("select body from publications order by agency, year desc, certain desc")
    return [from_json(json.loads(row["body"]), Publication) for row in rows]


def replace_publications(db: Database, judged: Iterable[Publication]) -> None:
    """Puts the publications judged now in the place of the earlier ones."""
    rows = [{"agency": p.agency, "year": p.year, "certain": p.certain, "body": _text(p)} for p in judged]
    with writing(db):
        db.execute("delete from publications")
        db.table("publications").insert_all(rows)


def standings(db: Database, year: int | None = None) -> list[Standing]:
    """Standings as last judged, by agency and year."""
    rows = db.query("select body from standings where :y is null or year = :y order by agency, year desc", {"y": year})
    return [from_json(json.loads(row["body"]), Standing) for row in rows]


def replace_standings(db: Database, judged: Iterable[Standing]) -> None:
    """Puts the standings judged now in the place of the earlier ones."""
    rows = [{"agency": s.agency, "year": s.year, "standing": s.standing.value, "body": _text(s)} for s in judged]
    with writing(db):
        db.execute("delete from standings")
        db.table("standings").insert_all(rows)


def findings(db: Database) -> list[Finding]:
    """Every finding ever made, by agency, year and check."""
    return list(from_rows(db.query("select * from findings order by agency, year desc, [check], id"), Finding))


def keep_finding(db: Database, finding: Finding) -> None:
    """Adds a finding or renews it under its id."""
    db.table("findings").upsert(as_row(finding), pk="id")


def keep_event(db: Database, event: Event) -> Event:
    """Adds one event; its number is its place in the order of all events."""
    return replace(event, id=add_row(db, "events", event))


def events(db: Database, after: int = 0) -> list[Event]:
    """Events after a number, oldest first."""
    return list(from_rows(db.query("select * from events where id > ? order by id", [after]), Event))


def basis(db: Database) -> str | None:
    """On what the last judgement rested, in the words of whoever judged."""
    row = next(db.query("select value from meta where key = 'judged'"), None)
    return row["value"] if row else None


def keep_basis(db: Database, text: str) -> None:
    """Keeps on what a judgement rested."""
    db.table("meta").upsert({"key": "judged", "value": text}, pk="key")


def _text(noun: object) -> str:
    return json.dumps(as_json(noun), ensure_ascii=False, sort_keys=True)
