"""Judging: loads the facts, judges every duty and report, and keeps what follows from it with its causes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.causes import Causes, as_text, memory, remembered
from monitor.checks import Case, catalogue
from monitor.facts import load
from monitor.findings import Change, judged, merged
from monitor.history import History, by_duty
from monitor.survey import survey
from storage import judgements
from storage.db import writing
from storage.model import Finding, Standing
from storage.runs import record_fault
from storage.terms import State
from storage.workspace import Workspace

Broken = tuple[str, str, int]


def judge(workspace: Workspace, now: datetime, reader_version: str) -> dict[str, int]:
    """Judges everything afresh and keeps publications, standings and findings, with an event for every change.

    A check that breaks is a fault of ours, kept in the ledger; its findings stay as they are.
    """
    facts = load(workspace, reader_version)
    seen = survey(facts, workspace.settings, now)
    found, broken = _check(workspace, seen.cases, now)
    before = remembered(judgements.basis(workspace.facts))
    new = memory(facts, workspace.settings, reader_version, now)
    with writing(workspace.facts):
        known = {one.id: one for one in judgements.findings(workspace.facts)}
        changes = list(merged(known, found, broken))
        was = {(one.agency, one.year): one.standing for one in judgements.standings(workspace.facts)}
        earlier = by_duty(judgements.publications(workspace.facts))
        history = History(Causes(facts, before, new), by_duty(seen.publications), earlier, now)
        events = [*history.of_standings(seen.standings, was), *history.of_findings(changes)]
        judgements.replace_publications(workspace.facts, seen.publications)
        judgements.replace_standings(workspace.facts, seen.standings)
        for change in changes:
            judgements.keep_finding(workspace.facts, change.finding)
        for event in events:
            judgements.keep_event(workspace.facts, event)
        judgements.keep_basis(workspace.facts, as_text(new))
    return _summary(changes, known)


def judge_standings(
    workspace: Workspace, now: datetime, reader_version: str, year: int | None = None
) -> list[Standing]:
    """The standing of every duty as at this moment, stored nowhere; of one report year or of all."""
    judged_now = survey(load(workspace, reader_version), workspace.settings, now).standings
    wanted = [one for one in judged_now if year in (None, one.year)]
    return sorted(wanted, key=lambda one: (one.agency, -one.year))


def _check(workspace: Workspace, cases: Iterable[Case], now: datetime) -> tuple[list[Finding], list[Broken]]:
    found, broken = [], []
    for case in cases:
        for rule in catalogue():
            try:
                made = judged(rule, case, now)
            except Exception as fault:  # noqa: BLE001  (one check on one report: the others are still to be judged)
                record_fault(workspace.facts, now, "check", f"{rule.id} {case.agency.id} {case.year}", fault)
                broken.append((rule.id, case.agency.id, case.year))
                continue
            if made:
                found.append(made)
    return found, broken


def _summary(changes: Sequence[Change], known: dict[str, Finding]) -> dict[str, int]:
    """How many findings were opened, resolved and reopened now, and how many are open."""
    kept = known | {change.finding.id: change.finding for change in changes}
    return {
        "opened": sum(change.was is None for change in changes),
        "resolved": sum(change.finding.state is State.RESOLVED and change.was != State.RESOLVED for change in changes),
        "reopened": sum(change.was is State.RESOLVED and change.finding.state is State.OPEN for change in changes),
        "open": sum(one.state is State.OPEN for one in kept.values()),
    }
