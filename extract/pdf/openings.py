"""Openings: sides of a table that its maker left undrawn, closed where the other lines show them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.pdf.drawing import Rule
from extract.pdf.lattice import TOLERANCE, Walls

NARROWEST = 12.0  # points from the last line to the side: what sticks out less is drawn carelessly
MOST = 4000  # lines: more is no table


@dataclass(frozen=True, slots=True)
class Stretch:
    """One line as drawn: where it stands, from where to where it goes, and whether it goes down the page."""

    at: float
    start: float
    end: float
    down: bool


def missing_sides(down: Walls, across: Walls) -> tuple[list[Rule], list[Rule]]:
    """The sides that tables lack, down and across: there lines end in nothing, a column or row away from the last."""
    new_down: list[Rule] = []
    new_across: list[Rule] = []
    for group in _connected(_stretches(down, True), _stretches(across, False)):
        vertical = [one for one in group if one.down]
        level = [one for one in group if not one.down]
        new_down += _sides(level, vertical)
        new_across += _sides(vertical, level)
    return new_down, new_across


def _sides(ending: Sequence[Stretch], parallel: Sequence[Stretch]) -> list[Rule]:
    """The first and the last side, as far as lines that end there are not joined by a line along it."""
    if not ending or not parallel:
        return []
    start = min(one.at for one in ending)
    end = max(one.at for one in ending)
    start, end = min(start, *(one.start for one in parallel)), max(end, *(one.end for one in parallel))
    found: list[Rule] = []
    first, last = min(one.start for one in ending), max(one.end for one in ending)
    for place, ends in (
        (first, [one for one in ending if one.start <= first + TOLERANCE]),
        (last, [one for one in ending if one.end >= last - TOLERANCE]),
    ):
        along = [one for one in parallel if abs(one.at - place) <= 2 * TOLERANCE]
        loose = [
            one for one in ends if not any(side.start - TOLERANCE <= one.at <= side.end + TOLERANCE for side in along)
        ]
        nearest = min((abs(one.at - place) for one in parallel if one not in along), default=0.0)
        if loose and (along or nearest >= NARROWEST):
            found.append(Rule(place, start, end))
    return found


def _stretches(walls: Walls, down: bool) -> list[Stretch]:
    pairs = zip(walls.places, walls.stretches, strict=True)
    return [Stretch(at, start, end, down) for at, parts in pairs for start, end in parts]


def _connected(vertical: Sequence[Stretch], level: Sequence[Stretch]) -> Iterable[list[Stretch]]:
    """Lines that cross or touch, together."""
    if len(vertical) + len(level) > MOST:
        return []
    owner = {one: one for one in (*vertical, *level)}

    def root(one: Stretch) -> Stretch:
        while owner[one] is not one:
            owner[one] = owner[owner[one]]
            one = owner[one]
        return one

    places = [one.at for one in level]
    for one in vertical:
        for other in level[bisect_left(places, one.start - TOLERANCE) : bisect_right(places, one.end + TOLERANCE)]:
            if other.start - TOLERANCE <= one.at <= other.end + TOLERANCE:
                owner[root(one)] = root(other)
    groups: dict[Stretch, list[Stretch]] = {}
    for one in owner:
        groups.setdefault(root(one), []).append(one)
    return groups.values()
