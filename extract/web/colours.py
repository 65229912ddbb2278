"""Colours: whether letters stand out from what is behind them, as far as a page says both."""

import re
from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.web.looks import Look

NEAR = 64  # of 255, in each of red, green and blue: colours no farther apart are taken for one
CLEAR = 0.5  # opaque to this part or less, letters may not be seen
BLACK, WHITE = (0.0, 0.0, 0.0), (255.0, 255.0, 255.0)

_NAMED = {
    "white": WHITE, "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240), "lightgray": (211, 211, 211),
    "silver": (192, 192, 192),
    "lightgrey": (211, 211, 211), "gray": (128, 128, 128), "grey": (128, 128, 128), "red": (255, 0, 0), "black": BLACK,
    "yellow": (255, 255, 0), "blue": (0, 0, 255), "navy": (0, 0, 128), "green": (0, 128, 0), "windowtext": BLACK,
    "window": WHITE,
}  # fmt: skip
_LIGHT = (
    rb"#?(?:[c-f][0-9a-f]){3}|#?[c-f]{3}\b|rgba|rgb\(\s*2\d\d\D+2\d\d\D+2|hsl|white|snow|ivory|ghost|floral|light|silver"
    rb"|transparent|window\b|linen|beige|azure|lavender|seashell|cornsilk|aliceblue|mintcream|honeydew|oldlace"
)
_DARK = rb"#?(?:[0-4][0-9a-f]){3}|#?[0-4]{3}\b|rgba|rgb\(\s*\d\d?\D+\d\d?\D+\d\d?\D|hsl|black|navy|windowtext"
_STRIKING = re.compile(
    rb"(?<![-\w])(?:-webkit-text-fill-)?color\s*[:=][\s\"']*(?:" + _LIGHT + rb")"
    rb"|(?:background(?:-color)?\s*:|bgcolor\s*=)[\s\"']*(?:" + _DARK + rb")",
    re.IGNORECASE,
)
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_NUMBERS = re.compile(r"rgba?\(([\d.,\s/%]+)\)")
_NO_GROUND = re.compile(r"none|transparent|inherit|initial|unset|0|0 0|rgba\([^)]*[,/]\s*0(?:\.0+)?\)")
_FIGURE = re.compile("[0-9０-９.．]")
_CHINESE = re.compile("[一-鿿]")

Colour = tuple[float, float, float]
LookOf = Callable[[LexborNode, Mapping[str, str | None]], Look]


def is_telling(tree: LexborHTMLParser) -> bool:
    """Whether a page has any light letters or dark grounds at all."""
    return bool(_STRIKING.search(tree.raw_html or b""))


def colour_of(text: str) -> Colour | None:
    """Red, green and blue, each from 0 to 255, of a colour that is not seen through; None when it cannot be said."""
    if text in _NAMED:
        return _NAMED[text]
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) > 4 else "".join(digit * 2 for digit in found[1])
        parts = [int(digits[at : at + 2], 16) for at in range(0, len(digits) - 1, 2)]
        return _solid((*parts[:3], parts[3] / 255 if len(parts) > 3 else 1.0))
    shares = re.findall(r"[\d.]+", found[1]) if (found := _NUMBERS.fullmatch(text)) and "%" not in text else []
    if len(shares) not in (3, 4) or any(share.count(".") > 1 or share == "." for share in shares):
        return None
    return _solid((*map(float, shares), 1.0)[:4])


def _solid(shares: tuple[float, ...]) -> Colour | None:
    red, green, blue, opaque = shares
    return (red, green, blue) if opaque > CLEAR else None


def is_like(ink: Colour, ground: Colour) -> bool:
    """Whether letters of one colour are hardly seen on another."""
    return all(abs(one - other) <= NEAR for one, other in zip(ink, ground, strict=True))


class Colours:
    """The ink and ground of the elements of one page, each inherited from what holds it."""

    def __init__(self, look: LookOf) -> None:
        self._look = look
        self._known: dict[int, tuple[Colour | None, Colour | None]] = {}

    def hide(self, node: LexborNode) -> bool:
        """Whether the figures in an element may not be seen, as their colour is, or may be, that of the ground."""
        text = self._own_text(node)
        if not _FIGURE.search(text) or len(_CHINESE.findall(text)) > 2:
            return False
        ink, ground = self._of(node)
        return ink is None or is_like(ink, ground or WHITE)

    def _own_text(self, node: LexborNode) -> str:
        """The text in the colours of an element, without that of others in it that have their own."""
        texts: list[str] = []
        stack = list(node.iter(include_text=True))
        while stack:
            child = stack.pop()
            if child.is_text_node:
                texts.append(child.text_content or "")
            elif not self._declares(child):
                stack += child.iter(include_text=True)
        return "".join(texts)

    def _declares(self, node: LexborNode) -> bool:
        attributes = node.attributes
        look = self._look(node, attributes)
        return bool(look.ink or look.ground) or (node.tag == "font" and "color" in attributes)

    def _of(self, node: LexborNode) -> tuple[Colour | None, Colour | None]:
        """The colour of letters and of what is behind them; None where it cannot be said."""
        above: list[LexborNode] = []
        here: LexborNode | None = node
        while here is not None and here.mem_id not in self._known:
            above.append(here)
            here = here.parent
        ink, ground = self._known[here.mem_id] if here is not None else (BLACK, WHITE)
        for element in reversed(above):
            attributes = element.attributes
            look = self._look(element, attributes)
            colour = look.ink or (element.tag == "font" and (attributes.get("color") or "").lower().strip())
            behind = look.ground or (attributes.get("bgcolor") or "").lower().strip()
            ink = colour_of(colour) if colour and colour not in ("inherit", "initial", "currentcolor") else ink
            ground = _ground(behind) if behind and not _NO_GROUND.fullmatch(behind) else ground
            self._known[element.mem_id] = ink, ground
        return ink, ground


def _ground(text: str) -> Colour | None:
    """The colour of a background that is one throughout."""
    if "url(" in text or "gradient" in text:
        return None
    return next((colour for word in re.split(r"\s+(?![^(]*\))", text) if (colour := colour_of(word))), None)
