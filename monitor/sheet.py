"""A table somebody hands us, CSV or XLSX: its rows with the line numbers a person can go back to."""

import csv
import io
import warnings
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from storage.errors import BadInput

Cell = str | date
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DAMAGE = (BadZipFile, InvalidFileException, zlib.error, OSError, EOFError)
# What openpyxl lets through when the zip is whole and the workbook inside is not.
NONSENSE = (KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank. `line` is the line of the file it begins on, or its row in the sheet."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as handed in. `unit` is what its lines are called; `notice` is worth telling the person."""

    name: str
    unit: str
    rows: tuple[Row, ...]
    notice: str | None = None


def read_sheet(file: Path) -> Sheet:
    """The rows of a CSV or XLSX file, by its content whatever its suffix. Raises BadInput when it cannot be read."""
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise BadInput(f"{file} cannot be read: {fault.strerror}") from None
    if data.startswith(OLE):
        raise BadInput(f"{file.name} is an old or encrypted Excel file; save it as XLSX or as CSV (UTF-8)")
    return _workbook(file.name, data) if data.startswith(ZIP) else _csv(file.name, data)


def _csv(name: str, data: bytes) -> Sheet:
    text, notice = _decode(name, data)
    return Sheet(name, "line", _written(_records(name, text)), notice)


def _decode(name: str, data: bytes) -> tuple[str, str | None]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_gb18030(name, data), f"{name} is not UTF-8; it was read as GB18030"
    if "\0" in text:
        raise _unknown_encoding(name)
    return text, None


def _decode_gb18030(name: str, data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise _unknown_encoding(name) from None
    chinese = [sign for sign in text if ord(sign) > 127]
    # GB18030 gives some text for almost any bytes, but seldom the common signs of GB 2312 that names are made of.
    common = sum(bool(sign.encode("gb2312", "ignore")) for sign in chinese)
    if "\0" in text or common < 0.8 * len(chinese):
        raise _unknown_encoding(name)
    return text


def _unknown_encoding(name: str) -> BadInput:
    return BadInput(f"{name} is neither UTF-8 nor GB18030 text; save it as CSV UTF-8")


def _records(name: str, text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield Row(begins, tuple(cell.strip() for cell in cells))
            begins = reader.line_num + 1
    except csv.Error as fault:
        raise BadInput(f"{name}: line {begins} is not valid CSV ({fault}); mend its quotation marks") from None


def _workbook(name: str, data: bytes) -> Sheet:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = [Row(line, tuple(map(_cell, cells))) for line, cells in enumerate(sheet.values, 1)]
    except (*DAMAGE, *NONSENSE):
        raise BadInput(f"{name} cannot be read as a workbook; save it again as XLSX or as CSV (UTF-8)") from None
    return Sheet(name, "row", _written(rows))


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _written(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if any(row.cells))
