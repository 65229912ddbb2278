"""Rows: the words and figures of each line of a table, alike from a grid and from lines of text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from extract import form as official
from extract.content import Block, Cell, Grid, Paragraph
from extract.label import core, plain
from extract.numbers import is_figure
from extract.remembered import remembered
from storage.record import Where

NOWHERE = Where()
_LABEL = re.compile(r"[（(]?(?:[一二三四五六七八九十]|\d)\s*[）)、.．]")
LONGEST = 8  # characters of words that stand in place of a figure; labels are longer
WHOLE_LINES = 10  # rows of figures whose common column tells where figures begin …
ALIKE = 0.8  # … when so many of them share it
HEADER = 4  # rows in which the header of a table stands
_WORD = re.compile(r"[一-鿿]|^[0-9]{1,2}[.、．]$|^[、，。；：（）()“”《》]+$")


class Item(NamedTuple):
    """One cell or word, and how `sure` its letters are.

    `opens`: it begins a cell or a line. `shared`: it reaches below its own row. `drawn`: a picture stands in it.
    `across`: how many columns of a grid it takes.
    """

    text: str
    where: Where = NOWHERE
    opens: bool = True
    shared: bool = False
    sure: float = 1.0
    drawn: bool = False
    across: int = 1

    @property
    def printed(self) -> bool:
        """Whether anything stands there."""
        return self.text != "" or self.drawn


@dataclass(frozen=True, slots=True)
class Row:
    """Words, then figures. `closed`: nothing but figures follows the words on their line.

    In a grid, `aligned` says that the columns of its cells can be relied on, `width` how many cells its line has.
    """

    words: tuple[Item, ...]
    figures: tuple[Item, ...]
    aligned: bool = False
    in_grid: bool = False
    closed: bool = True
    width: int = 0

    @property
    def table(self) -> int | None:
        """The number of the grid it stands in."""
        return next((item.where.table for item in (*self.words, *self.figures)), None)

    @property
    def label_column(self) -> int | None:
        """The column of the last word before its figures."""
        return self.words[-1].where.column if self.words else None

    @property
    def printed(self) -> tuple[Item, ...]:
        """The figures from the first that is printed to the last."""
        places = [number for number, item in enumerate(self.figures) if item.printed]
        return self.figures[places[0] : places[-1] + 1] if places else ()


class _Line(NamedTuple):
    """What stands in a row of a grid, its cells, how many it has in all, and after which the words end."""

    items: list[Item]
    cells: list[Cell]
    width: int
    end: int


def rows(blocks: Iterable[Block]) -> Iterator[Row]:
    """All rows of some blocks in reading order."""
    lines: list[Paragraph] = []
    before: Grid | None = None
    beside: frozenset[int] = frozenset()
    first: int | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block)
            continue
        yield from _rows_of_lines(lines)
        lines = []
        goes_on = before is not None and _goes_on(before, block)
        beside = _beside(block) or (beside if goes_on else frozenset())
        found = _lines(block, beside)
        first = _first_column(found) or (first if goes_on else None)
        before = block
        yield from _rows_of_grid(block, found, first)
    yield from _rows_of_lines(lines)


def fit(row: Row, count: int, columns: tuple[int, ...] = ()) -> tuple[Item, ...] | None:
    """Exactly `count` figures of a row, or None.

    They stand in the given `columns`; where that cannot be said, empty cells at either end may belong to the label or
    to nothing, and only what is printed from the first figure to the last counts, unless cells between are empty, too.
    """
    under = tuple(item for item in row.figures if item.where.column in columns)
    others = (item for item in row.figures if item.where.column not in columns)
    if len(under) == count and not any(item.printed for item in others):
        return under
    inside = row.printed
    if not inside:
        return row.figures[-count:] if len(row.figures) >= count else None
    certain = len(row.figures) == count or all(item.printed for item in inside)
    return inside if len(inside) == count and certain else None


def agreed(readings: Iterable[tuple[Item, ...] | None]) -> tuple[Item, ...] | None:
    """The figures that all readings of one row agree on, empty ones apart; None when they differ or there are none."""
    known = [items for items in readings if items]
    if len(known) == 1:
        return known[0]
    distinct = {tuple((plain(item.text), item.drawn) for item in items): items for items in known}
    printed = {texts: items for texts, items in distinct.items() if any(map(any, texts))} or distinct
    return next(iter(printed.values())) if len(printed) == 1 else None


def is_twice(rows_of_form: Iterable[Sequence[tuple[Item, ...] | None]], least: int) -> bool:
    """Whether a table is there twice, once left blank: whose figures the other has is open.

    So many rows at least must be blank in one grid and printed in another; fewer are cut by the end of a page.
    """
    return sum(map(_is_both, rows_of_form)) >= least


def _is_both(readings: Sequence[tuple[Item, ...] | None]) -> bool:
    known = [items for items in readings if items]
    if len(known) < 2:
        return False
    blank = {items[0].where.table for items in known if not any(item.printed for item in items)}
    printed = {items[0].where.table for items in known if any(item.printed for item in items)}
    return bool(blank and printed) and not blank & printed


def joined(row: Row, following: Row) -> Row:
    """Two halves of one row, cut by the end of a page: the words of both, the figures of whichever has them."""
    halves = [half.figures for half in (row, following) if any(item.printed for item in half.figures)]
    figures = halves[0] if len(halves) == 1 else row.figures if not halves else ()
    return replace(row, words=row.words + following.words, figures=figures)


def _lines(grid: Grid, beside: frozenset[int]) -> list[_Line]:
    lines: list[_Line] = []
    for number, cells in enumerate(grid.rows, grid.first_row):
        own = [(column, cell) for column, cell in enumerate(cells) if not cell.continued]
        kept = [(column, cell) for column, cell in own if column not in beside] if beside else own
        items = [_item(cell, Where(grid.page, grid.number, number, column)) for column, cell in kept]
        lines.append(_Line(items, [cell for _, cell in kept], len(own), _first_figure(items)))
    return lines


def _rows_of_grid(grid: Grid, lines: Iterable[_Line], first: int | None) -> Iterator[Row]:
    for items, cells, width, end in lines:
        if not items:
            continue
        split = end if first is None else _without_stand_ins(items, end, first)
        words = tuple(item for item in items[:split] if item.text)
        lowest = min(cell.down for cell in cells)
        figures = (
            item if cell.down == lowest else item._replace(shared=True)
            for item, cell in zip(items[split:], cells[split:], strict=True)
        )
        yield Row(words, tuple(figures), grid.aligned, in_grid=True, width=width)


def _first_column(lines: Iterable[_Line]) -> int | None:
    """The column in which the figures of nearly all lines begin."""
    firsts = (next((item for item in line.items[line.end :] if item.printed), None) for line in lines)
    starts = [item.where.column for item in firsts if item]
    if len(starts) < WHOLE_LINES:
        return None
    column, count = Counter(starts).most_common(1)[0]
    return column if count >= ALIKE * len(starts) else None


def _item(cell: Cell, where: Where) -> Item:
    return Item(cell.text.strip(), where, True, False, cell.sure, cell.drawn, cell.across)


def _goes_on(before: Grid, grid: Grid) -> bool:
    """Whether a grid may be the rest of the one before it."""
    return before.number == grid.number or max(map(len, before.rows), default=0) == max(map(len, grid.rows), default=0)


def _beside(grid: Grid) -> frozenset[int]:
    """The columns of a grid that its first rows head as its makers' own: numbers of rows, remarks."""
    return frozenset(
        column
        for cells in (grid.rows[:HEADER] if grid.aligned or len(set(map(len, grid.rows))) == 1 else ())
        for start, cell in enumerate(cells)
        if cell.text and core(cell.text) in _beside_wordings(start > 0)
        for column in range(start, start + cell.across)
    )


@cache
def _beside_wordings(behind: bool) -> frozenset[str]:
    """What such a column is called: a first cell that says 备注 heads a line of remarks, and no column."""
    return frozenset(map(core, (*official.serial(), *(official.remarks() if behind else ()))))


def _first_figure(items: Sequence[Item]) -> int:
    """Where the words of a row end: after the last word that stands before any printed figure."""
    end = 0
    for number, item in enumerate(items):
        if item.text:
            if _is_figure(item.text):
                break
            end = number + 1
    return end


def _without_stand_ins(items: Sequence[Item], end: int, column: int) -> int:
    """Where the words of a row end, but for those that stand in place of figures.

    These are words from the `column` on in which figures stand, with a label before them and a figure behind, unless
    they are labels themselves.
    """
    if not any(item.text for item in items[end:]):
        return end
    start = next((at for at, item in enumerate(items[:end]) if (item.where.column or 0) >= column), end)
    labels = any(_is_label(item.text) for item in items[start:end])
    return start if any(item.text for item in items[:start]) and not labels else end


def _is_label(text: str) -> bool:
    return bool(_LABEL.match(text)) or len(text) > LONGEST or core(text) in _row_labels()


@cache
def _row_labels() -> frozenset[str]:
    tables = (official.table("requests", form) for form in official.FORMS)
    return frozenset(core(label) for table in tables for row in table.rows for label in row.labels)


@remembered
def _is_figure(text: str) -> bool:
    """Whether a cell or word stands where a figure does: labels are Chinese, the rest is a figure gone wrong."""
    return is_figure(text) or not _WORD.search(text)


def _rows_of_lines(lines: Iterable[Paragraph]) -> Iterator[Row]:
    words: list[Item] = []
    figures: list[Item] = []
    for number, line in enumerate(lines):
        for position, token in enumerate(line.text.split()):
            item = Item(token, Where(line.page, None, number, position), position == 0, sure=line.sure)
            if _is_figure(token):
                figures.append(item)
                continue
            if figures:
                yield Row(tuple(words), tuple(figures), closed=item.opens)
                words, figures = [], []
            words.append(item)
    if words or figures:
        yield Row(tuple(words), tuple(figures))
