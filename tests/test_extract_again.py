"""Again: where a report contradicts itself a second reading decides whose fault it is."""

from dataclasses import replace

import pytest

from extract.again import read_twice
from extract.formats.html import read_html
from extract.report import recognise
from storage.record import ReadingWarning, Record
from tests.report_maker import Report

NATURAL, TOTAL = "requests.received.natural_person", "requests.received.total"
GRANTED = "requests.granted.total"
REPORT = Report("青禾县水务局", 2024, {NATURAL: 3, TOTAL: 3})


def record(figures: dict[str, int | str | None]) -> Record:
    handled = {"requests.carried_out.natural_person": 3, "requests.carried_out.total": 3}
    page = replace(REPORT, figures={NATURAL: 3, TOTAL: 3} | handled | figures).html()
    return recognise(read_html(page.encode()))


def never() -> Record:
    pytest.fail("a report without doubt is read once")


def codes(read: Record) -> dict[str, tuple[str | None, str]]:
    return {warning.code: (warning.where, warning.responsibility) for warning in read.warnings}


def test_a_report_whose_sums_agree_is_read_once() -> None:
    sure = record({})
    assert read_twice(sure, never) is sure


def test_what_both_readings_give_is_printed_so() -> None:
    wrong = record({TOTAL: 4})
    read = read_twice(wrong, lambda: record({TOTAL: 4}))
    assert (read[TOTAL].number, read[TOTAL].confidence) == (4, 1.0)
    assert codes(read) == {"sums-disagree": ("requests", "source")}


def test_what_they_give_differently_is_no_number() -> None:
    read = read_twice(record({TOTAL: 4}), lambda: record({}))
    assert (read[TOTAL].number, read[TOTAL].raw, read[TOTAL].confidence) == (None, "4", 0.0)
    assert codes(read) == {"readings-differ": (TOTAL, "system")}
    assert read[NATURAL].number == 3


def test_what_only_one_reading_gives_is_held_against_nobody() -> None:
    read = read_twice(record({TOTAL: 4}), lambda: record({TOTAL: "4?!"}))
    assert (read[TOTAL].number, read[TOTAL].confidence) == (4, 0.8)
    lost = read_twice(record({TOTAL: 4}), lambda: replace(record({}), cells={}))
    assert (lost[TOTAL].confidence, codes(lost)["read-once"][0]) == (0.8, "requests")


def test_a_second_reading_that_knows_more_takes_the_place_of_the_first() -> None:
    first, second = record({GRANTED: "O"}), record({})
    assert first[GRANTED].number is None
    assert read_twice(first, lambda: second) is second


@pytest.mark.parametrize("figures", [{GRANTED: 1}, {GRANTED: "?", NATURAL: "?"}])
def test_a_second_reading_that_contradicts_the_first_or_itself_does_not(figures: dict[str, int | str | None]) -> None:
    first = record({GRANTED: "O"})
    assert read_twice(first, lambda: record(figures)) is first


def test_what_cannot_be_read_a_second_time_stays() -> None:
    read = read_twice(record({TOTAL: 4}), lambda: None)
    assert (read[TOTAL].confidence, codes(read)) == (1.0, {"read-once": ("requests", "system")})


def test_a_scan_whose_sums_disagree_is_not_asked_the_same_eyes_again() -> None:
    seen = replace(record({TOTAL: 4}), warnings=(ReadingWarning("scanned", "read from pictures of the pages"),))
    read = read_twice(seen, never)
    assert (read[TOTAL].number, read[TOTAL].confidence) == (4, 0.8)
    assert codes(read)["read-once"] == ("requests", "system")


@pytest.mark.parametrize("code", ["row-unknown", "header-unclear"])
def test_what_was_guessed_is_not_blamed_on_the_agency(code: str) -> None:
    guessed = replace(record({TOTAL: 4}), warnings=(ReadingWarning(code, "…", "requests"),))
    assert codes(read_twice(guessed, lambda: guessed))["sums-disagree"] == ("requests", "system")
