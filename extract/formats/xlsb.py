"""XLSB, and workbooks older than 1997: the visible sheets by their values; how a number is shown is not known."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from extract import limits
from extract.container import Container, damaged
from extract.content import Content
from extract.registry import reads
from extract.sniff import XLSB
from extract.spreadsheet import Sheet, content_of
from extract.unreadable import Unreadable

Value = int | float | str | bool | date | datetime | time | timedelta


@reads(XLSB)
def read_xlsb(data: bytes) -> Content:
    """Every visible sheet. Raises Unreadable: damaged, encrypted, too-large, no-text."""
    Container(data)
    return content_of(values(data))


def values(data: bytes) -> list[Sheet]:
    """The visible sheets of a workbook of any kind. Raises Unreadable: damaged, encrypted, too-large."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return [_sheet(sheet) for sheet in _visible(book)]
    except PasswordError:
        raise Unreadable("encrypted", "the workbook is encrypted and asks for a password") from None
    except Unreadable:
        raise
    except BaseException as fault:
        if isinstance(fault, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise damaged(fault) from None  # calamine also panics, which is no Exception


def _visible(book: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for sheet in book.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            yield book.get_sheet_by_name(sheet.name)


def _sheet(sheet: CalamineSheet) -> Sheet:
    if sheet.height * sheet.width > 10 * limits.CELLS:
        raise Unreadable("too-large", f"a sheet has {sheet.height} rows of {sheet.width} columns")
    top, left = sheet.start or (0, 0)
    rows = enumerate(sheet.to_python(skip_empty_area=True), top)
    cells = ((row, column, value) for row, filled in rows for column, value in enumerate(filled, left))
    texts = {(row, column): text for row, column, value in cells if (text := _shown(value).strip())}
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Sheet(texts, merged)


def _shown(value: Value) -> str:
    """A value as a person would write it: whole numbers without a point, days without their midnight."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)
