"""Figures: whether a cell holds a number, and how sure we are of it, from two looks and from the ink itself."""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.scan.ink import Strip, segments
from extract.scan.letters import Line, lookalikes

LONGEST = 16  # characters of a number
WIDE = 0.9  # letters between two digits that are not of one number
_PLAIN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_DASH = re.compile(r"[-‐-―─一ー_~～﹣－]+")
_SIGNS = re.compile(r"[\d.,\-‐-―─/\\ ]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the ink of a line looks like, in letters' heights: extent, pieces, and the widest gap between them."""

    width: float
    height: float
    pieces: int
    gap: float


def shape(strip: Strip, letter: float) -> Shape:
    """The shape of a line's ink."""
    box, parts = strip.box, segments(strip)
    gaps = (after.left - before.right for before, after in itertools.pairwise(parts))
    return Shape(
        (box.right - box.left) / letter, (box.bottom - box.top) / letter, len(parts), max(gaps, default=0) / letter
    )


def may_be_figure(text: str) -> bool:
    """Whether a text is a number, a dash or a stroke, be it in letters that only look like digits."""
    return 0 < len(text) <= LONGEST and bool(_SIGNS.fullmatch(levelled(text)) or _DASH.fullmatch(text))


def levelled(text: str) -> str:
    """A text as digits: other widths, and letters that look like digits."""
    plain = "".join(char if char.isdigit() else unicodedata.normalize("NFKC", char) for char in text)
    return plain.translate(_lookalikes())


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(letter): digit for digit, letters in lookalikes().items() for letter in letters}


def fits(text: str, seen: Shape) -> bool:
    """Whether the ink is as wide as so many digits, and has as many pieces where they do not touch."""
    digits = sum(char.isdigit() for char in text)
    others = len(text) - digits
    if seen.pieces == len(text):
        return True
    tall = max(seen.height, 0.3)
    least = ((digits - 1) * 0.68 + 0.12 + others * 0.2) * tall
    most = ((digits - 1) * 0.84 + 0.85 + others * 0.5) * tall
    return least <= seen.width <= most and seen.pieces <= len(text)


def is_dash(seen: Shape) -> bool:
    """Whether the ink is one flat stroke, as no digit is."""
    return seen.pieces == 1 and seen.height < 0.25 and seen.width > 2 * seen.height


SURE, DOUBT, GUESS = 0.97, 0.7, 0.3  # certainties: both looks and the ink agree; something speaks against it; no more
LIKELY = 0.9  # how likely every digit must be in both looks


def judge(looks: Sequence[Line], seen: Shape) -> tuple[str, float]:
    """The text of a cell that holds a figure, and how sure it is, from two looks or three.

    See the calibration in the tests.
    """
    texts = [look.text.strip() for look in looks]
    if is_dash(seen):
        return _dash(texts[0])
    levels = [levelled(text) for text in texts]
    level = max(levels, key=lambda one: (levels.count(one), bool(_PLAIN.fullmatch(one))))
    if seen.gap > WIDE or levels.count(level) < 2 or not _PLAIN.fullmatch(level):
        return level, GUESS
    if len(looks) > 2 or level not in texts or not fits(level, seen):
        return level, DOUBT
    return level, SURE if min(look.least_digit for look in looks) > LIKELY else DOUBT


def _dash(text: str) -> tuple[str, float]:
    if not _DASH.fullmatch(text):
        return "—", DOUBT
    return "—" if text in "一ー" else text, SURE
