"""Style sheets: what the sheets inside a page declare of elements that they hide, strike out, raise or colour."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

MOST = 400  # selectors that are applied to a page; real ones have a few dozen
WORK = 60_000_000  # bytes of markup walked through for all selectors of a page together
LONGEST = 120  # characters of a selector

_TELLING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0|font(?:-size)?\s*:[^;}]*(?<![\d.])0(?![\d.]*[1-9])"
    r"|font-size\s*:\s*[12](?:\.\d+)?p|line-through|vertical-align\s*:\s*(?:su|-?[\d.])|mso-hide|clip|scale"
    r"|translate|bidi-override|:\s*-\d{2,}|(?:top|bottom)\s*:\s*-?[\d.]|overflow[\w-]*\s*:\s*(?:hidden|clip)"
    r"|content-visibility",
    re.IGNORECASE,
)
_COLOURS = re.compile(r"color\s*:|background\s*:", re.IGNORECASE)
_SAYS = re.compile(
    r"(?:^|;)\s*(?:display|visibility|opacity|font|font-size|text-decoration[\w-]*|vertical-align|mso-hide|clip[\w-]*"
    r"|transform|unicode-bidi|direction|position|left|top|right|bottom|margin-(?:left|top)|text-indent|width|height"
    r"|max-width|max-height|overflow[\w-]*|content-visibility|color|background[\w-]*|-webkit-text-fill-color)\s*:",
    re.IGNORECASE,
)
_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}", re.IGNORECASE)
_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;|/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# States that pass, and what is no element.
_PASSING = re.compile(r"::|:(?!not\(|nth-|first-|last-|only-|empty|root|is\(|where\()")
_NAMES = re.compile(r"[.#]([\w-]+)")

_INHERITED = {"visibility", "font-size", "font"}  # what holds for all within, until one of them says otherwise


class _Rule(NamedTuple):
    selector: str
    declared: str
    weight: tuple[int, int, int, int]


def declared(tree: LexborHTMLParser, colours: bool) -> dict[int, str]:
    """The declarations of the page's own style sheets by element, in the parser's numbers, the weightiest last.

    Empty unless a sheet declares something that hides or marks; with `colours`, also those of ink and ground count.
    """
    text = "\n".join(sheet.text() for sheet in tree.css("style") if _is_for_screens(sheet))
    if not _TELLING.search(text) and not (colours and _COLOURS.search(text)):
        return {}
    telling, others = _chosen(tree, list(_rules(text)), colours)
    found: dict[int, list[_Rule]] = {}
    for rule in telling:
        for node in _nodes(tree, rule.selector):
            if node.tag not in ("html", "body") or not _TELLING.search(rule.declared):
                found.setdefault(node.mem_id, []).append(rule)
    said = {name for rules in found.values() for rule in rules for name in _properties(rule)}
    for rule in others:
        undone = said & _properties(rule)
        for node in _nodes(tree, rule.selector) if undone else ():
            if node.mem_id in found or undone & _INHERITED:
                found.setdefault(node.mem_id, []).append(rule)
    return {node: ";".join(rule.declared for rule in sorted(rules, key=_weight)) for node, rules in found.items()}


def _properties(rule: _Rule) -> set[str]:
    """The properties that a rule declares."""
    return {declaration.partition(":")[0].strip().lower() for declaration in rule.declared.split(";")} - {""}


def _is_for_screens(sheet: LexborNode) -> bool:
    media = (sheet.attributes.get("media") or "all").lower()
    outer = sheet.parent.tag if sheet.parent else ""
    return outer != "noscript" and media.strip() in ("all", "screen", "screen,print", "print,screen", "screen, print")


def _rules(text: str) -> Iterator[_Rule]:
    """The rules for screens, each with a single selector of lasting states."""
    plain = _BLOCK.sub("", _SCREEN.sub(r"\1", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))
    for order, (selectors, body) in enumerate(_RULE.findall(plain)):
        if not _SAYS.search(body):
            continue
        for selector in map(str.strip, selectors.split(",")):
            if selector and len(selector) <= LONGEST and not _PASSING.search(selector):
                yield _Rule(selector, body, (*_specific(selector), order))


def _specific(selector: str) -> tuple[int, int, int]:
    """How special a selector is: its ids, its classes and conditions, its tags."""
    tags = re.findall(r"(?:^|[\s>+~])[a-zA-Z][\w-]*", selector)
    return selector.count("#"), len(re.findall(r"[.\[:]", selector)), len(tags)


def _chosen(tree: LexborHTMLParser, rules: list[_Rule], colours: bool) -> tuple[list[_Rule], list[_Rule]]:
    """The rules worth applying: those that hide or mark, and those that may undo it, within the page's means."""
    most = min(MOST, WORK // (len(tree.raw_html or b"") + 1))
    names = _present(tree)
    telling: list[_Rule] = []
    others: list[_Rule] = []
    for rule in rules:
        if names.issuperset(_NAMES.findall(rule.selector)):
            tells = _TELLING.search(rule.declared) or (colours and _COLOURS.search(rule.declared))
            (telling if tells else others).append(rule)
    return telling[:most], others[: max(most - len(telling), 0)]


def _present(tree: LexborHTMLParser) -> set[str]:
    """The classes and ids that stand in the page."""
    names: set[str] = set()
    for node in tree.css("[class], [id]"):
        attributes = node.attributes
        names.update((attributes.get("class") or "").split())
        names.add(attributes.get("id") or "")
    return names


def _nodes(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except SelectolaxError:
        return []


def _weight(rule: _Rule) -> tuple[int, int, int, int]:
    return rule.weight
