"""The sentence that says the week, its short form for the subject, and on how much of the registry it rests."""

from collections import Counter
from datetime import datetime

from reports.news import APPEARED, News
from reports.unseen import Coverage
from reports.wording import day
from storage.clock import shanghai_day
from storage.terms import Severity, StandingName

QUIET = "没有新情况"


def summary(told: News) -> str:
    """The news in a few words: for the subject line."""
    return "，".join(_clauses(told)[:3]) or QUIET


def opening(told: News, since: datetime | None, now: datetime) -> str:
    """The sentence that says the week."""
    span = since is not None and shanghai_day(since) < shanghai_day(now)
    week = f"{day(since)}至{day(now, since)}" if since and span else f"截至{day(now)}"
    grave = sum(found.severity is Severity.S1 for found in told.opened)
    clauses = _clauses(told, f"（其中重大 {grave} 项）" if grave else "")
    if told.found_at_first:
        clauses.append(f"首次查看记下已有年报 {told.found_at_first} 份")
    if told.baseline:
        clauses.append(f"首次查看列出基线 {len(told.baseline)} 项")
    return f"{week}，{'，'.join(clauses) or QUIET}。"


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
