"""truecms: records asked for by number through getMessage.do, wrapped as XML within JSONP; it wants a Referer."""

import re
from html import unescape

from crawler.datastore import declared, records
from crawler.frames import framed, unframed
from crawler.listing import Listing
from crawler.page import Page
from crawler.pager import Pager
from crawler.platforms import Platform, register
from crawler.scripted import answer, fields, joined, with_fields, within

ANSWERS = "messageController/getMessage.do"
PROXY = re.compile(r"proxyUrl\s*:\s*[\"']([^\"']*getMessage\.do[^\"']*)[\"']")
GROUP = 10  # the smallest cap met: servers cut longer answers at 10, 20 or 50 records


@register
class Truecms(Platform):
    """A cousin of jpage: the same records, by another door."""

    name = "truecms"

    def recognise(self, page: Page) -> bool:
        """By the address of its answers."""
        return ANSWERS in page.asked or ANSWERS in page.text

    def listing(self, page: Page) -> Listing:
        """Of a page, the question for its first records; of an answer, its rows and the questions for the rest."""
        if ANSWERS in page.asked:
            return _answered(page)
        if proxy := PROXY.search(unescape(page.text)):
            return framed(page, _group(joined(page, proxy[1]), 1))
        return unframed(page, "列表的地址无法识别")


def _group(url: str, first: int) -> str:
    return with_fields(url, {"startrecord": first, "endrecord": first + GROUP - 1, "perpage": GROUP, "callback": "cb"})


def _answered(page: Page) -> Listing:
    xml = str(within(answer(page), "result") or "")
    found, total = records(page, xml), declared(xml)
    first = int(fields(page.asked).get("startrecord", 1))
    further = range(first + GROUP, (total or 0) + 1, GROUP) if first == 1 else ()
    stuck = "没有说明共有多少条" if total is None else None
    return Listing(
        found, Pager(tuple(_group(page.asked, start) for start in further), rows=total, stuck=stuck), empty=total == 0
    )
