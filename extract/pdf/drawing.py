"""What is drawn on a PDF page beside its letters: ruling lines, pictures, and letters drawn as outlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from extract.pdf import pdfium
from extract.pdf.letters import Upright

THIN = 3.0  # points: a bar no thicker is a line
STRAIGHT = 1.0  # points by which a line may lean
GLYPH = 12  # segments: a path of more, or with curves, is no frame but a shape …
LETTER = 40.0  # … and if it is no larger than this, maybe a letter
MOST = 200_000  # points of one page: more is a map

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `at` says where it stands, from `start` to `end` along it; `thick` if it is a bar."""

    at: float
    start: float
    end: float
    thick: float = 0.0


@dataclass(slots=True)
class Drawing:
    """The lines down and across a page, its pictures and outlines as boxes (left, top, right, bottom).

    `hidden`: text objects that are not painted. `too_much`: it is a map or a chart, and was not looked at to its end.
    """

    down: list[Rule] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    outlines: list[Box] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    too_much: bool = False


def read_drawing(page: Any, upright: Upright) -> Drawing:
    """Everything drawn on a loaded page, as its reader sees it."""
    drawing = Drawing()
    points = 0
    for kind, thing, within in pdfium.objects(page):
        if kind == pdfium.TEXT:
            if pdfium.ask("FPDFTextObj_GetTextRenderMode")(thing) in pdfium.INVISIBLE:
                drawing.hidden.add(thing)
        elif kind == pdfium.IMAGE:
            _add_picture(drawing, _seen(pdfium.bounds(thing), within, upright))
        elif kind == pdfium.PATH:
            points += _add_path(drawing, thing, within, upright)
            if points > MOST:
                drawing.too_much = True
                break
    return drawing


def _seen(bounds: Box, within: pdfium.Six, upright: Upright) -> Box:
    a, b, c, d, e, f = within
    corners = [(bounds[0], bounds[1]), (bounds[2], bounds[3]), (bounds[0], bounds[3]), (bounds[2], bounds[1])]
    points = [upright.point(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _add_picture(drawing: Drawing, box: Box) -> None:
    """A picture; one as thin as a line is a line."""
    if not _add_bar(drawing, box):
        drawing.pictures.append(box)


def _add_bar(drawing: Drawing, box: Box) -> bool:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if height <= THIN < width or (height <= width <= THIN):
        drawing.across.append(Rule((top + bottom) / 2, left, right, height))
    if width <= THIN < height or (width <= height <= THIN):
        drawing.down.append(Rule((left + right) / 2, top, bottom, width))
    return min(width, height) <= THIN


def _add_path(drawing: Drawing, path: int, within: pdfium.Six, upright: Upright) -> int:
    """Adds the lines of a path, and says how many points it has."""
    filled, stroked = pdfium.is_painted(path)
    if not filled and not stroked:
        return 1
    kinds, closes, points = pdfium.segments(path, MOST)
    a, b, c, d, e, f = pdfium.product(pdfium.matrix(path), within)
    coordinates = iter(points)
    seen = [upright.point(a * x + c * y + e, b * x + d * y + f) for x, y in zip(coordinates, coordinates, strict=True)]
    if not seen:
        return 1
    xs, ys = [x for x, _ in seen], [y for _, y in seen]
    box = min(xs), min(ys), max(xs), max(ys)
    shaped = len(kinds) > GLYPH or any(kind not in (pdfium.MOVE, pdfium.LINE) for kind in kinds)
    small = box[2] - box[0] < LETTER and box[3] - box[1] < LETTER
    if shaped and small:
        drawing.outlines.append(box)
    elif not (filled and len(kinds) <= GLYPH and _is_bar(seen) and _add_bar(drawing, box)):
        _add_lines(drawing, kinds, closes, seen, filled)
    return len(kinds)


def _is_bar(seen: list[tuple[float, float]]) -> bool:
    return len(seen) > 3


def _add_lines(
    drawing: Drawing, kinds: list[int], closes: list[int], seen: list[tuple[float, float]], filled: bool
) -> None:
    for (x0, y0), (x1, y1) in _strokes(kinds, closes, seen, filled):
        if abs(y0 - y1) <= STRAIGHT:
            drawing.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        if abs(x0 - x1) <= STRAIGHT:
            drawing.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _strokes(
    kinds: list[int], closes: list[int], seen: list[tuple[float, float]], filled: bool
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """From where to where every straight part of a path goes."""
    first = 0
    for (at, kind), (_, following) in pairwise([*enumerate(kinds), (len(kinds), pdfium.MOVE)]):
        if kind == pdfium.MOVE:
            first = at
        elif kind == pdfium.LINE:
            yield seen[at - 1], seen[at]
        if (closes[at] or (filled and following == pdfium.MOVE)) and at > first:
            yield seen[at], seen[first]
