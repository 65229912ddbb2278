"""Grids of a PDF: tables as drawn, in rows and columns; one that runs over pages has the same columns on all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.content import Cell, Grid
from extract.pdf.page import Part
from extract.pdf.tables import Field, Table

SAME = 4.0  # points by which walls of one column may differ from page to page

Columns = tuple[float, ...]

_CONTINUED = Cell("", continued=True)


def columns_of(chains: Iterable[Sequence[Table]]) -> dict[int, Columns]:
    """For every table (by its id) the left edges of its columns, from its own left edge, on whichever page drawn."""
    return {id(table): _common(chain) for chain in chains for table in chain}


def _common(chain: Sequence[Table]) -> Columns:
    lefts = sorted({one.box[0] - table.box[0] for table in chain for one in table.fields})
    if len(chain) == 1:
        return tuple(lefts)
    return tuple(lefts[:1]) + tuple(left for before, left in pairwise(lefts) if left - before > SAME)


def grid(part: Part, number: int, page: int, columns: Columns, sure: float = 1.0) -> Grid:
    """A part of a table as a grid with these columns; `sure` is how sure the letters of its page are."""
    tops = [row[0].box[1] for row in part.rows]
    left, edges = part.table.box[0], (*columns, part.table.width)
    rows: list[tuple[Cell, ...]] = []
    for row in part.rows:
        cells = [_CONTINUED] * len(columns)
        for one in row:
            first = _place(one.box[0] - left, columns)
            across = max(1, _place(one.box[2] - left, edges) - first)
            cells[first] = _cell(one, across, tops, sure)
        rows.append(tuple(cells))
    return Grid(tuple(rows), number, page, first_row=part.first_row)


def _place(at: float, columns: Columns) -> int:
    """The column whose left edge is nearest."""
    right = bisect_left(columns, at)
    if right and (right == len(columns) or at - columns[right - 1] <= columns[right] - at):
        return right - 1
    return right


def _cell(one: Field, across: int, tops: Sequence[float], sure: float) -> Cell:
    down = bisect_left(tops, one.box[3]) - bisect_left(tops, one.box[1])
    return Cell(one.text, down=max(1, down), across=across, sure=min(sure, one.sure), drawn=one.drawn)
