"""Carry-over: what a body carries in must be what it, and whom it took over, carried out."""

from dataclasses import replace

import pytest

from monitor.checks import Answer, Case, Report, Verdict, catalogue
from storage.model import Agency, Publication
from storage.terms import Certainty, Severity
from tests.sightings import body, record

AGENCY = body("edu", "青禾县教育和体育局")
SPORT = body("sport", "青禾县体育局")
RULE = next(one for one in catalogue() if one.id == "carry-over")


def report(agency: str, year: int, figures: dict[str, float | None] | None) -> Report:
    read = None if figures is None else record(figures={f"requests.{path}": n for path, n in figures.items()})
    return Report(Publication(agency, year, True, (), main=f"{agency}{year}"), read, True)


def judged(
    carried_in: dict[str, float | None],
    before: dict[str, dict[str, float | None] | None],
    agency: Agency = AGENCY,
    others: tuple[Agency, ...] = (SPORT,),
) -> Verdict:
    reports = {(name, 2023): report(name, 2023, figures) for name, figures in before.items()}
    this_year = report(agency.id, 2024, {f"carried_in.{column}": n for column, n in carried_in.items()})
    registry = {one.id: one for one in (agency, *others)}
    return RULE.rule(Case(agency, 2024, report=this_year, reports=reports, registry=registry))


def out(total: float | None, person: float | None = 0) -> dict[str, float | None]:
    return {"carried_out.total": total, "carried_out.natural_person": person}


def test_the_same_number_passes_and_another_fails() -> None:
    assert judged({"total": 3}, {"edu": out(3)}).answer is Answer.PASS
    said = judged({"total": 1}, {"edu": out(3)})
    assert (said.answer, said.expected, said.found) == (Answer.FAIL, {"total": 3}, {"total": 1})
    assert (said.related[0].agency, said.related[0].year, said.related[0].document) == ("edu", 2023, "edu2023")
    assert (RULE.certainty, said.certainty) == (Certainty.LIKELY, None)


def test_applicants_that_were_coded_otherwise_are_a_hint() -> None:
    said = judged({"total": 3, "natural_person": 2, "business": 1}, {"edu": out(3, 3)})
    assert (said.answer, said.certainty, said.severity) == (Answer.FAIL, Certainty.HINT, Severity.S3)
    assert (said.expected, said.found) == ({"natural_person": 3, "business": 0}, {"natural_person": 2, "business": 1})


def test_unknown_figures_and_years_accuse_nobody() -> None:
    assert judged({"total": None}, {"edu": out(3)}).answer is Answer.UNCERTAIN
    assert judged({"total": 1}, {"edu": out(None)}).answer is Answer.UNCERTAIN
    assert judged({"total": 1}, {}).answer is Answer.NOT_ASSESSABLE
    assert judged({"total": 1}, {"edu": None}).answer is Answer.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("succeeds", "total", "expected"),
    [
        ("sport@2024", 5, Answer.PASS),
        ("sport@2024", 3, Answer.FAIL),
        ("sport@2023", 3, Answer.PASS),
        ("sport@2023", 5, Answer.FAIL),
        ("sport", 3, Answer.PASS),
        ("sport", 5, Answer.PASS),
        ("sport", 4, Answer.FAIL),
    ],
)
def test_a_succession(succeeds: str, total: float, expected: Answer) -> None:
    merged = replace(AGENCY, succeeds=(succeeds,))
    assert judged({"total": total}, {"edu": out(3), "sport": out(2)}, merged).answer is expected


def test_a_new_body_takes_over_from_its_predecessor_alone() -> None:
    new = replace(AGENCY, since=2024, succeeds=("sport@2024",))
    assert judged({"total": 2}, {"sport": out(2)}, new).answer is Answer.PASS
    old = replace(AGENCY, succeeds=("sport@2024",))
    assert judged({"total": 2}, {"sport": out(2)}, old).answer is Answer.NOT_ASSESSABLE  # its own is lacking


def test_predecessors_not_read_and_successors_accuse_nobody() -> None:
    merged = replace(AGENCY, succeeds=("sport@2024",))
    assert judged({"total": 5}, {"edu": out(3)}, merged).answer is Answer.UNCERTAIN
    heir = replace(SPORT, succeeds=("edu@2024",))
    assert judged({"total": 1}, {"edu": out(3)}, others=(heir,)).answer is Answer.NOT_ASSESSABLE
