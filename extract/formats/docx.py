"""DOCX: the document's XML read as Word prints it: numbers of lists, merged cells, text boxes, changes accepted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from extract import scan
from extract.content import Block, Content, Grid, Head, Paragraph, Picture
from extract.registry import reads
from extract.sniff import DOCX
from extract.unreadable import Unreadable
from extract.word.names import W
from extract.word.numbering import Numbering
from extract.word.package import Package
from extract.word.shapes import Drawn
from extract.word.story import Story
from extract.word.styles import Styles
from extract.word.tables import Item, Table

_LEFT = ("damaged", "no-text")  # pictures that show no text, or in forms that only Word draws
_MISSED = ("needs-ocr", "too-large")  # what a document with text can do without
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@reads(DOCX)
def read_docx(data: bytes) -> Content:
    """The body as paragraphs and grids; headers, footers, footnotes and comments are no part of it.

    A document without any table shows its pictures instead: they are recognised. Raises Unreadable: damaged,
    encrypted, too-large, no-text, and for pictures alone as `scan.read_picture` does.
    """
    package = Package(data)
    name = package.related("").get("officeDocument", "word/document.xml")
    numbers = count()
    parts = list(_parts(_items(package, name), numbers))
    scanned = not any(isinstance(part, Grid) for part in parts) and any(map(_is_image, parts))
    if scanned:
        parts = list(_recognised(parts, package, package.related(name), numbers))
    blocks = tuple(part for part in parts if not isinstance(part, Drawn))
    if not blocks:
        raise Unreadable("no-text", "the document has no text" if not parts else "the document has only pictures")
    drawn = [at for at, part in enumerate(parts) if isinstance(part, Drawn)]
    pictures = tuple(Picture(at - earlier) for earlier, at in enumerate(drawn))
    return Content(blocks, _head(package), hard_lines=scanned, pictures=pictures, scanned=scanned)


def _items(package: Package, name: str) -> list[Item]:
    root = package.root(name)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise Unreadable("damaged", "the file has the form of a DOCX, but no document in it")
    related = package.related(name)
    styles = Styles(package.root(related.get("styles")))
    numbering = Numbering(package.root(related.get("numbering")), styles)
    return Story(styles, numbering).items(body)


def _is_image(part: Block | Drawn) -> bool:
    return isinstance(part, Drawn) and part.image is not None


def _recognised(
    parts: list[Block | Drawn], package: Package, related: dict[str, str], numbers: "count[int]"
) -> Iterator[Block | Drawn]:
    """The document with what its pictures show in their places; a picture that shows no text stays one."""
    has_text = any(isinstance(part, Paragraph) for part in parts)
    for part in parts:
        shown: list[Block] = []
        if isinstance(part, Drawn) and (place := related.get(f"#{part.image}")):
            try:
                shown = scan.read_picture(package.read(place))
            except Unreadable as why:
                if why.code not in _LEFT and not (has_text and why.code in _MISSED):
                    raise
        own = {block.number: next(numbers) for block in shown if isinstance(block, Grid)}
        yield from (replace(block, number=own[block.number]) if isinstance(block, Grid) else block for block in shown)
        if not shown:
            yield part


def _parts(items: Iterable[Item], numbers: "count[int]") -> Iterator[Block | Drawn]:
    """Blocks and pictures in reading order."""
    for item in items:
        if isinstance(item, Table):
            yield from _grids(item, next(numbers), numbers)
        else:
            yield Paragraph(item) if isinstance(item, str) else item


def _grids(table: Table, number: int, numbers: "count[int]") -> Iterator[Block | Drawn]:
    """A grid, but rows of one cell across the whole width as what they are: lines of text in a frame."""
    start = 0
    rows = [cells for cells, _ in table.rows]
    for at, (_, framed) in enumerate(table.rows):
        if framed is None:
            continue
        if at > start:
            yield Grid(tuple(rows[start:at]), number, aligned=table.aligned, first_row=start)
        yield from _parts(framed, numbers)
        start = at + 1
    if start < len(rows):
        yield Grid(tuple(rows[start:]), number, aligned=table.aligned, first_row=start)


def _head(package: Package) -> Head:
    """The title in the document's properties: often that of another document it was made from, so a lesser one."""
    root = package.root(package.related("").get("core-properties"))
    title = root.findtext(_TITLE) if root is not None else None
    return Head(lesser_titles=(title,)) if title and title.strip() else Head()
