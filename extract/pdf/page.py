"""One page of a PDF: its tables, lines of text and pictures, each with its place from the top."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from extract.pdf import overflow, pdfium
from extract.pdf.columns import missing_columns
from extract.pdf.covers import doubt_dotted, doubt_filled, hide
from extract.pdf.drawing import Box, Drawing, read_drawing
from extract.pdf.lattice import lattices, walls
from extract.pdf.letters import Letter, Lettering, read_letters
from extract.pdf.lines import lines, text_of, tolerance, unwoven
from extract.pdf.marks import set_marks_apart
from extract.pdf.openings import missing_sides
from extract.pdf.spelling import spell
from extract.pdf.stacked import parted
from extract.pdf.tables import Field, Table, owners_of

MARGIN = 0.08  # of the page's height, above and below: page numbers stand there …
WIDE_MARGIN = 0.12  # … and here, if they say that they are
SMALL = 40.0  # points: a picture no wider or higher is an ornament
ASCENT = 0.8  # of its size: so high above the baseline a line begins
FEW = 20  # letters: a scanned page may carry a page number or its scanner's name
MUCH = 0.5  # of the page: a picture so large is the page
SHAPES = 100  # outlines as large as letters: a page whose letters were turned into drawings
UNTOLD = 0.3  # of its letters: where the file does not tell so many, the page must be looked at
COPIED = 0.8  # how sure letters are that somebody else recognised in a scan and hid under it

_PAGE_NUMBER = re.compile(r"[-—–―·\s]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/共]\s*\d{1,3}\s*页?)?)[-—–―·\s]*")
_DECORATED = re.compile(r"^[-—–―·].*[-—–―·]$|[页/]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, where it begins, and its letters."""

    text: str
    top: float
    left: float = 0.0
    letters: Sequence[Letter] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table without those that only frame text: number `first_row` and following."""

    table: Table
    rows: list[list[Field]]
    first_row: int = 0

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.rows[0][0].box[1]


@dataclass(slots=True)
class Page:
    """What one page holds, from top to bottom; a picture is its box.

    `is_picture`: its text is not there, or not told, and must be recognised. `sure`: how sure its letters are.
    """

    number: int
    parts: list[Line | Part | Box] = field(default_factory=list)
    is_picture: bool = False
    sure: float = 1.0


def read_page(document: Any, number: int) -> Page:
    """Page `number` of a document of PDFium, counted from 1; an empty page where it cannot be loaded."""
    with pdfium.page(document, number - 1) as loaded:
        if loaded is None:
            return Page(number)
        with pdfium.text_of(loaded) as text:
            lettering = read_letters(text, pdfium.page_box(loaded))
            drawing = read_drawing(loaded, lettering.upright, frozenset(lettering.drawn_by))
            return lay_out(number, lettering, drawing, lettering.drawn_by.__getitem__)


def lay_out(number: int, lettering: Lettering, drawing: Drawing, drawn_by: Callable[[int], int | None]) -> Page:
    """Page `number` from what is drawn on it, be it of a PDF or of an OFD; `drawn_by` tells a letter's text object."""
    return _Reading(lettering, drawing, drawn_by).page(number)


class _Reading:
    """One page being read; `drawn_by` tells the text object of the letter of a place."""

    def __init__(self, lettering: Lettering, drawing: Drawing, drawn_by: Callable[[int], int | None]) -> None:
        self.width, self.height = lettering.upright.extent
        self.drawing, self.drawn_by = drawing, drawn_by
        self.letters = lettering.letters
        self.is_scan = max((_area(box) for box in drawing.pictures), default=0.0) > MUCH * self.width * self.height
        self.is_copied = False
        if drawing.hidden:
            self._leave_hidden()
        self.near = tolerance(self.letters)
        self.printed = sum(letter.text != " " for letter in self.letters)
        self.untold = lettering.unknown

    def _leave_hidden(self) -> None:
        """Text that is not to be seen was recognised in the scan it lies with; without a scan it is no text."""
        seen = [letter for letter in self.letters if self.drawn_by(letter.place) not in self.drawing.hidden]
        self.is_copied = self.is_scan and 2 * len(seen) < len(self.letters)
        if not self.is_scan:
            self.letters = seen

    def page(self, number: int) -> Page:
        """Its parts from top to bottom."""
        hide(self.letters, self.drawing.covers, self.drawing.texts, self.drawn_by)
        set_marks_apart(self.letters, self.drawing.across)
        tables = self._tables()
        owners = owners_of(self.letters, tables)
        overflow.settle(self.letters, owners, self.drawn_by)
        outside: list[Letter] = []
        for letter, owner in zip(self.letters, owners, strict=True):
            (owner.letters if owner else outside).append(letter)
        parts = [part for table in tables for part in self._parts(table, outside)]
        placed: list[tuple[float, float, Line | Part | Box]] = [(part.top, part.table.box[0], part) for part in parts]
        placed += [(line.top, line.left, line) for line in self._lines(outside)]
        placed += [(box[1], box[0], box) for box in self.drawing.pictures if min(_extent(box)) > SMALL]
        placed.sort(key=lambda item: item[:2])
        if placed and _is_last_number(placed[-1][-1]):
            placed.pop()
        sure = COPIED if self.is_copied else 1.0
        return Page(number, [part for *_, part in placed], self._is_picture(), sure)

    def _is_picture(self) -> bool:
        if self.printed < FEW:
            return self.is_scan or len(self.drawing.outlines) > SHAPES
        return self.untold > UNTOLD * self.printed

    def _tables(self) -> list[Table]:
        """The tables that are drawn, or all but drawn."""
        rules_down, rules_across = self.drawing.down, self.drawing.across
        if self.drawing.too_much:
            return []
        down, across = walls(rules_down), walls(rules_across)
        more = missing_columns(down, across, self.letters, self.near)
        if more:
            rules_down = rules_down + more
            down = walls(rules_down)
        sides_down, sides_across = missing_sides(down, across)
        if sides_down or sides_across:
            down, across = walls(rules_down + sides_down), walls(rules_across + sides_across)
        return [Table.of(one) for lattice in lattices(down, across) for one in parted(lattice)]

    def _parts(self, table: Table, outside: list[Letter]) -> Iterator[Part]:
        """The runs of rows that are a grid; letters of the others are put back outside."""
        overflow.doubt_low(table)
        doubt_filled(table, self.drawing.notes)
        doubt_dotted(table, self.drawing.dots)
        spell(table, self.near)
        for box in (*self.drawing.pictures, *self.drawing.outlines):
            owner = table.at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            if owner and _area(box) <= 1.5 * _area(owner.box):
                owner.drawn = True
        for is_wide, run in groupby(enumerate(table.rows()), lambda item: table.is_wide(item[1])):
            rows = list(run)
            if is_wide:
                outside += [letter for _, row in rows for one in row for letter in one.letters]
            else:
                yield Part(table, [row for _, row in rows], rows[0][0])

    def _lines(self, letters: list[Letter]) -> Iterator[Line]:
        for line, upper in unwoven(lines(letters, self.near)):
            text = text_of(line)
            top = min(letter.base - ASCENT * letter.size for letter in upper)
            if text and not is_page_number(text, top / self.height if self.height else 0.5):
                yield Line(text, top, line[0].left, line)


def is_page_number(text: str, place: float) -> bool:
    """Whether a line is a page's number; `place`: how far down the page it begins, from 0.0 to 1.0."""
    margin = WIDE_MARGIN if _DECORATED.search(text) else MARGIN
    return not margin < place < 1 - margin and bool(_PAGE_NUMBER.fullmatch(text))


def _is_last_number(part: Line | Part | Box) -> bool:
    """Whether the last part of a page is its number and says so: then it may stand high, below a page half empty."""
    return isinstance(part, Line) and bool(_PAGE_NUMBER.fullmatch(part.text) and _DECORATED.search(part.text))


def _extent(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _area(box: Box) -> float:
    width, height = _extent(box)
    return width * height
