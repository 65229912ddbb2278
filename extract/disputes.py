"""Table four, 行政复议和行政诉讼情况: exactly fifteen figures under three headings, in one row or in parts."""

import re
from collections.abc import Mapping, Sequence

from extract import form as official
from extract.cells import Cells
from extract.content import Block
from extract.label import core
from extract.labelled import column_wordings, text_of
from extract.rows import Item, Row, agreed, fit, rows

HEADLESS = 0.8  # how sure the columns are when their headings are not all in their order
SEEN = 10  # column headings that make a table


def read_disputes(blocks: Sequence[Block]) -> Cells | None:
    """Reads table four; None when the document does not give it."""
    table = official.table("disputes", "2021")
    paths = [(row.key, column) for row in table.rows for column in row.columns]
    found = list(rows(blocks))
    words = core("".join(text_of(row.words) for row in found))
    wordings = column_wordings("disputes")
    headings = [wordings[heading] for heading in re.findall("|".join(map(re.escape, wordings)), words)]
    named = all(core(row.labels[0]) in words for row in table.rows)
    places = _places(found, wordings)
    items = agreed(fit(row, len(paths), places) for row in found if len(row.figures) >= len(paths))
    cells = Cells("disputes")
    if named and items is None and (parts := _parts(found, table, wordings)):
        for row_key, column in paths:
            cells.read(row_key, column, parts[row_key][column], 1.0)
        return cells
    if not named or (items is None and len(headings) < SEEN):
        return None
    if items is None:
        figures = [item for row in found for item in row.figures if item.text]
        for row in table.rows:
            cells.give_up(row.key, row.columns, figures, f"there is no row of exactly {len(paths)} figures")
        return cells
    sure = 1.0
    if order := _order(headings, words, table) or _order_of_columns(items, found, table, wordings):
        paths = order
    else:
        sure = HEADLESS
        cells.warn("header-unclear", "the column headings could not all be read; the official order was taken")
    for (row_key, column), item in zip(paths, items, strict=True):
        cells.read(row_key, column, item, sure)
    return cells


def _parts(found: list[Row], table: official.Table, wordings: Mapping[str, str]) -> dict[str, dict[str, Item]]:
    """The figures where some print the three blocks below each other, or in tables of their own; all or none."""
    headings: list[Item] = []
    before: list[Item] = []
    parts: dict[str, dict[str, Item]] = {}
    blocks = {core(part.labels[0]) for part in table.rows}
    for row in found:
        before += [word for word in row.words if row.in_grid or core(word.text) in blocks]
        if len(row.figures) < len(table.columns):
            continue
        own = [word for word in before if core(word.text) in wordings]
        headings = own or headings
        keys = [part.key for part in _in_order(core(text_of(before)), table.rows)]
        columns = [wordings[core(word.text)] for word in headings]
        places = tuple(word.where.column for word in headings if word.where.column is not None) if row.aligned else ()
        items = fit(row, len(columns), places)
        whole = [set(columns[at : at + len(table.columns)]) == set(table.columns) for at in _starts(columns, table)]
        if not items or not all(whole) or len(whole) != len(keys) or parts.keys() & set(keys):
            return {}
        for key, at in zip(keys, _starts(columns, table), strict=True):
            end = at + len(table.columns)
            parts[key] = dict(zip(columns[at:end], items[at:end], strict=True))
        before = []
    return parts if len(parts) == len(table.rows) else {}


def _starts(columns: Sequence[str], table: official.Table) -> range:
    return range(0, len(columns), len(table.columns))


def _in_order(words: str, parts: Sequence[official.Row]) -> list[official.Row]:
    """The blocks that some words name, in the order of their names."""
    named = [part for part in parts if core(part.labels[0]) in words]
    return sorted(named, key=lambda part: words.find(core(part.labels[0])))


def _places(found: list[Row], wordings: Mapping[str, str]) -> tuple[int, ...]:
    """Where a grid, or lines of one shape, put the columns of outcomes."""
    even = len({row.width for row in found if row.in_grid}) == 1
    square = [row for row in found if row.aligned or (row.in_grid and even)]
    cells = (item for row in square for item in row.words if core(item.text) in wordings)
    return tuple(sorted({item.where.column for item in cells if item.where.column is not None}))


def _order(headings: list[str], words: str, table: official.Table) -> list[tuple[str, str]] | None:
    """The fifteen columns in the order of their headings: three blocks, in each of which five name an outcome once."""
    size = len(table.columns)
    if len(headings) != size * len(table.rows):
        return None
    order: list[tuple[str, str]] = []
    for number, row in enumerate(_in_order(words, table.rows)):
        five = headings[number * size : (number + 1) * size]
        if set(five) != set(table.columns):
            return None
        order += [(row.key, column) for column in five]
    return order


def _order_of_columns(
    items: Sequence[Item], found: list[Row], table: official.Table, wordings: Mapping[str, str]
) -> list[tuple[str, str]] | None:
    """The fifteen columns by what stands last over each of them, where spans were dissolved into repeated words."""
    grid = items[0].where.table
    above: dict[int | None, list[str]] = {}
    for word in (word for row in found if row.aligned and row.table == grid for word in row.words):
        above.setdefault(word.where.column, []).append(core(word.text))
    blocks = {core(label): row.key for row in table.rows for label in row.labels}
    order = [
        (next((blocks[word] for word in words if word in blocks), ""), wordings.get(words[0], "") if words else "")
        for words in (above.get(item.where.column, [])[::-1] for item in items)
    ]
    return order if set(order) == {(row.key, column) for row in table.rows for column in table.columns} else None
