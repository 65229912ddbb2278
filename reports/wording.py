"""Values in the readers' words: days and moments, figures, shares, reasons."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from reports.rollcall import Count
from reports.unseen import Unseen
from reports.words import catalogue, word
from storage.clock import SHANGHAI, shanghai_day

LONGEST_FIGURE = 160


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


def figure(value: Any) -> str:
    """A compared value as a reader sees it, whatever shape its check gave it."""
    return clip(_figure(value), LONGEST_FIGURE)


def _figure(value: Any) -> str:
    match value:
        case None:
            return "—"
        case bool():
            return word("truth", value)
        case float():
            return f"{value:.12g}"
        case dict():
            return "，".join(f"{key} {_figure(inner)}" for key, inner in value.items())
        case list() | tuple():
            return "、".join(_figure(inner) for inner in value) or "—"
        case _:
            return _in_words(str(value))


def _in_words(text: str) -> str:
    if "-" in text:
        with suppress(ValueError):
            return day(date.fromisoformat(text))
        with suppress(ValueError):
            return moment(datetime.fromisoformat(text))
    return text


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
