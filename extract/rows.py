"""Rows: the words and figures of each line of a table, alike from a grid and from lines of text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extract.content import Block, Grid, Paragraph
from extract.label import plain
from extract.numbers import is_figure
from storage.record import Where

NOWHERE = Where()
_WORD = re.compile(r"[一-鿿]|^[0-9]{1,2}[.、．]$|^[、，。；：（）()“”《》]+$")


@dataclass(frozen=True, slots=True)
class Item:
    """One cell or word, and how `sure` its letters are.

    `opens`: it begins a cell or a line. `shared`: it reaches below its own row.
    """

    text: str
    where: Where = NOWHERE
    opens: bool = True
    shared: bool = False
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """Words, then figures. `closed`: nothing but figures follows the words on their line."""

    words: tuple[Item, ...]
    figures: tuple[Item, ...]
    aligned: bool = False
    in_grid: bool = False
    closed: bool = True


def rows(blocks: Iterable[Block]) -> Iterator[Row]:
    """All rows of some blocks in reading order."""
    lines: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block)
            continue
        yield from _rows_of_lines(lines)
        lines = []
        yield from _rows_of_grid(block)
    yield from _rows_of_lines(lines)


def fit(row: Row, count: int, columns: tuple[int, ...] = ()) -> tuple[Item, ...] | None:
    """Exactly `count` figures of a row, or None.

    They stand under the `columns` of the header; where that cannot be said, empty cells at either end may belong to
    the label or to nothing, and only what is printed from the first figure to the last counts.
    """
    if row.aligned and columns:
        under = tuple(item for item in row.figures if item.where.column in columns)
        others = (item for item in row.figures if item.where.column not in columns)
        if len(under) == count and not any(item.text for item in others):
            return under
    printed = [number for number, item in enumerate(row.figures) if item.text]
    if not printed:
        return row.figures[-count:] if len(row.figures) >= count else None
    inside = row.figures[printed[0] : printed[-1] + 1]
    return inside if len(inside) == count else None


def agreed(readings: Iterable[tuple[Item, ...] | None]) -> tuple[Item, ...] | None:
    """The figures that all readings of one row agree on, empty ones apart; None when they differ or there are none."""
    distinct = {tuple(plain(item.text) for item in items): items for items in readings if items}
    printed = {texts: items for texts, items in distinct.items() if any(texts)} or distinct
    return next(iter(printed.values())) if len(printed) == 1 else None


def joined(row: Row, following: Row) -> Row:
    """Two halves of one row, cut by the end of a page: the words of both, the figures of whichever has them."""
    halves = [half.figures for half in (row, following) if any(item.text for item in half.figures)]
    figures = halves[0] if len(halves) == 1 else row.figures if not halves else ()
    return replace(row, words=row.words + following.words, figures=figures)


def _rows_of_grid(grid: Grid) -> Iterator[Row]:
    for number, cells in enumerate(grid.rows, grid.first_row):
        printed = [(column, cell) for column, cell in enumerate(cells) if not cell.continued]
        places = [Where(grid.page, grid.number, number, column) for column, _ in printed]
        items = [
            Item(cell.text.strip(), place, sure=cell.sure) for place, (_, cell) in zip(places, printed, strict=True)
        ]
        split = _first_figure(items)
        words = tuple(item for item in items[:split] if item.text)
        own = min((cell.down for _, cell in printed), default=1)
        figures = (replace(item, shared=cell.down > own) for item, (_, cell) in zip(items, printed, strict=True))
        if words or items:
            yield Row(words, tuple(figures)[split:], grid.aligned, in_grid=True)


def _first_figure(items: list[Item]) -> int:
    """Where the words of a row end: after the last word that stands before any printed figure."""
    end = 0
    for number, item in enumerate(items):
        if not item.text:
            continue
        if _is_figure(item.text):
            break
        end = number + 1
    return end


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
