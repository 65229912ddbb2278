"""Layout: the tables of a web page as grids, merged cells in their places, and the tables that only arrange a page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract import limits
from extract.content import Block, Cell, Grid, Paragraph
from extract.unreadable import Unreadable
from extract.web.sight import PICTURES, Sight, is_ornament, is_small, tidy

WIDEST = 64  # columns: a span beyond this is a slip of the pen
TALLEST = 1000  # rows, likewise
LONGEST = 300  # characters: a cell that holds more holds a page, not a figure or a label
SQUARE = 3  # rows of so many short cells that make a table one of figures, whatever else it holds

_GROUPS = ("thead", "tbody", "tfoot")
_CELLS = ("td", "th")


@dataclass(slots=True)
class _Span:
    """A merged cell that reaches into rows to come."""

    columns: range
    rows: int


def holders(tree: LexborHTMLParser) -> frozenset[int]:
    """The tables of a page that hold another of several cells, by the parser's numbers."""
    found: set[int] = set()
    if tree.css_first("table table") is None:
        return frozenset()
    for table in tree.css("table"):
        outer = table.parent if len(_own_cells(table)) > 1 else None
        while outer is not None and outer.mem_id not in found:
            found.add(outer.mem_id)
            outer = outer.parent
    return frozenset(found)


def is_layout(table: LexborNode, holding: frozenset[int]) -> bool:
    """Whether a table only arranges the page: it holds tables of several cells, or cells as long as an article."""
    if table.mem_id in holding:
        return True
    if len(table.text()) <= LONGEST or all(len(cell.text()) <= LONGEST for cell in _own_cells(table)):
        return False
    square = (sum(len(td.text()) <= LONGEST for td in _cells_of(tr)) for rows in _groups(table) for tr in rows)
    return sum(short >= SQUARE for short in square) < SQUARE


def _own_cells(table: LexborNode) -> list[LexborNode]:
    return [td for rows in _groups(table) for tr in rows for td in _cells_of(tr)]


def _cells_of(tr: LexborNode) -> Iterator[LexborNode]:
    return (td for td in tr.iter() if td.tag in _CELLS)


def grid_rows(table: LexborNode, sight: Sight) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table, each with a cell in every column; a merged cell's text stands in its first place only.

    Raises Unreadable when spans spread a few cells over more places than any report has.
    """
    grid: list[tuple[Cell, ...]] = []
    places = 0
    for group in _groups(table):
        spans: list[_Span] = []  # no cell reaches beyond its group of rows
        for tr in group:
            holders = (tr, tr.parent) if tr.parent is not None else (tr,)
            if any(map(sight.is_gone, holders)):
                continue
            row, spans = _row(tr, spans, sight)
            if any(map(sight.is_unseen, holders)):
                row = {column: replace(cell, text="", drawn=False) for column, cell in row.items()}
            elif any(map(sight.is_struck, holders)):
                row = {column: replace(cell, text=cell.text and f"[{cell.text}]") for column, cell in row.items()}
            places += len(row)
            if places > limits.CELLS:
                raise Unreadable("too-large", f"the cells of a table are spread over more than {limits.CELLS} places")
            if row:
                grid.append(tuple(row.get(place, Cell("", continued=True)) for place in range(max(row) + 1)))
    return tuple(grid)


def _groups(table: LexborNode) -> Iterator[list[LexborNode]]:
    """The rows of a table by group, the foot last."""
    groups: dict[str, list[list[LexborNode]]] = {tag: [] for tag in _GROUPS}
    for part in table.iter():
        if part.tag in groups:
            groups[part.tag].append([tr for tr in part.iter() if tr.tag == "tr"])
    for tag in _GROUPS:
        yield from groups[tag]


def _row(tr: LexborNode, spans: list[_Span], sight: Sight) -> tuple[dict[int, Cell], list[_Span]]:
    """One row by column, and the merged cells that reach below it."""
    row = dict.fromkeys((column for span in spans for column in span.columns), Cell("", continued=True))
    below = [_Span(span.columns, span.rows - 1) for span in spans if span.rows > 1]
    column = 0
    for td in _cells_of(tr):
        attributes = td.attributes
        if attributes and sight.is_gone(td):
            continue
        while column in row:
            column += 1
        across, down = _number(attributes, "colspan", WIDEST), _number(attributes, "rowspan", TALLEST)
        if across > 1:
            row |= dict.fromkeys(range(column, column + across), Cell("", continued=True))
        row[column] = _cell(td, across, down, sight)
        if down > 1:
            below.append(_Span(range(column, column + across), down - 1))
        column += across
    return row, below


def _number(attributes: Mapping[str, str | None], name: str, most: int) -> int:
    """A span; nought is one to the end of the group of rows."""
    if name not in attributes:
        return 1
    found = re.match(r"\s*(\d{1,9})", attributes[name] or "")
    if found and name == "rowspan" and int(found[1]) == 0:
        return most
    return min(max(int(found[1]), 1), most) if found else 1


def _cell(td: LexborNode, across: int, down: int, sight: Sight) -> Cell:
    if sight.is_unseen(td):
        return Cell("", across=across, down=down)
    only = td.first_child
    if only is None:
        return Cell("", across=across, down=down)
    if only.is_text_node and only.next is None:
        text = tidy(only.text_content or "")
        return Cell(f"[{text}]" if text and sight.is_mark(td) else text, across=across, down=down)
    lines = [""]
    for _, event in sight.events(td, lambda _: False, in_cell=True):
        if isinstance(event, str):
            lines[-1] += event
        elif event is None and lines[-1]:
            lines.append("")
    text = "\n".join(filter(None, map(tidy, lines)))
    drawn = sight.has_drawn_cells and any(map(_is_drawn, td.css(", ".join(PICTURES))))
    return Cell(text, across=across, down=down, drawn=drawn)


def _is_drawn(picture: LexborNode) -> bool:
    """Whether a picture in a cell may show a figure; there, a small one is no icon."""
    return not is_small(picture, 2) and not is_ornament(picture)


def framed(grid: Grid) -> Iterator[Block]:
    """A grid, but rows of one cell across the whole width as what they are: lines of text in a frame."""
    start = 0
    for at, (first, *others) in enumerate(grid.rows):
        if first.continued or first.drawn or not all(cell.continued for cell in others):
            continue
        if at > start:
            yield replace(grid, rows=grid.rows[start:at], first_row=start)
        lines = (line.strip() for line in first.text.split("\n"))
        yield from (Paragraph(line, grid.page, grid.path) for line in lines if line)
        start = at + 1
    if start < len(grid.rows):
        yield replace(grid, rows=grid.rows[start:], first_row=start)
