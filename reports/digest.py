"""The letter: what happened since a reader's last event, as HTML and as text, in Chinese."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from css_inline import CSSInliner

from reports.items import Item, by_severity, items, name, place
from reports.news import APPEARED, TOLD, Change, News, news
from reports.rendering import day, link, render
from reports.rollcall import tallies
from reports.unseen import Coverage, blind, coverage, unseen
from storage import issues, judgements, registry, runs
from storage.clock import shanghai_day
from storage.model import Agency, Severity, Standing, StandingName
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
    simulated: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as files."""

    html: Path
    text: Path
    subject: str
    reached: int
    news: int


@dataclass(frozen=True, slots=True)
class Named:
    """A body in a list of names: where its report can be seen, the date shown, and what it was called before."""

    agency: str
    url: str
    published: str
    was: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies whose standing moved the same way in one report year."""

    standing: StandingName
    year: int
    bodies: tuple[Named, ...]


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
    bodies = registry.agencies(db)
    known = {agency.id: agency for agency in bodies}
    standings = judgements.standings(db)
    told = news(events, judgements.findings(db), standings)
    seen = coverage(db, bodies, since)
    dark = unseen(db, bodies)
    simulated = clock_kind(db) == "simulated"
    week = f"{day(since)}至{day(now, since)}" if since and since < now else f"截至{day(now)}"
    first_seen = [found.agency for found in told.baseline]
    view = {
        "now": now,
        "simulated": simulated,
        "opening": f"{week}，{opening(told)}",
        "looked": looked(seen),
        "news": told,
        "corrected": items(told.corrected, known),
        "opened": items(told.opened, known),
        "settled": items(told.settled, known),
        "changes": groups(told.changes, known, now),
        "baseline": items(told.baseline, known),
        "baseline_places": len({place(agency, known) for agency in first_seen}),
        "baseline_bodies": len(set(first_seen)),
        "tallies": tallies(standings, known, shanghai_day(now))[:YEARS],
        "coverage": seen,
        "unseen": dark,
        "blind": [(group.reason, [name(a, known) for a in group.agencies]) for group in blind(standings, bodies, dark)],
        "faults": len(runs.faults(db, since)),
    }
    subject = f"{'[模拟数据 SIMULATED] ' if simulated else ''}公开观察 {day(now)}：{summary(told)}"
    html, text = _fitting({**view, "subject": subject})
    return Edition(html, text, subject, now, events[-1].id if events else start, told.count, simulated)


def _start(workspace: Workspace, after: int | None) -> tuple[int, datetime | None]:
    """The last event the reader knows, and since when the letter tells."""
    db = workspace.facts
    issue = issues.last_issue(db)
    if issue and after in (None, issue.reached):
        return issue.reached, issue.made
    if after:
        known = judgements.events(db, after - 1)[:1]
        return after, known[0].at if known else None
    ledger = runs.runs(db)
    return 0, ledger[0].started if ledger else None


def summary(told: News) -> str:
    """The news in a few words: for the subject line."""
    return "，".join(_clauses(told)[:3]) or "没有新情况"


def opening(told: News) -> str:
    """The sentence that says the week."""
    grave = sum(found.severity is Severity.S1 for found in told.opened)
    clauses = _clauses(told, f"（其中重大 {grave} 项）" if grave else "")
    if told.baseline:
        clauses.append(f"首次查看列出基线 {len(told.baseline)} 项")
    return f"{'，'.join(clauses) or '没有新情况'}。"


def _clauses(told: News, beside: str = "") -> list[str]:
    stands = Counter(change.standing.standing for change in told.changes)
    counts = {
        "更正 {} 项": len(told.corrected),
        "新发现 {} 项" + beside: len(told.opened),
        "了结 {} 项": len(told.settled),
        "新见年报 {} 份": sum(stands[standing] for standing in APPEARED),
        "撤下 {} 份": stands[StandingName.WITHDRAWN],
        "到期未见 {} 份": stands[StandingName.OVERDUE] + stands[StandingName.MISSING],
    }
    return [clause.format(count) for clause, count in counts.items() if count]


def looked(seen: Coverage) -> str:
    """How much of the registry that sentence rests on."""
    if not seen.looked:
        return "这段时间没有查看任何网站。"
    if seen.seen == seen.portals:
        return f"名录上的 {seen.portals} 个网站这段时间全部看过。"
    failed, unvisited = seen.looked - seen.seen, seen.portals - seen.looked
    missed = (f"，{failed} 个没能看到（见文末）" if failed else "") + (f"，{unvisited} 个没有查看" if unvisited else "")
    return f"名录上的 {seen.portals} 个网站，看过 {seen.seen} 个{missed}。"


def groups(changes: Iterable[Change], known: Mapping[str, Agency], now: datetime) -> list[Group]:
    """Standing changes of the same kind and year as one line each, not one by one."""

    def line(change: Change) -> tuple[int, int]:
        return TOLD.index(change.standing.standing), -change.standing.year

    ordered = sorted(changes, key=lambda change: (*line(change), change.standing.agency))
    return [
        Group(TOLD[rank], -year, tuple(_named(change, known, now) for change in group))
        for (rank, year), group in groupby(ordered, key=line)
    ]


def _named(change: Change, known: Mapping[str, Agency], now: datetime) -> Named:
    standing: Standing = change.standing
    shown = day(standing.published, now) if standing.published else ""
    was = change.was if change.was in (StandingName.MISSING, StandingName.WITHDRAWN) else None
    return Named(name(standing.agency, known), link(standing.url), shown, was)


def rest(listed: list[Item], most: int) -> list[tuple[str, int]]:
    """What a cut list leaves out: how many of each kind, most first."""
    return Counter(item.finding.title for item in listed[most:]).most_common()


def kinds(listed: list[Item]) -> list[tuple[str, int]]:
    """How many findings of each kind, most first."""
    return rest(listed, 0)


def _fitting(view: dict[str, Any]) -> tuple[str, str]:
    """Both parts, with lists just short enough that no mail client cuts the letter."""
    tools = {"by_severity": by_severity, "rest": rest, "kinds": kinds}
    inliner = CSSInliner(load_remote_stylesheets=False, keep_at_rules=False)
    html = text = ""
    for most in CAPS:
        html = inliner.inline(render("digest.html.j2", {**view, **tools, "most": most}))
        text = render("digest.txt.j2", {**view, **tools, "most": most})
        if max(len(html.encode()), len(text.encode())) < LARGEST:
            break
    return html, text
