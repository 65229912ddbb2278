"""Duties: due dates of every kind of body, their basis, and the days on which nobody works."""

from datetime import date

import pytest

from monitor.deadlines import duty, non_working, passed, usual_duty
from storage.model import Agency
from storage.terms import Basis, Expect, Kind, Level
from tests.sightings import body, moment


@pytest.mark.parametrize(
    ("kind", "level", "due", "year", "expected", "basis"),
    [
        (Kind.DEPARTMENT, Level.COUNTY, None, 2024, date(2025, 1, 31), Basis.LAW),
        (Kind.OFFICE, Level.COUNTY, None, 2024, date(2025, 1, 31), Basis.LAW),
        (Kind.GOVERNMENT, Level.COUNTY, None, 2024, date(2025, 3, 31), Basis.LAW),
        (Kind.GOVERNMENT, Level.CITY, None, 2019, date(2020, 3, 31), Basis.LAW),
        (Kind.DEPARTMENT, Level.COUNTY, None, 2018, date(2019, 3, 31), Basis.LAW),
        (Kind.TOWNSHIP, Level.TOWNSHIP, None, 2018, date(2019, 3, 31), Basis.PRACTICE),
        (Kind.TOWNSHIP, Level.TOWNSHIP, None, 2024, date(2025, 1, 31), Basis.PRACTICE),
        (Kind.TOWNSHIP, Level.TOWNSHIP, "02-20", 2024, date(2025, 2, 20), Basis.LOCAL),
        (Kind.OTHER, Level.COUNTY, "03-01", 2024, date(2025, 3, 1), Basis.LOCAL),
        (Kind.DEPARTMENT, Level.COUNTY, "01-20", 2024, date(2025, 1, 31), Basis.LAW),
    ],
)
def test_due(kind: Kind, level: Level, due: str | None, year: int, expected: date, basis: Basis) -> None:
    owed = duty(body("a", "青禾县某机关", kind, level, due=due), year)
    assert owed is not None
    assert (owed.due, owed.basis) == (expected, basis)


def test_nobody_owes_what_is_not_expected() -> None:
    assert duty(body("a", "青禾县协会", Kind.OTHER), 2024) is None
    assert duty(body("a", "青禾县气象局", expect=Expect.NO), 2024) is None
    assert usual_duty(body("a", "青禾县气象局", expect=Expect.NO), 2024) is not None


def test_a_body_that_is_not_of_a_county_is_not_bound_by_its_article() -> None:
    owed = duty(body("a", "溪头镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP), 2024)
    assert owed is not None
    assert (owed.due, owed.basis) == (date(2025, 1, 31), Basis.PRACTICE)


def test_since_and_until_bound_the_years() -> None:
    short: Agency = body("a", "青禾县教育局", since=2020, until=2022)
    assert [year for year in range(2018, 2025) if duty(short, year)] == [2020, 2021, 2022]


def test_a_due_date_ends_at_midnight_in_shanghai() -> None:
    owed = duty(body("a", "青禾县教育局"), 2024)
    assert owed is not None
    assert not passed(owed, moment("2025-01-31 23:59:59"))
    assert passed(owed, moment("2025-02-01 00:00:00"))


@pytest.mark.parametrize(
    ("day", "free"),
    [
        (date(2026, 1, 31), True),  # a Saturday
        (date(2024, 3, 31), True),  # a Sunday
        (date(2025, 1, 31), True),  # a Friday within the Spring Festival
        (date(2022, 1, 31), True),  # a Monday, the eve of the festival
        (date(2022, 1, 30), False),  # a Sunday that was worked for it
        (date(2024, 1, 31), False),
    ],
)
def test_days_on_which_nobody_works(day: date, free: bool) -> None:
    assert non_working(day) is free
