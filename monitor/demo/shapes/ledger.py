"""Ledger: nested tables in GB2312, the day before the title, list pages by a number in the file's name."""

from dataclasses import replace

from monitor.demo.shapes import NOT_FOUND, Row, once_online, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
ROWS_PER_PAGE = 12


@shape("ledger")
def ledger(portal: Portal, column: list[Row]) -> Site:
    """A portal laid out in tables, with the newest notices beside every list and other governments' sites below it."""
    count = -(-len(column) // ROWS_PER_PAGE)
    lists: dict[str, Page] = {
        f"/List-12-{number}.aspx": _list(portal, column, number) for number in range(1, count + 1)
    }
    pages: dict[str, Page] = {
        "/": _old(page("ledger/home", portal)),
        "/Default.aspx": _old(page("ledger/home", portal)),
        "/List-3.aspx": _old(page("ledger/disclosure", portal)),
        "/List-12.aspx": lists["/List-12-1.aspx"],
    }
    pages |= lists
    pages |= {f"/{_address(row)}": _article(portal, row) for row in column}
    return Site(pages, _old(NOT_FOUND), fewest=WAY + count)


def _list(portal: Portal, column: list[Row], number: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        rows = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        pages = -(-len(there) // ROWS_PER_PAGE)
        return _old(page("ledger/list", portal, rows=rows, open=number, pages=pages, address=_address))

    return answer


def _article(portal: Portal, row: Row) -> Page:
    return once_online(row, lambda day: _old(page("ledger/article", portal, row=row, text=row.text(day))))


def _old(answer: Answer) -> Answer:
    """An answer in the encoding that only its markup declares."""
    return replace(answer, body=answer.data.decode().encode("gb18030"), content_type="text/html")


def _address(row: Row) -> str:
    return f"Show-12-{row.number}.aspx"
