"""One page: from its picture to the paragraphs and tables that stand on it, from top to bottom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.content import Block, Paragraph
from extract.scan import cells, ink, picture, prose, ruling
from extract.scan.letters import Letters, Line

if TYPE_CHECKING:
    from extract.scan.picture import Array

MARGIN = 0.08  # of the page's height, above and below: page numbers stand there
READABLE = 0.75  # how sure letters are on a page that is not upside down
LEGIBLE = 0.6  # and how sure at least where it is turned: a page of figures alone stays as it lies
LETTERS = 12  # letters that tell which way up a page is
STROKES = "一二三十丨l工口日田lIiH"  # letters that are also seen in rules and in other letters lying down

_PAGE_NUMBER = re.compile(r"[-—–―·一_\s]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/共]\s*\d{1,3}\s*页?)?)[-—–―·一_\s]*")


@dataclass(slots=True)
class Read:
    """A page as read: its blocks, and the lines they were made of."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def readable(self) -> float:
        """How sure its letters are on the whole; strokes and digits can be seen in anything, and count for nothing."""
        letters = [
            sure for line in self.lines for letter, sure in zip(line.text, line.sure, strict=True) if _tells(letter)
        ]
        return sum(letters) / len(letters) if len(letters) >= LETTERS else 0.0


def _tells(letter: str) -> bool:
    return letter.isalpha() and letter not in STROKES


def read_page(page: "Array", letters: Letters) -> list[Block]:
    """The blocks of one page (grey or RGB), turned to where its letters can be read best."""
    import numpy as np

    plain, ruled = picture.grey(page)
    pages = [picture.sized(plain)]
    pages.append(pages[0] if ruled is plain else picture.sized(ruled))
    best = _read(pages, letters)
    for turns in (2, 1, 3) if sum(len(line.text) for line in best.lines) >= LETTERS else ():
        if best.readable >= READABLE:
            break
        other = _read([np.ascontiguousarray(np.rot90(one, turns)) for one in pages], letters)
        if other.readable > max(best.readable, LEGIBLE):
            best = other
    return best.blocks


def _read(pages: Sequence["Array"], letters: Letters) -> Read:
    flat, ruled = _levelled(pages)
    drawn = ruling.lines(ruled)
    tables = ruling.tables(drawn)
    clean = ruling.painted_over(flat, drawn, tables, ink.PAPER)
    placed: list[tuple[int, Block]] = []
    read: list[Line] = []
    for block, top, lines in cells.read(tables, clean, letters):
        placed.append((top, block))
        read += lines
    for line, box in prose.lines(clean, [table.box for table in tables], letters):
        read.append(line)
        near_edge = not MARGIN * flat.shape[0] < box.top < (1 - MARGIN) * flat.shape[0]
        if not (near_edge and _PAGE_NUMBER.fullmatch(line.text)):
            placed.append((box.top, Paragraph(line.text, sure=round(min(line.least, prose.ONE_LOOK), 3))))
    return Read([block for _, block in sorted(placed, key=lambda item: item[0])], read)


def _levelled(pages: Sequence["Array"]) -> tuple["Array", "Array"]:
    """A page straight and on white paper, as its letters are read and as its lines are sought."""
    plain, ruled = pages
    angle = picture.skew(plain)
    flat = ink.flat(picture.turned(plain, angle))
    return flat, flat if ruled is plain else ink.flat(picture.turned(ruled, angle))
