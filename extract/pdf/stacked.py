"""Stacked tables: two that stand right under each other are parted where hardly a wall between cells goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.pdf.drawing import Box
from extract.pdf.lattice import TOLERANCE, Lattice

FEWEST = 4  # walls on either side: fewer may miss each other in one table, as under a heading
MEETING = 0.5  # of the walls of the side that has fewer: so many may meet by chance; in one table all but a few go on


def parted(lattice: Lattice) -> Iterator[Lattice]:
    """The tables that one lattice of cells is, from the top; nearly always itself."""
    begin = lattice.box[1]
    for seam in [*_seams(lattice), lattice.box[3]]:
        yield Lattice(tuple(cell for cell in lattice.cells if begin <= cell[1] < seam))
        begin = seam


def _seams(lattice: Lattice) -> Iterator[float]:
    """The heights at which one table ends and another begins."""
    crossed = {top for top in _tops(lattice.cells) for _, above, _, below in lattice.cells if above < top < below}
    for seam in _tops(lattice.cells)[1:]:
        ending, beginning = (_walls(lattice, at, seam) for at in (3, 1))
        fewer = min(len(ending), len(beginning))
        if seam not in crossed and fewer >= FEWEST and _meeting(ending, beginning) < MEETING * fewer:
            yield seam


def _tops(cells: Iterable[Box]) -> list[float]:
    return sorted({top for _, top, _, _ in cells})


def _walls(lattice: Lattice, side: int, seam: float) -> set[float]:
    """The walls between the cells that have this side (1 above, 3 below) at the seam."""
    left, _, right, _ = lattice.box
    beside = {edge for cell in lattice.cells if cell[side] == seam for edge in (cell[0], cell[2])}
    return {edge for edge in beside if left + TOLERANCE < edge < right - TOLERANCE}


def _meeting(some: set[float], others: set[float]) -> int:
    return sum(any(abs(one - other) <= TOLERANCE for other in others) for one in some)
