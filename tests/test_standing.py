"""Standing: the table of contract 5, one row per case, and its boundaries to the second."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.deadlines import duty
from monitor.standing import standing
from storage.model import Agency, Duty, Look, Publication, Standing
from storage.settings import Absence, Settings, Withdrawal
from storage.terms import Certainty, Expect, Kind, Level, StandingName
from tests.sightings import body, moment

AGENCY = body("edu", "青禾县教育局")
NOW = moment("2025-03-10")
ENOUGH = ("2025-02-03", "2025-02-05", "2025-02-08")
IN_TIME, LATE, ABSURD = date(2025, 1, 25), date(2025, 2, 5), date(1970, 1, 1)
BEFORE_DUE, AFTER_DUE = moment("2025-01-20"), moment("2025-02-03")
FOUND = moment("2025-02-10")


def owed(agency: Agency = AGENCY) -> Duty:
    found = duty(agency, 2024)
    assert found is not None
    return found


def looks(*times: str, good: bool = True, reason: str = "网站要求验证") -> list[Look]:
    return [Look(number, moment(at), good, reason) for number, at in enumerate(times, 1)]


def published(
    seen: datetime = FOUND, shown: date | None = None, gone: tuple[datetime, ...] = (), certain: bool = True
) -> Publication:
    return Publication(
        "edu", 2024, certain, ("标题未写单位",), url="https://x.example/1", shown=shown, first_seen=seen, gone=gone
    )


def judge(
    publication: Publication | None = None,
    candidate: Publication | None = None,
    seen: list[Look] | None = None,
    without: datetime | None = None,
    now: datetime = NOW,
    of: Duty | None = None,
) -> Standing:
    return standing(of or owed(), publication, candidate, seen or [], without, now, Settings())


@pytest.mark.parametrize(
    ("shown", "without", "expected", "certainty", "backdated"),
    [
        (IN_TIME, None, StandingName.ON_TIME, Certainty.LIKELY, False),
        (IN_TIME, BEFORE_DUE, StandingName.ON_TIME, Certainty.LIKELY, False),
        (IN_TIME, AFTER_DUE, StandingName.LATE, Certainty.CERTAIN, True),
        (LATE, None, StandingName.LATE, Certainty.LIKELY, False),
        (LATE, BEFORE_DUE, StandingName.LATE, Certainty.LIKELY, False),
        (LATE, AFTER_DUE, StandingName.LATE, Certainty.CERTAIN, False),
        (None, None, StandingName.PUBLISHED, None, False),
        (None, BEFORE_DUE, StandingName.PUBLISHED, None, False),
        (None, AFTER_DUE, StandingName.LATE, Certainty.CERTAIN, False),
        (ABSURD, None, StandingName.PUBLISHED, None, False),
        (ABSURD, BEFORE_DUE, StandingName.PUBLISHED, None, True),
        (ABSURD, AFTER_DUE, StandingName.LATE, Certainty.CERTAIN, True),
        (date(2031, 1, 1), None, StandingName.PUBLISHED, None, False),
        (date(2031, 1, 1), AFTER_DUE, StandingName.LATE, Certainty.CERTAIN, False),
        (date(2025, 1, 10), BEFORE_DUE, StandingName.PUBLISHED, None, True),
    ],
)
def test_when_it_was_published(
    shown: date | None,
    without: datetime | None,
    expected: StandingName,
    certainty: Certainty | None,
    backdated: bool,
) -> None:
    judged = judge(published(shown=shown), without=without)
    assert (judged.standing, judged.backdated) == (expected, backdated)
    assert certainty in (None, judged.certainty)
    assert (judged.published, judged.interval) == (shown, (without, FOUND))


@pytest.mark.parametrize("shown", [IN_TIME, LATE, None, ABSURD])
def test_captured_by_the_due_date_is_on_time_whatever_it_shows(shown: date | None) -> None:
    judged = judge(published(moment("2025-01-28"), shown))
    assert (judged.standing, judged.certainty) == (StandingName.ON_TIME, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (moment("2025-01-31 23:59:59"), StandingName.ON_TIME),
        (moment("2025-02-01 00:00:00"), StandingName.PUBLISHED),
        (datetime(2025, 1, 31, 15, 59, 59, tzinfo=UTC), StandingName.ON_TIME),
        (datetime(2025, 1, 31, 16, 30, tzinfo=UTC), StandingName.PUBLISHED),
    ],
)
def test_the_last_second_for_the_first_capture(seen: datetime, expected: StandingName) -> None:
    assert judge(published(seen)).standing is expected


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        (moment("2025-01-31 23:59:59"), StandingName.PUBLISHED),
        (moment("2025-02-01 00:00:00"), StandingName.LATE),
        (datetime(2025, 1, 31, 16, 30, tzinfo=UTC), StandingName.LATE),
    ],
)
def test_the_last_second_for_the_look_without_it(without: datetime, expected: StandingName) -> None:
    assert judge(published(), without=without).standing is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (moment("2025-01-31 23:59:59"), StandingName.NOT_DUE),
        (moment("2025-02-01 00:00:00"), StandingName.CANNOT_SEE),
        (datetime(2025, 1, 31, 16, 30, tzinfo=UTC), StandingName.CANNOT_SEE),
    ],
)
def test_the_last_second_for_now(now: datetime, expected: StandingName) -> None:
    assert judge(now=now).standing is expected


def test_a_date_on_the_day_of_a_morning_look_is_held_against_nobody_who_was_in_time() -> None:
    morning = moment("2025-01-20 06:30")
    honest = judge(published(moment("2025-01-21 06:30"), date(2025, 1, 20)), without=morning)
    assert (honest.standing, honest.backdated) == (StandingName.ON_TIME, False)
    decisive = judge(published(moment("2025-02-03"), date(2025, 1, 31)), without=moment("2025-01-31 06:30"))
    assert (decisive.standing, decisive.certainty, decisive.backdated) == (StandingName.ON_TIME, Certainty.LIKELY, True)


@pytest.mark.parametrize(
    ("in_list", "expected"),
    [
        (date(2025, 1, 30), StandingName.PUBLISHED),
        (date(2025, 2, 4), StandingName.LATE),
        (date(1970, 1, 1), StandingName.LATE),
        (date(2025, 1, 10), StandingName.LATE),  # a look of ours contradicts it
    ],
)
def test_two_dates_shown_make_nobody_late_when_one_is_in_time(in_list: date, expected: StandingName) -> None:
    one = replace(published(shown=LATE), shown_in_list=in_list)
    assert judge(one, without=BEFORE_DUE).standing is expected


def test_a_page_date_after_we_saw_the_row_is_not_that_of_the_publication() -> None:
    one = replace(published(shown=LATE), listed_since=moment("2025-01-29"))
    assert judge(one).standing is StandingName.PUBLISHED


# ---- absence ----


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((), StandingName.CANNOT_SEE),
        (("2025-01-30",), StandingName.CANNOT_SEE),
        (("2025-02-01",), StandingName.OVERDUE),
        (ENOUGH, StandingName.MISSING),
        (("2025-02-02", "2025-02-05", "2025-02-07"), StandingName.MISSING),  # due + 2, five days apart
        (("2025-02-01", "2025-02-05", "2025-02-08"), StandingName.OVERDUE),  # the first a day too early
        (("2025-02-01", "2025-02-02", "2025-02-05", "2025-02-07"), StandingName.MISSING),
        (("2025-02-03", "2025-02-05", "2025-02-07"), StandingName.OVERDUE),  # four days apart
        (("2025-02-03 08:00", "2025-02-03 20:00", "2025-02-08"), StandingName.OVERDUE),  # two days only
        (("2025-02-03", "2025-02-08"), StandingName.OVERDUE),
        (("2025-02-02 00:00:00", "2025-02-05", "2025-02-07 00:00:00"), StandingName.MISSING),
        (("2025-02-01 23:59:59", "2025-02-05", "2025-02-07"), StandingName.OVERDUE),
    ],
)
def test_what_it_takes_to_be_missing(times: tuple[str, ...], expected: StandingName) -> None:
    assert judge(seen=looks(*times)).standing is expected


def test_missing_stays_through_a_later_wall() -> None:
    walled = [*looks(*ENOUGH), Look(9, moment("2025-02-20"), False, "网站要求验证")]
    assert judge(seen=walled).standing is StandingName.MISSING


def test_walled_looks_prove_nothing_and_say_why() -> None:
    judged = judge(seen=looks(*ENOUGH, good=False))
    assert (judged.standing, judged.looks) == (StandingName.CANNOT_SEE, 0)
    assert "网站要求验证" in judged.reason


def test_a_candidate_keeps_an_absence_open_and_is_named() -> None:
    judged = judge(candidate=published(certain=False), seen=looks(*ENOUGH))
    assert judged.standing is StandingName.OVERDUE
    assert "标题未写单位" in judged.reason
    assert "https://x.example/1" in judged.reason
    assert judge(candidate=published(certain=False)).standing is StandingName.CANNOT_SEE


def test_settings_of_absence() -> None:
    eager = Settings(absence=Absence(looks=1, days=1, span=0))
    assert standing(owed(), None, None, looks("2025-02-02"), None, NOW, eager).standing is StandingName.MISSING
    assert standing(owed(), None, None, [], None, NOW, eager).standing is StandingName.CANNOT_SEE


# ---- withdrawal ----

AWAY = tuple(moment("2025-02-12") + timedelta(days=days) for days in (0, 3, 7))


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (AWAY, StandingName.WITHDRAWN),
        (AWAY[:2], StandingName.ON_TIME),
        ((AWAY[0], AWAY[1], AWAY[2] - timedelta(days=1)), StandingName.ON_TIME),
    ],
)
def test_withdrawn(gone: tuple[datetime, ...], expected: StandingName) -> None:
    early = published(moment("2025-01-20"), gone=gone)
    assert judge(early).standing is expected


def test_a_withdrawal_is_not_said_while_something_else_may_be_the_report() -> None:
    gone = published(moment("2025-01-20"), gone=AWAY)
    assert judge(gone, candidate=published(certain=False)).standing is StandingName.ON_TIME
    patient = Settings(withdrawal=Withdrawal(looks=4))
    assert standing(owed(), gone, None, [], None, NOW, patient).standing is StandingName.ON_TIME


# ---- how sure ----


def test_lateness_by_its_date_alone_is_not_said_when_a_candidate_was_there_in_time() -> None:
    early = published(moment("2025-01-20"), certain=False)
    assert judge(published(shown=LATE), candidate=early).standing is StandingName.PUBLISHED
    assert judge(published(shown=LATE), candidate=published(certain=False)).standing is StandingName.LATE


@pytest.mark.parametrize(
    ("agency", "certainty"),
    [
        (AGENCY, Certainty.CERTAIN),
        (replace(AGENCY, expect=Expect.LIKELY), Certainty.LIKELY),
        (body("t", "溪头镇人民政府", Kind.TOWNSHIP, Level.TOWNSHIP), Certainty.LIKELY),
        (body("o", "青禾县园区管委会", Kind.OTHER, due="01-31"), Certainty.LIKELY),
    ],
)
def test_how_sure(agency: Agency, certainty: Certainty) -> None:
    assert judge(seen=looks(*ENOUGH), of=owed(agency)).certainty is certainty
    assert judge(published(), without=AFTER_DUE, of=owed(agency)).certainty is certainty


def test_a_body_that_owes_nothing_is_never_called_late() -> None:
    watched = replace(owed(), expect=Expect.NO)
    assert judge(published(), without=AFTER_DUE, of=watched).standing is StandingName.PUBLISHED
    assert judge(published(gone=AWAY), of=watched).standing is StandingName.PUBLISHED
    assert judge(published(moment("2025-01-20")), of=watched).standing is StandingName.ON_TIME


def test_looks_are_counted_from_the_due_date() -> None:
    judged = judge(published(), seen=looks("2025-01-20", "2025-02-03", "2025-02-10"))
    assert (judged.looks, judged.last_look) == (2, moment("2025-02-10"))
