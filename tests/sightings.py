"""A fictional portal as the crawler would have kept it: looks, rows, captures and what was read of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from random import Random
from typing import Any, TypeVar

from crawler.claims import claim
from crawler.leads import score
from extract.form import table
from extract.narrative import mentions
from monitor.facts import Facts
from storage import people, portals, records, registry
from storage.clock import SHANGHAI
from storage.model import Agency, Assignment, Column, ColumnLook, Document, Lead, Pass, Portal, Run
from storage.record import SECTIONS, TABLES, ReadingWarning, Record, Value
from storage.rows import as_row
from storage.terms import Kind, LeadKind, Level, Outcome, Role, Via
from storage.workspace import Workspace

Noun = TypeVar("Noun")
HOST = "www.qinghe.example"
HOME = f"https://{HOST}/"
COLUMN = f"{HOME}nb/index.html"


def moment(text: str) -> datetime:
    """`2025-02-03 08:00` in Shanghai; a bare day is eight in the morning."""
    return datetime.fromisoformat(text if ":" in text else f"{text} 08:00").replace(tzinfo=SHANGHAI)


def county(name: str = "青禾县人民政府", **more: Any) -> Agency:
    """The county's government."""
    return Agency("qinghe", name, Level.COUNTY, Kind.GOVERNMENT, HOME, **more)


def body(key: str, name: str, kind: Kind = Kind.DEPARTMENT, level: Level = Level.COUNTY, **more: Any) -> Agency:
    """A body on the county's portal."""
    return Agency(key, name, level, kind, HOME, parent="qinghe", **more)


def cells(figures: Mapping[str, float | None] | None = None, form: str = "2021") -> dict[str, Value]:
    """All cells of the form: 0 where nothing else is said, and whatever more is said."""
    paths = [path for key in TABLES for path in table(key, form).paths()]
    values: dict[str, float | None] = {**dict.fromkeys(paths, 0), **(figures or {})}
    return {path: Value(number, "" if number is None else str(number)) for path, number in values.items()}


def record(title: str | None = "青禾县教育局2024年政府信息公开工作年度报告", **more: Any) -> Record:
    """A report as read: six sections, three tables of zeros; agency, year and sentences as they say."""
    scored = score(title) if title else None
    own = {
        "title": title,
        "agency": scored.publisher if scored else None,
        "year": scored.year if scored else None,
        "form": "2021",
        "sections": dict.fromkeys(SECTIONS, "本年度工作如下所述。"),
        "cells": cells(more.pop("figures", None)),
    }
    read = Record(**(own | more))
    return replace(read, mentions=mentions(read.sections, read.year, read.agency))


NOTHING = Record(is_report=False)
WARNED = ReadingWarning("year-differs-in-body", "the title says 2024, the reporting period 2023", "year")


@dataclass
class Sighting:
    """What a portal showed over several looks."""

    agencies: tuple[Agency, ...]
    columns: dict[str, Column] = field(default_factory=dict)
    leads: dict[tuple[int, str], Lead] = field(default_factory=dict)
    looks: list[ColumnLook] = field(default_factory=list)
    passes: list[Pass] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    unreadable: dict[str, tuple[str, str]] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)

    def look(
        self,
        at: str,
        *rows: str,
        column: str = COLUMN,
        complete: bool = True,
        outcome: Outcome = Outcome.OK,
        shown: Mapping[str, str] | None = None,
        same_run: bool = False,
    ) -> int:
        """One look at a column that lists `URL TITLE` rows; `same_run` joins it to the run before."""
        when = moment(at)
        if not same_run:
            self.runs.append(Run(len(self.runs) + 1, "crawl", when, when, "test"))
            self.passes.append(
                Pass(self.runs[-1].id, HOST, when, outcome, None, None if complete else "第二页打不开", when)
            )
        run = self.runs[-1].id
        if outcome in (Outcome.WALLED, Outcome.UNREACHABLE):
            self.passes[-1] = replace(self.passes[-1], reason="网站要求验证")
            return run
        own = self.columns.setdefault(column, Column(len(self.columns) + 1, HOST, column, "年报", "test", when, when))
        self.looks.append(ColumnLook(run, own.id, when, complete, "" if complete else "第二页打不开", 1, len(rows)))
        self.keep(column, run, when, Role.LIST, b"list" + at.encode())
        for row in rows:
            url, _, title = row.partition(" ")
            self._list(own, url, title, run, when, (shown or {}).get(url))
        return run

    def _list(self, column: Column, url: str, title: str, run: int, when: datetime, shown: str | None) -> None:
        scored = score(title)
        assert scored is not None, title
        known = self.leads.get((column.id, url))
        claimed = claim(scored.publisher, self.agencies, (), url)
        self.leads[column.id, url] = Lead(
            known.id if known else len(self.leads) + 1,
            column.id,
            url,
            title,
            scored.kind,
            scored.score,
            scored.reasons,
            known.first_seen if known else when,
            when,
            known.first_run if known else run,
            run,
            scored.year,
            scored.publisher,
            claimed.agencies[0] if claimed else None,
            claimed.matched_by if claimed else None,
            date.fromisoformat(shown) if shown else None,
        )

    def keep(
        self, url: str, run: int, at: datetime, role: Role, data: bytes | None, status: int = 200, **more: Any
    ) -> Document:
        """Keeps one capture."""
        sha = sha256(data).hexdigest() if data is not None else None
        number = len(self.documents) + 1
        final = more.pop("final_url", url)
        capture = Document(number, run, HOST, url, final, role, status, at, at, Via.HTTP, sha, len(data or b""), **more)
        self.documents.append(capture)
        return capture

    def page(
        self, at: str, url: str, read: Record | tuple[str, str] | None, data: bytes | None = None, **more: Any
    ) -> Document:
        """A capture of a page in the newest run, and what was read of it: a record, an error, or nothing yet."""
        role = more.pop("role", Role.ARTICLE)
        content = data if data is not None else repr((url, read)).encode()
        capture = self.keep(url, self.runs[-1].id, moment(at), role, content, **more)
        assert capture.sha256 is not None
        if isinstance(read, Record):
            self.records[capture.sha256] = read
        elif read:
            self.unreadable[capture.sha256] = read
        return capture

    def store(self, workspace: Workspace, version: str = "1") -> None:
        """Writes into a workspace what it does not hold yet."""
        db = workspace.facts
        registry.save_agencies(db, self.agencies)
        for host in {done.portal for done in self.passes}:
            if not list(db.query("select 1 from portals where host = ?", [host])):
                portals.remember_portal(db, Portal(host))
        tables = {
            "runs": ("id", self.runs),
            "passes": (("run", "portal"), self.passes),
            "columns": ("id", list(self.columns.values())),
            "looks": (("run", "column"), self.looks),
            "documents": ("id", self.documents),
            "leads": ("id", list(self.leads.values())),
        }
        for name, (key, nouns) in tables.items():
            db.table(name).upsert_all([as_row(noun) for noun in nouns], pk=key)
        for sha, read in self.records.items():
            records.keep_record(db, sha, version, read, self.runs[-1].started)
        for sha, (code, message) in self.unreadable.items():
            records.keep_unreadable(db, sha, version, code, message, self.runs[-1].started)
        for decided in self.assignments.values():
            people.assign(workspace.people, decided)

    def facts(self, shuffled: int = 0) -> Facts:
        """All of it in the order of keeping, or in one of many other orders."""
        dice = Random(shuffled)

        def mix(rows: Iterable[Noun]) -> tuple[Noun, ...]:
            kept = list(rows)
            if shuffled:
                dice.shuffle(kept)
            return tuple(kept)

        return Facts(
            mix(self.agencies),
            mix(self.columns.values()),
            mix(self.looks),
            mix(self.passes),
            mix(self.leads.values()),
            mix(self.documents),
            dict(mix(self.records.items())),
            self.unreadable,
            self.assignments,
            mix(self.runs),
        )


__all__ = [
    "COLUMN",
    "HOME",
    "HOST",
    "NOTHING",
    "WARNED",
    "LeadKind",
    "Sighting",
    "body",
    "cells",
    "county",
    "moment",
    "record",
]
