"""How a portal pass ended: ok, empty, walled, unreachable or broken, decided here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.column import Reading
from crawler.page import Obstacle
from storage.terms import Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a pass, the kind of trouble if any, and the reason in one sentence."""

    outcome: Outcome
    kind: str | None
    reason: str


def verdict(homes: Sequence[Obstacle | None], readings: Sequence[Reading], hidden: Sequence[Obstacle] = ()) -> Verdict:
    """What a pass amounts to. Rows seen make it ok, a proven emptiness empty; else the first obstacle says it.

    `hidden` are the obstacles met between home pages and columns.
    """
    rows = sum(len(reading.rows) for reading in readings)
    complete = sum(reading.complete for reading in readings)
    if rows:
        kind = "partial" if complete < len(readings) else None
        return Verdict(Outcome.OK, kind, f"{len(readings)} 个年报栏目，看全 {complete} 个，共 {rows} 条")
    if readings and complete == len(readings):
        return Verdict(Outcome.EMPTY, "no-rows", "；".join(dict.fromkeys(reading.reason for reading in readings)))
    if readings:
        by = next((reading.obstacle for reading in readings if reading.obstacle), None)
        reason = next(reading.reason for reading in readings if not reading.complete)
        return _stopped(by) if by else Verdict(Outcome.BROKEN, "not-understood", reason)
    blocked = [home for home in homes if home]
    if blocked and len(blocked) == len(homes):
        return _stopped(blocked[0])
    if hidden:
        return _stopped(hidden[0])
    return Verdict(Outcome.BROKEN, "no-column", "从首页没有找到年报栏目")


def _stopped(by: Obstacle) -> Verdict:
    return Verdict(by.outcome, by.kind, by.reason)
