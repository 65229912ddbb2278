"""Openness: lists of a module whose pages are numbered in the path; titles may be cut short on the server."""

from collections.abc import Callable

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
ROWS_PER_PAGE = 10
LIST = "/OpennessContent/showList/659/0/page_{}.html"
TARGET = "/opennessTarget/?branch_id=5212bd1f&column_code=10000&tag=&page={}"
CUT = 12  # letters of a title that the older server shows


@shape("openness")
def openness(portal: Portal, column: list[Row]) -> Site:
    """A portal whose list says how many pages it has."""
    count = -(-len(column) // ROWS_PER_PAGE)
    lists: dict[str, Page] = {
        LIST.format(number): _list(portal, column, number, LIST) for number in range(1, count + 1)
    }
    return _site(portal, column, LIST.format(1), lists)


@shape("openness-cut")
def openness_cut(portal: Portal, column: list[Row]) -> Site:
    """A portal that cuts its titles before it sends them: only its pages say what they are."""

    def answer(visit: Visit) -> Answer:
        return _list(portal, column, int(visit.query["page"]), TARGET, CUT)(visit)

    return _site(portal, column, TARGET.format(1), {"/opennessTarget/": answer})


def _site(portal: Portal, column: list[Row], first: str, lists: dict[str, Page]) -> Site:
    pages: dict[str, Page] = {
        "/": page("plain/home", portal),
        "/zwgk/index.html": page("openness/disclosure", portal, column=first),
    }
    pages |= lists
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _list(portal: Portal, column: list[Row], number: int, place: str, cut: int = 0) -> Callable[[Visit], Answer]:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        parts = {
            "rows": there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE],
            "total": len(there),
            "pages": -(-len(there) // ROWS_PER_PAGE),
            "open": number,
            "called": lambda row: f"{row.title[:cut]}..." if cut else row.title,
        }
        return page("openness/list", portal, place=place.format, address=_address, **parts)

    return answer


def _address(row: Row) -> str:
    return f"/XxgkAnnualReport/show/{row.number}.html"
