"""UCAP: a channel that is searched for as JSON, and static list pages numbered -index-1, -index-2."""

import json

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 4  # robots.txt, the home page, the disclosure page, the frame of the list
ROWS_PER_PAGE = 14
LIST = "/zwgk/zfxxgknb/column-index-{}.shtml"


@shape("ucap")
def ucap(portal: Portal, column: list[Row]) -> Site:
    """A portal whose list is fetched by a script."""
    pages: dict[str, Page] = {
        "/": page("ucap/home", portal),
        "/zwgk/index.html": page("ucap/disclosure", portal),
        "/zwgk/zfxxgknb/index.html": page("ucap/search", portal),
        "/common/search/a8f1c0de": lambda visit: _found(column, visit),
    }
    pages |= {_address(row): article("ucap/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + 1)


@shape("ucap-static")
def ucap_static(portal: Portal, column: list[Row]) -> Site:
    """A portal whose list pages are files, their number known to a script alone."""
    pages: dict[str, Page] = {"/": page("ucap/home", portal), "/zwgk/index.html": page("ucap/static", portal)}
    for number in range(1, -(-len(column) // ROWS_PER_PAGE) + 1):
        pages[LIST.format(number)] = _list(portal, column, number)
    pages |= {_address(row): article("ucap/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY - 1 + -(-len(column) // ROWS_PER_PAGE))


def _list(portal: Portal, column: list[Row], number: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        shown = there[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        pages = -(-len(there) // ROWS_PER_PAGE)
        return page("ucap/list", portal, rows=shown, pages=pages, open=number, address=_address) if shown else NOT_FOUND

    return answer


def _found(column: list[Row], visit: Visit) -> Answer:
    there, number, size = online(column, visit.day), int(visit.query["page"]), int(visit.query["_pageSize"])
    results = [
        {
            "title": f"<em>{row.title[:4]}</em>{row.title[4:]}",
            "url": _address(row),
            "publishedTimeStr": f"{row.shown} 09:00",
        }
        for row in there[(number - 1) * size : number * size]
    ]
    said = {"data": {"total": len(there), "page": number, "results": results}}
    return Answer(json.dumps(said, ensure_ascii=False), content_type="application/json")


def _address(row: Row) -> str:
    return f"/zwgk/zfxxgknb/{row.shown:%Y%m}/c01_{row.number}.shtml"
