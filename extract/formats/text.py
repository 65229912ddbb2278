"""Plain text and Markdown: lines, and tables as tab-separated lines or between pipes."""

import re

from extract.content import Block, Cell, Content, Grid, Paragraph
from extract.encoding import decode
from extract.label import WIDTHLESS
from extract.registry import reads
from extract.sniff import MARKDOWN, TEXT
from extract.unreadable import Unreadable

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")


@reads(TEXT, MARKDOWN)
def read_text(data: bytes) -> Content:
    """Lines as paragraphs; neighbouring lines with tabs or pipes as one grid."""
    blocks: list[Block] = []
    table: list[tuple[Cell, ...]] = []
    grids = 0
    letters = decode(data)
    if not _words(letters):
        raise Unreadable("empty", "the file has no letters in it")
    for line in (*letters.splitlines(), ""):
        cells = _cells(line)
        if cells is None and table:
            blocks.append(Grid(tuple(table), grids, aligned=False))
            table, grids = [], grids + 1
        if cells:
            table.append(cells)
        elif cells is None and (text := _words(line)):
            blocks.append(Paragraph(text))
    return Content(tuple(blocks), hard_lines=True)


def _cells(line: str) -> tuple[Cell, ...] | None:
    """The cells of a line of a table, none of the line under a Markdown header, None when it is no such line."""
    bare = line.strip()
    if bare.startswith("|") and bare.count("|") > 1:
        if _RULE.fullmatch(bare):
            return ()
        return tuple(Cell(_words(text)) for text in bare.strip("|").split("|"))
    return tuple(Cell(_words(text)) for text in line.split("\t")) if "\t" in line.strip(" \r\n") and bare else None


def _words(text: str) -> str:
    """The text without the marks of Markdown headings and emphasis, and without characters that have no width."""
    return WIDTHLESS.sub("", re.sub(r"^#{1,6}\s*|\*\*", "", text.strip())).strip()
