"""Lines and pictures on an OFD page: the straight parts of its paths are what tables are ruled with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.container import local
from extract.ofd.drawn import Element, is_painted, objects
from extract.ofd.numbers import Six, moved, number, numbers
from extract.ofd.package import Leaf
from extract.pdf.drawing import GLYPH, LETTER, STRAIGHT, Drawing, Rule
from extract.pdf.letters import Upright
from extract.unreadable import Unreadable

Point = tuple[float, float]

MOST = 200_000  # parts of the paths of one page: more is a map

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(slots=True)
class _Path:
    """A path taken apart: its straight parts, how many parts it has, whether it has bends, and all its points."""

    lines: list[tuple[Point, Point]] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    parts: int = 0
    bent: bool = False


def read_drawing(leaf: Leaf, upright: Upright, hidden: set[int]) -> Drawing:
    """Everything drawn on a page beside its letters, as it is seen."""
    drawing = Drawing(hidden=hidden)
    parts = 0
    for one, matrix in objects(leaf):
        if local(one) == "ImageObject":
            drawing.pictures.append(box_of_picture(one, matrix, upright))
        elif local(one) == "PathObject":
            parts += _add(drawing, one, matrix, upright)
            if parts > MOST:
                drawing.too_much = True
                break
    return drawing


def _seen(point: Point, matrix: Six, upright: Upright) -> Point:
    x, y = moved(matrix, *point)
    return upright.point(x, upright.box[3] - y)


def box_of_picture(one: Element, matrix: Six, upright: Upright) -> tuple[float, float, float, float]:
    """The box of a picture: its matrix takes a square of one; without a matrix it fills its boundary."""
    width, height = (1.0, 1.0) if one.get("CTM") else numbers(one.get("Boundary") or "0 0 0 0", 4)[2:]
    (x0, y0), (x1, y1) = (_seen(corner, matrix, upright) for corner in ((0.0, 0.0), (width, height)))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _add(drawing: Drawing, one: Element, matrix: Six, upright: Upright) -> int:
    """Adds the straight parts of a path, or the box of a shape as small as a letter; says how many parts it has."""
    filled, stroked = is_painted(one, "Fill", False), is_painted(one, "Stroke", True)
    if not filled and not stroked:
        return 1
    path = _read(one.findtext("{*}AbbreviatedData") or "", filled)
    seen = [_seen(point, matrix, upright) for point in path.points]
    if not seen:
        return 1
    xs, ys = [x for x, _ in seen], [y for _, y in seen]
    box = min(xs), min(ys), max(xs), max(ys)
    if (path.bent or path.parts > GLYPH) and max(box[2] - box[0], box[3] - box[1]) < LETTER:
        drawing.outlines.append(box)
        return path.parts
    for start, end in path.lines:
        _rule(drawing, _seen(start, matrix, upright), _seen(end, matrix, upright))
    return path.parts


def _rule(drawing: Drawing, start: Point, end: Point) -> None:
    (x0, y0), (x1, y1) = start, end
    if abs(y0 - y1) <= STRAIGHT:
        drawing.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    if abs(x0 - x1) <= STRAIGHT:
        drawing.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _read(data: str, filled: bool) -> _Path:
    """A path from its letters and numbers; what is filled is closed."""
    path = _Path()
    first: Point | None = None
    here: Point = (0.0, 0.0)
    for kind, values in _commands(data):
        path.parts += 1
        if kind in "SM":
            if filled and first is not None:
                path.lines.append((here, first))
            here = first = values[0], values[1]
            path.points.append(here)
        elif kind == "C":
            if first is not None:
                path.lines.append((here, first))
                here = first
        else:
            end = values[-2], values[-1]
            path.bent |= kind != "L"
            if kind == "L":
                path.lines.append((here, end))
            path.points.append(end)
            here = end
    if filled and first is not None:
        path.lines.append((here, first))
    return path


def _commands(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    words = _TOKEN.findall(data)
    at = 0
    while at < len(words):
        kind = words[at]
        count = _TAKES.get(kind)
        if count is None or at + count >= len(words) + (count == 0):
            raise Unreadable("damaged", f"the OFD is damaged: “{data[:40]}” is no path")
        yield kind, tuple(map(number, words[at + 1 : at + 1 + count]))
        at += 1 + count
