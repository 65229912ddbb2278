"""Objects: everything drawn on a PDF page, its outlines, paints and clips, asked of PDFium all at once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, compress, islice, repeat
from typing import Any, NamedTuple, TypeVar

from extract.pdf.pdfium import THIN, ask, drain, handle, room

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
LINE, BEZIER, MOVE = 0, 1, 2
INVISIBLE = (3, 7)  # render modes of text that is not painted
MOST_POINTS = 200_000  # of the paths of one page: more is a map
NESTED = 8  # drawings within drawings

Six = tuple[float, float, float, float, float, float]
T = TypeVar("T")


class Drawn(NamedTuple):
    """Something drawn on a page: its kind, its handle, the matrix of the drawing it is part of.

    `texts`: how many text objects were drawn before it.
    """

    kind: int
    thing: int
    within: Six
    texts: int


def drawn_on(loaded: Any, known: Container[int | None] = ()) -> tuple[list[int], list[Drawn]]:
    """Everything drawn on a page, in order: its text objects, of which some are known, and all else."""
    page_handle = handle(loaded)
    count = ask("FPDFPage_CountObjects")(page_handle)
    texts: list[int] = []
    others: list[Drawn] = []
    found = map(ask("FPDFPage_GetObject"), repeat(page_handle), range(count))
    _walk(found, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0, known, texts, others)
    return texts, others


def _walk(
    found: Iterator[int | None],
    within: Six,
    depth: int,
    known: Container[int | None],
    texts: list[int],
    others: list[Drawn],
) -> None:
    handles = [one for one in found if one]
    kind_of = ask("FPDFPageObj_GetType")
    kinds = {at: kind_of(one) for at, one in enumerate(handles) if one not in known}
    before = 0
    for at in [at for at, kind in kinds.items() if kind != TEXT]:
        texts += handles[before:at]
        before, thing = at + 1, handles[at]
        if kinds[at] != FORM:
            others.append(Drawn(kinds[at], thing, within, len(texts)))
        elif depth < NESTED:
            count = max(0, ask("FPDFFormObj_CountObjects")(thing))
            parts = map(ask("FPDFFormObj_GetObject"), repeat(thing), range(count))
            _walk(parts, product(matrix(thing), within), depth + 1, known, texts, others)
    texts += handles[before:]


def matrix(thing: int) -> Six:
    """The matrix of one object."""
    six, start, _ = room("f", 6)
    ask("FPDFPageObj_GetMatrix")(thing, start)
    a, b, c, d, e, f = six
    return a, b, c, d, e, f


def product(first: Six, then: Six) -> Six:
    """The matrix that does first the one, then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def is_opaque(path: int) -> bool:
    """Whether a filled path hides what was drawn before it."""
    color, start, end = room("I", 4)
    told = ask("FPDFPageObj_GetFillColor")(path, *range(start, end, color.itemsize))
    return bool(told) and color[3] > THIN and not ask("FPDFPageObj_HasTransparency")(path)


def invisible(texts: Sequence[int]) -> Iterator[int]:
    """Those of some text objects that are not painted."""
    for text, mode in zip(texts, map(ask("FPDFTextObj_GetTextRenderMode"), texts), strict=True):
        if mode in INVISIBLE:
            yield text


def painted(paths: Sequence[int]) -> list[tuple[int, int]]:
    """For every path whether it is filled (not 0), and whether it is stroked."""
    modes, start, end = room("i", 2 * len(paths))
    drain(map(ask("FPDFPath_GetDrawMode"), paths, range(start, end, 8), range(start + 4, end + 4, 8)))
    return list(zip(modes[0::2], modes[1::2], strict=True))


def bounds(things: Sequence[int]) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of some objects, within the drawing that they are part of."""
    found, start, end = room("f", 4 * len(things))
    places = (range(start + shift, end + shift, 16) for shift in (0, 4, 8, 12))
    drain(map(ask("FPDFPageObj_GetBounds"), things, *places))
    return list(zip(found[0::4], found[1::4], found[2::4], found[3::4], strict=True))


class Outline(NamedTuple):
    """A path: its matrix, where its segments end, of what kind they are, and which of them close it.

    Of a path of two points `kinds` and `closes` are not asked: it is a line.
    """

    matrix: Six
    points: Sequence[tuple[float, float]]
    kinds: Sequence[int]
    closes: Sequence[int]


def outlines(paths: Sequence[int]) -> Iterator[Outline] | None:
    """Some paths, all asked at once; None when they have more points than a page of text and tables."""
    counts = [max(0, count) for count in map(ask("FPDFPath_CountSegments"), paths)]
    if sum(counts) > MOST_POINTS:
        return None
    matrices, start, end = room("f", 6 * len(paths))
    drain(map(ask("FPDFPageObj_GetMatrix"), paths, range(start, end, 24)))
    sixes = zip(*(iter(matrices),) * 6, strict=True)
    return map(Outline, sixes, *_segments(paths, counts))


def _segments(
    paths: Sequence[int], counts: Sequence[int]
) -> tuple[Iterator[list[tuple[float, float]]], Iterator[list[int]], Iterator[list[int]]]:
    """Of every path its points, and where there are more than two what each is and whether it closes the path."""
    owners = chain.from_iterable(map(repeat, paths, counts))
    found = list(map(ask("FPDFPath_GetPathSegment"), owners, chain.from_iterable(map(range, counts))))
    longer = [count if count > 2 else 0 for count in counts]
    asked = list(compress(found, chain.from_iterable(map(repeat, longer, counts))))
    kinds = map(ask("FPDFPathSegment_GetType"), asked)
    closes = map(ask("FPDFPathSegment_GetClose"), asked)
    points = _ends(found)
    pairs = zip(points[0::2], points[1::2], strict=True)
    return _cut(pairs, counts), _cut(kinds, longer), _cut(closes, longer)


def _ends(segments: Sequence[int]) -> Sequence[float]:
    """Where segments end: x and y of each."""
    points, start, end = room("f", 2 * len(segments))
    drain(map(ask("FPDFPathSegment_GetPoint"), segments, range(start, end, 8), range(start + 4, end + 4, 8)))
    return points


def _cut(things: Iterator[T], counts: Iterable[int]) -> Iterator[list[T]]:
    return (list(islice(things, count)) for count in counts)


def clipped(things: Iterable[int]) -> set[int]:
    """Those of some objects of which less than half is within what their page shows of them."""
    paths_of, clip_of = ask("FPDFClipPath_CountPaths"), ask("FPDFPageObj_GetClipPath")
    clips = {thing: clip for thing in things if paths_of(clip := clip_of(thing)) > 0}
    boxes = zip(clips.items(), bounds(list(clips)), strict=True)
    return {thing for (thing, clip), box in boxes if not _is_half_within(box, clip)}


def _is_half_within(box: tuple[float, float, float, float], clip: int) -> bool:
    left, bottom, right, top = box
    middle, level = (left + right) / 2, (bottom + top) / 2
    for number in range(ask("FPDFClipPath_CountPaths")(clip)):
        segments = range(max(0, ask("FPDFClipPath_CountPathSegments")(clip, number)))
        parts = [ask("FPDFClipPath_GetPathSegment")(clip, number, at) for at in segments]
        xs, ys = _ends(parts)[0::2], _ends(parts)[1::2]
        if not xs or not (min(xs) <= middle <= max(xs) and min(ys) <= level <= max(ys)):
            return False
    return True
