"""Prose: the lines of text outside the tables of a page."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.scan import ink
from extract.scan.ink import Mark, Strip
from extract.scan.letters import Letters, Line
from extract.scan.ruling import Box

if TYPE_CHECKING:
    from extract.scan.picture import Array

LARGEST = 960  # pixels of the longer side of the page in which lines are sought
TEXT = 0.3  # how likely a point is text that counts as text
LEAST = 3  # pixels of a line of text there
ONE_LOOK = 0.9  # how sure a line is at most: it is looked at once
SPACE = 0.8  # letters between two words that are not one


def lines(page: "Array", tables: Sequence[Box], letters: Letters) -> list[tuple[Line, Box]]:
    """The lines of text outside some boxes of a flat page, from top to bottom, each with its place."""
    bare = page.copy()
    for box in tables:
        bare[max(0, box.top - 3) : box.bottom + 4, max(0, box.left - 3) : box.right + 4] = 250
    rows = _rows(_boxes(bare, letters))
    strips = [Strip((Mark(box, 0),)) for row in rows for box in row]
    read = iter(letters.read([ink.cut(bare, strip, strip.box.bottom - strip.box.top, 1.0, 0.3) for strip in strips]))
    found = [_joined([(next(read), box) for box in row]) for row in rows]
    return [(line, box) for line, box in found if line.text.strip()]


def _boxes(page: "Array", letters: Letters) -> Iterator[Box]:
    import cv2
    import numpy as np

    height, width = page.shape
    times = min(1.0, LARGEST / max(height, width))
    size = [max(32, round(side * times / 32) * 32) for side in (width, height)]
    likely = letters.places(cv2.resize(page, size, interpolation=cv2.INTER_AREA))
    count, _, stats, _ = cv2.connectedComponentsWithStats((likely > TEXT).astype(np.uint8))
    x, y = width / size[0], height / size[1]
    for left, top, wide, tall, _ in stats[1:count].tolist():
        if min(wide, tall) >= LEAST:
            grow = 0.8 * wide * tall / (wide + tall)  # the network finds the core of a line
            place = Box(
                max(0, round((left - grow) * x)),
                max(0, round((top - grow) * y)),
                min(width, round((left + wide + grow) * x)),
                min(height, round((top + tall + grow) * y)),
            )
            if (page[place.top : place.bottom, place.left : place.right] < 190).any():
                yield place


def _rows(boxes: Iterator[Box]) -> list[list[Box]]:
    """Boxes on one line together, from left to right."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda one: one.top + one.bottom):
        middle = (box.top + box.bottom) / 2
        if rows and rows[-1][-1].top < middle < rows[-1][-1].bottom:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _joined(parts: list[tuple[Line, Box]]) -> tuple[Line, Box]:
    text = ""
    sure: list[float] = []
    missed = 0.0
    for number, (line, box) in enumerate(parts):
        gap = box.left - parts[number - 1][1].right if number else 0
        apart = gap > SPACE * (box.bottom - box.top)
        text += " " * apart + line.text
        sure += [1.0] * apart + list(line.sure)
        missed = max(missed, line.missed)
    return Line(text, tuple(sure), missed=missed), ink.around(box for _, box in parts)
