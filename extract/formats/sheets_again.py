"""XLSX a second way: the figures as another library finds them, in the places where they are shown."""

import re
from dataclasses import replace

from extract import limits
from extract.content import Content
from extract.formats import xlsx
from extract.formats.xlsb import values
from extract.registry import reads
from extract.sniff import XLSX
from extract.spreadsheet import Sheet, content_of
from extract.unreadable import Unreadable

_PLAIN = re.compile(r"-?[0-9,]+(?:\.[0-9]+)?")


@reads(XLSX, second=True)
def read_figures_again(data: bytes) -> Content:
    """Every visible sheet; what is shown as more than a plain figure stays as it is, or a format would be lost.

    Raises Unreadable as the first reader does, and damaged where the library sees other sheets.
    """
    shown = xlsx.sheets(data)
    if any(_extent(sheet) > 10 * limits.CELLS for sheet in shown):
        raise Unreadable("too-large", "a sheet reaches farther than any report")
    kept = values(data)
    if len(shown) != len(kept):
        raise Unreadable("damaged", "the workbook shows other sheets when it is read a second way")
    return content_of([_again(*both) for both in zip(shown, kept, strict=True)])


def _extent(sheet: Sheet) -> int:
    rows, columns = ([place[axis] + 1 for place in sheet.texts] for axis in (0, 1))
    return max(rows, default=0) * max(columns, default=0)


def _again(shown: Sheet, kept: Sheet) -> Sheet:
    plain = {place: kept.texts.get(place, "") for place, text in shown.texts.items() if _PLAIN.fullmatch(text)}
    return replace(shown, texts={place: text for place, text in (shown.texts | plain).items() if text})
