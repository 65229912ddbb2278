"""Plain: portals of nobody's family, which only the generic finder reads: numbered pages, and pages by query."""

from collections.abc import Callable

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
ROWS_PER_PAGE = 12

Place = Callable[[int], str]


@shape("numbers")
def numbers(portal: Portal, column: list[Row]) -> Site:
    """List pages 1.html, 2.html …; the rows are no links, but open when they are pressed."""
    place: Place = "/zfxxgk/zfxxgknb/{}.html".format
    pages = {place(number): _list(portal, column, number, place) for number in range(1, _pages(column) + 1)}
    return _site(portal, column, place(1), pages)


@shape("query")
def query(portal: Portal, column: list[Row]) -> Site:
    """List pages by a field of the query, on one address for all columns."""
    place: Place = "/InfoPublic.aspx?cid=1019&pid=971&page={}&kw=".format

    def answer(visit: Visit) -> Answer:
        shown = _list(portal, column, int(visit.query.get("page", 1)), place)
        return shown(visit) if visit.query.get("cid") == "1019" else NOT_FOUND

    return _site(portal, column, "/InfoPublic.aspx?cid=1019", {"/InfoPublic.aspx": answer})


def _site(portal: Portal, column: list[Row], first: str, lists: dict[str, Callable[[Visit], Answer]]) -> Site:
    pages: dict[str, Page] = {
        "/": page("plain/home", portal),
        "/zwgk/index.html": page("plain/disclosure", portal, column=first),
    }
    pages |= lists
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + _pages(column))


def _list(portal: Portal, column: list[Row], number: int, place: Place) -> Callable[[Visit], Answer]:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        shown = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        parts = {
            "rows": shown,
            "total": len(there),
            "pages": _pages(there),
            "open": number,
            "pressed": "cid" not in place(1),
        }
        return page("plain/list", portal, place=place, address=_address, **parts)

    return answer


def _pages(column: list[Row]) -> int:
    return max(1, -(-len(column) // ROWS_PER_PAGE))


def _address(row: Row) -> str:
    return f"/News/Detail/{row.shown:%Y%m%d}{row.number}.html"
