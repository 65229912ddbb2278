"""XLS: the visible sheets of an old workbook as shown, cell by cell; formulas have the value that was kept."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract import compound, limits
from extract.biff import Record, Text, Texts, records
from extract.container import damaged
from extract.content import Content
from extract.formats.xlsb import values
from extract.number_format import displayed, known_format
from extract.registry import reads
from extract.sniff import XLS
from extract.spreadsheet import Area, Place, Sheet, Style, content_of
from extract.unreadable import Unreadable

FONT, FORMAT, XF, SST, SHEET, FILEPASS, DATEMODE = 0x31, 0x41E, 0xE0, 0xFC, 0x85, 0x2F, 0x22
ROW, COLUMNS, MERGED = 0x208, 0x7D, 0xE5
NUMBER, RK, MULRK, SHARED_TEXT, OWN_TEXT, BLANK, MULBLANK, CODE, FORMULA, RESULT = (
    0x203, 0x27E, 0xBD, 0xFD, 0x204, 0x201, 0xBE, 0x205, 0x06, 0x207,
)  # fmt: skip
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_BIFF8 = b"\x00\x06"  # the edition that a workbook begins with


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    stream: bytes
    fonts: list[tuple[bool, bool]] = field(default_factory=list)  # struck; raised or lowered
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[Style] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
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
    for record in records(stream):
        data = record.data
        if record.kind == FILEPASS:
            raise Unreadable("encrypted", "the workbook is encrypted and asks for a password")
        if record.kind == DATEMODE:
            book.from_1904 = data[:1] == b"\x01"
        elif record.kind == FONT:
            flags, raised = struct.unpack_from("<H4xH", data, 2)
            book.fonts.append((bool(flags & 8), raised in (1, 2)))
        elif record.kind == FORMAT:
            book.formats[struct.unpack_from("<H", data)[0]] = Texts(record.pieces, 2).next().letters
        elif record.kind == XF:
            book.styles.append(_style(book, data))
        elif record.kind == SST:
            book.texts = list(_shared_texts(book, record))
        elif record.kind == SHEET:
            start, visible, kind = struct.unpack_from("<IBB", data)
            if not visible & 3 and kind == 0:
                book.sheets.append(start)
    return book


def _style(book: _Book, data: bytes) -> Style:
    """One style; formats stand before styles, fonts before both."""
    font, number, borders = struct.unpack_from("<HH6xI", data)
    return Style(book.formats.get(number) or known_format(number), bool(borders & 0xFFFF), _font(book, font)[0])


def _font(book: _Book, number: int) -> tuple[bool, bool]:
    """A font by its number: number 4 is never given."""
    at = number - (number > 4)
    return book.fonts[at] if at < len(book.fonts) else (False, False)


def _shared_texts(book: _Book, record: Record) -> Iterator[str]:
    texts = Texts(record.pieces, 8)
    for _ in range(struct.unpack_from("<I", record.data, 4)[0]):
        yield _marked(book, texts.next())


def _marked(book: _Book, text: Text) -> str:
    """A text with struck and raised parts in brackets: they are no digits of the figure beside them."""
    starts = [0, *(first for first, _ in text.runs), len(text.letters)]
    fonts = [(False, False), *(_font(book, font) for _, font in text.runs)]
    parts = (
        (text.letters[first:last], any(font)) for first, last, font in zip(starts, starts[1:], fonts, strict=False)
    )
    return "".join(f"[{part}]" if marked and part.strip() else part for part, marked in parts)


def _sheet(book: _Book, start: int) -> Sheet:
    cells: dict[Place, tuple[int, str | float]] = {}
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
            cells[awaited[0]] = awaited[1], Texts(record.pieces).next().letters
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


def _cells(book: _Book, record: Record) -> Iterator[tuple[Place, tuple[int, str | float]]]:
    """The cells of one record: where, in which style, with which value."""
    kind, data = record.kind, record.data
    if kind in (MULRK, MULBLANK):
        row, first = struct.unpack_from("<HH", data)
        each = 6 if kind == MULRK else 2
        for number in range((len(data) - 6) // each):
            at = 4 + each * number
            value = _packed(struct.unpack_from("<I", data, at + 2)[0]) if kind == MULRK else ""
            yield (row, first + number), (struct.unpack_from("<H", data, at)[0], value)
    elif kind in (NUMBER, RK, SHARED_TEXT, OWN_TEXT, BLANK, CODE, FORMULA):
        row, column, style = struct.unpack_from("<3H", data)
        yield (row, column), (style, _value(book, record))


def _value(book: _Book, record: Record) -> str | float:
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
        return _code(data[7] == 1, data[6])
    if kind == FORMULA and data[12:14] == b"\xff\xff":
        return _code(data[6] == 2, data[8]) if data[6] in (1, 2) else ""
    return float(struct.unpack_from("<d", data, 6)[0]) if kind == FORMULA else ""


def _code(is_error: bool, code: int) -> str:
    return ERRORS.get(code, "#?") if is_error else "TRUE" if code else "FALSE"


def _packed(value: int) -> float:
    """A number in 30 bits: a whole one or the upper half of a long one, maybe times 100."""
    if value & 2:
        number = float((value >> 2) - (1 << 30 if value & 0x80000000 else 0))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))[0])
    return number / 100 if value & 1 else number


def _shown(book: _Book, style: int, value: str | float) -> str:
    how = book.styles[style]
    text = (value if isinstance(value, str) else displayed(repr(value), how.code, book.from_1904)).strip()
    return f"[{text}]" if how.struck and text else text
