"""jpage: the first records of a list in a data store within its page, the others by dataproxy.jsp."""

from collections.abc import Callable

from markupsafe import Markup

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

FIRST = 15  # records that stand in the page itself
WAY = 3  # robots.txt, the home page, the disclosure page
PROXY = "/module/web/jpage/dataproxy.jsp"
XML = "text/xml; charset=utf-8"


@shape("jpage")
def jpage(portal: Portal, column: list[Row]) -> Site:
    """A portal whose server obeys the numbers of the records asked for."""
    return _site(portal, column, lambda asked: slice(int(asked["startrecord"]) - 1, int(asked["endrecord"])))


@shape("jpage-pages")
def jpage_pages(portal: Portal, column: list[Row]) -> Site:
    """A portal whose server takes no notice of record numbers, only of the number of a page."""
    return _site(portal, column, lambda asked: _page_slice(int(asked["page"]), int(asked.get("perpage", FIRST))))


@shape("jpage-empty")
def jpage_empty(portal: Portal, column: list[Row]) -> Site:
    """A portal whose data store is empty, while all rows stand in the page itself."""
    site = _site(portal, column, lambda _: slice(0, 0))
    site.pages["/col/col61490/index.html"] = lambda visit: page(
        "jpage/empty", portal, rows=online(column, visit.day), address=_address
    )
    site.fewest = WAY + 1
    return site


def _page_slice(number: int, size: int) -> slice:
    return slice((number - 1) * size, number * size)


def _site(portal: Portal, column: list[Row], asked_for: Callable[[dict[str, str]], slice]) -> Site:
    def listing(visit: Visit) -> Answer:
        there = online(column, visit.day)
        store = Markup(_store(there[:FIRST], there))  # noqa: S704  (made here, of escaped rows)
        return page("jpage/list", portal, store=store, total=len(there))

    def proxy(visit: Visit) -> Answer:
        there = online(column, visit.day)
        return Answer(_store(there[asked_for(visit.query)], there), content_type=XML)

    pages: dict[str, Page] = {
        "/": page("jpage/home", portal),
        "/col/col61001/index.html": page("jpage/disclosure", portal),
        "/col/col61490/index.html": listing,
        PROXY: proxy,
    }
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + 1 + -(-(len(column) - FIRST) // FIRST))


def _store(shown: list[Row], there: list[Row]) -> str:
    records = "".join(f"<record><![CDATA[{_item(row)}]]></record>" for row in shown)
    following = (
        f'<a href="{PROXY}?page=1&appid=1&webid=39&path=/&columnid=61490&unitid=247686&webname=x&permissiontype=0"></a>'
    )
    return (
        f"<datastore><nextgroup><![CDATA[{following}]]></nextgroup><recordset>{records}</recordset>"
        f"<totalrecord>{len(there)}</totalrecord></datastore>"
    )


def _item(row: Row) -> str:
    cut = row.title if len(row.title) < 20 else row.title[:18] + "..."
    return f'<li><a href="{_address(row)}" title="{row.title}">{cut}</a><span>{row.shown}</span></li>'


def _address(row: Row) -> str:
    return f"/art/{row.shown.year}/{row.shown.month}/{row.shown.day}/art_61490_{row.number}.html"
