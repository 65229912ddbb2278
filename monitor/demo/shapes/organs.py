"""Organs: portals without a common column; every body has one of its own, behind a tree, a page or an area's number."""

import json

from monitor.demo.shapes import NOT_FOUND, Row, article, once_online, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
TREE = "/u/channel/treeNew/songquan"
YEARLY = "/module/xxgk/xxgkAnnualReport.jsp"


@shape("ztree")
def ztree(portal: Portal, column: list[Row]) -> Site:
    """A portal that shows a tree of its bodies and their columns; most of its nodes lead to null.shtml."""
    places = {body: f"/songquan/{place}/nb/list.shtml" for place, body in enumerate(_bodies(column))}
    pages = _pages(portal, column, page("organs/tree", portal))
    pages |= {place: _list(portal, column, body) for body, place in places.items()}
    pages[TREE] = Answer(f"cb({json.dumps(_nodes(places), ensure_ascii=False)})", content_type="text/javascript")
    return Site(pages, NOT_FOUND, fewest=WAY + 1 + len(places))


@shape("departments")
def departments(portal: Portal, column: list[Row]) -> Site:
    """A portal with a small site for every department, each with a column of its own."""
    places = {body: f"/bm/q{place}j/" for place, body in enumerate(_bodies(column))}
    pages = _pages(portal, column, page("organs/disclosure", portal, units=places.items()))
    for body, place in places.items():
        pages[place] = page("organs/body", portal, body=body, place=place)
        pages[f"{place}zwgk_25192/zfxxgknb_25201/"] = _list(portal, column, body)
    return Site(pages, NOT_FOUND, fewest=WAY + 2 * len(places))


@shape("areas")
def areas(portal: Portal, column: list[Row]) -> Site:
    """A portal that shows the report of a body, of one year at a time, at an address with the body's number."""
    places = {body: f"{YEARLY}?area=99012{place:03}" for place, body in enumerate(_bodies(column))}
    pages = _pages(portal, [], page("organs/disclosure", portal, units=places.items()))
    for body, place in places.items():
        reports = {row.shown.year: row for row in column if row.publisher == body}  # the first of a year is its report
        pages |= {f"{place}&fbtime={year}": _report(portal, row, place, list(reports)) for year, row in reports.items()}
        pages[place] = pages[f"{place}&fbtime={max(reports)}"]
    pages_of_reports = {(row.publisher, row.shown.year) for row in column}
    again = len(places)  # nobody says which year an address without one shows: it is asked, and is a row of its own
    return Site(pages, NOT_FOUND, fewest=WAY + len(pages_of_reports) + 2 * again)


def _bodies(column: list[Row]) -> list[str]:
    return sorted({row.publisher for row in column})


def _pages(portal: Portal, column: list[Row], disclosure: Page) -> dict[str, Page]:
    pages: dict[str, Page] = {"/": page("plain/home", portal), "/zwgk/index.html": disclosure}
    return pages | {_address(row): article("jpage/article", portal, row) for row in column}


def _nodes(places: dict[str, str]) -> list[dict[str, object]]:
    bodies = [
        {
            "name": body,
            "url": "null.shtml",
            "children": [
                {"name": "信息公开指南", "url": "null.shtml"},
                {"name": "政策文件", "url": "null.shtml"},
                {"name": "信息公开年报", "url": place},
            ],
        }
        for body, place in places.items()
    ]
    return [{"name": "县政府部门", "url": "null.shtml", "children": bodies}]


def _list(portal: Portal, column: list[Row], body: str) -> Page:
    def answer(visit: Visit) -> Answer:
        rows = [row for row in online(column, visit.day) if row.publisher == body]
        return page("organs/list", portal, body=body, rows=rows, address=_address)

    return answer


def _report(portal: Portal, row: Row, place: str, years: list[int]) -> Page:
    return once_online(
        row, lambda day: page("organs/yearly", portal, row=row, text=row.text(day), place=place, years=years)
    )


def _address(row: Row) -> str:
    return f"/songquan/{row.publisher[3:5]}/{row.shown:%Y%m}/{row.number}.shtml"
