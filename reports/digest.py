"""The letter: what happened since a reader's last event, as HTML and as text, in Chinese."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from css_inline import CSSInliner

from reports.changes import groups
from reports.items import Item, by_severity, items, name
from reports.lead import looked, opening, summary
from reports.news import PRESENCE, News, news
from reports.rendering import render
from reports.rollcall import tallies
from reports.unseen import blind, coverage, unseen
from reports.wording import day
from reports.words import word
from storage import issues, judgements, registry, runs
from storage.clock import shanghai_day
from storage.model import Finding, Standing
from storage.workspace import Workspace, clock_kind

LARGEST = 100_000  # Gmail cuts a mail near 102 KB
CAPS = (30, 20, 12, 6, 3)
YEARS = 3


@dataclass(frozen=True, slots=True)
class Edition:
    """One letter, ready to be written or mailed: `reached` is the last event it takes account of."""

    html: str
    text: str
    subject: str
    made: datetime
    reached: int
    news: int


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as files."""

    html: Path
    text: Path
    subject: str
    reached: int
    news: int


def write_digest(workspace: Workspace, now: datetime, out: Path, after: int | None = None) -> Written:
    """Writes digest.html and digest.txt of what is new since the last issue, or after a reader's own event."""
    made = edition(workspace, now, after)
    out.mkdir(parents=True, exist_ok=True)
    html, text = out / "digest.html", out / "digest.txt"
    html.write_text(made.html, "utf-8")
    text.write_text(made.text, "utf-8")
    return Written(html, text, made.subject, made.reached, made.news)


def edition(workspace: Workspace, now: datetime, after: int | None = None) -> Edition:
    """The letter for a reader who knows all events up to `after`; without it, the house edition."""
    db = workspace.facts
    start, since = _start(workspace, after)
    events = judgements.events(db, start)
    standings = judgements.standings(db)
    told = news(events, judgements.findings(db), standings)
    simulated = clock_kind(db) == "simulated"
    subject = f"{'[模拟数据 SIMULATED] ' if simulated else ''}公开观察 {day(now)}：{summary(told)}"
    view = {"now": now, "simulated": simulated, "subject": subject}
    html, text = _fitting({**view, **_view(workspace, now, since, told, standings)})
    return Edition(html, text, subject, now, events[-1].id if events else start, told.count)


def _start(workspace: Workspace, after: int | None) -> tuple[int, datetime | None]:
    """The last event the reader knows, and since when the letter tells; None: from the beginning."""
    issue = issues.last_issue(workspace.facts)
    if issue and after in (None, issue.reached):
        return issue.reached, issue.made
    if after:
        known = judgements.events(workspace.facts, after - 1)[:1]
        return after, known[0].at if known else None
    return 0, None


def _view(
    workspace: Workspace, now: datetime, since: datetime | None, told: News, standings: list[Standing]
) -> dict[str, Any]:
    db = workspace.facts
    bodies = registry.agencies(db)
    known = {agency.id: agency for agency in bodies}
    seen, dark = coverage(db, bodies, since), unseen(db, bodies)
    ledger = runs.runs(db)
    begun = since or (ledger[0].started if ledger else None)
    return {
        "opening": opening(told, begun, now),
        "looked": looked(seen),
        "corrected": items(told.corrected, known),
        "opened": items(told.opened, known),
        "hints": told.hints,
        "settled": items(told.settled, known),
        "became": {found.id: _became(found, standings) for found in told.settled},
        "changes": groups(told.changes, known, now),
        "baseline": items(told.baseline, known),
        "tallies": tallies(standings, known, shanghai_day(now))[:YEARS],
        "unseen": dark,
        "blind": [(group.reason, [name(a, known) for a in group.agencies]) for group in blind(standings, bodies, dark)],
        "faults": len(runs.faults(db, since)),
    }


def _became(settled: Finding, standings: list[Standing]) -> str:
    """How a settled matter ended: where it was about publication, as the duty now stands."""
    duty = (settled.agency, settled.year)
    now = [standing.standing for standing in standings if (standing.agency, standing.year) == duty]
    return f"，现为{word('standing', now[0])}" if now and settled.check in PRESENCE else "，已改正"


def kinds(listed: list[Item]) -> list[tuple[str, int]]:
    """How many findings of each kind, most first."""
    return Counter(item.finding.title for item in listed).most_common()


def _fitting(view: dict[str, Any]) -> tuple[str, str]:
    """Both parts, with lists just short enough that no mail client cuts the letter."""
    tools = {"by_severity": by_severity, "kinds": kinds}
    inliner = CSSInliner(load_remote_stylesheets=False)
    html = text = ""
    for most in CAPS:
        html = inliner.inline(render("digest.html.j2", {**view, **tools, "most": most}))
        text = render("digest.txt.j2", {**view, **tools, "most": most})
        if max(len(html.encode()), len(text.encode())) < LARGEST:
            break
    return html, text
