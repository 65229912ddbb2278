"""Seen: the cells of a table with the ink that lies in each, and what was read of it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.content import Cell
from extract.scan.figures import Figure
from extract.scan.ink import Mark, Strip
from extract.scan.letters import Line
from extract.scan.ruling import Box, Field, Table

STRAY = 4  # pixels that ink may reach beyond its cell


@dataclass(slots=True)
class Seen:
    """A cell with the lines of ink in it and what was read of each; `clear`: nothing reaches into it from outside."""

    where: Field
    marks: list[Mark] = field(default_factory=list)
    shades: list[Mark] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    again: list[Line] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    clear: bool = True
    cell: Cell = field(default_factory=lambda: Cell(""))


def laid(table: Table, marks: Sequence[Mark], shades: Sequence[Mark]) -> list[Seen]:
    """The cells of a table with the ink that lies in each."""
    seen = [Seen(one) for one in table.fields]
    owner = {
        (row, column): one
        for one in seen
        for row in range(one.where.row, one.where.row + one.where.down)
        for column in range(one.where.column, one.where.column + one.where.across)
    }
    for mark in marks:
        if one := owner.get(_place(table, mark.box)):
            one.clear &= _within(mark.box, one.where.box)
            one.marks.append(Mark(_common(mark.box, one.where.box), mark.pixels))
    for mark in shades:
        if one := owner.get(_place(table, mark.box)):
            one.shades.append(mark)
    return seen


def _place(table: Table, box: Box) -> tuple[int, int]:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return bisect_right(table.ys, y) - 1, bisect_right(table.xs, x) - 1


def _within(box: Box, field: Box) -> bool:
    return (
        box.left >= field.left - STRAY
        and box.top >= field.top - STRAY
        and box.right <= field.right + STRAY
        and box.bottom <= field.bottom + STRAY
    )


def _common(box: Box, field: Box) -> Box:
    return Box(
        max(box.left, field.left), max(box.top, field.top), min(box.right, field.right), min(box.bottom, field.bottom)
    )
