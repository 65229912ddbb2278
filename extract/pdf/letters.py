"""The letters of a PDF page, upright whichever way the page or its text is turned."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import compress
from math import hypot
from operator import eq

from extract.pdf import pdfium
from extract.pdf.objects import Six, clipped

MIDDLE = 0.34  # of the letter's size: so high above the baseline is the middle of digits and of Chinese
WIDE = 2.5  # times its size: no letter is so wide
LEANING = 0.15  # writing that climbs more steeply than this, and not upright either, slants
SLANTING = -1
UNKNOWN = "\ufffd"  # stands where the file does not say which character was drawn

_BLANK = frozenset([0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0x200B, 0xFEFF])
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF), (0xD800, 0xDFFF))


class Letter:
    """One printed character; `base` is its baseline, counted from the top of the page in points.

    `x` and `y` are the middle of its body. `place` is its number among the characters of the page. `turned`: it lies
    on its side, as seen by most of the page.
    """

    __slots__ = ("base", "left", "place", "right", "size", "text", "turned", "x", "y")

    def __init__(
        self, text: str, left: float, right: float, base: float, size: float, place: int = 0, turned: bool = False
    ) -> None:
        self.text, self.left, self.right, self.base, self.size = text, left, right, base, size
        self.x, self.y = (left + right) / 2, base - MIDDLE * size
        self.place, self.turned = place, turned


@dataclass(frozen=True, slots=True)
class Upright:
    """How the points of a page are seen by its reader: turned by quarters, from its upper left corner."""

    turn: int
    box: tuple[float, float, float, float]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point as seen: from the left, from the top."""
        left, bottom, right, top = self.box
        return ((x - left, top - y), (y - bottom, x - left), (right - x, y - bottom), (top - y, right - x))[self.turn]

    @property
    def matrix(self) -> Six:
        """The same as a matrix."""
        left, bottom, right, top = self.box
        return (
            (1.0, 0.0, 0.0, -1.0, -left, top),
            (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            (0.0, -1.0, -1.0, 0.0, top, right),
        )[self.turn]

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.turn % 2 else (width, height)


@dataclass(slots=True)
class Lettering:
    """All letters of a page in the order they were drawn. `unknown`: how many of them the file does not tell.

    `drawn_by`: for every place among the characters of the page the text object that drew it.
    """

    letters: list[Letter] = field(default_factory=list)
    upright: Upright = Upright(0, (0.0, 0.0, 0.0, 0.0))
    unknown: int = 0
    drawn_by: Sequence[int | None] = ()


def read_letters(text: int, box: tuple[float, float, float, float]) -> Lettering:
    """The letters of a page's text (a handle of PDFium) within a page of this box."""
    count = max(0, pdfium.ask("FPDFText_CountChars")(text)) if text else 0
    codes, owners = pdfium.codes(text, count), pdfium.owners(text, count)
    drawn, hands = list(compress(range(count), owners)), list(filter(None, owners))
    codes = list(compress(codes, owners))
    objects = _Objects(text, drawn, hands)
    turns = objects.turns()
    upright = Upright(_most(codes, turns), box)
    said = _said(text, codes, drawn, hands)
    boxes = pdfium.boxes(text, drawn)
    placed = zip(
        drawn,
        said,
        map(objects.sizes.__getitem__, hands),
        *(boxes[at::4] for at in range(4)),
        *objects.origins(bool(turns)),
        strict=True,
    )
    if not turns:
        west, north = box[0], box[3]
        letters = [
            Letter(char, left - west, right - west, north - y, size, place)
            if right - left <= WIDE * size
            else Letter(char, left - west, left - west + size, north - y, size, place)
            for place, char, size, left, top, right, bottom, _, y in placed
            if left != right or top != bottom
        ]
    else:
        letters = [
            _turned(upright, turn != upright.turn, one)
            for one, turn in zip(placed, turns, strict=True)
            if turn != SLANTING and (one[3] != one[5] or one[4] != one[6])
        ]
    return Lettering(letters, upright, said.count(UNKNOWN), owners)


class _Objects:
    """What the text objects of a page tell of all their characters at once; asking each character takes longest.

    `drawn`: the places of the characters that are drawn, `hands`: the text object of each.
    """

    def __init__(self, text: int, drawn: Sequence[int], hands: Sequence[int]) -> None:
        self.text, self.drawn, self.hands = text, drawn, hands
        self.firsts = dict(zip(reversed(hands), reversed(drawn), strict=True))
        places = list(self.firsts.values())
        self.matrices = pdfium.matrices(text, places)
        sizes = map(_size, pdfium.sizes(text, places), self.matrices[2::6], self.matrices[3::6])
        self.sizes = dict(zip(self.firsts, sizes, strict=True))

    def turns(self) -> list[int]:
        """The turn of every letter; nothing where all are upright."""
        cosines, sines = self.matrices[0::6], self.matrices[1::6]
        if not any(sines) and min(cosines, default=1.0) > 0:
            return []
        turns = dict(zip(self.firsts, map(_turn, cosines, sines), strict=True))
        return [turns[hand] for hand in self.hands]

    def origins(self, turned: bool) -> tuple[Sequence[float], Sequence[float]]:
        """Where every letter begins; x is not told where all are upright and none is written downwards."""
        if not turned:
            lasts = dict(zip(self.hands, self.drawn, strict=True))
            levels = dict(zip(self.firsts, pdfium.origins(self.text, list(self.firsts.values()))[1::2], strict=True))
            longer = [hand for hand, first in self.firsts.items() if lasts[hand] != first]
            ends = pdfium.origins(self.text, [lasts[hand] for hand in longer])[1::2]
            if all(map(eq, map(levels.__getitem__, longer), ends)):
                return [0.0] * len(self.hands), list(map(levels.__getitem__, self.hands))
        every = pdfium.origins(self.text, self.drawn)
        return every[0::2], every[1::2]


def _size(size: float, c: float, d: float) -> float:
    return size * (abs(d) if not c else hypot(c, d))


Placed = tuple[int, str, float, float, float, float, float, float, float]


def _turned(upright: Upright, turned: bool, placed: Placed) -> Letter:
    """A letter on a page that is turned, or on which some letters are."""
    place, char, size, left, top, right, bottom, x, y = placed
    (x0, y0), (x1, y1) = upright.point(left, top), upright.point(right, bottom)
    first, last = min(x0, x1), max(x0, x1)
    base = (y0 + y1) / 2 + MIDDLE * size if turned else upright.point(x, y)[1]
    if not turned and last - first > WIDE * size:  # PDFium mistakes the width of letters that are written downwards
        last = first + size
    return Letter(char, first, last, base, size, place, turned)


def _most(codes: Sequence[int], turns: Sequence[int]) -> int:
    """The turn of most letters, apart from blanks and what slants."""
    upright = (turn for code, turn in zip(codes, turns, strict=False) if code not in _BLANK and turn != SLANTING)
    return next((turn for turn, _ in Counter(upright).most_common(1)), 0)


def _turn(a: float, b: float) -> int:
    """How many quarters to the left the writing is turned; SLANTING if it is a watermark across the page."""
    if min(abs(a), abs(b)) > LEANING * max(abs(a), abs(b)):
        return SLANTING
    if abs(b) <= abs(a):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def _said(text: int, codes: Sequence[int], drawn: Sequence[int], hands: Sequence[int]) -> list[str]:
    """What the characters at the places `drawn` say; UNKNOWN where the file does not tell.

    Whether a code is only guessed goes with its font; so one of each tells whether all must be looked at. On white
    paper a white figure is not there; on a dark ground it is: nobody can say which from the text. Of a figure that is
    clipped away, none is there.
    """
    known = {code: _printed(code) for code in set(codes)}
    said = list(map(known.__getitem__, codes))
    figures = [at for at, code in enumerate(codes) if 0x30 <= code <= 0x39]
    samples = {hands[at]: drawn[at] for at in figures}
    unseen = set(compress(samples, pdfium.faint(text, samples.values()))) | clipped(samples)
    for at in figures if unseen else ():
        if hands[at] in unseen:
            said[at] = UNKNOWN
    if not any(pdfium.guessed(text, dict(zip(codes, drawn, strict=True)).values())):
        return said
    every = pdfium.guessed(text, drawn)
    return [UNKNOWN if guess and char != " " else char for char, guess in zip(said, every, strict=True)]


@cache
def _printed(code: int) -> str:
    if code in _BLANK:
        return " "
    if code < 0x20 or 0x7F <= code < 0xA0 or any(first <= code <= last for first, last in _PRIVATE):
        return UNKNOWN
    return radicals().get(code) or chr(code)


@cache
def radicals() -> dict[int, str]:
    """Radicals that stand for the character of the same shape, by their code."""
    listed = tomllib.loads(files("extract").joinpath("radicals.toml").read_text("utf-8"))["characters"]
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return kangxi | {ord(radical): character for radical, character in listed.items()}
