"""Positions: in which columns the figures of a table stand, as its header says and its whole rows bear out."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from extract.rows import Item, Row, fit

Columns = tuple[int, ...]


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
        parts: dict[Hashable, list[tuple[Row, int]]] = defaultdict(list)
        for row, depth in rows:
            parts[row.table, None].append((row, depth))
            parts[_part(row, depth)].append((row, depth))
        self._known = {part: self._columns(members) for part, members in parts.items()}

    def fit(self, row: Row, depth: int) -> tuple[Item, ...] | None:
        """The figures of one row, blank ones among them; None where they cannot be told."""
        columns = self._known.get((row.table, None)) or self._known.get(_part(row, depth), ())
        return fit(row, self._count, columns)

    def _columns(self, members: Sequence[tuple[Row, int]]) -> Columns:
        rows = [row for row, _ in members]
        square = _is_square(members)
        whole = {places for row in rows if len(places := _places(row.figures)) == self._count}
        if len(whole) > 1 or not (square or len({_part(row, depth) for row, depth in members}) == 1):
            return ()
        columns = whole.pop() if whole else self._header if square else ()
        if columns and columns[-1] - columns[0] >= self._count and not (square and self._is_gap(columns)):
            return ()
        return columns if all(set(_places(row.figures)) <= set(columns) for row in rows) else ()

    def _is_gap(self, columns: Columns) -> bool:
        """Whether a column left out among the others is one that only the lines of the table have made."""
        return columns == self._header or self._foreign.isdisjoint(range(columns[0], columns[-1] + 1))


def _is_square(members: Sequence[tuple[Row, int]]) -> bool:
    """Whether the columns of some rows are those of one table: of a grid, or of lines of one shape.

    Where the empty cells before a label got lost, labels of the same depth stand in different columns: the first of
    each group has its heading before it.
    """
    if all(row.aligned for row, _ in members):
        return True
    depths: dict[int, set[int | None]] = defaultdict(set)
    for row, depth in members:
        depths[depth].add(row.label_column)
    alike = len(depths) > 2 and all(len(columns) == 1 for columns in depths.values())
    return alike and len({row.width for row, _ in members}) == 1 and members[0][0].in_grid


def _part(row: Row, depth: int) -> Hashable:
    return row.table, row.width, row.label_column, depth


def _places(items: Iterable[Item]) -> Columns:
    """The columns of what is printed of some items."""
    return tuple(item.where.column for item in items if item.printed and item.where.column is not None)
