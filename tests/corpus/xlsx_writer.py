"""XLSX: the report as a workbook, through openpyxl.

Wish in `Printed.drawing`: `xlsx`, one of the names in `habits/files.py`.
"""

import re
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.grid import places
from tests.corpus.printed import Line, Printed, Sheet

MARK = "\ue000"  # before a footnote mark
SUFFIX = ".xlsx"
FIGURE = re.compile(r"-?\d+(?:\.\d+)?")


def write(printed: Printed) -> bytes:
    """The workbook as bytes."""
    style = printed.drawing.get("xlsx", "")
    if any(MARK in cell.text for part in printed.parts if isinstance(part, Sheet) for row in part.rows for cell in row):
        raise ValueError("no figures are small and raised here")
    book = Workbook()
    sheet = book.worksheets[0]
    corner = (5, 3) if style == "far_from_the_corner" else (1, 1)
    row = corner[0]
    for part in printed.parts:
        if style == "sheet_for_each_table" and isinstance(part, Line) and part.kind == "heading":
            sheet, row = book.create_sheet(re.sub(r"[\\/*?:\[\]]", "", part.text)[:31]), 1
        row = _put(sheet, part, row, corner[1], style)
    if style == "hidden_sheet":
        _hide_a_sheet(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Worksheet, part: Line | Sheet, row: int, column: int, style: str) -> int:
    """Puts a part on the sheet from `row` on and gives the row after it."""
    if isinstance(part, Line):
        sheet.cell(row, column, part.text)
        return row + 1
    for place in places(part):
        top, left = row + place.row, column + place.column
        cell = sheet.cell(top, left, _value(place.cell.text, style))
        if style == "figures_formatted" and isinstance(cell.value, int | float):
            cell.number_format = "#,##0_ " if isinstance(cell.value, int) else "#,##0.0000"
        if place.cell.upright:
            cell.alignment = Alignment(textRotation=255)
        if (place.cell.down, place.cell.across) != (1, 1):
            bottom = min(top + place.cell.down, row + len(part.rows)) - 1
            sheet.merge_cells(None, top, left, bottom, left + place.cell.across - 1)
    if style == "hidden_rows":
        return _hide_a_row(sheet, row + len(part.rows), column)
    return row + len(part.rows) + 1


def _value(text: str, style: str) -> str | int | float | None:
    if style == "figures_as_text" or not FIGURE.fullmatch(text) or str(float(text)) == "nan":
        return text or None
    return float(text) if "." in text else int(text)


def _hide_a_row(sheet: Worksheet, row: int, column: int) -> int:
    """A hidden row of figures below the table."""
    for step in range(12):
        sheet.cell(row, column + step, 7)
    sheet.row_dimensions[row].hidden = True
    return row + 2


def _hide_a_sheet(book: Workbook) -> None:
    """Last year's figures, out of sight."""
    sheet = book.create_sheet("2020", 0)
    sheet.append(["规章", 3, 3, 3])
    sheet.append(["一、本年新收政府信息公开申请数量", *[4] * 7])
    sheet.sheet_state = "hidden"
    book.active = 1
