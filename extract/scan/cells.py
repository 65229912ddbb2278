"""Cells: the tables of a page read cell by cell, figures twice, and blanks by their lack of ink."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from extract.content import Block, Cell, Grid, Paragraph
from extract.scan import figures, ink
from extract.scan.digits import Digits
from extract.scan.figures import Figure
from extract.scan.ink import Mark, Strip
from extract.scan.letters import Letters, Line
from extract.scan.ruling import Box, Field, Table

if TYPE_CHECKING:
    from extract.scan.picture import Array

FAINT = 20  # grey levels below paper that may still be ink
SHADE = 0.35  # letters that a shade is high which may be a figure
DUST = 0.22  # letters that a mark is large which cannot be one
SPOT = 0.32  # letters that a spot of dust is large
FAR = 0.6  # letters between a mark and the others that is not one of theirs
STRAY = 4  # pixels that ink may reach beyond its cell
EMPTY, DUSTY, SHADED = 0.98, 0.92, 0.4  # how sure a cell is empty
UNCLEAR = 0.6  # how sure a cell is whose sides are half drawn
ONE_LOOK = 0.9
HARD = 0.8  # how sure a line of words is that is not looked at again
WORD = 0.9  # how sure a short text is that is a word, whatever stands around it
FEW = 4  # letters of a text that may be a figure gone wrong
MARGINS = 1.15  # letters that a cell is wider at most than a full line and one digit more
LEADING = 1.0  # letters between two lines of one number
TAUGHT = 6  # of each digit that are looked at by the networks again, whatever they look like
LOST, LOST_SHARE = 3, 0.1  # figures of a page, and of all of them, that are damaged beyond reading
TURNS = 5  # lines that one number may take

Placed = tuple[Block, int, tuple[Line, ...]]


@dataclass(slots=True)
class Seen:
    """A cell with the lines of ink in it and what was read of each; `clear`: nothing reaches into it from outside."""

    where: Field
    marks: list[Mark] = field(default_factory=list)
    shades: list[Mark] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    again: list[Line] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    clear: bool = True
    cell: Cell = field(default_factory=lambda: Cell(""))


def read(tables: Sequence[Table], page: "Array", letters: Letters) -> Iterator[Placed]:
    """The blocks that the tables of a flat page make, each with its upper edge and the lines read for it."""
    if not tables:
        return
    marks, shades = ink.marks(page), ink.marks(page, FAINT)
    every = [_laid(table, marks, shades) for table in tables]
    rough = [strip for seen in every for one in seen for strip in ink.strips(one.marks, ink.LETTER)]
    letter = ink.letter_height(rough)
    for seen in every:
        _read_words(seen, page, letters, letter)
    known = _read_figures([figure for seen in every for figure in _figures(seen, page, letter)], page, letters, letter)
    for seen in every:
        _read_short(seen, page, letters, letter)
    most = figures.DOUBT if _is_damaged([one for seen in every for one in seen]) else 1.0
    for number, (table, seen) in enumerate(zip(tables, every, strict=True)):
        for one in seen:
            one.cell = _cell(one, known, letter, most)
        lines = tuple(line for one in seen for line in one.lines)
        for block, top in _blocks(table, seen, number):
            yield block, top, lines
            lines = ()


def _laid(table: Table, marks: Sequence[Mark], shades: Sequence[Mark]) -> list[Seen]:
    """The cells of a table with the ink that lies in each."""
    seen = [Seen(one) for one in table.fields]
    owner = {
        (row, column): one
        for one in seen
        for row in range(one.where.row, one.where.row + one.where.down)
        for column in range(one.where.column, one.where.column + one.where.across)
    }
    for mark in marks:
        if one := owner.get(_place(table, mark.box)):
            one.clear &= _within(mark.box, one.where.box)
            one.marks.append(Mark(_common(mark.box, one.where.box), mark.pixels))
    for mark in shades:
        if one := owner.get(_place(table, mark.box)):
            one.shades.append(mark)
    return seen


def _place(table: Table, box: Box) -> tuple[int, int]:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return bisect_right(table.ys, y) - 1, bisect_right(table.xs, x) - 1


def _within(box: Box, field: Box) -> bool:
    return (
        box.left >= field.left - STRAY
        and box.top >= field.top - STRAY
        and box.right <= field.right + STRAY
        and box.bottom <= field.bottom + STRAY
    )


def _common(box: Box, field: Box) -> Box:
    return Box(
        max(box.left, field.left), max(box.top, field.top), min(box.right, field.right), min(box.bottom, field.bottom)
    )


def _read_words(seen: Sequence[Seen], page: "Array", letters: Letters, letter: float) -> None:
    """What the letters of each line of a table are; of two looks at what is hard to read the surer one."""
    for one in seen:
        if any(_may_be_letter(mark, letter) for mark in one.marks):
            every = ink.strips(one.marks, letter)
            lines = [strip for strip in every if not _is_dust(strip, letter)] or every
            one.strips = [ink.without_dust(strip, DUST * letter, FAR * letter) for strip in lines]
    places = [(one, strip) for one in seen for strip in one.strips]
    read = letters.read([ink.cut(page, strip, letter) for _, strip in places])
    hard = [at for at, line in enumerate(read) if len(line.text) > 1 and line.least < HARD]
    for at, line in zip(hard, letters.read([_again(page, places[at][1], letter, 2) for at in hard]), strict=True):
        read[at] = max(read[at], line, key=lambda one: one.least)
    for (one, _), line in zip(places, read, strict=True):
        one.lines.append(line)
    _read_columns(seen, page, letters, letter)


def _read_columns(seen: Sequence[Seen], page: "Array", letters: Letters, letter: float) -> None:
    """A second look at words written downwards, a letter in each line: side by side they tell what each other are."""
    hard = [one for one in seen if _is_column(one) and min(line.least for line in one.lines) < WORD]
    pieces = [_side_by_side([ink.cut(page, strip, letter, 1.3, 0.1) for strip in one.strips]) for one in hard]
    for one, line in zip(hard, letters.read(pieces), strict=True):
        if len(line.text) == len(one.lines) and line.least > min(own.least for own in one.lines):
            one.lines = [
                Line(text, (sure,), (digit,), line.missed)
                for text, sure, digit in zip(line.text, line.sure, line.digits, strict=True)
            ]


def _is_column(one: Seen) -> bool:
    """Whether a cell's lines hold one letter each that is no digit."""
    return len(one.lines) > 1 and all(len(line.text) == 1 and not line.text.isascii() for line in one.lines)


def _side_by_side(pieces: Sequence["Array"]) -> "Array":
    """Pictures of single letters as that of one line."""
    import numpy as np

    tall = max(piece.shape[0] for piece in pieces)
    below = [((0, tall - piece.shape[0]), (0, 0)) for piece in pieces]
    return np.hstack([np.pad(piece, pad, constant_values=ink.PAPER) for piece, pad in zip(pieces, below, strict=True)])


def _read_short(seen: Sequence[Seen], page: "Array", letters: Letters, letter: float) -> None:
    """A second look at texts that may be figures gone wrong."""
    short = [one for one in seen if len(one.lines) == 1 and not one.figures and len(one.lines[0].text) < FEW]
    for one, line in zip(short, letters.read([_again(page, one.strips[0], letter, 2) for one in short]), strict=True):
        one.again.append(line)


def _figures(seen: Sequence[Seen], page: "Array", letter: float) -> Iterator[Figure]:
    """The figures of a table, as they were read among the words."""
    for one in _figured(seen, letter):
        one.figures = [
            Figure(strip, figures.shape(strip, letter, page), [line])
            for strip, line in zip(one.strips, one.lines, strict=True)
        ]
        yield from one.figures


def _read_figures(found: Sequence[Figure], page: "Array", letters: Letters, letter: float) -> Digits:
    """Looks at every figure again: some of each digit by the networks, and these show what the page's digits look like.

    The others are compared with these, and what is unlike them is looked at as often as the first.
    """
    taught = list(_samples(found))
    _look_again(taught, page, letters, letter)
    known, left = Digits(page, taught), {id(figure) for figure in taught}
    others = [figure for figure in found if id(figure) not in left]
    for figure in others:
        line = known.compared(figure)
        figure.looks += [line] if line and len(line.text) == len(figure.looks[0].text.strip()) else []
    _look_again([figure for figure in others if figure.judged[1] < figures.SURE], page, letters, letter)
    return Digits(page, found)


def _samples(found: Sequence[Figure]) -> Iterator[Figure]:
    """Figures that hold a digit of which few were seen before, or none that can be compared."""
    count: Counter[str] = Counter()
    for figure in found:
        text = figures.levelled(figure.looks[0].text.strip())
        if not text.isdigit() or min(count[digit] for digit in text) < TAUGHT:
            count.update(text)
            yield figure


def _look_again(found: Sequence[Figure], page: "Array", letters: Letters, letter: float) -> None:
    """A second look at some figures, and a third where they are still in doubt."""
    for way in (1, 2):
        doubtful = [figure for figure in found if way == 1 or figure.judged[1] < figures.SURE]
        pieces = [_again(page, figure.strip, letter, way) for figure in doubtful]
        for figure, line in zip(doubtful, letters.read(pieces, figures=True), strict=True):
            figure.looks.append(line)


def _figured(seen: Sequence[Seen], letter: float) -> Iterator[Seen]:
    """The cells that hold a figure: those that read so, and what is as small among them and reads as nothing else."""
    single = [one for one in seen if len(one.lines) == 1]
    likely = [one for one in single if figures.may_be_figure(one.lines[0].text)]
    count = Counter(one.where.column for one in likely)
    words = Counter(one.where.column for one in seen if one.lines) - count
    for one in single:
        box, column = one.strips[0].box, one.where.column
        line = one.lines[0]
        small = len(line.text) < FEW and line.least < WORD and box.right - box.left < FEW * letter
        if one in likely or (small and count[column] > words[column]):
            yield one
    yield from (one for one in seen if _is_wrapped(one, letter))


def _is_wrapped(one: Seen, letter: float) -> bool:
    """Whether the lines of a cell are one number: nothing but digits, each line as long as the cell is wide."""
    if (
        not 1 < len(one.lines) <= TURNS
        or one.where.down > 1
        or not all(figures.is_digits(line.text) for line in one.lines)
    ):
        return False
    boxes = [strip.box for strip in one.strips]
    close = all(below.top - above.bottom < LEADING * letter for above, below in pairwise(boxes))
    room = one.where.box.right - one.where.box.left - MARGINS * letter
    return close and all(
        strip.box.right - strip.box.left + figures.pitch(strip, letter) > room for strip in one.strips[:-1]
    )


def _is_dust(strip: Strip, letter: float) -> bool:
    """Whether a line is too small to be letters: dust, or a mark of punctuation that got a line of its own."""
    box = strip.box
    return box.bottom - box.top < 0.45 * letter and box.right - box.left < 0.45 * letter


def _again(page: "Array", strip: Strip, letter: float, way: int) -> "Array":
    """Another look at a line: larger and darker, or softer and with more paper around."""
    import cv2
    import numpy as np

    piece = ink.cut(page, strip, letter, *((1.05, 0.6) if way == 1 else (1.5, 0.8)))
    darkest = float(np.percentile(piece, 2))
    spread = (piece.astype(np.float32) - darkest) * (ink.PAPER / max(ink.PAPER - darkest, 40))
    return np.clip(cv2.GaussianBlur(spread, (0, 0), 0.8 * way), 0, 255).astype(np.uint8)


def _is_damaged(seen: Sequence[Seen]) -> bool:
    """Whether so many figures of a page are no longer any that the others may have lost a part as well."""
    figured = [one for one in seen if one.figures]
    lost = sum(any(figure.judged[1] < figures.DOUBT for figure in one.figures) for one in figured)
    lost += sum(len(one.lines) == 1 and one.lines[0].text.isascii() for one in seen if not one.figures)
    return lost >= LOST and lost > LOST_SHARE * len(figured)


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


def _may_be_letter(mark: Mark, letter: float) -> bool:
    """Whether a mark is no dust: large enough for a digit, or as flat as a dash."""
    wide, tall = mark.box.right - mark.box.left, mark.box.bottom - mark.box.top
    return max(wide, tall) > SPOT * letter or (wide > 2 * tall and wide > DUST * letter)


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
