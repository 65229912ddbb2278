"""Stuck: lists of which the first page is all that can be seen; whoever takes it for the whole is mistaken."""

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

ROWS_PER_PAGE = 12
FOLDER = "/zwgk/zfxxgknb/"
POSTED = "/InfoList.aspx?cid=1019"


@shape("stub")
def stub(portal: Portal, column: list[Row]) -> Site:
    """A portal that keeps the first two pages of its lists; those behind are empty shells of a few hundred bytes."""
    pages = _pages(portal, column, FOLDER)
    pages[FOLDER] = _turned(portal, column, 0)
    pages[f"{FOLDER}index_1.html"] = _turned(portal, column, 1)
    pages |= {f"{FOLDER}index_{number}.html": page("trs/stub", portal) for number in range(2, _count(column))}
    return Site(pages, NOT_FOUND)


@shape("postback")
def postback(portal: Portal, column: list[Row]) -> Site:
    """A portal that turns its pages by sending a form with the state of the page."""

    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        parts = {"rows": there[:ROWS_PER_PAGE], "pages": _count(there)}
        return page("postback/list", portal, address=_address, **parts)

    return Site(_pages(portal, column, POSTED) | {POSTED: answer}, NOT_FOUND)


def _pages(portal: Portal, column: list[Row], first: str) -> dict[str, Page]:
    pages: dict[str, Page] = {
        "/": page("plain/home", portal),
        "/zwgk/index.html": page("plain/disclosure", portal, column=first),
    }
    return pages | {_address(row): article("jpage/article", portal, row) for row in column}


def _turned(portal: Portal, column: list[Row], number: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        parts = {"rows": there[number * ROWS_PER_PAGE :][:ROWS_PER_PAGE], "page": number, "pages": _count(there)}
        return page("trs/list", portal, address=_address, **parts)

    return answer


def _count(column: list[Row]) -> int:
    return -(-len(column) // ROWS_PER_PAGE)


def _address(row: Row) -> str:
    return f"{FOLDER}{row.shown:%Y%m}/t{row.shown:%Y%m%d}_{row.number}.html"
