"""Numbering: the numbers that Word prints in front of paragraphs and that no text of the file has."""

import re
from dataclasses import dataclass

from extract.word.names import VAL, Element, W, number, read_whole, switch, value
from extract.word.numerals import numeral
from extract.word.styles import NumberAt, Styles

LEVELS = 9  # of a list
_PLACE = re.compile(r"%([1-9])")
_CLOSING = "、，。．）】〕：；"  # what needs no space behind it


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted and printed. `after`: a count on a level up to this one starts it anew."""

    start: int = 1
    manner: str = "decimal"
    wording: str = ""
    after: int = LEVELS
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A list: its levels, the levels that styles stand for, and what it has counted so far."""

    levels: dict[int, Level]
    by_style: dict[str, int]
    counts: dict[int, int]


class Numbering:
    """The lists of one document, counted paragraph by paragraph in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._nums: dict[int, Element] = {}
        for child in root if root is not None else ():
            if child.tag == f"{W}abstractNum":
                self._abstract[child.get(f"{W}abstractNumId") or ""] = child
            elif child.tag == f"{W}num":
                self._nums[read_whole(child.get(f"{W}numId"))] = child
        self._lists: dict[str, _List] = {}
        self._own_levels: dict[int, dict[int, Level]] = {}
        self._restarts: dict[int, dict[int, int]] = {}

    def text(self, paragraph_properties: Element | None) -> str:
        """What is printed before this paragraph, "" for nothing; counts it. Space follows where the list has it."""
        style = value(paragraph_properties, "pStyle")
        place = self._place(paragraph_properties, style)
        if place is None or place[0] not in self._nums:
            return ""
        name, level = place
        found = self._list(name)
        at = level if level is not None else found.by_style.get(style or "", 0)
        self._count(found, name, at)
        return self._printed(found, name, at)

    def _place(self, properties: Element | None, style: str | None) -> NumberAt | None:
        own = properties.find(f"{W}numPr") if properties is not None else None
        styled = self._styles.number_at(style)
        if own is None or own.find(f"{W}numId") is None:
            if own is not None and styled:
                return styled[0], number(own, "ilvl")
            return styled
        name = number(own, "numId")
        return (name, number(own, "ilvl")) if name else None

    def _list(self, name: int) -> _List:
        """The list a name stands for; several names may share one, and go on counting it."""
        if name not in self._own_levels:
            self._own_levels[name], self._restarts[name] = _overrides(self._nums[name])
        key = value(self._nums[name], "abstractNumId") or ""
        abstract = self._abstract.get(key)
        link = value(abstract, "numStyleLink")
        linked = self._nums.get(self._styles.list_of(link)) if link else None
        if linked is not None:
            key = value(linked, "abstractNumId") or ""
            abstract = self._abstract.get(key)
        if key not in self._lists:
            found = list(abstract.iter(f"{W}lvl")) if abstract is not None else []
            by_style = {value(one, "pStyle") or "": read_whole(one.get(f"{W}ilvl")) for one in found}
            self._lists[key] = _List({read_whole(one.get(f"{W}ilvl")): _level(one) for one in found}, by_style, {})
        return self._lists[key]

    def _level(self, found: _List, name: int, at: int) -> Level:
        return self._own_levels[name].get(at) or found.levels.get(at) or Level()

    def _count(self, found: _List, name: int, at: int) -> None:
        restart = self._restarts[name].pop(at, None)
        if restart is not None:
            found.counts[at] = restart
        elif at in found.counts:
            found.counts[at] += 1
        else:
            found.counts[at] = self._level(found, name, at).start
        for above in range(at):
            found.counts.setdefault(above, self._level(found, name, above).start)
        for below in [one for one in found.counts if one > at]:
            if at < self._level(found, name, below).after:
                del found.counts[below]

    def _printed(self, found: _List, name: int, at: int) -> str:
        level = self._level(found, name, at)

        def written(place: re.Match[str]) -> str:
            other = int(place[1]) - 1
            manner = "decimal" if level.legal and other != at else self._level(found, name, other).manner
            return numeral(found.counts.get(other, self._level(found, name, other).start), manner)

        text = "" if level.manner == "bullet" else _PLACE.sub(written, level.wording)
        return text if not text or text[-1] in _CLOSING else f"{text} "


def _overrides(num: Element) -> tuple[dict[int, Level], dict[int, int]]:
    """The levels that a name counts in its own way, and the counts from which it starts anew."""
    levels: dict[int, Level] = {}
    restarts: dict[int, int] = {}
    for one in num.iter(f"{W}lvlOverride"):
        at, own = read_whole(one.get(f"{W}ilvl")), one.find(f"{W}lvl")
        if own is not None:
            levels[at] = _level(own)
        if one.find(f"{W}startOverride") is not None:
            restarts[at] = number(one, "startOverride")
    return levels, restarts


def _level(level: Element) -> Level:
    at = read_whole(level.get(f"{W}ilvl"))
    manners = [one.get(VAL) or "decimal" for one in level.iter(f"{W}numFmt")]
    manner = next((one for one in reversed(manners) if one != "custom"), "decimal")
    after = number(level, "lvlRestart") if level.find(f"{W}lvlRestart") is not None else at
    return Level(
        start=number(level, "start"),
        manner=manner,
        wording=value(level, "lvlText") or "",
        after=after,
        legal=bool(switch(level, "isLgl")),
    )
