"""Scans: pages that are pictures, read to paragraphs and tables, with a certainty for every cell and line."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from extract import limits
from extract.content import Block, Grid
from extract.unreadable import Unreadable


def read_pages(pages: Iterable[Any], first: int | None = 1) -> list[Block]:
    """The blocks of some pages in reading order; grids are numbered from 0, pages from `first`.

    `pages` are grey or RGB arrays (numpy, uint8), upright or turned, at some 100 to 300 dpi; without `first` they are
    no pages of a document, but pictures in one. Raises Unreadable: needs-ocr, too-long, too-slow, reader-died.
    """
    from extract.scan import engine

    blocks: list[Block] = []
    for number, page in enumerate(pages):
        if number >= limits.SCANNED_PAGES:
            raise Unreadable(
                "too-long", f"more than {limits.SCANNED_PAGES} pages would have to be recognised in pictures"
            )
        place = None if first is None else first + number
        blocks += _placed(engine.shared().read(page), place, sum(isinstance(block, Grid) for block in blocks))
    return blocks


def read_picture(data: bytes) -> list[Block]:
    """The blocks of one picture's bytes, as they are inlined in web pages. Raises Unreadable, also for damaged ones."""
    from extract.formats import picture

    return read_pages(picture.pages(data), None)


def _placed(blocks: Iterable[Block], page: int | None, number: int) -> Iterator[Block]:
    """Blocks with their page, and grids with their number in the document."""
    grids: dict[int, int] = {}
    for block in blocks:
        if isinstance(block, Grid):
            own = grids.setdefault(block.number, number + len(grids))
            yield replace(block, number=own, page=page)
        else:
            yield replace(block, page=page)
