"""eportal (慧兰): pages turned by next(N), which asks /eportal/ui for a module's page by number."""

import re
from html import unescape
from urllib.parse import urljoin

from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import Pager, plain_pager
from crawler.platforms import Platform, register
from crawler.scripted import fields, with_fields

PLACE = "/eportal/ui"
MARKS = ("/eportal/ui?pageId=", "uiFramework/huilan", "eprotalCurrentPageId")
MODULE = re.compile(r"moduleId[\"']?\s*[=:]\s*[\"']?(\w{6,})")
PAGE_ID = re.compile(r"pageId[\"']?\s*[=:]\s*[\"']?(\d+)")
COUNTED = re.compile(r"共(\d+)页")
TURNS = re.compile(r"javascript:\s*(?:next|goPage|page)\(\s*[\"']?(\d+)")


@register
class Eportal(Platform):
    """Page k of a module is the same address with currentPage=k."""

    name = "eportal"

    def recognise(self, page: Page) -> bool:
        """By its address or its framework, where pages are turned by script."""
        return PLACE in page.asked or any(mark in page.text for mark in MARKS)

    def listing(self, page: Page) -> Listing:
        """The rows, and from the first page the addresses of all others."""
        found, drawn = rows(page), plain_pager(page)
        turns = [int(number) for number in (*TURNS.findall(unescape(page.text)), *COUNTED.findall(page.visible))]
        pages = max(turns, default=1)
        if pages <= 1:
            return Listing(found, drawn)
        return Listing(found, _pager(page, pages, drawn))


def _pager(page: Page, pages: int, drawn: Pager | None) -> Pager:
    module, page_id = MODULE.search(page.text), PAGE_ID.search(f"{page.url} {page.text}")
    if module is None or page_id is None:
        return Pager(pages=pages, stuck="翻页的模块号无法识别")
    address = urljoin(page.base, f"{PLACE}?pageId={page_id[1]}&moduleId={module[1]}&staticRequest=yes")
    open_ = int(fields(page.url).get("currentPage", 1))
    further = (with_fields(address, {"currentPage": place}) for place in range(2, pages + 1))
    rows_said = drawn.rows if drawn else None
    return Pager(tuple(further) if open_ == 1 else (), pages, rows_said, open_)
