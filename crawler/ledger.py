"""The ledger of a pass: the columns it came to, and what their pages list, kept before anything of it is fetched."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from crawler.claims import claim
from crawler.completeness import Seen
from crawler.discovery import Found
from crawler.labels import names_column
from crawler.leads import Scored, score, score_name, score_unsaid
from crawler.listing import Row
from crawler.page import Page
from crawler.twins import without_twins
from storage import captures, portals
from storage.clock import Clock
from storage.model import Agency, Column, Lead


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where one pass over a portal keeps what it saw; `bodies` are those among whom names are looked up."""

    run: int
    host: str
    bodies: tuple[Agency, ...]
    facts: Database
    clock: Clock

    def keep_column(self, found: Found, first: Page, at: datetime) -> Column:
        """Keeps a column as it was found at a moment, under the name by which it was, or its own."""
        label = found.label or next(filter(names_column, first.headings), "") or first.title
        return portals.remember_column(self.facts, self.host, found.url, label, found.found_by, at, found.owner)

    def keep_leads(
        self, column: Column, seen: Seen, at: datetime, run: int | None = None, known: Collection[str] = ()
    ) -> None:
        """Keeps what one page lists that concerns us, before anything of it is fetched; what is `known` stays as it is.

        `at` is the moment of the look: a row that it lists was there then, and proves nothing later.
        """
        listed = [row for row in (*seen.listing.rows, *seen.listing.beside) if row.url not in known]
        scored = without_twins((row, found) for row in listed if (found := self.scored(row)))
        leads = [self._lead(column, seen, row, found) for row, found in scored]
        run = run or self.run
        captures.keep_leads(
            self.facts, [replace(one, first_seen=at, last_seen=at, first_run=run, last_run=run) for one in leads]
        )

    def scored(self, row: Row) -> Scored | None:
        """What a row looks like; close to reports also one that only names an agency, or is cut short."""
        if (found := score(row.title)) or not row.close:
            return found
        return score_name(row.title) if claim(row.title, self.bodies) else score_unsaid(row.title)

    def _lead(self, column: Column, seen: Seen, row: Row, found: Scored) -> Lead:
        now, run = self.clock.now(), self.run
        claimed = claim(found.publisher, self.bodies, (), row.url) if found.worth_a_visit else None
        reasons = (*found.reasons, f"列在“{seen.part}”之下") if seen.part else found.reasons
        return Lead(
            id=0,
            column=column.id,
            url=row.url,
            title=row.title,
            kind=found.kind,
            score=found.score,
            reasons=reasons,
            first_seen=now,
            last_seen=now,
            first_run=run,
            last_run=run,
            year=found.year,
            publisher=found.publisher,
            agency=claimed.agencies[0] if claimed else None,
            matched_by=claimed.matched_by if claimed else None,
            shown=row.shown,
        )
