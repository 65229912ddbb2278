"""A list page: its rows, the parts into which it is divided, and its pager."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.labels import names_column, names_folder, names_year
from crawler.leads import score
from crawler.page import SHOWN, Link, Page
from crawler.pager import Pager, is_pager_label


@dataclass(frozen=True, slots=True)
class Row:
    """One listed link: where it leads, what it is called, the date its row shows."""

    url: str
    title: str
    shown: date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a platform reads from one list page. `pager` is None where the page shows no sign of having siblings."""

    rows: tuple[Row, ...]
    pager: Pager | None = None

    @property
    def reports(self) -> list[Row]:
        """The rows that are, or may be, annual reports."""
        return [row for row in self.rows if (found := score(row.title)) and found.worth_a_visit]


def rows(page: Page) -> tuple[Row, ...]:
    """The rows of a list: links with a date beside them, and links that speak of reports."""
    return tuple({row.url: row for row in _rows(page)}.values())


def _rows(page: Page) -> Iterator[Row]:
    for link in page.links:
        shown = shown_date(link.row)
        if names_folder(link.name) or is_pager_label(link.text) or (names_column(link.name) and not shown):
            continue
        if shown or score(link.name):
            yield Row(link.url, link.name, shown)


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


def _is_folder(page: Page, link: Link) -> bool:
    """Whether a link leads to a part: a year in the column's neighbourhood, or a kind of body below the column."""
    here = page.url.rpartition("/")[0]
    around = here.rpartition("/")[0] if names_year(link.name) else here
    return names_folder(link.name) and link.url.startswith(around + "/")
