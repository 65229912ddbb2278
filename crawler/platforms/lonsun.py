"""LonSun (龙讯): columns of an organ, their lists fetched as pieces of markup from /site/label/."""

import re
from dataclasses import replace
from html import unescape

from crawler.frames import framed, unframed
from crawler.labels import says_empty
from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import plain_pager
from crawler.platforms import Platform, register
from crawler.scripted import joined, paged, with_fields

LABEL = "labelName=publicInfoList"
QUESTION = re.compile(r"[\"'](/site/label/\d+\?[^\"']*labelName=publicInfoList[^\"']*)[\"']")
SIZE = re.compile(r"pageSize=(\d+)")
OPEN = re.compile(r"pageIndex=(\d+)")


@register
class Lonsun(Platform):
    """The list is a label of its own; its pages are counted by pageIndex, from 1."""

    name = "lonsun"

    def recognise(self, page: Page) -> bool:
        """By the question of its lists."""
        return LABEL in page.text or LABEL in page.asked

    def listing(self, page: Page) -> Listing:
        """Of a page, the question for its list; of an answer, its rows and the questions for all further pages."""
        if LABEL in page.asked:
            return _answered(page)
        if question := QUESTION.search(unescape(page.text)):
            return framed(page, with_fields(joined(page, question[1]), {"pageIndex": 1}))
        return unframed(page, "列表的地址无法识别")


def _answered(page: Page) -> Listing:
    found, drawn = rows(page), plain_pager(page)
    size, open_ = SIZE.search(page.asked), OPEN.search(page.asked)
    number, per_page = int(open_[1]) if open_ else 1, int(size[1]) if size else len(found)
    total = drawn.rows if drawn else None
    if total is None and drawn and drawn.pages:
        total = drawn.pages * per_page
    if total is None and drawn is None:
        total = len(found) if number == 1 and len(found) < per_page else None
    pager = paged(number, total, per_page, lambda place: with_fields(page.asked, {"pageIndex": place}))
    return Listing(
        found, replace(pager, rows=drawn.rows if drawn else None), empty=not found and says_empty(page.visible)
    )
