"""Digits: what each digit looks like on this page, learnt from the sure ones, and whether the others look like that."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from extract.scan import figures
from extract.scan.figures import Figure
from extract.scan.ink import PAPER, segments
from extract.scan.letters import Line
from extract.scan.ruling import Box
from extract.scan.sizes import Sizes

if TYPE_CHECKING:
    from extract.scan.picture import Array

SIZE = (24, 20)  # rows and columns of the picture that a digit is brought to
ENOUGH = 3  # digits of a kind, besides the one in question, that show what it looks like
LIKE, VERY_LIKE = 0.85, 0.94  # how like its own kind a digit is at least, also where few other kinds are known …
APART = 0.05  # … and by how much less like any other
TOLD = 4  # kinds of digits that must be known before one is told from the others
CONFIRMED = 0.99  # how sure a figure is that reads alike and whose digits look like those of the page


class Digits:
    """The digits of one page, by what they look like. They are compared as ink, without the networks."""

    def __init__(self, page: "Array", every: Sequence[Figure]) -> None:
        import numpy as np

        self.page = page
        self._sums: dict[str, Array] = {}
        self._counts: dict[str, int] = {}
        self._learnt: set[int] = set()
        self._sizes = Sizes([figure for figure in every if figure.judged[1] >= figures.SURE])
        for figure in every:
            text, sure = figure.judged
            if sure >= figures.SURE and (parts := self._parts(figure, text)):
                self._learnt.add(id(figure))
                for digit, part in parts:
                    self._sums[digit] = self._sums.get(digit, np.zeros(SIZE, np.float32)) + part
                    self._counts[digit] = self._counts.get(digit, 0) + 1

    def judged(self, figure: Figure) -> tuple[str, float]:
        """A figure's text and how sure it is: surer where its digits look like others of the page, else less."""
        text, sure = figure.judged
        sure = min(sure, self._sizes.most(text, figure))
        if sure < figures.DOUBT or not figures.fits(text, figure.shape) or not (parts := self._parts(figure, text)):
            return text, sure
        likeness = [self._likeness(digit, part, id(figure) in self._learnt) for digit, part in parts]
        if any(own < other - APART for own, other, _ in likeness):
            return text, min(sure, figures.DOUBT)
        return text, CONFIRMED if self._is_like(likeness) else sure

    def compared(self, figure: Figure) -> Line | None:
        """What a figure is by its digits' looks alone; None where one of them is like none of the page, or like two."""
        boxes = segments(figure.strip)
        if not self._sums or len(boxes) > figures.LONGEST or not all(map(_is_upright, boxes)):
            return None
        read = [self._nearest(self._picture(box)) for box in boxes]
        if not self._is_like([likeness for _, likeness in read]):
            return None
        return Line("".join(digit for digit, _ in read), tuple(own for _, (own, _, _) in read), (1.0,) * len(read))

    def _nearest(self, part: "Array") -> tuple[str, tuple[float, float, bool]]:
        """The digit that a picture is most like, and how like."""
        (digit, own), *others = sorted(_like(part, self._sums).items(), key=lambda item: -item[1])
        return digit, (own, others[0][1] if others else 0.0, self._counts[digit] >= ENOUGH)

    def _is_like(self, likeness: Sequence[tuple[float, float, bool]]) -> bool:
        """Whether digits look like their own kinds, and like no other."""
        least = LIKE if len(self._sums) >= TOLD else VERY_LIKE
        return all(known and own > max(least, other + APART) for own, other, known in likeness)

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
        alike = _like(part, {digit: self._sums[digit] - part * own})[digit] if count else 1.0
        others = [like for kind, like in _like(part, self._sums).items() if kind != digit]
        return alike, max(others, default=0.0), count >= ENOUGH


def _is_upright(box: Box) -> bool:
    """Whether ink is higher than broad, as one digit is and two that touch are not."""
    return box.right - box.left < box.bottom - box.top


def _like(part: "Array", totals: Mapping[str, "Array"]) -> dict[str, float]:
    """How like a digit is to the mean of some others of each kind, 0 to 1, wherever it fits best."""
    import numpy as np

    shifted = np.lib.stride_tricks.sliding_window_view(np.pad(part, 1), SIZE).reshape(9, -1)
    means = np.stack([total.ravel() / max(float(np.linalg.norm(total)), 1e-6) for total in totals.values()])
    return dict(zip(totals, (shifted @ means.T).max(axis=0).tolist(), strict=True))
