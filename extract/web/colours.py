"""Colours: whether letters stand out from what is behind them, as far as a page says both."""

import re
from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.contrast import BLACK, WHITE, Colour, colour_of, is_figure_like, is_like
from extract.web.looks import Look

_LIGHT = (
    rb"#?(?:[c-f][0-9a-f]){3}|#?[c-f]{3}\b|rgba|rgb\(\s*2\d\d\D+2\d\d\D+2|hsl|white|snow|ivory|ghost|floral|light|silver"
    rb"|transparent|window\b|linen|beige|azure|lavender|seashell|cornsilk|aliceblue|mintcream|honeydew|oldlace"
)
_DARK = rb"#?(?:[0-4][0-9a-f]){3}|#?[0-4]{3}\b|rgba|rgb\(\s*\d\d?\D+\d\d?\D+\d\d?\D|hsl|black|navy|windowtext"
# Over markup in lower case, each led by a plain word: that is what a search finds thirty times as fast.
_STRIKING = (
    re.compile(
        rb"color(?:(?:(?<![-\w]color)|(?<=(?<![-\w])-webkit-text-fill-color))\s*[:=][\s\"']*(?:" + _LIGHT + rb")"
        rb"|(?:(?<=background-color)\s*:|(?<=bgcolor)\s*=)[\s\"']*(?:" + _DARK + rb"))"
    ),
    re.compile(rb"background\s*:[\s\"']*(?:" + _DARK + rb")"),
)
_NO_GROUND = re.compile(r"none|transparent|inherit|initial|unset|0|0 0|rgba\([^)]*[,/]\s*0(?:\.0+)?\)")
LookOf = Callable[[LexborNode, Mapping[str, str | None]], Look]


def is_telling(tree: LexborHTMLParser) -> bool:
    """Whether a page has any light letters or dark grounds at all."""
    markup = (tree.raw_html or b"").lower()
    return any(striking.search(markup) for striking in _STRIKING)


class Colours:
    """The ink and ground of the elements of one page, each inherited from what holds it."""

    def __init__(self, look: LookOf) -> None:
        self._look = look
        self._known: dict[int, tuple[Colour | None, Colour | None]] = {}

    def hide(self, node: LexborNode) -> bool:
        """Whether the figures in an element may not be seen, as their colour is, or may be, that of the ground."""
        text = self._own_text(node)
        if not is_figure_like(text):
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
