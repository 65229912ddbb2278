"""SpreadsheetML of 2003: the visible sheets of a workbook in one XML file, as many systems export it under .xls."""

from lxml import etree

from extract import limits
from extract.container import parsed
from extract.content import Content
from extract.number_format import displayed
from extract.registry import reads
from extract.sniff import EXCEL_XML
from extract.spreadsheet import NO_VALUE, Area, Place, Sheet, content_of
from extract.unreadable import Unreadable

Element = etree._Element

S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_NAMED = {"Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "General Number": "General", "Scientific": "E"}


@reads(EXCEL_XML)
def read_excel_xml(data: bytes) -> Content:
    """Every visible sheet. Raises Unreadable: damaged, too-large, no-text."""
    if len(data) > limits.TEXT:
        raise Unreadable("too-large", f"the workbook has {len(data) >> 20} MiB of markup, more than any report")
    book = parsed(data)
    formats = {style.get(f"{S}ID"): _format(style) for style in book.iter(f"{S}Style")}
    return content_of([_sheet(sheet, formats) for sheet in book.iterchildren(f"{S}Worksheet") if not _is_hidden(sheet)])


def _is_hidden(sheet: Element) -> bool:
    stated = sheet.iterfind("{*}WorksheetOptions/{*}Visible")
    return any((one.text or "").strip() != "SheetVisible" for one in stated)


def _format(style: Element) -> str:
    code = next((one.get(f"{S}Format", "") for one in style.iterchildren(f"{S}NumberFormat")), "")
    return _NAMED.get(code, code) or "General"


def _number(element: Element, name: str, otherwise: int) -> int:
    text = element.get(S + name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _sheet(sheet: Element, formats: dict[str | None, str]) -> Sheet:
    texts: dict[Place, str] = {}
    merged: list[Area] = []
    hidden_rows: set[int] = set()
    row = -1
    for element in sheet.iterfind(f"{S}Table/{S}Row"):
        row = _number(element, "Index", row + 2) - 1
        if element.get(f"{S}Hidden") == "1" or element.get(f"{S}Height") == "0":
            hidden_rows.add(row)
        column = -1
        for cell in element.iterchildren(f"{S}Cell"):
            column = _number(cell, "Index", column + 2) - 1
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if across or down:
                merged.append((row, column, row + down, column + across))
            if text := _shown(cell, formats):
                texts[row, column] = text
            column += across
        if len(texts) > limits.CELLS:
            raise Unreadable("too-large", f"a sheet has more than {limits.CELLS} filled cells")
        row += _number(element, "Span", 0)
    return Sheet(texts, tuple(merged), hidden_rows, _hidden_columns(sheet))


def _hidden_columns(sheet: Element) -> set[int]:
    hidden: set[int] = set()
    column = -1
    for element in sheet.iterfind(f"{S}Table/{S}Column"):
        column = _number(element, "Index", column + 2) - 1
        span = min(_number(element, "Span", 0), limits.CELLS)
        if element.get(f"{S}Hidden") == "1" or element.get(f"{S}Width") == "0":
            hidden.update(range(column, column + span + 1))
        column += span
    return hidden


def _shown(cell: Element, formats: dict[str | None, str]) -> str:
    """What a cell shows."""
    data = next((one for one in cell if str(one.tag).endswith("}Data")), None)
    if data is None:
        return NO_VALUE if cell.get(f"{S}Formula") else ""
    text = "".join(map(str, data.itertext())).strip()
    if data.get(f"{S}Type") == "DateTime":
        return text.removesuffix("T00:00:00.000")
    if data.get(f"{S}Type") != "Number":
        return text
    return displayed(text, formats.get(cell.get(f"{S}StyleID"), "General"))
