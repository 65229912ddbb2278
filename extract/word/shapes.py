"""Shapes: what stands in a drawing: text boxes with their text, and pictures that are not read into."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.word.names import Element, W

SMALL = 381_000  # EMU, 40 pixels: a picture no wider or higher is an icon
_EMU = {"pt": 12700.0, "in": 914400.0, "px": 9525.0, "cm": 360000.0, "mm": 36000.0}

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ALTERNATIVES = f"{_MC}AlternateContent"
BOX = f"{W}txbxContent"
WORD_ART = f"{_VML}textpath"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PICTURES = ("pic", "chart", "relIds", "imagedata", "OLEObject", "contentPart")
_KNOWN = ("w", "a14")
_SIDE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*([\d.]+)\s*(pt|in|px|cm|mm)")
_HIDDEN = re.compile(r"visibility\s*:\s*hidden")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn, which is no text of the file. `image` is how the document refers to it where it is a picture."""

    image: str | None = None


def branch(alternatives: Element) -> Element | None:
    """The one branch to be read of content that a file gives in several ways."""
    for choice in alternatives.iterchildren(f"{_MC}Choice"):
        if all(prefix.startswith(_KNOWN) for prefix in (choice.get("Requires") or "").split()):
            return choice
    return next(alternatives.iterchildren(f"{_MC}Fallback"), None)


def shown(drawing: Element) -> Iterator[Element | str | Drawn]:
    """What a drawing shows, in order: text boxes (their content), texts drawn as letters, and pictures."""
    small = _is_small(drawing)
    waiting = [drawing]
    while waiting:
        node = waiting.pop()
        tag = node.tag
        if tag == ALTERNATIVES:
            chosen = branch(node)
            waiting += [chosen] if chosen is not None else []
        elif tag == BOX:
            yield node
        elif tag == WORD_ART:
            yield node.get("string") or ""
        elif _is_hidden(node):
            continue
        elif str(tag).rpartition("}")[2] in _PICTURES:
            if not small:
                yield Drawn(_image(node))
        else:
            waiting += reversed(node)


def _image(node: Element) -> str | None:
    """How a drawing refers to its picture."""
    for part in node.iter(f"{_DRAWING}blip", f"{_VML}imagedata"):
        named = (str(value) for name, value in part.items() if str(name).endswith(("}embed", "}id")))
        if found := next(named, None):
            return found
    return None


def _is_hidden(node: Element) -> bool:
    if str(node.tag).startswith(_VML):
        return bool(_HIDDEN.search(node.get("style") or ""))
    properties = node.find(_PROPERTIES)
    return properties is not None and properties.get("hidden") in ("1", "true")


def _is_small(drawing: Element) -> bool:
    """Whether every side that is given tells of an icon."""
    extent = next(drawing.iter(_EXTENT), None)
    if extent is not None:
        return any(0 < int(side) <= SMALL for side in (extent.get("cx"), extent.get("cy")) if side and side.isdigit())
    style = next((node.get("style") for node in drawing.iter(f"{_VML}*") if node.get("style")), None)
    sides = [float(size) * _EMU[unit] for size, unit in _SIDE.findall(style or "") if size.count(".") < 2]
    return any(0 < side <= SMALL for side in sides)
