"""Where on a list page the list stands: the part that holds its reports, and the short parts beside it."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.labels import names_column, plain
from crawler.leads import score
from crawler.page import Page

REACH = 3
SHORT = 400


def neighbourhood(page: Page) -> list[LexborNode]:
    """The smallest part of a page that holds all its reports, with what is short and near; else the whole page."""
    core = _core(page)
    return [page.tree.body] if core is None and page.tree.body else [core, *_beside(core)] if core else []


def near(page: Page, what: str) -> list[LexborNode]:
    """The elements of a kind in the list's neighbourhood, each once."""
    kind = {node.mem_id for node in page.tree.css(what)}
    found = (node for part in neighbourhood(page) for node in (part, *part.css(what)) if node.mem_id in kind)
    return list({node.mem_id: node for node in found}.values())


def _core(page: Page) -> LexborNode | None:
    reports = [node for node in page.tree.css("a[href], [onclick]") if _is_report(node)]
    lines = [list(_upward(node)) for node in reports]
    if not lines:
        return None
    shared = set[int].intersection(*({node.mem_id for node in line} for line in lines))
    core = next((node for node in lines[0] if node.mem_id in shared), None)
    return core if len(lines) > 1 or core is None else core.parent


def _is_report(node: LexborNode) -> bool:
    names = (plain(node.text()), plain(node.attributes.get("title") or ""))
    return any((found := score(name)) and found.worth_a_visit for name in names if not names_column(name))


def _upward(node: LexborNode) -> Iterator[LexborNode]:
    place: LexborNode | None = node
    while place is not None and place.tag != "html":
        yield place
        place = place.parent


def _beside(core: LexborNode) -> Iterator[LexborNode]:
    """The short parts before and after the list, and before and after what encloses it."""
    place = core
    for _ in range(REACH):
        if place.tag == "body" or place.parent is None:
            return
        for sibling in place.parent.iter():
            if sibling.mem_id != place.mem_id and len(plain(sibling.text())) <= SHORT:
                yield sibling
        place = place.parent
