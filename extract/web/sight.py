"""Sight: what a visitor sees of a web page, in reading order; footnote marks and struck words are told apart."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract import page
from extract.label import WIDTHLESS
from extract.web.colours import Colours, is_telling
from extract.web.looks import PLAIN, Look, look_of
from extract.web.sheet import declared

DEEPEST = 150  # levels: below, all branches of a page count as one, or a hostile page would eat the memory
PICTURES = ("img", "svg", "canvas", "object", "embed", "iframe", "picture", "video")  # what may stand in a cell
SMALL = 40  # pixels: a picture no wider or higher is an icon

Path = tuple[int, ...]
Event = tuple[Path, "str | LexborNode | None"]
Stack = list[tuple["LexborNode | str | None", Path]]
Attributes = Mapping[str, str | None]


def tidy(text: str) -> str:
    """The text with every run of white space as one space, and without characters that have no width."""
    return " ".join((text if text.isascii() else WIDTHLESS.sub("", text)).split())


class Sight:
    """One page, as far as it is seen: what its own elements or the style sheets inside it hide is not."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.has_drawn_cells = tree.css_first(", ".join(f"td {tag}, th {tag}" for tag in PICTURES)) is not None
        coloured = is_telling(tree)
        self._sheets = declared(tree, coloured)
        self._colours = Colours(self._look) if coloured else None

    def is_gone(self, node: LexborNode) -> bool:
        """Whether an element is not there for a visitor, nor its place."""
        attributes = node.attributes
        return bool(attributes or self._sheets) and _is_gone(node.tag, attributes, self._look(node, attributes))

    def is_unseen(self, node: LexborNode) -> bool:
        """Whether an element keeps its place but shows nothing."""
        look = self._look(node, node.attributes)
        return look.kind == "unseen" and not (look.fades and self._restated(node))

    def is_struck(self, node: LexborNode) -> bool:
        """Whether what an element holds is struck out, raised, or too small to see."""
        return self._look(node, node.attributes).kind == "mark"

    def is_mark(self, node: LexborNode) -> bool:
        """Whether the figures of a cell are struck, or hardly seen on their ground: they count as none."""
        return self.is_struck(node) or (self._colours is not None and self._colours.hide(node))

    def _look(self, node: LexborNode, attributes: Attributes) -> Look:
        """How an element looks, its own style weighing more than the style sheets."""
        style = attributes.get("style") or "" if attributes else ""
        if self._sheets and (by_sheet := self._sheets.get(node.mem_id)):
            return look_of(f"{by_sheet};{style}")
        return look_of(style) if style else PLAIN

    def _restated(self, node: LexborNode) -> list[LexborNode]:
        """The elements within an unseen one that say themselves that they are seen."""
        found: list[LexborNode] = []
        stack = [node]
        while stack:
            for child in stack.pop().iter():
                (found if self._look(child, child.attributes).restates else stack).append(child)
        return found

    def _brackets(self, node: LexborNode, tag: str | None, look: Look, in_cell: bool) -> bool:
        """Whether what an element holds is no part of the text beside it: a mark, a struck word, a hidden figure."""
        if look.kind == "mark" or _kinds().get(tag or "") == "mark" or _is_note(node, tag):
            return True
        if tag == "bdo" and (node.attributes.get("dir") or "").lower() == "rtl":
            return True
        if look.kind == "raised":
            return _kinds().get(tag or "") != "block" and _is_beside(node)
        own = look.ink or look.ground or tag in ("font", "td", "th")
        return bool(in_cell and own and self._colours is not None and self._colours.hide(node))

    def events(self, root: LexborNode, whole: Callable[[LexborNode], bool], in_cell: bool = False) -> Iterator[Event]:
        """The nodes in reading order: texts, breaks between blocks (None), pictures, and the tables that are `whole`.

        Footnote marks and struck words are put in brackets, so that they are no digits of the figure beside them. The
        stack is our own: pasted pages nest deeper than the interpreter's.
        """
        kinds = _kinds()
        stack: Stack = [(root, ())]
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
            look = self._look(node, attributes) if attributes or self._sheets else PLAIN
            if look.kind == "unseen":
                stack += [(child, path) for child in reversed(self._restated(node) if look.fades else [])]
                continue
            if _is_gone(tag, attributes, look):
                continue
            if (kind == "picture" or look.kind == "drawn") and _is_picture(node, look.kind):
                yield path, node
            elif kind in ("silent", "picture"):
                continue
            elif tag == "table" and whole(node):
                yield path, node
            else:
                children = _lines(node) if tag == "pre" else _children(node, tag, attributes)
                marked = self._brackets(node, tag, look, in_cell) or (in_cell and node is root and self.is_mark(node))
                if marked and (kind != "block" or in_cell) and tidy(node.text()):
                    children = ["[", *children, "]"]
                stack += _branches(children, path) if kind == "block" else [(one, path) for one in reversed(children)]


@cache
def _kinds() -> dict[str, str]:
    """What the elements do, by their names."""
    sorts = ("block_tags", "mark_tags", "silent_tags", "picture_tags")
    return {tag: sort.removesuffix("_tags") for sort in sorts for tag in page.words(sort)}


def _branches(children: Sequence[LexborNode | str | None], path: Path) -> Stack:
    """What a block holds, the last first, each on a branch of its own, between two breaks."""
    own = [(child, (*path, number) if len(path) < DEEPEST else path) for number, child in enumerate(children)]
    return [(None, path), *reversed(own), (None, path)]


def _lines(node: LexborNode) -> list[str | LexborNode | None]:
    """The lines of text that is shown as it was typed."""
    return [part for line in node.text().split("\n") for part in (line, None)]


def _children(node: LexborNode, tag: str | None, attributes: Attributes) -> list[LexborNode | str | None]:
    """What an element holds, of one that has to be opened first only its first line."""
    if tag == "details" and "open" not in attributes:
        return [next((child for child in node.iter() if child.tag == "summary"), None)]
    return [*node.iter(include_text=True)]


def _is_gone(tag: str | None, attributes: Attributes, look: Look) -> bool:
    return look.kind == "gone" or "hidden" in attributes or (tag == "dialog" and "open" not in attributes)


def _is_beside(node: LexborNode) -> bool:
    """Whether an element stands beside other text in its block."""
    block = node.parent
    while block is not None and block.parent is not None and _kinds().get(block.tag or "") != "block":
        if block.tag in ("td", "th"):
            break
        block = block.parent
    return block is not None and tidy(block.text()) != tidy(node.text())


def _is_note(node: LexborNode, tag: str | None) -> bool:
    """Whether a link is the number of a note on the same page."""
    return tag == "a" and (node.attributes.get("href") or "").startswith("#") and node.text().strip().isdigit()


def _is_picture(node: LexborNode, kind: str) -> bool:
    """Whether a node is drawn and may say something: neither an icon nor a dot that holds a place."""
    if _kinds().get(node.tag or "") != "picture":
        return kind == "drawn" and not node.text().strip()
    return not is_small(node, SMALL) and not is_ornament(node)


def is_small(node: LexborNode, most: int) -> bool:
    """Whether a picture says of itself that it is no wider or higher than some pixels."""
    sides = (re.match(r"\s*(\d+)", node.attributes.get(side) or "") for side in ("width", "height"))
    return any(0 < int(side[1][:9]) <= most for side in sides if side)


def is_ornament(node: LexborNode) -> bool:
    """Whether the address of a picture tells that it only decorates or holds a place."""
    source = (node.attributes.get("src") or "").lower()
    return not source.startswith("data:") and any(word in source for word in page.words("ornaments"))
