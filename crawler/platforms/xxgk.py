"""The xxgk module (大汉): lists posted for to search.jsp, not filtered by column, and reports shown year by year."""

import re
from urllib.parse import parse_qsl

from crawler.frames import framed, unframed
from crawler.leads import score
from crawler.listing import Listing, rows
from crawler.page import Link, Page
from crawler.pager import Pager, plain_pager
from crawler.platforms import Platform, register
from crawler.question import FORM, form, question
from crawler.scripted import fields, joined, with_fields

SEARCH = "/module/xxgk/search.jsp"
YEARLY = "xxgkAnnualReport.jsp"
MARKS = (SEARCH, "/module/xxgk/tree.jsp", YEARLY)
TREE = re.compile(r"[\"']([^\"'\s]*/module/xxgk/tree\.jsp[^\"'\s]*)[\"']")
PAGES = re.compile(r"共\s*(?:<[^>]+>\s*)?(\d+)\s*(?:<[^>]+>\s*)?页")
FIELD = re.compile(
    r"\b(divid|infotypeId|jdid|area|sortfield|standardXxgk|isAllList|texttype)[\"']?\s*[:=]\s*[\"']([^\"']*)[\"']"
)
YEAR = re.compile(r"fbtime[\"']?\s*[:=,]\s*[\"']?(20\d\d)")


@register
class Xxgk(Platform):
    """A list of everything an organ has published, or one report for each year named by fbtime."""

    name = "xxgk"

    def recognise(self, page: Page) -> bool:
        """By the module's addresses."""
        return any(mark in page.asked or mark in page.text for mark in MARKS)

    def organs(self, page: Page) -> tuple[Link, ...]:
        """The tree of the organs, under the number of the area that the page names."""
        area = next((value for name, value in FIELD.findall(page.text) if name == "area" and value.isalnum()), "")
        written = dict.fromkeys(place + area if place.endswith("area=") else place for place in TREE.findall(page.text))
        return tuple(Link(joined(page, place), "", "", "") for place in written if not place.endswith("area="))

    def listing(self, page: Page) -> Listing:
        """The years of a report that is shown year by year; else the rows, and the questions for all further pages."""
        if YEARLY in page.asked:
            return _years(page)
        if SEARCH in page.asked:
            return _answered(page)
        named = dict(FIELD.findall(page.text))
        if SEARCH in page.text and named:
            return framed(page, _asked(joined(page, SEARCH), named, 1))
        own = rows(page)  # the mark may be that of a search box, which stands on every page
        return Listing(own, plain_pager(page)) if own else unframed(page, "列表的栏目号无法识别")


def _asked(url: str, named: dict[str, str], place: int) -> str:
    return form(url, named | {"currpage": place})


def _answered(page: Page) -> Listing:
    """The rows that speak of reports: the module lists what other columns hold as well."""
    asked = question(page.asked)
    named = dict(parse_qsl(page.asked.partition(FORM)[2], keep_blank_values=True))
    open_, counted = int(named.get("currpage", 1)), PAGES.search(page.text)
    if counted is None:
        return Listing(rows(page), Pager(open=open_, stuck="没有说明共有几页"))
    pages = int(counted[1])
    further = tuple(_asked(asked.url, named, place) for place in range(2, pages + 1)) if open_ == 1 else ()
    return Listing(rows(page), Pager(further, pages, open=open_))


def _years(page: Page) -> Listing:
    """Every year that the page offers, each a page of its own; the one that is open is the report itself."""
    offered = sorted({*YEAR.findall(page.text), *fields(page.url).get("fbtime", "").split()}, reverse=True)
    here = fields(page.url).get("fbtime")
    return Listing(
        tuple(row for row in rows(page) if score(row.title)),
        Pager(tuple(with_fields(page.url, {"fbtime": year}) for year in offered if year != here)),
    )
