"""EWB: a list that its page's script posts for."""

import json

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 4  # robots.txt, the home page, the disclosure page, the frame of the list
SIZE = 15


@shape("epoint")
def epoint(portal: Portal, column: list[Row]) -> Site:
    """A portal whose lists are numbers of categories."""
    pages: dict[str, Page] = {
        "/": page("epoint/home", portal),
        "/zwgk/index.html": page("epoint/disclosure", portal),
        "/zwgk/zfxxgknb/index.html": page("epoint/list", portal),
        "/EWB-FRONT/rest/lightfrontaction/getgovinfolist": lambda visit: _listing(column, visit),
    }
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // SIZE))


def _listing(column: list[Row], visit: Visit) -> Answer:
    if visit.method != "POST":
        return Answer("{}", status=405)
    asked, there = json.loads(visit.body), online(column, visit.day)
    start, size = asked["pageIndex"] * asked["pageSize"], asked["pageSize"]
    data = [
        {"infourl": _address(row), "realtitle": row.title, "title": row.title[:12] + "...", "infodate": str(row.shown)}
        for row in there[start : start + size]
        if asked["categorynum"] == "003001009"
    ]
    said = {"custom": {"code": 1, "total": len(there), "data": data}, "status": {"code": 200}}
    return Answer(json.dumps(said, ensure_ascii=False), content_type="application/json")


def _address(row: Row) -> str:
    return f"/zwgk/003001/{row.shown:%Y%m%d}/{row.number:08x}-11ee.html"
