"""The lattice: the cells that ruling lines enclose, and the tables that cells touching each other make.

The rules are those of pdfplumber, measured on real reports; lines and crossings are numbers and bits here, so that
it takes a millisecond where comparing each with each takes many.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter

from extract.pdf.drawing import Box, Rule

TOLERANCE = 3.0  # points: lines so near are one, ends so near meet; at 1 real tables fall apart
SHORTEST = 3.0  # points: what is shorter is a dot
MOST = 120_000  # steps: more is no table but a pattern

Corners = tuple[int, int, int, int]  # of a cell: the numbers of its walls above, to the left, below, to the right


@dataclass(frozen=True, slots=True)
class Walls:
    """Lines that have been brought onto common places: for each place, the stretches that are drawn along it.

    `firsts` and `lasts`: from where to where the lines of a place really stand; a wall may be drawn twice.
    """

    places: tuple[float, ...]
    stretches: tuple[tuple[tuple[float, float], ...], ...]
    firsts: tuple[float, ...]
    lasts: tuple[float, ...]

    def crossing(self, start: float, end: float) -> range:
        """The numbers of the places that a line from here to there meets."""
        return range(bisect_left(self.lasts, start - TOLERANCE), bisect_right(self.firsts, end + TOLERANCE))


@dataclass(frozen=True, slots=True)
class Lattice:
    """One table as drawn: its cells (left, top, right, bottom), in order from the top."""

    cells: tuple[Box, ...]
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        lefts, tops, rights, bottoms = zip(*self.cells, strict=True)
        object.__setattr__(self, "box", (min(lefts), min(tops), max(rights), max(bottoms)))


def walls(rules: Iterable[Rule]) -> Walls:
    """Lines of one direction: near ones brought together, touching ones joined, dots left out."""
    found: list[tuple[float, tuple[tuple[float, float], ...], float, float]] = []
    for group in _near(sorted(rules)):
        drawn = tuple(part for part in _joined(group) if part[1] - part[0] >= SHORTEST)
        if drawn:
            found.append((sum(rule[0] for rule in group) / len(group), drawn, group[0][0], group[-1][0]))
    return Walls(*zip(*found, strict=True)) if found else Walls((), (), (), ())


def _near(rules: Sequence[Rule]) -> Iterator[Sequence[Rule]]:
    """Runs of lines each of which is near to the next."""
    first = 0
    for at in range(1, len(rules) + 1):
        if at == len(rules) or rules[at][0] - rules[at - 1][0] > TOLERANCE:
            yield rules[first:at]
            first = at


def _joined(rules: Iterable[Rule]) -> list[tuple[float, float]]:
    parts: list[tuple[float, float]] = []
    begin, last = inf, -inf
    for _, start, end, _ in sorted(rules, key=itemgetter(1)):
        if start > last + TOLERANCE:
            if last > begin:
                parts.append((begin, last))
            begin, last = start, end
        elif end > last:
            last = end
    if last > begin:
        parts.append((begin, last))
    return parts


def lattices(down: Walls, across: Walls) -> list[Lattice]:
    """The tables that these lines draw, from top to bottom and left to right; a frame around one cell is none."""
    xs, ys = down.places, across.places
    groups = _together(_cells(down, across), len(xs))
    found = [
        Lattice(tuple((xs[left], ys[top], xs[right], ys[bottom]) for top, left, bottom, right in sorted(group)))
        for group in groups
        if len(group) > 1
    ]
    return sorted(found, key=lambda one: (one.box[1], one.box[0]))


def _cells(down: Walls, across: Walls) -> list[Corners]:
    """Every smallest rectangle all of whose corners are crossings, and all of whose sides are drawn."""
    rightwards = _reach(across, down)  # at a crossing: which places to the right its line reaches
    downwards = _steps(down, across)  # between two neighbouring lines: at which places a wall joins them
    cells: list[Corners] = []
    steps = 0
    for row, reach in enumerate(rightwards):
        for column, right in reach.items():
            joined = -1
            for below in range(row + 1, len(rightwards)):
                joined &= downwards[below - 1]
                steps += 1
                if not right or not joined >> column & 1:
                    break
                corners = right & joined & rightwards[below].get(column, 0)
                if corners:
                    cells.append((row, column, below, (corners & -corners).bit_length() - 1))
                    break
        if steps > MOST:
            return []
    return cells


def _reach(across: Walls, down: Walls) -> list[dict[int, int]]:
    found: list[dict[int, int]] = []
    for parts in across.stretches:
        reach: dict[int, int] = {}
        for start, end in parts:
            met = down.crossing(start, end)
            for column in met:
                reach[column] = reach.get(column, 0) | ((1 << met.stop) - (1 << column + 1))
        found.append(reach)
    return found


def _steps(down: Walls, across: Walls) -> list[int]:
    steps = [0] * max(0, len(across.places) - 1)
    for column, parts in enumerate(down.stretches):
        for start, end in parts:
            met = across.crossing(start, end)
            for row in met[:-1]:
                steps[row] |= 1 << column
    return steps


def _together(cells: Sequence[Corners], width: int) -> Iterable[list[Corners]]:
    """Cells that share a corner belong together."""
    owner = list(range(len(cells)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    corners: dict[int, int] = {}
    for at, (top, left, bottom, right) in enumerate(cells):
        for corner in (top * width + left, top * width + right, bottom * width + left, bottom * width + right):
            other = corners.setdefault(corner, at)
            if other != at and (one := root(at)) != (another := root(other)):
                owner[one] = another
    groups: dict[int, list[Corners]] = {}
    for at, cell in enumerate(cells):
        groups.setdefault(root(at), []).append(cell)
    return groups.values()
