"""The letters of an OFD page, where its texts put them, upright whichever way most of the page is turned."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extract.container import local
from extract.ofd.drawn import POINT, Element, is_painted, objects
from extract.ofd.numbers import Six, moved, number, steps
from extract.ofd.package import Leaf
from extract.pdf.letters import LEANING, MIDDLE, SLANTING, UNKNOWN, Letter, Lettering, Upright
from extract.unreadable import Unreadable

MOST = 300_000  # letters of one page: more is no page
BLANK = " \t\r\n\u00a0\u3000\u200b\ufeff"
NO_LETTER = "\u00a4"  # what producers put where they only know the shape of a letter

TINY = 0.5  # points: what is smaller is not seen

_NARROW = 0.5  # of its size: a letter that is not Chinese, where the file does not tell


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character where its baseline begins on the paper, in points; `along` and `up` are its sides."""

    text: str
    at: tuple[float, float]
    along: tuple[float, float]
    up: tuple[float, float]
    drawn_by: int

    @property
    def turn(self) -> int:
        """How many quarters to the left it is turned; SLANTING in a watermark across the page."""
        x, y = self.along
        if min(abs(x), abs(y)) > LEANING * max(abs(x), abs(y)):
            return SLANTING
        if abs(y) <= abs(x):
            return 0 if x >= 0 else 2
        return 1 if y < 0 else 3


@dataclass(frozen=True, slots=True)
class Written:
    """The letters of a page; for each place among them the number of its text; the texts that are not painted."""

    lettering: Lettering
    drawn_by: list[int]
    hidden: set[int]


def read_letters(leaf: Leaf) -> Written:
    """What is written on a page, whether it is seen or not."""
    glyphs: list[_Glyph] = []
    hidden: set[int] = set()
    texts = ((one, matrix) for one, matrix in objects(leaf) if local(one) == "TextObject")
    for drawn_by, (one, matrix) in enumerate(texts, 1):
        for run in _runs(one, matrix, drawn_by):
            glyphs += run
        if not is_painted(one, "Fill", True) and not is_painted(one, "Stroke", False):
            hidden.add(drawn_by)
        if len(glyphs) > MOST:
            raise Unreadable("too-large", "a page of the OFD has more letters than any report")
    level = [glyph for glyph in glyphs if glyph.turn != SLANTING]
    most = Counter(glyph.turn for glyph in level if glyph.text != " ").most_common(1)
    width, height = (side * POINT for side in leaf.box[2:])
    upright = Upright(most[0][0] if most else 0, (0.0, 0.0, width, height))
    every = (_letter(glyph, upright, place) for place, glyph in enumerate(level))
    letters = [letter for letter in every if _is_seen(letter, upright)]
    lettering = Lettering(letters, upright, sum(letter.text == UNKNOWN for letter in letters))
    return Written(lettering, [glyph.drawn_by for glyph in level], hidden)


def _runs(one: Element, matrix: Six, drawn_by: int) -> Iterator[list[_Glyph]]:
    """The characters of one text object, run by run; a run without a place of its own begins where the last began."""
    size = number(one.get("Size", "0"))
    scale = number(one.get("HScale", "1"))
    turned = math.radians(number(one.get("CharDirection", "0")))
    x = y = 0.0
    for code in one.iterchildren("{*}TextCode"):
        x, y = number(code.get("X", str(x))), number(code.get("Y", str(y)))
        yield list(_run(code, (x, y), (size, scale, turned), matrix, drawn_by))


def _run(
    code: Element, start: tuple[float, float], shape: tuple[float, float, float], matrix: Six, drawn_by: int
) -> Iterator[_Glyph]:
    text = code.text or ""
    size, scale, turned = shape
    widths = [size * scale * (1.0 if _is_wide(letter) else _NARROW) for letter in text]
    across, down = code.get("DeltaX"), code.get("DeltaY")
    right = steps(across, len(text)) if across else widths if not down else [0.0] * len(text)
    below = steps(down, len(text)) if down else [0.0] * len(text)
    x, y = start
    for letter, width, dx, dy in zip(text, widths, right, below, strict=True):
        wide = min(width, dx) if dx > 0 else width
        cos, sin = math.cos(turned), math.sin(turned)
        along, up = _side(matrix, wide * cos, wide * sin), _side(matrix, size * sin, -size * cos)
        yield _Glyph(_printed(letter), moved(matrix, x, y), along, up, drawn_by)
        x, y = x + dx, y + dy


def _side(matrix: Six, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, _, _ = matrix
    return a * x + c * y, b * x + d * y


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WFA"


def _printed(letter: str) -> str:
    if letter in BLANK:
        return " "
    if letter == NO_LETTER or unicodedata.category(letter) in ("Cc", "Co", "Cn", "Cs"):
        return UNKNOWN
    return letter


def _is_seen(letter: Letter, upright: Upright) -> bool:
    """Whether a character has a size and is on the paper."""
    width, height = upright.extent
    return letter.size > TINY and 0 <= letter.x <= width and 0 <= letter.y <= height


def _letter(glyph: _Glyph, upright: Upright, place: int) -> Letter:
    """A character as it is seen."""
    height = upright.box[3]
    (x, y), (dx, dy), (ux, uy) = glyph.at, glyph.along, glyph.up
    ends = [upright.point(px, height - py) for px, py in ((x, y), (x + dx, y + dy), (x + dx + ux, y + dy + uy))]
    size = math.hypot(ux, uy)
    turned = glyph.turn != upright.turn
    xs, ys = [px for px, _ in (ends if turned else ends[:2])], [py for _, py in ends]
    base = (min(ys) + max(ys)) / 2 + MIDDLE * size if turned else ends[0][1]
    return Letter(glyph.text, min(xs), max(xs), base, size, place, turned)
