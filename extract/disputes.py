"""Table four, 行政复议和行政诉讼情况: exactly fifteen figures under three headings, in one row or in parts.

The order of the form is certain where the headings come in it, and in a grid none stands away from its figure.
Another order is believed in a grid alone: where each heading stands over its figure, each block over its five, and
总计 is the last of them or what the others add up to. Where outcomes are the rows and blocks the columns, each figure
has its row and its column to say whose it is.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

from extract import form as official
from extract.cells import Cells
from extract.content import Block
from extract.label import core
from extract.labelled import column_wordings, text_of
from extract.numbers import read_number
from extract.rows import Item, Row, agreed, fit, rows

HEADLESS = 0.8  # how sure the columns are when their headings cannot all be read, or stand away from their figures
SLIPPED = 0.4  # the headings are against the order of the form, and do not prove another
SAID = {
    HEADLESS: "could not all be read; the official order was taken",
    SLIPPED: "do not stand over their columns",
}
SEEN = 10  # column headings that make a table

Path = tuple[str, str]


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
    items = None if _is_twice(found, len(paths)) else _fitted(found, len(paths), places)
    cells = Cells("disputes")
    if named and items is None and (parts := _parts(found, table, wordings) or _turned(found, table, wordings)):
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
    order, sure = _order(found, headings, items, table, wordings)
    if sure < 1:
        cells.warn("header-unclear", f"the column headings {SAID[sure]}")
    for (row_key, column), item in zip(order, items, strict=True):
        cells.read(row_key, column, item, sure)
    return cells


def _fitted(found: list[Row], count: int, places: tuple[int, ...]) -> tuple[Item, ...] | None:
    return agreed(fit(row, count, places) for row in found if len(row.figures) >= count)


def _is_twice(found: list[Row], count: int) -> bool:
    """Whether a row is blank and another has figures, with words between them: of another year, or of another body."""
    whole = [at for at, row in enumerate(found) if len(row.figures) >= count]
    printed = [any(item.printed for item in found[at].figures) for at in whole]
    between = (any(row.words for row in found[one + 1 : other + 1]) for one, other in pairwise(whole))
    return any(words and one != other for words, (one, other) in zip(between, pairwise(printed), strict=True))


def _parts(found: list[Row], table: official.Table, wordings: Mapping[str, str]) -> dict[str, dict[str, Item]]:
    """The figures where some print the three blocks below each other, or in tables of their own; all or none."""
    headings: list[Item] = []
    before: list[Item] = []
    widths: set[int] = set()
    shape: set[int] = set()
    parts: dict[str, dict[str, Item]] = {}
    blocks = {core(part.labels[0]) for part in table.rows}
    for row in found:
        whole_line = row.in_grid or core(text_of(row.words)) in blocks
        before += [word for word in row.words if whole_line or core(word.text) in blocks]
        widths |= {row.width} if any(core(word.text) in wordings for word in row.words) else set()
        if len(row.figures) < len(table.columns):
            continue
        own = [word for word in before if core(word.text) in wordings]
        headings, shape = (own, widths) if own else (headings, shape)
        keys = [part.key for part in _in_order(core(text_of(before)), table.rows)]
        columns = [wordings[core(word.text)] for word in headings]
        square = row.aligned or (row.in_grid and shape == {row.width})
        places = (word.where.column for word in headings if square and word.where.column is not None)
        items = fit(row, len(columns), tuple(places))
        whole = [set(columns[at : at + len(table.columns)]) == set(table.columns) for at in _starts(columns, table)]
        if not items or not all(whole) or len(whole) != len(keys) or parts.keys() & set(keys):
            return {}
        if not all(_is_borne_out(columns[at : at + 5], items[at : at + 5]) for at in _starts(columns, table)):
            return {}
        for key, at in zip(keys, _starts(columns, table), strict=True):
            end = at + len(table.columns)
            parts[key] = dict(zip(columns[at:end], items[at:end], strict=True))
        before, widths = [], set()
    return parts if len(parts) == len(table.rows) else {}


def _turned(found: list[Row], table: official.Table, wordings: Mapping[str, str]) -> dict[str, dict[str, Item]]:
    """The figures where outcomes are the rows of one grid, and the blocks its columns; all or none.

    Certain only where each block stands above its figures in a column of its own, and each row bears one outcome.
    """
    grid = [row for row in found if row.in_grid]
    lines = [row for row in grid if row.words and row.figures]
    outcomes = [wordings.get(core(row.words[-1].text), "") for row in lines]
    names = {core(part.labels[0]): part.key for part in table.rows}
    heads = [item for row in takewhile(lambda row: row not in lines, grid) for item in row.words]
    blocks = [(item.where.column, names[core(item.text)]) for item in heads if core(item.text) in names]
    alone = len({row.table for row in grid}) == 1 and all(row.aligned for row in grid)
    whole = sorted(outcomes) == sorted(table.columns) and sorted(key for _, key in blocks) == sorted(names.values())
    under = [{item.where.column: item for item in row.figures} for row in lines]
    if not (alone and whole and all(line.keys() == dict(blocks).keys() for line in under)):
        return {}
    return {block: {key: line[at] for key, line in zip(outcomes, under, strict=True)} for at, block in blocks}


def _starts(columns: Sequence[object], table: official.Table) -> range:
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


def _order(
    found: list[Row], headings: list[str], items: Sequence[Item], table: official.Table, wordings: Mapping[str, str]
) -> tuple[list[Path], float]:
    """The fifteen columns from left to right, and how sure they are."""
    form = [(row.key, column) for row in table.rows for column in row.columns]
    cells = [item for row in found if row.aligned for item in row.words]
    heads = {(item.where.column, wordings[core(item.text)]) for item in cells if core(item.text) in wordings}
    places = {column for column, _ in heads}
    if len(heads) == len(places) == len(form):
        if places != {item.where.column for item in items}:
            return form, SLIPPED if _is_against(found, headings, table) else HEADLESS
        order, firm = _by_place(cells, [key for _, key in sorted(heads, key=lambda head: head[0] or 0)], table, items)
        return (order, 1.0) if order == form or firm else (form, SLIPPED)
    if _is_against(found, headings, table):
        return form, SLIPPED
    return form, 1.0 if headings == [column for _, column in form] else HEADLESS


def _by_place(
    cells: Sequence[Item], columns: Sequence[str], table: official.Table, items: Sequence[Item]
) -> tuple[list[Path], bool]:
    """The columns as their headings stand, five to a block; and whether another order than the form's is proved."""
    names = {core(row.labels[0]): row.key for row in table.rows}
    blocks = {names[core(item.text)]: item for item in reversed(cells) if core(item.text) in names}
    keys = sorted(blocks, key=lambda key: blocks[key].where.column or 0)
    order: list[Path] = []
    firm = len(keys) == len(table.rows)
    for key, at in zip(keys, _starts(columns, table), strict=False):
        five, figures = columns[at : at + len(table.columns)], items[at : at + len(table.columns)]
        order += [(key, column) for column in five]
        stands = (blocks[key].where.column, blocks[key].across) == (figures[0].where.column, len(five))
        firm = firm and stands and set(five) == set(table.columns) and _is_borne_out(five, figures)
    return order, firm


def _is_borne_out(columns: Sequence[str], items: Sequence[Item]) -> bool:
    """Whether the total is the last of five, or the others add up to it, and do not to the last."""
    if columns[-1] == "total":
        return True
    figures = [read_number(item.text).number or 0 for item in items]
    total, last = figures[columns.index("total")], figures[-1]
    return 2 * total == sum(figures) != 2 * last


def _is_against(found: list[Row], headings: Sequence[str], table: official.Table) -> bool:
    """Whether headings are read in another order than the form's."""
    names = [*(core(row.labels[0]) for row in table.rows), *{core(row.group) for row in table.rows if row.group}]
    firsts: dict[str, int] = {}
    for number, item in enumerate(item for row in found for item in row.words):
        if core(item.text) in names:
            firsts.setdefault(core(item.text), number)
    review, *suits = (
        (firsts[name] for name in names if name in firsts) if core(table.rows[0].labels[0]) in firsts else (0,)
    )
    size = len(table.columns)
    whole = len(headings) == size * len(table.rows)
    return any(review > suit for suit in suits) or (whole and list(headings) != [*table.columns] * len(table.rows))
