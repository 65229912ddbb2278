"""Presence and timeliness: how grave and how sure a lapse is, by what the due date rests on."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.checks import Answer, Case, Report, Verdict, catalogue
from monitor.deadlines import duty
from monitor.standing import standing
from storage.model import Agency, Evidence, Look, Publication
from storage.settings import Settings
from storage.terms import Certainty, Expect, Kind, Level, Severity
from tests.sightings import body, moment

RULES = {one.id: one for one in catalogue()}
DEPARTMENT = body("edu", "青禾县教育局")
TOWN = body("edu", "溪头镇人民政府", Kind.TOWNSHIP, Level.TOWNSHIP)
PARK = body("edu", "青禾县园区管委会", Kind.OTHER, due="01-31")
LOOKS = tuple(Look(n, moment(day), True, "") for n, day in enumerate(("2025-02-03", "2025-02-05", "2025-02-08"), 1))
LISTS = (Evidence("ab" * 32, "https://x.example/nb", moment("2025-02-08")),)


def judged(
    check: str,
    agency: Agency = DEPARTMENT,
    shown: date | None = None,
    seen: str | None = None,
    without: str | None = None,
    looks: tuple[Look, ...] = LOOKS,
) -> Verdict:
    owed = duty(agency, 2024)
    assert owed is not None
    before = moment(without) if without else None
    one = Publication("edu", 2024, True, (), shown=shown, first_seen=moment(seen)) if seen else None
    how = standing(owed, one, None, looks, before, moment("2025-03-01"), Settings())
    case = Case(agency, 2024, how, owed, Report(one) if one else None, without=before, lists=LISTS)
    return RULES[check].rule(case)


BY_BASIS = [
    (DEPARTMENT, Severity.S1, Certainty.CERTAIN),
    (replace(DEPARTMENT, expect=Expect.LIKELY), Severity.S1, Certainty.LIKELY),
    (TOWN, Severity.S2, Certainty.LIKELY),
    (PARK, Severity.S3, Certainty.LIKELY),
]


@pytest.mark.parametrize(("agency", "severity", "certainty"), BY_BASIS)
def test_missing(agency: Agency, severity: Severity, certainty: Certainty) -> None:
    said = judged("report-missing", agency)
    assert (said.answer, said.severity, said.certainty, said.evidence) == (Answer.FAIL, severity, certainty, LISTS)


@pytest.mark.parametrize(("agency", "severity", "certainty"), BY_BASIS)
def test_late(agency: Agency, severity: Severity, certainty: Certainty) -> None:
    said = judged("published-late", agency, seen="2025-02-10", without="2025-02-03")
    assert (said.answer, said.severity, said.certainty) == (Answer.FAIL, severity, certainty)
    assert said.expected == "2025-01-31"


def test_absence_that_is_not_proven_accuses_nobody() -> None:
    assert judged("report-missing", looks=LOOKS[:2]).answer is Answer.UNCERTAIN
    assert judged("report-missing", looks=()).answer is Answer.UNCERTAIN
    assert judged("report-missing", seen="2025-02-10").answer is Answer.PASS


def test_late_by_its_own_date_alone_is_likely_and_names_the_days() -> None:
    said = judged("published-late", shown=date(2025, 2, 5), seen="2025-02-10")
    assert (said.certainty, said.found) == (Certainty.LIKELY, "2025-02-05")
    assert "逾期 5 天" in said.message
    assert "休息日" in said.message  # 31 January 2025 lay in the Spring Festival


def test_unknown_times_accuse_nobody() -> None:
    assert judged("published-late", seen="2025-02-10").answer is Answer.UNCERTAIN
    assert judged("published-late", seen="2025-01-20").answer is Answer.PASS
    assert judged("published-late").answer is Answer.NOT_ASSESSABLE
    assert judged("backdated", seen="2025-02-10", without="2025-02-03").answer is Answer.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("shown", "seen", "without", "severity", "certainty"),
    [
        (date(2025, 1, 20), "2025-02-10", "2025-02-03", Severity.S1, Certainty.LIKELY),
        (date(2025, 1, 10), "2025-01-20", "2025-01-15", Severity.S3, Certainty.LIKELY),  # in time all the same
        (date(2025, 2, 2), "2025-02-10", "2025-02-05", Severity.S3, Certainty.LIKELY),  # late by its own date
        (date(1970, 1, 1), "2025-02-10", "2025-02-03", Severity.S1, Certainty.HINT),
    ],
)
def test_backdated(shown: date, seen: str, without: str, severity: Severity, certainty: Certainty) -> None:
    said = judged("backdated", shown=shown, seen=seen, without=without)
    assert (said.answer, said.severity, said.certainty) == (Answer.FAIL, severity, certainty)


@pytest.mark.parametrize("shown", [date(2025, 2, 3), date(2025, 2, 4)])
def test_a_date_on_the_day_of_the_look_or_after_it_is_not_backdated(shown: date) -> None:
    assert judged("backdated", shown=shown, seen="2025-02-10", without="2025-02-03").answer is Answer.PASS


def test_an_honest_report_of_the_last_day_is_held_against_nobody() -> None:
    assert judged("backdated", shown=date(2025, 1, 31), seen="2025-02-03", without="2025-01-31").answer is Answer.PASS


def test_every_check_is_explained_in_both_languages() -> None:
    for one in catalogue():
        assert set(one.title) == set(one.explanation) == {"zh", "en"}, one.id
        assert "《" in one.basis, one.id
    assert {one.id for one in catalogue()} >= {
        "report-missing", "published-late", "backdated", "section-missing", "table-missing", "t3-balance",
        "t3-results-sum", "t3-row-sum", "t4-sum", "t2-rules-impossible", "year-in-title-mismatch", "carry-over",
        "text-vs-requests-received",
    }  # fmt: skip
