"""The roll-call in numbers: how many bodies stand how, by report year and by kind of body."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from storage.model import Agency, Standing
from storage.terms import Kind, StandingName

ORDER = (
    StandingName.ON_TIME,
    StandingName.PUBLISHED,
    StandingName.LATE,
    StandingName.OVERDUE,
    StandingName.MISSING,
    StandingName.WITHDRAWN,
    StandingName.CANNOT_SEE,
    StandingName.NOT_DUE,
)
BODIES = {
    "government": (Kind.GOVERNMENT,),
    "department": (Kind.DEPARTMENT, Kind.OFFICE),
    "township": (Kind.TOWNSHIP, Kind.OTHER),
}


@dataclass(frozen=True, slots=True)
class Count:
    """Of the bodies whose due date has passed: how many we can see, and how many of these published on time."""

    body: str
    on_time: int
    seen: int
    due: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One report year: every standing that occurs with its number, and on-time counts over those due."""

    year: int
    total: int
    standings: tuple[tuple[StandingName, int], ...]
    overall: Count
    bodies: tuple[Count, ...]


def tallies(standings: Iterable[Standing], registry: Mapping[str, Agency], today: date) -> list[Tally]:
    """Counts per report year, newest first."""
    years: dict[int, list[Standing]] = {}
    for standing in standings:
        years.setdefault(standing.year, []).append(standing)
    return [_tally(year, years[year], registry, today) for year in sorted(years, reverse=True)]


def _tally(year: int, standings: list[Standing], registry: Mapping[str, Agency], today: date) -> Tally:
    counts = Counter(standing.standing for standing in standings)
    bodies = []
    for body, kinds in BODIES.items():
        count = _count(body, [s for s in standings if s.agency in registry and registry[s.agency].kind in kinds], today)
        bodies += [count] if count.seen else []
    occurring = tuple((name, counts[name]) for name in ORDER if counts[name])
    return Tally(year, len(standings), occurring, _count("", standings, today), tuple(bodies))


def _count(body: str, standings: list[Standing], today: date) -> Count:
    due = [standing.standing for standing in standings if standing.due < today]
    return Count(body, due.count(StandingName.ON_TIME), len(due) - due.count(StandingName.CANNOT_SEE), len(due))
