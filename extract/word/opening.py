"""Opening: the elements of a DOCX that count, whatever they are wrapped in; what a reviewer deleted does not."""

from collections.abc import Iterator

from extract.word.names import Element, W, switch
from extract.word.shapes import ALTERNATIVES, branch

_WRAPPERS = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag"))
_DROPPED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "rPr", "tcPr"))


def opened(parent: Element) -> Iterator[Element]:
    """The children of an element that count, wrappers of blocks, runs and alternatives opened."""
    for child in parent:
        tag = child.tag
        if tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None and not switch(child.find(f"{W}sdtPr"), "showingPlcHdr"):
                yield from opened(content)
        elif tag == ALTERNATIVES:
            chosen = branch(child)
            yield from opened(chosen) if chosen is not None else ()
        elif tag in _WRAPPERS:
            yield from opened(child)
        elif tag not in _DROPPED:
            yield child


def is_gone(properties: Element | None) -> bool:
    """Whether a row, or the end of a paragraph, was deleted or moved away by a tracked change."""
    return properties is not None and any(properties.find(W + name) is not None for name in ("del", "moveFrom"))
