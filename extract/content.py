"""Content: what every format is turned into: paragraphs and grids with their places, and the page's head."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph of text. `path` is its branch in a nested format: child numbers from the root.

    `sure`: how sure its letters are, as of a cell.
    """

    text: str
    page: int | None = None
    path: tuple[int, ...] = ()
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid, `down` rows high and `across` columns wide.

    `continued`: it continues a merged cell to its left or above. `sure`: how sure its letters are, 1.0 unless they
    were recognised in a picture. `drawn`: it holds a picture, so that its text is not all that it shows.
    """

    text: str
    continued: bool = False
    down: int = 1
    across: int = 1
    sure: float = 1.0
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or the part of one from row `first_row`. `aligned`: its cells' column numbers can be relied on."""

    rows: tuple[tuple[Cell, ...], ...]
    number: int
    page: int | None = None
    path: tuple[int, ...] = ()
    aligned: bool = True
    first_row: int = 0

    @property
    def text(self) -> str:
        """Its own cells, tab-separated, one row a line."""
        return "\n".join("\t".join(cell.text for cell in row if not cell.continued) for row in self.rows)


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Picture:
    """Something drawn, which is not read into. It stands before block number `before`, on the branch `path`."""

    before: int
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of its document outside the document: titles, shown date, publisher.

    `titles` are declared titles and main headings, the surest first; `lesser_titles` count only for want of others,
    the `window` title last.
    """

    titles: tuple[str, ...] = ()
    lesser_titles: tuple[str, ...] = ()
    published: date | None = None
    publisher: str | None = None
    window: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One document as paragraphs and grids in reading order.

    `hard_lines`: a line's end is no paragraph's end. `pager`: what on a page shows that it goes on elsewhere.
    `scanned`: some of it was recognised in pictures.
    """

    blocks: tuple[Block, ...]
    head: Head = Head()
    hard_lines: bool = False
    pictures: tuple[Picture, ...] = ()
    pager: str | None = None
    scanned: bool = False

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids alone."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs alone."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
