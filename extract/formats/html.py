"""Web pages: their visible text in reading order, tables with merged cells laid out, and what the head declares."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract import page
from extract.content import Block, Cell, Content, Grid, Head, Paragraph, Picture
from extract.encoding import decode
from extract.registry import reads
from extract.sniff import HTML

WIDEST = 64  # columns: a span beyond this is a slip of the pen
SMALL = 40  # pixels: a picture no wider or higher is an icon
DEEPEST = 150  # levels: below, all branches of a page count as one, or a hostile page would eat the memory
LINK = 20  # characters: what leads to another page is short
LONGEST = 300  # characters: a cell that holds more holds a page, not a figure or a label

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DRAWN = re.compile(r"background[^;]*url\s*\(", re.IGNORECASE)
_PAGES = re.compile(r"createPageHTML\w*\(\s*(\d+)", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

Path = tuple[int, ...]
Event = tuple[Path, "str | LexborNode | None"]


@reads(HTML)
def read_html(data: bytes) -> Content:
    """The visible page as paragraphs and grids, each with its branch of the page, and where it has pictures."""
    tree = LexborHTMLParser(decode(data))
    blocks: list[Block] = []
    pictures: list[Picture] = []
    for path, part in _parts(tree.root) if tree.root else ():
        if part is None:
            pictures.append(Picture(len(blocks), path))
        else:
            blocks.append(part)
    return Content(tuple(blocks), _head(tree), pictures=tuple(pictures), pager=_pager(tree))


def _parts(root: LexborNode) -> Iterator[tuple[Path, Block | None]]:
    """Blocks in reading order, and None for a picture among them."""
    words: list[str] = []
    grids = 0
    for path, event in _events(root):
        if isinstance(event, str):
            words.append(event)
            place = path
            continue
        if event is not None and event.tag != "table":
            yield path, None
            continue
        if text := _tidy("".join(words)):
            yield place, Paragraph(text, path=place)
        words = []
        if event is not None:
            yield from ((path, block) for block in _framed(Grid(_rows(event), grids, path=path)))
            grids += 1


def _events(root: LexborNode) -> Iterator[Event]:
    """The nodes in reading order: texts, breaks between blocks (None), pictures, and tables that are no mere layout.

    Footnote marks and struck words are put in brackets, so that they are no digits of the figure beside them. The
    stack is our own: pasted pages nest deeper than the interpreter's.
    """
    stack: list[tuple[LexborNode | str | None, Path]] = [(root, ())]
    while stack:
        node, path = stack.pop()
        if node is None or isinstance(node, str):
            yield path, node
            continue
        tag = node.tag
        if node.is_text_node:
            yield path, node.text_content or ""
        elif _is_hidden(node):
            continue
        elif _is_picture(node):
            yield path, node
        elif tag in page.words("silent_tags"):
            continue
        elif tag == "table" and not _is_layout(node):
            yield path, node
        else:
            children = list(node.iter(include_text=True))
            if tag in page.words("block_tags"):
                yield path, None
                stack.append((None, path))
                deeper = len(path) < DEEPEST
                branches = [(child, (*path, number) if deeper else path) for number, child in enumerate(children)]
                stack += reversed(branches)
            elif _is_mark(node) and _tidy(node.text()):
                yield path, "["
                stack.append(("]", path))
                stack += [(child, path) for child in reversed(children)]
            else:
                stack += [(child, path) for child in reversed(children)]


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _is_mark(node: LexborNode) -> bool:
    attributes = node.attributes
    style = "".join((attributes.get("style") or "").lower().split())
    if node.tag == "a" and (attributes.get("href") or "").startswith("#"):
        return node.text().strip().isdigit()
    return node.tag in page.words("mark_tags") or any(mark in style for mark in page.words("mark_styles"))


def _is_picture(node: LexborNode) -> bool:
    """Whether a node is drawn and may say something: neither an icon nor a dot that holds a place."""
    attributes = node.attributes
    if node.tag not in page.words("picture_tags"):
        return bool(_DRAWN.search(attributes.get("style") or "")) and not node.text().strip()
    source = (attributes.get("src") or "").lower()
    small = any(0 < _number(node, side, SMALL + 1) <= SMALL for side in ("width", "height") if attributes.get(side))
    return not small and not any(word in source for word in page.words("ornaments"))


def _pager(tree: LexborHTMLParser) -> str | None:
    """What the page offers that leads to more of it, if anything does."""
    for node in tree.css("a, span, button, input, li, img"):
        attributes = node.attributes
        shown = (attributes.get("value") or attributes.get("alt") or node.text()).strip()
        words = re.sub(r"[\W_]+", "", shown).lower()
        if len(shown) < LINK and words in page.words("pager") and (_leads_on(node) or not words.isdigit()):
            return shown
    pages = (_PAGES.search(script.text()) for script in tree.css("script"))
    return next((found[0] for found in pages if found and int(found[1]) > 1), None)


def _leads_on(node: LexborNode) -> bool:
    href = node.attributes.get("href") or "#"
    return not href.startswith("#") if node.tag == "a" else node.tag == "button" or "onclick" in node.attributes


def _is_layout(table: LexborNode) -> bool:
    """Whether a table only arranges the page: it holds tables, or cells as long as an article."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return True
    return any(len(cell.text()) > LONGEST for cell in table.css("td, th"))


@dataclass(slots=True)
class _Span:
    """A merged cell that reaches into rows to come."""

    columns: range
    rows: int


def _rows(table: LexborNode) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table, each with a cell in every column; a merged cell's text stands in its first place only."""
    grid: list[tuple[Cell, ...]] = []
    spans: list[_Span] = []
    for tr in table.css("tr"):
        if _is_hidden(tr):
            continue
        taken = {column for span in spans for column in span.columns}
        row: dict[int, Cell] = dict.fromkeys(taken, Cell("", continued=True))
        spans = [_Span(span.columns, span.rows - 1) for span in spans if span.rows > 1]
        column = 0
        for td in tr.iter():
            if td.tag not in ("td", "th") or _is_hidden(td):
                continue
            while column in row:
                column += 1
            across, down = _number(td, "colspan", WIDEST), _number(td, "rowspan", 1000)
            row |= dict.fromkeys(range(column, column + across), Cell("", continued=True))
            row[column] = Cell(_cell_text(td), down=down)
            if down > 1:
                spans.append(_Span(range(column, column + across), down - 1))
            column += across
        if row:
            grid.append(tuple(row.get(place, Cell("", continued=True)) for place in range(max(row) + 1)))
    return tuple(grid)


def _number(td: LexborNode, name: str, most: int) -> int:
    found = re.match(r"\s*(\d+)", td.attributes.get(name) or "")
    return min(max(int(found[1]), 1), most) if found else 1


def _cell_text(td: LexborNode) -> str:
    lines = [""]
    for _, event in _events(td):
        if isinstance(event, str):
            lines[-1] += event
        elif event is None and lines[-1]:
            lines.append("")
    return "\n".join(filter(None, map(_tidy, lines)))


def _framed(grid: Grid) -> Iterator[Block]:
    """A grid, but rows of one cell across the whole width as what they are: lines of text in a frame."""
    start = 0
    for at, (first, *others) in enumerate(grid.rows):
        if first.continued or not all(cell.continued for cell in others):
            continue
        if at > start:
            yield replace(grid, rows=grid.rows[start:at], first_row=start)
        lines = (line.strip() for line in first.text.split("\n"))
        yield from (Paragraph(line, grid.page, grid.path) for line in lines if line)
        start = at + 1
    if start < len(grid.rows):
        yield replace(grid, rows=grid.rows[start:], first_row=start)


def _tidy(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _head(tree: LexborHTMLParser) -> Head:
    """What the page declares of its document in meta tags, in headings and in its window title."""
    declared: dict[str, str] = {}
    for meta in tree.css("meta"):
        name, content = (meta.attributes.get(key) or "" for key in ("name", "content"))
        name = name or meta.attributes.get("property") or ""
        if content.strip() and content.strip().lower() != "null":
            declared.setdefault(name.lower(), content)
    metas = {key: [declared[name.lower()] for name in page.words(key) if name.lower() in declared] for key in _METAS}
    dates = (page.read_date(text) for text in (*metas["published_meta"], *_texts(tree, page.words("published_tag"))))
    names = (page.name_of_publisher(text) for text in metas["publisher_meta"])
    classes = [f".{name}" for name in page.words("title_class")]
    window = tree.css_first("title")
    return Head(
        titles=(*metas["title_meta"], *_texts(tree, ("h1", *page.words("title_tag")))),
        lesser_titles=(*_texts(tree, (*classes, "h2", "h3")), *re.split(r"[-_|—]", window.text() if window else "")),
        published=next(filter(None, dates), None),
        publisher=next(filter(None, names), None),
    )


_METAS = ("title_meta", "published_meta", "publisher_meta")


def _texts(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> list[str]:
    return [_tidy(node.text()) for selector in selectors for node in tree.css(selector)]
