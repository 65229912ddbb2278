"""LonSun: the list of an organ's column is a piece of markup of its own, with its pager."""

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

ROWS_PER_PAGE = 15
WAY = 4  # robots.txt, the home page, the disclosure page, the frame of the list
ORGAN = "/public/column/6616000"
ANNUAL = "3"  # the type that stands for annual reports


@shape("lonsun")
def lonsun(portal: Portal, column: list[Row]) -> Site:
    """A portal that keeps one column per organ and type."""
    pages: dict[str, Page] = {
        "/": page("lonsun/home", portal),
        ORGAN: lambda visit: page(f"lonsun/{'list' if visit.query.get('type') == ANNUAL else 'disclosure'}", portal),
        "/site/label/8888": lambda visit: _label(column, visit),
    }
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _label(column: list[Row], visit: Visit) -> Answer:
    there = online(column, visit.day) if visit.query.get("type") == ANNUAL else []
    number, pages = int(visit.query["pageIndex"]), -(-len(there) // ROWS_PER_PAGE)
    shown = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    if not shown:
        return Answer(f"<div class='none'>{visit.query['result']}</div>")
    items = "".join(
        f'<li><a href="{_address(row)}" title="{row.title}">{row.title}</a><span class="date">{row.shown}</span></li>'
        for row in shown
    )
    return Answer(
        f"<ul class='xxgk_navli'>{items}</ul><div class='page'>共<b>{len(there)}</b>条 第{number}/{pages}页 "
        f"<a href='javascript:pageTo({number + 1})'>下一页</a></div>"
    )


def _address(row: Row) -> str:
    return f"/public/7071/{1150000000 + row.number}.html"
