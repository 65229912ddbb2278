"""Table three, 收到和处理政府信息公开申请情况: 25 rows of exactly seven figures, each found by its label."""

from collections.abc import Mapping, Sequence

from extract import form as official
from extract.cells import Cells
from extract.content import Block
from extract.label import core
from extract.labelled import Labelled, best_worded, column_wordings, labelled_rows, row_wordings, text_of
from extract.numbers import read_number
from extract.positions import Positions
from extract.rows import Item, Row, agreed

LONGEST = 20  # characters of the heading of a column
FEWEST = 4  # columns that make a header
SEEN = 3  # rows that make a table
HEADLESS = 0.8  # how sure the columns are when the header does not name them all
SLIPPED = 0.4  # 其他 behind 总计: a span of the header is wrong, and its columns stand beside their figures
PROVED = 0.9  # the same, where the sums of the rows say which figure is the total

Fits = Mapping[int, tuple[Item, ...] | None]

_UNCLEAR = {
    HEADLESS: "could not all be read; the official order was taken",
    SLIPPED: "do not stand over their columns",
    PROVED: "do not stand over their columns; which figure is the total was seen by the sums of the rows",
}

Columns = list[str]
Labels = Mapping[str, tuple[str, ...]]


def read_requests(blocks: Sequence[Block]) -> Cells | None:
    """Reads table three; None when the document does not give it."""
    known = {row.key: row for form in official.FORMS for row in official.table("requests", form).rows}
    labels: Labels = official.table("requests", "2021").columns
    found = list(labelled_rows(blocks, row_wordings("requests")))
    wordings = column_wordings("requests")
    places = _places([one for one in found if one.row.aligned], wordings)
    widths = {one.row.width for one in found if one.match}
    square = [one for one in found if one.row.in_grid and (one.row.aligned or widths == {one.row.width})]
    named = _places(square, wordings)
    header = tuple(sorted(set(named.values())))
    labels = _kept(labels, named, [one.row for one in found if one.match])
    depths = {key: _depth(row) for key, row in known.items()}
    rows_of_form = [
        (one.row, depths[one.match.key]) for one in found if one.match and len(one.row.figures) >= len(labels)
    ]
    positions = Positions(rows_of_form, len(labels), header, _foreign(found, wordings))
    fits = {id(one): positions.fit(one.row, depths[one.match.key]) for one in found if one.match}
    columns, sure = _columns(found, places, labels, [items for items in fits.values() if items])
    cells = Cells("requests")
    by_row = _by_row(found, fits, len(columns), cells)
    fitted = sum([_read_row(cells, key, rows, fits, columns, sure) for key, rows in by_row.items()])
    seen = sum(any(one.row.in_grid for one in rows) for rows in by_row.values())
    if max(fitted, seen) < SEEN:
        return None
    for column in official.table("requests", "2021").columns.keys() - labels.keys():
        cells.warn(
            "column-missing", f"the table has no column “{official.table('requests', '2021').columns[column][0]}”"
        )
    if sure < 1:
        cells.warn("header-unclear", f"the column headings {_UNCLEAR[sure]}")
    return cells


def _depth(row: official.Row) -> int:
    """How many headings stand before the label of a row."""
    return 0 if not row.group else 2 if row.group.startswith("（") else 1


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


def _columns(
    found: list[Labelled], places: Mapping[str, int], labels: Labels, rows: Sequence[Sequence[Item]]
) -> tuple[Columns, float]:
    """The columns from left to right, and how sure they are."""
    words = core("".join(text_of(labelled.before) for labelled in found))
    named = all(any(core(label) in words for label in wordings_of) for wordings_of in labels.values())
    ordered = named and _in_order(words, labels)
    if set(places) == set(labels) and len(set(places.values())) == len(labels):
        columns = sorted(places, key=places.__getitem__)
        if columns[-1] != "other":
            return columns, 1.0
        return (list(labels), PROVED) if ordered and _sums_prove(rows) else (columns, SLIPPED)
    return list(labels), 1.0 if ordered and not _total_first(found, labels) else HEADLESS


def _sums_prove(rows: Sequence[Sequence[Item]]) -> bool:
    """Whether the last figure of every row is the sum of the others, in one row at least of more than noughts.

    Were it not the total that stands last, but the last of its parts, this could not be.
    """
    readings = [[read_number(item.text).number or 0 for item in items] for items in rows]
    return any(row[-1] for row in readings) and all(sum(row[:-1]) == row[-1] for row in readings)


def _in_order(words: str, labels: Mapping[str, Sequence[str]]) -> bool:
    """Whether a header without places names the kinds of applicants in the official order."""
    *kinds, _, _ = (core(names[0]) for names in labels.values())  # 其他 and 总计 stand in other words as well
    places = [words.find(kind) for kind in kinds]
    return places == sorted(places)


def _total_first(found: list[Labelled], labels: Mapping[str, Sequence[str]]) -> bool:
    """Whether the total stands before its first part on one line; in a header of several it may stand above."""
    first, *_, total = (core(names[0]) for names in labels.values())
    lines: dict[tuple[int | None, ...], list[str]] = {}
    for item in (item for labelled in found for item in labelled.before):
        lines.setdefault((item.where.page, item.where.table, item.where.row), []).append(core(item.text))
    return any(line.index(total) < line.index(first) for line in lines.values() if {first, total} <= set(line))


def _foreign(found: list[Labelled], wordings: Mapping[str, str]) -> frozenset[int]:
    """The columns over which the header has words that are neither a column of the form nor a heading of several."""
    groups = {core(label) for label in official.column_groups()}
    words = (item for one in found if not one.printed for item in one.row.words if len(item.text) <= LONGEST)
    other = (item.where.column for item in words if core(item.text) not in wordings.keys() | groups)
    return frozenset(column for column in other if column is not None)


def _places(found: list[Labelled], wordings: Mapping[str, str]) -> dict[str, int]:
    """Where the header of a grid puts each column."""
    places: dict[str, int] = {}
    for labelled in found:
        for item in labelled.before:
            key = wordings.get(core(item.text))
            if key and item.where.column is not None:
                places.setdefault(key, item.where.column)
    return places
