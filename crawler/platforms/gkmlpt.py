"""gkmlpt (广东): one application for a whole province; its tree is in the page, its lists come as JSON."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from crawler.labels import names_column
from crawler.listing import Listing
from crawler.page import Link, Page
from crawler.pager import Pager
from crawler.platforms import Platform, register
from crawler.scripted import answer, fields, items, number, paged, rows, with_fields, within

API = "/gkmlpt/api/all/"
CONFIG = re.compile(r"window\._CONFIG\s*=\s*")
SID = re.compile(r"[\"']?SID[\"']?\s*:\s*[\"']?(\d+)")
TREE = re.compile(r"[\"']?TREE[\"']?\s*:\s*")
SIZE = 100  # articles in one answer
DATES = ("display_publish_time", "date", "create_time")


@register
class Gkmlpt(Platform):
    """Columns are numbers in a tree; a column's list is /gkmlpt/api/all/NUMBER, a hundred rows a page."""

    name = "gkmlpt"

    def recognise(self, page: Page) -> bool:
        """By the settings of the application, or the address of its answers."""
        return API in page.asked or (CONFIG.search(page.text) is not None and SID.search(page.text) is not None)

    def columns(self, page: Page) -> tuple[Link, ...]:
        """The annual-report columns of the tree, each under the route of the application with its number."""
        sid = SID.search(page.text)
        nodes = _annual(_tree(page)) if sid else ()
        return tuple(Link(_column(page, sid[1], node), str(node["name"]), "", "") for node in nodes if sid)

    def listing(self, page: Page) -> Listing:
        """Of an answer, its rows and the questions for the rest; of the application, its lists of annual reports."""
        if API in page.asked:
            return _answered(page)
        sid = SID.search(page.text)
        lists = tuple(_column(page, sid[1], node) for node in _annual(_tree(page))) if sid else ()
        stuck = None if lists else "目录树里没有年报栏目"
        return Listing((), Pager(lists, stuck=stuck), apart=bool(lists))


def _answered(page: Page) -> Listing:
    said = answer(page)
    found = rows(page, items(said, "articles"), ("url", "post_url"), ("title",), DATES)
    total = number(within(said, "total"))
    if total is None:
        total = number(within(said, "classify", "post_count"))
    open_ = int(fields(page.asked).get("page", 1))
    pager = paged(open_, total, SIZE, lambda place: with_fields(page.asked, {"page": place}))
    return Listing(found, pager, empty=total == 0)


def _column(page: Page, sid: str, node: Mapping[str, Any]) -> str:
    return urljoin(page.base, f"{API}{node['id']}?page=1&sid={sid}")


def _tree(page: Page) -> list[Any]:
    """The tree of columns in the settings of the application."""
    start = TREE.search(page.text)
    if start is None:
        return []
    try:
        tree, _ = json.JSONDecoder().raw_decode(page.text, start.end())
    except (ValueError, RecursionError):
        return []
    return tree if isinstance(tree, list) else [tree]


def _annual(nodes: list[Any]) -> Iterator[Mapping[str, Any]]:
    for node in nodes:
        if not isinstance(node, Mapping):
            continue
        if names_column(str(node.get("name") or "")) and node.get("id"):
            yield node
        yield from _annual(items(node, "children"))
