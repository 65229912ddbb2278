"""Spelling: what the letters of a cell say, line by line, downwards where they are written so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.pdf.letters import UNKNOWN, Letter
from extract.pdf.lines import lines, text_of
from extract.pdf.overflow import DIGITS, DOUBTFUL, REPAIRED
from extract.pdf.tables import Field, Table

WIDEST_PADDING = 11.0  # points on both sides together, as the usual word processors set it
PITCH = 2.0  # of the letters' size: lines of one number are no farther apart


def spell(table: Table, near: float) -> None:
    """Reads what the cells of a table say; letters `near` each other in height are on one line."""
    broken: list[tuple[Field, list[list[Letter]]]] = []
    folded: list[tuple[Field, list[list[Letter]]]] = []
    for one in table.fields:
        letters = one.letters
        turned = bool(letters) and letters[0].turned
        if (turned or one.sure <= DOUBTFUL) and _are_digits(letters):
            one.text = UNKNOWN  # which digits they are is open; no second reader shall fill them in
            continue
        if not letters:
            continue
        if len(letters) == 1:
            one.text = text_of(letters)
            continue
        if _is_downwards(letters):
            one.text = "".join(letter.text for letter in letters).strip()
            continue
        found = lines(letters, near)
        one.text = "\n".join(filter(None, map(text_of, found)))
        if len(found) > 1:
            (broken if is_figure(one.text) else folded).append((one, found))
    if broken:
        _mend(table, broken, folded)


def _are_digits(letters: Iterable[Letter]) -> bool:
    """Whether a cell holds nothing but digits, if anything."""
    return all(letter.text in DIGITS for letter in letters if letter.text != " ")


def _mend(
    table: Table, broken: Iterable[tuple[Field, list[list[Letter]]]], folded: Iterable[tuple[Field, list[list[Letter]]]]
) -> None:
    """Puts numbers together that are broken over lines, by the room that the lines of the other cells leave."""
    padding = min(WIDEST_PADDING, 2 * min(map(_indent, table.fields), default=0.0))
    for one, found in folded:
        padding = min(padding, *(one.width - _width(line) for line in found))
    for one, found in broken:
        found = [line for line in found if text_of(line)]
        if _has_whole_neighbour(one, table) and _is_broken(found, one.width - max(0.0, padding)):
            one.text, one.sure = one.text.replace("\n", ""), min(one.sure, REPAIRED)


def _indent(one: Field) -> float:
    """How far the letters of a cell stand from its left wall, unless they stand over it."""
    indent = min((letter.left - one.box[0] for letter in one.letters if letter.text != " "), default=WIDEST_PADDING)
    return indent if indent > 0 else WIDEST_PADDING


def _is_downwards(letters: Sequence[Letter]) -> bool:
    """Whether letters were set one below another: then they are read as they were set."""
    if len(letters) < 3:
        return False
    printed = [letter for letter in letters if letter.text != " "]
    if len(printed) < 3 or (printed[0].base == printed[-1].base and not printed[0].turned):
        return False
    if 2 * sum(letter.turned for letter in printed) > len(printed):
        return True
    down = sum(
        abs(a.left - b.left) < a.size / 2 and a.size / 2 < b.base - a.base < 2.5 * a.size for a, b in pairwise(printed)
    )
    return 2 * down > len(printed)


def is_figure(text: str) -> bool:
    """Whether a cell holds digits alone, on however many lines."""
    return bool(text) and all(letter in DIGITS for letter in text if letter != "\n")


def _has_whole_neighbour(one: Field, table: Table) -> bool:
    """Whether another cell of exactly this row holds a figure on one line: then the row is one row."""
    return any(
        other is not one and (other.box[1], other.box[3]) == (one.box[1], one.box[3])
        and is_figure(other.text) and "\n" not in other.text
        for other in table.fields
    )  # fmt: skip


def _is_broken(found: Sequence[Sequence[Letter]], room: float) -> bool:
    """Whether the lines are one number, broken for want of room: no line could have taken one digit more."""
    return all(
        _width(line) + following[0].right - following[0].left > room - 0.5
        and following[0].base - line[0].base < PITCH * line[0].size
        for line, following in pairwise(found)
    )


def _width(line: Iterable[Letter]) -> float:
    printed = [letter for letter in line if letter.text != " "]
    return max((letter.right for letter in printed), default=0.0) - min(
        (letter.left for letter in printed), default=0.0
    )
