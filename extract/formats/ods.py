"""ODS: the visible sheets of an OpenDocument spreadsheet, each cell as the text that it shows."""

from collections.abc import Iterator, Sequence

from lxml import etree

from extract import limits
from extract.container import Container, local
from extract.content import Content
from extract.contrast import Colour
from extract.ods_styles import Styles
from extract.ods_styles import value as _value
from extract.registry import reads
from extract.sniff import ODS
from extract.spreadsheet import NO_VALUE, Area, Parts, Place, Sheet, content_of
from extract.unreadable import Unreadable

Element = etree._Element

_HIDDEN = ("collapse", "filter")
_SILENT = ("annotation", "note", "ruby-text")


@reads(ODS)
def read_ods(data: bytes) -> Content:
    """Every visible sheet. Raises Unreadable: damaged, encrypted, too-large, no-text."""
    container = Container(data)
    if "META-INF/manifest.xml" in container and b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise Unreadable("encrypted", "the spreadsheet is encrypted and asks for a password")
    root = container.xml("content.xml")
    hidden = set(_hidden_styles(root))
    styles = Styles()
    styles.add(root)
    if "styles.xml" in container:
        styles.add(container.xml("styles.xml"))
    tables = root.iterfind("{*}body/{*}spreadsheet/{*}table")
    return content_of([_sheet(table, styles) for table in tables if _value(table, "style-name") not in hidden])


def _hidden_styles(root: Element) -> Iterator[str]:
    for style in root.iter("{*}style"):
        if any(_value(one, "display") == "false" for one in style.iterchildren("{*}table-properties")):
            yield _value(style, "name")


def _times(element: Element, name: str) -> int:
    text = _value(element, name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _sheet(table: Element, styles: Styles) -> Sheet:
    columns = list(_column_styles(table))
    texts: dict[Place, str] = {}
    merged: list[Area] = []
    hidden_rows: set[int] = set()
    row = 0
    for element in table.iter("{*}table-row"):
        times = _times(element, "number-rows-repeated")
        own, areas = _row(element, styles, columns)
        if _value(element, "visibility") in _HIDDEN:
            hidden_rows.update(range(row, row + min(times, limits.CELLS)))
        if len(texts) + len(own) * times > limits.CELLS:
            raise Unreadable("too-large", f"a sheet has more than {limits.CELLS} filled cells")
        for number in range(row, row + times) if own else ():
            texts |= {(number, column): text for column, text in own.items()}
        merged += [(row, left, row + down - 1, far) for left, far, down in areas]
        row += times
    return Sheet(texts, tuple(merged), hidden_rows, _hidden_columns(table))


def _column_styles(table: Element) -> Iterator[str]:
    """The style of cells that name none, column by column."""
    for element in table.iter("{*}table-column"):
        times = _times(element, "number-columns-repeated")
        yield from [_value(element, "default-cell-style-name")] * min(times, limits.CELLS)


def _hidden_columns(table: Element) -> set[int]:
    hidden: set[int] = set()
    column = 0
    for element in table.iter("{*}table-column"):
        times = _times(element, "number-columns-repeated")
        if _value(element, "visibility") in _HIDDEN:
            hidden.update(range(column, column + min(times, limits.CELLS)))
        column += times
    return hidden


def _row(element: Element, styles: Styles, columns: Sequence[str]) -> tuple[dict[int, str], list[tuple[int, int, int]]]:
    """The texts of a row by column, and its merged cells: first and last column, rows down."""
    of_row = _value(element, "default-cell-style-name")
    texts: dict[int, str] = {}
    areas: list[tuple[int, int, int]] = []
    column = 0
    for cell in element:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = _times(cell, "number-columns-repeated")
        own = _value(cell, "style-name") or of_row
        filled = local(cell) == "table-cell" and (len(cell) > 0 or _value(cell, "formula"))
        for at in range(column, column + min(times, limits.CELLS)) if filled else ():
            if text := _text(cell, styles, own or (columns[at] if at < len(columns) else "")):
                texts[at] = text
        across, down = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
        if across * down > 1:
            areas.append((column, column + across - 1, down))
        column += times
    return texts, areas


def _text(cell: Element, styles: Styles, name: str) -> str:
    """What a cell of a style shows; a formula that shows nothing has lost its value."""
    style = styles.of(name)
    lines = [style.seen(_words(line, styles)) for line in cell.iterchildren("{*}p")]
    if not lines and _value(cell, "formula") and not _value(cell, "value-type"):
        return NO_VALUE
    text = "\n".join(lines).strip()
    return f"[{text}]" if text and style.struck else text


def _words(element: Element, styles: Styles, ink: Colour | None = None) -> Parts:
    """The words of a paragraph and their colours, without what is noted beside it; marked ones in brackets."""
    parts = [(element.text or "", ink)]
    for child in element:
        kind = local(child)
        if kind in ("s", "tab"):
            parts.append((" " * min(_times(child, "c"), 100), ink))
        elif kind == "line-break":
            parts.append(("\n", ink))
        elif kind not in _SILENT:
            name = _value(child, "style-name")
            words = _words(child, styles, styles.ink_of(name) or ink)
            marked = styles.is_mark(name) and any(text.strip() for text, _ in words)
            parts += [("[", ink), *words, ("]", ink)] if marked else words
        parts.append((child.tail or "", ink))
    return tuple(parts)
