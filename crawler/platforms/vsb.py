"""VSB webplus (博达) portals: descending page numbers, so that every page is followed by its link and none computed."""

import re
from dataclasses import replace

from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import Pager, plain_pager
from crawler.platforms import Platform, register

# _simple_list_gotopage_fun(pages, field, step), and its older form a134388_gopage_fun(pages, …)
GOTO = re.compile(r"(?:_simple_list_gotopage_fun|\w+_gopage_fun)\(\s*(\d+)")
MARKS = ("_simple_list_gotopage_fun", "_gopage_fun(", "/system/resource/js/", 'id="line_u', "p_pages")
OPEN = re.compile(r"p_no_d[^>]*>\s*(\d+)")


@register
class Vsb(Platform):
    """Page 2 of 31 is 30.htm and the last is 1.htm: the pager's own links are the only authority."""

    name = "vsb"

    def recognise(self, page: Page) -> bool:
        """By its scripts, its numbered rows or its pager."""
        return any(mark in page.text for mark in MARKS)

    def listing(self, page: Page) -> Listing:
        """The rows, and the pages that the pager links to; the script that jumps to a page counts them."""
        return Listing(rows(page), _pager(page))


def _pager(page: Page) -> Pager | None:
    drawn, counted, open_ = plain_pager(page), GOTO.search(page.text), OPEN.search(page.text)
    if counted is None:
        return drawn
    pages = int(counted[1])
    pager = drawn or Pager(stuck="翻页脚本无法识别" if pages > 1 else None)
    # the box for a page number jumps by script, but wherever it leads is linked as well
    stuck = None if pager.onward or pages == 1 or (open_ and int(open_[1]) == pages) else pager.stuck
    return replace(pager, pages=pages, open=int(open_[1]) if open_ else pager.open, stuck=stuck)
