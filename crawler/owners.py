"""Owners: which bodies no column lists, so that their own pages are asked, and whose the rows of an own column are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlite_utils import Database

from crawler.claims import claim
from storage import captures
from storage.model import Agency, Column
from storage.terms import Expect, LeadKind

OWN_PAGE = "own page"
LATE = 2  # a report of so many years before the newest still shows where a body's reports are


def unlisted(facts: Database, columns: Iterable[Column], bodies: Sequence[Agency], run: int, since: int) -> set[str]:
    """The agencies that must publish and of whom no column, as a run saw it, lists a report of a year or later.

    A row without a name, among others' rows, is nobody's for certain.
    """
    listed: set[str | None] = set()
    for column in columns:
        leads = [lead for lead in captures.leads(facts, column.id) if lead.kind is not LeadKind.LOOKALIKE]
        late = [one for one in leads if one.last_run == run and (one.year is None or one.year >= since)]
        claims = [found for one in late if one.publisher and (found := claim(one.publisher, bodies))]
        listed |= {agency for found in claims for agency in found.agencies}
        if not any(lead.publisher for lead in leads):
            listed |= {column.owner if late else None, *(lead.agency for lead in late)}
    owing = (body for body in bodies if body.expect is not Expect.NO and (body.until or since) >= since)
    return {body.id for body in owing} - listed


def give_to_owner(facts: Database, column: Column, run: int) -> None:
    """Gives the reports without a name, in a column to which one body's own page led, to that body.

    A column that lists anybody else's reports, or to which the pages of others lead too, is nobody's own.
    """
    listed = [lead for lead in captures.leads(facts, column.id) if lead.kind is LeadKind.REPORT]
    own = column.owner and all(lead.agency == column.owner or not lead.publisher for lead in listed)
    given = [lead for lead in listed if lead.matched_by == OWN_PAGE and not own]
    captures.keep_leads(facts, [replace(lead, agency=None, matched_by=None) for lead in given])
    nameless = (lead for lead in listed if own and not lead.agency and lead.last_run == run)
    captures.keep_leads(facts, [replace(lead, agency=column.owner, matched_by=OWN_PAGE) for lead in nameless])
