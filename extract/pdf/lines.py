"""Lines of text: letters on one baseline in order, blanks where they stand apart, marks and struck figures told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from extract.pdf.drawing import Rule
from extract.pdf.letters import Letter

APART = 3.0  # points between two letters that are two words
ONE_LINE = 0.4  # of the letters' size: letters of two fonts on one line may stand so much apart
TWICE = 0.15  # of the letter's size: the same letter drawn again so near makes it bold, not two
MARK = 0.9  # of the size of the digit beside it: a smaller one is a footnote's
THIN = 2.0  # points: a thicker rule is a bar
STRUCK = 0.2  # of its size: a line so near to its middle goes through a digit

_base, _left = attrgetter("base"), attrgetter("left")


def tolerance(letters: Iterable[Letter]) -> float:
    """How much higher or lower two letters of one line may stand, in points."""
    return max(APART, ONE_LINE * median([letter.size for letter in letters] or [0.0]))


def lines(letters: Iterable[Letter], near: float) -> list[list[Letter]]:
    """Letters by line, from the top, each line from the left."""
    found: list[list[Letter]] = []
    for letter in sorted(letters, key=_base):
        if found and letter.base - found[-1][-1].base <= near:
            found[-1].append(letter)
        else:
            found.append([letter])
    for line in found:
        line.sort(key=_left)
    return found


def text_of(line: Sequence[Letter]) -> str:
    """What a line says: blank where blanks were printed, or nothing for more than APART."""
    parts: list[str] = []
    last: Letter | None = None
    end = 0.0
    for letter in line:
        if letter.text == " ":
            parts.append(" ")
            continue
        if last:
            if letter.left - end > APART:
                parts.append(" ")
            elif letter.text == last.text and letter.left - last.left < TWICE * letter.size:
                continue
        parts.append(letter.text)
        last, end = letter, max(end, letter.right) if last else letter.right
    return " ".join("".join(parts).split())


def set_marks_apart(letters: Sequence[Letter], across: Iterable[Rule]) -> None:
    """Puts footnote marks and struck figures in brackets: neither is a digit of the figure beside it."""
    digits = [letter for letter in letters if letter.text.isdigit()]
    if not digits:
        return
    marks = [b for a, b in pairwise(digits) if _is_mark(b, a)] + [a for a, b in pairwise(digits) if _is_mark(a, b)]
    for letter in {id(letter): letter for letter in (*marks, *_struck(digits, across))}.values():
        letter.text = f"[{letter.text}]"


def _is_mark(letter: Letter, beside: Letter) -> bool:
    if letter.size >= MARK * beside.size:
        return False
    gap = max(letter.left, beside.left) - min(letter.right, beside.right)
    return gap < letter.size / 2 and abs(letter.base - beside.base) < beside.size


def _struck(digits: Iterable[Letter], across: Iterable[Rule]) -> Iterator[Letter]:
    """The digits through whose middle a line goes."""
    thin = sorted((rule for rule in across if rule.thick < THIN), key=lambda rule: rule.at)
    places = [rule.at for rule in thin]
    for digit in digits:
        near = STRUCK * digit.size
        for at in range(bisect_left(places, digit.y - near), bisect_right(places, digit.y + near)):
            rule = thin[at]
            if rule.start <= digit.left + 1 and digit.right - 1 <= rule.end:
                yield digit
                break
