"""Confirmed: what the form's own sums say of figures that were recognised in pictures."""

from dataclasses import replace

import pytest

from extract.again import read_twice
from extract.formats.html import read_html
from extract.report import recognise
from storage.record import ReadingWarning, Record
from tests.report_maker import Report

ROW, COLUMN = "requests.received", "natural_person"
NATURAL, BUSINESS, TOTAL = f"{ROW}.natural_person", f"{ROW}.business", f"{ROW}.total"
SCANNED = ReadingWarning("scanned", "read from pictures of the pages")
FIGURES = {NATURAL: 3, BUSINESS: 4, TOTAL: 7} | {
    f"requests.carried_out.{column}": figure
    for column, figure in (("natural_person", 3), ("business", 4), ("total", 7))
}
SURE, UNSURE = 0.97, 0.7


def scanned(unsure: tuple[str, ...] = (), **figures: int) -> Record:
    """A report as a scan is read: all cells of table three sure but some; `figures` are others of the first row."""
    printed = FIGURES | {f"{ROW}.{column}": figure for column, figure in figures.items()}
    read = recognise(read_html(Report("青禾县水务局", 2024, printed).html().encode()))
    cells = {path: replace(value, confidence=UNSURE if path in unsure else SURE) for path, value in read.cells.items()}
    return replace(read, cells=cells, warnings=(*read.warnings, SCANNED))


def never() -> Record:
    pytest.fail("a picture has no second way")


def sure(record: Record) -> dict[str, float]:
    return {path: value.confidence for path, value in record.cells.items() if path.startswith("requests.")}


def test_sums_that_hold_take_nothing_away() -> None:
    read = read_twice(scanned(), never)
    assert set(sure(read).values()) == {SURE}
    assert not [warning for warning in read.warnings if warning.code == "read-once"]


def test_a_figure_that_a_sum_demands_is_sure() -> None:
    read = read_twice(scanned((NATURAL,)), never)
    assert sure(read)[NATURAL] > 0.9


def test_a_sum_does_not_speak_for_two_at_once() -> None:
    """The same digit may be read wrong twice: in a row with but one figure the total is the same digit again."""
    column = tuple(path for path in FIGURES if path.endswith((COLUMN, "total")))
    read = read_twice(scanned(column), never)
    assert {sure(read)[path] for path in column} == {UNSURE}


def test_a_sum_needs_no_zero() -> None:
    zero = f"{ROW}.research"
    assert sure(read_twice(scanned((zero,)), never))[zero] == UNSURE


def test_what_breaks_every_sum_it_stands_in_is_less_sure_and_nobody_is_accused() -> None:
    read = read_twice(scanned(natural_person=8), never)
    assert sure(read)[NATURAL] == 0.8
    assert sure(read)[BUSINESS] == SURE
    (warning,) = [warning for warning in read.warnings if warning.code == "read-once"]
    assert (warning.where, warning.responsibility) == ("requests", "system")


def test_a_table_whose_sums_hold_is_not_touched_by_another() -> None:
    read = read_twice(scanned(natural_person=8), never)
    assert {value.confidence for path, value in read.cells.items() if path.startswith("disputes.")} == {SURE}
