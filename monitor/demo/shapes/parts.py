"""Parts: a column divided into folders of the years of publication, and one that only names bodies under its years."""

from itertools import groupby

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
FOLDER = "/zwgk/zfxxgknb/"


@shape("years")
def years(portal: Portal, column: list[Row]) -> Site:
    """A portal whose folder n2025n holds what was published in 2025: the reports for 2024."""
    published = _published(column)
    pages = _pages(portal, column)
    pages[FOLDER] = _folder(portal, column, published[0])
    pages |= {f"{FOLDER}n{year}n/index.htm": _folder(portal, column, year) for year in published}
    return Site(pages, NOT_FOUND, fewest=WAY + len(published))


@shape("names")
def names(portal: Portal, column: list[Row]) -> Site:
    """A portal whose column says no more than whose the reports are, under the year of publication."""

    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        by_year = [(year, list(rows)) for year, rows in groupby(there, lambda row: row.shown.year)]
        return page("parts/names", portal, years=by_year, address=_address)

    return Site(_pages(portal, column) | {FOLDER: answer}, NOT_FOUND, fewest=WAY + 1)


def _pages(portal: Portal, column: list[Row]) -> dict[str, Page]:
    pages: dict[str, Page] = {
        "/": page("plain/home", portal),
        "/zwgk/index.html": page("plain/disclosure", portal, column=FOLDER),
    }
    return pages | {_address(row): article("jpage/article", portal, row) for row in column}


def _folder(portal: Portal, column: list[Row], year: int) -> Page:
    def answer(visit: Visit) -> Answer:
        rows = [row for row in online(column, visit.day) if row.shown.year == year]
        parts = {"years": _published(column), "folder": FOLDER, "rows": rows}
        return page("parts/years", portal, address=_address, **parts)

    return answer


def _published(column: list[Row]) -> list[int]:
    return sorted({row.shown.year for row in column}, reverse=True)


def _address(row: Row) -> str:
    return f"{FOLDER}n{row.shown.year}n/{row.number}.htm"
