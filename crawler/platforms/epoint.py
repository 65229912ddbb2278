"""EWB (新点): lists posted for as JSON to getgovinfolist, by category and site."""

import json
import re

from crawler.frames import framed, unframed
from crawler.listing import Listing
from crawler.page import Page
from crawler.platforms import Platform, register
from crawler.question import posted_json, question
from crawler.scripted import answer, items, joined, number, paged, table
from crawler.scripted import rows as rows_of

ANSWERS = "getgovinfolist"
MARKS = (ANSWERS, "webBuilderCommon.js", "EWB-FRONT")
PLACE = re.compile(r"[\"']([^\"']*/rest/[\w/]*getgovinfolist)[\"']")
FIELD = re.compile(r"\b(deptcode|categorynum|siteGuid)[\"']?\s*[:=]\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
SIZE = 15
REST = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"


@register
class Epoint(Platform):
    """What is asked for stands in the page's script: the number of the category and the site's own."""

    name = "epoint"

    def recognise(self, page: Page) -> bool:
        """By its scripts, or the address of its answers."""
        return ANSWERS in page.asked or any(mark in page.text for mark in MARKS)

    def listing(self, page: Page) -> Listing:
        """Of a page, the question for its list; of an answer, its rows and the questions for the rest."""
        if ANSWERS in page.asked:
            return _answered(page)
        place = PLACE.search(page.text)
        named = {name.lower(): value for name, value in FIELD.findall(page.text)}
        if "categorynum" not in named:
            return unframed(page, "列表的分类号无法识别")
        return framed(page, _asked(joined(page, place[1] if place else REST), named, 1))


def _asked(url: str, named: dict[str, str], place: int) -> str:
    body = {
        "deptcode": named.get("deptcode", ""),
        "categorynum": named["categorynum"],
        "siteGuid": named.get("siteguid", ""),
        "pageIndex": place - 1,
        "pageSize": SIZE,
    }
    return posted_json(url, body)


def _answered(page: Page) -> Listing:
    asked = question(page.asked)
    body = json.loads(asked.body)
    said = table(answer(page), "custom")
    found = rows_of(page, items(said, "data"), ("infourl", "url"), ("realtitle", "title"), ("infodate", "date"))
    named = {name.lower(): str(value) for name, value in body.items()}
    total = number(said.get("total", said.get("count")))
    pager = paged(int(body["pageIndex"]) + 1, total, SIZE, lambda place: _asked(asked.url, named, place))
    return Listing(found, pager, empty=total == 0)
