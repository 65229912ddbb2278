"""A list page: its rows, its pager, and what it declares about itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from crawler.labels import finding, names_column, names_folder, names_year, plain, words
from crawler.leads import score
from crawler.page import Link, Page, address

SHOWN = re.compile(r"(?<!\d)(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
PAGE_NUMBER = re.compile(r"[2-9]|[1-9]\d{1,2}")  # page 1 is where we come from, by whatever address
PAGER_REACH = 3
MOST_IN_A_PAGER = 400
MOST_IN_A_PAGER_TEXT = 120
SWITCHED_OFF = re.compile(r"disab|gray|grey|\b(?:no|off)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One listed link: where it leads, what it is called, the date its row shows."""

    url: str
    title: str
    shown: date | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """What a page says of its siblings. `onward` are pages not seen here; `stuck` why they cannot be followed."""

    onward: tuple[str, ...] = ()
    pages: int | None = None
    rows: int | None = None
    open: int | None = None
    stuck: str | None = None


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


def is_pager_label(text: str) -> bool:
    """Whether a label belongs to a pager."""
    label = plain(text).lower()
    return label in words("pager", "next") or label in words("pager", "last") or label.isdigit()


def plain_pager(page: Page) -> Pager | None:
    """The pager made of ordinary links and text; None when there is none."""
    place = _pager_place(page)
    if place is None:
        declared = finding("pager", "several").search(page.visible)
        return Pager(stuck=f"自称“{declared.group()}”而没有翻页链接") if declared else None
    said = plain(place.text())
    pages, rows_declared, open_ = (_declared(key, said) for key in ("pages", "rows", "open"))
    onward, stuck = _onward(page, place)
    if stuck and pages is not None and (pages <= 1 or open_ == pages):
        stuck = None
    return Pager(onward, pages, rows_declared, open_, stuck)


def _pager_place(page: Page) -> LexborNode | None:
    """The smallest part of the page that holds the words of a pager, or its numbers, with its links."""
    root = page.tree.body
    labels = finding("pager", "words")
    for node in root.traverse(include_text=True) if root else ():
        if node.tag == "-text" and not _in_script(node):
            said = plain(node.text())
            if len(said) <= MOST_IN_A_PAGER_TEXT and labels.search(said):
                return _widen(node)
    numbered = (node for node in page.tree.css("a[href]") if plain(node.text()) == "2" and _numbered(page, node))
    return next(map(_widen, numbered), None)


def _widen(node: LexborNode) -> LexborNode:
    """As much around a word of a pager as is pager: up to where the page grows long or dated rows begin."""
    place = node.parent or node
    for _ in range(PAGER_REACH):
        around = place.parent
        if around is None or around.tag == "body" or SHOWN.search(text := plain(around.text())):
            break
        if len(text) > MOST_IN_A_PAGER:
            break
        place = around
    return place


def _in_script(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag in ("script", "style", "noscript")


def _onward(page: Page, place: LexborNode) -> tuple[tuple[str, ...], str | None]:
    """Where a pager leads: the words for the next page anywhere, numbers and signs only in the pager itself."""
    onward, stuck = [], None
    signs = place.css("a") + ([place] if place.tag == "a" else [])
    worded = [node for node in page.tree.css("a") if finding("pager", "onward").search(plain(node.text()))]
    for node in dict.fromkeys([*worded, *signs]):
        said = plain(node.text()).lower()
        is_next = node in worded or said in words("pager", "next")
        url = address(page.base, node.attributes.get("href") or "")
        if url and (is_next or (PAGE_NUMBER.fullmatch(said) and _numbered(page, node))):
            onward.append(url)
        elif is_next and not url and not _disabled(node):
            stuck = "翻页只能由脚本完成"
    return tuple(dict.fromkeys(url for url in onward if url not in (page.url, page.asked))), stuck


def _numbered(page: Page, node: LexborNode) -> bool:
    """Whether a number leads to somewhere beside or below this page, as the numbers of a pager do."""
    url = address(page.base, node.attributes.get("href") or "")
    return url is not None and url.startswith(page.url.rpartition("/")[0])


def _disabled(node: LexborNode) -> bool:
    marks = " ".join(value or "" for key, value in node.attributes.items() if key in ("class", "style"))
    return "disabled" in node.attributes or SWITCHED_OFF.search(marks) is not None


def _declared(key: str, said: str) -> int | None:
    found = finding("pager", key).search(said)
    return next((int(number) for number in found.groups() if number), None) if found else None
