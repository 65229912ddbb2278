"""Marks beside figures and words, and struck figures, found by where they stand, in whatever order they were drawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from extract.pdf.drawing import Rule
from extract.pdf.letters import Letter

MARK = 0.9  # of the size of the letter beside it: a smaller digit is a footnote's
RAISED = 0.15  # of the size of the letter before it: so much higher it stands at least, if that is no digit
NEAR = 0.5  # of its size: a mark is no farther from its figure
THIN = 2.0  # points: a thicker rule is a bar
STRUCK = 0.2  # of its size: a line so near to its middle goes through a digit

_left, _middle = attrgetter("left"), attrgetter("y")


def set_marks_apart(letters: Iterable[Letter], across: Iterable[Rule]) -> None:
    """Puts footnote marks and struck figures in brackets: neither is a digit of the figure beside it."""
    printed = [letter for letter in letters if letter.text != " "]
    digits = [letter for letter in printed if letter.text.isdigit()]
    for letter in {id(letter): letter for letter in (*marks(printed, digits), *_struck(digits, across))}.values():
        letter.text = f"[{letter.text}]"


def marks(printed: Sequence[Letter], digits: Sequence[Letter]) -> list[Letter]:
    """Those of the digits that are smaller than a digit beside them, or smaller and higher than any letter before."""
    by_size: dict[float, list[Letter]] = {}
    for digit in digits:
        by_size.setdefault(round(digit.size, 1), []).append(digit)
    largest = max((letter.size for letter in printed), default=0.0)
    return [
        digit
        for size, alike in by_size.items()
        if size < MARK * largest
        for body in [_Body([letter for letter in printed if MARK * letter.size > size])]
        for digit in alike
        if any(_is_mark(digit, other) for other in body.around(digit))
    ]


class _Body:
    """Larger letters, by their lines."""

    def __init__(self, larger: Iterable[Letter]) -> None:
        larger = sorted(larger, key=_left)
        self.reach = max((letter.size for letter in larger), default=1.0)
        self.bands: dict[int, list[Letter]] = {}
        for letter in larger:
            self.bands.setdefault(int(letter.base // self.reach), []).append(letter)

    def around(self, digit: Letter) -> Iterator[Letter]:
        """Those that may stand beside a digit."""
        middle = int(digit.base // self.reach)
        for number in (middle - 1, middle, middle + 1):
            if band := self.bands.get(number):
                first = bisect_left(band, digit.left - 2 * self.reach, key=_left)
                yield from band[first : bisect_right(band, digit.right + NEAR * digit.size, key=_left)]


def _is_mark(digit: Letter, beside: Letter) -> bool:
    if digit.size >= MARK * beside.size or abs(digit.base - beside.base) >= beside.size:
        return False
    if max(digit.left, beside.left) - min(digit.right, beside.right) >= NEAR * digit.size:
        return False
    return beside.text.isdigit() or (beside.x < digit.left and beside.base - digit.base > RAISED * beside.size)


def _struck(digits: Iterable[Letter], across: Iterable[Rule]) -> Iterator[Letter]:
    """The digits through whose middle a line goes."""
    level = sorted(digits, key=_middle)
    reach = STRUCK * max((digit.size for digit in level), default=0.0)
    places = [digit.y for digit in level]
    for rule in across:
        if rule.thick < THIN:
            for at in range(bisect_left(places, rule.at - reach), bisect_right(places, rule.at + reach)):
                digit = level[at]
                through = abs(digit.y - rule.at) <= STRUCK * digit.size
                if through and rule.start <= digit.left + 1 and digit.right - 1 <= rule.end:
                    yield digit
