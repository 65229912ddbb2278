"""Sheet colours: the colours of a workbook's fonts and fills, by value, by place in a palette or by theme."""

from lxml import etree

from extract.container import local
from extract.contrast import BLACK, WHITE, Colour, colour_of

_THEME = (
    "ffffff",
    "000000",
    "e7e6e6",
    "44546a",
    "4472c4",
    "ed7d31",
    "a5a5a5",
    "ffc000",
    "5b9bd5",
    "70ad47",
)  # Office's
_SYSTEM = {64: BLACK, 65: WHITE}  # of letters and of windows

Element = etree._Element


def colour(element: Element | None) -> Colour | None:
    """The colour that an element of a workbook names; None when it names none, or one that is not known here."""
    if element is None:
        return None
    if value := element.get("rgb"):
        return colour_of(value[-6:].lower())
    if (place := element.get("indexed")) is not None:
        return indexed(int(place))
    theme = element.get("theme")
    if theme is None or not 0 <= int(theme) < len(_THEME):
        return None
    return _tinted(colour_of(_THEME[int(theme)]) or BLACK, float(element.get("tint", "0")))


def indexed(place: int) -> Colour | None:
    """The colour at a place of the palette that workbooks have by default; None where it has none."""
    from openpyxl.styles.colors import COLOR_INDEX  # late: it takes longer to load than most reports to read

    return colour_of(COLOR_INDEX[place][2:].lower()) if 0 <= place < len(COLOR_INDEX) else _SYSTEM.get(place)


def _tinted(base: Colour, tint: float) -> Colour:
    """A colour made lighter (tint above 0, up to 1) or darker (below, down to -1)."""
    red, green, blue = (one * (1 + tint) if tint < 0 else one + (255 - one) * tint for one in base)
    return red, green, blue


def ground(fill: Element) -> Colour:
    """The colour of a fill; white for none, and for patterns and gradients, on which it cannot be said what is seen."""
    pattern = next(iter(fill), None)
    if pattern is None or local(pattern) != "patternFill" or pattern.get("patternType") != "solid":
        return WHITE
    return colour(pattern.find("{*}fgColor")) or WHITE
