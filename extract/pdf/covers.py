"""Covers: what is painted over figures, stands between them or is filled in later; what they say is then not told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from extract.pdf import objects
from extract.pdf.drawing import Box, Cover
from extract.pdf.letters import UNKNOWN, Letter
from extract.pdf.overflow import DIGITS, doubt
from extract.pdf.tables import Field, Table

HIGH = 0.9  # sizes of the digits beside it: a decimal point stands no higher above their baseline

_middle = attrgetter("y")


def hide(
    letters: Sequence[Letter], covers: Sequence[Cover], texts: Sequence[int], drawn_by: Callable[[int], int | None]
) -> None:
    """Makes the digits untold that lie under a box painted after them; `texts`: the text objects as they were drawn."""
    if not covers:
        return
    ranks: dict[int | None, int] = {text: rank for rank, text in enumerate(texts)}
    digits = sorted((letter for letter in letters if letter.text in DIGITS), key=_middle)
    places = [digit.y for digit in digits]
    for (left, top, right, bottom), before, thing in covers:
        level = digits[bisect_left(places, top) : bisect_right(places, bottom)]
        under = [one for one in level if left <= one.x <= right and ranks.get(drawn_by(one.place), before) < before]
        for digit in under if under and objects.is_opaque(thing) else ():
            digit.text = UNKNOWN


def doubt_filled(table: Table, notes: Iterable[Box]) -> None:
    """Makes the cells unsure in which a form's field or a note says something else, or more."""
    for left, top, right, bottom in notes:
        under = table.at((left + right) / 2, (top + bottom) / 2)
        inside = [one for one in table.fields if left <= _x(one) <= right and top <= _y(one) <= bottom]
        doubt([*inside, *([under] if under else [])])


def doubt_dotted(table: Table, dots: Iterable[Box]) -> None:
    """Makes the cells unsure where a point is drawn between two digits: it may be a decimal point."""
    for left, top, right, bottom in dots:
        x, y = (left + right) / 2, (top + bottom) / 2
        one = table.at(x, y)
        beside = [digit for digit in one.letters if _stands_by(digit, y)] if one else []
        if one and any(digit.x < x for digit in beside) and any(digit.x > x for digit in beside):
            doubt([one])


def _stands_by(digit: Letter, y: float) -> bool:
    return digit.text in DIGITS and digit.base - HIGH * digit.size < y < digit.base + 1


def _x(one: Field) -> float:
    return (one.box[0] + one.box[2]) / 2


def _y(one: Field) -> float:
    return (one.box[1] + one.box[3]) / 2
