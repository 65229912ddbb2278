"""Styles: what a named style says of letters that are not printed plainly, and of a paragraph's number."""

from dataclasses import dataclass
from functools import cache

from extract.word.names import Element, W, number, read_whole, switch, value

TINY = 5  # half points of height, or hundredths of the width: letters so small are not seen
DEEPEST = 20  # styles one upon another; Word allows eleven

NumberAt = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are printed: hidden, struck through, raised or lowered, too small to see, and in which colour.

    None is what the style beneath says. `shifted`: raised or lowered by a length, as whole figures are as well.
    """

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    tiny: bool | None = None
    shifted: bool | None = None
    ink: str | None = None

    def over(self, beneath: "Look") -> "Look":
        """This look where it says something, the other elsewhere."""
        return Look(
            beneath.hidden if self.hidden is None else self.hidden,
            beneath.struck if self.struck is None else self.struck,
            beneath.raised if self.raised is None else self.raised,
            beneath.tiny if self.tiny is None else self.tiny,
            beneath.shifted if self.shifted is None else self.shifted,
            beneath.ink if self.ink is None else self.ink,
        )

    @property
    def is_mark(self) -> bool:
        """Whether the letters are a mark beside the text, struck out of it, or hardly seen."""
        return bool(self.struck or self.raised or self.tiny)


PLAIN = Look()


def look_of(properties: Element | None) -> Look:
    """What the properties of a run say themselves."""
    if properties is None or not len(properties):
        return PLAIN
    struck = [switch(properties, name) for name in ("strike", "dstrike", "specVanish")]
    align = value(properties, "vertAlign")
    return Look(
        switch(properties, "vanish"),
        any(struck) if struck != [None, None, None] else None,
        align in ("superscript", "subscript") if align else None,
        _is_tiny(properties),
        (value(properties, "position") or "0").strip("-+") != "0" if value(properties, "position") else None,
        value(properties, "color"),
    )


def _is_tiny(properties: Element) -> bool | None:
    """Whether letters are too low or too narrow to see; None when neither is said."""
    sizes = [value(properties, "sz"), value(properties, "w")]
    return any(0 < read_whole(size) <= TINY for size in sizes) if any(sizes) else None


class Styles:
    """The styles of one document by their ids."""

    def __init__(self, root: Element | None) -> None:
        found = list(root.iterchildren(f"{W}style")) if root is not None else []
        self._styles = {style.get(f"{W}styleId") or "": style for style in found}
        self._usual = next((style for style in found if _is_usual(style)), None)
        self.look = cache(self._look)
        self.number_at = cache(self._number_at)

    def _chain(self, style_id: str | None) -> list[Element]:
        """A style and those beneath it, the nearest first; a paragraph without a style has the usual one."""
        style = self._styles.get(style_id) if style_id else self._usual
        chain: list[Element] = []
        while style is not None and len(chain) < DEEPEST:
            chain.append(style)
            style = self._styles.get(value(style, "basedOn") or "")
        return chain

    def _look(self, style_id: str | None) -> Look:
        """How a style prints letters."""
        look = PLAIN
        for style in self._chain(style_id):
            look = look.over(look_of(style.find(f"{W}rPr")))
        return look

    def _number_at(self, style_id: str | None) -> NumberAt | None:
        """The list and the level of a paragraph of this style; level None where the list itself says it."""
        list_id, level = 0, None
        for style in self._chain(style_id):
            found = style.find(f"{W}pPr/{W}numPr")
            if found is None:
                continue
            level = number(found, "ilvl") if level is None and found.find(f"{W}ilvl") is not None else level
            if found.find(f"{W}numId") is not None:
                list_id = number(found, "numId")
                break
        return (list_id, level) if list_id else None

    def list_of(self, style_id: str) -> int:
        """The list that a style of lists stands for, 0 when there is none."""
        style = self._styles.get(style_id)
        found = style.find(f"{W}pPr/{W}numPr") if style is not None else None
        return number(found, "numId")


def _is_usual(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and (style.get(f"{W}default") or "0").lower() in ("1", "true", "on")
