"""Values in the readers' words: days and moments, shares, reasons."""

from datetime import date, datetime

from reports.rollcall import Count
from reports.unseen import Unseen
from reports.words import catalogue, word
from storage.clock import SHANGHAI, shanghai_day


def one_line(text: str) -> str:
    """Text from outside on one line, without control characters, bidi marks or broken code points."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " * sign.isspace() for sign in text)


def clip(text: str, most: int) -> str:
    """Text of at most so many characters, its cut shown."""
    flat = " ".join(one_line(text[: most * 4]).split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def day(moment: date | datetime, beside: datetime | None = None) -> str:
    """A Shanghai day in words; the year is left out beside a moment of the same year."""
    there = shanghai_day(moment) if isinstance(moment, datetime) else moment
    year = "" if beside and shanghai_day(beside).year == there.year else f"{there.year}年"
    return f"{year}{there.month}月{there.day}日"


def moment(at: datetime, beside: datetime | None = None) -> str:
    """A moment in words, by the clock of Shanghai."""
    return f"{day(at, beside)} {at.astimezone(SHANGHAI):%H:%M}"


def how(portal: Unseen) -> str:
    """How a portal failed us, in a word; where only our browser was lacking, that is no fault of its page."""
    return word("outcome", portal.kind if portal.kind in catalogue()["outcome"] else portal.outcome)


def named(portal: Unseen) -> str:
    """Whose portal it is: its government, or the first of its bodies, and how many there are."""
    return portal.bodies[0] + (f"等 {len(portal.bodies)} 家单位" if len(portal.bodies) > 1 else "")


def why(portal: Unseen) -> str:
    """Why a portal could not be seen: in the readers' words where there are some, else in those of the crawl."""
    return word("kind", portal.kind) if portal.kind in catalogue()["kind"] else portal.reason


def share(part: int, whole: int, enough: int = 30) -> str:
    """A count over its base, with a percentage only when the base is large enough to bear one."""
    return f"{part}/{whole}" + (f"（{part / whole:.1%}）" if whole >= enough else "")


def rate(count: Count) -> str:
    """How many published on time, over those we can see, in words."""
    if not count.due:
        return "期限未到"
    if not count.seen:
        return f"期限已过 {count.due} 家，都看不到"
    hidden = f"，其中 {count.due - count.seen} 家看不到" if count.due > count.seen else ""
    return f"期限已过 {count.due} 家{hidden}；按时发布 {share(count.on_time, count.seen)}"
