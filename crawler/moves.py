"""Moves: which column took the place of one whose address no longer leads to it, and which links are dead ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlite_utils import Database

from crawler.discovery import EARLIER, LABEL, PATH, REGISTRY, Found
from crawler.leads import tidy
from crawler.listing import Row
from crawler.page import Page
from crawler.pager import INDEX
from storage import captures, portals
from storage.clock import shanghai_day
from storage.model import Column

GONE = (404, 410)
MOST_TOLD = 5
DAYS, SPAN = 3, timedelta(days=5)  # as many, and as far apart, as the looks that prove an absence


@dataclass(frozen=True, slots=True)
class Seen:
    """A column as this pass found it, and what it lists."""

    column: Column
    rows: Sequence[Row]

    @property
    def is_new(self) -> bool:
        """Whether the portal's menu led to it for the first time."""
        return self.column.first_seen == self.column.last_seen and self.column.found_by in (LABEL, PATH)


def successor(facts: Database, gone: Column | None, seen: Sequence[Seen]) -> str:
    """The address of the column that took the place of one: it lists the same reports, or is the only new one.

    Empty where several may. `gone` is None for an address that never was a column to us.
    """
    titles = {tidy(lead.title) for lead in captures.leads(facts, gone.id)} if gone else set[str]()
    shared = [(len(titles & {tidy(row.title) for row in one.rows}), one.column.url) for one in seen]
    most, url = max(shared, default=(0, ""))
    if most:
        return url
    new = [one.column.url for one in seen if one.is_new]
    return new[0] if len(new) == 1 else ""


def sends_on(page: Page, opened: Page) -> bool:
    """Whether an address only sends its visitor on to where another one led us, and is no other spelling of it."""
    same = _bare(page.asked) in (_bare(page.url), _bare(opened.asked))
    return not same and _bare(page.url) == _bare(opened.url)


def _bare(url: str) -> str:
    return INDEX.sub("/", url.partition("://")[2]).rstrip("/")


def is_dead_end(facts: Database, column: Column, now: datetime) -> bool:
    """Whether a link that a portal calls an annual-report column has led nowhere for days, and never anywhere else.

    Only a plain 404 or 410 counts, at every one of our visits: where the public is told that there is nothing,
    nothing is published. Walls, soft 404s and hosts off the list may hide something, and never count.
    """
    if _was_column(facts, column):
        return False
    answers = portals.answers(facts, column.url)
    days = {shanghai_day(seen) for seen, _ in answers}
    first = min((seen for seen, _ in answers), default=now)
    return all(status in GONE for _, status in answers) and len(days) >= DAYS and now - first >= SPAN


def _was_column(facts: Database, column: Column) -> bool:
    """Whether an address ever showed a column: it listed something, or was seen to its end."""
    looks = portals.column_looks(facts, [column.id])
    return bool(captures.leads(facts, column.id)) or any(look.complete or look.entries for look in looks)


@dataclass(slots=True)
class Whereabouts:
    """What a pass found where columns should be: `gone` columns of which we knew, links behind which there is none.

    `notes` are for the operator.
    """

    gone: list[tuple[Found, Page]] = field(default_factory=list)
    absent: list[tuple[Found, Page, datetime]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def keep_moves(self, facts: Database, known: Iterable[Column], seen: Sequence[Seen]) -> None:
        """Keeps which of the known columns are no longer where they were."""
        by_url = {column.url: column for column in known}
        for found, _ in self.gone if seen else ():
            if found.found_by not in (EARLIER, REGISTRY):
                continue
            column = by_url.get(found.url)
            if column and not _was_column(facts, column):
                continue
            to = successor(facts, column, seen)
            if column:
                portals.mark_moved(facts, column, to)
            which = "agencies.csv 或设置所写的栏目" if found.found_by == REGISTRY else "栏目"
            self.notes.append(f"{which} {found.url} 已不在原处" + (f"，现为 {to}" if to else ""))

    def missed(self, found: Found, first: Page) -> str:
        """Why a column that is linked was not seen, which is noted."""
        why = first.obstacle.reason if first.obstacle else "栏目地址显示的是首页"
        self.notes.append(f"“{found.label}”指向的 {found.url} 打不开：{why}")
        return why

    def told(self, reason: str) -> str:
        """The reason of a pass with what the operator should look at."""
        told = "；".join([*self.notes[:MOST_TOLD], *([f"等 {len(self.notes)} 处"] if self.notes[MOST_TOLD:] else [])])
        return f"{reason}；须查看：{told}" if told else reason
