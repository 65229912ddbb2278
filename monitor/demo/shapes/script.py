"""Script: a list that is empty until its page's script fetches it; a report may be an attachment."""

import json

from monitor.demo.shapes import NOT_FOUND, Row, article, once_online, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal


@shape("script")
def script(portal: Portal, column: list[Row]) -> Site:
    """A portal whose list comes from /api/article/list, by a script of nobody's family."""
    pages: dict[str, Page] = {
        "/robots.txt": Answer("User-agent: *\nDisallow: /admin/\n", content_type="text/plain"),
        "/": page("script/home", portal),
        "/channel/zfxxgk": page("script/home", portal),
        "/channel/zfxxgknb": page("script/list", portal),
        "/api/article/list": lambda visit: _listing(column, visit),
    }
    for row in column:
        pages[_address(row)] = article("script/article", portal, row)
        if row.file:
            pages[f"/upload/{row.number}.pdf"] = _file(row)
    return Site(pages, NOT_FOUND)


def _address(row: Row) -> str:
    return f"/content/{row.shown.year}/{row.number}.html"


def _file(row: Row) -> Page:
    return once_online(row, lambda _: Answer(row.data, content_type="application/pdf"))


def _listing(column: list[Row], visit: Visit) -> Answer:
    there = [
        {"title": row.title, "url": _address(row), "date": f"{row.shown:%Y-%m-%d}"} for row in online(column, visit.day)
    ]
    answer = {"code": 0, "data": {"total": len(there), "list": there}}
    return Answer(json.dumps(answer, ensure_ascii=False), content_type="application/json; charset=utf-8")
