"""Stacked tables: where two of different columns stand right under each other, and where it is only one."""

from itertools import pairwise

import pytest

from extract.pdf.lattice import Lattice
from extract.pdf.stacked import parted

NARROW = (50, 180, 300, 330, 360, 390, 430, 470, 540)
BROAD = (50, 130, 460, 472, 484, 496, 508, 520, 540)


def rows(*walls: tuple[float, ...], height: float = 20.0) -> list[tuple[float, float, float, float]]:
    """Cells of a table, row by row."""
    return [
        (left, height * number, right, height * (number + 1))
        for number, row in enumerate(walls)
        for left, right in pairwise(row)
    ]


@pytest.mark.parametrize(
    ("walls", "heights"),
    [
        ((NARROW, NARROW, BROAD, BROAD), [(0, 40), (40, 80)]),
        ((BROAD, NARROW, BROAD), [(0, 20), (20, 40), (40, 60)]),
        ((NARROW, NARROW, NARROW), [(0, 60)]),
        (((50, 300, 540), NARROW, (50, 540), NARROW), [(0, 80)]),
        ((NARROW, (50, 181, 299, 331, 361, 389, 429, 471, 540)), [(0, 40)]),
        ((NARROW, (*NARROW[:4], 400, 500, 520, 540)), [(0, 40)]),
    ],
    ids=["two", "three", "one", "one with headings", "one drawn badly", "one whose walls go on in part"],
)
def test_what_stands_under_each_other(walls: tuple[tuple[float, ...], ...], heights: list[tuple[float, float]]) -> None:
    tables = list(parted(Lattice(tuple(rows(*walls)))))
    assert [(table.box[1], table.box[3]) for table in tables] == heights
    assert sum(len(table.cells) for table in tables) == len(rows(*walls))


def test_a_cell_that_stands_beside_both_holds_them_together() -> None:
    cells = [(50.0, 0.0, 60.0, 40.0), *((x + 10, *more) for x, *more in rows(NARROW, BROAD))]
    assert len(list(parted(Lattice(tuple(sorted(cells, key=lambda one: one[1::-1])))))) == 1  # type: ignore[arg-type]
