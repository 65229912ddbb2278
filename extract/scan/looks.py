"""Looks: what the networks read in the cells of a page: words once, again what is unsure, figures twice or thrice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.scan import figures, ink
from extract.scan.digits import Digits
from extract.scan.figures import Figure
from extract.scan.ink import Mark, Strip
from extract.scan.letters import Letters, Line
from extract.scan.ruling import Box
from extract.scan.seen import Seen

if TYPE_CHECKING:
    from extract.scan.picture import Array

DUST = 0.22  # letters that a mark is large which cannot be one
SPOT = 0.32  # letters that a spot of dust is large
FAR = 0.6  # letters between a mark and the others that is not one of theirs
HARD = 0.8  # how sure a line of words is that is not looked at again
WORD = 0.9  # how sure a short text is that is a word, whatever stands around it
FEW = 4  # letters of a text that may be a figure gone wrong
MARGINS = 1.15  # letters that a cell is wider at most than a full line and one digit more
LEADING = 1.0  # letters between two lines of one number
TAUGHT = 6  # of each digit that are looked at by the networks again, whatever they look like
HALF = 0.7  # of a digit's height that each of its halves is high at least
TURNS = 5  # lines that one number may take


class Looks:
    """Looks at the cells of one flat page, whose letters are `letter` pixels high."""

    def __init__(self, page: "Array", letters: Letters, letter: float) -> None:
        self.page, self.letters, self.letter = page, letters, letter

    def words(self, seen: Sequence[Seen]) -> None:
        """What the letters of each line of a table are; of two looks at what is hard to read the surer one."""
        for one in seen:
            if any(_may_be_letter(mark, self.letter) for mark in one.marks):
                every = ink.strips(one.marks, self.letter)
                lines = [strip for strip in every if not _is_dust(strip, self.letter)] or every
                one.strips = [ink.without_dust(strip, DUST * self.letter, FAR * self.letter) for strip in lines]
        places = [(one, strip) for one in seen for strip in one.strips]
        read = self.letters.read([ink.cut(self.page, strip, self.letter) for _, strip in places])
        hard = [at for at, line in enumerate(read) if len(line.text) > 1 and line.least < HARD]
        again = self.letters.read([self._again(places[at][1], 2) for at in hard])
        for at, line in zip(hard, again, strict=True):
            read[at] = max(read[at], line, key=lambda one: one.least)
        for (one, _), line in zip(places, read, strict=True):
            one.lines.append(line)
        self._read_columns(seen)

    def _read_columns(self, seen: Sequence[Seen]) -> None:
        """A second look at words written downwards, a letter in each line: side by side each tells what the next is."""
        hard = [one for one in seen if _is_column(one) and min(line.least for line in one.lines) < WORD]
        pieces = [
            _side_by_side([ink.cut(self.page, strip, self.letter, 1.3, 0.1) for strip in one.strips]) for one in hard
        ]
        for one, line in zip(hard, self.letters.read(pieces), strict=True):
            if len(line.text) == len(one.lines) and line.least > min(own.least for own in one.lines):
                one.lines = [
                    Line(text, (sure,), (digit,), line.missed)
                    for text, sure, digit in zip(line.text, line.sure, line.digits, strict=True)
                ]

    def short(self, seen: Sequence[Seen]) -> None:
        """A second look at texts that may be figures gone wrong."""
        short = [one for one in seen if len(one.lines) == 1 and not one.figures and len(one.lines[0].text) < FEW]
        again = self.letters.read([self._again(one.strips[0], 2) for one in short])
        for one, line in zip(short, again, strict=True):
            one.again.append(line)

    def found(self, seen: Sequence[Seen]) -> Iterator[Figure]:
        """The figures of a table, as they were read among the words."""
        for one in _figured(seen, self.letter):
            one.strips = [_mended(strip, one.shades) for strip in one.strips]
            one.figures = [
                Figure(strip, figures.shape(strip, self.letter, self.page), [line])
                for strip, line in zip(one.strips, one.lines, strict=True)
            ]
            yield from one.figures

    def figures(self, found: Sequence[Figure]) -> Digits:
        """Looks at every figure again: some of each digit by the networks, to learn how the page's digits look.

        The others are compared with these; what is unlike them is looked at as often as the first.
        """
        taught = list(_samples(found))
        self._look_again(taught)
        known, left = Digits(self.page, taught), {id(figure) for figure in taught}
        others = [figure for figure in found if id(figure) not in left]
        for figure in others:
            line = known.compared(figure)
            figure.looks += [line] if line and len(line.text) == len(figure.looks[0].text.strip()) else []
        self._look_again([figure for figure in others if figure.judged[1] < figures.SURE])
        return Digits(self.page, found)

    def _look_again(self, found: Sequence[Figure]) -> None:
        """A second look at some figures, and a third where they are still in doubt."""
        for way in (1, 2):
            doubtful = [figure for figure in found if way == 1 or figure.judged[1] < figures.SURE]
            pieces = [self._again(figure.strip, way) for figure in doubtful]
            for figure, line in zip(doubtful, self.letters.read(pieces, figures=True), strict=True):
                figure.looks.append(line)

    def _again(self, strip: Strip, way: int) -> "Array":
        """Another look at a line: larger and darker, or softer and with more paper around."""
        import cv2
        import numpy as np

        piece = ink.cut(self.page, strip, self.letter, *((1.05, 0.6) if way == 1 else (1.5, 0.8)))
        darkest = float(np.percentile(piece, 2))
        spread = (piece.astype(np.float32) - darkest) * (ink.PAPER / max(ink.PAPER - darkest, 40))
        return np.clip(cv2.GaussianBlur(spread, (0, 0), 0.8 * way), 0, 255).astype(np.uint8)


def _is_column(one: Seen) -> bool:
    """Whether a cell's lines hold one letter each that is no digit."""
    return len(one.lines) > 1 and all(len(line.text) == 1 and not line.text.isascii() for line in one.lines)


def _side_by_side(pieces: Sequence["Array"]) -> "Array":
    """Pictures of single letters as that of one line."""
    import numpy as np

    tall = max(piece.shape[0] for piece in pieces)
    below = [((0, tall - piece.shape[0]), (0, 0)) for piece in pieces]
    return np.hstack([np.pad(piece, pad, constant_values=ink.PAPER) for piece, pad in zip(pieces, below, strict=True)])


def _samples(found: Sequence[Figure]) -> Iterator[Figure]:
    """Figures that hold a digit of which few were seen before, or none that can be compared."""
    count: Counter[str] = Counter()
    for figure in found:
        text = figures.levelled(figure.looks[0].text.strip())
        if not text.isdigit() or min(count[digit] for digit in text) < TAUGHT:
            count.update(text)
            yield figure


def _figured(seen: Sequence[Seen], letter: float) -> Iterator[Seen]:
    """The cells that hold a figure: those that read so, and what is as small among them and reads as nothing else."""
    single = [one for one in seen if len(one.lines) == 1]
    likely = [one for one in single if figures.may_be_figure(one.lines[0].text)]
    count = Counter(one.where.column for one in likely)
    words = Counter(one.where.column for one in seen if one.lines) - count
    listed = {id(one) for one in likely}
    for one in single:
        box, column = one.strips[0].box, one.where.column
        line = one.lines[0]
        small = len(line.text) < FEW and line.least < WORD and box.right - box.left < FEW * letter
        if id(one) in listed or (small and count[column] > words[column]):
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


def _mended(strip: Strip, shades: Sequence[Mark]) -> Strip:
    """A line whose digits that fell into a left and a right half are whole where fainter ink still joins them."""
    marks = strip.marks
    for shade in shades:
        parts = tuple(mark for mark in marks if _holds(shade.box, mark.box))
        if len(parts) > 1 and _is_digit(whole := ink.around(part.box for part in parts), parts):
            marks = (*(mark for mark in marks if mark not in parts), Mark(whole, sum(part.pixels for part in parts)))
    return Strip(marks)


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def _is_digit(whole: Box, parts: Sequence[Mark]) -> bool:
    """Whether parts are halves of one digit: all nearly as high as it is, and it higher than broad."""
    tall = whole.bottom - whole.top
    return whole.right - whole.left < tall and all(part.box.bottom - part.box.top > HALF * tall for part in parts)


def _is_dust(strip: Strip, letter: float) -> bool:
    """Whether a line is too small to be letters: dust, or a mark of punctuation that got a line of its own."""
    box = strip.box
    return box.bottom - box.top < 0.45 * letter and box.right - box.left < 0.45 * letter


def _may_be_letter(mark: Mark, letter: float) -> bool:
    """Whether a mark is no dust: large enough for a digit, or as flat as a dash."""
    wide, tall = mark.box.right - mark.box.left, mark.box.bottom - mark.box.top
    return max(wide, tall) > SPOT * letter or (wide > 2 * tall and wide > DUST * letter)
