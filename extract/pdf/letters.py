"""The letters of a PDF page, upright whichever way the page or its text is turned."""

from __future__ import annotations

import math
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from extract.pdf import pdfium

MIDDLE = 0.34  # of the letter's size: so high above the baseline is the middle of digits and of Chinese
WIDE = 2.5  # times its size: no letter is so wide
TWICE = 0.15  # of the letter's size: the same letter drawn again so near makes it bold, not two
LEANING = 0.15  # writing that climbs more steeply than this, and not upright either, slants
SLANTING = -1
UNKNOWN = "\ufffd"  # stands where the file does not say which character was drawn
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF), (0xD800, 0xDFFF))


@dataclass(slots=True)
class Letter:
    """One printed character; `base` is its baseline, counted from the top of the page in points.

    `turned`: it lies on its side, as seen by most of the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    drawn_by: int = 0
    turned: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its body."""
        return (self.left + self.right) / 2, self.base - MIDDLE * self.size


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
    def extent(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.turn % 2 else (width, height)


@dataclass(slots=True)
class Lettering:
    """All letters of a page in the order they were drawn. `unknown`: how many of them the file does not tell."""

    letters: list[Letter] = field(default_factory=list)
    upright: Upright = Upright(0, (0.0, 0.0, 0.0, 0.0))
    unknown: int = 0


def read_letters(text: int, box: tuple[float, float, float, float]) -> Lettering:
    """The letters of a page's text (a handle of PDFium) within a page of this box."""
    count = max(0, pdfium.ask("FPDFText_CountChars")(text)) if text else 0
    codes = pdfium.codes(text, count)
    places = [at for at, code in enumerate(codes) if code not in _BLANK]
    matrices = pdfium.matrices(text, count)
    turns = [_turn(matrices[6 * at], matrices[6 * at + 1]) for at in range(count)]
    most = Counter(turns[at] for at in places if turns[at] != SLANTING).most_common(1)
    upright = Upright(most[0][0] if most else 0, box)
    found = _Drawn(codes, pdfium.boxes(text, count), pdfium.origins(text, count), matrices, pdfium.sizes(text, count))
    found.guessed = pdfium.unmapped(text, count)
    found.objects = pdfium.objects_of_letters(text, count)
    letters = [
        letter
        for at in range(count)
        if turns[at] != SLANTING and (letter := found.letter(at, upright, turns[at] != upright.turn))
    ]
    letters = once(letters)
    return Lettering(letters, upright, sum(letter.text == UNKNOWN for letter in letters))


@dataclass(slots=True)
class _Drawn:
    """What PDFium says of the characters of one page, question by question."""

    codes: list[int]
    boxes: list[float]
    origins: list[float]
    matrices: list[float]
    sizes: list[float]
    guessed: list[int] = field(default_factory=list)
    objects: list[int | None] = field(default_factory=list)

    def letter(self, at: int, upright: Upright, turned: bool) -> Letter | None:
        """One character; None for what PDFium only adds between words."""
        left, top, right, bottom = self.boxes[4 * at : 4 * at + 4]
        if left == right and top == bottom:
            return None
        x, y = self.origins[2 * at], self.origins[2 * at + 1]
        c, d = self.matrices[6 * at + 2], self.matrices[6 * at + 3]
        size = self.sizes[at] * math.hypot(c, d)
        (x0, y0), (x1, y1) = upright.point(left, top), upright.point(right, bottom)
        first, last = (x0, x1) if x0 <= x1 else (x1, x0)
        _, base = upright.point(x, y)
        if turned:
            base = (y0 + y1) / 2 + MIDDLE * size
        elif last - first > WIDE * size:  # PDFium mistakes the width of letters that are written downwards
            last = first + size
        return Letter(
            _printed(self.codes[at], self.guessed[at]), first, last, base, size, self.objects[at] or 0, turned
        )


_BLANK = frozenset([0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0x200B, 0xFEFF])


def _turn(a: float, b: float) -> int:
    """How many quarters to the left the writing is turned; SLANTING if it is a watermark across the page."""
    if min(abs(a), abs(b)) > LEANING * max(abs(a), abs(b)):
        return SLANTING
    if abs(b) <= abs(a):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def _printed(code: int, guessed: int) -> str:
    if code in _BLANK:
        return " "
    if guessed or code < 0x20 or 0x7F <= code < 0xA0 or any(first <= code <= last for first, last in _PRIVATE):
        return UNKNOWN
    return radicals().get(code) or chr(code)


def once(letters: list[Letter]) -> list[Letter]:
    """Letters without those that were drawn again over themselves to make them bold."""
    kept: list[Letter] = []
    recent: dict[tuple[str, int], list[Letter]] = {}
    for letter in letters:
        row = round(letter.base / max(letter.size, 1.0))
        near = (other for at in (row - 1, row, row + 1) for other in recent.get((letter.text, at), ()))
        if letter.text != " " and any(_again(letter, other) for other in near):
            continue
        recent.setdefault((letter.text, row), []).append(letter)
        kept.append(letter)
    return kept


def _again(letter: Letter, other: Letter) -> bool:
    near = TWICE * letter.size
    return abs(letter.left - other.left) < near and abs(letter.base - other.base) < near


@cache
def radicals() -> dict[int, str]:
    """Radicals that stand for the character of the same shape, by their code."""
    listed = tomllib.loads(files("extract").joinpath("radicals.toml").read_text("utf-8"))["characters"]
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return kangxi | {ord(radical): character for radical, character in listed.items()}
