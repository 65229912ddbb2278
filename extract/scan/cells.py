"""Cells: the tables of a page read cell by cell, figures twice, and blanks by their lack of ink."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from extract.content import Block, Cell, Grid, Paragraph
from extract.scan import figures, ink
from extract.scan.digits import Digits
from extract.scan.ink import Mark
from extract.scan.letters import Letters, Line
from extract.scan.looks import WORD, Looks
from extract.scan.ruling import Table
from extract.scan.seen import Seen, laid

if TYPE_CHECKING:
    from extract.scan.picture import Array

FAINT = 20  # grey levels below paper that may still be ink
SHADE = 0.35  # letters that a shade is high which may be a figure
EMPTY, DUSTY, SHADED = 0.98, 0.92, 0.4  # how sure a cell is empty
UNCLEAR = 0.6  # how sure a cell is whose sides are half drawn
ONE_LOOK = 0.9
LOST, LOST_SHARE = 3, 0.1  # figures of a page, and of all of them, that are damaged beyond reading

Placed = tuple[Block, int, tuple[Line, ...]]


def read(tables: Sequence[Table], page: "Array", letters: Letters) -> Iterator[Placed]:
    """The blocks that the tables of a flat page make, each with its upper edge and the lines read for it."""
    if not tables:
        return
    marks, shades = ink.marks(page), ink.marks(page, FAINT)
    every = [laid(table, marks, shades) for table in tables]
    rough = [strip for seen in every for one in seen for strip in ink.strips(one.marks, ink.LETTER)]
    letter = ink.letter_height(rough)
    looks = Looks(page, letters, letter)
    for seen in every:
        looks.words(seen)
    known = looks.figures([figure for seen in every for figure in looks.found(seen)])
    for seen in every:
        looks.short(seen)
    most = figures.DOUBT if _is_damaged([one for seen in every for one in seen]) else 1.0
    for number, (table, seen) in enumerate(zip(tables, every, strict=True)):
        for one in seen:
            one.cell = _cell(one, known, letter, most)
        lines = tuple(line for one in seen for line in one.lines)
        for block, top in _blocks(table, seen, number):
            yield block, top, lines
            lines = ()


def _is_damaged(seen: Sequence[Seen]) -> bool:
    """Whether so many figures of a page are no longer any that the others may have lost a part as well."""
    figured = [one for one in seen if one.figures]
    lost = sum(any(figure.judged[1] < figures.DOUBT for figure in one.figures) for one in figured)
    lost += sum(len(one.lines) == 1 and _is_remnant(one.lines[0]) for one in seen if not one.figures)
    return lost >= LOST and lost > LOST_SHARE * len(figured)


def _is_remnant(line: Line) -> bool:
    """Whether a line is neither a word nor a figure, but has the letters of what is left of one."""
    return line.text.isascii() and not (any(map(str.isalpha, line.text)) and line.least > WORD)


def _cell(one: Seen, known: Digits, letter: float, most: float) -> Cell:
    text, sure = _judged(one, known, letter)
    sure = min(
        sure, most if one.figures else 1.0, 1.0 if one.clear else figures.DOUBT, 1.0 if one.where.sure else UNCLEAR
    )
    return Cell(text, down=one.where.down, across=one.where.across, sure=round(sure, 3))


def _judged(one: Seen, known: Digits, letter: float) -> tuple[str, float]:
    if not one.strips:
        shaded = any(_size(mark) > SHADE * letter for mark in one.shades)
        return "", SHADED if shaded else DUSTY if one.marks else EMPTY
    if one.figures:
        parts = [known.judged(figure) for figure in one.figures]
        return "".join(text for text, _ in parts), min(sure for _, sure in parts)
    if all(figures.is_dash(figures.shape(strip, letter, known.page)) for strip in one.strips):
        return "—" * len(one.strips), figures.SURE
    text = _run_together([text for text in _unmarked(one, letter) if text])
    least = min(line.least for line in one.lines)
    twice = len(one.again) > 0 and one.again[0].text.strip() == text and min(least, one.again[0].least) > WORD
    return text, figures.SURE if twice else min(ONE_LOOK, least) if text else SHADED


def _unmarked(one: Seen, letter: float) -> Iterator[str]:
    """The text of each line without the raised figure of a note behind it."""
    for strip, line in zip(one.strips, one.lines, strict=True):
        text = line.text.strip()
        yield text.rstrip("0123456789") if figures.is_raised(strip, letter) else text


def _run_together(lines: Sequence[str]) -> str:
    """Lines of words as one, as Chinese is read; digits of two lines are no number."""
    text = ""
    for line in lines:
        text += ("\n" if text[-1:].isascii() and line[:1].isascii() and text else "") + line
    return text


def _size(mark: Mark) -> int:
    return max(mark.box.right - mark.box.left, mark.box.bottom - mark.box.top)


def _blocks(table: Table, seen: Sequence[Seen], number: int) -> Iterator[tuple[Block, int]]:
    """A table as grids, but rows of one cell across the whole width as what they are: lines of text in a frame."""
    places = {(one.where.row, one.where.column): one.cell for one in seen}
    columns = range(len(table.xs) - 1)
    rows = [
        tuple(places.get((row, column), Cell("", continued=True)) for column in columns)
        for row in range(len(table.ys) - 1)
    ]
    for framed, run in groupby(enumerate(rows), lambda item: _is_frame(item[1], len(columns))):
        part = list(run)
        top = table.ys[part[0][0]]
        if not framed:
            yield Grid(tuple(row for _, row in part), number, first_row=part[0][0]), top
            continue
        for at, row in part:
            yield from ((Paragraph(line, sure=row[0].sure), table.ys[at]) for line in row[0].text.split("\n") if line)


def _is_frame(row: Sequence[Cell], columns: int) -> bool:
    return row[0].across == columns and not row[0].continued
