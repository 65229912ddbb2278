"""Ink: figures in the cells of a DOCX that cannot be seen, or perhaps not, as they have the colour of their ground."""

from collections.abc import Iterator

from extract.contrast import BLACK, WHITE, Colour, colour_of, is_figure_like, is_like
from extract.word.names import VAL, Element, W

_HOLDERS = {f"{W}p": "pPr", f"{W}tc": "tcPr", f"{W}tbl": "tblPr"}
_MARKERS = {"black": BLACK, "darkBlue": (0.0, 0.0, 128.0), "darkRed": (128.0, 0.0, 0.0), "darkGreen": (0.0, 128.0, 0.0)}


def is_lost(run: Element, ink: str) -> bool:
    """Whether a run of this colour in a cell holds a figure that does not stand out from its ground."""
    colour = colour_of(ink.lower())
    if ink == "auto" or colour is None or not is_figure_like("".join(text.text or "" for text in run.iter(f"{W}t"))):
        return False
    return next(run.iterancestors(f"{W}tc"), None) is not None and is_like(colour, _ground(run))


def _ground(run: Element) -> Colour:
    """The nearest shading behind a run; white where none is plain enough to be named."""
    for properties in _properties(run):
        marker = properties.find(f"{W}highlight")
        if marker is not None and marker.get(VAL) in _MARKERS:
            return _MARKERS[str(marker.get(VAL))]
        shade = properties.find(f"{W}shd")
        if shade is not None and (found := _fill(shade)):
            return found
    return WHITE


def _properties(run: Element) -> Iterator[Element]:
    """The properties of a run and of what holds it, the nearest first."""
    own = run.find(f"{W}rPr")
    if own is not None:
        yield own
    for holder in run.iterancestors(*_HOLDERS):
        found = holder.find(W + _HOLDERS[str(holder.tag)])
        if found is not None:
            yield found
        if holder.tag == f"{W}tbl":
            return


def _fill(shade: Element) -> Colour | None:
    pattern = shade.get(VAL)
    name = "fill" if pattern in ("clear", None) else "color"
    is_plain = pattern in ("clear", "solid", None)
    return colour_of((shade.get(W + name) or "").lower()) if is_plain else None
