"""affair: single-page portals whose lists are posted for as JSON by channel, with a total that may be capped."""

import json
import re
from collections.abc import Sequence

from crawler.frames import framed, unframed
from crawler.listing import Listing
from crawler.page import Page
from crawler.pager import Pager
from crawler.platforms import Platform, register
from crawler.question import posted_json, question
from crawler.scripted import answer, items, joined, number, paged, table
from crawler.scripted import rows as rows_of

ANSWERS = "/front/api/data/affair"
CHANNELS = re.compile(r"channelList[\"']?\s*[:=]\s*(\[[^\]]*\])")
SIZE = 15
CAPPED = 10_000  # a total of just so many says no more than "at least"


@register
class Affair(Platform):
    """Page k of a channel by pageNo; the answer counts pages and rows."""

    name = "affair"

    def recognise(self, page: Page) -> bool:
        """By the address of its answers."""
        return ANSWERS in page.asked or ANSWERS in page.text

    def listing(self, page: Page) -> Listing:
        """Of a page, the question for its list; of an answer, its rows and the questions for the rest."""
        if ANSWERS in page.asked:
            return _answered(page)
        if channels := _channels(page):
            return framed(page, _asked(joined(page, ANSWERS), channels, 1))
        return unframed(page, "列表的栏目号无法识别")


def _channels(page: Page) -> list[str | int]:
    """The channels of a page's list, where they are written out as names or numbers."""
    written = CHANNELS.search(page.text)
    try:
        found = json.loads(written[1].replace("'", '"')) if written else []
    except ValueError:
        return []
    return [one for one in found if isinstance(one, str | int)]


def _asked(url: str, channels: Sequence[str | int], place: int) -> str:
    return posted_json(url, {"channelList": channels, "pageSize": SIZE, "pageNo": place})


def _answered(page: Page) -> Listing:
    asked = question(page.asked)
    body, data = json.loads(asked.body), table(answer(page), "data")
    found = rows_of(
        page, items(data, "list"), ("url", "link", "docUrl"), ("title", "docTitle"), ("date", "publishTime")
    )
    total = number(data.get("totalCount"))
    pager = paged(int(body["pageNo"]), total, SIZE, lambda place: _asked(asked.url, body["channelList"], place))
    if total == CAPPED:
        pager = Pager(pager.onward, None, None, pager.open, "自称的总数是上限，不是实数")
    return Listing(found, pager, empty=total == 0)
