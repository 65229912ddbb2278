"""Checks on the real reports that lie beside the repository: what a watchdog should say of them, and nothing else."""

from pathlib import Path

import pytest

import extract
from monitor.checks import Answer, Case, Report, Verdict, catalogue
from storage.model import Agency, Publication
from storage.terms import Kind, Level
from tests.sightings import body

REAL = Path(__file__).parents[2] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the real reports are not on this machine")


def judged(name: str, kind: Kind, level: Level) -> dict[str, Verdict]:
    agency: Agency = body("one", "某机关", kind, level)
    read = extract.read((REAL / name).read_bytes(), name)
    publication = Publication("one", read.year or 0, True, ())
    case = Case(agency, read.year or 0, report=Report(publication, read, True))
    return {one.id: one.rule(case) for one in catalogue()}


def test_totals_printed_as_zero_are_the_only_fault_of_a_district() -> None:
    said = judged("hongze_2023.pdf", Kind.GOVERNMENT, Level.COUNTY)
    assert [check for check, verdict in said.items() if verdict.answer is Answer.FAIL] == ["t4-sum"]
    assert said["t4-sum"].expected == {"reconsideration": 11, "suit_after_reconsideration": 5}
    assert said["t4-sum"].found == {"reconsideration": 0, "suit_after_reconsideration": 0}
    assert said["t3-results-sum"].answer is Answer.PASS  # its single row of form 2019 is added as it stands


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("shuyang_fgj_2023.html", Kind.DEPARTMENT, Level.COUNTY),
        ("shanghai_go_2019_fragment.html", Kind.OFFICE, Level.PROVINCE),
    ],
)
def test_blanks_accuse_nobody(name: str, kind: Kind, level: Level) -> None:
    said = judged(name, kind, level)
    assert not [check for check, verdict in said.items() if verdict.answer is Answer.FAIL]
    assert said["t3-row-sum"].answer is Answer.UNCERTAIN
    assert said["text-vs-requests-received"].answer is Answer.PASS
