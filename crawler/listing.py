"""A list page: its rows, the parts into which it is divided, and its pager."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from selectolax.lexbor import LexborNode

from crawler.bodies import body_name, is_surely_body
from crawler.labels import names_column, names_folder, names_year, plain, words
from crawler.leads import score
from crawler.neighbourhood import near
from crawler.page import LINKS, SHOWN, Link, Page, address, called, leads_to
from crawler.pager import Pager, is_pager_label

FRAME = "内嵌页"
FEWEST_NAMES = 3
ROWS = "li, dd, tr"


@dataclass(frozen=True, slots=True)
class Row:
    """One listed link: where it leads, what it is called, the date its row shows; `close` when beside reports."""

    url: str
    title: str
    shown: date | None = None
    close: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a platform reads from one list page. `pager` is None where the page shows no sign of having siblings.

    `apart`: the page is a mere frame, and all its rows come with the pages its pager names. `empty`: the server
    itself says that there are none. `names`: its rows are bare names of bodies, which its pages must tell.
    """

    rows: tuple[Row, ...]
    pager: Pager | None = None
    beside: tuple[Row, ...] = ()
    unopenable: tuple[str, ...] = ()
    apart: bool = False
    empty: bool = False
    names: bool = False

    @property
    def reports(self) -> list[Row]:
        """The rows that are, or may be, annual reports."""
        return [row for row in self.rows if (found := score(row.title)) and found.worth_a_visit]


def rows(page: Page) -> tuple[Row, ...]:
    """The rows of a list: links with a date beside them, and links that speak of reports; each address once."""
    found: dict[str, Row] = {}
    for row in _rows(page):
        found[row.url] = _together(found[row.url], row) if row.url in found else row
    return tuple(found.values())


def _rows(page: Page) -> Iterator[Row]:
    close = {node.mem_id for node in near(page, LINKS)}
    for node in page.tree.css(LINKS):
        link = page.link(node)
        if link is None or names_folder(link.name) or is_pager_label(link.text):
            continue
        if link.url in (page.url, page.asked):
            continue  # it leads nowhere: see `unopenable`
        shown = shown_date(link.beside)
        if names_column(link.name) and not shown:
            continue
        if shown or score(link.name):
            yield Row(link.url, link.name, shown, node.mem_id in close)


def _together(one: Row, other: Row) -> Row:
    """Two links of one row: the one that says more names it."""
    best = max(one, other, key=_telling)
    return replace(best, shown=one.shown or other.shown, close=one.close or other.close)


def _telling(row: Row) -> tuple[bool, float, int]:
    found = score(row.title)
    return found is not None, found.score if found else 0.0, len(row.title)


def beside(page: Page) -> tuple[Row, ...]:
    """The other links close to a list, which say neither a date nor what they are: perhaps the bare name of a body."""
    known = {row.url for row in rows(page)} | {page.url, page.asked}
    links = [link for node in near(page, LINKS) if (link := page.link(node)) and link.url not in known]
    return tuple(
        {link.url: Row(link.url, link.name, None, close=True) for link in links if _says_something(link)}.values()
    )


def names(page: Page, near_by: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of a list that only names bodies below years; nothing where too few stand there, or no year does."""
    named = tuple(row for row in near_by if is_surely_body(body_name(row.title)))
    return named if len(named) >= FEWEST_NAMES and any(map(names_year, page.headings)) else ()


def _says_something(link: Link) -> bool:
    return bool(link.name) and not (names_folder(link.name) or names_column(link.name) or is_pager_label(link.text))


def unopenable(page: Page) -> tuple[str, ...]:
    """The titles of reports that lead nowhere we could go, or only back to the list; or are no links among links."""
    nowhere = (None, page.url, page.asked)
    dead = (node for node in page.tree.css("a, [onclick]") if address(page.base, leads_to(node)) in nowhere)
    titles = (*map(called, dead), *_unlinked(page))
    return tuple(title for title in titles if (found := score(title)) and found.worth_a_visit and found.years)


def _unlinked(page: Page) -> Iterator[str]:
    """What rows without any link say, that stand in a list between rows with reports."""
    for row in near(page, ROWS):
        if not _opens(page, row) and any(_opens(page, other) and _holds_report(other) for other in _alike(row)):
            yield from (SHOWN.sub("", plain(cell.text())) for cell in row.css("td") or [row])


def _opens(page: Page, row: LexborNode) -> bool:
    return any(address(page.base, leads_to(node)) for node in (row, *row.css(LINKS)))


def _holds_report(row: LexborNode) -> bool:
    return any((found := score(called(node))) and found.worth_a_visit for node in row.css(LINKS))


def _alike(row: LexborNode) -> Iterator[LexborNode]:
    """The rows of the same list, of the same make."""
    others = row.parent.iter() if row.parent else ()
    return (one for one in others if one.tag == row.tag and len(one.css("td")) == len(row.css("td")))


def shown_date(text: str) -> date | None:
    """The first date in a text that exists."""
    for year, month, day in SHOWN.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def folders(page: Page) -> tuple[Link, ...]:
    """The parts into which a column's page is divided, each name once and without itself."""
    inside = {link.name: link for link in reversed(page.links) if _is_folder(page, link)}
    return tuple(link for link in reversed(inside.values()) if link.url not in (page.url, page.asked))


def asides(page: Page) -> tuple[Link, ...]:
    """Links beside a list that may lead to more of it, whatever they are called; what is there must be seen.

    Years wherever they lead, what stands in one row with the known parts, "more" of a box; a frame where the page
    itself lists no report.
    """
    links = [*_near_lists(page), *_beside_folders(page)]
    if not any(row for row in rows(page) if (found := score(row.title)) and found.worth_a_visit):
        links += _frames(page)
    known = {link.url for link in folders(page)} | {page.url, page.asked}
    return tuple({link.url: link for link in links if link.url not in known}.values())


def _near_lists(page: Page) -> Iterator[Link]:
    for node in near(page, LINKS):
        link = page.link(node)
        if link and (names_year(link.name) or plain(link.text).lower() in words("pager", "more")):
            yield link


def _beside_folders(page: Page) -> Iterator[Link]:
    here = page.url.rpartition("/")[0] + "/"
    parts = (node for node in page.tree.css(LINKS) if (link := page.link(node)) and _is_folder(page, link))
    boxes = {box.mem_id: box for node in parts if (box := _box(node))}
    for box in boxes.values():
        links = (page.link(node) for node in box.css(LINKS))
        yield from (link for link in links if link and link.url.startswith(here) and _is_unknown_part(link))


def _is_unknown_part(link: Link) -> bool:
    return (
        bool(link.name) and score(link.name) is None and not is_pager_label(link.text) and not shown_date(link.beside)
    )


def _box(node: LexborNode) -> LexborNode | None:
    """What encloses a link together with its neighbours."""
    box = node.parent
    while box is not None and box.tag != "body" and len(box.css("a[href]")) == 1:
        box = box.parent
    return box


def _frames(page: Page) -> Iterator[Link]:
    for node in page.tree.css("iframe[src], frame[src]"):
        if url := address(page.base, node.attributes.get("src") or ""):
            yield Link(url, FRAME, "", "")


def _is_folder(page: Page, link: Link) -> bool:
    """Whether a link leads to a part: a year in the column's neighbourhood, or a kind of body below the column."""
    here = page.url.rpartition("/")[0]
    around = here.rpartition("/")[0] if names_year(link.name) else here
    return names_folder(link.name) and link.url.startswith(around + "/")
