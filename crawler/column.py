"""Reading an annual-report column to its end: all pages, all year folders, and whether that proves anything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.completeness import EMPTY_PAGES, NOTHING, Seen, completeness, names_report
from crawler.labels import names_column, names_year, words
from crawler.leads import score
from crawler.listing import Listing, Row, asides, folders
from crawler.manners import Guest
from crawler.page import Link, Obstacle, Page
from crawler.platforms import Platform, family_named, read_list, recognise
from crawler.recall import Recall
from crawler.rendering import NEEDS_BROWSER, Renderer, comes_by_script
from crawler.walls import is_home
from storage.model import Lead
from storage.settings import USUAL, Habits
from storage.terms import LeadKind, Outcome, Role

MOST_PAGES = 80
MOST_FOLDERS = 60
HOME_PAGE = "home-page"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column that is to be opened; a doubtful one may turn out to be none."""

    url: str
    name: str
    doubtful: bool = False


@dataclass(slots=True)
class Reading:
    """What a pass saw of one column, from a moment on. `away` are the reports listed before that it lists no more.

    `recall` is what an earlier look has left, where a list whose first page is still the same need not be read on.
    """

    at: datetime
    seen: list[Seen] = field(default_factory=list)
    complete: bool = False
    reason: str = ""
    obstacle: Obstacle | None = None
    away: list[Lead] = field(default_factory=list)
    recall: Recall | None = None
    parts: dict[str, Part] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)

    @property
    def rows(self) -> list[Row]:
        """Every row, each address once."""
        return list({row.url: row for one in self.seen for row in one.listing.rows}.values())

    def add(self, one: Seen) -> None:
        """Takes note of a page, and of the parts it leads to."""
        self.seen.append(one)
        self.obstacle = self.obstacle or one.page.obstacle
        for links, doubtful in ((one.folders, False), (one.asides, True)):
            for link in links:
                part = Part(link.url, self._name(link, one.part), doubtful and not names_year(link.name))
                self.parts.setdefault(link.url, part)

    def _name(self, link: Link, within: str) -> str:
        name = f"{within}·{link.name}" if within else link.name
        return f"{name}（{link.url}）" if any(part.name == name for part in self.parts.values()) else name

    def next_part(self) -> Part | None:
        """A part not opened yet, doubtful ones last."""
        if len(self.opened) > MOST_FOLDERS:
            return None
        left = (part for part in self.parts.values() if part.url not in self.opened)
        return min(left, key=lambda part: part.doubtful, default=None)

    def judge(self) -> None:
        """Says what the pages seen prove."""
        self.complete, self.reason = completeness(self.seen)
        if left := sorted(part.name for url, part in self.parts.items() if url not in self.opened):
            self.doubt(f"子栏目没有打开：{'、'.join(left)}")

    def doubt(self, why: str | None) -> None:
        """Takes back that the column was seen completely."""
        if why and self.complete:
            self.complete, self.reason = False, why


@dataclass(slots=True)
class Reader:
    """Reads the columns of one portal, and learns on the way of what family it is and whether it needs the browser.

    `remembered` says why it needed it of late; every page is still tried without it first.
    """

    guest: Guest
    renderer: Renderer
    home: Page
    habits: Habits = USUAL
    remembered: str | None = None
    by_script: str | None = None
    family: Platform | None = None

    async def read(self, first: Page, reading: Reading) -> AsyncIterator[Seen]:
        """The pages of a column one by one, as they are seen; at the end `reading` says what they prove."""
        reading.opened.add(first.url)
        async for one in self.read_on(Part(first.asked, ""), first.url, reading):
            yield one

    async def read_on(self, start: Part, referer: str, reading: Reading) -> AsyncIterator[Seen]:
        """The pages of one more part of a column, and of the parts to which it leads."""
        part: Part | None = start
        while part:
            reading.opened.add(part.url)
            async for one in self.part(part, referer, reading.recall):
                reading.add(one)
                yield one
            part = reading.next_part()
        reading.judge()

    async def part(self, part: Part, referer: str, recall: Recall | None = None) -> AsyncIterator[Seen]:
        """One list with its pages: those the first names, then those that later ones still name.

        Once its first page with rows is seen to be as `recall` has it, so are the others.
        """
        known, empty, family, same, settled = [part.url], 0, None, True, False
        for url in known:
            page = recall.page(url) if recall and settled else None
            page = page or await self.guest.look(url, Role.LIST, referer, fresh=recall is None)
            seen = await self._look(page, part.name, family)
            same = same and recall is not None and recall.holds(seen.page)
            settled = settled or (same and bool(seen.listing.rows) and not seen.listing.apart)
            family = family or self.family
            if part.doubtful and url == part.url and seen.is_beside_the_point:
                return
            yield seen
            empty = empty + 1 if seen.is_past_the_end else 0
            if seen.page.obstacle or len(known) > MOST_PAGES or empty == EMPTY_PAGES:
                return
            onward = seen.listing.pager.onward if seen.listing.pager else ()
            known += [further for further in onward if further not in known and further != seen.page.url]

    async def _look(self, page: Page, part: str, family: Platform | None = None) -> Seen:
        """A page's listing; by way of the browser where the page itself holds no reports, and no family knows it."""
        page = self._not_home(page)
        if not page.good:
            return Seen(page, part=part)
        family = family or family_named(self.habits.platform)
        self.family = family or recognise(page)
        listing, parted = read_list(page, family), folders(page) if page.is_html else ()
        if reason := self._reason_to_draw(page, listing, bool(parted)):
            page = await self._draw(page)
            listing = read_list(page) if page.good else NOTHING
            parted = folders(page) if page.good else ()
            self.by_script = reason if listing.reports or parted else self.by_script
            if page.missed and not listing.rows:
                page = replace(page, obstacle=page.missed[0])
        if not listing.rows and (itself := report_itself(page)):
            listing = replace(listing, rows=(itself,))
        return Seen(page, listing, part, parted, asides(page) if page.good and page.is_html else ())

    def _reason_to_draw(self, page: Page, listing: Listing, parted: bool) -> str | None:
        """Why a page is drawn by the browser, if so."""
        if self.habits.browser == "always" and page.is_html:
            return "设置要求由浏览器打开"
        if parted or listing.apart or not page.is_html or listing.reports:
            return None
        return comes_by_script(page, listing) or self.remembered

    async def _draw(self, page: Page) -> Page:
        if self.habits.browser == "never":
            return replace(
                page, obstacle=Obstacle(Outcome.BROKEN, NEEDS_BROWSER, "列表只能由脚本生成，而设置不许用浏览器")
            )
        drawn = await self.renderer.render(page, self.guest)
        return self._not_home(drawn)

    def _not_home(self, page: Page) -> Page:
        if page.good and page.asked != self.home.asked and is_home(page, self.home):
            return replace(page, obstacle=Obstacle(Outcome.BROKEN, HOME_PAGE, "栏目地址显示的是首页"))
        return page


def holds_report(page: Page) -> bool:
    """Whether a page bears the headings of the official form."""
    headings = words("report", "headings")
    return page.good and sum(heading in page.visible for heading in headings) >= len(headings) - 1


def report_itself(page: Page) -> Row | None:
    """The report that a page is, where its column (or the folder of a year) leads to it without a list between."""
    if not holds_report(page):
        return None
    scored = ((title, score(title)) for title in page.headings)
    titles = [(title, found) for title, found in scored if found and found.kind is LeadKind.REPORT]
    best = max(titles, key=lambda one: (one[1].year is not None, one[1].publisher is not None), default=None)
    return Row(page.url, best[0]) if best else None


def is_column(page: Page, home: Page) -> bool:
    """Whether a page is an annual-report column, by what it calls itself or by what it lists."""
    if not page.good or is_home(page, home):
        return False
    return any(map(names_column, page.headings)) or lists_reports(page) or report_itself(page) is not None


def lists_reports(page: Page) -> bool:
    """Whether a page lists annual reports."""
    return any(map(names_report, read_list(page).rows))
