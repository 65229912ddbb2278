"""gkmlpt: an application whose tree is in its page and whose lists come as JSON with times in seconds."""

import json
from datetime import datetime

from markupsafe import Markup

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal
from storage.clock import SHANGHAI

ROWS_PER_PAGE = 100
WAY = 3  # robots.txt, the home page, the application
ANNUAL = 2629
TREE = [
    {"id": 2620, "name": "政策文件", "post_count": 3, "children": [{"id": 2621, "name": "规范性文件", "children": []}]},
    {
        "id": 2628,
        "name": "法定主动公开内容",
        "children": [{"id": ANNUAL, "name": "政府信息公开年报", "post_count": 36}],
    },
]


@shape("gkmlpt")
def gkmlpt(portal: Portal, column: list[Row]) -> Site:
    """A portal that hands everything over to the application of its province."""
    return _site(portal, column, "home", "/gkmlpt/index")


@shape("gkmlpt-annual")
def gkmlpt_annual(portal: Portal, column: list[Row]) -> Site:
    """A portal that links to the application's own route for annual reports; its number stands behind a #."""
    return _site(portal, column, "annual", "/gkmlpt/annualreport")


def _site(portal: Portal, column: list[Row], home: str, app: str) -> Site:
    tree = Markup(json.dumps(TREE, ensure_ascii=False))  # noqa: S704  (made here)
    pages: dict[str, Page] = {
        "/": page(f"gkmlpt/{home}", portal, annual=ANNUAL),
        app: page("gkmlpt/app", portal, tree=tree),
        f"/gkmlpt/api/all/{ANNUAL}": lambda visit: _listing(column, visit),
    }
    pages |= {_address(row): article("gkmlpt/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _listing(column: list[Row], visit: Visit) -> Answer:
    there = online(column, visit.day)
    number = int(visit.query["page"])
    articles = [
        {
            "id": row.number,
            "title": row.title,
            "publisher": row.publisher,
            "url": f"http://{visit.host}{_address(row)}",
            "display_publish_time": int(datetime.combine(row.shown, datetime.min.time(), SHANGHAI).timestamp()) + 36000,
        }
        for row in there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    ]
    said = {"total": len(there), "classify": {"post_count": len(there)}, "articles": articles}
    return Answer(json.dumps(said), content_type="application/json")


def _address(row: Row) -> str:
    return f"/gkmlpt/content/8/{row.number}/post_{row.number}.html"
