"""Marks beside figures and words, found by where they stand: a file may draw all its footnote marks at its end."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.pdf.letters import Letter

MARK = 0.9  # of the size of the digit beside it: a smaller one is a footnote's
RAISED = 0.15  # of the size of the letter before it: so much higher it stands at least
NEAR = 0.5  # of its size: a mark is no farther from its figure


def set_marks_apart(letters: Sequence[Letter]) -> None:
    """Puts small digits beside larger ones, and small raised ones behind any letter, in brackets: they only point."""
    for before, letter in pairwise(letters):
        if letter.text.isdigit() and _is_mark(letter, before) and before.base - letter.base > RAISED * before.size:
            letter.text = f"[{letter.text}]"
    digits = sorted((letter for letter in letters if letter.text.isdigit()), key=lambda letter: letter.left)
    largest = max((letter.size for letter in digits), default=0.0)
    lefts = [letter.left for letter in digits]
    for letter in [one for one in digits if one.size < MARK * largest]:
        first, last = bisect_left(lefts, letter.left - 2 * largest), bisect_right(lefts, letter.right + largest)
        if any(_is_mark(letter, other) for other in digits[first:last]):
            letter.text = f"[{letter.text}]"


def _is_mark(letter: Letter, beside: Letter) -> bool:
    if letter.size >= MARK * beside.size:
        return False
    gap = max(letter.left, beside.left) - min(letter.right, beside.right)
    return gap < NEAR * letter.size and abs(letter.base - beside.base) < beside.size
