"""Wordings of figures in sentences, from narrative.toml: what is counted, and what is said of it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from extract.numerals import NUMERAL

FAMILIES = ("requests", "disputes", "documents", "decisions", "fees", "notices", "items")


@dataclass(frozen=True, slots=True)
class Found:
    """A wording where it stands: the subject or aspect it names."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=512)
def found(group: str, family: str, text: str) -> tuple[Found, ...]:
    """The wordings of one family (`subject` or `aspect`) in a text, in order; the longest of those that overlap."""
    every = [
        Found(name, one.start(), one.end())
        for name, pattern in _patterns(group).get(family, {}).items()
        for one in pattern.finditer(text)
    ]
    every.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for one in every:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def subjects(text: str) -> list[tuple[str, Found]]:
    """Whatever a text counts, with its family, in order."""
    every = [(family, one) for family in FAMILIES for one in found("subject", family, text)]
    return sorted(every, key=lambda pair: (pair[1].end, pair[1].end - pair[1].start))


def is_unit(unit: str, family: str) -> bool:
    """Whether things of a family are counted in this unit."""
    return unit in table("units")[family]


@cache
def figure() -> re.Pattern[str]:
    """A number with its unit: one number, no ordinal, no end of a range, not one of many."""
    units = sorted({unit for family in table("units").values() for unit in family}, key=len, reverse=True)
    before = r"(?<!\d[.,])(?<![\d零〇一二三四五六七八九十百千万亿两第几数每〔\[])"
    return re.compile(rf"{before}(?P<numeral>{NUMERAL})(?P<about>[余多])?(?P<unit>{'|'.join(units)})(?!\(?次|事)")


@cache
def table(name: str) -> Any:
    """One table of narrative.toml."""
    return _data()[name]


@cache
def _patterns(group: str) -> dict[str, dict[str, re.Pattern[str]]]:
    return {family: _compiled(names) for family, names in table(group).items()}


def _compiled(names: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(words) for name, words in _flat(names.items())}


def _flat(items: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, str]]:
    for name, value in items:
        if isinstance(value, str):
            yield name, value
        else:
            yield from ((f"{name}.{below}", words) for below, words in _flat(value.items()))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("extract").joinpath("narrative.toml").read_text("utf-8"))
