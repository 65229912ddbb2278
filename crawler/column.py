"""Reading an annual-report column to its end: all pages, all year folders, and whether that proves anything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.labels import names_column, names_year, says_empty, words
from crawler.leads import score, score_unsaid
from crawler.listing import FRAME, Listing, Row, asides, folders
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
EMPTY_PAGES = 2  # after so many, a pager that always offers one more page is not followed further
HOME_PAGE = "home-page"
ABSENT = frozenset({"gone", "soft-404"})

NOTHING = Listing(())


@dataclass(frozen=True, slots=True)
class Seen:
    """One page of a column as it was seen. `part` names the folder it belongs to; empty for the column itself.

    `folders` are parts of the column, `asides` links that may be.
    """

    page: Page
    listing: Listing = NOTHING
    part: str = ""
    folders: tuple[Link, ...] = ()
    asides: tuple[Link, ...] = ()

    @property
    def is_past_the_end(self) -> bool:
        """Whether a page holds no row and still offers a next one, as pagers do that do not know their end."""
        further = self.listing.pager and self.listing.pager.onward and not self.listing.apart
        return self.page.good and not self.listing.rows and bool(further)

    @property
    def is_beside_the_point(self) -> bool:
        """Whether what a doubtful link led to has nothing to do with reports: it is gone, or lists none."""
        if self.page.obstacle:
            return self.page.obstacle.kind in ABSENT
        return not (self.listing.reports or self.folders)


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


def completeness(seen: list[Seen]) -> tuple[bool, str]:
    """Whether every row of a column was seen, on positive evidence only; and what speaks for or against it."""
    parts: dict[str, list[Seen]] = {}
    for one in seen:
        parts.setdefault(one.part, []).append(one)
    opened = {url for one in seen for url in (one.page.asked, one.page.url)}
    unseen = {link.name for one in seen for link in one.folders if link.url not in opened}
    if unseen:
        return False, f"子栏目没有打开：{'、'.join(sorted(unseen))}"
    if not _is_annual(seen):
        return False, "看不出这是年报栏目"
    framed = _is_framed(seen)
    judged = {part: _judge(pages, framed and not part) for part, pages in parts.items()}
    if any(one.listing.rows for one in seen) and not any(map(_may_list_reports, seen)):
        return False, "列出的都不是年度报告"
    for part, (complete, reason) in judged.items():
        if not complete:
            return False, f"{part}：{reason}" if part else reason
    said = f"{len(judged) - 1} 个子栏目均已看全" if len(judged) > 1 else judged[""][1]
    return True, said + _not_understood(seen)


def _not_understood(seen: list[Seen]) -> str:
    """How many rows of the list do not say that they are reports; what else they may be is asked of their pages."""
    rows = {row.url for one in seen for row in one.listing.rows if row.close and score(row.title) is None}
    return f"，另有 {len(rows)} 行没有写明是年度报告" if rows else ""


def _is_annual(seen: list[Seen]) -> bool:
    """Whether anything on its pages says that a column is one of annual reports; an obstacle says it for itself."""
    named = any(names_column(heading) for one in seen[:1] for heading in one.page.headings)
    return named or any(one.page.obstacle or any(map(names_report, one.listing.rows)) for one in seen)


def _may_list_reports(one: Seen) -> bool:
    """Whether a page lists reports, or what its rows, cut short or mere names, leave to their pages to say."""
    return bool(one.listing.reports) or one.listing.names or any(score_unsaid(row.title) for row in one.listing.rows)


def _is_framed(seen: list[Seen]) -> bool:
    """Whether a column's page holds no list but a frame in which one was seen; what is in it is judged by itself."""
    frames = {link.url for one in seen[:1] for link in one.asides if link.name == FRAME}
    inside = (one for one in seen if frames & {one.page.asked, one.page.url})
    return bool(seen) and not seen[0].listing.rows and any(one.listing.reports for one in inside)


def _judge(seen: list[Seen], framed: bool = False) -> tuple[bool, str]:
    pages = _to_the_end([one for one in seen if not one.listing.apart])
    opened = {url for one in seen for url in (one.page.asked, one.page.url)}
    trouble = _in_the_way([one for one in seen if one.listing.apart]) or _trouble(pages, opened)
    if trouble or not pages:
        return False, trouble or "列表由另一个地址提供，没有取得"
    rows = {row.url for one in pages for row in one.listing.rows}
    if len(pages) > 1:
        return True, f"共 {len(pages)} 页，已看到最后一页，{len(rows)} 条"
    if rows:
        return True, f"只有一页，{len(rows)} 条"
    if pages[0].folders:
        return True, "分为若干子栏目"
    if framed:
        return True, "列表在内嵌的网页里"
    named = any(map(names_column, seen[0].page.headings))
    if named and (pages[0].listing.empty or says_empty(pages[0].page.visible)):
        return True, "栏目自称暂无信息"
    return False, "没有看到列表，也没有“暂无信息”一类的说明"


def _to_the_end(pages: list[Seen]) -> list[Seen]:
    """The pages without those behind the last one that a pager goes on to offer."""
    end = len(pages)
    while end > 1 and pages[end - 1].is_past_the_end:
        end -= 1
    return pages[:end] if len(pages) - end >= EMPTY_PAGES else pages


def _trouble(pages: list[Seen], opened: set[str]) -> str | None:
    """What speaks against having seen every row."""
    if trouble := _in_the_way(pages):
        return trouble
    for number, one in enumerate(pages, 1):
        if len(pages) > 1 and not one.listing.rows:
            return f"共 {len(pages)} 页，其中第 {number} 页是空的"
        if len(pages) > 1 and one.listing.pager is None:
            return f"第 {number} 页与首页不同，没有翻页"
    return _unopened(pages, opened) or _repeated(pages) or _undeclared(pages)


def _in_the_way(pages: list[Seen]) -> str | None:
    """What of any one page was not seen, or leads where nobody can follow."""
    for number, one in enumerate(pages, 1):
        if one.page.obstacle:
            return f"第 {number} 页：{one.page.obstacle.reason}"
        if hidden := next((missed for missed in one.page.missed if missed.hides), None):
            return f"第 {number} 页由脚本取得的内容不全：{hidden.reason}"
        if one.listing.pager and one.listing.pager.stuck:
            return one.listing.pager.stuck
        if one.listing.unopenable:
            return f"第 {number} 页有打不开的行：{one.listing.unopenable[0]}"
    return None


def _unopened(pages: list[Seen], opened: set[str]) -> str | None:
    onward = {url for one in pages if one.listing.pager for url in one.listing.pager.onward}
    return f"还有 {len(onward - opened)} 页没有打开" if onward - opened else None


def _repeated(pages: list[Seen]) -> str | None:
    first_with: dict[frozenset[str], int] = {}
    for number, one in enumerate(pages, 1):
        rows = frozenset(row.url for row in one.listing.rows)
        if rows and rows in first_with:
            return f"第 {number} 页与第 {first_with[rows]} 页相同"
        first_with[rows] = number
    return None


def _undeclared(pages: list[Seen]) -> str | None:
    """Whether what was seen falls short of, or contradicts, what the pages declare."""
    pagers = [one.listing.pager for one in pages if one.listing.pager]
    declared = {pager.pages for pager in pagers if pager.pages is not None}
    if declared and declared != {len(pages)}:
        return f"自称共 {max(declared)} 页，看到 {len(pages)} 页"
    opened = [pager.open for pager in pagers if pager.open is not None]
    if len(set(opened)) < len(opened):
        return "有两页自称是同一页"
    rows = [{row.url for row in one.listing.rows} for one in pages]
    beside = set.intersection(*rows) if len(rows) > 1 else set()
    count = len(set[str]().union(*rows) - beside)
    total = max((pager.rows for pager in pagers if pager.rows is not None), default=0)
    return f"自称共 {total} 条，看到 {count} 条" if count < total else None


def is_column(page: Page, home: Page) -> bool:
    """Whether a page is an annual-report column, by what it calls itself or by what it lists."""
    if not page.good or is_home(page, home):
        return False
    return any(map(names_column, page.headings)) or lists_reports(page) or report_itself(page) is not None


def lists_reports(page: Page) -> bool:
    """Whether a page lists annual reports."""
    return any(map(names_report, read_list(page).rows))


def names_report(row: Row) -> bool:
    """Whether a row is plainly an annual report."""
    scored = score(row.title)
    return scored is not None and scored.kind is LeadKind.REPORT
