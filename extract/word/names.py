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


def number(parent: Element | None, name: str) -> int:
    """The value of a child element as a whole number from 0 up, 0 when it is none."""
    return read_whole(value(parent, name))


def read_whole(text: str | None) -> int:
    """A whole number from 0 up, 0 when it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def switch(parent: Element | None, name: str) -> bool | None:
    """Whether a child element switches something on or off; None when it is not there."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else (child.get(VAL) or "on").lower() not in _OFF
