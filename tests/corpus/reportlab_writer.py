"""PDF drawn by reportlab: tables ruled in every way that is met, pages turned, files locked with an empty password.

Wishes in `Printed.drawing`, besides those of `paper`:

- `rules`: "lines" (default), "boxes", "filled" (thin filled rectangles), "cells" (white rectangles on black ones),
  "inner" (no outer borders), "sides" (none at the left and right) or "none";
- `turn`: "90", "180", "270" (the page's own /Rotate, upright when shown) or "real" (the drawing lies on its side);
- `password`: "empty" locks the file with an owner's password alone;
- `letters`: "adobe" (default: no font is carried along) or "mixed" (figures in an embedded TrueType subset);
- `upright`: "font" sets upright letters in a font that writes downwards, as WPS does;
- `shrunk`: "yes" compresses the page streams.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import reportlab  # type: ignore[import-untyped]
from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.corpus.paper import MARK, Frame, Leaf, Words, lay
from tests.corpus.printed import Printed

ADOBE: Final = "STSong-Light"
DOWNWARDS: Final = "STSong-Light-V"
LATIN: Final = "Vera"
THIN: Final = 0.5


def write(printed: Printed) -> bytes:
    """The report as a PDF."""
    out = BytesIO()
    wish = printed.drawing
    locked = StandardEncryption("", ownerPassword="keeper", strength=128) if wish.get("password") == "empty" else None
    canvas = Canvas(out, pageCompression=int(wish.get("shrunk") == "yes"), encrypt=locked, invariant=1)
    _fonts()
    for leaf in lay(printed):
        canvas.setLineWidth(THIN)
        _turned(canvas, leaf, wish.get("turn", ""))
        for frame in leaf.frames:
            _frame(canvas, frame, leaf.height, wish.get("rules", "lines"))
        canvas.setFillGray(0)
        for words in leaf.words:
            if words.upright and wish.get("upright") == "font":
                _downwards(canvas, words, leaf.height)
            else:
                _letters(canvas, words, leaf.height, wish.get("letters") == "mixed")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _fonts() -> None:
    upright = UnicodeCIDFont(ADOBE, isVertical=True)
    upright.name = upright.fontName = DOWNWARDS
    pdfmetrics.registerFont(UnicodeCIDFont(ADOBE))
    pdfmetrics.registerFont(upright)
    pdfmetrics.registerFont(TTFont(LATIN, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))


def _turned(canvas: Canvas, leaf: Leaf, turn: str) -> None:
    """Sets the page up: its size, its /Rotate, and the drawing's own turn that undoes it."""
    width, height = leaf.width, leaf.height
    canvas.setPageSize((height, width) if turn in ("90", "270", "real") else (width, height))
    if turn not in ("", "real"):
        canvas.setPageRotation(int(turn))
    matrix = {
        "90": (0, 1, -1, 0, height, 0),
        "180": (-1, 0, 0, -1, width, height),
        "270": (0, -1, 1, 0, 0, width),
        "real": (0, 1, -1, 0, height, 0),
    }
    if turn:
        canvas.transform(*matrix[turn])


def _frame(canvas: Canvas, frame: Frame, height: float, rules: str) -> None:
    x, y, width, tall = frame.left, height - frame.bottom, frame.right - frame.left, frame.bottom - frame.top
    if rules == "boxes":
        canvas.rect(x, y, width, tall)
    elif rules == "cells":
        canvas.setFillGray(0)
        canvas.rect(x - THIN / 2, y - THIN / 2, width + THIN, tall + THIN, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.rect(x + THIN / 2, y + THIN / 2, width - THIN, tall - THIN, stroke=0, fill=1)
    else:
        for line in _sides(frame, height, rules):
            _line(canvas, line, rules == "filled")


def _line(canvas: Canvas, line: tuple[float, float, float, float], filled: bool) -> None:
    x0, y0, x1, y1 = line
    if not filled:
        canvas.line(x0, y0, x1, y1)
    elif x0 == x1:
        canvas.rect(x0 - THIN / 2, y1, THIN, y0 - y1, stroke=0, fill=1)
    else:
        canvas.rect(x0, y0 - THIN / 2, x1 - x0, THIN, stroke=0, fill=1)


def _sides(frame: Frame, height: float, rules: str) -> Iterator[tuple[float, float, float, float]]:
    top, bottom = height - frame.top, height - frame.bottom
    sides = {
        "l": (frame.left, top, frame.left, bottom),
        "r": (frame.right, top, frame.right, bottom),
        "t": (frame.left, top, frame.right, top),
        "b": (frame.left, bottom, frame.right, bottom),
    }
    hidden = {"inner": frame.edges, "sides": "".join(set(frame.edges) & set("lr")), "none": "lrtb"}.get(rules, "")
    yield from (line for side, line in sides.items() if side not in hidden)


def _downwards(canvas: Canvas, words: Words, height: float) -> None:
    """A letter of a font that writes downwards: its origin is the middle of its upper edge."""
    canvas.setFont(DOWNWARDS, words.size)
    canvas.drawString(words.x + words.size / 2, height - words.y + words.size * 0.88, words.text)


def _letters(canvas: Canvas, words: Words, height: float, mixed: bool) -> None:
    text, _, mark = words.text.partition(MARK)
    x, y = words.x, height - words.y
    for run in _runs(text) if mixed else [text]:
        font = LATIN if mixed and run.isascii() else ADOBE
        canvas.setFont(font, words.size)
        canvas.drawString(x, y, run)
        x += pdfmetrics.stringWidth(run, font, words.size)
    if mark:
        canvas.setFont(ADOBE, words.size * 0.6)
        canvas.drawString(x, y + words.size * 0.4, mark)


def _runs(text: str) -> Iterator[str]:
    held = ""
    for letter in text:
        if held and held.isascii() != letter.isascii():
            yield held
            held = ""
        held += letter
    yield held
