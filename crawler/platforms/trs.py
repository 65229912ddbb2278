"""TRS WCM (拓尔思) portals: pages numbered by a call of createPageHTML, or by currentPage and countPage."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin

from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import Pager, plain_pager
from crawler.platforms import Platform, register

# createPageHTML(pages, open from 0, prefix, ending): page 2 is prefix_1
PLAIN_CALL = re.compile(r"createPageHTML\(\s*(\d+)\s*,\s*(\d+)\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']")
# createPageHTML(container, pages, open from 1, prefix, ending, rows): page 2 is prefix_2
CONTAINER_CALL = re.compile(
    r"createPageHTML\(\s*[\"'][\w-]+[\"']\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']"
    r"(?:\s*,\s*(\d+))?"
)
COUNTED = re.compile(r"countPage\s*=\s*(\d+)")
CURRENT = re.compile(r"currentPage\s*=\s*(\d+)")
COMMENT = re.compile(r"(?m)^\s*//.*$|/\*.*?\*/", re.DOTALL)


@register
class Trs(Platform):
    """Page k of n has an address that follows from its number."""

    name = "trs"

    def recognise(self, page: Page) -> bool:
        """By its paging script."""
        return "createPageHTML(" in page.text or (COUNTED.search(page.text) is not None and "_" in page.text)

    def listing(self, page: Page) -> Listing:
        """The rows; all pages at once from the call's numbers, else what the drawn pager links to."""
        return Listing(rows(page), _pager(page) or plain_pager(page) or Pager(stuck="翻页脚本无法识别"))


def _pager(page: Page) -> Pager | None:
    live = COMMENT.sub("", page.text)
    if call := CONTAINER_CALL.search(live):
        pages, open_, prefix, ending, total = call.groups()
        return _numbered(page, int(pages), int(open_), lambda number: _name(prefix, number, 1, ending), total)
    if call := PLAIN_CALL.search(live):
        pages, open_, prefix, ending = call.groups()
        return _numbered(page, int(pages), int(open_) + 1, lambda number: _name(prefix, number - 1, 0, ending))
    return _counted(page, live)


def _counted(page: Page, live: str) -> Pager | None:
    """A call that is commented out, or written in place: the true number of pages is countPage's."""
    pages, open_ = COUNTED.search(live), CURRENT.search(live)
    if pages is None:
        return None
    call = PLAIN_CALL.search(page.text)
    prefix, ending = call.group(3, 4) if call else _written(live)
    number = int(open_.group(1)) + 1 if open_ else 1
    return _numbered(page, int(pages.group(1)), number, lambda k: _name(prefix, k - 1, 0, ending))


def _written(live: str) -> tuple[str, str]:
    ending = re.search(r"[\"']\.?\s*(s?html?)\\?[\"']", live)
    return "index", ending.group(1) if ending else "html"


def _name(prefix: str, number: int, first: int, ending: str) -> str:
    return f"{prefix}.{ending}" if number == first else f"{prefix}_{number}.{ending}"


def _numbered(page: Page, pages: int, open_: int, name: Callable[[int], str], total: str | None = None) -> Pager:
    onward = tuple(urljoin(page.base, name(number)) for number in range(1, pages + 1) if number != open_)
    pager = Pager(onward if open_ == 1 else (), pages, int(total) if total else None, open_)
    drawn = plain_pager(page)
    return replace(pager, rows=pager.rows or (drawn.rows if drawn else None))
