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
    return _site(portal, column, "list", 0)


@shape("trs-container")
def trs_container(portal: Portal, column: list[Row]) -> Site:
    """A TRS portal whose call names the box of its pager first: page k of the list is index_k.html."""
    return _site(portal, column, "container", 1)


@shape("trs-commented")
def trs_commented(portal: Portal, column: list[Row]) -> Site:
    """A TRS portal whose call is commented out, with another number of pages than there are."""
    return _site(portal, column, "commented", 0)


def _site(portal: Portal, column: list[Row], template: str, first: int) -> Site:
    pages: dict[str, Page] = {
        "/": page("trs/home", portal),
        "/zwgk/": page("trs/disclosure", portal),
        FOLDER: _list(portal, column, 0, template),
        f"{FOLDER}index.html": _list(portal, column, 0, template),
    }
    further = range(1, len(column) // ROWS_PER_PAGE + 1)
    pages |= {f"{FOLDER}index_{number + first}.html": _list(portal, column, number, template) for number in further}
    pages |= {FOLDER + _address(row).removeprefix("./"): article("trs/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _address(row: Row) -> str:
    return f"./{row.shown:%Y%m}/t{row.shown:%Y%m%d}_{row.number}.html"


def _list(portal: Portal, column: list[Row], number: int, template: str) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        shown = there[number * ROWS_PER_PAGE : (number + 1) * ROWS_PER_PAGE]
        if not shown:
            return NOT_FOUND
        pages = -(-len(there) // ROWS_PER_PAGE)
        parts = {"page": number, "pages": pages, "total": len(there)}
        return page(f"trs/{template}", portal, rows=shown, address=_address, **parts)

    return answer
