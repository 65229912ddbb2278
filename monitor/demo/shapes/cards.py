"""Cards: a column of cards with a tab for every year, each tab with pages of its own, all told apart by the query."""

from monitor.demo.shapes import NOT_FOUND, Row, once_online, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
CARDS_PER_PAGE = 6


@shape("cards")
def cards(portal: Portal, column: list[Row]) -> Site:
    """A portal that opens its column on the newest year; links say no more than what changes in the query."""

    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        year = int(visit.query.get("nd", _years(there)[0]))
        return _shown(portal, there, year, int(visit.query.get("page", 1)))

    pages: dict[str, Page] = {
        "/": page("cards/home", portal),
        "/gongkai": page("cards/disclosure", portal),
        "/gongkai/nianbao": answer,
    }
    pages |= {_address(row): _article(portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + sum(_count(_of(column, year)) for year in _years(column)))


def _shown(portal: Portal, there: list[Row], year: int, number: int) -> Answer:
    rows = _of(there, year)
    parts = {
        "years": _years(there),
        "year": year,
        "rows": rows[(number - 1) * CARDS_PER_PAGE : number * CARDS_PER_PAGE],
        "open": number,
        "pages": _count(rows),
    }
    return page("cards/list", portal, address=_address, **parts)


def _article(portal: Portal, row: Row) -> Page:
    return once_online(row, lambda day: page("cards/article", portal, row=row, text=row.text(day)))


def _of(column: list[Row], year: int) -> list[Row]:
    return [row for row in column if row.shown.year - 1 == year]


def _years(column: list[Row]) -> list[int]:
    return sorted({row.shown.year - 1 for row in column}, reverse=True)


def _count(rows: list[Row]) -> int:
    return -(-len(rows) // CARDS_PER_PAGE)


def _address(row: Row) -> str:
    return f"/gongkai/nianbao/detail/{row.number:024x}"
