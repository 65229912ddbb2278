"""Lines of text: letters on one baseline in order, blanks where they stand apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from statistics import median

from extract.pdf.letters import UNKNOWN, Letter

APART = 3.0  # points between two letters that are two words
ONE_LINE = 0.4  # of the letters' size: letters of two fonts on one line may stand so much apart
TWICE = 0.15  # of the letter's size: the same letter drawn again so near makes it bold, not two

PITCH = 2.0  # of the letters' size: two lines no farther apart may be of one text
COVERING = 0.62  # of its width: digits that cover each other so far are of two figures, or of one in another order
FIGURES = frozenset("0123456789.,０１２３４５６７８９")
LONGEST = 6  # lines that a label and what stands beside it may take
_OPENS = re.compile(r"\s*[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]")

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


def unwoven(found: Sequence[list[Letter]]) -> Iterator[tuple[list[Letter], list[Letter]]]:
    """Every line with the one at whose height it is read: mostly itself.

    What stands beside a numbered label, between two lines of it, is read beside the first of them: so stand the names
    of groups where no rules part them.
    """
    for at, line in enumerate(found):
        is_beside = 0 < at < len(found) - 1 and _is_beside(line, found[at - 1], found[at + 1])
        yield line, (_opening(line, found[:at]) or line) if is_beside else line


def _is_beside(line: Sequence[Letter], above: Sequence[Letter], below: Sequence[Letter]) -> bool:
    """Whether a line stands to the left of two others, which go on over it."""
    return (
        line[-1].right + APART < min(above[0].left, below[0].left)
        and below[0].left < above[-1].right
        and below[0].base - above[0].base < PITCH * above[0].size
        and not _OPENS.match(text_of(below))
    )


def _opening(line: Sequence[Letter], above: Sequence[list[Letter]]) -> list[Letter] | None:
    """The first line of the label that a line stands beside, if it is numbered."""
    for other in reversed(above[-LONGEST:]):
        if other[0].left > line[-1].right and _OPENS.match(text_of(other)):
            return other
    return None


def text_of(line: Sequence[Letter]) -> str:
    """What a line says: blank where blanks were printed, or nothing for more than APART."""
    parts: list[str] = []
    twice: list[int] = []
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
                twice.append(len(parts))
                continue
            elif end - letter.left > COVERING * (letter.right - letter.left) and {letter.text, last.text} <= FIGURES:
                parts.append(UNKNOWN)
        parts.append(letter.text)
        last, end = letter, max(end, letter.right) if last else letter.right
    if twice:
        parts = _checked(parts, twice)
    return " ".join("".join(parts).split())


def _checked(parts: Sequence[str], twice: Sequence[int]) -> list[str]:
    """A line with letters drawn twice; figures of which not all are, were set too tightly, and are not told."""
    checked: list[str] = []
    for is_digit, run in groupby(enumerate(parts), lambda part: part[1] in FIGURES):
        places, texts = zip(*run, strict=True)
        again = sum(places[0] < at <= places[-1] + 1 for at in twice)
        checked += [*texts, UNKNOWN] if is_digit and again % len(texts) else texts
    return checked
