"""Ruling: the lines drawn on a page, and the tables they make, also where lines are thin, grey or broken."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.scan.picture import Array

LONG, TALL = 60, 40  # pixels of a line that is no stroke of a letter, across and down
SOFT = 20  # pixels of a piece of line where a line is expected
NEAR = 7  # pixels around a line that may belong to it
GAP = 9  # pixels by which a line may be broken
BESIDE = 4  # pixels by which a line may stray from where it is expected
APART = 12  # pixels between two lines at least
WIDE = 250  # pixels of a table of several rows, at least
RAGGED = 5  # lines each way, at least, of a table whose edges are ragged
LEAST = (100, 30)  # pixels of a table, across and down
WALL, MAYBE = 0.6, 0.25  # of a cell's side that must be drawn, and that makes one doubt
CORNER = 6  # pixels of a side next to a corner …
LOOSE = 0.4  # … and how much of a side counts as drawn at most that has none there


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def moved(self, right: int, down: int) -> "Box":
        """The same rectangle elsewhere."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a table: its first row and column, how many it covers, where it is; `sure` of its sides or not."""

    row: int
    column: int
    down: int
    across: int
    box: Box
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: where its lines stand on the page, from left to right and from top to bottom, and its cells."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    fields: tuple[Field, ...]

    @property
    def box(self) -> Box:
        """All of it."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(frozen=True, slots=True)
class Lines:
    """Where lines are drawn on a page: masks of long ones, and of pieces that are lines where one is expected."""

    across: "Array"
    down: "Array"
    bits_across: "Array"
    bits_down: "Array"


def painted_over(page: "Array", found: Lines, listed: Sequence[Table], paper: int) -> "Array":
    """A page without the lines around its cells; what is as straight within them, or outside, is a letter's."""
    import cv2
    import numpy as np

    across, down = np.zeros_like(page), np.zeros_like(page)
    for box in (field.box for table in listed for field in table.fields):
        for y in (box.top, box.bottom):
            across[max(0, y - NEAR) : y + NEAR + 1, box.left : box.right] = 1
        for x in (box.left, box.right):
            down[box.top : box.bottom, max(0, x - NEAR) : x + NEAR + 1] = 1
    drawn: Array = (found.bits_across & across) | (found.bits_down & down)
    clean = page.copy()
    clean[cv2.dilate(drawn, np.ones((3, 3), np.uint8)) > 0] = paper
    return clean


def lines(page: "Array") -> Lines:
    """The lines of a level page."""
    import cv2

    ink = cv2.adaptiveThreshold(page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 9)
    return Lines(
        _drawn(ink, (LONG, 1), (GAP, 1)),
        _drawn(ink, (1, TALL), (1, GAP)),
        _drawn(ink, (SOFT, 1), (GAP, 1)),
        _drawn(ink, (1, SOFT), (1, GAP)),
    )


def _drawn(ink: "Array", size: tuple[int, int], gap: tuple[int, int]) -> "Array":
    """What of some ink is as long as a line, small gaps closed."""
    import cv2

    sideways = (1, 3) if size[1] == 1 else (3, 1)
    thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, sideways))
    bit = (SOFT, 1) if size[1] == 1 else (1, SOFT)
    bits = cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, bit))
    if bit == size:
        return bits
    whole = cv2.morphologyEx(bits, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
    return cv2.morphologyEx(whole, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))


def tables(found: Lines) -> list[Table]:
    """The tables of a page, from top to bottom."""
    import cv2
    import numpy as np

    both: Array = found.across | found.down
    near = cv2.dilate(both, np.ones((7, 7), np.uint8))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(near)
    listed: list[Table] = []
    for number in range(1, count):
        left, top, width, height = (int(one) for one in stats[number][:4])
        if width < LEAST[0] or height < LEAST[1]:
            continue
        part = (slice(top, top + height), slice(left, left + width))
        own = (marks[part] == number).astype(np.uint8)
        cut = Lines(found.across[part] * own, found.down[part] * own, found.bits_across[part], found.bits_down[part])
        if table := _table(cut, left, top):
            listed.append(table)
    return sorted(listed, key=lambda table: table.box.top)


def _table(cut: Lines, left: int, top: int) -> Table | None:
    ys = _levels(cut.across, 0)
    xs = _levels(cut.down, 1)
    height, width = cut.across.shape
    ys = _with_ends(ys, height)
    xs = _with_ends(xs, width)
    _trim(ys, lambda: _reaches(cut, xs, ys))
    if len(ys) < 2 or len(xs) < 2 or (len(ys), len(xs)) == (2, 2):
        return None
    if not _framed(cut, xs, ys):
        return None
    fields = [replace(field, box=field.box.moved(left, top)) for field in _fields(xs, ys, cut)]
    if len(fields) < 2:
        return None
    lefts = sorted({field.box.left for field in fields})
    tops = sorted({field.box.top for field in fields})
    return Table((*lefts, left + xs[-1]), (*tops, top + ys[-1]), tuple(fields))


def _trim(places: list[int], reaches: Callable[[], tuple[bool, bool]]) -> None:
    """Takes first and last lines away that the table does not reach: strokes of a heading that stands close to it."""
    while len(places) > 2 and not all(found := reaches()):
        places.pop(-1 if found[0] else 0)


def _reaches(cut: Lines, xs: list[int], ys: list[int]) -> tuple[bool, bool]:
    """Whether a table has a line above and one below, or both its outer walls reach there."""
    if len(xs) < 2:
        return True, True
    found = []
    for at, start, end in ((ys[0], ys[0], ys[1]), (ys[-1], ys[-2], ys[-1])):
        walls = min(_side(cut.bits_down, x, start, end, 1) for x in (xs[0], xs[-1]))
        found.append(max(walls, _side(cut.bits_across, at, xs[0], xs[-1], 0)) >= LOOSE)
    return found[0], found[1]


def _framed(cut: Lines, xs: list[int], ys: list[int]) -> bool:
    """Whether a table is drawn above and below, or on both sides, and one row all around: letters make no frames.

    A table with ragged edges has at least one line from end to end each way.
    """
    across = [_side(cut.bits_across, at, xs[0], xs[-1], 0) for at in (ys[0], ys[-1])]
    down = [_side(cut.bits_down, at, ys[0], ys[-1], 1) for at in (xs[0], xs[-1])]
    if len(ys) == 2:
        walls = [_side(cut.bits_down, at, ys[0], ys[-1], 1) for at in xs]
        return ys[1] - ys[0] > TALL and min(*across, *walls) > WALL
    if xs[-1] - xs[0] <= WIDE:
        return False
    if max(min(across), min(down)) > WALL or min(len(xs), len(ys)) < RAGGED:
        return max(min(across), min(down)) > WALL
    whole_across = any(_side(cut.bits_across, at, xs[0], xs[-1], 0) > WALL for at in ys)
    return whole_across and any(_side(cut.bits_down, at, ys[0], ys[-1], 1) > WALL for at in xs)


def _with_ends(places: list[int], size: int) -> list[int]:
    """The places of lines, with a table's own ends where no line is drawn but the others reach out."""
    if not places:
        return []
    first = [4] if places[0] > 2.5 * APART else []
    last = [size - 5] if size - places[-1] > 2.5 * APART else []
    return [*first, *places, *last]


def _levels(mask: "Array", axis: int) -> list[int]:
    """Where lines stand: pieces that are level with each other are one line."""
    import cv2

    count, _, stats, centres = cv2.connectedComponentsWithStats(mask)
    lengths = stats[:, cv2.CC_STAT_WIDTH if axis == 0 else cv2.CC_STAT_HEIGHT]
    middles = centres[:, 1 - axis]
    pieces = sorted((float(middles[number]), int(lengths[number])) for number in range(1, count))
    groups: list[list[tuple[float, int]]] = []
    for piece in pieces:
        if groups and piece[0] - groups[-1][-1][0] < APART:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [round(sum(at * long for at, long in group) / sum(long for _, long in group)) for group in groups]


def _fields(xs: list[int], ys: list[int], cut: Lines) -> list[Field]:
    """The cells: squares of the lattice without a wall between them are one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    right = {
        (row, column): _side(cut.bits_down, xs[column + 1], ys[row], ys[row + 1], 1)
        for row, column in product(range(rows), range(columns - 1))
    }
    below = {
        (row, column): _side(cut.bits_across, ys[row + 1], xs[column], xs[column + 1], 0)
        for row, column in product(range(rows - 1), range(columns))
    }
    groups = [(min(group), max(group), sure) for group, sure in _groups(rows, columns, right, below)]
    tops = _numbered(first[0] for first, _, _ in groups)
    lefts = _numbered(first[1] for first, _, _ in groups)
    fields = []
    for (row, column), (last_row, last_column), sure in groups:
        box = Box(xs[column], ys[row], xs[last_column + 1], ys[last_row + 1])
        down = sum(row <= top <= last_row for top in tops)
        across = sum(column <= left <= last_column for left in lefts)
        fields.append(Field(tops[row], lefts[column], down, across, box, sure))
    return fields


def _numbered(places: Iterable[int]) -> dict[int, int]:
    """Rows or columns that some cell begins in, with their numbers; where none does, no line is drawn."""
    return {place: number for number, place in enumerate(sorted(set(places)))}


Place = tuple[int, int]


def _side(mask: "Array", at: int, start: int, end: int, axis: int) -> float:
    """How much of a side is drawn; what does not reach from corner to corner is a stroke of a letter, or broken."""
    low, high = max(0, at - BESIDE), at + BESIDE + 1
    strip = mask[low:high, start + 2 : end - 1] if axis == 0 else mask[start + 2 : end - 1, low:high].T
    if not strip.size:
        return 1.0
    drawn = strip.max(axis=0) > 0
    whole = float(drawn.mean())
    corners = min(float(drawn[:CORNER].mean()), float(drawn[-CORNER:].mean()))
    return whole if corners >= 0.5 else min(whole, LOOSE)


def _groups(
    rows: int, columns: int, right: dict[Place, float], below: dict[Place, float]
) -> Iterator[tuple[list[Place], bool]]:
    """Squares that are one cell, and whether all sides of it are clear."""
    pending = [(list(group), True) for group in _joined(list(product(range(rows), range(columns))), right, below, WALL)]
    while pending:
        group, whole = pending.pop()
        if not _rectangle(group):
            parts = _joined(group, right, below, MAYBE)
            parts = parts if len(parts) > 1 else [[place] for place in group]
            pending += [(part, False) for part in parts]
            continue
        yield group, whole and _clear(group, right, below)


def _joined(
    squares: list[Place], right: dict[Place, float], below: dict[Place, float], wall: float
) -> list[list[Place]]:
    left = set(squares)
    groups: list[list[Place]] = []
    while left:
        group = [left.pop()]
        for row, column in group:
            for other, side in (
                ((row, column + 1), right.get((row, column), 1.0)),
                ((row, column - 1), right.get((row, column - 1), 1.0)),
                ((row + 1, column), below.get((row, column), 1.0)),
                ((row - 1, column), below.get((row - 1, column), 1.0)),
            ):
                if other in left and side < wall:
                    left.remove(other)
                    group.append(other)
        groups.append(group)
    return groups


def _rectangle(group: list[Place]) -> bool:
    rows = [row for row, _ in group]
    columns = [column for _, column in group]
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) == len(group)


def _clear(group: list[Place], right: dict[Place, float], below: dict[Place, float]) -> bool:
    """Whether no wall around or within a cell is half drawn."""
    sides = [
        side
        for row, column in group
        for side in (
            right.get((row, column)),
            right.get((row, column - 1)),
            below.get((row, column)),
            below.get((row - 1, column)),
        )
        if side is not None
    ]
    return not any(MAYBE < side < WALL for side in sides)
