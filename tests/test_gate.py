"""The gate itself: a fault of any kind shows in its table and breaks a floor."""

import pytest

from tests.accuracy import BEGIN, END, FULL, TABLES, Table, name_of
from tests.corpus import random_report
from tests.corpus.html_writer import write
from tests.gate import FLOORS, Score, broken, explained
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


def test_a_measurement_renews_its_own_rows_between_the_marks() -> None:
    text = f"before\n{BEGIN}\nold\n| docx | 7 |\n| gone | 1 |\n{END}\nafter\n"
    for _ in range(2):
        text = FULL.renewed(text, {"html": score()}, list(FLOORS))
    row = "| html | 1 | 200 | 100.00 % | 0.00 % | 0 | 0 | 100.0 % | 10 |"
    assert text.startswith(f"before\n{BEGIN}\n\n| format |")
    assert text.endswith(f"{row}\n| docx | 7 |\n\n{END}\nafter\n")


def test_nearly_all_is_not_shown_as_all() -> None:
    one = score(Fault("silent", "requests.received.total", 3, None), cells=1_000_000)
    assert "| 99.99 % |" in FULL.row("html", one)


def test_the_documents_tell_the_same_of_every_format() -> None:
    told = [[line.split("|")[1:4] for line in shown(page) if name_of(line) in FLOORS] for page in TABLES]
    assert told[0] == told[1] == told[2]
    assert [name.strip() for name, *_ in told[0]] == list(FLOORS)


def shown(page: Table) -> list[str]:
    text = page.path.read_text("utf-8")
    return text.partition(BEGIN)[2].partition(END)[0].splitlines()


def test_a_sample_begins_with_every_layout() -> None:
    how = FORMATS["html"]
    assert [case.layout for case in how.cases("html")][: len(how.layouts())] == how.layouts()
