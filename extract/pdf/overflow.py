"""Overflow: numbers that reach over a wall of their cells; which cell they are of, if that is sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from extract.pdf.letters import Letter
from extract.pdf.tables import Field, Table

DIGITS = frozenset("0123456789.,０１２３４５６７８９．，")
TOUCHING = 0.25  # of their size: digits no farther apart are of one number
STRADDLES = 0.15  # of its width: a digit that reaches so far over a wall is of a number that does
CENTRED = 0.1  # of a cell's width: what is no farther from its middle is centred
PADDING = 6.0  # points: text that begins or ends so near to a wall is set to it
REPAIRED = 0.9  # how sure a number is that stands over its wall
HIGH = 0.66  # of their size: so high digits are
OVER = 0.05  # of their size: digits that reach so far over a wall above or below them may be of either row
DOUBTFUL = 0.3  # how sure it is when nothing tells whose it is: less than any figure needs

Owners = list[Field | None]


def settle(letters: Sequence[Letter], owners: Owners, drawn_by: Callable[[int], int | None]) -> None:
    """Gives every number that stands over a wall to one cell, or makes the cells that it may be of unsure.

    `drawn_by` tells the text object that the letter of this place was drawn by.
    """
    for run in _runs(letters, owners):
        fields = _distinct(owners[at] for at in run)
        own = {id(owner) for at, owner in enumerate(owners) if at not in run and letters[at].text != " "}
        free = [one for one in fields if id(one) not in own]
        first, last = letters[run.start].left, letters[run.stop - 1].right
        fitting = [one for one in free if _is_set(one, first, last)]
        if not _is_one(letters[run.start : run.stop], owners[run.start : run.stop], drawn_by):
            doubt(fields)
        elif len(fitting) == 1:
            fitting[0].sure = min(fitting[0].sure, REPAIRED)
            owners[run.start : run.stop] = [fitting[0]] * len(run)
        else:
            middle = (first + last) / 2
            nearest = min(fields, key=lambda one: abs(middle - (one.box[0] + one.box[2]) / 2))
            owners[run.start : run.stop] = [nearest] * len(run)
            doubt([*free, nearest])


def doubt_low(table: Table) -> None:
    """Makes the cells unsure whose figures stand on a wall above or below them: they may be of either row."""
    for one in table.fields:
        if one.letters and one.letters[0].text in DIGITS:
            over = _row_beyond(one, one.letters[0])
            if over is not None:
                beyond = table.at(one.letters[0].x, over)
                doubt([one, *([beyond] if beyond else [])])


def _row_beyond(one: Field, digit: Letter) -> float | None:
    """How far down the page a digit reaches out of its cell; None where it does not."""
    _, top, _, bottom = one.box
    upper = digit.base - HIGH * digit.size
    if upper < top - OVER * digit.size:
        return upper
    return digit.base if digit.base > bottom + OVER * digit.size else None


def _runs(letters: Sequence[Letter], owners: Owners) -> Iterator[range]:
    """Where a number has digits of several cells."""
    done = 0
    for at in range(1, len(letters)):
        if owners[at] is owners[at - 1] or at < done or not _touch(letters[at - 1], letters[at]):
            continue
        start, stop = at - 1, at + 1
        while start > 0 and _touch(letters[start - 1], letters[start]):
            start -= 1
        while stop < len(letters) and _touch(letters[stop - 1], letters[stop]):
            stop += 1
        done = stop
        yield range(start, stop)


def _touch(letter: Letter, following: Letter) -> bool:
    if letter.text not in DIGITS or following.text not in DIGITS:
        return False
    near = TOUCHING * letter.size
    return abs(letter.base - following.base) < near and abs(following.left - letter.right) < near


def _is_one(run: Sequence[Letter], owners: Sequence[Field | None], drawn_by: Callable[[int], int | None]) -> bool:
    """Whether these digits are surely one number: drawn by one hand, or with a wall through one of them."""
    hands = {drawn_by(letter.place) for letter in run}
    if len(hands) == 1 and all(hands):
        return True
    return any(owner and _straddles(letter, owner) for letter, owner in zip(run, owners, strict=True))


def _straddles(letter: Letter, owner: Field) -> bool:
    over = max(owner.box[0] - letter.left, letter.right - owner.box[2])
    return over > STRADDLES * (letter.right - letter.left)


def _is_set(one: Field, first: float, last: float) -> bool:
    """Whether something from `first` to `last` is set as text of this cell would be."""
    left, _, right, _ = one.box
    centred = abs(first + last - left - right) / 2 <= max(1.0, CENTRED * one.width)
    return centred or 0 <= first - left <= PADDING or 0 <= right - last <= PADDING


def _distinct(owners: Iterator[Field | None]) -> list[Field]:
    return list({id(one): one for one in owners if one}.values())


def doubt(fields: Iterable[Field]) -> None:
    """Makes cells less sure than any figure needs."""
    for one in fields:
        one.sure = min(one.sure, DOUBTFUL)
