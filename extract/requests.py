"""Table three, 收到和处理政府信息公开申请情况: 25 rows of exactly seven figures, each found by its label."""

from collections.abc import Mapping, Sequence
from functools import cache

from extract import form as official
from extract.cells import Cells
from extract.content import Block
from extract.header import SAID, Columns, Header, Labels, heads_of
from extract.label import core
from extract.labelled import Labelled, best_worded, column_wordings, labelled_rows, row_wordings
from extract.positions import Positions
from extract.rows import Item, Row, agreed, is_twice

LONGEST = 20  # characters of the heading of a column
FEWEST = 4  # columns that make a header
SEEN = 3  # rows that make a table

Fits = Mapping[int, tuple[Item, ...] | None]


def read_requests(blocks: Sequence[Block]) -> Cells | None:
    """Reads table three; None when the document does not give it."""
    every: Labels = official.table("requests", "2021").columns
    found = list(labelled_rows(blocks, row_wordings("requests")))
    wordings = column_wordings("requests")
    named = _named(found, wordings)
    labels = _kept(every, named, [one.row for one in found if one.match])
    fits = _fits(found, len(labels), tuple(sorted(set(named.values()))), _foreign(found, wordings))
    heads = heads_of([one for one in found if one.row.aligned], wordings)
    columns, sure = Header(found, heads, labels, wordings, [items for items in fits.values() if items]).columns()
    cells = Cells("requests")
    by_row = _by_row(found, fits, len(columns), cells)
    if is_twice(([fits[id(one)] for one in rows] for rows in by_row.values()), SEEN):
        cells.warn("table-twice", "the table is there twice, once left blank; whose figures the other has is open")
        fits = dict.fromkeys(fits)
    fitted = sum([_read_row(cells, key, rows, fits, columns, sure) for key, rows in by_row.items()])
    seen = sum(any(one.row.in_grid for one in rows) for rows in by_row.values())
    if max(fitted, seen) < SEEN:
        return None
    for column in (column for column in every if column not in labels):
        cells.warn("column-missing", f"the table has no column “{every[column][0]}”")
    if sure < 1:
        cells.warn("header-unclear", f"the column headings {SAID[sure]}")
    return cells


def _named(found: Sequence[Labelled], wordings: Mapping[str, str]) -> dict[str, int]:
    """Where the header of a grid, or of lines of one shape, names the columns."""
    widths = {one.row.width for one in found if one.match}
    square = [one for one in found if one.row.in_grid and (one.row.aligned or widths == {one.row.width})]
    return {key: item.where.column or 0 for key, item in heads_of(square, wordings).items()}


def _fits(found: Sequence[Labelled], count: int, header: tuple[int, ...], foreign: frozenset[int]) -> Fits:
    """The figures of every row of the form, by the row's identity; None where they cannot be told."""
    of_form = [(one, _depths()[one.match.key]) for one in found if one.match]
    whole = ((one.row, depth) for one, depth in of_form if len(one.row.figures) >= count)
    positions = Positions(whole, count, header, foreign)
    return {id(one): positions.fit(one.row, depth) for one, depth in of_form}


@cache
def _depths() -> dict[str, int]:
    """How many headings stand before the label of each row."""
    rows = (row for form in official.FORMS for row in official.table("requests", form).rows)
    return {row.key: 0 if not row.group else 2 if row.group.startswith("（") else 1 for row in rows}


def _by_row(found: list[Labelled], fits: Fits, count: int, cells: Cells) -> dict[str, list[Labelled]]:
    """The rows that carry figures, by row of the form."""
    by_row: dict[str, list[Labelled]] = {}
    for labelled in found:
        if labelled.match and (labelled.printed or fits[id(labelled)]):
            by_row.setdefault(labelled.match.key, []).append(labelled)
        elif labelled.printed >= count - 1:
            cells.warn("row-unknown", f"a row of figures whose label is not in the form: “{labelled.label[-40:]}”")
    return {key: best_worded(rows) for key, rows in by_row.items()}


def _read_row(cells: Cells, key: str, found: list[Labelled], fits: Fits, columns: Columns, sure: float) -> bool:
    """Reads one row of the form from the row, or agreeing rows, of the document that carry its label."""
    items = agreed(fits[id(one)] for one in found)
    if items is None:
        message = f"the row has {found[0].printed} figures, not {len(columns)}, or contradicts itself"
        cells.give_up(key, columns, found[0].row.figures, message)
        return False
    cells.note_likeness(key, found[0])
    for column, item in zip(columns, items, strict=True):
        cells.read(key, column, item, found[0].likeness * sure)
    return True


def _kept(labels: Labels, named: Mapping[str, int], rows: Sequence[Row]) -> Labels:
    """The columns of the form that a table has: all, unless its header leaves some out, and every row does as well."""
    columns = sorted(named, key=named.__getitem__)
    places = sorted(set(named.values()))
    if not FEWEST <= len(places) == len(columns) < len(labels) or places[-1] - places[0] >= len(places):
        return labels
    in_order = columns == [column for column in labels if column in named]
    printed = (item.where.column for row in rows for item in row.figures if item.printed)
    if not in_order or columns[-1] != "total" or not set(printed) <= set(places):
        return labels
    return {column: labels[column] for column in columns}


def _foreign(found: list[Labelled], wordings: Mapping[str, str]) -> frozenset[int]:
    """The columns over which the header has words that are neither a column of the form nor a heading of several."""
    groups = {core(label) for label in official.column_groups()}
    words = (item for one in found if not one.printed for item in one.row.words if len(item.text) <= LONGEST)
    other = (item.where.column for item in words if core(item.text) not in wordings.keys() | groups)
    return frozenset(column for column in other if column is not None)
