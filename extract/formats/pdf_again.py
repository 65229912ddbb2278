"""PDF read another way: by pdfplumber, which shares neither code nor mistakes with PDFium; slower, asked in doubt."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import count, groupby
from statistics import median
from typing import TYPE_CHECKING, Any

from extract import limits
from extract.content import Block, Cell, Content, Grid, Paragraph, Picture
from extract.registry import reads
from extract.sniff import PDF
from extract.unreadable import Unreadable

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

    from extract.pdf.page import Page as Drawn

THIN = 2  # points: a higher rule is a bar
SMALL = 40  # points: a picture no wider or higher is an ornament
TWICE = 1  # point: the same letter drawn again so near makes it bold

Box = tuple[float, float, float, float]


@reads(PDF, second=True)
def read_pdf_again(data: bytes) -> Content:
    """Every page as lines and grids from top to bottom. Raises Unreadable: encrypted, damaged, needs-ocr …

    What was recognised in a scan by others and hidden under it is no evidence: such a page is recognised anew.
    """
    import pdfplumber

    from extract.pdf import pdfium
    from extract.pdf.page import read_page
    from extract.pdf.picture import pictures_of

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    reading = _Reading()
    with pdfium.opened(data) as document:
        if (total := pdfium.page_count(document)) > limits.PAGES:
            raise Unreadable("too-long", f"the PDF has {total} pages, more than any report")
        pages = [read_page(document, number) for number in range(1, total + 1)]
        cut = _cut_pages(pages)
        pictures = [page for page in pages if page.is_picture or page.sure < 1]
        if len(pictures) > limits.SCANNED_PAGES:
            raise Unreadable("too-long", f"the PDF has {len(pictures)} pages of pictures, more than any report")
        try:
            with pdfplumber.open(BytesIO(data)) as plumbed:
                for look, run in groupby(pages, lambda page: page in pictures):
                    numbers = [page.number for page in run]
                    if look:
                        from extract.scan import read_pages

                        reading.take_recognised(read_pages(pictures_of(document, numbers), numbers[0]))
                    else:
                        for number in numbers:
                            reading.take(plumbed.pages[number - 1], number in cut)
        except Unreadable:
            raise
        except Exception as fault:  # noqa: BLE001  (one file: pdfminer raises anything at all on damaged ones)
            raise Unreadable("damaged", f"the PDF is damaged: {type(fault).__name__}: {fault}".rstrip(": ")) from None
    return reading.content()


class _Reading:
    """The blocks found so far."""

    def __init__(self) -> None:
        self.numbers = count()
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.scanned = False

    def take_recognised(self, found: Iterable[Block]) -> None:
        """Adds what was recognised in pictures, its tables numbered with the others."""
        given: dict[int, int] = {}
        for block in found:
            self.scanned = True
            if isinstance(block, Grid):
                if block.number not in given:
                    given[block.number] = next(self.numbers)
                block = replace(block, number=given[block.number])
            self.blocks.append(block)

    def take(self, page: Page, cut: bool) -> None:
        """Adds what stands on one page; `cut`: its first row is the end of the last one of the page before."""
        for part in _parts(page.dedupe_chars(tolerance=TWICE), self.numbers):
            if part is None:
                self.pictures.append(Picture(len(self.blocks)))
                continue
            if cut and isinstance(part, Grid):
                cut, part = False, self._mended(part)
            self.blocks.append(part)
        page.close()

    def _mended(self, grid: Grid) -> Grid:
        """A grid without its first row, which is given back to the row that the end of a page has cut."""
        at = next((at for at in range(len(self.blocks) - 1, -1, -1) if isinstance(self.blocks[at], Grid)), None)
        before = self.blocks[at] if at is not None else None
        if at is None or not isinstance(before, Grid) or len(before.rows[-1]) != len(grid.rows[0]):
            return grid
        row = tuple(map(_together, before.rows[-1], grid.rows[0]))
        self.blocks[at] = replace(before, rows=(*before.rows[:-1], row))
        return replace(grid, rows=grid.rows[1:], first_row=grid.first_row + 1)

    def content(self) -> Content:
        """All of it."""
        if not self.blocks:
            raise Unreadable("no-text", "the PDF has no text")
        return Content(tuple(self.blocks), hard_lines=True, pictures=tuple(self.pictures), scanned=self.scanned)


def _cut_pages(pages: Sequence[Drawn]) -> set[int]:
    """The pages that begin with the end of a row."""
    from extract.pdf.joints import joined
    from extract.pdf.page import Part

    first = {page.number: next((part for part in page.parts if isinstance(part, Part)), None) for page in pages}
    before = {number: len(part.rows) for number, part in first.items() if part}
    joined(pages)
    return {number for number, part in first.items() if part and len(part.rows) < before[number]}


def _together(cell: Cell, rest: Cell) -> Cell:
    """A cell and what the next page has of it."""
    if cell.continued or rest.continued:
        return cell
    return replace(cell, text="\n".join(filter(None, (cell.text, rest.text))))


def _parts(page: Page, numbers: count[int]) -> Iterator[Block | None]:
    """Blocks from top to bottom, and None for a picture among them."""
    from extract.pdf.lines import APART, ONE_LINE
    from extract.pdf.page import is_page_number

    _set_marks_apart(page)
    near = max(APART, ONE_LINE * median([char["size"] for char in page.chars] or [0]))
    grids = [grid for table in page.find_tables() for grid in _grids(table, page, next(numbers), near)]
    placed: list[tuple[float, Block | None]] = [(box[1], grid) for box, grid in grids]
    placed += [(image["top"], None) for image in page.images if min(image["width"], image["height"]) > SMALL]
    outside = page.filter(lambda thing: not any(_holds(box, thing) for box, _ in grids)) if grids else page
    for line in outside.extract_text_lines(return_chars=False, y_tolerance=near):
        text = _characters(line["text"])
        if text and not is_page_number(text, line["top"] / float(page.height)):
            placed.append((line["top"], Paragraph(text, page.page_number)))
    yield from (block for _, block in sorted(placed, key=lambda item: item[0]))


def _set_marks_apart(page: Page) -> None:
    """Puts footnote marks and struck figures in brackets: neither is a digit of the figure beside it."""
    from extract.pdf.letters import Letter
    from extract.pdf.marks import marks

    thin = [line for line in (*page.lines, *page.rects) if line["height"] < THIN]
    printed = [char for char in page.chars if char["text"].strip()]
    letters = [
        Letter(char["text"], char["x0"], char["x1"], char["bottom"], char["size"], place)
        for place, char in enumerate(printed)
    ]
    digits = [letter for letter in letters if letter.text.isdigit()]
    small = {letter.place for letter in marks(letters, digits)}
    struck = {letter.place for letter in digits if any(_strikes(line, printed[letter.place]) for line in thin)}
    for place in small | struck:
        printed[place]["text"] = f"[{printed[place]['text']}]"


def _strikes(line: dict[str, Any], char: dict[str, Any]) -> bool:
    """Whether a line goes through the middle of a character."""
    height = char["bottom"] - char["top"]
    return bool(
        line["x0"] <= char["x0"] + 1
        and char["x1"] - 1 <= line["x1"]
        and (0.3 * height < line["top"] - char["top"] < 0.7 * height)
    )


def _holds(box: Box, thing: dict[str, Any]) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _grids(table: Table, page: Page, number: int, near: float) -> Iterator[tuple[Box, Grid]]:
    """A ruled table without its rows of one cell across the whole width: those only frame lines of text."""
    rows = list(zip(table.rows, table.extract(y_tolerance=near), strict=True))
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
    from extract.pdf.letters import radicals

    return text.translate(radicals())
