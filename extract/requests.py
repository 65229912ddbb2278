"""Table three, 收到和处理政府信息公开申请情况: 25 rows of exactly seven figures, each found by its label."""

from collections.abc import Mapping, Sequence

from extract import form as official
from extract.cells import Cells
from extract.content import Block
from extract.label import core
from extract.labelled import Labelled, best_worded, column_wordings, labelled_rows, row_wordings, text_of
from extract.rows import agreed, fit

SEEN = 3  # rows that make a table
HEADLESS = 0.8  # how sure the columns are when the header does not name them all
SLIPPED = 0.4  # 其他 behind 总计: a span of the header is wrong, and its columns stand beside their figures

Columns = Sequence[tuple[str, int | None]]


def read_requests(blocks: Sequence[Block]) -> Cells | None:
    """Reads table three; None when the document does not give it."""
    known = {row.key: row for form in official.FORMS for row in official.table("requests", form).rows}
    found = list(labelled_rows(blocks, row_wordings(known.values())))
    columns, sure = _columns(found)
    positions = tuple(place for _, place in columns if place is not None)
    cells = Cells("requests")
    fitted = 0
    candidates = _by_row(found, len(columns), positions, cells)
    for key, labelled in candidates.items():
        fitted += _read_row(cells, key, labelled, columns, sure)
    seen = sum(any(one.row.in_grid for one in labelled) for labelled in candidates.values())
    if max(fitted, seen) < SEEN:
        return None
    if sure < 1:
        what = (
            "do not stand over their columns"
            if sure == SLIPPED
            else "could not all be read; the official order was taken"
        )
        cells.warn("header-unclear", f"the column headings {what}")
    return cells


def _by_row(found: list[Labelled], count: int, positions: tuple[int, ...], cells: Cells) -> dict[str, list[Labelled]]:
    """The rows that carry figures, by row of the form."""
    by_row: dict[str, list[Labelled]] = {}
    for labelled in found:
        if labelled.match and (labelled.printed or fit(labelled.row, count, positions)):
            by_row.setdefault(labelled.match.key, []).append(labelled)
        elif labelled.printed >= count - 1:
            cells.warn("row-unknown", f"a row of figures whose label is not in the form: “{labelled.label[-40:]}”")
    return {key: best_worded(rows) for key, rows in by_row.items()}


def _read_row(cells: Cells, key: str, found: list[Labelled], columns: Columns, sure: float) -> bool:
    """Reads one row of the form from the row, or agreeing rows, of the document that carry its label."""
    positions = tuple(place for _, place in columns if place is not None)
    items = agreed(fit(one.row, len(columns), positions) for one in found)
    if items is None:
        message = f"the row has {found[0].printed} figures, not {len(columns)}, or contradicts itself"
        cells.give_up(key, (column for column, _ in columns), found[0].row.figures, message)
        return False
    cells.note_likeness(key, found[0])
    for (column, _), item in zip(columns, items, strict=True):
        cells.read(key, column, item, found[0].likeness * sure)
    return True


def _columns(found: list[Labelled]) -> tuple[Columns, float]:
    """The seven columns from left to right, with their places where the header gives them, and how sure they are."""
    labels = official.table("requests", "2021").columns
    wordings = column_wordings(labels)
    places = _places(found, wordings)
    if set(places) == set(labels) and len(set(places.values())) == len(labels):
        columns = sorted(places.items(), key=lambda item: item[1])
        return columns, SLIPPED if columns[-1][0] == "other" else 1.0
    words = core("".join(text_of(labelled.before) for labelled in found))
    named = all(any(core(label) in words for label in wordings_of) for wordings_of in labels.values())
    ordered = named and _in_order(words, labels) and not _total_first(found, labels)
    return [(column, None) for column in labels], 1.0 if ordered else HEADLESS


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


def _places(found: list[Labelled], wordings: Mapping[str, str]) -> dict[str, int]:
    """Where the header of a grid puts each column."""
    places: dict[str, int] = {}
    for labelled in found:
        for item in labelled.before if labelled.row.aligned else ():
            key = wordings.get(core(item.text))
            if key and item.where.column is not None:
                places.setdefault(key, item.where.column)
    return places
