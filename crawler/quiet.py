"""Quiet hours: a span of the day, in Shanghai time, in which no request is begun."""

from datetime import datetime, time

from crawler.page import Obstacle
from storage.clock import SHANGHAI
from storage.terms import Outcome

QUIET = "quiet-hours"


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
