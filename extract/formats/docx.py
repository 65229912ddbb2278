"""DOCX: the document's XML read as Word prints it: numbers of lists, merged cells, text boxes, changes accepted."""

from collections.abc import Iterable, Iterator
from itertools import count

from extract.content import Block, Content, Grid, Head, Paragraph, Picture
from extract.registry import reads
from extract.sniff import DOCX
from extract.unreadable import Unreadable
from extract.word.names import W
from extract.word.numbering import Numbering
from extract.word.package import Package
from extract.word.story import Story
from extract.word.styles import Styles
from extract.word.tables import Item, Table

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@reads(DOCX)
def read_docx(data: bytes) -> Content:
    """The body as paragraphs and grids; headers, footers, footnotes and comments are no part of it.

    Raises Unreadable: damaged, encrypted, or too-large.
    """
    package = Package(data)
    blocks: list[Block] = []
    pictures: list[Picture] = []
    for part in _parts(_items(package), count()):
        if part is None:
            pictures.append(Picture(len(blocks)))
        else:
            blocks.append(part)
    if not blocks:
        what = f"{len(pictures)} pictures and no text" if pictures else "no text"
        raise Unreadable("no-text", f"the document has {what}")
    return Content(tuple(blocks), _head(package), pictures=tuple(pictures))


def _items(package: Package) -> list[Item]:
    name = package.related("").get("officeDocument", "word/document.xml")
    root = package.root(name)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise Unreadable("damaged", "the file has the form of a DOCX, but no document in it")
    related = package.related(name)
    styles = Styles(package.root(related.get("styles")))
    numbering = Numbering(package.root(related.get("numbering")), styles)
    return Story(styles, numbering).items(body)


def _parts(items: Iterable[Item], numbers: "count[int]") -> Iterator[Block | None]:
    """Blocks in reading order, and None for a picture among them."""
    for item in items:
        if isinstance(item, Table):
            yield from _grids(item, next(numbers), numbers)
        else:
            yield Paragraph(item) if item is not None else None


def _grids(table: Table, number: int, numbers: "count[int]") -> Iterator[Block | None]:
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
