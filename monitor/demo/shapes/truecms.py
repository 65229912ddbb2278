"""truecms: records by number, as XML within JSONP, for visitors who say where they come from."""

import json

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 4  # robots.txt, the home page, the disclosure page, the frame of the list
CAP = 10  # records that one answer holds at most


@shape("truecms")
def truecms(portal: Portal, column: list[Row]) -> Site:
    """A portal that cuts every answer at ten records."""
    pages: dict[str, Page] = {
        "/": page("truecms/home", portal),
        "/zwgk/index.html": page("truecms/disclosure", portal),
        "/zwgk/zfxxgknb/index.html": page("truecms/list", portal),
        "/truecms/messageController/getMessage.do": lambda visit: _records(column, visit),
    }
    pages |= {_address(row): article("jpage/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // CAP))


def _records(column: list[Row], visit: Visit) -> Answer:
    if not visit.headers.get("referer"):
        return NOT_FOUND
    there, start = online(column, visit.day), int(visit.query["startrecord"]) - 1
    shown = there[start : min(int(visit.query["endrecord"]), start + CAP)]
    records = "".join(f"<record><![CDATA[{_item(row)}]]></record>" for row in shown)
    xml = f"<datastore><totalrecord>{len(there)}</totalrecord><recordset>{records}</recordset></datastore>"
    said = json.dumps({"result": xml}, ensure_ascii=False)
    return Answer(f"{visit.query['callback']}({said})", content_type="application/javascript;charset=utf-8")


def _item(row: Row) -> str:
    return f"<li><a href='{_address(row)}' title='{row.title}'>{row.title}</a><b>{row.shown}</b></li>"


def _address(row: Row) -> str:
    return f"/xxgknb/content/{row.number:08x}-7c5e-4f0a.html"
