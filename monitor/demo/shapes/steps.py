"""Steps: addresses of steps without files, the column two menus deep, its list pages at /p/2; arrows turn."""

from monitor.demo.shapes import NOT_FOUND, Row, once_online, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 4  # robots.txt, the home page, the disclosure page, what the law has published
ROWS_PER_PAGE = 15
FOLDER = "/zfxxgk/ndbg"


@shape("steps")
def steps(portal: Portal, column: list[Row]) -> Site:
    """A portal whose list has titles cut short, days apart from their months, and nothing that counts them."""
    count = -(-len(column) // ROWS_PER_PAGE)
    pages: dict[str, Page] = {
        "/": page("steps/home", portal),
        "/zwgk": page("steps/disclosure", portal),
        "/zfxxgk/fdzdgknr": page("steps/menu", portal),
        FOLDER: _list(portal, column, 1),
    }
    pages |= {f"{FOLDER}/p/{number}": _list(portal, column, number) for number in range(1, count + 1)}
    pages |= {_address(row): _article(portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + count)


def _list(portal: Portal, column: list[Row], number: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        rows = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        pages = -(-len(there) // ROWS_PER_PAGE)
        return page("steps/list", portal, rows=rows, open=number, pages=pages, folder=FOLDER, address=_address)

    return answer


def _article(portal: Portal, row: Row) -> Page:
    return once_online(row, lambda day: page("steps/article", portal, row=row, text=row.text(day)))


def _address(row: Row) -> str:
    return f"{FOLDER}/d/{row.number}"
