"""Arithmetic checks: a report that adds up never fails; one wrong figure fails exactly the equations it stands in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.form import table
from monitor.checks import Answer, Case, Report, Verdict, catalogue
from storage.model import Agency, Publication
from storage.record import ReadingWarning, Record, Value
from storage.terms import Certainty, Kind, Level
from tests.sightings import body, cells, record

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
OUTCOMES = ("upheld", "corrected", "other", "pending")
SUMS = ("t3-balance", "t3-results-sum", "t3-row-sum", "t4-sum")
EDUCATION = body("edu", "青禾县教育局")
RULES = {one.id: one for one in catalogue()}


def verdict(check: str, read: Record | None, agency: Agency = EDUCATION) -> Verdict:
    report = Report(Publication(agency.id, 2024, True, ()), read, True)
    return RULES[check].rule(Case(agency, 2024, report=report))


def answers(read: Record) -> dict[str, Answer]:
    return {check: verdict(check, read).answer for check in SUMS}


def result_rows(form: str) -> list[str]:
    rows = [row.key for row in table("requests", form).rows]
    return [row for row in rows if row not in ("received", "carried_in", "handled_total", "carried_out")]


@st.composite
def consistent(draw: Callable[[Any], Any]) -> Record:
    """A report in which everything adds up, in either form or the mixture of both."""
    form = draw(st.sampled_from(["2021", "2019"]))
    figures: dict[str, float | None] = {}
    numbers = st.integers(0, 40)
    for who in APPLICANTS:
        handled = 0
        for row in result_rows(form):
            figures[f"requests.{row}.{who}"] = part = draw(numbers)
            handled += part
        figures[f"requests.handled_total.{who}"] = handled
        figures[f"requests.carried_out.{who}"] = out = draw(numbers)
        figures[f"requests.carried_in.{who}"] = came = draw(st.integers(0, handled + out))
        figures[f"requests.received.{who}"] = handled + out - came
    for row in table("requests", form).rows:
        figures[f"requests.{row.key}.total"] = sum(figures[f"requests.{row.key}.{who}"] or 0 for who in APPLICANTS)
    for block in ("reconsideration", "direct_suit", "suit_after_reconsideration"):
        parts = [draw(numbers) for _ in OUTCOMES]
        figures |= {f"disputes.{block}.{name}": part for name, part in zip(OUTCOMES, parts, strict=True)}
        figures[f"disputes.{block}.total"] = sum(parts)
    kept = {path: Value(number, str(number)) for path, number in figures.items()}
    return record(cells=kept, form=draw(st.sampled_from([form, "2021"])))


@settings(max_examples=60, deadline=None)
@given(consistent())
def test_a_report_that_adds_up_passes(read: Record) -> None:
    assert set(answers(read).values()) == {Answer.PASS}


@settings(max_examples=120, deadline=None)
@given(consistent(), st.data())
def test_one_wrong_figure_fails_exactly_the_equations_it_stands_in(read: Record, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(read.cells)))
    number = read[path].number
    assert number is not None
    wrong = replace(read, cells={**read.cells, path: Value(number + data.draw(st.integers(1, 9)))})
    name, row, column = path.split(".")
    expected = dict.fromkeys(SUMS, Answer.PASS)
    if name == "disputes":
        expected["t4-sum"] = Answer.FAIL
    else:
        expected["t3-row-sum"] = Answer.FAIL
        if row in ("received", "carried_in", "handled_total", "carried_out"):
            expected["t3-balance"] = Answer.FAIL
        if row not in ("received", "carried_in", "carried_out"):
            expected["t3-results-sum"] = Answer.FAIL
    assert answers(wrong) == expected
    for check, answer in expected.items():
        if answer is Answer.FAIL:
            said = verdict(check, wrong)
            assert path in said.cells
            assert list(said.found) == [row if check in ("t3-row-sum", "t4-sum") else column]


@settings(max_examples=120, deadline=None)
@given(consistent(), st.data())
def test_a_figure_that_is_not_known_never_accuses(read: Record, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(sorted(read.cells)), min_size=1, max_size=30))
    number = data.draw(st.sampled_from([None, 999]))
    doubtful = Value(number, "?", 0.0 if number is None else 0.8)
    judged = answers(replace(read, cells={**read.cells, **dict.fromkeys(chosen, doubtful)}))
    assert Answer.FAIL not in judged.values()
    assert Answer.UNCERTAIN in judged.values()


def test_both_sides_are_named() -> None:
    said = verdict("t3-balance", record(figures={"requests.received.total": 21, "requests.handled_total.total": 20}))
    assert (said.expected, said.found) == ({"total": 21}, {"total": 20})
    assert "21" in said.message
    assert "20" in said.message


def test_totals_printed_as_zero_fail() -> None:
    figures = {
        "disputes.reconsideration.upheld": 10,
        "disputes.reconsideration.corrected": 1,
        "disputes.suit_after_reconsideration.upheld": 5,
    }
    said = verdict("t4-sum", record(figures=figures))
    assert said.answer is Answer.FAIL
    assert said.expected == {"reconsideration": 11, "suit_after_reconsideration": 5}
    assert said.found == {"reconsideration": 0, "suit_after_reconsideration": 0}
    assert RULES["t4-sum"].certainty is Certainty.CERTAIN


def test_blank_totals_and_blank_columns_accuse_nobody() -> None:
    blank = {path: None for path in cells() if path.startswith("requests.") and path.endswith((".total", ".business"))}
    judged = answers(record(figures=blank))
    assert judged["t3-row-sum"] is Answer.UNCERTAIN
    assert judged["t3-balance"] is Answer.UNCERTAIN


def test_a_table_that_is_not_there_is_not_assessed() -> None:
    assert set(answers(record(cells={})).values()) == {Answer.NOT_ASSESSABLE}
    assert verdict("t4-sum", None).answer is Answer.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("level", "kind", "expected"),
    [
        (Level.COUNTY, Kind.GOVERNMENT, Answer.FAIL),
        (Level.COUNTY, Kind.DEPARTMENT, Answer.FAIL),
        (Level.TOWNSHIP, Kind.TOWNSHIP, Answer.FAIL),
        (Level.CITY, Kind.DEPARTMENT, Answer.FAIL),
        (Level.PROVINCE, Kind.DEPARTMENT, Answer.FAIL),
        (Level.CITY, Kind.GOVERNMENT, Answer.NOT_ASSESSABLE),
        (Level.CITY, Kind.OFFICE, Answer.NOT_ASSESSABLE),
        (Level.PROVINCE, Kind.OFFICE, Answer.NOT_ASSESSABLE),
        (Level.CITY, Kind.OTHER, Answer.NOT_ASSESSABLE),
    ],
)
def test_who_cannot_have_rules(level: Level, kind: Kind, expected: Answer) -> None:
    read = record(figures={"proactive_disclosure.rules.in_force": 2})
    said = verdict("t2-rules-impossible", read, body("a", "某机关", kind, level))
    assert said.answer is expected


def test_rules_are_judged_in_the_form_of_2021_only_and_when_all_three_figures_are_known() -> None:
    assert verdict("t2-rules-impossible", record()).answer is Answer.PASS
    blank = record(figures={"proactive_disclosure.rules.in_force": 2, "proactive_disclosure.rules.issued": None})
    assert verdict("t2-rules-impossible", blank).answer is Answer.UNCERTAIN
    old = record(form="2019", figures={"proactive_disclosure.rules.made": 3})
    assert verdict("t2-rules-impossible", old).answer is Answer.NOT_ASSESSABLE


def test_figures_of_rules_that_may_be_those_of_the_row_below_accuse_nobody() -> None:
    rules = {"proactive_disclosure.rules.issued": 1, "proactive_disclosure.rules.in_force": 4}
    below = {path.replace("rules", "normative_documents"): number for path, number in rules.items()}
    unread = dict.fromkeys(below, None)
    for figures in (rules | below, rules | unread):
        assert verdict("t2-rules-impossible", record(figures=figures)).answer is Answer.UNCERTAIN


def test_a_row_that_is_not_in_the_form_leaves_the_sum_of_results_open() -> None:
    extra = ReadingWarning("row-unknown", "a row of figures whose label is not in the form: “6.其他”", "requests")
    figures = {"requests.received.total": 5, "requests.handled_total.total": 5}
    said = answers(record(figures=figures, warnings=(extra,)))
    assert (said["t3-results-sum"], said["t3-balance"]) == (Answer.UNCERTAIN, Answer.PASS)


def test_figures_recognised_in_a_picture_accuse_nobody() -> None:
    wrong = replace(record(), cells=cells({"requests.received.total": 7}))
    assert verdict("t3-balance", wrong).answer is Answer.FAIL
    seen = replace(wrong, warnings=(ReadingWarning("scanned", "read from pictures of the pages"),))
    assert verdict("t3-balance", seen).answer is Answer.UNCERTAIN
