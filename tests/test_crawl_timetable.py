"""When a report that is held is read again, and when a column is read whole: the timetable of later passes."""

from datetime import date, datetime, timedelta

import pytest

from crawler.wanted import Timetable, due_days, is_read_whole, rest
from storage.captures import Held
from storage.clock import SHANGHAI
from storage.model import Agency
from storage.terms import Kind, Level

URL = "https://www.qinghe.example/1.html"
DUE = date(2025, 1, 31)


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def timetable(since_due: int, rested: timedelta, *, questioned: bool = False) -> Timetable:
    """That of a pass so many days after the due date, over a report last taken so long ago."""
    now = at(DUE) + timedelta(days=since_due)
    held = {URL: Held(at(DUE), now - rested, 1)}
    return Timetable(now, held, {("a", 2024): DUE}, frozenset([("a", 2024)] if questioned else []))


@pytest.mark.parametrize(
    ("since_due", "rested_days", "due"),
    [
        (-10, 1, True), (0, 1, True), (14, 1, True), (14, 0.5, False), (15, 1, False), (15, 6, False), (15, 7, True),
        (91, 7, True), (92, 7, False), (92, 30, True), (365, 30, True), (366, 30, False), (366, 91, True),
        (4000, 91, True),
    ],
)  # fmt: skip
def test_daily_then_weekly_then_monthly_then_quarterly(since_due: int, rested_days: float, due: bool) -> None:
    assert timetable(since_due, timedelta(days=rested_days)).is_due(URL, "a", 2024) is due


def test_a_daily_pass_that_comes_a_little_early_counts() -> None:
    assert timetable(3, timedelta(hours=21)).is_due(URL, "a", 2024)
    assert not timetable(3, timedelta(hours=19)).is_due(URL, "a", 2024)


def test_what_vanished_or_is_in_question_is_read_daily_again() -> None:
    assert timetable(200, timedelta(days=1)).is_due(URL, "a", 2024, vanished=True)
    assert timetable(200, timedelta(days=1), questioned=True).is_due(URL, "a", 2024)
    assert not timetable(200, timedelta(days=1)).is_due(URL, "a", 2024)


def test_what_was_never_taken_is_due() -> None:
    assert Timetable(at(DUE)).is_due(URL, None, None)


def test_reports_of_former_years_are_old_whenever_they_were_found() -> None:
    now = at(date(2025, 2, 3))
    held = {URL: Held(now - timedelta(days=1), now - timedelta(days=1), 1)}
    assert not Timetable(now, held).is_due(URL, "a", 2022)
    assert Timetable(now, held).is_due(URL, "a", 2024)
    assert Timetable(now, held).is_due(URL, "a", None)


def test_rests_only_grow() -> None:
    rests = [rest(timedelta(days=age)) for age in range(-30, 2000)]
    assert rests == sorted(rests)


@pytest.mark.parametrize(
    ("day", "since_whole", "whole"),
    [
        (date(2025, 1, 31), 1, True), (date(2025, 2, 2), 1, True), (date(2025, 2, 3), 1, False),
        (date(2025, 2, 3), 3, True), (date(2025, 4, 1), 1, True), (date(2025, 3, 15), 1, True),
        (date(2025, 3, 18), 2, False), (date(2025, 1, 30), 1, False),
    ],
)  # fmt: skip
def test_a_column_is_read_whole_where_it_matters(day: date, since_whole: int, whole: bool) -> None:
    body = Agency("x", "下各镇人民政府", Level.TOWNSHIP, Kind.TOWNSHIP, "https://x.example", due="03-15")
    days = due_days([body], day.year)
    assert is_read_whole(at(day), at(day) - timedelta(days=since_whole), days) is whole
