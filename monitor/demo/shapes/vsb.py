"""VSB: descending list pages, so that page 2 of 31 is 30.htm, with every page linked from the others."""

from monitor.demo.shapes import NOT_FOUND, Row, article, online, page, shape
from monitor.demo.web import Answer, Page, Site, Visit
from monitor.demo.world import Portal

WAY = 3  # robots.txt, the home page, the disclosure page
ROWS_PER_PAGE = 10
COLUMN = "/zwgk/zfxxgk/zfxxgknb"


@shape("vsb")
def vsb(portal: Portal, column: list[Row]) -> Site:
    """A VSB portal: the first page is zfxxgknb.htm, the last zfxxgknb/1.htm."""
    pages: dict[str, Page] = {
        "/": page("vsb/home", portal),
        "/zwgk/zfxxgk.htm": page("vsb/disclosure", portal),
        f"{COLUMN}.htm": _list(portal, column, 0),
    }
    further = range(1, len(column) // ROWS_PER_PAGE + 1)
    pages |= {f"{COLUMN}/{number}.htm": _list(portal, column, number) for number in further}
    pages |= {f"/info/1109/{row.number}.htm": article("vsb/article", portal, row) for row in column}
    return Site(pages, NOT_FOUND, fewest=WAY + -(-len(column) // ROWS_PER_PAGE))


def _list(portal: Portal, column: list[Row], from_the_end: int) -> Page:
    def answer(visit: Visit) -> Answer:
        there = online(column, visit.day)
        pages = max(1, -(-len(there) // ROWS_PER_PAGE))
        open_ = pages - from_the_end + 1 if from_the_end else 1
        if not 1 <= open_ <= pages or from_the_end == pages:
            return NOT_FOUND
        shown = there[(open_ - 1) * ROWS_PER_PAGE : open_ * ROWS_PER_PAGE]

        def address(number: int) -> str:
            return f"{COLUMN}/{pages - number + 1}.htm" if number > 1 else f"{COLUMN}.htm"

        return page("vsb/list", portal, rows=shown, total=len(there), pages=pages, open=open_, address=address)

    return answer
