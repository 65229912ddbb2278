"""Shell: a column's page that holds no list, but a frame in which it stands, or a script that leads there."""

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 4  # robots.txt, the home page, the disclosure page, the shell
ROWS_PER_PAGE = 13
SHELL = "/zwgk/zfxxgknb/index.html"


@shape("framed")
def framed(portal: Portal, column: list[Row]) -> Site:
    """A portal whose list stands in a frame of its own."""
    return _site(portal, column, "frame")


@shape("replaced")
def replaced(portal: Portal, column: list[Row]) -> Site:
    """A portal whose column is a page of a few bytes that sends every visitor on."""
    return _site(portal, column, "replace")


def _site(portal: Portal, column: list[Row], shell: str) -> Site:
    pages: dict[str, Page] = {
        "/": page("plain/home", portal),
        "/zwgk/index.html": page("plain/disclosure", portal, column=SHELL),
        SHELL: page(f"shell/{shell}", portal, inside=_place(1)),
    }
    count = -(-len(column) // ROWS_PER_PAGE)
    pages |= {_place(number): _list(portal, column, number) for number in range(1, count + 1)}
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + count)


def _list(portal: Portal, column: list[Row], number: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        shown, pages = there[(number - 1) * ROWS_PER_PAGE :][:ROWS_PER_PAGE], -(-len(there) // ROWS_PER_PAGE)
        return page("shell/list", portal, rows=shown, open=number, pages=pages, place=_place, address=_address)

    return answer


def _place(number: int) -> str:
    return f"/ztzl/nblist/list_{number}.html"


def _address(row: Row) -> str:
    return f"/zwgk/zfxxgknb/{row.shown:%Y-%m-%d}/{row.number}.html"
