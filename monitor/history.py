"""History: what one judgement changed, as events with their causes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.causes import Causes
from monitor.findings import Change
from storage.model import Event, Publication, Standing
from storage.terms import Cause, Source, StandingName

Duty = tuple[str, int]


@dataclass(frozen=True, slots=True)
class History:
    """Writes the events of one judgement: what changed, why, and whether it was there from the start."""

    causes: Causes
    new: Mapping[Duty, Publication]
    old: Mapping[Duty, Publication]
    now: datetime

    def of_standings(self, standings: Iterable[Standing], was: Mapping[Duty, StandingName]) -> Iterator[Event]:
        """An event for every standing that moved; that a duty is not due yet is no event by itself."""
        for one in standings:
            duty = (one.agency, one.year)
            before = was.get(duty)
            if one.standing != before and (before or one.standing is not StandingName.NOT_DUE):
                yield self._event("standing", one.standing, before, duty, [duty])

    def of_findings(self, changes: Iterable[Change]) -> Iterator[Event]:
        """An event for every finding whose state moved."""
        for change in changes:
            one, duty = change.finding, (change.finding.agency, change.finding.year)
            if change.was != one.state:
                duties = [duty, *((other.agency, other.year) for other in one.related)]
                yield self._event("finding", one.state, change.was, duty, duties, one.id)

    def _event(
        self, subject: str, became: str, was: str | None, duty: Duty, duties: Sequence[Duty], finding: str | None = None
    ) -> Event:
        causes = [self.causes.cause(*one, self.new.get(one), self.old.get(one)) for one in duties]
        cause = min(causes, key=list(Cause).index)
        known = [self.new.get(one) for one in duties]
        there_first = self.causes.is_baseline(duty[0], known) or (
            subject == "standing" and was is None and _brought(known)
        )
        baseline = there_first and became != StandingName.WITHDRAWN  # what goes away did so before our eyes
        return Event(0, self.now, subject, *duty, became, cause, was, finding, baseline)


def _brought(publications: Iterable[Publication | None]) -> bool:
    """Whether a person brought them all: of years that nobody watched before, he tells no news."""
    return all(one and one.source is Source.PERSON for one in publications)


def by_duty(judged: Iterable[Publication]) -> dict[Duty, Publication]:
    """The publication of each duty, else what may be it."""
    return {(one.agency, one.year): one for one in sorted(judged, key=lambda one: one.certain)}
