"""ODS styles: the colours and marks that an OpenDocument spreadsheet gives to its cells and to words in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.contrast import BLACK, WHITE, Colour, colour_of, is_like
from extract.spreadsheet import TINY, Style

Element = etree._Element

STRIKING = ("text-line-through-style", "text-line-through-type")
LEVEL = ("", "0")

_DEEPEST = 20  # styles that build on each other
_POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)pt")


def value(element: Element, name: str) -> str:
    """An attribute, whatever its namespace; names are not used twice on one element that is asked for."""
    return next((str(found) for key, found in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


@dataclass(slots=True)
class Styles:
    """The styles of one file by name, those of its contents before those that it has in stock."""

    elements: dict[str, Element] = field(default_factory=dict)
    _known: dict[str, Style] = field(default_factory=dict)

    def add(self, root: Element) -> None:
        """Takes the styles of one part of the file; a name that is known is kept."""
        for style in root.iter("{*}style", "{*}number-style", "{*}currency-style", "{*}percentage-style"):
            self.elements.setdefault(value(style, "name"), style)
        for style in root.iter("{*}default-style"):
            if value(style, "family") == "table-cell":
                self.elements.setdefault("", style)

    def of(self, name: str) -> Style:
        """How cells of a style look; letters without a colour are in one that is seen on their ground."""
        if name not in self._known:
            ground = colour_of(self._said(name, "background-color").lower()) or WHITE
            ink = self._ink(name) or (WHITE if is_like(BLACK, ground) else BLACK)
            self._known[name] = Style(struck=self.is_mark(name), ink=ink, ground=ground)
        return self._known[name]

    def ink_of(self, name: str) -> Colour | None:
        """The colour of the words of a style, where it names one."""
        return colour_of(self._said(name, "color").lower()) if name in self.elements else None

    def is_mark(self, name: str) -> bool:
        """Whether a style strikes out, raises or hardly shows what it is of: it is no digit of the figure beside it."""
        struck = any(self._said(name, how) not in ("", "none") for how in STRIKING)
        size = _POINTS.fullmatch(self._said(name, "font-size"))
        small = size is not None and float(size[1]) <= TINY
        return struck or small or self._said(name, "text-position").split("%")[0] not in LEVEL

    def _ink(self, name: str) -> Colour | None:
        """The colour of figures: that of their number format, before that of their cell."""
        return self.ink_of(self._said(name, "data-style-name")) or colour_of(self._said(name, "color").lower())

    def _said(self, name: str, key: str) -> str:
        """What a style, or the first of those it builds on that says it, says of something."""
        for style in self._line(name):
            parts = (style, *style.iterchildren("{*}text-properties", "{*}table-cell-properties"))
            if said := next(filter(None, (value(part, key) for part in parts)), ""):
                return said
        return ""

    def _line(self, name: str) -> Iterator[Element]:
        """A style and those it builds on, the nearest first; for those of cells at last what holds for all cells."""
        for _ in range(_DEEPEST):
            style = self.elements.get(name)
            if style is None:
                return
            yield style
            if not name or value(style, "family") != "table-cell":
                return
            name = value(style, "parent-style-name")
