"""Table four, 行政复议和行政诉讼情况: one row of exactly fifteen figures under three headings."""

import re
from collections.abc import Mapping, Sequence

from extract import form as official
from extract.cells import Cells
from extract.content import Block
from extract.label import core
from extract.labelled import column_wordings, text_of
from extract.rows import Row, agreed, fit, rows

HEADLESS = 0.8  # how sure the columns are when their headings are not all in their order
SEEN = 10  # column headings that make a table


def read_disputes(blocks: Sequence[Block]) -> Cells | None:
    """Reads table four; None when the document does not give it."""
    table = official.table("disputes", "2021")
    paths = [(row.key, column) for row in table.rows for column in row.columns]
    found = list(rows(blocks))
    words = core("".join(text_of(row.words) for row in found))
    wordings = column_wordings(table.columns)
    headings = [wordings[heading] for heading in re.findall("|".join(map(re.escape, wordings)), words)]
    named = all(core(row.labels[0]) in words for row in table.rows)
    places = _places(found, wordings)
    items = agreed(fit(row, len(paths), places) for row in found if len(row.figures) >= len(paths))
    cells = Cells("disputes")
    if not named or (items is None and len(headings) < SEEN):
        return None
    if items is None:
        figures = [item for row in found for item in row.figures if item.text]
        for row in table.rows:
            cells.give_up(row.key, row.columns, figures, f"there is no row of exactly {len(paths)} figures")
        return cells
    sure = 1.0
    if order := _order(headings, words, table):
        paths = order
    else:
        sure = HEADLESS
        cells.warn("header-unclear", "the column headings could not all be read; the official order was taken")
    for (row_key, column), item in zip(paths, items, strict=True):
        cells.read(row_key, column, item, sure)
    return cells


def _places(found: list[Row], wordings: Mapping[str, str]) -> tuple[int, ...]:
    """Where a grid puts the columns of outcomes."""
    cells = (item for row in found if row.aligned for item in row.words if core(item.text) in wordings)
    return tuple(sorted({item.where.column for item in cells if item.where.column is not None}))


def _order(headings: list[str], words: str, table: official.Table) -> list[tuple[str, str]] | None:
    """The fifteen columns in the order of their headings: three blocks, in each of which five name an outcome once."""
    size = len(table.columns)
    if len(headings) != size * len(table.rows):
        return None
    order: list[tuple[str, str]] = []
    blocks = sorted(table.rows, key=lambda row: words.find(core(row.labels[0])))
    for number, row in enumerate(blocks):
        five = headings[number * size : (number + 1) * size]
        if set(five) != set(table.columns):
            return None
        order += [(row.key, column) for column in five]
    return order
