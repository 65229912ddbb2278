"""Tables of a PDF page: which letters stand in which cell, and what the cells say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.pdf.drawing import Box
from extract.pdf.lattice import Lattice
from extract.pdf.letters import Letter


@dataclass(slots=True, eq=False)
class Field:
    """One cell as drawn (left, top, right, bottom), and the letters in it.

    `sure`: how sure it is that they are its own. `drawn`: it holds a picture.
    """

    box: Box
    letters: list[Letter] = field(default_factory=list)
    text: str = ""
    sure: float = 1.0
    drawn: bool = False

    @property
    def width(self) -> float:
        """How wide it is, in points."""
        return self.box[2] - self.box[0]


@dataclass(slots=True, eq=False)
class Table:
    """One table as drawn. `overlapping`: cells of it lie over others, so that some of its lines are missing."""

    fields: list[Field]
    box: Box
    overlapping: bool = False
    _xs: list[float] = field(default_factory=list)
    _ys: list[float] = field(default_factory=list)
    _squares: dict[tuple[int, int], Field] = field(default_factory=dict)

    @classmethod
    def of(cls, lattice: Lattice) -> Table:
        """A table without letters."""
        table = cls([Field(box) for box in lattice.cells], lattice.box)
        table._xs = sorted({x for left, _, right, _ in lattice.cells for x in (left, right)})
        table._ys = sorted({y for _, top, _, bottom in lattice.cells for y in (top, bottom)})
        columns = {x: number for number, x in enumerate(table._xs)}
        rows = {y: number for number, y in enumerate(table._ys)}
        for one in sorted(table.fields, key=_area, reverse=True):
            left, top, right, bottom = one.box
            for row in range(rows[top], rows[bottom]):
                for column in range(columns[left], columns[right]):
                    table.overlapping |= (row, column) in table._squares
                    table._squares[row, column] = one
        return table

    @property
    def width(self) -> float:
        """How wide it is, in points."""
        return self.box[2] - self.box[0]

    def at(self, x: float, y: float) -> Field | None:
        """The cell at a point; of two that lie over each other, the smaller."""
        left, top, right, bottom = self.box
        if not (left <= x < right and top <= y < bottom):
            return None
        return self._squares.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))

    def rows(self) -> Iterator[list[Field]]:
        """The cells that begin in each row, from the left."""
        by_top: dict[float, list[Field]] = {}
        for one in self.fields:
            by_top.setdefault(one.box[1], []).append(one)
        for top in sorted(by_top):
            yield sorted(by_top[top], key=lambda one: one.box[0])

    def is_wide(self, row: Sequence[Field]) -> bool:
        """Whether a row is one cell across the whole width: it frames a line of text."""
        left, _, right, _ = self.box
        return len(row) == 1 and row[0].box[0] <= left and row[0].box[2] >= right


def _area(one: Field) -> float:
    left, top, right, bottom = one.box
    return (right - left) * (bottom - top)


def owners_of(letters: Iterable[Letter], tables: Sequence[Table]) -> list[Field | None]:
    """For every letter the cell in which its middle lies."""
    found: list[Field | None] = []
    for letter in letters:
        owner = None
        for table in tables:
            owner = table.at(letter.x, letter.y)
            if owner:
                break
        found.append(owner)
    return found
