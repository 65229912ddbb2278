"""PDF: lines of text and ruled tables, page by page; whatever only frames the text is text."""

import logging
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import count, groupby, pairwise
from statistics import median

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from extract.content import Block, Cell, Content, Grid, Paragraph, Picture
from extract.registry import reads
from extract.sniff import PDF
from extract.unreadable import Unreadable

PAGES = 400  # a longer file is a yearbook, not a report
MARGIN = 0.08  # of the page's height, above and below: page numbers stand there
MARK = 0.9  # of the size of the digit beside it: a smaller one is a footnote's
THIN = 2  # points: a higher rule is a bar
SMALL = 40  # points: a picture no wider or higher is an ornament
ONE_LINE = 0.4  # of the letters' size: letters of two fonts on one line may stand so much apart

Box = tuple[float, float, float, float]

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
            blocks: list[Block] = []
            pictures: list[Picture] = []
            for part in (part for page in pages for part in _parts(page, numbers)):
                if part is None:
                    pictures.append(Picture(len(blocks)))
                else:
                    blocks.append(part)
    except Unreadable:
        raise
    except PdfminerException as fault:
        raise _unreadable(fault.args[0] if fault.args else fault) from None
    except Exception as fault:  # noqa: BLE001  (one file: pdfminer raises anything at all on damaged ones)
        raise _unreadable(fault) from None
    if not blocks:
        raise Unreadable("no-text", f"the PDF has {len(pages)} pages of pictures and no text")
    return Content(tuple(blocks), hard_lines=True, pictures=tuple(pictures))


def _unreadable(fault: object) -> Unreadable:
    if isinstance(fault, PDFPasswordIncorrect):
        return Unreadable("encrypted", "the PDF is encrypted and asks for a password")
    return Unreadable("damaged", f"the PDF is damaged: {type(fault).__name__}: {fault}".rstrip(": "))


def _parts(page: Page, numbers: "count[int]") -> Iterator[Block | None]:
    """Blocks from top to bottom, and None for a picture among them."""
    _set_marks_apart(page)
    tolerance = max(3.0, ONE_LINE * median([char["size"] for char in page.chars] or [0]))
    grids = [grid for table in page.find_tables() for grid in _grids(table, page, next(numbers), tolerance)]
    placed: list[tuple[float, Block | None]] = [(box[1], grid) for box, grid in grids]
    placed += [(image["top"], None) for image in page.images if min(image["width"], image["height"]) > SMALL]
    outside = page.filter(lambda thing: not any(_holds(box, thing) for box, _ in grids)) if grids else page
    for line in outside.extract_text_lines(return_chars=False, y_tolerance=tolerance):
        text = _characters(line["text"])
        near_edge = not MARGIN * page.height < line["top"] < (1 - MARGIN) * page.height
        if text and not (near_edge and _PAGE_NUMBER.fullmatch(text)):
            placed.append((line["top"], Paragraph(text, page.page_number)))
    yield from (block for _, block in sorted(placed, key=lambda item: item[0]))


def _set_marks_apart(page: Page) -> None:
    """Puts footnote marks and struck figures in brackets: neither is a digit of the figure beside it."""
    thin = [line for line in (*page.lines, *page.rects) if line["height"] < THIN]
    digits = [char for char in page.chars if char["text"].isdigit()]
    small = [b for a, b in pairwise(digits) if _is_mark(b, a)] + [a for a, b in pairwise(digits) if _is_mark(a, b)]
    struck = [char for char in digits if any(_strikes(line, char) for line in thin)]
    for char in {id(char): char for char in (*small, *struck)}.values():
        char["text"] = f"[{char['text']}]"


def _is_mark(char: dict[str, float], beside: dict[str, float]) -> bool:
    gap = max(char["x0"], beside["x0"]) - min(char["x1"], beside["x1"])
    on_line = char["top"] < beside["bottom"] and beside["top"] < char["bottom"]
    return on_line and gap < char["size"] / 2 and char["size"] < MARK * beside["size"]


def _strikes(line: dict[str, float], char: dict[str, float]) -> bool:
    """Whether a line goes through the middle of a character."""
    height = char["bottom"] - char["top"]
    return (
        line["x0"] <= char["x0"] + 1
        and char["x1"] - 1 <= line["x1"]
        and (0.3 * height < line["top"] - char["top"] < 0.7 * height)
    )


def _holds(box: Box, thing: dict[str, float]) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _grids(table: Table, page: Page, number: int, tolerance: float) -> Iterator[tuple[Box, Grid]]:
    """A ruled table without its rows of one cell across the whole width: those only frame lines of text."""
    rows = list(zip(table.rows, table.extract(y_tolerance=tolerance), strict=True))
    for is_grid, run in groupby(enumerate(rows), lambda item: _is_grid(item[1][1])):
        part = list(run)
        if not is_grid:
            continue
        boxes = [row.bbox for _, (row, _) in part]
        box = (min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[-1][3])
        cells = (tuple(Cell(_characters(text or "").strip(), text is None) for text in texts) for _, (_, texts) in part)
        yield box, Grid(tuple(cells), number, page.page_number, first_row=part[0][0])


def _is_grid(texts: Sequence[str | None]) -> bool:
    return len(texts) > 1 and (texts[0] is None or any(text is not None for text in texts[1:]))


def _characters(text: str) -> str:
    """The text with radicals put back to the characters that were printed, and nothing else changed."""
    return text.translate(_radicals())


@cache
def _radicals() -> dict[int, str]:
    listed = tomllib.loads(files("extract").joinpath("radicals.toml").read_text("utf-8"))["characters"]
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return kangxi | {ord(radical): character for radical, character in listed.items()}
