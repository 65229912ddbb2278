"""A fictional watch, written straight into a workspace: agencies, standings, findings, passes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from storage import judgements, portals, registry, runs
from storage.clock import SHANGHAI, Clock
from storage.model import Agency, Event, Evidence, Finding, Standing
from storage.terms import Basis, Cause, Certainty, Kind, Level, Outcome, Responsibility, Severity, StandingName, State
from storage.workspace import Workspace, fix_clock, make_workspace, open_workspace

NOW = datetime(2025, 2, 10, 8, 0, tzinfo=SHANGHAI)
DUE = date(2025, 1, 31)
SHA = "c0ffee" + "0" * 58


@contextmanager
def watched(folder: Path, settings: str = "", simulated: bool = True) -> Iterator[Workspace]:
    """An empty workspace, opened."""
    make_workspace(folder, "id,name\n")
    if settings:
        (folder / "gongkai.toml").write_text(settings, "utf-8")
    clock = Clock(NOW) if simulated else Clock(None, lambda: NOW)
    with open_workspace(folder, clock) as workspace:
        fix_clock(workspace.facts, clock)
        yield workspace


def government(key: str, name: str, **more: Any) -> Agency:
    """A county government with a portal of its own."""
    return Agency(key, name, Level.COUNTY, Kind.GOVERNMENT, f"https://www.{key}.example", **more)


def department(of: Agency, key: str, name: str, **more: Any) -> Agency:
    """A department on its government's portal."""
    return Agency(f"{of.id}-{key}", name, Level.COUNTY, Kind.DEPARTMENT, of.portal, parent=of.id, **more)


def save(workspace: Workspace, *agencies: Agency) -> None:
    """Puts agencies into the registry."""
    registry.save_agencies(workspace.facts, agencies)


def standing(agency: Agency, name: StandingName, year: int = 2024, **more: Any) -> Standing:
    """How an agency stands for a year, with a due date and a reason."""
    due = more.pop("due", date(year + 1, 3 if agency.kind is Kind.GOVERNMENT else 1, 31))
    return Standing(agency.id, year, due, Basis.LAW, False, name, more.pop("reason", "如所见"), **more)


def finding(agency: Agency, check: str = "t3-balance", **more: Any) -> Finding:
    """An open finding with figures, a legal basis and evidence."""
    shown = Evidence(SHA, f"{agency.portal}/nb/{more.get('year', 2024)}.html", NOW - timedelta(days=2))
    made = Finding(
        id=f"{check}-{agency.id}-{more.get('year', 2024)}",
        check=check,
        agency=agency.id,
        year=2024,
        severity=Severity.S1,
        certainty=Certainty.CERTAIN,
        responsibility=Responsibility.SOURCE,
        title="依申请公开表收支不平",
        message="“本年新收”与“上年结转”之和，不等于“总计”与“结转下年度”之和。",
        basis="统一格式（国办公开办函〔2021〕30号）表三勾稽关系；《条例》第六条",
        expected=21,
        found=20,
        first_seen=NOW - timedelta(days=2),
        last_seen=NOW - timedelta(days=1),
        evidence=(shown,),
    )
    return replace(made, **more)


def keep(workspace: Workspace, made: Finding, cause: Cause = Cause.SOURCE, baseline: bool = False) -> Finding:
    """Keeps a finding, with an event that opens it unless it is kept already."""
    rows = workspace.facts.query("select state from findings where id = ?", [made.id])
    was = next((State(row["state"]) for row in rows), None)
    judgements.keep_finding(workspace.facts, made)
    event = Event(0, made.last_seen, "finding", made.agency, made.year, made.state, cause, was, made.id, baseline)
    judgements.keep_event(workspace.facts, event)
    return made


def stand(workspace: Workspace, *now: Standing, was: str | None = StandingName.NOT_DUE, **more: Any) -> None:
    """Makes these the standings, each with the event that brought it about."""
    judgements.replace_standings(workspace.facts, now)
    for s in now:
        cause = more.get("cause", Cause.SOURCE)
        event = Event(0, NOW, "standing", s.agency, s.year, s.standing, cause, was, None, more.get("baseline", False))
        judgements.keep_event(workspace.facts, event)


def look(
    workspace: Workspace, at: datetime, outcome: Outcome, *agencies: Agency, vantage: str = "云岭机房", **more: str
) -> None:
    """One run over the portals of these agencies, all with the same outcome."""
    run = runs.begin_run(workspace.facts, "crawl", Clock(at), vantage)
    for host in sorted({portals.portal_host(agency.portal) for agency in agencies}):
        begun = portals.begin_pass(workspace.facts, run.id, host, at)
        portals.end_pass(workspace.facts, replace(begun, outcome=outcome, ended=at, **more))
    runs.end_run(workspace.facts, run, at, 0)
