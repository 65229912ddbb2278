"""The steps of the watch: crawl, extract, check, digest, board; each repeatable, each harmless twice."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import extract as reader
from monitor.child import call
from monitor.judging import judge, judge_standings
from monitor.reading import read_stored
from reports.board import write_board
from reports.digest import write_digest
from reports.post import deliver
from storage import issues
from storage.clock import Clock, shanghai_day
from storage.errors import BadInput, CannotRun, Stopped
from storage.model import Standing
from storage.runs import fault_count
from storage.workspace import Workspace

CRAWL_GRACE_SECONDS = 120.0
REFUSALS: dict[int, type[Stopped]] = {2: BadInput, 3: CannotRun}


def crawl(
    workspace: Workspace, clock: Clock, agencies: Sequence[str] = (), years: Sequence[int] = ()
) -> dict[str, Any]:
    """One polite pass over the portals, in a process of its own. Raises what the crawl was refused for."""
    words = ["crawl", "--workspace", str(workspace.folder), "--json"]
    words += ["--now", clock.simulated.isoformat()] if clock.simulated else []
    words += [word for agency in agencies for word in ("--agency", agency)]
    words += [word for year in years for word in ("--year", str(year))]
    ended = call(words, workspace.settings.crawl.pass_minutes * 60 + CRAWL_GRACE_SECONDS)
    if ended.exit_code not in (0, 1) or not ended.output:
        raise REFUSALS.get(ended.exit_code, Stopped)(
            f"the crawl ended with {ended.exit_code}; its own line above says why"
        )
    summary: dict[str, Any] = json.loads(ended.output)
    return summary


def extract(workspace: Workspace, clock: Clock) -> dict[str, int]:
    """Reads every kept document not yet read by this reader version."""
    readings = [reading for progress in read_stored(workspace, clock) for reading in progress.readings]
    failed = sum(reading.fault is not None for reading in readings)
    unreadable = sum(reading.record is None for reading in readings) - failed
    return {"read": len(readings) - failed - unreadable, "unreadable": unreadable, "failed": failed}


def check(workspace: Workspace, clock: Clock) -> dict[str, int]:
    """Judges every agency and year; opens, updates and resolves findings."""
    return judge(workspace, clock.now(), reader.VERSION)


@dataclass(frozen=True, slots=True)
class Told:
    """A digest written and mailed: the contract's answer, and what the operator must know of the mailing."""

    answer: dict[str, Any]
    complaints: tuple[str, ...] = ()


def digest(workspace: Workspace, clock: Clock, out: Path | None, issue: bool, send: bool) -> Told:
    """Writes the house edition, mails each address what is new to it, and closes the issue when asked to.

    Complaints name the addresses that refused their letter, and letters whose fate is unknown.
    """
    now = clock.now()
    written = write_digest(workspace, now, out or workspace.out)
    delivery = deliver(workspace, now, os.environ) if send else None
    if issue:
        _close_issue(workspace, now, written.reached)
    answer = {"html": str(written.html), "text": str(written.text), "sent": delivery.sent if delivery else 0}
    return Told(answer, (*delivery.refused, *delivery.unknown) if delivery else ())


def _close_issue(workspace: Workspace, now: datetime, reached: int) -> None:
    """Closes the issue, unless the last one of the same day has told all this already."""
    last = issues.last_issue(workspace.facts)
    if last is None or last.reached != reached or shanghai_day(last.made) != shanghai_day(now):
        issues.close_issue(workspace.facts, now, reached)


def board(workspace: Workspace, clock: Clock, out: Path | None, audience: str) -> dict[str, str]:
    """Writes the roll-call pages."""
    return {"index": str(write_board(workspace, clock.now(), out or workspace.out / "board", audience))}


def standings(workspace: Workspace, clock: Clock, year: int | None = None) -> list[Standing]:
    """The standing of every duty as at this moment, judged afresh and stored nowhere; of one report year or of all."""
    return judge_standings(workspace, clock.now(), reader.VERSION, year)


def run(workspace: Workspace, clock: Clock) -> tuple[dict[str, Any], bool]:
    """Crawl, extract, check and digest in order: the four answers by name, and whether something of ours failed."""
    before = fault_count(workspace.facts)
    told = {
        "crawl": crawl(workspace, clock),
        "extract": extract(workspace, clock),
        "check": check(workspace, clock),
        "digest": digest(workspace, clock, None, issue=False, send=False).answer,
    }
    return told, fault_count(workspace.facts) > before
