"""Catid: one script for everything, which is told by its query whether a list or a page is wanted; a select turns."""

from monitor.demo.shapes import NOT_FOUND, Row, once_online, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
ROWS_PER_PAGE = 10
SCRIPT = "/index.php?m=content&c=index&a="


@shape("catid")
def catid(portal: Portal, column: list[Row]) -> Site:
    """A portal with look-alike columns beside that of the reports: the website's figures, the rule of law."""
    pages: dict[str, Page] = {
        "/": page("catid/home", portal),
        "/index.php": page("catid/home", portal),
        f"{SCRIPT}lists&catid=80": page("catid/disclosure", portal),
        f"{SCRIPT}lists&catid=90": _alike(
            portal, "政府网站工作年度报表", "青禾县人民政府网站工作年度报表（2024年度）", 90
        ),
        f"{SCRIPT}lists&catid=91": _alike(portal, "法治政府建设年度报告", "青禾县2024年法治政府建设年度报告", 91),
    }
    for number in range(1, _count(column) + 1):
        pages[f"{SCRIPT}lists&catid=88&page={number}"] = _list(portal, column, number)
    pages[f"{SCRIPT}lists&catid=88"] = pages[f"{SCRIPT}lists&catid=88&page=1"]
    pages |= {_address(row): _article(portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + _count(column))


def _list(portal: Portal, column: list[Row], number: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        rows = [
            (_address(row), row.title, row.shown)
            for row in there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        ]
        parts = {"rows": rows, "total": len(there), "pages": _count(there), "open": number}
        return page("catid/list", portal, called="信息公开年报", catid=88, **parts)

    return answer


def _alike(portal: Portal, called: str, title: str, number: int) -> Answer:
    rows = [(f"{SCRIPT}show&catid={number}&id=2779{number}", title, "2025-01-20")]
    return page("catid/list", portal, called=called, catid=number, rows=rows, total=1, pages=1, open=1)


def _article(portal: Portal, row: Row) -> Page:
    return once_online(row, lambda day: page("catid/article", portal, row=row, text=row.text(day)))


def _count(column: list[Row]) -> int:
    return max(1, -(-len(column) // ROWS_PER_PAGE))


def _address(row: Row) -> str:
    return f"{SCRIPT}show&catid=88&id={row.number}"
