"""Withdrawal: the looks on which a publication was away, from its columns and from its own address."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.facts import Facts
from monitor.item import is_gone
from monitor.settling import Settled, valid
from storage.model import ColumnLook


def gone(group: Sequence[Settled], facts: Facts, looks: dict[int, list[ColumnLook]]) -> tuple[datetime, ...]:
    """The newest complete looks in a row that list none of its addresses, while each was found to be away."""
    leads = [lead for decided in group for lead in decided.item.leads]
    pages = [capture for decided in group for capture in decided.item.pages or decided.item.files]
    if not leads or not pages:
        return ()
    last_run = max([lead.last_run for lead in leads] + [capture.run for capture in pages if valid(capture, facts)])
    by_run: dict[int, list[ColumnLook]] = defaultdict(list)
    for column in {lead.column for lead in leads}:
        for look in looks.get(column, ()):
            by_run[look.run].append(look)
    runs = [run for run in by_run if run > last_run and all(look.complete for look in by_run[run])]
    return tuple(min(look.at for look in by_run[run]) for run in sorted(runs) if _all_away(group, run, last_run, facts))


def _all_away(group: Sequence[Settled], run: int, last_run: int, facts: Facts) -> bool:
    """Whether, by the newest answer up to a run, every page of a publication is away."""
    for decided in group:
        captures = decided.item.pages or decided.item.files
        newest = max((c for c in captures if last_run < c.run <= run), key=lambda c: (c.run, c.id), default=None)
        if newest is None or not is_gone(newest, facts.records.get(newest.sha256 or "")):
            return False
    return True


def looks_by_column(looks: Iterable[ColumnLook]) -> dict[int, list[ColumnLook]]:
    """The looks at each column."""
    found: dict[int, list[ColumnLook]] = defaultdict(list)
    for look in looks:
        found[look.column].append(look)
    return found
