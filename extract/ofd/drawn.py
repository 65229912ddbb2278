"""What is drawn on a page of an OFD, object by object, each with the matrix that puts it on the paper."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extract.container import local
from extract.ofd.numbers import Six, number, numbers, product
from extract.ofd.package import Leaf
from extract.unreadable import Unreadable

Element = etree._Element

POINT = 72 / 25.4  # points in a millimetre
MOST = 300_000  # objects of one page
NESTED = 8  # levels of drawings within drawings

_GROUPS = ("PageBlock", "Content", "Layer")
_OBJECTS = ("TextObject", "PathObject", "ImageObject")


def objects(leaf: Leaf) -> Iterator[tuple[Element, Six]]:
    """The texts, paths and pictures of a page in the order they are drawn; its upper left corner is (0, 0) points."""
    x, y, _, _ = leaf.box
    paper = (POINT, 0.0, 0.0, POINT, -x * POINT, -y * POINT)
    walk = _Walk(leaf)
    for layer in leaf.layers:
        yield from walk.within(layer, paper, 0)


class _Walk:
    """A way through the objects of a page, which ends when drawings within drawings make too many of them."""

    def __init__(self, leaf: Leaf) -> None:
        self._drawings = leaf.shared.drawings
        self._left = MOST

    def within(self, group: Element, matrix: Six, depth: int) -> Iterator[tuple[Element, Six]]:
        """The objects of a layer, a block or a drawing."""
        for one in group:
            self._left -= 1
            if self._left < 0:
                raise Unreadable("too-large", f"a page of the OFD has more than {MOST} objects")
            kind = local(one)
            if one.get("Visible", "true").strip() in ("false", "0"):
                continue
            if kind in _GROUPS:
                yield from self.within(one, matrix, depth)
            elif kind in _OBJECTS:
                yield one, _placed(one, matrix)
            elif kind == "CompositeObject" and depth < NESTED:
                drawing = self._drawings.get(one.get("ResourceID", ""))
                if drawing is not None:
                    yield from self.within(drawing, _placed(one, matrix), depth + 1)


def _placed(one: Element, matrix: Six) -> Six:
    """The matrix of an object: its own, then to its place, then that of what it is part of."""
    x, y = numbers(one.get("Boundary") or "0 0 0 0", 4)[:2]
    a, b, c, d, e, f = numbers(one.get("CTM") or "1 0 0 1 0 0", 6)
    return product((a, b, c, d, e + x, f + y), matrix)


def is_painted(one: Element, how: str, otherwise: bool) -> bool:
    """Whether an object is stroked or filled so that it can be seen."""
    colour = one.find(f"{{*}}{how}Color")
    clear = number(one.get("Alpha", "255")) == 0 or (colour is not None and number(colour.get("Alpha", "255")) == 0)
    return not clear and one.get(how, "true" if otherwise else "false").strip() in ("true", "1")
