"""The three portals of the demo: a TRS site of static pages, a list drawn by script, and a walled site."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from monitor.demo.report import body, templates
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Notice, Portal, Published, World

ROWS_PER_PAGE = 12
CHALLENGE = 412


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an annual-report column and the page it leads to; `text` writes that page's middle on a day."""

    number: int
    title: str
    publisher: str
    shown: date
    appears: date
    text: Callable[[date], str]
    file: str = ""

    @property
    def index(self) -> str:
        """The 索引号 of the page."""
        return f"{self.publisher[:2]}-{self.shown.year}-{self.number:05}"


def sites(world: World) -> dict[str, Site]:
    """The simulated portals by id, not yet open."""
    shapes = {"trs": trs, "script": script, "wall": wall}
    return {portal.id: shapes[portal.shape](portal, rows(world, portal)) for portal in world.portal}


def rows(world: World, portal: Portal) -> list[Row]:
    """What the annual-report column of a portal lists, newest first."""
    reports = [published for published in world.report if world.portal_of(published) == portal.id]
    notices = [notice for notice in world.notice if notice.portal == portal.id]
    listed = [_report_row(world, published, 100001 + place) for place, published in enumerate(reports)]
    listed += [_notice_row(notice, 200001 + place) for place, notice in enumerate(notices)]
    return sorted(listed, key=lambda row: (row.shown, row.number), reverse=True)


def _report_row(world: World, published: Published, number: int) -> Row:
    report = world.written(published, published.shown)
    return Row(
        number,
        report.full_title,
        report.agency,
        published.shown,
        published.appears or published.shown,
        lambda day: body(world.written(published, day)),
        published.file,
    )


def _notice_row(notice: Notice, number: int) -> Row:
    return Row(number, notice.title, notice.publisher, notice.shown, notice.shown, lambda day: notice.text)


def online(column: list[Row], day: date) -> list[Row]:
    """The rows that are online on a day."""
    return [row for row in column if row.appears <= day]


def trs(portal: Portal, column: list[Row]) -> Site:
    """A TRS portal: static list pages turned with createPageHTML, dated article pages beside them."""
    folder = "/zwgk/zfxxgknb/"

    def address(row: Row) -> str:
        return f"./{row.shown:%Y%m}/t{row.shown:%Y%m%d}_{row.number}.html"

    def list_page(page: int) -> Page:
        def answer(visit: Visit) -> Answer:
            there = online(column, visit.day)
            shown = there[page * ROWS_PER_PAGE : (page + 1) * ROWS_PER_PAGE]
            if not shown:
                return NOT_FOUND
            pages = -(-len(there) // ROWS_PER_PAGE)
            return _page("trs/list", portal, rows=shown, address=address, page=page, pages=pages)

        return answer

    pages: dict[str, Page] = {
        "/": _page("trs/home", portal),
        "/zwgk/": _page("trs/disclosure", portal),
        folder: list_page(0),
        f"{folder}index.html": list_page(0),
    }
    pages |= {f"{folder}index_{page}.html": list_page(page) for page in range(1, len(column) // ROWS_PER_PAGE + 1)}
    pages |= {folder + address(row).removeprefix("./"): _article("trs/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND)


def script(portal: Portal, column: list[Row]) -> Site:
    """A portal whose list is empty until a script fetches it; reports may be attachments."""

    def address(row: Row) -> str:
        return f"/content/{row.shown.year}/{row.number}.html"

    def listing(visit: Visit) -> Answer:
        there = [
            {"title": row.title, "url": address(row), "date": f"{row.shown:%Y-%m-%d}"}
            for row in online(column, visit.day)
        ]
        answer = {"code": 0, "data": {"total": len(there), "list": there}}
        return Answer(json.dumps(answer, ensure_ascii=False), content_type="application/json; charset=utf-8")

    pages: dict[str, Page] = {
        "/robots.txt": Answer("User-agent: *\nDisallow: /admin/\n", content_type="text/plain"),
        "/": _page("script/home", portal),
        "/channel/zfxxgk": _page("script/home", portal),
        "/channel/zfxxgknb": _page("script/list", portal),
        "/api/article/list": listing,
    }
    for row in column:
        pages[address(row)] = _article("script/article", portal, row)
        if row.file:
            pages[f"/upload/{row.number}.pdf"] = _once_online(
                row, lambda _: Answer(printed(), content_type="application/pdf")
            )
    return Site(pages, NOT_FOUND)


def wall(portal: Portal, column: list[Row]) -> Site:
    """A portal that shows every visitor a challenge instead of a page; what it publishes nobody sees."""
    return Site(otherwise=Answer(_page("wall/challenge", portal).body, CHALLENGE))


NOT_FOUND = Answer("<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>", 404)


def _page(name: str, portal: Portal, **parts: object) -> Answer:
    return Answer(templates().get_template(f"{name}.html.j2").render(portal=portal, **parts))


def _article(name: str, portal: Portal, row: Row) -> Page:
    return _once_online(row, lambda visit: _page(name, portal, row=row, text=row.text(visit.day)))


def _once_online(row: Row, answer: Callable[[Visit], Answer]) -> Page:
    return lambda visit: answer(visit) if visit.day >= row.appears else NOT_FOUND


@cache
def printed() -> bytes:
    """The one report that is a real PDF; scripts/make_demo_pdf printed it."""
    return files(__package__).joinpath("report.pdf").read_bytes()
