"""affair: an empty page, and a list posted for as JSON."""

import json

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 4  # robots.txt, the home page, the disclosure page, the frame of the list


@shape("affair")
def affair(portal: Portal, column: list[Row]) -> Site:
    """A portal of one page per column, filled by its application."""
    pages: dict[str, Page] = {
        "/": page("affair/home", portal),
        "/zwgk/index.html": page("affair/disclosure", portal),
        "/zwgk/zfxxgknb/index.html": page("affair/list", portal),
        "/front/api/data/affair": lambda visit: _listing(column, visit),
    }
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // 15))


def _listing(column: list[Row], visit: Visit) -> Answer:
    if visit.method != "POST":
        return NOT_FOUND
    asked, there = json.loads(visit.body), online(column, visit.day)
    number, size = asked["pageNo"], asked["pageSize"]
    found = [
        {"title": row.title, "url": _address(row), "date": f"{row.shown} 00:00:00"}
        for row in there[(number - 1) * size : number * size]
        if asked["channelList"] == ["zfxxgknb"]
    ]
    data = {"list": found, "pageNo": number, "totalPage": -(-len(there) // size), "totalCount": len(there)}
    return Answer(json.dumps({"code": 200, "data": data}, ensure_ascii=False), content_type="application/json")


def _address(row: Row) -> str:
    return f"/affair/{row.shown:%Y%m%d}/{row.number:032x}.html"
