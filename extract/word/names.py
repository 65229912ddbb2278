"""Names of the elements and attributes of a DOCX, and the small questions asked of them."""

from lxml import etree

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_OFF = ("0", "false", "off", "none")


def value(parent: Element | None, name: str) -> str | None:
    """The value of a child element; None when it is not there or has none."""
    child = parent.find(W + name) if parent is not None else None
    return child.get(VAL) if child is not None else None


def number(parent: Element | None, name: str, otherwise: int = 0) -> int:
    """The value of a child element as a whole number."""
    text = value(parent, name) or ""
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10 else otherwise


def switch(parent: Element | None, name: str) -> bool | None:
    """Whether a child element switches something on or off; None when it is not there."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else (child.get(VAL) or "on").lower() not in _OFF
