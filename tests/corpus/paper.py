"""Paper: a report laid out on pages, as words and frames in points from the upper left corner.

What is drawn with is the writers' affair; what stands where is decided here, after the wishes in `Printed.drawing`:

- `page`: "portrait" (default) or "landscape";
- `rows`: so many rows of a table on one page at most, and the page ends there;
- `lead`: so many points stay empty above the report, which moves every cut;
- `cut`: "rows" (default) cuts tables between rows, "inside" also cuts rows of several lines, as Word does;
- `merged`: where the words of a merged cell stand that is cut: "top" (default) or "middle", which cuts the label too;
- `numbers`: "whole" (default) or "wrapped": columns too narrow for long numbers;
- `heads`: "once" (default) or so many rows of a table that every page begins with again;
- `beside`: "yes" sets two tables that follow each other side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from tests.corpus.grid import Place, places
from tests.corpus.printed import Line, Printed, Sheet

MARGIN, FOOT = 56.0, 70.0
SIZE, LEADING = 10.0, 13.0
NARROW = 0.62  # width of a figure or Latin letter, in sizes
SIZES = {"title": 16.0, "heading": 12.0, "note": 8.0}
MARK = "\ue000"  # before a footnote mark: what follows is small and raised


@dataclass(frozen=True, slots=True)
class Words:
    """Some letters on a baseline that begins at `x`, `y`; `upright` ones stand one below another."""

    x: float
    y: float
    size: float
    text: str
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle of a cell; `edges` are those of its sides that are the table's own: l, t, r, b."""

    left: float
    top: float
    right: float
    bottom: float
    edges: str = ""


@dataclass(slots=True)
class Leaf:
    """One page."""

    width: float
    height: float
    words: list[Words] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)


def lay(printed: Printed) -> list[Leaf]:
    """The pages of a report."""
    return _Press(printed).pages()


def broken(text: str, room: float, size: float = SIZE, anywhere: bool = False) -> list[str]:
    """Lines of at most `room` points; figures and Latin words hold together unless `anywhere`."""
    lines = [""]
    for part in _unbreakable(text, anywhere):
        if lines[-1] and breadth(lines[-1] + part, size) > room:
            lines.append("")
        lines[-1] += part
    return lines


def breadth(text: str, size: float = SIZE) -> float:
    """How broad a text is, roughly."""
    return sum(size * (NARROW if letter < "\u02ff" else 0 if letter == MARK else 1) for letter in text)


def _unbreakable(text: str, anywhere: bool) -> Iterator[str]:
    held = ""
    for letter in text:
        if not anywhere and (letter in MARK or (letter.isascii() and not letter.isspace()) or held.endswith(MARK)):
            held += letter
            continue
        if held:
            yield held
        held = ""
        yield letter
    if held:
        yield held


@dataclass(slots=True)
class _Press:
    """A report being laid out, from top to bottom."""

    printed: Printed
    leaves: list[Leaf] = field(default_factory=list)
    top: float = MARGIN

    def pages(self) -> list[Leaf]:
        self._turn()
        self.top += float(self._wish("lead") or 0)
        parts = list(self.printed.parts)
        while parts:
            part = parts.pop(0)
            if isinstance(part, Line):
                self._line(part)
            elif self._wish("beside") and parts and isinstance(right := parts[0], Sheet):
                parts.pop(0)
                self._beside(part, right)
            else:
                self._sheet(part, MARGIN, self._room)
        self._foot()
        return self.leaves

    def _wish(self, name: str) -> str:
        return self.printed.drawing.get(name, "")

    @property
    def _room(self) -> float:
        return self.leaves[-1].width - 2 * MARGIN

    @property
    def _floor(self) -> float:
        return self.leaves[-1].height - FOOT

    def _foot(self) -> None:
        leaf = self.leaves[-1]
        if self._wish("rows"):
            leaf.height = min(leaf.height, self.top + FOOT)
        self._write(leaf.width / 2 - 12, leaf.height - 45, f"- {len(self.leaves)} -", 9)

    def _turn(self) -> None:
        if self.leaves:
            self._foot()
        width, height = (842.0, 595.0) if self._wish("page") == "landscape" else (595.0, 842.0)
        self.leaves.append(Leaf(width, height))
        self.top = MARGIN

    def _write(self, x: float, y: float, text: str, size: float, upright: bool = False) -> None:
        if text.strip():
            self.leaves[-1].words.append(Words(x, y, size, text, upright))

    def _line(self, line: Line) -> None:
        size = SIZES.get(line.kind, SIZE)
        indent = 2 * size if line.kind == "text" else 0
        for number, text in enumerate(broken("\u3000\u3000" * bool(indent) + line.text, self._room, size)):
            if self.top + size * 1.5 > self._floor:
                self._turn()
            shift = max(0.0, self._room - breadth(text, size)) / 2 if line.kind == "title" else 0.0
            gap = indent if number == 0 else 0.0
            self._write(MARGIN + shift + gap, self.top + size, text.lstrip("\u3000"), size)
            self.top += size * 1.5

    def _beside(self, left: Sheet, right: Sheet) -> None:
        page, top, half = len(self.leaves), self.top, (self._room - 20) / 2
        self._sheet(left, MARGIN, half)
        if len(self.leaves) > page:
            raise ValueError("tables side by side must fit on one page")
        below, self.top = self.top, top
        self._sheet(right, MARGIN + half + 20, half)
        self.top = max(self.top, below)

    def _sheet(self, sheet: Sheet, left: float, room: float) -> None:
        table = _Table(sheet, room, self._wish("numbers") == "wrapped", self._wish("merged") == "middle")
        if self.top + table.tops[1] > self._floor:
            self._turn()
        heads = int(self._wish("heads") or 0)
        start = 0.0
        while start < table.tops[-1]:
            again = table.tops[heads] if start else 0.0
            end = self._end(table, start, self._floor - self.top - again)
            if again:
                self._part(table, left, 0.0, again)
            self._part(table, left, start, end)
            start = end
            if start < table.tops[-1]:
                self._turn()
        self.top += LEADING

    def _end(self, table: "_Table", start: float, room: float) -> float:
        """Where the part of a table ends that begins at `start` and has so much room."""
        rows = int(self._wish("rows") or len(table.tops))
        ends = [top for top in table.tops if start + 1 < top <= start + room][:rows]
        if self._wish("cut") == "inside" and (cut := table.inside(start, ends[-1] if ends else start, room)):
            return cut
        return ends[-1] if ends else start + room

    def _part(self, table: "_Table", left: float, start: float, end: float) -> None:
        """Draws the part of a table between two heights."""
        leaf, shift = self.leaves[-1], self.top - start
        for box, lines in table.boxes:
            upper, lower = max(box.top, start), min(box.bottom, end)
            if lower - upper > 0.5:
                edges = box.edges + "t" * (upper == start) + "b" * (lower == end)
                leaf.frames.append(Frame(left + box.left, upper + shift, left + box.right, lower + shift, edges))
            for line in lines:
                if start <= line.y - line.size * 0.9 < end:
                    self._write(left + line.x, line.y + shift, line.text, line.size, line.upright)
        self.top += end - start


class _Table:
    """A table as if paper were endless: the heights of its rows, and its boxes with their lines."""

    def __init__(self, sheet: Sheet, room: float, wrapped: bool, middle: bool) -> None:
        self.cells = list(places(sheet))
        self.wrapped, self.middle = wrapped, middle
        self.lefts = list(accumulate(_widths(self.cells, room, wrapped), initial=0.0))
        self.tops = list(accumulate(self._heights(len(sheet.rows)), initial=0.0))
        self.boxes = [self._box(place) for place in self.cells]

    def inside(self, start: float, end: float, room: float) -> float | None:
        """A height after `end` where the next row can be cut between two of its lines."""
        cut = end + 2 + LEADING + 1
        following = next((top for top in self.tops if top > end + 1), None)
        return cut if following and end > start and cut + LEADING < following and cut <= start + room else None

    def _lines(self, place: Place) -> list[str]:
        cell = place.cell
        if cell.upright:
            return list(cell.text)
        room = self.lefts[place.column + cell.across] - self.lefts[place.column] - 5
        return broken(cell.text, room, anywhere=self.wrapped)

    def _heights(self, rows: int) -> list[float]:
        heights = [0.0] * rows
        for place in sorted(self.cells, key=lambda place: place.cell.down):
            last = min(place.row + place.cell.down, rows)
            lack = len(self._lines(place)) * LEADING + 5 - sum(heights[place.row : last])
            heights[last - 1] += max(0.0, lack)
        return heights

    def _box(self, place: Place) -> tuple[Frame, list[Words]]:
        cell, right = place.cell, place.column + place.cell.across
        lower = min(place.row + cell.down, len(self.tops) - 1)
        edges = "l" * (place.column == 0) + "r" * (right == len(self.lefts) - 1)
        box = Frame(self.lefts[place.column], self.tops[place.row], self.lefts[right], self.tops[lower], edges)
        lines = self._lines(place)
        slack = box.bottom - box.top - len(lines) * LEADING - 4
        top = box.top + 2 + (slack / 2 if self.middle and cell.down > 1 else 0)
        return box, [
            Words(box.left + 2.5, top + (number + 0.8) * LEADING, SIZE, line, cell.upright)
            for number, line in enumerate(lines)
        ]


def _widths(cells: list[Place], room: float, wrapped: bool) -> list[float]:
    """The widths of the columns: figures whole unless `wrapped`, labels get what is left."""
    count = max(place.column + place.cell.across for place in cells)
    least, wish = [SIZE * 1.6] * count, [SIZE * 2.0] * count
    for place in cells:
        if place.cell.across == 1 and not place.cell.upright:
            longest = 0.0 if wrapped else max(map(breadth, _unbreakable(place.cell.text, False)), default=0.0)
            least[place.column] = max(least[place.column], longest + 6)
            wish[place.column] = max(wish[place.column], min(breadth(place.cell.text), 16 * SIZE) + 6)
    _widen(cells, least, wish)
    spare = room - sum(least)
    wants = [max(0.0, want - need) for want, need in zip(wish, least, strict=True)]
    if spare < 0:
        return [need * room / sum(least) for need in least]
    total = sum(wants) or 1.0
    even = max(0.0, spare - total) / count
    return [need + want * min(1.0, spare / total) + even for need, want in zip(least, wants, strict=True)]


def _widen(cells: list[Place], least: list[float], wish: list[float]) -> None:
    """Makes room for what stands in cells over several columns, in their widest column."""
    for place in sorted(cells, key=lambda place: place.cell.across):
        columns = range(place.column, place.column + place.cell.across)
        if len(columns) == 1 or place.cell.upright:
            continue
        longest = max(map(breadth, _unbreakable(place.cell.text, False)), default=0.0) + 6
        widest = max(columns, key=lambda column: wish[column])
        least[widest] += max(0.0, longest - sum(least[column] for column in columns))
        lack = min(breadth(place.cell.text), 18 * SIZE) + 6 - sum(wish[column] for column in columns)
        wish[widest] += max(0.0, lack)
