"""The xxgk module: a list posted for page by page, in which other columns' papers stand as well."""

from urllib.parse import parse_qsl

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 4  # robots.txt, the home page, the disclosure page, the frame of the list
ROWS_PER_PAGE = 12


@shape("xxgk")
def xxgk(portal: Portal, column: list[Row]) -> Site:
    """A portal whose lists come from search.jsp."""
    pages: dict[str, Page] = {
        "/": page("xxgk/home", portal),
        "/zwgk/index.html": page("xxgk/disclosure", portal),
        "/zwgk/zfxxgknb/index.html": page("xxgk/list", portal),
        "/module/xxgk/search.jsp": lambda visit: _answer(portal, column, visit),
    }
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _answer(portal: Portal, column: list[Row], visit: Visit) -> Answer:
    asked, there = dict(parse_qsl(visit.body.decode())), online(column, visit.day)
    if visit.method != "POST" or asked.get("infotypeId") != "B0009":
        return NOT_FOUND
    number = int(asked["currpage"])
    shown = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    pages = -(-len(there) // ROWS_PER_PAGE)
    return page("xxgk/answer", portal, rows=shown, pages=pages, open=number, address=_address)


def _address(row: Row) -> str:
    return f"/art/{row.shown.year}/{row.shown.month}/{row.shown.day}/art_1229_{row.number}.html"
