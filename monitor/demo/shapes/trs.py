"""TRS: static list pages turned with createPageHTML, dated article pages beside them."""

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
ROWS_PER_PAGE = 12
FOLDER = "/zwgk/zfxxgknb/"


@shape("trs")
def trs(portal: Portal, column: list[Row]) -> Site:
    """A TRS portal: page k of the list is index_(k-1).html."""
    pages: dict[str, Page] = {
        "/": page("trs/home", portal),
        "/zwgk/": page("trs/disclosure", portal),
        FOLDER: _list(portal, column, 0),
        f"{FOLDER}index.html": _list(portal, column, 0),
    }
    further = range(1, len(column) // ROWS_PER_PAGE + 1)
    pages |= {f"{FOLDER}index_{number}.html": _list(portal, column, number) for number in further}
    pages |= {FOLDER + _address(row).removeprefix("./"): article("trs/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _address(row: Row) -> str:
    return f"./{row.shown:%Y%m}/t{row.shown:%Y%m%d}_{row.number}.html"


def _list(portal: Portal, column: list[Row], number: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        shown = there[number * ROWS_PER_PAGE : (number + 1) * ROWS_PER_PAGE]
        if not shown:
            return NOT_FOUND
        pages = -(-len(there) // ROWS_PER_PAGE)
        return page("trs/list", portal, rows=shown, address=_address, page=number, pages=pages)

    return answer
