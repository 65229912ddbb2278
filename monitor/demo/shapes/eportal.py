"""eportal: list pages turned by a script that asks for a module's page by number."""

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
ROWS_PER_PAGE = 13
LIST = "/zwgk/zfxxgknb/index.html"


@shape("eportal")
def eportal(portal: Portal, column: list[Row]) -> Site:
    """A portal whose first list page is a file and whose others come from /eportal/ui."""
    pages: dict[str, Page] = {
        "/": page("eportal/home", portal),
        "/zwgk/index.html": page("eportal/disclosure", portal),
        LIST: lambda visit: _list(portal, column, visit),
        "/eportal/ui": lambda visit: _list(portal, column, visit),
    }
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _list(portal: Portal, column: list[Row], visit: Visit) -> Answer:
    there, number = online(column, visit.day), int(visit.query.get("currentPage", 1))
    if visit.query and visit.query.get("moduleId") != "a81d6f5c7b":
        return NOT_FOUND
    shown = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    pages = -(-len(there) // ROWS_PER_PAGE)
    return page("eportal/list", portal, rows=shown, pages=pages, open=number, address=_address)


def _address(row: Row) -> str:
    return f"/dxdt13/{row.number}/index.html"
