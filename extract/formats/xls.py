"""XLS: the visible sheets of an old workbook as shown, cell by cell; formulas have the value that was kept."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extract import compound, limits
from extract.biff import Record, Text, Texts, records
from extract.container import damaged
from extract.content import Content
from extract.contrast import BLACK, WHITE, Colour
from extract.formats.xlsb import values
from extract.number_format import displayed, known_format
from extract.registry import reads
from extract.sheet_colours import indexed
from extract.sniff import XLS
from extract.spreadsheet import TINY, Area, Parts, Place, Sheet, Style, content_of
from extract.unreadable import Unreadable

FONT, FORMAT, XF, SST, SHEET, FILEPASS, DATEMODE, PALETTE = 0x31, 0x41E, 0xE0, 0xFC, 0x85, 0x2F, 0x22, 0x92
ROW, COLUMNS, MERGED = 0x208, 0x7D, 0xE5
NUMBER, RK, MULRK, SHARED_TEXT, OWN_TEXT, BLANK, MULBLANK, CODE, FORMULA, RESULT = (
    0x203, 0x27E, 0xBD, 0xFD, 0x204, 0x201, 0xBE, 0x205, 0x06, 0x207,
)  # fmt: skip
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

OWN = 8  # where in the palette the colours begin that a workbook can name itself
SOLID = 1  # a fill; the others are patterns, on which it cannot be said what is seen

_BIFF8 = b"\x00\x06"  # the edition that a workbook begins with


Shown = Parts | float  # what a cell holds: a text in its parts, or a number


class _Font(NamedTuple):
    """A font: whether it is struck out or too small to see, whether raised or lowered, its colour in the palette."""

    struck: bool = False
    raised: bool = False
    colour: int = 0


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    stream: bytes
    fonts: list[_Font] = field(default_factory=list)
    palette: list[Colour] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[Style] = field(default_factory=list)
    texts: list[Parts] = field(default_factory=list)
    sheets: list[int] = field(default_factory=list)
    from_1904: bool = False


@reads(XLS)
def read_xls(data: bytes) -> Content:
    """Every visible sheet. Raises Unreadable: damaged, encrypted, too-large, no-text."""
    return content_of(sheets(data))


def sheets(data: bytes) -> list[Sheet]:
    """The visible sheets. Raises Unreadable: damaged, encrypted, too-large."""
    stream = compound.stream(data, "Workbook")
    if stream is None and compound.stream(data, "Book") is not None:
        return values(data)
    if stream is None or stream[4:6] != _BIFF8:
        raise Unreadable("damaged", "the file has no workbook that is whole")
    try:
        book = _book(stream)
        return [_sheet(book, start) for start in book.sheets]
    except (struct.error, IndexError, ValueError) as fault:
        raise damaged(fault) from None


def _book(stream: bytes) -> _Book:
    book = _Book(stream)
    styles: list[bytes] = []
    texts: Record | None = None
    for record in records(stream):
        data = record.data
        if record.kind == FILEPASS:
            raise Unreadable("encrypted", "the workbook is encrypted and asks for a password")
        if record.kind == DATEMODE:
            book.from_1904 = data[:1] == b"\x01"
        elif record.kind == FONT:
            height, flags, colour, raised = struct.unpack_from("<HHH2xH", data)
            book.fonts.append(_Font(bool(flags & 8) or height <= 20 * TINY, raised in (1, 2), colour))
        elif record.kind == PALETTE:
            shares = (struct.unpack_from("<3B", data, at) for at in range(2, len(data) - 3, 4))
            book.palette = [(float(red), float(green), float(blue)) for red, green, blue in shares]
        elif record.kind == FORMAT:
            book.formats[struct.unpack_from("<H", data)[0]] = Texts(record.pieces, 2).next().letters
        elif record.kind == XF:
            styles.append(data)
        elif record.kind == SST:
            texts = record
        elif record.kind == SHEET:
            start, visible, kind = struct.unpack_from("<IBB", data)
            if not visible & 3 and kind == 0:
                book.sheets.append(start)
    book.styles = [_style(book, data) for data in styles]
    book.texts = list(_shared_texts(book, texts)) if texts else []
    return book


def _style(book: _Book, data: bytes) -> Style:
    """One style. Letters without a colour are black, cells without a fill white."""
    number_of_font, number, borders, pattern, fill = struct.unpack_from("<HH6xIIH", data)
    code, font = book.formats.get(number) or known_format(number), _font(book, number_of_font)
    ink = WHITE if "[white]" in code.lower() else _colour(book, font.colour) or BLACK
    ground = _colour(book, fill & 0x7F) if pattern >> 26 == SOLID else None
    return Style(code, bool(borders & 0xFFFF), font.struck, ink, ground or WHITE)


def _font(book: _Book, number: int) -> _Font:
    """A font by its number: number 4 is never given."""
    at = number - (number > 4)
    return book.fonts[at] if at < len(book.fonts) else _Font()


def _colour(book: _Book, place: int) -> Colour | None:
    """The colour at a place of the workbook's own palette, or of that which all have."""
    own = 0 <= place - OWN < len(book.palette)
    return book.palette[place - OWN] if own else indexed(place)


def _shared_texts(book: _Book, record: Record) -> Iterator[Parts]:
    texts = Texts(record.pieces, 8)
    for _ in range(struct.unpack_from("<I", record.data, 4)[0]):
        yield _marked(book, texts.next())


def _marked(book: _Book, text: Text) -> Parts:
    """A text with struck and raised parts in brackets: they are no digits of the figure beside them."""
    starts = [0, *(first for first, _ in text.runs), len(text.letters)]
    parts: list[tuple[str, Colour | None]] = [(text.letters[: starts[1]], None)]
    for first, last, (_, number) in zip(starts[1:-1], starts[2:], text.runs, strict=True):
        part, font = text.letters[first:last], _font(book, number)
        marked = (font.struck or font.raised) and part.strip()
        parts.append((f"[{part}]" if marked else part, _colour(book, font.colour) or BLACK))
    return tuple(parts)


def _sheet(book: _Book, start: int) -> Sheet:
    cells: dict[Place, tuple[int, Shown]] = {}
    merged: list[Area] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    awaited: tuple[Place, int] | None = None
    for record in records(book.stream, start):
        data = record.data
        if record.kind == ROW:
            row, flags = struct.unpack_from("<H10xH", data)
            if flags & 0x20:
                hidden_rows.add(row)
        elif record.kind == COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xH", data)
            if flags & 1:
                hidden_columns.update(range(first, min(last, 255) + 1))
        elif record.kind == MERGED:
            areas = (struct.unpack_from("<4H", data, 2 + 8 * at) for at in range(struct.unpack_from("<H", data)[0]))
            merged += [(top, left, low, far) for top, low, left, far in areas]
        elif record.kind == RESULT and awaited:
            cells[awaited[0]] = awaited[1], ((Texts(record.pieces).next().letters, None),)
        elif record.kind == FORMULA and data[12:14] == b"\xff\xff" and data[6] == 0:
            row, column, style = struct.unpack_from("<3H", data)
            awaited = (row, column), style
        else:
            cells.update(_cells(book, record))
        if len(cells) > 10 * limits.CELLS:
            raise Unreadable("too-large", "a sheet has more cells than any report")
    ruled = {place for place, (style, _) in cells.items() if book.styles[style].ruled}
    texts = {place: text for place, (style, value) in cells.items() if (text := _shown(book, style, value))}
    return Sheet(texts, tuple(merged), hidden_rows, hidden_columns, ruled)


def _cells(book: _Book, record: Record) -> Iterator[tuple[Place, tuple[int, Shown]]]:
    """The cells of one record: where, in which style, with which value."""
    kind, data = record.kind, record.data
    if kind in (MULRK, MULBLANK):
        row, first = struct.unpack_from("<HH", data)
        each = 6 if kind == MULRK else 2
        for number in range((len(data) - 6) // each):
            at = 4 + each * number
            value = _packed(struct.unpack_from("<I", data, at + 2)[0]) if kind == MULRK else ()
            yield (row, first + number), (struct.unpack_from("<H", data, at)[0], value)
    elif kind in (NUMBER, RK, SHARED_TEXT, OWN_TEXT, BLANK, CODE, FORMULA):
        row, column, style = struct.unpack_from("<3H", data)
        yield (row, column), (style, _value(book, record))


def _value(book: _Book, record: Record) -> Shown:
    kind, data = record.kind, record.data
    if kind == NUMBER:
        return float(struct.unpack_from("<d", data, 6)[0])
    if kind == RK:
        return _packed(struct.unpack_from("<I", data, 6)[0])
    if kind == SHARED_TEXT:
        number: int = struct.unpack_from("<I", data, 6)[0]
        return book.texts[number]
    if kind == OWN_TEXT:
        return _marked(book, Texts(record.pieces, 6).next())
    if kind == CODE:
        return ((_code(data[7] == 1, data[6]), None),)
    if kind == FORMULA and data[12:14] == b"\xff\xff":
        return ((_code(data[6] == 2, data[8]), None),) if data[6] in (1, 2) else ()
    return float(struct.unpack_from("<d", data, 6)[0]) if kind == FORMULA else ()


def _code(is_error: bool, code: int) -> str:
    return ERRORS.get(code, "#?") if is_error else "TRUE" if code else "FALSE"


def _packed(value: int) -> float:
    """A number in 30 bits: a whole one or the upper half of a long one, maybe times 100."""
    if value & 2:
        number = float((value >> 2) - (1 << 30 if value & 0x80000000 else 0))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))[0])
    return number / 100 if value & 1 else number


def _shown(book: _Book, style: int, value: Shown) -> str:
    how = book.styles[style]
    parts = value if isinstance(value, tuple) else ((displayed(repr(value), how.code, book.from_1904), None),)
    text = how.seen(parts).strip()
    return f"[{text}]" if how.struck and text else text
