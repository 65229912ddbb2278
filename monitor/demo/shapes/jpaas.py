"""jpaas: a column whose list comes as markup within JSON, page by page."""

import json

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

ROWS_PER_PAGE = 15
WAY = 4  # robots.txt, the home page, the disclosure page, the frame of the list
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


@shape("jpaas")
def jpaas(portal: Portal, column: list[Row]) -> Site:
    """A portal of the current generation: nothing of the list is in its page."""
    pages: dict[str, Page] = {
        "/": page("jpaas/home", portal),
        "/zwgk/index.html": page("jpaas/disclosure", portal),
        "/zwgk/zfxxgknb/index.html": page("jpaas/list", portal),
        UNIT: lambda visit: _unit(column, visit),
    }
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _unit(column: list[Row], visit: Visit) -> Answer:
    there = online(column, visit.day) if visit.query.get("tagId") == "信息列表" else []
    number = int(json.loads(visit.query["paramJson"])["pageNo"])
    shown = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    items = "".join(
        f'<li class="clearfix"><a href="{_address(row)}" title="{row.title}">{row.title[:18]}…</a>'
        f'<span class="bt-right">{row.shown}</span></li>'
        for row in shown
    )
    markup = f"<ul>{items}</ul><div class='pagination' rows='{ROWS_PER_PAGE}' count='{len(there)}'></div>"
    said = {"success": True, "code": "200", "data": {"html": markup}}
    return Answer(json.dumps(said, ensure_ascii=False), content_type="application/json;charset=UTF-8")


def _address(row: Row) -> str:
    return f"/zwgk/zfxxgknb/art/{row.shown.year}/art_{row.number:032x}.html"
