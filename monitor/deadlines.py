"""Duties: what each agency owes for a report year, until when, and on what that rests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from tomllib import loads

from storage.clock import shanghai_day
from storage.model import Agency, Duty
from storage.terms import Basis, Expect, Kind, Level

OLD_LAW_UNTIL = 2018
"""The last report year under the Regulations of 2008, which gave everybody until 31 March."""


def duty(agency: Agency, year: int) -> Duty | None:
    """What an agency owes for a report year; None when it owes nothing and may never be accused of absence."""
    return None if agency.expect is Expect.NO else usual_duty(agency, year)


def usual_duty(agency: Agency, year: int) -> Duty | None:
    """The duty a body of this kind would have, whether or not a report is expected of it."""
    if year < (agency.since or year) or year > (agency.until or year):
        return None
    rule = _rule(agency, year)
    if rule is None:
        return None
    day, basis = rule
    return Duty(agency.id, year, day, basis, non_working(day), agency.expect)


def passed(owed: Duty, now: datetime) -> bool:
    """Whether the due date, which ends at 24:00 in Shanghai, is over."""
    return shanghai_day(now) > owed.due


def non_working(day: date) -> bool:
    """Whether a day is a weekend or, in the years whose notice we hold, a Spring Festival holiday."""
    holiday = _spring_festival()
    if day in holiday.worked:
        return False
    return day in holiday.free or day.weekday() >= 5


def _rule(agency: Agency, year: int) -> tuple[date, Basis] | None:
    townships = agency.kind is Kind.TOWNSHIP or agency.level is Level.TOWNSHIP
    if agency.due and (townships or agency.kind is Kind.OTHER):
        return _local_date(year + 1, agency.due), Basis.LOCAL
    if agency.kind is Kind.OTHER:
        return None
    by_march = agency.kind is Kind.GOVERNMENT and not townships
    legal = date(year + 1, 3, 31) if by_march or year <= OLD_LAW_UNTIL else date(year + 1, 1, 31)
    return legal, Basis.PRACTICE if townships else Basis.LAW


def _local_date(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, 1) + timedelta(days=day - 1)


@dataclass(frozen=True, slots=True)
class _Holidays:
    free: frozenset[date]
    worked: frozenset[date]


@cache
def _spring_festival() -> _Holidays:
    table = loads(files("monitor").joinpath("holidays.toml").read_text("utf-8"))["spring_festival"]
    free = frozenset(day for festival in table for day in _days(festival["first"], festival["last"]))
    return _Holidays(free, frozenset(day for festival in table for day in festival["worked"]))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
