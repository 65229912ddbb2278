"""Withdrawal: the looks on which a publication was away, from its columns and from its own address."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from monitor.facts import Facts
from monitor.item import is_gone
from monitor.settling import Settled, valid
from storage.model import Column, ColumnLook, Lead


class Withdrawals:
    """What the columns listed, and on which looks, for telling a report that was withdrawn from a portal that moved."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.columns = {column.id: column for column in facts.columns}
        self.looks: dict[int, dict[int, ColumnLook]] = defaultdict(dict)
        for look in facts.column_looks:
            self.looks[look.run][look.column] = look
        self.complete = {look.column for look in facts.column_looks if look.complete}
        self.rows: dict[int, list[Lead]] = defaultdict(list)
        for lead in facts.leads:
            self.rows[lead.column].append(lead)

    def gone(self, group: Sequence[Settled]) -> tuple[datetime, ...]:
        """The newest complete looks in a row that list none of its addresses, while each was found to be away."""
        leads = [lead for decided in group for lead in decided.item.leads]
        pages = [capture for decided in group for capture in decided.item.pages or decided.item.files]
        if not leads or not pages:
            return ()
        listed = max(leads, key=lambda lead: (lead.last_run, lead.id))
        valid_runs = [capture.run for capture in pages if valid(capture, self.facts)]
        last_run, own = max([listed.last_run, *valid_runs]), {lead.column for lead in leads}
        runs = [run for run in sorted(self.looks) if run > last_run and self._shows(run, own, listed)]
        away = [run for run in runs if _all_away(group, run, last_run, self.facts)]
        return tuple(min(look.at for column, look in self.looks[run].items() if column in own) for run in away)

    def _shows(self, run: int, own: set[int], listed: Lead) -> bool:
        """Whether a run saw the columns to their end, other rows still there, and every column it may have moved to."""
        looks = self.looks[run]
        if not own & looks.keys() or not all(looks[column].complete for column in own & looks.keys()):
            return False
        hosts = {self.columns[column].portal for column in own}
        around = [self.columns[id_] for id_ in looks.keys() - own if self.columns[id_].portal in hosts]
        unseen = [one for one in around if not looks[one.id].complete and not self._was_dark(one, listed)]
        return not unseen and self._still_lists(run, own, listed)

    def _was_dark(self, column: Column, listed: Lead) -> bool:
        """Whether a column never opened was there already while the report was still listed elsewhere."""
        return column.id not in self.complete and column.first_seen <= listed.last_seen

    def _still_lists(self, run: int, own: set[int], listed: Lead) -> bool:
        """Whether anything that stood beside the report is still there; a list emptied at once withdraws nothing."""
        beside = [row for column in own for row in self.rows[column] if row.url != listed.url]
        known = [row for row in beside if row.last_run >= listed.last_run]
        return not known or any(row.first_run < run <= row.last_run for row in known)


def _all_away(group: Sequence[Settled], run: int, last_run: int, facts: Facts) -> bool:
    """Whether, by the newest answer up to a run, every page of a publication is away."""
    for decided in group:
        captures = decided.item.pages or decided.item.files
        newest = max((c for c in captures if last_run < c.run <= run), key=lambda c: (c.run, c.id), default=None)
        if newest is None or not is_gone(newest, facts.records.get(newest.sha256 or "")):
            return False
    return True
