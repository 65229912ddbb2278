"""Columns that no line shows: where a table has rules between its rows only, the places of its words tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.pdf.drawing import Rule
from extract.pdf.lattice import TOLERANCE, Walls
from extract.pdf.letters import Letter
from extract.pdf.lines import lines, text_of

BANDS = 3  # rows between rules that make a table
FIGURES = 2  # of these, how many must end in figures
WORDS_APART = 6.0  # points at least between the words of two columns
ALIKE = 6.0  # points by which rules of one table may differ at their ends

_FIGURE = re.compile(r"[-+]?[0-9０-９][0-9０-９,.，．]*|[-—－/]|无")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters that stand together in one row, however many lines they take."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """What stands between two rules."""

    top: float
    bottom: float
    words: tuple[Word, ...]

    @property
    def figures(self) -> int:
        """How many figures it ends in."""
        count = 0
        for word in reversed(self.words):
            if not _FIGURE.fullmatch(word.text):
                break
            count += 1
        return count


def missing_columns(down: Walls, across: Walls, letters: Sequence[Letter], near: float) -> list[Rule]:
    """Lines down where tables that are ruled across only must have their columns."""
    found: list[Rule] = []
    for start, end, places in _ladders(down, across):
        bands = list(_bands(places, [letter for letter in letters if start <= letter.x <= end], near))
        told = [band for band in bands if len(band.words) > 1 and band.figures]
        if len(bands) < BANDS or len(told) < max(FIGURES, len(bands) / 3):
            continue
        gaps = list(_gaps(told, bands))
        for band in bands:
            clear = (at for at in gaps if not any(word.left < at < word.right for word in band.words))
            found += [Rule(at, band.top, band.bottom) for at in clear]
        found += [Rule(at, places[0], places[-1]) for at in (start, end)]
    return found


def _ladders(down: Walls, across: Walls) -> Iterator[tuple[float, float, list[float]]]:
    """Rules of one length below each other, with no line down between their ends."""
    ladders: list[tuple[float, float, list[float]]] = []
    for at, parts in zip(across.places, across.stretches, strict=True):
        for start, end in parts:
            alike = (one for one in ladders if abs(one[0] - start) < ALIKE and abs(one[1] - end) < ALIKE)
            one = next(alike, None)
            if one is None:
                ladders.append((start, end, [at]))
            else:
                one[2].append(at)
    for start, end, places in ladders:
        if len(places) > BANDS and not _is_parted(down, start, end, places):
            yield start, end, places


def _is_parted(down: Walls, start: float, end: float, places: Sequence[float]) -> bool:
    return any(
        start + ALIKE < at < end - ALIKE and top < places[-1] - TOLERANCE and bottom > places[0] + TOLERANCE
        for at, parts in zip(down.places, down.stretches, strict=True)
        for top, bottom in parts
    )


def _bands(places: Sequence[float], letters: Sequence[Letter], near: float) -> Iterator[Band]:
    for top, bottom in pairwise(places):
        inside = [letter for letter in letters if top <= letter.y < bottom]
        yield Band(top, bottom, tuple(_words(inside, near)))


def _words(letters: Sequence[Letter], near: float) -> Iterator[Word]:
    """The words of a row: what overlaps from line to line is one."""
    together: list[list[Letter]] = []
    end = 0.0
    for letter in sorted((one for one in letters if one.text != " "), key=lambda one: one.left):
        if together and letter.left - end < max(WORDS_APART, 0.6 * letter.size):
            together[-1].append(letter)
        else:
            together.append([letter])
            end = letter.right
        end = max(end, letter.right)
    for word in together:
        text = "".join(text_of(line) for line in lines(word, near))
        yield Word(min(one.left for one in word), max(one.right for one in word), text)


def _gaps(told: Sequence[Band], bands: Sequence[Band]) -> Iterator[float]:
    """Where no row of figures has a word, and there is one on either side: there, as far from all words as can be."""
    covered = _covered((word.left, word.right) for band in told for word in band.words)
    for (_, left), (right, _) in pairwise(covered):
        reaching = [word for band in bands for word in band.words if word.right > left and word.left < right]
        partly = (
            (max(left, word.left), min(right, word.right))
            for word in reaching
            if word.left > left or word.right < right
        )
        taken = _covered([(left, left), *partly, (right, right)])
        widest = max(((before[1], after[0]) for before, after in pairwise(taken)), key=lambda part: part[1] - part[0])
        yield sum(widest) / 2


def _covered(parts: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for left, right in sorted(parts):
        if found and left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found
