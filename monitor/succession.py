"""Succession: bodies that took over others, under whose names, old or new, one report may stand."""

from collections import defaultdict
from collections.abc import Iterable

from monitor.deadlines import usual_duty
from storage.model import Agency


class Succession:
    """Who took over whom, and when, as the registry tells it."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.agencies = {agency.id: agency for agency in agencies}
        self.links: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
        for agency in self.agencies.values():
            for text in agency.succeeds:
                earlier, _, year = text.partition("@")
                when = int(year) if year.isdigit() else None
                self.links[earlier].add((agency.id, when))
                self.links[agency.id].add((earlier, when))

    def others(self, agency: str, year: int | None) -> set[str]:
        """The bodies that owe a report of a year which may stand under the name of this one.

        So it is where this one owes none itself, and around the year of the change; always when no year is told.
        """
        if year is None:
            return {other for other, _ in self.links.get(agency, ())}
        owes_none, around = not self._owes(agency, year), (None, year, year + 1)
        linked = {other for other, when in self.links.get(agency, ()) if owes_none or when in around}
        return {other for other in linked if self._owes(other, year)}

    def _owes(self, agency: str, year: int) -> bool:
        known = self.agencies.get(agency)
        return known is not None and usual_duty(known, year) is not None
