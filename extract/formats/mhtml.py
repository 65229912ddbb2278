"""MHTML: a web page saved as one file; the pages in its frames follow it."""

import email
from collections.abc import Iterator
from dataclasses import replace

from extract import limits
from extract.content import Content, Grid
from extract.formats.html import read_html, read_mended_html
from extract.registry import reads
from extract.sniff import HTML, MHTML
from extract.unreadable import Unreadable

PAGES = 20  # frames of one page
SHEETS = frozenset([HTML, "application/xhtml+xml"])


@reads(MHTML)
def read_mhtml(data: bytes) -> Content:
    """The pages of the file as one. Raises Unreadable: no-text, too-large."""
    return _joined([read_html(page) for page in _pages(data)])


@reads(MHTML, second=True)
def read_mended_mhtml(data: bytes) -> Content:
    """The same pages by the second reader of pages."""
    return _joined([read_mended_html(page) for page in _pages(data)])


def _pages(data: bytes) -> Iterator[bytes]:
    parts = (part for part in email.message_from_bytes(data).walk() if part.get_content_type() in SHEETS)
    for number, part in enumerate(parts):
        page = part.get_payload(decode=True)
        if number < PAGES and isinstance(page, bytes):
            if len(page) > limits.TEXT:
                raise Unreadable("too-large", f"the page has {len(page) >> 20} MiB of text, more than any report")
            yield page


def _joined(pages: list[Content]) -> Content:
    """Some pages as branches of one; what the first declares counts."""
    if not pages:
        raise Unreadable("no-text", "the saved page holds no page")
    whole = Content((), pages[0].head, pager=pages[0].pager)
    tables = 0
    for at, page in enumerate(pages):
        start = len(whole.blocks)
        moved = [replace(one, path=(at, *one.path)) for one in page.blocks]
        blocks = [replace(one, number=one.number + tables) if isinstance(one, Grid) else one for one in moved]
        pictures = [replace(one, before=one.before + start, path=(at, *one.path)) for one in page.pictures]
        tables = max((one.number + 1 for one in blocks if isinstance(one, Grid)), default=tables)
        whole = replace(whole, blocks=(*whole.blocks, *blocks), pictures=(*whole.pictures, *pictures))
    return whole
