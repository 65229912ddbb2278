"""Contrast: whether figures in one colour are seen on a ground of another, alike for every format."""

import re

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
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_NUMBERS = re.compile(r"rgba?\(([\d.,\s/%]+)\)")
_FIGURE = re.compile("[0-9０-９.．]")
_CHINESE = re.compile("[一-鿿]")

Colour = tuple[float, float, float]


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


def is_figure_like(text: str) -> bool:
    """Whether a text may be a figure or a digit of one, be it hidden, rather than words."""
    return bool(_FIGURE.search(text)) and len(_CHINESE.findall(text)) <= 2
