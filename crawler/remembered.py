"""What a column listed when it was last seen completely, and whether it still shows as much."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from crawler.leads import tidy
from crawler.listing import Row
from storage import captures, portals
from storage.model import Column, Lead
from storage.terms import LeadKind

SHARE = 2  # one in so many of the reports must still be there
LONG_UNLISTED = timedelta(days=30)


def listed_before(facts: Database, column: Column, run: int) -> list[Lead]:
    """The reports that a column listed in its last complete look before a run; none when there was no such look."""
    looks = (look for look in portals.column_looks(facts, {column.id}) if look.run < run)
    last = max((look.run for look in looks if look.complete), default=0)
    known = captures.leads(facts, column.id)
    return [lead for lead in known if lead.kind is LeadKind.REPORT and lead.first_run <= last <= lead.last_run]


def unlisted(before: Iterable[Lead], rows: Sequence[Row]) -> list[Lead]:
    """The reports that are in no row any more, by their address or, where it names a body, by their title."""
    urls, titles = {row.url for row in rows}, {tidy(row.title) for row in rows}
    return [lead for lead in before if lead.url not in urls and not (lead.publisher and tidy(lead.title) in titles)]


def shrunken(before: Sequence[Lead], away: Sequence[Lead]) -> str | None:
    """Why a look cannot be the whole column, when most of what it listed before is away at once."""
    still = len(before) - len(away)
    if still * SHARE >= len(before):
        return None
    return f"上次看全时列有 {len(before)} 份年度报告，这次只见到其中 {still} 份"


def recently_listed(lead: Lead, now: datetime) -> bool:
    """Whether a report that is no longer listed was so until lately; later its page may stay for other reasons."""
    return now - lead.last_seen <= LONG_UNLISTED
