"""A whole PDF: its pages one after another, those without text recognised from their picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from extract import limits
from extract.content import Block, Content, Grid, Paragraph, Picture
from extract.pdf import pdfium
from extract.pdf.grids import columns_of, grid
from extract.pdf.joints import joined
from extract.pdf.page import Line, Page, Part, read_page
from extract.pdf.picture import pictures_of
from extract.unreadable import Unreadable


def read_document(data: bytes) -> Content:
    """Every page as lines and grids from top to bottom. Raises Unreadable: encrypted, damaged, too-long, no-text …"""
    with pdfium.opened(data) as document:
        count = pdfium.page_count(document)
        if count > limits.PAGES:
            raise Unreadable("too-long", f"the PDF has {count} pages, more than any report")
        pages = [read_page(document, number) for number in range(1, count + 1)]
        return assembled(pages, lambda numbers: pictures_of(document, numbers))


def assembled(pages: list[Page], pictures: Callable[[list[int]], Iterable[Any]]) -> Content:
    """Pages as one document, tables joined over them; `pictures` gives those pages that must be recognised, by number.

    Raises Unreadable: no-text, too-long, needs-ocr.
    """
    return _Assembly(pages, pictures).content()


class _Assembly:
    """The blocks of a document being put together."""

    def __init__(self, pages: list[Page], pictures: Callable[[list[int]], Iterable[Any]]) -> None:
        self.pages, self.pictures_of = pages, pictures
        self.columns = columns_of(joined(pages))
        self.numbers: dict[int, int] = {}
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.refused: Unreadable | None = None
        self.scanned = False

    def content(self) -> Content:
        """All pages in order."""
        for is_picture, run in groupby(self.pages, lambda page: page.is_picture):
            pages = list(run)
            if not is_picture or not self._recognise(pages):
                for page in pages:
                    self._take(page)
        if not self.blocks:
            raise self.refused or Unreadable("no-text", f"the document has {len(self.pages)} pages and no text")
        return Content(tuple(self.blocks), hard_lines=True, pictures=tuple(self.pictures), scanned=self.scanned)

    def _take(self, page: Page) -> None:
        for part in page.parts:
            if isinstance(part, Line):
                self.blocks.append(Paragraph(part.text, page.number, sure=page.sure))
            elif isinstance(part, Part) and part.rows:
                number = self.numbers.setdefault(id(part.table), len(self.numbers))
                self.blocks.append(grid(part, number, page.number, self.columns[id(part.table)], page.sure))
            elif not isinstance(part, Part):
                self.pictures.append(Picture(len(self.blocks)))

    def _recognise(self, pages: list[Page]) -> bool:
        """Adds what is recognised on pages without text; False when that is not possible here."""
        if len(pages) > limits.SCANNED_PAGES:
            raise Unreadable("too-long", f"the document has {len(pages)} pages of pictures, more than any report")
        from extract.scan import read_pages

        try:
            found = read_pages(self.pictures_of([page.number for page in pages]), pages[0].number)
        except Unreadable as refused:
            self.refused = refused
            return False
        self.scanned = self.scanned or bool(found)
        before = len(self.numbers)
        for block in found:
            if isinstance(block, Grid):
                number = self.numbers.setdefault(-1 - before - block.number, len(self.numbers))
                self.blocks.append(replace(block, number=number))
            else:
                self.blocks.append(block)
        return True
