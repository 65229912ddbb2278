"""XLSX: the visible sheets as shown, cell by cell; a formula whose value was not kept cannot be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from extract import limits
from extract.container import Container, beside, damaged, local
from extract.content import Content
from extract.contrast import BLACK, WHITE, Colour
from extract.number_format import displayed, known_format
from extract.registry import reads
from extract.sheet_colours import colour, ground
from extract.sniff import XLSX
from extract.spreadsheet import NO_VALUE, TINY, Area, Parts, Place, Sheet, Style, content_of
from extract.unreadable import Unreadable

_MANY = 16384  # columns of a sheet
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BORDERS = ("left", "right", "top", "bottom")


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share."""

    container: Container
    strings: list[Parts] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    from_1904: bool = False


@reads(XLSX)
def read_xlsx(data: bytes) -> Content:
    """Every visible sheet. Raises Unreadable: damaged, encrypted, too-large, no-text."""
    return content_of(sheets(data))


def sheets(data: bytes) -> list[Sheet]:
    """The visible sheets. Raises Unreadable: damaged, encrypted, too-large."""
    try:
        container = Container(data)
        place = next((name for name in ("xl/workbook.xml", *container.names) if _is_workbook(container, name)), None)
        if place is None:
            raise Unreadable("damaged", "the file has no workbook")
        return [_sheet(book, name) for book, name in _sheets(container, place)]
    except (KeyError, ValueError, IndexError, etree.XMLSyntaxError) as fault:
        raise damaged(fault) from None


def _is_workbook(container: Container, name: str) -> bool:
    return name in container and name.endswith(".xml") and "workbook" in name


def _sheets(container: Container, place: str) -> Iterator[tuple[Book, str]]:
    """The parts of the visible sheets in their order."""
    workbook = container.xml(place)
    folder, _, file = place.rpartition("/")
    links = container.xml(f"{folder}/_rels/{file}.rels")
    targets = {link.get("Id"): (link.get("Type", ""), beside(place, link.get("Target", ""))) for link in links}
    kinds = {kind.rpartition("/")[2]: target for kind, target in targets.values()}
    book = Book(container)
    book.from_1904 = any(part.get("date1904") in ("1", "true") for part in workbook.iter("{*}workbookPr"))
    book.strings = _strings(container, kinds.get("sharedStrings"))
    book.styles = _styles(container, kinds.get("styles"))
    for sheet in workbook.iter("{*}sheet"):
        identity = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        kind, target = targets.get(identity, ("", ""))
        if sheet.get("state", "visible") == "visible" and kind.endswith("/worksheet"):
            yield book, target


def _strings(container: Container, place: str | None) -> list[Parts]:
    """The texts that cells point to."""
    if place is None or place not in container:
        return []
    return [_text(item) for item in container.xml(place).iterchildren("{*}si")]


def _text(item: "etree._Element") -> Parts:
    """A text with its runs, struck and raised ones in brackets: they are no digits of the figure beside them."""
    parts: list[tuple[str, Colour | None]] = []
    for part in item:
        text = "".join(words.text or "" for words in part.iter("{*}t")) if local(part) == "r" else part.text or ""
        if local(part) == "r" and text.strip() and _is_mark(part):
            text = f"[{text}]"
        if local(part) in ("r", "t"):
            parts.append((_plain(text), colour(part.find("{*}rPr/{*}color"))))
    return tuple(parts)


def _is_mark(run: "etree._Element") -> bool:
    raised = any(mark.get("val") in ("superscript", "subscript") for mark in run.iter("{*}vertAlign"))
    return raised or _is_struck(run)


def _is_struck(font: "etree._Element") -> bool:
    """Whether letters are struck out, or too small to see."""
    small = any(float(size.get("val", "11")) <= TINY for size in font.iter("{*}sz"))
    return small or any(_is_on(mark) for mark in font.iter("{*}strike"))


def _is_on(mark: "etree._Element") -> bool:
    return mark.get("val", "1") not in ("0", "false")


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _styles(container: Container, place: str | None) -> list[Style]:
    """The styles that cells point to."""
    if place is None or place not in container:
        return []
    root = container.xml(place)
    own = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    ruled = {at for at, one in enumerate(root.iterfind("{*}borders/{*}border")) if any(map(_is_drawn, one))}
    fonts = list(root.iterfind("{*}fonts/{*}font"))
    struck = {at for at, one in enumerate(fonts) if _is_struck(one)}
    inks = {at: colour(one.find("{*}color")) or BLACK for at, one in enumerate(fonts)}
    grounds = dict(enumerate(map(ground, root.iterfind("{*}fills/{*}fill"))))
    found = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        number, border, font, fill = (int(style.get(f"{key}Id", "0")) for key in ("numFmt", "border", "font", "fill"))
        code = own.get(number) or known_format(number)
        ink = WHITE if "[white]" in code.lower() else inks.get(font, BLACK)
        found.append(Style(code, border in ruled, font in struck, ink, grounds.get(fill, WHITE)))
    return found


def _is_drawn(side: "etree._Element") -> bool:
    return local(side) in _BORDERS and side.get("style", "none") != "none"


def _sheet(book: Book, place: str) -> Sheet:
    """One sheet, its XML read as a stream: sheets formatted to their last row have millions of empty cells."""
    from openpyxl.utils.cell import range_boundaries  # late: it takes longer to load than most reports to read

    texts: dict[Place, str] = {}
    merged: list[Area] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    ruled: set[Place] = set()
    row = -1
    tags = ("{*}row", "{*}col", "{*}mergeCell")
    source = BytesIO(book.container.read(place))
    for _, element in etree.iterparse(source, tag=tags, resolve_entities=False, no_network=True):
        kind = local(element)
        if kind == "col" and _is_hidden(element):
            hidden_columns.update(range(int(element.get("min", "1")) - 1, min(int(element.get("max", "1")), _MANY)))
        elif kind == "mergeCell":
            left, top, far, low = (int(bound or 0) for bound in range_boundaries(element.get("ref", "")))
            merged.append((top - 1, left - 1, low - 1, far - 1))
        elif kind == "row":
            row = int(element.get("r", row + 2)) - 1
            if _is_hidden(element):
                hidden_rows.add(row)
            filled, bordered = _row(book, element, row)
            texts |= filled
            ruled |= bordered if filled else set()
            if len(texts) > limits.CELLS:
                raise Unreadable("too-large", f"a sheet has more than {limits.CELLS} filled cells")
        _forget(element)
    return Sheet(texts, tuple(merged), hidden_rows, hidden_columns, ruled)


def _forget(element: "etree._Element") -> None:
    """Lets go of what has been read."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _is_hidden(element: "etree._Element") -> bool:
    return element.get("hidden") in ("1", "true") or element.get("ht") == "0" or element.get("width") == "0"


def _row(book: Book, element: "etree._Element", row: int) -> tuple[dict[Place, str], set[Place]]:
    """The texts of one row, and its places with borders."""
    from openpyxl.utils.cell import coordinate_to_tuple  # late: it takes longer to load than most reports to read

    texts: dict[Place, str] = {}
    ruled: set[Place] = set()
    column = -1
    for cell in element.iterchildren("{*}c"):
        name = cell.get("r")
        column = coordinate_to_tuple(name)[1] - 1 if name else column + 1
        style = book.styles[int(cell.get("s", "0"))] if book.styles else Style()
        if style.ruled:
            ruled.add((row, column))
        if len(cell) and (text := _shown(book, cell, style).strip()):
            texts[row, column] = f"[{text}]" if style.struck else text
    return texts, ruled


def _shown(book: Book, cell: "etree._Element", style: Style) -> str:
    """What a cell shows."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(style.seen(_text(item)) for item in cell.iterchildren("{*}is"))
    value = next((part.text or "" for part in cell.iterchildren("{*}v")), None)
    if not value:
        kept = kind == "str" and value is not None
        return NO_VALUE if not kept and next(cell.iterchildren("{*}f"), None) is not None else ""
    if kind == "s":
        return style.seen(book.strings[int(value)])
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind != "n":
        return style.seen(((_plain(value), None),))
    return style.seen(((displayed(value, style.code, book.from_1904), None),))
