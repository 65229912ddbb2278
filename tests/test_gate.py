"""The gate itself: a fault of any kind shows in its table and breaks a floor."""

from pathlib import Path

import pytest

from tests import gate
from tests.corpus import random_report
from tests.corpus.html_writer import write
from tests.gate import FLOORS, Score, broken, explained, table
from tests.measured import Fault, Reading, read_file
from tests.sample import FORMATS, Case

SCAN, TEXT = FLOORS["scan"], FLOORS["html"]


def score(*faults: Fault, cells: int = 200, sure: int = 200) -> Score:
    found = Score()
    found.add(Reading(faults, cells, sure, 0.01))
    return found


def test_every_format_has_its_floor() -> None:
    assert set(FLOORS) == {*FORMATS, "real"}


@pytest.mark.parametrize("kind", ["wrong", "invented", "silent", "absent", "extra", "said"])
def test_any_fault_breaks_the_floor_of_a_text_format(kind: str) -> None:
    assert list(broken(score(), TEXT)) == []
    assert list(broken(score(Fault(kind, "requests.received.total", 3, 4)), TEXT)) != []


def test_a_scan_may_have_unsure_faults_and_no_sure_ones() -> None:
    unsure, sure = (Fault("wrong", "requests.received.total", 3, 4, confidence) for confidence in (0.6, 0.95))
    assert list(broken(score(unsure), SCAN)) == []
    assert list(broken(score(sure), SCAN)) == ["1 numbers wrong or invented above 0.9"]
    assert list(broken(score(sure=180), SCAN)) == ["90.0 % of cells above 0.9, the floor is 95.0 %"]
    assert len(list(broken(score(unsure, unsure), SCAN))) == 1


def test_a_fault_is_measured_where_the_paper_says_otherwise() -> None:
    printed = random_report(3, layout="plain")
    other = random_report(3, layout="plain", wrong=True)
    assert read_file(write(printed), "a.html", printed).faults == ()
    kinds = {fault.kind for fault in read_file(write(printed), "a.html", other).faults}
    assert "wrong" in kinds


def test_a_file_that_cannot_be_read_has_read_nothing() -> None:
    printed = random_report(3, layout="plain")
    reading = read_file(b"%PDF-1.7 cut off", "a.pdf", printed)
    assert [fault.kind for fault in reading.faults].count("absent") == len(printed.truth)


def test_faults_are_named_so_that_the_file_can_be_made_again() -> None:
    case = Case("html", "2021", "spans_lost", 7, wrong=True)
    line = next(explained([(case, Reading((Fault("wrong", "requests.received.total", 3, 4),), 200, 200, 0.0))]))
    assert line.startswith("1 of html 2021 spans_lost 7 wrong (wrong)")
    assert "requests.received.total printed 3 read 4" in line


def test_the_table_stands_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text(f"before\n{gate.BEGIN}\nold\n{gate.END}\nafter\n", "utf-8")
    monkeypatch.setattr(gate, "TABLE", page)
    lines = list(table({"html": score()}))
    gate.write_table(lines)
    gate.write_table(lines)
    text = page.read_text("utf-8")
    assert "old" not in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert text.count("| html | 1 | 200 | 100.00 % | 0.00 % | 0 | 0 | 100.0 % | 10 |") == 1


def test_a_sample_begins_with_every_layout() -> None:
    how = FORMATS["html"]
    assert [case.layout for case in how.cases("html")][: len(how.layouts())] == how.layouts()
