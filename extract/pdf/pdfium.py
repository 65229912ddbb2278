"""PDFium, asked for a whole page at a time: thousands of small questions, without Python between them.

PDFium is not safe in threads: one document at a time in one process.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import repeat
from typing import Any

from extract.unreadable import Unreadable

WHITE, THIN = 245, 25  # of 255: lighter is white, thinner is not seen
HEAD = 4000  # bytes that the head of an object may take
OTHERWISE = frozenset((0, 0xFFFE, *range(0xD800, 0xE000)))  # codes that the text of a page has in place of others
_ENCRYPTED, _HANDLER = 4, 5  # what FPDF_GetLastError says of passwords and of unknown ways to encrypt


_handle, _int, _pointer = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
_QUESTIONS: dict[str, tuple[Any, ...]] = {
    "FPDFText_GetText": (_int, _handle, _int, _int, _pointer),
    "FPDFText_GetUnicode": (ctypes.c_uint, _handle, _int),
    "FPDFText_GetLooseCharBox": (_int, _handle, _int, _pointer),
    "FPDFText_GetCharOrigin": (_int, _handle, _int, _pointer, _pointer),
    "FPDFText_GetMatrix": (_int, _handle, _int, _pointer),
    "FPDFText_GetFontSize": (ctypes.c_double, _handle, _int),
    "FPDFText_HasUnicodeMapError": (_int, _handle, _int),
    "FPDFText_GetFillColor": (_int, _handle, _int, _pointer, _pointer, _pointer, _pointer),
    "FPDFText_GetTextObject": (_handle, _handle, _int),
    "FPDFText_CountChars": (_int, _handle),
    "FPDFPage_CountObjects": (_int, _handle),
    "FPDFPage_GetObject": (_handle, _handle, _int),
    "FPDFFormObj_CountObjects": (_int, _handle),
    "FPDFFormObj_GetObject": (_handle, _handle, ctypes.c_ulong),
    "FPDFPageObj_GetType": (_int, _handle),
    "FPDFPageObj_GetMatrix": (_int, _handle, _pointer),
    "FPDFPageObj_GetBounds": (_int, _handle, _pointer, _pointer, _pointer, _pointer),
    "FPDFPageObj_GetClipPath": (_handle, _handle),
    "FPDFClipPath_CountPaths": (_int, _handle),
    "FPDFClipPath_CountPathSegments": (_int, _handle, _int),
    "FPDFClipPath_GetPathSegment": (_handle, _handle, _int, _int),
    "FPDFPageObj_GetFillColor": (_int, _handle, _pointer, _pointer, _pointer, _pointer),
    "FPDFPageObj_HasTransparency": (_int, _handle),
    "FPDFTextObj_GetTextRenderMode": (_int, _handle),
    "FPDFPath_CountSegments": (_int, _handle),
    "FPDFPath_GetPathSegment": (_handle, _handle, _int),
    "FPDFPath_GetDrawMode": (_int, _handle, _pointer, _pointer),
    "FPDFPathSegment_GetType": (_int, _handle),
    "FPDFPathSegment_GetClose": (_int, _handle),
    "FPDFPathSegment_GetPoint": (_int, _handle, _pointer, _pointer),
}


@cache
def ask(name: str) -> Callable[..., Any]:
    """One function of PDFium that takes handles and addresses as plain integers."""
    from pypdfium2 import raw

    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    prototype: Callable[[int | None], Callable[..., Any]] = ctypes.PYFUNCTYPE(*_QUESTIONS[name])
    return prototype(address)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """A document; raises Unreadable when it is damaged beyond repair or asks for a password."""
    from pypdfium2 import raw

    if _draws_itself(data):
        raise Unreadable("damaged", "the PDF is damaged: a drawing in it contains itself")
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document and (repaired := _with_trailer(data)):
        data = repaired
        document = _with_pages(raw.FPDF_LoadMemDocument64(data, len(data), None))
    if not document:
        if raw.FPDF_GetLastError() in (_ENCRYPTED, _HANDLER):
            raise Unreadable("encrypted", "the PDF is encrypted and asks for a password")
        raise Unreadable("damaged", "the PDF is damaged: no document can be made out in it")
    try:
        yield document
    finally:
        raw.FPDF_CloseDocument(document)


def _with_pages(document: Any) -> Any:
    """A repaired document of which at least the first page is there; else None, and it is closed."""
    from pypdfium2 import raw

    first = raw.FPDF_LoadPage(document, 0) if document else None
    if first:
        raw.FPDF_ClosePage(first)
        return document
    if document:
        raw.FPDF_CloseDocument(document)
    return None


def _draws_itself(data: bytes) -> bool:
    """Whether a drawing is part of itself, over however many others: PDFium would draw it without end."""
    parts: dict[bytes, set[bytes]] = {}
    for form in re.finditer(rb"/Subtype\s*/Form\b", data):
        start = data.rfind(b" obj", max(0, form.start() - HEAD), form.start())
        number = re.search(rb"(\d{1,9})\s+\d{1,5}$", data[max(0, start - 20) : max(0, start)])
        head = data[max(0, start) : data.find(b"stream", form.end(), form.end() + HEAD)]
        drawn = re.search(rb"/XObject\s*<<(.*?)>>", head, re.DOTALL)
        if number and drawn:
            parts[number[1]] = set(re.findall(rb"(\d+)\s+\d+\s+R\b", drawn[1]))
    while ends := [name for name, within in parts.items() if not within & parts.keys()]:
        for name in ends:
            del parts[name]
    return bool(parts)


def _with_trailer(data: bytes) -> bytes | None:
    """A file that was cut off, with a new end that names its first object; None where that is not to be found."""
    root = re.search(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b(?:(?!endobj).){0,500}?/Type\s*/Catalog\b", data, re.DOTALL)
    if not root or b"/Encrypt" in data:
        return None
    return data + b"\nendobj\ntrailer\n<</Root %s %s R>>\nstartxref\n0\n%%%%EOF\n" % root.groups()


def page_count(document: Any) -> int:
    """How many pages a document has."""
    from pypdfium2 import raw

    return int(raw.FPDF_GetPageCount(document))


@contextmanager
def page(document: Any, index: int) -> Iterator[Any]:
    """One page, counted from 0; None when it cannot be loaded."""
    from pypdfium2 import raw

    loaded = raw.FPDF_LoadPage(document, index)
    try:
        yield loaded or None
    finally:
        if loaded:
            raw.FPDF_ClosePage(loaded)


@contextmanager
def text_of(loaded: Any) -> Iterator[int]:
    """The handle of a page's text; 0 when it has none."""
    from pypdfium2 import raw

    text = raw.FPDFText_LoadPage(loaded)
    try:
        yield handle(text) if text else 0
    finally:
        if text:
            raw.FPDFText_ClosePage(text)


def handle(pointer: Any) -> int:
    """A pointer as a plain integer."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def page_box(loaded: Any) -> tuple[float, float, float, float]:
    """The visible part of a page: left, bottom, right, top, in points."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(loaded, box)
    return box.left, box.bottom, box.right, box.top


def codes(text: int, count: int) -> Sequence[int]:
    """The Unicode of every character of a page; 0 where the file does not tell."""
    told = array("H", bytes(2 * (count + 1)))
    if ask("FPDFText_GetText")(text, 0, count, told.buffer_info()[0]) == count + 1:
        found = told[:count]
        if not OTHERWISE & set(found):
            return found
    return list(map(ask("FPDFText_GetUnicode"), repeat(text), range(count)))


def owners(text: int, count: int) -> list[int | None]:
    """The text object that drew every character; None for those that PDFium adds: blanks, and ends of lines."""
    return list(map(ask("FPDFText_GetTextObject"), repeat(text), range(count)))


def boxes(text: int, places: Sequence[int]) -> Sequence[float]:
    """Left, top, right, bottom of characters: their advance and their font's height, not their ink."""
    return _floats(ask("FPDFText_GetLooseCharBox"), text, places, 4)


def origins(text: int, places: Sequence[int]) -> Sequence[float]:
    """Where characters begin on their baseline: x and y."""
    found, start, end = room("d", 2 * len(places))
    drain(
        map(ask("FPDFText_GetCharOrigin"), repeat(text), places, range(start, end, 16), range(start + 8, end + 8, 16))
    )
    return found


def matrices(text: int, places: Sequence[int]) -> Sequence[float]:
    """The six numbers by which characters are turned and stretched."""
    return _floats(ask("FPDFText_GetMatrix"), text, places, 6)


def sizes(text: int, places: Sequence[int]) -> Sequence[float]:
    """The font size of characters, before they are stretched."""
    return list(map(ask("FPDFText_GetFontSize"), repeat(text), places))


def guessed(text: int, places: Iterable[int]) -> list[int]:
    """1 for every character whose Unicode is only guessed, of those at some places."""
    return list(map(ask("FPDFText_HasUnicodeMapError"), repeat(text), places))


def faint(text: int, places: Iterable[int]) -> list[bool]:
    """Whether characters at some places are painted white, or so thinly that paper shines through."""
    color, start, end = room("I", 4)
    parts = range(start, end, color.itemsize)
    told = ask("FPDFText_GetFillColor")
    return [bool(told(text, place, *parts)) and (min(color[:3]) >= WHITE or color[3] <= THIN) for place in places]


def _floats(question: Callable[..., Any], text: int, places: Sequence[int], each: int) -> Sequence[float]:
    found, start, end = room("f", each * len(places))
    drain(map(question, repeat(text), places, range(start, end, 4 * each)))
    return found


def room(kind: str, count: int) -> tuple[array[Any], int, int]:
    """Numbers for PDFium to fill in ("d", "f", "i" as in `array`), and from where to where in memory they are."""
    room = array(kind, bytes(array(kind).itemsize * count))
    start, _ = room.buffer_info()
    return room, start, start + len(room) * room.itemsize


def drain(answers: Iterator[Any]) -> None:
    """Asks all of some questions whose answers were given room."""
    deque(answers, maxlen=0)
