"""ODS: the visible sheets of an OpenDocument spreadsheet, each cell as the text that it shows."""

from collections.abc import Iterator, Set

from lxml import etree

from extract import limits
from extract.container import Container, local
from extract.content import Content
from extract.registry import reads
from extract.sniff import ODS
from extract.spreadsheet import NO_VALUE, Area, Place, Sheet, content_of
from extract.unreadable import Unreadable

Element = etree._Element

_HIDDEN = ("collapse", "filter")
_STRIKING = ("text-line-through-style", "text-line-through-type")
_LEVEL = ("", "0")
_SILENT = ("annotation", "note", "ruby-text")


@reads(ODS)
def read_ods(data: bytes) -> Content:
    """Every visible sheet. Raises Unreadable: damaged, encrypted, too-large, no-text."""
    container = Container(data)
    if "META-INF/manifest.xml" in container and b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise Unreadable("encrypted", "the spreadsheet is encrypted and asks for a password")
    root = container.xml("content.xml")
    hidden = set(_hidden_styles(root))
    marks = frozenset(_mark_styles(root))
    tables = root.iterfind("{*}body/{*}spreadsheet/{*}table")
    return content_of([_sheet(table, marks) for table in tables if _value(table, "style-name") not in hidden])


def _hidden_styles(root: Element) -> Iterator[str]:
    for style in root.iter("{*}style"):
        if any(_value(one, "display") == "false" for one in style.iterchildren("{*}table-properties")):
            yield _value(style, "name")


def _mark_styles(root: Element) -> Iterator[str]:
    """The styles that strike out or raise what they are of: it is no digit of the figure beside it."""
    for style in root.iter("{*}style"):
        for how in style.iterchildren("{*}text-properties"):
            struck = any(_value(how, name) not in ("", "none") for name in _STRIKING)
            if struck or _value(how, "text-position").split("%")[0] not in _LEVEL:
                yield _value(style, "name")


def _value(element: Element, name: str) -> str:
    """An attribute, whatever its namespace; names are not used twice on one element that is asked for."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _times(element: Element, name: str) -> int:
    text = _value(element, name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _sheet(table: Element, marks: Set[str]) -> Sheet:
    texts: dict[Place, str] = {}
    merged: list[Area] = []
    hidden_rows: set[int] = set()
    row = 0
    for element in table.iter("{*}table-row"):
        times = _times(element, "number-rows-repeated")
        own, areas = _row(element, marks)
        if _value(element, "visibility") in _HIDDEN:
            hidden_rows.update(range(row, row + min(times, limits.CELLS)))
        if len(texts) + len(own) * times > limits.CELLS:
            raise Unreadable("too-large", f"a sheet has more than {limits.CELLS} filled cells")
        for number in range(row, row + times) if own else ():
            texts |= {(number, column): text for column, text in own.items()}
        merged += [(row, left, row + down - 1, far) for left, far, down in areas]
        row += times
    return Sheet(texts, tuple(merged), hidden_rows, _hidden_columns(table))


def _hidden_columns(table: Element) -> set[int]:
    hidden: set[int] = set()
    column = 0
    for element in table.iter("{*}table-column"):
        times = _times(element, "number-columns-repeated")
        if _value(element, "visibility") in _HIDDEN:
            hidden.update(range(column, column + min(times, limits.CELLS)))
        column += times
    return hidden


def _row(element: Element, marks: Set[str]) -> tuple[dict[int, str], list[tuple[int, int, int]]]:
    """The texts of a row by column, and its merged cells: first and last column, rows down."""
    texts: dict[int, str] = {}
    areas: list[tuple[int, int, int]] = []
    column = 0
    for cell in element:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = _times(cell, "number-columns-repeated")
        text = _text(cell, marks) if local(cell) == "table-cell" else ""
        if text:
            texts |= dict.fromkeys(range(column, column + min(times, limits.CELLS)), text)
        across, down = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
        if across * down > 1:
            areas.append((column, column + across - 1, down))
        column += times
    return texts, areas


def _text(cell: Element, marks: Set[str]) -> str:
    """What a cell shows; a formula that shows nothing has lost its value."""
    lines = ["".join(_words(line, marks)) for line in cell.iterchildren("{*}p")]
    if not lines and _value(cell, "formula") and not _value(cell, "value-type"):
        return NO_VALUE
    text = "\n".join(lines).strip()
    return f"[{text}]" if text and _value(cell, "style-name") in marks else text


def _words(element: Element, marks: Set[str]) -> Iterator[str]:
    """The words of a paragraph, without what is noted beside it; marked ones in brackets."""
    yield element.text or ""
    for child in element:
        kind = local(child)
        if kind in ("s", "tab"):
            yield " " * min(_times(child, "c"), 100)
        elif kind == "line-break":
            yield "\n"
        elif kind not in _SILENT:
            words = "".join(_words(child, marks))
            yield f"[{words}]" if words.strip() and _value(child, "style-name") in marks else words
        yield child.tail or ""
