"""jpage (大汉): rows inside a data store in a script, the rest from dataproxy.jsp by number of record."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.datastore import declared, records
from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import Pager, plain_pager
from crawler.platforms import Platform, register
from crawler.question import form

MARKS = ("/module/web/jpage/", "/module/jpage/", "<datastore>")
PROXY = re.compile(r"[\"'(]([^\"'()\s]*/(?:more)?(?:column)?dataproxy\.jsp[^\"'()\s]*)")
NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[(.*?)\]\]>\s*</nextgroup>", re.DOTALL)
HREF = re.compile(r"href=[\"']([^\"']+)")
POSTED = {"col": "1", "sourceContentType": "1", "permissiontype": "0"}
ASKED_BY = ("page", "startrecord", "endrecord", "perpage", "group")
GROUP = 45  # records in one question: three pages of fifteen, as the portals' own script asks


@register
class Jpage(Platform):
    """A list whose first records are in its page; servers obey the numbers of records, or only the number of a page."""

    name = "jpage"

    def recognise(self, page: Page) -> bool:
        """By the module's path, or its data store."""
        return any(mark in page.asked or mark in page.text for mark in MARKS)

    def listing(self, page: Page) -> Listing:
        """The records of a page or of an answer, and the questions that bring the others."""
        found, total = records(page, page.text), declared(page.text)
        if "dataproxy.jsp" in page.asked:
            further = () if "startrecord" in page.asked else tuple(_next_group(page))
            return Listing(found, Pager(further, rows=total), empty=total == 0)
        if not found:
            return _without_records(page, total)
        unsaid = total is None and "<nextgroup>" not in page.text
        stuck = "jpage 的列表没有说明共有多少条" if unsaid else None
        return Listing(found, Pager(_questions(page, len(found), total), rows=total, stuck=stuck))


def _without_records(page: Page, total: int | None) -> Listing:
    """A page whose store is empty: the rows may stand in the page itself, or come only when asked for."""
    plain, drawn = rows(page), plain_pager(page)
    if plain and (drawn or total is not None or "<datastore>" in page.text):
        return Listing(plain, drawn or Pager(rows=total))
    if plain:
        return Listing(plain, Pager(stuck="jpage 的列表没有说明共有多少条"))
    questions = _questions(page, 0, total) or tuple(_next_group(page))
    stuck = None if questions else "列表由 jpage 提供，页面没有给出地址"
    return Listing((), Pager(questions, rows=total, stuck=stuck), apart=bool(questions))


def _questions(page: Page, known: int, total: int | None) -> tuple[str, ...]:
    """The groups of records behind those known; without a total, the one that the page itself names next."""
    proxy = next(iter(PROXY.findall(unescape(page.text))), None)
    if proxy is None or total is None:
        return tuple(_next_group(page))
    address, _, query = proxy.partition("?")
    fields = {name: value for name, value in parse_qsl(query, keep_blank_values=True) if name not in ASKED_BY}
    size = known or GROUP
    return tuple(
        form(_numbered(urljoin(page.base, address), start, min(start + size - 1, total), size), POSTED | fields)
        for start in range(known + 1, total + 1, size)
    )


def _numbered(address: str, first: int, last: int, size: int) -> str:
    """The same records by their numbers and by the number of their page: some servers obey only one of the two."""
    return f"{address}?page={(first - 1) // size + 1}&startrecord={first}&endrecord={last}&perpage={size}"


def _next_group(page: Page) -> Iterator[str]:
    for group in NEXT_GROUP.findall(page.text):
        for href in HREF.findall(unescape(group)):
            if urlsplit(href).path:
                yield urljoin(page.base, href)
