"""Grid: a sheet's cells on their places, for habits and writers that need columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.corpus.printed import Sheet, Td


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with its row and column, counted from 0."""

    row: int
    column: int
    cell: Td


def places(sheet: Sheet) -> Iterator[Place]:
    """Every cell where a browser would put it."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(sheet.rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + d, column + a) for d in range(cell.down) for a in range(cell.across)}
            yield Place(number, column, cell)
            column += cell.across


def matrix(sheet: Sheet, repeat: bool = False) -> list[list[str]]:
    """One text per row and column: a merged cell's text in its first place, or, with `repeat`, in all of them."""
    found = list(places(sheet))
    width = max(place.column + place.cell.across for place in found)
    texts = [[""] * width for _ in sheet.rows]
    for place in found:
        for down in range(place.cell.down if repeat else 1):
            for across in range(place.cell.across if repeat else 1):
                if place.row + down < len(texts):
                    texts[place.row + down][place.column + across] = place.cell.text
    return texts


def below(sheet: Sheet, start: int) -> list[list[Td]]:
    """The rows from `start` on, merged cells that reach into them opened again, empty."""
    rows: list[list[tuple[int, Td]]] = [[] for _ in sheet.rows[start:]]
    for place in places(sheet):
        end = place.row + place.cell.down
        if place.row >= start:
            rows[place.row - start].append((place.column, place.cell))
        elif end > start:
            rows[0].append((place.column, Td("", place.cell.across, end - start)))
    return [[cell for _, cell in sorted(row, key=lambda item: item[0])] for row in rows]


def above(sheet: Sheet, end: int) -> list[list[Td]]:
    """The rows before `end`, merged cells that reach beyond cut off."""
    rows: list[list[Td]] = [[] for _ in range(end)]
    for place in places(sheet):
        if place.row < end:
            cell = place.cell
            rows[place.row].append(Td(cell.text, cell.across, min(cell.down, end - place.row), cell.upright))
    return rows


def without_row(sheet: Sheet, number: int) -> list[list[Td]]:
    """The rows but one; merged cells that reach over it are a row shorter. No merged cell may begin in it."""
    return _resized(sheet, lambda place: (0, -(place.row < number < place.row + place.cell.down)), skip=number)


def without_column(sheet: Sheet, column: int) -> list[list[Td]]:
    """The columns but one; merged cells over it are a column narrower."""
    return _resized(sheet, lambda place: (-(place.column <= column < place.column + place.cell.across), 0))


def _resized(sheet: Sheet, change: Callable[[Place], tuple[int, int]], skip: int = -1) -> list[list[Td]]:
    rows: list[list[Td]] = [[] for _ in sheet.rows]
    for place in places(sheet):
        cell, (across, down) = place.cell, change(place)
        if cell.across + across > 0:
            rows[place.row].append(Td(cell.text, cell.across + across, cell.down + down, cell.upright))
    return [row for number, row in enumerate(rows) if number != skip]


def with_gap(sheet: Sheet, column: int, head: int) -> list[list[Td]]:
    """One column more after `column`, which the cells before it take in the `head` rows, the cells after it below."""

    def change(place: Place) -> tuple[int, int]:
        first, last = place.column, place.column + place.cell.across - 1
        return int(first <= column < last or (last == column if place.row < head else first == column + 1)), 0

    return _resized(sheet, change)
