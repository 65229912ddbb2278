"""Sight: what a visitor sees of a web page, in reading order; footnote marks and struck words are told apart."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract import page
from extract.label import WIDTHLESS

DEEPEST = 150  # levels: below, all branches of a page count as one, or a hostile page would eat the memory
PICTURES = ("img", "svg", "canvas", "object", "embed", "iframe", "picture", "video")  # what may stand in a cell
SMALL = 40  # pixels: a picture no wider or higher is an icon

_STYLES = (
    ("gone", re.compile(r"display:none")),
    (
        "unseen",
        re.compile(r"visibility:(?:hidden|collapse)|(?<![\w-])(?:opacity|font-size):0(?:\.0+)?(?:[a-z%]+)?(?:[;!]|$)"),
    ),
    ("drawn", re.compile(r"background[^;]*url\(")),
    ("shown", re.compile(r"display:|visibility:visible")),
)
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\w*[.#][\w-]+")

Path = tuple[int, ...]
Event = tuple[Path, "str | LexborNode | None"]
Attributes = Mapping[str, str | None]


def tidy(text: str) -> str:
    """The text with every run of white space as one space, and without characters that have no width."""
    return " ".join((text if text.isascii() else WIDTHLESS.sub("", text)).split())


class Sight:
    """One page, as far as it is seen: what its own elements or the style sheet inside it hide is not."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._hidden = frozenset(_hidden_selectors("\n".join(sheet.text() for sheet in tree.css("style"))))
        self.has_drawn_cells = tree.css_first(", ".join(f"td {tag}, th {tag}" for tag in PICTURES)) is not None

    def is_gone(self, node: LexborNode) -> bool:
        """Whether an element is not there for a visitor, nor its place."""
        attributes = node.attributes
        return bool(attributes) and self._is_gone(node.tag, attributes, _style(attributes.get("style") or ""))

    def is_unseen(self, node: LexborNode) -> bool:
        """Whether an element keeps its place but shows nothing."""
        return _style(node.attributes.get("style") or "") == "unseen"

    def _is_gone(self, tag: str | None, attributes: Attributes, style: str) -> bool:
        if "hidden" in attributes or style == "gone":
            return True
        return bool(self._hidden) and style != "shown" and self._by_sheet(tag, attributes)

    def _by_sheet(self, tag: str | None, attributes: Attributes) -> bool:
        names = [f".{name}" for name in (attributes.get("class") or "").split()]
        names += [f"#{attributes['id']}"] if attributes.get("id") else []
        return any(name in self._hidden or f"{tag}{name}" in self._hidden for name in names)

    def events(self, root: LexborNode, whole: Callable[[LexborNode], bool]) -> Iterator[Event]:
        """The nodes in reading order: texts, breaks between blocks (None), pictures, and the tables that are `whole`.

        Footnote marks and struck words are put in brackets, so that they are no digits of the figure beside them. The
        stack is our own: pasted pages nest deeper than the interpreter's.
        """
        kinds = _kinds()
        stack: list[tuple[LexborNode | str | None, Path]] = [(root, ())]
        while stack:
            node, path = stack.pop()
            if node is None or isinstance(node, str):
                yield path, node
                continue
            if node.is_text_node:
                yield path, node.text_content or ""
                continue
            tag, attributes = node.tag, node.attributes
            kind = kinds.get(tag or "", "")
            style = _style(attributes.get("style") or "") if attributes else ""
            if attributes and (style == "unseen" or self._is_gone(tag, attributes, style)):
                continue
            if (kind == "picture" or style == "drawn") and _is_picture(node, style):
                yield path, node
            elif kind in ("silent", "picture"):
                continue
            elif tag == "table" and whole(node):
                yield path, node
            else:
                children: list[LexborNode | str | None]
                children = _lines(node) if tag == "pre" else list(node.iter(include_text=True))
                if kind == "block":
                    yield path, None
                    stack.append((None, path))
                    deeper = len(path) < DEEPEST
                    branches: list[tuple[LexborNode | str | None, Path]]
                    branches = [(child, (*path, number) if deeper else path) for number, child in enumerate(children)]
                    stack += reversed(branches)
                    continue
                if (kind == "mark" or style == "mark" or _is_note(node, tag)) and tidy(node.text()):
                    yield path, "["
                    stack.append(("]", path))
                stack += [(child, path) for child in reversed(children)]


@cache
def _kinds() -> dict[str, str]:
    """What the elements do, by their names."""
    sorts = ("block_tags", "mark_tags", "silent_tags", "picture_tags")
    return {tag: sort.removesuffix("_tags") for sort in sorts for tag in page.words(sort)}


def _lines(node: LexborNode) -> list[str | LexborNode | None]:
    """The lines of text that is shown as it was typed."""
    return [part for line in node.text().split("\n") for part in (line, None)]


def _hidden_selectors(sheet: str) -> Iterator[str]:
    """The classes and ids that a style sheet hides, on whatever they stand; what it shows elsewhere is not hidden."""
    if not _GONE.search(sheet):
        return
    shown: dict[str, bool] = {}
    for selectors, rules in _RULE.findall(_BLOCK.sub("", sheet)):
        if "display" in rules.lower():
            for selector in map(str.strip, selectors.split(",")):
                if _SELECTOR.fullmatch(selector):
                    shown[selector] = not _GONE.search(rules)
    yield from (selector for selector, seen in shown.items() if not seen)


@lru_cache(maxsize=4096)
def _style(style: str) -> str:
    """What a style does to an element that matters: gone, unseen, a mark, drawn, shown, or nothing."""
    plain = "".join(style.lower().split())
    if any(mark in plain for mark in page.words("mark_styles")) and not _STYLES[0][1].search(plain):
        return "mark"
    return next((kind for kind, pattern in _STYLES if pattern.search(plain)), "")


def _is_note(node: LexborNode, tag: str | None) -> bool:
    """Whether a link is the number of a note on the same page."""
    return tag == "a" and (node.attributes.get("href") or "").startswith("#") and node.text().strip().isdigit()


def _is_picture(node: LexborNode, style: str) -> bool:
    """Whether a node is drawn and may say something: neither an icon nor a dot that holds a place."""
    if _kinds().get(node.tag or "") != "picture":
        return style == "drawn" and not node.text().strip()
    return not is_small(node, SMALL) and not is_ornament(node)


def is_small(node: LexborNode, most: int) -> bool:
    """Whether a picture says of itself that it is no wider or higher than some pixels."""
    sides = (re.match(r"\s*(\d+)", node.attributes.get(side) or "") for side in ("width", "height"))
    return any(0 < int(side[1][:9]) <= most for side in sides if side)


def is_ornament(node: LexborNode) -> bool:
    """Whether the address of a picture tells that it only decorates or holds a place."""
    source = (node.attributes.get("src") or "").lower()
    return not source.startswith("data:") and any(word in source for word in page.words("ornaments"))
