"""Written: rows that a script writes line by line, below them a pager folded up in base64."""

from base64 import b64encode
from urllib.parse import quote

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
ROWS_PER_PAGE = 13
FOLDER = "/zwgk/zfxxgknb/"


@shape("written")
def written(portal: Portal, column: list[Row]) -> Site:
    """A portal whose source shows no row and no pager to whoever reads it without its scripts."""
    pages: dict[str, Page] = {
        "/": page("written/home", portal),
        "/zwgk/index.html": page("written/disclosure", portal),
        FOLDER + "index.html": _list(portal, column, 1),
    }
    count = -(-len(column) // ROWS_PER_PAGE)
    pages |= {f"{FOLDER}index_{number}.html": _list(portal, column, number) for number in range(2, count + 1)}
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + count)


def _list(portal: Portal, column: list[Row], number: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        shown = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        pages = -(-len(there) // ROWS_PER_PAGE)
        folded = b64encode(quote(_pager(number, pages)).encode()).decode()
        return page("written/list", portal, rows=shown, address=_address, folded=folded)

    return answer


def _pager(open_: int, pages: int) -> str:
    links = "".join(
        f"<b>{number}</b> " if number == open_ else f'<a href="{_place(number)}">{number}</a> '
        for number in range(1, pages + 1)
    )
    following = f'<a href="{_place(open_ + 1)}">下一页</a>' if open_ < pages else "<span>下一页</span>"
    return f"共{pages}页 第{open_}页 {links}{following}"


def _place(number: int) -> str:
    return "index.html" if number == 1 else f"index_{number}.html"


def _address(row: Row) -> str:
    return f"{FOLDER}{row.shown:%Y%m}/{row.number:032x}.html"
