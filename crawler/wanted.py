"""Which report years a pass asks for, and which documents it reads again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from storage.clock import shanghai_day
from storage.model import Standing
from storage.terms import StandingName

SETTLED = (StandingName.ON_TIME, StandingName.LATE, StandingName.PUBLISHED)
SHORTEST_REST = timedelta(hours=20)
LONGEST_REST = timedelta(days=30)
REST_PER_AGE = 4


def wanted_years(now: datetime, standings: Iterable[Standing], given: Sequence[int] = ()) -> frozenset[int]:
    """The report years to fetch (contract 5): last year's, every year not settled, and the one before last year's."""
    if given:
        return frozenset(given)
    newest = shanghai_day(now).year - 1
    unsettled = {standing.year for standing in standings if standing.standing not in SETTLED}
    return frozenset({newest, newest - 1} | unsettled)


def due_again(now: datetime, first: datetime, last: datetime, questioned: bool) -> bool:
    """Whether a document is read again: often while it is young or a finding hangs on it, ever more rarely later."""
    rest = SHORTEST_REST if questioned else max(SHORTEST_REST, min((now - first) / REST_PER_AGE, LONGEST_REST))
    return now - last >= rest
