"""What is drawn on a PDF page beside its letters: ruling lines, pictures, and letters drawn as outlines."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from extract.pdf import objects, pdfium
from extract.pdf.letters import Upright
from extract.pdf.notes import notes_on

THIN = 3.0  # points: a bar no thicker is a line
STRAIGHT = 1.0  # points by which a line may lean
GLYPH = 12  # segments: a path of more, or with curves, is no frame but a shape …
LETTER = 40.0  # … and if it is no larger than this, maybe a letter
COVERING = 0.6  # of the page: text that was drawn before such a picture lies under it

Box = tuple[float, float, float, float]
Point = tuple[float, float]


class Rule(NamedTuple):
    """A straight line: `at` says where it stands, from `start` to `end` along it; `thick` if it is a bar."""

    at: float
    start: float
    end: float
    thick: float = 0.0


class Cover(NamedTuple):
    """A filled box, how many text objects were drawn before it, and its handle."""

    box: Box
    before: int
    thing: int


@dataclass(slots=True)
class Drawing:
    """The lines down and across a page, its pictures and outlines as boxes (left, top, right, bottom).

    `hidden`: text objects that are not painted, or lie under a picture. `covers`: boxes painted after some text,
    `texts`: the text objects in order where there are any. `dots`: what is as small as a point; `notes`: what was
    filled in or noted on the page. `too_much`: it is a map or a chart, and was not looked at to its end.
    """

    down: list[Rule] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    outlines: list[Box] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    covers: list[Cover] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    notes: list[Box] = field(default_factory=list)
    too_much: bool = False


def read_drawing(page: Any, upright: Upright, known: Container[int | None] = ()) -> Drawing:
    """Everything drawn on a loaded page, as its reader sees it; `known` are text objects of it."""
    drawing = Drawing()
    texts, others = objects.drawn_on(page, known)
    for drawn in others:
        if drawn.kind == objects.IMAGE:
            view = objects.product(drawn.within, upright.matrix)
            _add_picture(drawing, _seen(objects.bounds([drawn.thing])[0], view))
            if _covers(drawing.pictures, upright) and not pdfium.ask("FPDFPageObj_HasTransparency")(drawn.thing):
                drawing.hidden.update(texts[: drawn.texts])
    drawing.texts = texts
    drawing.notes = [_seen(box, upright.matrix) for box in notes_on(page)]
    drawing.hidden.update(objects.invisible(texts))
    _add_paths(drawing, [drawn for drawn in others if drawn.kind == objects.PATH], upright)
    return drawing


def _add_paths(drawing: Drawing, paths: Sequence[objects.Drawn], upright: Upright) -> None:
    """Adds what the paths of a page draw; bars are told by their bounds alone, which is most of all asking."""
    views = {within: objects.product(within, upright.matrix) for within in {path.within for path in paths}}
    modes = objects.painted([path.thing for path in paths])
    filled = [path for path, (fill, stroke) in zip(paths, modes, strict=True) if fill and not stroke]
    bounds = objects.bounds([path.thing for path in filled])
    boxes = [_seen(box, views[path.within]) for box, path in zip(bounds, filled, strict=True)]
    bars = {path.thing for box, path in zip(boxes, filled, strict=True) if _add_bar(drawing, box)}
    drawing.covers += [
        Cover(box, path.texts, path.thing)
        for box, path in zip(boxes, filled, strict=True)
        if path.texts and path.thing not in bars
    ]
    others = [
        (path, fill)
        for path, (fill, stroke) in zip(paths, modes, strict=True)
        if (fill or stroke) and path.thing not in bars
    ]
    outlined = objects.outlines([path.thing for path, _ in others])
    drawing.too_much = outlined is None
    turned: dict[tuple[objects.Six, objects.Six], objects.Six] = {}
    for outline, (path, fill) in zip(outlined or (), others, strict=False):
        view = turned.get((outline.matrix, path.within))
        if view is None:
            view = turned[outline.matrix, path.within] = objects.product(outline.matrix, views[path.within])
        _add_path(drawing, outline, view, bool(fill))


def _covers(pictures: Sequence[Box], upright: Upright) -> bool:
    """Whether the last picture lies over most of the page."""
    if not pictures:
        return False
    left, top, right, bottom = pictures[-1]
    width, height = upright.extent
    return (right - left) * (bottom - top) > COVERING * width * height


def _seen(bounds: Box, view: objects.Six) -> Box:
    """A box through a matrix."""
    a, b, c, d, e, f = view
    left, bottom, right, top = bounds
    if a > 0 > d and not (b or c):  # nearly every page
        return a * left + e, d * top + f, a * right + e, d * bottom + f
    if a:
        x0, x1, y0, y1 = a * left + e, a * right + e, d * bottom + f, d * top + f
    else:
        x0, x1, y0, y1 = c * bottom + e, c * top + e, b * left + f, b * right + f
    if b and c and a:  # drawings within drawings may slant
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _add_picture(drawing: Drawing, box: Box) -> None:
    """A picture; one as thin as a line is a line."""
    if not _add_bar(drawing, box):
        drawing.pictures.append(box)


def _add_bar(drawing: Drawing, box: Box) -> bool:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if width > THIN < height:
        return False
    if height <= THIN < width or (height <= width <= THIN):
        drawing.across.append(Rule((top + bottom) / 2, left, right, height))
    if width <= THIN < height or (width <= height <= THIN):
        drawing.down.append(Rule((left + right) / 2, top, bottom, width))
    if width <= THIN >= height:
        drawing.dots.append(box)
    return True


def _add_path(drawing: Drawing, path: objects.Outline, view: objects.Six, filled: bool) -> None:
    """Adds the lines of a path that is painted; `view` is the matrix by which its reader sees it."""
    a, b, c, d, e, f = view
    seen = [(a * x + c * y + e, b * x + d * y + f) for x, y in path.points]
    if len(seen) < 3:
        if len(seen) == 2:
            _add_line(drawing, seen[0], seen[1])
        return
    xs, ys = zip(*seen, strict=True)
    box = min(xs), min(ys), max(xs), max(ys)
    shaped = len(seen) > GLYPH or objects.BEZIER in path.kinds
    if shaped and box[2] - box[0] < LETTER and box[3] - box[1] < LETTER:
        drawing.outlines.append(box)
        if box[2] - box[0] <= THIN >= box[3] - box[1]:
            drawing.dots.append(box)
    elif not filled or shaped or not _add_bar(drawing, box):
        for first, last in _strokes(path, seen, filled):
            _add_line(drawing, first, last)


def _add_line(drawing: Drawing, first: Point, last: Point) -> None:
    (x0, y0), (x1, y1) = first, last
    if -STRAIGHT <= y0 - y1 <= STRAIGHT:
        drawing.across.append(Rule((y0 + y1) / 2, x0, x1) if x0 <= x1 else Rule((y0 + y1) / 2, x1, x0))
    if -STRAIGHT <= x0 - x1 <= STRAIGHT:
        drawing.down.append(Rule((x0 + x1) / 2, y0, y1) if y0 <= y1 else Rule((x0 + x1) / 2, y1, y0))


def _strokes(path: objects.Outline, seen: Sequence[Point], filled: bool) -> Iterator[tuple[Point, Point]]:
    """From where to where every straight part of a path goes."""
    first, last = 0, len(seen) - 1
    for at, kind in enumerate(path.kinds):
        if kind == objects.MOVE:
            first = at
        elif kind == objects.LINE:
            yield seen[at - 1], seen[at]
        ends = path.closes[at] or (filled and (at == last or path.kinds[at + 1] == objects.MOVE))
        if ends and at > first and seen[at] != seen[first]:
            yield seen[at], seen[first]
