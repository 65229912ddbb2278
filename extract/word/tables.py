"""Tables of a DOCX: their boxes laid out in columns, cells merged across and down found together again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from extract.content import Cell
from extract.word.names import VAL, Element, W, read_whole, switch
from extract.word.opening import is_gone, opened
from extract.word.shapes import Drawn

WIDEST = 64  # columns: a span beyond this is a slip of the pen
LONGEST = 300  # characters: a cell that holds more holds a page, not a figure or a label
SNAP = 60  # twips, 3 points: edges no farther apart are one line


@dataclass(slots=True)
class Box:
    """One cell as the file gives it: where it begins, how far it reaches, and whether it continues the one above.

    `element` is None for the gap before the first cell of a row or behind its last. `width` is what the row says in
    twips, None when it does not say it in them.
    """

    element: Element | None
    column: int
    across: int
    continues: bool = False
    merges: bool = False
    width: int | None = None
    down: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table laid out. `only` are its items when it is a mere frame around them, and no table at all.

    Of each row: its cells, and the items of its only cell when that reaches across the whole width.
    """

    rows: tuple[tuple[tuple[Cell, ...], "list[Item] | None"], ...]
    aligned: bool = True
    only: "list[Item] | None" = None


Item: TypeAlias = str | Table | Drawn
Laid = list[list[tuple[Box, list[Item]]]]


def boxes_of(table: Element) -> tuple[list[list[Box]], bool]:
    """The boxes of every row that is printed, and whether their columns can be relied on."""
    rows = [_row(row) for row in opened(table) if row.tag == f"{W}tr" and not _is_hidden(row.find(f"{W}trPr"))]
    aligned = len({_end(row) for row in rows if row}) < 2 or _set_by_width(rows)
    _merge_down(rows)
    return rows, aligned


def laid_out(rows: Laid, aligned: bool) -> Table:
    """The table that boxes with their items make."""
    if _is_layout(rows):
        return Table((), only=[item for row in rows for box, items in row if not box.continues for item in items])
    width = max((_end([box for box, _ in row]) for row in rows), default=0)
    laid = []
    for row in rows:
        alone = len(row) == 1 and not row[0][0].continues and row[0][0].across >= width
        laid.append((tuple(_cells(row)), row[0][1] if alone else None))
    return Table(tuple(laid), aligned)


def _is_hidden(properties: Element | None) -> bool:
    return is_gone(properties) or bool(switch(properties, "hidden"))


def _row(row: Element) -> list[Box]:
    properties = _about(row, "trPr")
    boxes = list(_gap(properties, "Before", 0))
    for cell in opened(row):
        about = _about(cell, "tcPr")
        if cell.tag != f"{W}tc" or f"{W}cellDel" in about:
            continue
        across = max(_whole(about, "gridSpan"), 1)
        if boxes and _merge(about, "hMerge") is False:
            boxes[-1].across += across
            boxes[-1].width = _sum(boxes[-1].width, _width(about, "tcW"))
        else:
            down = _merge(about, "vMerge")
            boxes.append(Box(cell, _end(boxes), across, down is False, down is not None, _width(about, "tcW")))
    return [*boxes, *_gap(properties, "After", _end(boxes))]


def _about(element: Element, name: str) -> dict[str, Element]:
    """The properties of a row or cell by their names."""
    found = element.find(W + name)
    return {str(child.tag): child for child in found} if found is not None else {}


def _gap(properties: dict[str, Element], where: str, column: int) -> Iterator[Box]:
    """The columns before the first cell of a row, or behind its last, where there is none."""
    if across := _whole(properties, f"grid{where}"):
        yield Box(None, column, across, continues=True, width=_width(properties, f"w{where}"))


def _whole(about: dict[str, Element], name: str) -> int:
    """A number of columns, 0 when it is not given."""
    found = about.get(W + name)
    return min(read_whole(found.get(VAL)), WIDEST) if found is not None else 0


def _merge(about: dict[str, Element], name: str) -> bool | None:
    """Whether a merged cell begins here; None when the cell is not merged in that direction."""
    found = about.get(W + name)
    return None if found is None else found.get(VAL) == "restart"


def _width(about: dict[str, Element], name: str) -> int | None:
    found = about.get(W + name)
    return read_whole(found.get(f"{W}w")) or None if found is not None and found.get(f"{W}type") == "dxa" else None


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _end(row: Iterable[Box]) -> int:
    return max((box.column + box.across for box in row), default=0)


def _set_by_width(rows: list[list[Box]]) -> bool:
    """Sets the columns by the widths of the boxes; False, and nothing is changed, where the widths do not agree."""
    filled = [row for row in rows if row]
    if any(box.width is None for row in filled for box in row):
        return False
    edges = [[0, *accumulate(box.width or 0 for box in row)] for row in filled]
    widest = max(row[-1] for row in edges)
    lines = _lines(sorted(edge for row in edges for edge in row if widest - row[-1] <= SNAP))
    places = [[_line_at(edge, lines) for edge in row] for row in edges]
    if any(place is None for row in places for place in row):
        return False
    for row, columns in zip(filled, places, strict=True):
        for box, first, last in zip(row, columns, columns[1:], strict=False):
            box.column, box.across = first or 0, max(1, (last or 0) - (first or 0))
    return True


def _lines(edges: list[int]) -> list[list[int]]:
    """The edges that lie on one line, from left to right."""
    lines = [[edges[0]]]
    for edge in edges[1:]:
        if edge - lines[-1][-1] <= SNAP:
            lines[-1].append(edge)
        else:
            lines.append([edge])
    return lines


def _line_at(edge: int, lines: list[list[int]]) -> int | None:
    """The number of the line on which an edge lies."""
    return next((number for number, on in enumerate(lines) if on[0] - SNAP <= edge <= on[-1] + SNAP), None)


def _merge_down(rows: list[list[Box]]) -> None:
    """Finds for every box that continues one above the box that it continues; without one it begins by itself."""
    above: dict[int, Box] = {}
    for row in rows:
        here: dict[int, Box] = {}
        for box in row:
            if box.element is None:
                continue
            first = above.get(box.column) if box.continues else None
            box.continues = first is not None
            if first is not None:
                first.down += 1
            if box.merges:
                here[box.column] = first or box
        above = here


def _is_layout(rows: Laid) -> bool:
    """Whether a table only arranges the page: one cell, or beside others a cell that holds tables or an article."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return True
    return any(_is_page(items) for row in rows if len(row) > 1 for _, items in row)


def _is_page(items: list[Item]) -> bool:
    texts = [item for item in items if isinstance(item, str)]
    return any(isinstance(item, Table) for item in items) or sum(map(len, texts)) > LONGEST


def _cells(row: list[tuple[Box, list[Item]]]) -> Iterator[Cell]:
    column = 0
    for box, items in row:
        yield from [Cell("", continued=True)] * (box.column - column)
        text = "\n".join(item for item in items if isinstance(item, str))
        if box.continues:
            yield Cell("", continued=True)
        else:
            yield Cell(text, down=box.down, across=box.across, drawn=any(isinstance(item, Drawn) for item in items))
        yield from [Cell("", continued=True)] * (box.across - 1)
        column = box.column + box.across
