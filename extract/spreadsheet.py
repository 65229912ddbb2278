"""Spreadsheets: from filled and merged places of a sheet to lines of text and grids, alike for every format of them."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import count, pairwise

from extract import limits
from extract.content import Block, Cell, Content, Grid, Paragraph
from extract.contrast import BLACK, WHITE, Colour, is_figure_like, is_like
from extract.numbers import is_figure
from extract.unreadable import Unreadable

WIDEST = 256  # columns: the last of the old format
TINY = 2.5  # points: letters so small are not seen

_CHINESE = re.compile("[一-鿿]")

NO_VALUE = "=?"  # what is put for a formula whose value was not kept: it cannot be read

Parts = tuple[tuple[str, Colour | None], ...]  # of a text, each with its colour where that is not the cell's
Place = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is shown: its number's format, whether it has a border, whether it is struck out or too small to see.

    `ink` and `ground`: the colours of its letters and of what is behind them.
    """

    code: str = "General"
    ruled: bool = False
    struck: bool = False
    ink: Colour = BLACK
    ground: Colour = WHITE

    def hides(self, text: str, ink: Colour | None = None) -> bool:
        """Whether a text in this cell, in its colour or one of its own, is a figure that is not seen on its ground."""
        return is_like(ink or self.ink, self.ground) and is_figure_like(text)

    def seen(self, parts: Parts) -> str:
        """A text as the cell shows it, figures in the colour of its ground in brackets."""
        return "".join(f"[{text}]" if self.hides(text, ink) else text for text, ink in parts)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the text of every filled place (row, column, from 0) and the merged areas (top, left, bottom, right).

    `ruled` are the places with a border; None where the format does not tell.
    """

    texts: dict[Place, str]
    merged: tuple[Area, ...] = ()
    hidden_rows: Set[int] = frozenset()
    hidden_columns: Set[int] = frozenset()
    ruled: Set[Place] | None = None


class _Row:
    """A row that holds text: its number, whether an empty one stands before it, how many of its cells have borders.

    `wide`: how far it reaches. `shapes`: where its filled cells begin, and how wide they are. `lone`: its only filled
    cell, if it has just one, holds words, and nothing reaches in from above.
    """

    def __init__(self, number: int, cells: list[Cell], apart: bool, ruled: int | None) -> None:
        self.number, self.cells, self.apart, self.ruled = number, cells, apart, ruled
        self.shapes = [(at, cell.across) for at, cell in enumerate(cells) if cell.text]
        covered = (at + 1 for at, cell in enumerate(cells) if cell.continued)
        self.wide = max((*(at + across for at, across in self.shapes), *covered), default=0)
        self.lone = self._lone()

    def _lone(self) -> Cell | None:
        if len(self.shapes) != 1:
            return None
        (at, across) = self.shapes[0]
        cell = self.cells[at]
        if cell.down > 1 or (is_figure(cell.text) and not _CHINESE.search(cell.text)):
            return None
        beside = (*self.cells[:at], *self.cells[at + across :])
        return None if any(other.continued for other in beside) else cell


def content_of(sheets: Sequence[Sheet]) -> Content:
    """All sheets as one document; a sheet counts as a page. Raises Unreadable: no-text, too-large."""
    numbers = count()
    blocks = tuple(block for page, sheet in enumerate(sheets, 1) for block in _blocks(sheet, page, numbers))
    if not blocks:
        raise Unreadable("no-text", f"the workbook has {len(sheets)} visible sheets without any text")
    return Content(blocks)


def _blocks(sheet: Sheet, page: int, numbers: "count[int]") -> Iterator[Block]:
    """Rows of one cell as lines of text, the others as grids, from top to bottom; an empty row ends a grid."""
    for stretch in _stretches(_rows(sheet)):
        grid: list[_Row] = []
        shapes = {shape for row in stretch if row.lone is None for shape in row.shapes}
        is_below = False
        for row in stretch:
            text = _line(row, is_below, shapes)
            if text is None:
                grid.append(row)
                is_below |= row.lone is None
                continue
            if grid:
                yield _grid(grid, page, next(numbers))
                grid = []
            yield from (Paragraph(line.strip(), page) for line in text.split("\n") if line.strip())
        if grid:
            yield _grid(grid, page, next(numbers))


def _stretches(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows without an empty one between them."""
    starts = [at for at, row in enumerate(rows) if row.apart or not at]
    for start, end in pairwise([*starts, len(rows)]):
        yield rows[start:end]


def _grid(rows: list[_Row], page: int, number: int) -> Grid:
    wide = max(row.wide for row in rows)
    return Grid(tuple(tuple(row.cells[:wide]) for row in rows), number, page, first_row=rows[0].number)


def _line(row: _Row, is_below: bool, shapes: Set[Place]) -> str | None:
    """The text of a row that is no part of a table; None for a row of a table.

    Borders tell the two apart. Without them, a merged cell below a table's first row, merged just as another cell of
    that table is (`shapes`), is the label of a row that was left blank.
    """
    cell = row.lone
    if cell is None:
        return None
    if row.ruled:
        return None if row.ruled > 1 else cell.text
    is_label = is_below and cell.across > 1 and row.ruled is None and any(shape in shapes for shape in row.shapes)
    return None if is_label else cell.text


def _rows(sheet: Sheet) -> list[_Row]:
    """The visible rows that hold text, numbered as in the sheet; rows that only continue others are left out."""
    if not sheet.texts:
        return []
    bottom, right = max(row for row, _ in sheet.texts), min(WIDEST, max(column for _, column in sheet.texts))
    columns = [number for number in range(right + 1) if number not in sheet.hidden_columns]
    areas = [(top, left, min(low, bottom), min(far, right)) for top, left, low, far in sheet.merged]
    visible = sorted({row for row, _ in sheet.texts} - sheet.hidden_rows)
    covered = sum((low - top + 1) * (far - left + 1) for top, left, low, far in areas if top <= low and left <= far)
    if max(covered, len(visible) * len(columns)) > 10 * limits.CELLS:
        raise Unreadable("too-large", "a sheet has more cells than any report")
    placed = _placed(sheet.texts, areas, set(visible), columns)
    reached = {row for top, left, low, _ in areas if sheet.texts.get((top, left)) for row in range(top, low + 1)}
    return [
        _Row(
            row,
            [placed.get((row, column), Cell("")) for column in columns],
            any(number not in reached and number not in sheet.hidden_rows for number in range(before + 1, row)),
            _ruled(sheet, placed, row, columns),
        )
        for before, row in pairwise([-1, *visible])
    ]


def _placed(texts: dict[Place, str], areas: list[Area], rows: Set[int], columns: list[int]) -> dict[Place, Cell]:
    """The cells by place; a merged one stands at its first visible place, and continues at its others."""
    cells = {place: Cell(text) for place, text in texts.items()}
    for top, left, low, far in areas:
        down = [row for row in range(top, low + 1) if row in rows]
        across = [column for column in columns if left <= column <= far]
        text = texts.get((top, left), "")
        cells |= {(row, column): Cell("", continued=True) for row in down for column in across}
        if down and across:
            cells[down[0], across[0]] = Cell(text, down=len(down), across=len(across))
    return cells


def _ruled(sheet: Sheet, placed: dict[Place, Cell], row: int, columns: list[int]) -> int | None:
    """How many cells of a row have a border; None where borders are not known, or the sheet has none at all."""
    if not sheet.ruled:
        return None
    own = (column for column in columns if (row, column) in sheet.ruled)
    return sum(not placed.get((row, column), Cell("")).continued for column in own)
