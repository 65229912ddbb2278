"""PDF: lines of text and ruled tables, page by page; whatever only frames the text is text."""

import logging
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import count

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from extract.content import Block, Cell, Content, Grid, Paragraph
from extract.registry import reads
from extract.sniff import PDF
from extract.unreadable import Unreadable

PAGES = 400  # a longer file is a yearbook, not a report
MARGIN = 0.08  # of the page's height, above and below: page numbers stand there

_PAGE_NUMBER = re.compile(r"[-—–―·\s]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/共]\s*\d{1,3}\s*页?)?)[-—–―·\s]*")


@reads(PDF)
def read_pdf(data: bytes) -> Content:
    """Every page as lines and grids from top to bottom. Raises Unreadable: encrypted, damaged, or pictures only."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            pages = document.pages[: PAGES + 1]
            if len(pages) > PAGES:
                raise Unreadable("too-long", f"the PDF has more than {PAGES} pages")
            numbers = count()
            blocks = tuple(block for page in pages for block in _blocks(page, numbers))
    except Unreadable:
        raise
    except PdfminerException as fault:
        raise _unreadable(fault.args[0] if fault.args else fault) from None
    except Exception as fault:  # noqa: BLE001  (one file: pdfminer raises anything at all on damaged ones)
        raise _unreadable(fault) from None
    if not blocks:
        raise Unreadable("no-text", f"the PDF has {len(pages)} pages of pictures and no text")
    return Content(blocks, hard_lines=True)


def _unreadable(fault: object) -> Unreadable:
    if isinstance(fault, PDFPasswordIncorrect):
        return Unreadable("encrypted", "the PDF is encrypted and asks for a password")
    return Unreadable("damaged", f"the PDF is damaged: {type(fault).__name__}: {fault}".rstrip(": "))


def _blocks(page: Page, numbers: "count[int]") -> Iterator[Block]:
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]
    placed: list[tuple[float, Block]] = []
    for table in tables:
        placed += [(table.bbox[1], block) for block in _pieces(table, page.page_number, numbers)]
    outside = page.filter(lambda thing: not any(_holds(box, thing) for box in boxes)) if boxes else page
    for line in outside.extract_text_lines(return_chars=False, strip=True):
        text = _characters(line["text"])
        near_edge = not MARGIN * page.height < line["top"] < (1 - MARGIN) * page.height
        if text and not (near_edge and _PAGE_NUMBER.fullmatch(text)):
            placed.append((line["top"], Paragraph(text, page.page_number)))
    yield from (block for _, block in sorted(placed, key=lambda item: item[0]))


def _holds(box: tuple[float, float, float, float], thing: dict[str, float]) -> bool:
    """Whether the middle of a character lies in a table."""
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _pieces(table: Table, page: int, numbers: "count[int]") -> Iterator[Block]:
    """A ruled table as grids; rows of one cell across the whole width are lines of text in a frame."""
    number, part = next(numbers), list[tuple[Cell, ...]]()
    for row in table.extract():
        cells = tuple(Cell(_characters(text or "").strip(), continued=text is None) for text in row)
        if not cells or cells[0].continued or any(not cell.continued for cell in cells[1:]):
            part.append(cells)
            continue
        if part:
            yield Grid(tuple(part), number, page)
            part = []
        yield from (Paragraph(line.strip(), page) for line in cells[0].text.split("\n") if line.strip())
    if part:
        yield Grid(tuple(part), number, page)


def _characters(text: str) -> str:
    """The text with radicals put back to the characters that were printed, and nothing else changed."""
    return text.translate(_radicals())


@cache
def _radicals() -> dict[int, str]:
    listed = tomllib.loads(files("extract").joinpath("radicals.toml").read_text("utf-8"))["characters"]
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return kangxi | {ord(radical): character for radical, character in listed.items()}
