"""Blindness: a portal that all at once shows us nothing, or much less, is more likely misread by us than emptied."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.column import Reading
from crawler.page import Page
from crawler.remembered import unlisted
from storage import captures, portals
from storage.model import Lead, Pass
from storage.terms import LeadKind, Outcome

SEEN = (Outcome.OK, Outcome.EMPTY)
FEWEST = 4  # of fewer reports that are known, one or two may well go
SHARE = 2  # one in so many of the known ones must still be listed
FEWEST_ASKED = 3


@dataclass(frozen=True, slots=True)
class Sight:
    """What a pass saw, beside what the last one that saw the portal had: the reports listed now, those known from
    then, how many of these are still listed; and why it must have overlooked what is there, if so.

    `passes` is how many before it had seen the portal.
    """

    reports: int = 0
    known: int = 0
    still: int = 0
    passes: int = 0
    blind: str | None = None


def sight(facts: Database, host: str, run: int, readings: Sequence[Reading], asked: Sequence[Page]) -> Sight:
    """Compares a pass over a portal with the portal's history. `asked` are the pages of the reports it asked for.

    What a wall or an outage hid is told as such, and is no blindness.
    """
    before = [one for one in portals.passes(facts, host) if one.run < run and one.outcome in SEEN]
    rows = [row for reading in readings for row in reading.rows]
    known = _listed_in(facts, host, before[-1]) if before else []
    reports = len({row.url for reading in readings for one in reading.seen for row in one.listing.reports})
    still = len(known) - len(unlisted(known, rows))
    hidden = any(reading.obstacle and reading.obstacle.hides for reading in readings)
    blind = None if hidden else _blind(reports, len(known), still, len(before)) or _unopened(asked)
    return Sight(reports, len(known), still, len(before), blind if before else None)


def _listed_in(facts: Database, host: str, done: Pass) -> list[Lead]:
    """The reports that a portal's columns listed in a pass."""
    columns = {column.id for column in portals.columns(facts, host)}
    leads = (lead for column in columns for lead in captures.leads(facts, column))
    found = (lead for lead in leads if lead.kind is LeadKind.REPORT and lead.first_run <= done.run <= lead.last_run)
    return list({lead.url: lead for lead in found}.values())


def _blind(reports: int, known: int, still: int, passes: int) -> str | None:
    if known and not reports:
        return f"此前 {passes} 次都看到年度报告（上次 {known} 份），这次第一次一份也没有看到"
    if known >= FEWEST and still * SHARE < known:
        return f"上次列有 {known} 份年度报告，这次只见到其中 {still} 份"
    return None


def _unopened(asked: Sequence[Page]) -> str | None:
    """That not one of the reports asked for could be opened, although nothing stood in the way."""
    walled = any(page.obstacle and page.obstacle.hides for page in asked)
    if walled or len(asked) < FEWEST_ASKED or any(page.good for page in asked):
        return None
    return f"列表里的 {len(asked)} 份年度报告一份也没有打开"
