"""Positions: in which columns the figures of a table stand, as its header says and its whole rows bear out."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from extract.rows import Item, Row, fit

Columns = tuple[int, ...]


class _Placed(NamedTuple):
    """A row, how many headings stand before its label, and the columns of what it prints."""

    row: Row
    depth: int
    places: Columns


class Positions:
    """The columns of the figures of one table, part by part: a table may go on in another grid, one column aside.

    A part is a grid whose columns can be relied on, or a text of lines of one shape; or, where its whole rows differ,
    the lines that have as many cells, the label in the same one, and the same depth of headings before it. The columns
    of the rows that are printed in full are those of the others, whatever the spans of the header say. `foreign` are
    columns that the header calls something that the form does not know.
    """

    def __init__(
        self, rows: Iterable[tuple[Row, int]], count: int, header: Columns, foreign: frozenset[int] = frozenset()
    ) -> None:
        self._count, self._header, self._foreign = count, header, foreign
        parts: dict[Hashable, list[_Placed]] = defaultdict(list)
        for row, depth in rows:
            placed = _Placed(row, depth, _places(row.figures))
            parts[row.table, None].append(placed)
            parts[_part(row, depth)].append(placed)
        self._known = {part: self._columns(members) for part, members in parts.items()}

    def fit(self, row: Row, depth: int) -> tuple[Item, ...] | None:
        """The figures of one row, blank ones among them; None where they cannot be told."""
        columns = self._known.get((row.table, None)) or self._known.get(_part(row, depth), ())
        return fit(row, self._count, columns)

    def _columns(self, members: Sequence[_Placed]) -> Columns:
        square = _is_square(members)
        whole = {one.places for one in members if len(one.places) == self._count}
        if len(whole) > 1 or not (square or len({_part(one.row, one.depth) for one in members}) == 1):
            return ()
        columns = whole.pop() if whole else self._header if square else ()
        if columns and columns[-1] - columns[0] >= self._count and not (square and self._is_gap(columns)):
            return ()
        return columns if all(set(columns).issuperset(one.places) for one in members) else ()

    def _is_gap(self, columns: Columns) -> bool:
        """Whether a column left out among the others is one that only the lines of the table have made."""
        return columns == self._header or self._foreign.isdisjoint(range(columns[0], columns[-1] + 1))


def _is_square(members: Sequence[_Placed]) -> bool:
    """Whether the columns of some rows are those of one table: of a grid, or of lines of one shape.

    Where the empty cells before a label got lost, labels of the same depth stand in different columns: the first of
    each group has its heading before it.
    """
    if all(one.row.aligned for one in members):
        return True
    depths: dict[int, set[int | None]] = defaultdict(set)
    for row, depth, _ in members:
        depths[depth].add(row.label_column)
    alike = len(depths) > 2 and all(len(columns) == 1 for columns in depths.values())
    return alike and len({one.row.width for one in members}) == 1 and members[0].row.in_grid


def _part(row: Row, depth: int) -> Hashable:
    return row.table, row.width, row.label_column, depth


def _places(items: Iterable[Item]) -> Columns:
    """The columns of what is printed of some items."""
    return tuple(item.where.column for item in items if item.printed and item.where.column is not None)
