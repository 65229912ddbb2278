"""A whole OFD: its pages one after another, those without text recognised from the scan that they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extract.container import local
from extract.content import Content
from extract.ofd.drawn import objects
from extract.ofd.letters import read_letters
from extract.ofd.package import Leaf, Package
from extract.ofd.paths import box_of_picture, read_drawing
from extract.pdf.document import assembled
from extract.pdf.letters import Upright
from extract.pdf.page import Page, lay_out
from extract.unreadable import Unreadable


def read_document(data: bytes) -> Content:
    """Every page as lines and grids. Raises Unreadable: damaged, encrypted, too-large, too-long, no-text, needs-ocr."""
    package = Package(data)
    pages: list[Page] = []
    scans: dict[int, Leaf] = {}
    for number, leaf in enumerate(package.leaves(), 1):
        pages.append(_page(leaf, number))
        if pages[-1].is_picture:
            scans[number] = leaf
    return assembled(pages, lambda numbers: _scans(package, [scans[number] for number in numbers]))


def _page(leaf: Leaf, number: int) -> Page:
    written = read_letters(leaf)
    drawing = read_drawing(leaf, written.lettering.upright, written.hidden)
    return lay_out(number, written.lettering, drawing, written.drawn_by.__getitem__)


def _scans(package: Package, leaves: Sequence[Leaf]) -> Iterator[Any]:
    """The largest picture of each page, as an array. Raises Unreadable where a page has none that can be opened."""
    from extract.formats.picture import pages

    for leaf in leaves:
        scan = next(pages(package.container.read(_largest(leaf))), None)
        if scan is None:
            raise Unreadable("no-text", "a page of the OFD has no text and no picture that can be opened")
        yield scan


def _largest(leaf: Leaf) -> str:
    """The part of the file that a page shows largest."""
    flat = Upright(0, (0.0, 0.0, 0.0, 0.0))
    shown = [
        (abs(right - left) * abs(bottom - top), leaf.shared.pictures[one.get("ResourceID", "")])
        for one, matrix in objects(leaf)
        if local(one) == "ImageObject" and one.get("ResourceID", "") in leaf.shared.pictures
        for left, top, right, bottom in [box_of_picture(one, matrix, flat)]
    ]
    if not shown:
        raise Unreadable("no-text", "a page of the OFD has neither text nor a picture, only drawn shapes")
    return max(shown)[1]
