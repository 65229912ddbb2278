"""Openings: sides of a table that its maker left undrawn, closed where the other lines show them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from extract.pdf.drawing import Rule
from extract.pdf.lattice import TOLERANCE, Walls

NARROWEST = 12.0  # points from the last line to the side: what sticks out less is drawn carelessly
MOST = 4000  # lines: more is no table


class Stretch(NamedTuple):
    """One line as drawn: where it stands, from where to where it goes, and whether it goes down the page."""

    at: float
    start: float
    end: float
    down: bool


def missing_sides(down: Walls, across: Walls) -> tuple[list[Rule], list[Rule]]:
    """The sides that tables lack, down and across: there lines end in nothing, a column or row away from the last."""
    new_down: list[Rule] = []
    new_across: list[Rule] = []
    alone: list[Stretch] = []
    tables: list[tuple[list[Stretch], list[Stretch]]] = []
    for group in _connected(_stretches(down, True), _stretches(across, False)):
        vertical = [one for one in group if one.down]
        level = [one for one in group if not one.down]
        new_down += _sides(level, vertical)
        new_across += _sides(vertical, level)
        if not level:
            alone += vertical
        elif vertical:
            tables.append((vertical, level))
    new_across += [rule for table in tables if alone for rule in _beside(alone, *table)]
    return new_down, new_across


def _beside(alone: Iterable[Stretch], vertical: Sequence[Stretch], level: Sequence[Stretch]) -> Iterable[Rule]:
    """The upper and lower ends of columns beside a table that are one cell each, cut by both ends of their page.

    Browsers draw no line there; what shows that such a column is of the table is that it is just as high.
    """
    top, bottom = min(one.at for one in level), max(one.at for one in level)
    places = [
        one.at for one in alone if abs(one.start - top) <= 2 * TOLERANCE and abs(one.end - bottom) <= 2 * TOLERANCE
    ]
    left, right = min(one.at for one in vertical), max(one.at for one in vertical)
    first, last = min([left, *places]), max([right, *places])
    ends = [(start, end) for start, end in ((first, left), (right, last)) if start < end]
    return [Rule(at, start, end) for start, end in ends for at in (top, bottom)]


def _sides(ending: Sequence[Stretch], parallel: Sequence[Stretch]) -> list[Rule]:
    """The first and the last side, as far as lines that end there are not joined by a line along it."""
    if not ending or not parallel:
        return []
    start = min(min(one.at for one in ending), *(one.start for one in parallel))
    end = max(max(one.at for one in ending), *(one.end for one in parallel))
    first, last = min(one.start for one in ending), max(one.end for one in ending)
    sides = (
        (first, [one.at for one in ending if one.start <= first + TOLERANCE]),
        (last, [one.at for one in ending if one.end >= last - TOLERANCE]),
    )
    found: list[Rule] = []
    for place, ends in sides:
        if _is_open(place, ends, parallel):
            found.append(Rule(place, start, end))
        else:
            found += _gaps(place, parallel)
    return found


def _gaps(place: float, parallel: Sequence[Stretch]) -> Iterator[Rule]:
    """Where a side is drawn on both sides of a column or row, but not along it: there the end of a page has cut it."""
    end = inf
    for one in sorted(_along(place, parallel), key=lambda one: one.start):
        if one.start - end >= NARROWEST:
            yield Rule(place, end, one.start)
        end = one.end if end == inf else max(end, one.end)


def _along(place: float, parallel: Sequence[Stretch]) -> list[Stretch]:
    return [one for one in parallel if abs(one.at - place) <= 2 * TOLERANCE]


def _is_open(place: float, ends: Sequence[float], parallel: Sequence[Stretch]) -> bool:
    """Whether lines end at a place where no line joins them, and not merely a little beyond the last one."""
    along = _along(place, parallel)
    joined = (any(one.start - TOLERANCE <= end <= one.end + TOLERANCE for one in along) for end in ends)
    if all(joined):
        return False
    return bool(along) or min(abs(one.at - place) for one in parallel) >= NARROWEST


def _stretches(walls: Walls, down: bool) -> list[Stretch]:
    pairs = zip(walls.places, walls.stretches, strict=True)
    return [Stretch(at, start, end, down) for at, parts in pairs for start, end in parts]


def _connected(vertical: Sequence[Stretch], level: Sequence[Stretch]) -> Iterable[list[Stretch]]:
    """Lines that cross or touch, together."""
    if len(vertical) + len(level) > MOST:
        return []
    owner = list(range(len(level) + len(vertical)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    places = [one.at for one in level]
    for number, (at, start, end, _) in enumerate(vertical, len(level)):
        for other in range(bisect_left(places, start - TOLERANCE), bisect_right(places, end + TOLERANCE)):
            if level[other].start - TOLERANCE <= at <= level[other].end + TOLERANCE:
                owner[root(number)] = root(other)
    groups: dict[int, list[Stretch]] = {}
    for number, one in enumerate((*level, *vertical)):
        groups.setdefault(root(number), []).append(one)
    return groups.values()
