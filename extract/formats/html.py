"""Web pages: their visible text in reading order, tables with merged cells laid out, and what the head declares."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract import limits, scan
from extract.content import Block, Content, Grid, Paragraph, Picture
from extract.encoding import decode
from extract.registry import reads
from extract.sniff import HTML
from extract.unreadable import Unreadable
from extract.web.head import pager, read_head
from extract.web.layout import framed, grid_rows, holders, is_layout
from extract.web.sight import Path, Sight, tidy

TELLING = 4000  # letters of an inlined picture: a smaller one is an ornament
INLINED_MOST = 40  # pictures of one page that are read; each takes seconds
INLINED = 100_000  # numbers of grids that were drawn begin here

_DATA = re.compile(r"data:image/[\w.+-]+;base64,\s*([A-Za-z0-9+/=\s]+)$", re.IGNORECASE)
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
    scanned = 0
    for path, part in _parts(tree.root, Sight(tree), holders(tree)) if tree.root else ():
        if not isinstance(part, LexborNode):
            blocks.append(part)
        elif scanned < INLINED_MOST and (read := _inlined(part, path, len(blocks))):
            blocks += read
            scanned += 1
        else:
            pictures.append(Picture(len(blocks), path))
    return Content(tuple(blocks), read_head(tree), False, tuple(pictures), pager(tree, markup), scanned > 0)


def _inlined(node: LexborNode, path: Path, number: int) -> list[Block]:
    """What a picture says whose bytes stand in the page itself; nothing when there are none or they cannot be read."""
    found = _DATA.match(node.attributes.get("src") or "")
    if not found or len(found[1]) < TELLING:
        return []
    try:
        read = scan.read_picture(base64.b64decode(found[1]))
    except (Unreadable, ValueError):
        return []
    grids = {block.number: INLINED + number + block.number for block in read if isinstance(block, Grid)}
    return [
        replace(block, path=path, number=grids[block.number]) if isinstance(block, Grid) else replace(block, path=path)
        for block in read
    ]


def _parts(root: LexborNode, sight: Sight, holding: frozenset[int]) -> Iterator[tuple[Path, Block | LexborNode]]:
    """Blocks in reading order, and the pictures among them."""
    words: list[str] = []
    grids = 0
    place: Path = ()
    for path, event in sight.events(root, lambda table: not is_layout(table, holding)):
        if isinstance(event, str):
            words.append(event)
            place = path
            continue
        if event is not None and event.tag != "table":
            yield path, event
            continue
        if text := tidy("".join(words)):
            yield place, Paragraph(text, path=place)
        words = []
        if event is not None:
            rows = grid_rows(event, sight)
            yield from ((path, block) for block in framed(Grid(rows, grids, path=path)))
            grids += 1
