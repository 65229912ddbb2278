"""Digits: what each digit looks like on this page, learnt from the sure ones, and whether the others look like that."""

from bisect import insort
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.scan import figures
from extract.scan.figures import Figure
from extract.scan.ink import PAPER, segments
from extract.scan.ruling import Box

if TYPE_CHECKING:
    from extract.scan.picture import Array

SIZE = (24, 20)  # rows and columns of the picture that a digit is brought to
ENOUGH = 3  # digits of a kind, besides the one in question, that show what it looks like
LIKE, VERY_LIKE = 0.85, 0.94  # how like its own kind a digit is at least, also where few other kinds are known …
APART = 0.05  # … and by how much less like any other
TOLD = 4  # kinds of digits that must be known before one is told from the others
MANY = 5  # figures that show how high figures are …
HIGH, HIGHER = 0.06, 0.1  # … and letters that one with the mark of a note is higher: perhaps, and surely
CONFIRMED = 0.99  # how sure a figure is that reads alike and whose digits look like those of the page


class Digits:
    """The digits of one page, by what they look like. They are compared as ink, without the networks."""

    def __init__(self, page: "Array", every: Sequence[Figure]) -> None:
        import numpy as np

        self.page = page
        self._sums: dict[str, Array] = {}
        self._counts: dict[str, int] = {}
        self._learnt: set[int] = set()
        self._heights: list[float] = []
        for figure in every:
            text, sure = figure.judged
            if sure >= figures.SURE and text.isdigit():
                insort(self._heights, figure.shape.height)
            if sure >= figures.SURE and (parts := self._parts(figure, text)):
                self._learnt.add(id(figure))
                for digit, part in parts:
                    self._sums[digit] = self._sums.get(digit, np.zeros(SIZE, np.float32)) + part
                    self._counts[digit] = self._counts.get(digit, 0) + 1

    def judged(self, figure: Figure) -> tuple[str, float]:
        """A figure's text and how sure it is: surer where its digits look like others of the page, else less."""
        text, sure = figure.judged
        sure = min(sure, self._limit(text, figure))
        if sure < figures.DOUBT or not figures.fits(text, figure.shape) or not (parts := self._parts(figure, text)):
            return text, sure
        likeness = [self._likeness(digit, part, id(figure) in self._learnt) for digit, part in parts]
        if any(own < other - APART for own, other, _ in likeness):
            return text, min(sure, figures.DOUBT)
        least = LIKE if len(self._sums) >= TOLD else VERY_LIKE
        if all(known and own > max(least, other + APART) for own, other, known in likeness):
            return text, CONFIRMED
        return text, sure

    def _limit(self, text: str, figure: Figure) -> float:
        """How sure a figure can be that is higher than most: the mark of a note may have grown on to it."""
        if len(self._heights) < MANY or len(text) < 2 or not text.isdigit():
            return 1.0
        over = figure.shape.height - self._heights[len(self._heights) // 2]
        return figures.GUESS if over > HIGHER else figures.DOUBT - 0.01 if over > HIGH else 1.0

    def _parts(self, figure: Figure, text: str) -> list[tuple[str, "Array"]]:
        """The digits of a figure with their pictures; none where they touch each other or are broken."""
        boxes = segments(figure.strip)
        if len(boxes) != len(text) or not figures.is_digits(text):
            return []
        return [(char, self._picture(box)) for char, box in zip(text, boxes, strict=True) if char.isdigit()]

    def _picture(self, box: Box) -> "Array":
        """A digit at one size, as broad as it is to its height, and of one strength."""
        import cv2
        import numpy as np

        piece = PAPER - np.minimum(self.page[box.top : box.bottom, box.left : box.right], PAPER)
        rows, columns = SIZE[0] - 4, SIZE[1] - 4
        wide = min(columns, max(1, round((box.right - box.left) * rows / (box.bottom - box.top))))
        ink = np.zeros(SIZE, np.float32)
        left = (SIZE[1] - wide) // 2
        ink[2 : 2 + rows, left : left + wide] = cv2.resize(piece, (wide, rows), interpolation=cv2.INTER_AREA)
        blurred: Array = cv2.GaussianBlur(ink, (0, 0), 0.8)
        return blurred / max(float(np.linalg.norm(blurred)), 1.0)

    def _likeness(self, digit: str, part: "Array", own: bool) -> tuple[float, float, bool]:
        """How like its own kind a digit is, how like the likeliest other, and whether its own is known."""
        count = self._counts.get(digit, 0) - own
        alike = _like(part, self._sums[digit] - part if own else self._sums[digit]) if count else 1.0
        others = [_like(part, total) for kind, total in self._sums.items() if kind != digit]
        return alike, max(others, default=0.0), count >= ENOUGH


def _like(part: "Array", total: "Array") -> float:
    """How like a digit is to the mean of some others, 0 to 1, wherever it fits best."""
    import numpy as np

    mean = total / max(float(np.linalg.norm(total)), 1e-6)
    return max(float((shifted * mean).sum()) for shifted in _shifted(part))


def _shifted(part: "Array") -> Iterator["Array"]:
    import numpy as np

    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            yield np.roll(part, (down, right), (0, 1))
