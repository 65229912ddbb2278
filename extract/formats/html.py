"""Web pages: their visible text in reading order, tables with merged cells laid out, and what the head declares."""

import re
from collections.abc import Iterator

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract import limits
from extract.content import Block, Content, Grid, Paragraph, Picture
from extract.encoding import decode
from extract.registry import reads
from extract.sniff import HTML
from extract.unreadable import Unreadable
from extract.web.head import pager, read_head
from extract.web.layout import framed, grid_rows, holders, is_layout
from extract.web.sight import Path, Sight, tidy

_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_NO_MARKUP = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|<\?xml[^>]*>")


@reads(HTML)
def read_html(data: bytes) -> Content:
    """The visible page as paragraphs and grids, each with its branch of the page, and where it has pictures."""
    return _content(decode(data))


@reads(HTML, second=True)
def read_mended_html(data: bytes) -> Content:
    """The same page as libxml2 mends it, which closes open rows, cells and tables in places of its own."""
    markup = _NO_MARKUP.sub("", decode(data))
    try:
        root = html.document_fromstring(markup, parser=html.HTMLParser(huge_tree=True, no_network=True))
    except (etree.ParserError, AssertionError):
        return _content(markup)
    return _content(html.tostring(root, encoding="unicode"))


def _content(markup: str) -> Content:
    if sum(1 for _ in _CELL.finditer(markup)) > limits.CELLS:
        raise Unreadable("too-large", f"the page has more than {limits.CELLS} cells, more than any report")
    tree = LexborHTMLParser(markup)
    blocks: list[Block] = []
    pictures: list[Picture] = []
    holding = holders(tree)
    for path, part in _parts(tree.root, Sight(tree), holding) if tree.root else ():
        if part is None:
            pictures.append(Picture(len(blocks), path))
        else:
            blocks.append(part)
    return Content(tuple(blocks), read_head(tree), pictures=tuple(pictures), pager=pager(tree, markup))


def _parts(root: LexborNode, sight: Sight, holding: frozenset[int]) -> Iterator[tuple[Path, Block | None]]:
    """Blocks in reading order, and None for a picture among them."""
    words: list[str] = []
    grids = 0
    place: Path = ()
    for path, event in sight.events(root, lambda table: not is_layout(table, holding)):
        if isinstance(event, str):
            words.append(event)
            place = path
            continue
        if event is not None and event.tag != "table":
            yield path, None
            continue
        if text := tidy("".join(words)):
            yield place, Paragraph(text, path=place)
        words = []
        if event is not None:
            rows = grid_rows(event, sight)
            yield from ((path, block) for block in framed(Grid(rows, grids, path=path)))
            grids += 1
