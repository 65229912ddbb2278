"""Which report years a pass asks for, which columns it reads whole, and which documents it reads again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from storage.captures import Held
from storage.clock import shanghai_day
from storage.model import Agency, Standing
from storage.terms import StandingName

SETTLED = (StandingName.ON_TIME, StandingName.LATE, StandingName.PUBLISHED)
USUAL_DUE = ((1, 31), (3, 31))  # 条例第四十九条: departments, governments
SLACK = timedelta(hours=4)  # a daily pass never comes at the very same minute
DAY, WEEK, MONTH, QUARTER = (timedelta(days=days) for days in (1, 7, 30, 91))
PHASES = ((timedelta(days=14), DAY), (QUARTER, WEEK), (timedelta(days=365), MONTH))
WHOLE_AGAIN = timedelta(days=3)  # fewer than the days over which an absence is proved
CLOSE = timedelta(days=2)


def wanted_years(now: datetime, standings: Iterable[Standing], given: Sequence[int] = ()) -> frozenset[int]:
    """The report years to fetch (contract 5): last year's, every year not settled, and the one before last year's."""
    if given:
        return frozenset(given)
    newest = shanghai_day(now).year - 1
    unsettled = {standing.year for standing in standings if standing.standing not in SETTLED}
    return frozenset({newest, newest - 1} | unsettled)


def due_days(bodies: Iterable[Agency], year: int) -> frozenset[date]:
    """The days of a calendar year on which reports of these bodies are due."""
    own = {(int(body.due[:2]), int(body.due[3:])) for body in bodies if body.due and body.due != "02-29"}
    return frozenset(date(year, *day) for day in own | set(USUAL_DUE))


def is_read_whole(now: datetime, last_whole: datetime, days: Iterable[date]) -> bool:
    """Whether a column is read to its end whatever its first page says: some days after the last time it was, and
    on a due date and the two days behind it, when it matters to the day what was there.
    """
    close = any(timedelta() <= shanghai_day(now) - day <= CLOSE for day in days)
    return close or now - last_whole >= WHOLE_AGAIN - SLACK


@dataclass(frozen=True, slots=True)
class Timetable:
    """When what is held is read again: decided once for a pass, from what is held at its beginning.

    `dues` are the due dates of agency-years; `questioned` those on which an open finding hangs.
    """

    now: datetime
    held: Mapping[str, Held] = field(default_factory=dict)
    dues: Mapping[tuple[str, int], date] = field(default_factory=dict)
    questioned: frozenset[tuple[str, int]] = frozenset()

    def is_due(self, url: str, agency: str | None, year: int | None, vanished: bool = False) -> bool:
        """Whether an address is asked for: what was never taken always, what is held the more rarely the older it is.

        What lately vanished from its column, or is in question, is asked for every day.
        """
        taken = self.held.get(url)
        if taken is None:
            return True
        daily = vanished or (agency, year) in self.questioned
        return self.now - taken.last >= (DAY if daily else rest(self._age(agency, year))) - SLACK

    def _age(self, agency: str | None, year: int | None) -> timedelta:
        """The time since a report was due; one that names no year is taken for the newest."""
        said = shanghai_day(self.now).year - 1 if year is None else year
        due = self.dues.get((agency or "", said), date(said + 1, *USUAL_DUE[0]))
        return shanghai_day(self.now) - due


def rest(age: timedelta) -> timedelta:
    """How long a report rests between two readings, by the time since it was due."""
    return next((pause for until, pause in PHASES if age <= until), QUARTER)
