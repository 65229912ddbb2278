"""Judging a workspace: findings and standings with their events, causes and baseline; twice changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor import checks
from monitor.checks import Check
from monitor.judging import judge, judge_standings
from storage import judgements, runs
from storage.model import Assignment, Event, Finding
from storage.terms import Cause, Certainty, Expect, Role, Severity, StandingName, State
from storage.workspace import Workspace
from tests.sightings import COLUMN, HOME, WARNED, Sighting, body, county, moment, record
from tests.watched import watched

EDUCATION = body("edu", "青禾县教育局")
TITLE = "青禾县教育局2024年政府信息公开工作年度报告"
ONE, OLD = f"{HOME}nb/1.html", f"{HOME}nb/0.html 青禾县教育局2023年政府信息公开工作年度报告"
WRONG = record(figures={"requests.received.total": 21, "requests.handled_total.total": 20})
RIGHT = record(figures={"requests.received.total": 0})


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with watched(tmp_path / "w") as opened:
        yield opened


@pytest.fixture
def world() -> Sighting:
    return Sighting((county(), EDUCATION))


def check(world: Sighting, workspace: Workspace, at: str, version: str = "1") -> dict[str, int]:
    world.store(workspace, version)
    return judge(workspace, moment(at), version)


def found(workspace: Workspace, rule: str) -> list[Finding]:
    return [one for one in judgements.findings(workspace.facts) if one.check == rule]


def events(workspace: Workspace, subject: str = "finding", year: int = 2024) -> list[Event]:
    kept = judgements.events(workspace.facts)
    return [one for one in kept if (one.subject, one.agency, one.year) == (subject, "edu", year)]


def last_standing(workspace: Workspace) -> StandingName:
    return next(one.standing for one in judgements.standings(workspace.facts, 2024) if one.agency == "edu")


def test_a_wrong_sum_is_found_told_with_its_evidence_and_not_doubled(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-01-13", OLD)
    world.look("2025-01-20", OLD, f"{ONE} {TITLE}")
    page = world.page("2025-01-20", ONE, WRONG)
    first = check(world, workspace, "2025-01-20 09:00")
    one = found(workspace, "t3-balance")[0]
    assert (one.expected, one.found, one.state) == ({"total": 21}, {"total": 20}, State.OPEN)
    assert (one.severity, one.certainty) == (Severity.S1, Certainty.CERTAIN)
    assert one.message.startswith("青禾县教育局2024年度报告")
    assert [(shown.document, shown.url) for shown in one.evidence] == [(page.sha256, ONE)]
    before = judgements.events(workspace.facts)
    again = judge(workspace, moment("2025-01-20 10:00"), "1")
    assert (again["opened"], again["open"]) == (0, first["opened"])
    assert judgements.events(workspace.facts) == before
    assert [event.cause for event in events(workspace) if event.finding == one.id] == [Cause.SOURCE]


def test_a_corrected_sum_is_resolved_and_a_returning_one_reopened(world: Sighting, workspace: Workspace) -> None:
    for day, (read, data) in enumerate([(WRONG, b"A"), (RIGHT, b"B"), (WRONG, b"A")], 20):
        world.look(f"2025-01-{day}", f"{ONE} {TITLE}")
        world.page(f"2025-01-{day}", ONE, read, data)
        check(world, workspace, f"2025-01-{day} 09:00")
    one = found(workspace, "t3-balance")[0]
    history = [(event.was, event.became, event.cause) for event in events(workspace) if event.finding == one.id]
    source = Cause.SOURCE
    assert history == [(None, "open", source), ("open", "resolved", source), ("resolved", "open", source)]
    assert one.first_seen == moment("2025-01-20 09:00")


def test_other_figures_are_another_finding(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, WRONG)
    check(world, workspace, "2025-01-20 09:00")
    world.look("2025-01-27", f"{ONE} {TITLE}")
    world.page("2025-01-27", ONE, record(figures={"requests.received.total": 22, "requests.handled_total.total": 20}))
    check(world, workspace, "2025-01-27 09:00")
    assert [one.state for one in sorted(found(workspace, "t3-balance"), key=lambda one: one.first_seen)] == [
        State.RESOLVED,
        State.OPEN,
    ]


def test_what_a_person_dismissed_stays_dismissed(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, WRONG)
    check(world, workspace, "2025-01-20 09:00")
    one = found(workspace, "t3-balance")[0]
    judgements.keep_finding(
        workspace.facts, replace(one, state=State.DISMISSED, confirmed={"by": "甲", "when": "昨天"})
    )
    judge(workspace, moment("2025-01-21"), "1")
    kept = found(workspace, "t3-balance")[0]
    assert (kept.state, kept.confirmed) == (State.DISMISSED, {"by": "甲", "when": "昨天"})


def test_what_the_first_pass_finds_is_the_baseline_and_what_comes_later_is_not(
    world: Sighting, workspace: Workspace
) -> None:
    world.look("2025-01-13", f"{ONE} {TITLE}")
    world.page("2025-01-13", ONE, WRONG)
    check(world, workspace, "2025-01-13 09:00")
    assert {event.baseline for event in judgements.events(workspace.facts)} == {True}
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, RIGHT)
    check(world, workspace, "2025-01-20 09:00")
    resolved = [event for event in events(workspace) if event.became == "resolved"]
    assert resolved
    assert not any(event.baseline for event in resolved)


def test_a_report_goes_missing_and_its_coming_resolves_it(world: Sighting, workspace: Workspace) -> None:
    for day in ("2025-01-20", "2025-02-03", "2025-02-05"):
        world.look(day, OLD)
        check(world, workspace, f"{day} 09:00")
        assert not found(workspace, "report-missing")
    run = world.look("2025-02-08", OLD)
    world.keep(f"{HOME}zwgk/", run, moment("2025-02-08 08:00"), Role.LIST, b"on the way")
    check(world, workspace, "2025-02-08 09:00")
    one = found(workspace, "report-missing")[0]
    assert (one.severity, one.certainty, last_standing(workspace)) == (Severity.S1, Certainty.CERTAIN, "missing")
    looks = [seen for seen in world.documents if seen.seen > moment("2025-02-01") and seen.url == COLUMN]
    lists = [document.sha256 for document in looks]
    assert [shown.document for shown in one.evidence] == lists
    moved = [(event.was, event.became, event.cause) for event in events(workspace, "standing")]
    source = Cause.SOURCE
    assert moved == [("not-due", "overdue", source), ("overdue", "missing", source)]
    world.look("2025-02-10", OLD, f"{ONE} {TITLE}")
    world.page("2025-02-10", ONE, RIGHT)
    check(world, workspace, "2025-02-10 09:00")
    assert found(workspace, "report-missing")[0].state is State.RESOLVED
    late = found(workspace, "published-late")[0]
    assert (late.certainty, late.severity) == (Certainty.CERTAIN, Severity.S1)
    assert "至少逾期 8 天" in late.message
    assert len({shown.document for shown in late.evidence}) == 2  # the report, and the list without it


def test_a_missing_report_keeps_its_finding_whatever_the_looks(world: Sighting, workspace: Workspace) -> None:
    for day in ("2025-02-03", "2025-02-05", "2025-02-08", "2025-02-20"):
        world.look(day, OLD)
        check(world, workspace, f"{day} 09:00")
    assert len(found(workspace, "report-missing")) == 1
    assert len([event for event in events(workspace) if event.finding]) == 1


def test_a_date_that_a_look_contradicts(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-02-03", OLD)
    world.look("2025-02-10", OLD, f"{ONE} {TITLE}", shown={ONE: "2025-01-25"})
    world.page("2025-02-10", ONE, RIGHT)
    check(world, workspace, "2025-02-10 09:00")
    one = found(workspace, "backdated")[0]
    assert (one.severity, one.certainty) == (Severity.S1, Certainty.LIKELY)
    assert (one.expected, one.found) == ("2025-02-03", "2025-01-25")


def test_an_honest_report_is_accused_of_nothing(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-01-20", OLD)
    world.look("2025-01-21", OLD, f"{ONE} {TITLE}", shown={ONE: "2025-01-20"})
    world.page("2025-01-21", ONE, replace(RIGHT, published=date(2025, 1, 20)))
    assert check(world, workspace, "2025-03-21 09:00")["open"] == 0


def test_a_report_of_the_first_pass_that_goes_away_is_news(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-01-20", OLD, f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, RIGHT)
    check(world, workspace, "2025-01-20 09:00")
    for day in ("2025-03-01", "2025-03-05", "2025-03-10"):
        world.look(day, OLD)
        world.page(day, ONE, None, status=404)
        check(world, workspace, f"{day} 09:00")
    gone = events(workspace, "standing")[-1]
    assert (gone.became, gone.cause, gone.baseline) == ("withdrawn", Cause.SOURCE, False)


def test_a_change_of_reader_is_no_news(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-01-20", f"{ONE} {TITLE}")
    page = world.page("2025-01-20", ONE, WRONG)
    check(world, workspace, "2025-01-20 09:00")
    assert page.sha256 is not None
    world.records[page.sha256] = RIGHT
    check(world, workspace, "2025-01-21 09:00", "2")
    assert events(workspace)[-1].cause is Cause.READER


def test_a_changed_registry_and_a_decision_are_causes_of_their_own(world: Sighting, workspace: Workspace) -> None:
    strange = "青禾县教育体育局2024年政府信息公开工作年度报告"
    world.look("2025-02-03", OLD, f"{ONE} {strange}")
    page = world.page("2025-02-03", ONE, replace(WRONG, title=strange, agency="青禾县教育体育局"))
    check(world, workspace, "2025-02-03 09:00")
    assert last_standing(workspace) is StandingName.OVERDUE
    world.agencies = (county(), replace(EDUCATION, aliases=("青禾县教育体育局",)))
    check(world, workspace, "2025-02-04 09:00")
    assert last_standing(workspace) is StandingName.PUBLISHED
    assert events(workspace, "standing")[-1].cause is Cause.REGISTRY
    assert {event.cause for event in events(workspace)} == {Cause.REGISTRY}
    sha = page.sha256
    assert sha is not None
    world.assignments[sha] = Assignment(sha, None, None, "编辑部", moment("2025-02-04 10:00"))
    check(world, workspace, "2025-02-05 09:00")
    assert {one.cause for one in events(workspace) if one.became == "resolved"} == {Cause.PERSON}


def test_a_report_that_contradicts_itself_is_told_and_moves_with_a_decision(
    world: Sighting, workspace: Workspace
) -> None:
    world.look("2025-02-03", f"{ONE} {TITLE}")
    page = world.page("2025-02-03", ONE, replace(RIGHT, warnings=(WARNED,)))
    check(world, workspace, "2025-02-03 09:00")
    one = found(workspace, "year-in-title-mismatch")[0]
    assert (one.year, one.expected, one.found, last_standing(workspace)) == (2024, [2023], 2024, "cannot-see")
    assert page.sha256 is not None
    world.assignments[page.sha256] = Assignment(page.sha256, "edu", 2024, "编辑部", moment("2025-02-04"))
    check(world, workspace, "2025-02-05")
    assert last_standing(workspace) is StandingName.PUBLISHED
    assert [one.state for one in found(workspace, "year-in-title-mismatch")] == [State.OPEN]


def test_time_alone_makes_a_duty_overdue(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-01-30", OLD)
    check(world, workspace, "2025-01-31 23:59")
    assert not events(workspace, "standing")
    judge(workspace, moment("2025-02-01 00:00"), "1")
    assert [(event.became, event.cause) for event in events(workspace, "standing")] == [("cannot-see", Cause.SOURCE)]


def test_a_body_of_which_nothing_is_expected_appears_once_it_has_published_and_is_never_accused(
    world: Sighting, workspace: Workspace
) -> None:
    world.agencies = (county(), replace(EDUCATION, expect=Expect.NO))
    for day in ("2025-02-03", "2025-02-05", "2025-02-08"):
        world.look(day)
    check(world, workspace, "2025-02-08 09:00")
    assert [one.agency for one in judgements.standings(workspace.facts)] == ["qinghe"]
    world.look("2025-02-10", f"{ONE} {TITLE}")
    world.page("2025-02-10", ONE, WRONG)
    check(world, workspace, "2025-02-10 09:00")
    assert last_standing(workspace) is StandingName.PUBLISHED
    assert not judgements.findings(workspace.facts)


def test_last_years_report_is_judged_where_it_is_listed_and_never_asked_for(
    world: Sighting, workspace: Workspace
) -> None:
    world.look("2025-02-03", OLD)
    check(world, workspace, "2025-02-03 09:00")
    assert {one.year for one in judgements.standings(workspace.facts)} == {2024}
    url, _, title = OLD.partition(" ")
    world.look("2025-02-04", OLD)
    world.page("2025-02-04", url, record(title))
    check(world, workspace, "2025-02-04 09:00")
    assert {(one.agency, one.year) for one in judgements.standings(workspace.facts)} == {
        ("qinghe", 2024),
        ("edu", 2024),
        ("edu", 2023),
    }


def test_a_check_that_breaks_is_a_fault_and_the_others_go_on(
    world: Sighting, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, WRONG)
    check(world, workspace, "2025-01-20 09:00")

    def broken(case: object) -> checks.Verdict:
        raise ZeroDivisionError(str(case))

    def lamed(one: Check) -> Check:
        return replace(one, rule=broken) if one.id == "t3-balance" else one

    catalogue = tuple(lamed(one) for one in checks.catalogue())
    monkeypatch.setattr("monitor.judging.catalogue", lambda: catalogue)
    judge(workspace, moment("2025-01-21"), "1")
    assert found(workspace, "t3-balance")[0].state is State.OPEN
    assert any("t3-balance edu 2024" in fault.where for fault in runs.faults(workspace.facts))
    assert found(workspace, "t3-row-sum")[0].last_seen == moment("2025-01-21")


def test_standings_are_judged_as_at_any_moment_and_kept_nowhere(world: Sighting, workspace: Workspace) -> None:
    world.look("2025-01-20", OLD)
    world.store(workspace)
    judged = judge_standings(workspace, moment("2025-02-05"), "1", 2024)
    assert [(one.agency, one.standing) for one in judged] == [("edu", "cannot-see"), ("qinghe", "not-due")]
    assert not judgements.standings(workspace.facts)
    assert judge_standings(workspace, moment("2025-02-05"), "1", 2020) == []
