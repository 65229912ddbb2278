"""Figures: whether a cell holds a number, and how sure we are of it, from two looks and from the ink itself."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.scan.ink import Strip, leans, segments
from extract.scan.letters import Line, lookalikes

if TYPE_CHECKING:
    from extract.scan.picture import Array

LONGEST = 16  # characters of a number
RAISED = 0.22  # letters that a mark behind a text ends above its foot, at least
PITCH = 0.55  # letters from one digit to the next
WIDE = 0.9  # letters between two digits that are not of one number
LEFT, RIGHT = -0.1, 0.1  # heights that a 1 leans at most: its flag to the left, a slanting stroke beyond either
STEEP = -0.15  # heights that a stroke leans to the left which no 1 does, be it ever so crooked …
STRAIGHT = (0.4, 0.6)  # … if it is straight: its middle stands half as far beside its foot as its head does
STEM = 0.055  # heights that the lower half of a 1 leans at most
_STROKE = re.compile(r"[/\\]+")
_PLAIN = re.compile(r"-?(?!0\d)\d+(?:,\d{3})*(?:\.\d+)?")
_DASH = re.compile(r"[-‐-―─一ー_~～﹣－]+")
_MINUS = re.compile(r"^[-‐-―─一−](?=\d)")
_SIGNS = re.compile(r"[\d.,\-‐-―─/\\ ]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the ink of a line looks like, in letters' heights: extent, pieces, and the widest gap between them.

    `lean` is how far its upper part stands to the right of its lower part, in its own heights, `stem` how far its
    middle does; `dashed`: a flat stroke stands before the rest; `raised`: what stands last
    is raised, as marks of notes are.
    """

    width: float
    height: float
    pieces: int
    gap: float
    lean: float = 0.0
    stem: float = 0.0
    dashed: bool = False
    raised: bool = False


@dataclass(slots=True)
class Figure:
    """One line of figures: its ink, the shape of that, and what was read at each look."""

    strip: Strip
    shape: Shape
    looks: list[Line] = field(default_factory=list)

    @property
    def judged(self) -> tuple[str, float]:
        """Its text and how sure it is."""
        return judge(self.looks, self.shape)


def shape(strip: Strip, letter: float, page: "Array") -> Shape:
    """The shape of a line's ink on a flat page."""
    box, parts = strip.box, segments(strip)
    gap = max((after.left - before.right for before, after in pairwise(parts)), default=0)
    width, height = (box.right - box.left) / letter, (box.bottom - box.top) / letter
    flat = (
        3 * (parts[0].bottom - parts[0].top) < letter
        and parts[0].right - parts[0].left > parts[0].bottom - parts[0].top
    )
    return Shape(
        width, height, len(parts), gap / letter, *leans(page, strip), flat and len(parts) > 1, is_raised(strip, letter)
    )


def is_raised(strip: Strip, letter: float) -> bool:
    """Whether the last mark of a line is a small one above its foot, as that of a note is."""
    parts = segments(strip)
    return len(parts) > 1 and parts[-1].bottom < strip.box.bottom - RAISED * letter


def pitch(strip: Strip, letter: float) -> float:
    """From one digit of a line to the next, in pixels; where it has but one mark as figures mostly have it."""
    middles = [(box.left + box.right) / 2 for box in segments(strip)]
    return min((after - before for before, after in pairwise(middles)), default=PITCH * letter)


def may_be_figure(text: str) -> bool:
    """Whether a text is a number, a dash or a stroke, be it in letters that only look like digits."""
    return 0 < len(text) <= LONGEST and bool(_SIGNS.fullmatch(levelled(text)) or _DASH.fullmatch(text))


def is_digits(text: str) -> bool:
    """Whether a text is digits and nothing else, be it in letters that only look like them."""
    return bool(re.fullmatch(r"\d[\d,.]*", levelled(text.replace(" ", ""))))


def levelled(text: str) -> str:
    """A text as digits: other widths, letters that look like digits, and one minus for all."""
    plain = "".join(char if char.isdigit() else unicodedata.normalize("NFKC", char) for char in text)
    return _MINUS.sub("-", plain.translate(_lookalikes()))


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
    """Whether the ink is one flat stroke or several in a row, as no digit is."""
    return seen.height < 0.25 and seen.width > 2 * seen.height


SURE, DOUBT, GUESS = 0.97, 0.7, 0.3  # certainties: all looks and the ink agree; something speaks against it; no more
LIKELY, TWICE = 0.9, 0.95  # how likely every digit must be in both looks, and in two of three that agree
MOST = 0.6  # of what all looks say together, that must be for one number


def judge(looks: Sequence[Line], seen: Shape) -> tuple[str, float]:
    """The text of a cell that holds a figure, and how sure it is, from two looks or three.

    See the calibration in the tests.
    """
    texts = [look.text.replace(" ", "") for look in looks]
    if is_dash(seen):
        return _dash(texts[0])
    votes: dict[str, list[float]] = {}
    for text, look in zip(texts, looks, strict=True):
        votes.setdefault(levelled(text), []).append(look.least_digit)
    level, odds = max(votes.items(), key=lambda item: (len(item[1]), sum(item[1])))
    share = sum(odds) / max(sum(map(sum, votes.values())), 0.01)
    if len(odds) < 2 or share < MOST or sum(odds) < 1:
        return level, GUESS
    if _STROKE.fullmatch(level) or (level == "1" and _slants(seen)):
        return _stroke(level, seen)
    if seen.gap > WIDE or seen.raised or not _PLAIN.fullmatch(level) or (level.startswith("-") and not seen.dashed):
        return level, GUESS
    if seen.dashed != level.startswith("-") or len(odds) < len(looks) or level not in texts or not fits(level, seen):
        return level, DOUBT
    return level, SURE if min(odds) > LIKELY or (len(odds) > 2 and sorted(odds)[-2] > TWICE) else DOUBT


def _stroke(text: str, seen: Shape) -> tuple[str, float]:
    """A slanting stroke, which some fonts' 1 is like: it must lean, and be read as one."""
    if not _slants(seen):
        return text, GUESS
    if seen.lean < STEEP and STRAIGHT[0] < seen.stem / seen.lean < STRAIGHT[1]:
        return "\\", SURE
    return ("/", SURE) if text == "/" and seen.lean > 0 else ("/" if seen.lean > 0 else "\\", DOUBT)


def _slants(seen: Shape) -> bool:
    return not LEFT < seen.lean < RIGHT or abs(seen.stem) > STEM


def _dash(text: str) -> tuple[str, float]:
    if not _DASH.fullmatch(text):
        return "—", DOUBT
    return text.replace("一", "—").replace("ー", "—"), SURE
