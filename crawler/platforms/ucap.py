"""UCAP (开普云): static column-index pages, or a channel whose list is searched for as JSON."""

import re

from crawler.frames import framed
from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import Pager, plain_pager
from crawler.platforms import Platform, register
from crawler.scripted import answer, fields, items, joined, number, paged, table, with_fields
from crawler.scripted import rows as rows_of

ANSWERS = "/common/search/"
MARKS = (ANSWERS, "UCAP-CONTENT", "ucap-", "-index-1.shtml")
CHANNEL = re.compile(r"[\"']([^\"']*/common/search/\w+[^\"']*)[\"']")
CHANNEL_ID = re.compile(r"channelId[\"']?\s*[:=]\s*[\"'](\w+)[\"']")
ASKED = {"_isAgg": "false", "_isJson": "true"}
SIZE = 60
INDEX = re.compile(r"^(.*-index-)(\d+)(\.shtml)$")
COUNTED = re.compile(r"(?:pageCount|totalPage|countPage)[\"']?\s*[:=]\s*[\"']?(\d+)")


@register
class Ucap(Platform):
    """Page k of a static list is -index-k.shtml; a searched one counts by page and _pageSize."""

    name = "ucap"

    def recognise(self, page: Page) -> bool:
        """By the marks of its templates, or the address of its answers or of its static pages."""
        return ANSWERS in page.asked or any(mark in page.text for mark in MARKS) or bool(INDEX.match(page.url))

    def listing(self, page: Page) -> Listing:
        """The rows of a page or of an answer, and the further pages."""
        if ANSWERS in page.asked:
            return _answered(page)
        channel, numbered = _channel(page), _numbered(page)
        if channel and numbered is None:
            return framed(page, _asked(channel, 1))
        return Listing(rows(page), numbered or plain_pager(page))


def _channel(page: Page) -> str | None:
    if written := CHANNEL.search(page.text):
        return joined(page, written[1])
    named = CHANNEL_ID.search(page.text) if ANSWERS in page.text else None
    return joined(page, f"{ANSWERS}{named[1]}") if named else None


def _asked(url: str, place: int) -> str:
    return with_fields(url, ASKED | {"_pageSize": SIZE, "page": place})


def _answered(page: Page) -> Listing:
    said = answer(page)
    data = table(said, "data") or table(said, "result")
    found = rows_of(page, items(data, "results", "list"), LINKS, ("title", "titleHtml"), DATES)
    total = number(data.get("total", data.get("totalCount")))
    open_ = int(fields(page.asked).get("page", 1))
    return Listing(found, paged(open_, total, SIZE, lambda place: _asked(page.asked, place)), empty=total == 0)


LINKS = ("url", "redirectUrl", "docUrl")
DATES = ("publishedTimeStr", "publishedTime", "docPubTime", "date")


def _numbered(page: Page) -> Pager | None:
    """The static pages of a list, when its page counts them."""
    here, counted = INDEX.match(page.url), COUNTED.search(page.text)
    if here is None or counted is None:
        return None
    front, open_, ending = here[1], int(here[2]), here[3]
    further = (f"{front}{place}{ending}" for place in range(2, int(counted[1]) + 1))
    return Pager(tuple(further) if open_ == 1 else (), int(counted[1]), open=open_)
