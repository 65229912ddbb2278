"""Ink: what is printed on a page besides its ruling lines, in marks, and the lines of text they make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extract.scan.ruling import Box

if TYPE_CHECKING:
    from extract.scan.picture import Array

PAPER = 250  # grey level of paper on a flat page
SPECK = 4  # pixels of a mark that is no dust, in its longer side …
GRAINS = 7  # … and in all
LETTER = 29.0  # pixels of a letter of 10.5 points
FIT = 1.3  # letters that pieces one below another may be high and still be one line
TWO = 1.7  # letters that one line cannot be high


@dataclass(frozen=True, slots=True)
class Mark:
    """Connected ink: its box and how many pixels it has."""

    box: Box
    pixels: int


@dataclass(frozen=True)
class Strip:
    """The marks of one line of text."""

    marks: tuple[Mark, ...]

    @cached_property
    def box(self) -> Box:
        """What all marks lie in."""
        return around(mark.box for mark in self.marks)


def around(boxes: Iterable[Box]) -> Box:
    """The box that holds all boxes."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


def flat(page: "Array") -> "Array":
    """A page on white paper: shadows, shades and the scanner's uneven light taken out."""
    import cv2
    import numpy as np

    small = cv2.resize(page, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    bright = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.resize(cv2.blur(bright, (9, 9)), page.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(page, np.maximum(paper, 40), scale=PAPER)


def marks(page: "Array", depth: int = 60) -> list[Mark]:
    """All ink on a flat page that is at least so much darker than paper, dust left out."""
    import cv2

    ink = (cv2.GaussianBlur(page, (3, 3), 0) < PAPER - depth).astype("uint8")
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    found = []
    for left, top, width, height, pixels in stats[1:count].tolist():
        if max(width, height) >= SPECK and pixels >= GRAINS:
            found.append(Mark(Box(left, top, left + width, top + height), pixels))
    return found


def letter_height(strips: Sequence[Strip]) -> float:
    """How high letters are on a page: as most of its longer lines."""
    heights = sorted(
        strip.box.bottom - strip.box.top
        for strip in strips
        if strip.box.right - strip.box.left > 2.5 * (strip.box.bottom - strip.box.top)
    )
    middle = heights[len(heights) // 2] if len(heights) > 2 else LETTER
    return min(max(float(middle), 0.6 * LETTER), 1.6 * LETTER)


def strips(found: Sequence[Mark], letter: float) -> list[Strip]:
    """The lines that some marks of one cell make, from top to bottom."""
    lines: list[tuple[int, int, list[Mark]]] = []
    for mark in sorted(found, key=lambda one: one.box.top):
        top, bottom = mark.box.top, mark.box.bottom
        if lines and top < lines[-1][1] - 1:
            lines[-1] = (lines[-1][0], max(bottom, lines[-1][1]), [*lines[-1][2], mark])
        else:
            lines.append((top, bottom, [mark]))
    merged: list[tuple[int, int, list[Mark]]] = []
    for top, bottom, own in lines:
        if merged and max(bottom, merged[-1][1]) - merged[-1][0] <= FIT * letter:
            merged[-1] = (merged[-1][0], max(bottom, merged[-1][1]), merged[-1][2] + own)
        else:
            merged.append((top, bottom, own))
    return [Strip(tuple(part)) for top, bottom, own in merged for part in _parted(top, bottom, own, letter)]


def _parted(top: int, bottom: int, own: list[Mark], letter: float) -> list[list[Mark]]:
    """Lines that touch each other, parted by the middles of their marks."""
    count = round((bottom - top) / (1.2 * letter))
    if bottom - top < TWO * letter or count < 2:
        return [own]
    parts: list[list[Mark]] = [[] for _ in range(count)]
    for mark in own:
        middle = (mark.box.top + mark.box.bottom) / 2
        parts[min(int((middle - top) * count / (bottom - top)), count - 1)].append(mark)
    return [part for part in parts if part]


def segments(strip: Strip) -> list[Box]:
    """The marks of a line from left to right, those above one another taken as one."""
    out: list[Box] = []
    for mark in sorted(strip.marks, key=lambda one: one.box.left):
        if out and mark.box.left < out[-1].right - 1:
            out[-1] = around((out[-1], mark.box))
        else:
            out.append(mark.box)
    return out


def leans(page: "Array", strip: Strip) -> tuple[float, float]:
    """How far the ink of a line's upper third, and of its middle third, stands to the right of that of its lower third.

    In the line's heights.
    """
    import numpy as np

    box = strip.box
    piece = np.clip(PAPER - 50 - page[box.top : box.bottom, box.left : box.right].astype(np.float32), 0, None)
    third = max(1, piece.shape[0] // 3)
    parts = [part.sum(axis=0) for part in (piece[:third], piece[third:-third], piece[-third:])]
    if not all(part.sum() for part in parts):
        return 0.0, 0.0
    places = np.arange(piece.shape[1])
    upper, middle, lower = (float((part * places).sum() / part.sum()) for part in parts)
    return (upper - lower) / piece.shape[0], (middle - lower) / piece.shape[0]


def without_dust(strip: Strip, large: float, far: float) -> Strip:
    """A line without the marks at its ends that are smaller and farther off than punctuation."""
    kept = sorted(strip.marks, key=lambda mark: mark.box.left)
    while len(kept) > 1:
        last = max(mark.box.right for mark in kept[:-1])
        if _is_small(kept[0], large) and kept[1].box.left - kept[0].box.right > far:
            kept = kept[1:]
        elif _is_small(kept[-1], large) and kept[-1].box.left - last > far:
            kept = kept[:-1]
        else:
            break
    return Strip(tuple(kept))


def _is_small(mark: Mark, large: float) -> bool:
    return max(mark.box.right - mark.box.left, mark.box.bottom - mark.box.top) < large


def cut(page: "Array", strip: Strip, letter: float, height: float = 1.3, margin: float = 0.35) -> "Array":
    """The picture of one line alone, `height` letters high on white paper, with margins of so many letters."""
    import numpy as np

    box = strip.box
    tall = round(max(height * letter, (box.bottom - box.top) * 1.15))
    side = max(2, round(margin * letter))
    canvas = np.full((tall, box.right - box.left + 2 * side), PAPER, np.uint8)
    top, left = max(0, box.top - 2), max(0, box.left - 2)
    piece = page[top : box.bottom + 2, left : box.right + 2]
    y, x = max(0, (tall - piece.shape[0]) // 2), side - (box.left - left)
    piece = piece[: tall - y]
    canvas[y : y + piece.shape[0], x : x + piece.shape[1]] = piece
    return canvas
