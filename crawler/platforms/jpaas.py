"""jpaas (大汉): parts of a page that its unitbuild.js fetches, list and pager together, as markup within JSON."""

import json
import re
from collections.abc import Iterator

from crawler.frames import framed, unframed
from crawler.labels import says_empty
from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.platforms import Platform, register
from crawler.scripted import answer, fields, joined, number, paged, with_fields, within

UNIT = "/front/page/build/unit"
MARKS = ("unitbuild.js", UNIT)
LISTS = ("分页列表", "信息列表", "右侧内容", "ajax分页")  # values of tagId that stand for a list
SIZE = 15
COUNTED = re.compile(r"class=[\"']?pagination\b[^>]*")


@register
class Jpaas(Platform):
    """Each part of a page is asked for by the fields of its script's queryData; its pages by paramJson."""

    name = "jpaas"

    def recognise(self, page: Page) -> bool:
        """By the script that fills the page."""
        return any(mark in page.text for mark in MARKS)

    def listing(self, page: Page) -> Listing:
        """Of a page, the questions for its lists; of an answer, its rows, and from the first the questions for all."""
        if UNIT in page.asked:
            return _answered(page)
        units = [with_fields(unit, {"paramJson": _paging(1, SIZE)}) for unit in _units(page)]
        return framed(page, *units) if units else unframed(page, "列表的来源无法识别")


def _units(page: Page) -> Iterator[str]:
    for script in page.tree.css("script[querydata]"):
        said = (script.attributes.get("querydata") or "").replace("'", '"')
        try:
            query = json.loads(said)
        except ValueError:
            continue
        if query.get("tagId") in LISTS and (place := script.attributes.get("url")):
            yield with_fields(joined(page, place), query)


def _answered(page: Page) -> Listing:
    markup = str(within(answer(page), "data", "html") or "")
    box = COUNTED.search(markup)
    said = {name: number(value) for name, value in re.findall(r"(rows|count)=[\"']?(\d+)", box[0])} if box else {}
    asked = json.loads(fields(page.asked).get("paramJson", "{}"))
    open_, size = int(asked.get("pageNo", 1)), said.get("rows") or SIZE
    found = rows(page.fragment(markup))
    total = said.get("count")
    if not box and open_ == 1 and (found or says_empty(markup)):
        total = len(found)
    pager = paged(open_, total, size, lambda place: with_fields(page.asked, {"paramJson": _paging(place, size)}))
    return Listing(found, pager, empty=total == 0)


def _paging(place: int, size: int) -> str:
    return json.dumps({"pageNo": place, "pageSize": str(size)}, separators=(",", ":"))
