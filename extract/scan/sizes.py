"""Sizes: how high and how broad the digits of a page are, and how sure a figure can be that is of another size."""

from collections.abc import Sequence
from statistics import median_low

from extract.scan import figures
from extract.scan.figures import Figure
from extract.scan.ink import segments

MANY = 5  # figures that show how large figures are …
HIGH, HIGHER = 0.085, 0.125  # … and letters that one with the mark of a note is higher: perhaps, and surely
LOWER = 0.2  # letters by which ink is lower than figures that is none
LOWEST = 0.5  # letters that figures are high at least; what is lower was cut off, or lies on a line
LOW = 0.6  # letters that figures are high at least where nothing shows how high they are
KINDS = 4  # digits that stand at one height if they are printed there
BROAD = 1.35  # times most digits' width that one is broad at most
UNUSUAL = figures.DOUBT - 0.01  # how sure a figure is that is not as large as the others


class Sizes:
    """How large the digits of some figures are that are read for sure."""

    def __init__(self, sure: Sequence[Figure]) -> None:
        known = [(figure, text) for figure in sure if (text := figure.judged[0]).isdigit()]
        self._heights = [(figure.shape.height, text) for figure, text in known]
        self._height = median_low(height for height, _ in self._heights) if len(known) >= MANY else None
        widths = [width for figure, _ in known for width in _widths(figure)]
        self._broadest = BROAD * median_low(widths) if len(known) >= MANY else None

    def most(self, text: str, figure: Figure) -> float:
        """How sure a figure can be at most: ink on a blank, on a rule or struck through is not of a digit's size.

        Nor is one that the mark of a note has grown on to.
        """
        height = figure.shape.height
        if not figures.is_digits(text):
            return 1.0
        if self._is_usual(height):
            return UNUSUAL if self._is_broad(text, figure) or self._is_alone(text, height) else 1.0
        if self._height is None:
            return 1.0 if height > LOW else UNUSUAL
        over = height - self._height
        return figures.GUESS if (over > HIGHER and len(text) > 1) or over < -LOWER else UNUSUAL

    def _is_usual(self, height: float) -> bool:
        """Whether digits of several kinds are as high; strokes and rings of ink are like one kind, of any height."""
        if height < LOWEST:
            return False
        if self._height is not None and self._height > LOW and abs(height - self._height) <= HIGH:
            return True
        return len({digit for other, text in self._heights if abs(other - height) <= HIGH for digit in text}) >= KINDS

    def _is_alone(self, text: str, height: float) -> bool:
        """Whether a figure of ones stands where all others as high are such, too: a page of strokes has no digits."""
        alike = [other for at, other in self._heights if abs(at - height) <= HIGH]
        return set(text) == {"1"} and len(alike) >= MANY and set("".join(alike)) == {"1"}

    def _is_broad(self, text: str, figure: Figure) -> bool:
        """Whether one of a figure's digits is broader than most: one struck through, say."""
        widths = _widths(figure)
        return self._broadest is not None and len(widths) == len(text) and max(widths) > self._broadest


def _widths(figure: Figure) -> list[int]:
    return [box.right - box.left for box in segments(figure.strip)]
