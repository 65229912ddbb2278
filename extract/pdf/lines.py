"""Lines of text: letters on one baseline in order, blanks where they stand apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from statistics import median

from extract.pdf.letters import Letter

APART = 3.0  # points between two letters that are two words
ONE_LINE = 0.4  # of the letters' size: letters of two fonts on one line may stand so much apart
TWICE = 0.15  # of the letter's size: the same letter drawn again so near makes it bold, not two

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
