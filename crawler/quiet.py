"""Quiet hours and due nights: spans of Shanghai time in which no request is begun."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from crawler.page import Obstacle
from storage.clock import SHANGHAI
from storage.terms import Outcome

QUIET = "quiet-hours"
LAST_CALL, FIRST_CALL = time(23, 55), time(0, 15)


def at_rest(now: datetime, span: tuple[time, time] | None) -> Obstacle | None:
    """Why nothing is asked at this moment, if so. The span may reach over midnight; its end is no part of it."""
    if span is None:
        return None
    begin, end = span
    moment = now.astimezone(SHANGHAI).time()
    within = begin <= moment < end if begin < end else moment >= begin or moment < end
    if not within:
        return None
    return Obstacle(Outcome.BROKEN, QUIET, f"现在是约定的安静时段（{begin:%H:%M}–{end:%H:%M}），不访问网站")


def due_night(now: datetime, days: Collection[date]) -> Obstacle | None:
    """Why nothing is asked around the end of a due date, if so: no look may lie on both sides of it."""
    if night_over(now, days) is None:
        return None
    return Obstacle(Outcome.BROKEN, QUIET, "期限在今夜 24:00 届满：抓取在此之前结束，00:15 之后重新开始")


def night_over(now: datetime, days: Collection[date]) -> datetime | None:
    """When asking may begin again, in a night in which reports are due; None at any other time."""
    moment = now.astimezone(SHANGHAI)
    due = moment.date() - timedelta(days=moment.time() < FIRST_CALL)
    if due not in days or FIRST_CALL <= moment.time() < LAST_CALL:
        return None
    return datetime.combine(due + timedelta(days=1), FIRST_CALL, SHANGHAI)
