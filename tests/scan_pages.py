"""Pages for the tests of scans: a table of short texts as a scanner gives it, and its cells as read."""

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract import scan
from extract.content import Block, Cell, Grid

SURE = 0.9
ROW, COLUMN = 60, 150  # pixels of a cell at 200 dpi

Spot = tuple[int, int]


def drawn(
    rows: Sequence[Sequence[str]], line: int = 0, width: int = 3, ink: int = 20, open_walls: Sequence[Spot] = ()
) -> Image.Image:
    """A page with a table of short texts; `open_walls` are the cells whose right wall is not drawn."""
    page = Image.new("L", (1654, 1200), 255)
    pen = ImageDraw.Draw(page)
    pen.text((210, 90), "Annual report on disclosure", fill=20, font=ImageFont.load_default(40))
    face = ImageFont.load_default(30)
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            left, top = 200 + x * COLUMN, 200 + y * ROW
            right, bottom = left + COLUMN, top + ROW
            pen.text((left + 40, top + 14), text, fill=ink, font=face)
            sides = [(left, top, right, top), (left, bottom, right, bottom)]
            sides += [(left, top, left, bottom)] if (y, x - 1) not in open_walls else []
            sides += [(right, top, right, bottom)] if (y, x) not in open_walls else []
            for side in sides:
                pen.line(side, fill=line, width=width)
    return page


def read(page: Image.Image) -> list[Block]:
    return scan.read_pages([np.asarray(page)])


def cells(page: Image.Image) -> list[list[Cell]]:
    (grid,) = (block for block in read(page) if isinstance(block, Grid))
    return [list(row) for row in grid.rows]


def texts(page: Image.Image) -> list[list[str]]:
    return [[cell.text for cell in row] for row in cells(page)]


NUMBERS = [["10", "2", "345", "0"], ["7", "68", "9", "41"], ["0", "1", "111", "2024"]]


def saved(page: Image.Image, kind: str, **how: object) -> bytes:
    out = BytesIO()
    page.save(out, kind, **how)
    return out.getvalue()
