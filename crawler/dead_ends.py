"""Dead ends: signs of a list that goes on, where nothing that can be pressed or followed leads on."""

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from crawler.labels import finding, plain
from crawler.leads import score
from crawler.neighbourhood import near, neighbourhood
from crawler.page import LINKS, SHOWN, Page, address, called, leads_to

NUMBER = re.compile(r"\d{1,3}")
PART_OF_A_COUNT = re.compile(r"[\w/]")  # page 1/2 of 3 is no row of page numbers
YEAR = re.compile(r"20\d{2}(?:年度?)?")
BOXES = "div, p, ul, ol, nav, span, table"
MOST_IN_A_WORD = 20
SILENT = ("script", "style", "noscript", "template")


def dead_end(page: Page, place: LexborNode | None) -> str | None:
    """Why a list is not all there: it loads more, counts pages nobody links to, has tabs for years; None when whole.

    `place` is its pager, where one was seen.
    """
    if any(map(_loads_more, _texts(neighbourhood(page)))):
        return "其余的由脚本加载"
    boxes = [*([place] if place else []), *(box for box in near(page, BOXES) if is_pager_box(box))]
    if any(_counts_without_links(page, box) for box in boxes):
        return "页码不是链接"
    hidden = _years_without_links(page)
    return None if hidden <= _years_reported(page) or hidden <= _years_shown(page) else "其他年份只能由脚本打开"


def is_pager_box(node: LexborNode) -> bool:
    """Whether an element is by its names the place of a pager."""
    names = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}".lower().split()
    return any(finding("pager", "boxes").fullmatch(name) for name in names)


def _texts(parts: Iterable[LexborNode]) -> Iterator[LexborNode]:
    for part in parts:
        for node in part.traverse(include_text=True):
            if node.tag == "-text" and node.parent is not None and node.parent.tag not in SILENT:
                yield node


def _loads_more(text: LexborNode) -> bool:
    said = plain(text.text()).lower()
    return len(said) <= MOST_IN_A_WORD and finding("pager", "load").search(said) is not None and not _is_linked(text)


def _is_linked(node: LexborNode) -> bool:
    """Whether a text stands in a link, which is judged where links are."""
    place = node.parent
    while place is not None and place.tag != "body":
        if place.tag == "a" or "onclick" in place.attributes:
            return True
        place = place.parent
    return False


def _counts_without_links(page: Page, box: LexborNode) -> bool:
    """Whether two successive numbers stand side by side, and neither is a link: one of them is not the open page."""
    return any(
        (follower := _next(node)) is not None
        and (one := _number(page, node)) is not None
        and _number(page, follower) == one + 1
        for node in box.css("span, a, li, b, i, em, strong, td")
    )


def _years_without_links(page: Page) -> set[str]:
    """The years that stand side by side near the list, as tabs do, and lead nowhere."""
    tabs = [node for node in near(page, "li, a, span, div") if _is_dead_year(page, node)]
    known = {node.mem_id for node in tabs}
    pairs = [(node, after) for node in tabs if (after := _next(node)) is not None and after.mem_id in known]
    return {plain(node.text())[:4] for pair in pairs for node in pair}


def _is_dead_year(page: Page, node: LexborNode) -> bool:
    return YEAR.fullmatch(plain(node.text())) is not None and not any(
        address(page.base, leads_to(one)) for one in (node, *node.css("a, [onclick]"))
    )


def _years_reported(page: Page) -> set[str]:
    """The years whose reports a page links to: tabs may merely show and hide what is all there."""
    titles = (found for node in near(page, LINKS) if (found := score(called(node))))
    return {str(year) for found in titles for year in found.years}


def _years_shown(page: Page) -> set[str]:
    """The years of the dates near a list."""
    return {found[0] for part in neighbourhood(page) for found in SHOWN.findall(part.text(separator=" "))}


def _next(node: LexborNode) -> LexborNode | None:
    """The element after another, where nothing but signs stands between the two."""
    after = node.next
    while after is not None and after.tag == "-text" and not PART_OF_A_COUNT.search(after.text()):
        after = after.next
    return after if after is not None and after.tag == node.tag else None


def _number(page: Page, node: LexborNode) -> int | None:
    """The number that an element shows without leading anywhere."""
    said = plain(node.text())
    if not NUMBER.fullmatch(said) or any(address(page.base, leads_to(one)) for one in (node, *node.css("a"))):
        return None
    return int(said)
