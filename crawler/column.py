"""Reading an annual-report column to its end: all pages, all year folders, and whether that proves anything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.labels import names_column, says_empty, words
from crawler.leads import score
from crawler.listing import Listing, Row, folders
from crawler.manners import Guest
from crawler.page import Link, Obstacle, Page
from crawler.platforms import read_list, recognise
from crawler.rendering import Renderer, comes_by_script
from crawler.walls import is_home
from storage.model import Lead
from storage.terms import LeadKind, Outcome, Role

MOST_PAGES = 80
MOST_FOLDERS = 40
HOME_PAGE = "home-page"

NOTHING = Listing(())


@dataclass(frozen=True, slots=True)
class Seen:
    """One page of a column as it was seen. `part` names the folder it belongs to; empty for the column itself."""

    page: Page
    listing: Listing = NOTHING
    part: str = ""
    folders: tuple[Link, ...] = ()


@dataclass(slots=True)
class Reading:
    """What a pass saw of one column, from a moment on. `away` are the reports listed before that it lists no more."""

    at: datetime
    seen: list[Seen] = field(default_factory=list)
    complete: bool = False
    reason: str = ""
    obstacle: Obstacle | None = None
    away: list[Lead] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """Every row, each address once."""
        return list({row.url: row for one in self.seen for row in one.listing.rows}.values())

    def add(self, one: Seen) -> None:
        """Takes note of a page."""
        self.seen.append(one)
        self.obstacle = self.obstacle or one.page.obstacle

    def doubt(self, why: str | None) -> None:
        """Takes back that the column was seen completely."""
        if why and self.complete:
            self.complete, self.reason = False, why


@dataclass(slots=True)
class Reader:
    """Reads the columns of one portal, and learns on the way of what family it is and whether it needs the browser."""

    guest: Guest
    renderer: Renderer
    home: Page
    by_script: str | None = None
    family: str | None = None

    async def read(self, first: Page, reading: Reading) -> AsyncIterator[Seen]:
        """The pages of a column one by one, as they are seen; at the end `reading` says what they prove."""
        async for one in self._part(first.asked, "", first.url):
            reading.add(one)
            yield one
        for link in reading.seen[0].folders[:MOST_FOLDERS]:
            async for one in self._part(link.url, link.name, first.url):
                reading.add(one)
                yield one
        reading.complete, reading.reason = completeness(reading.seen)

    async def _part(self, start: str, part: str, referer: str) -> AsyncIterator[Seen]:
        """One list with its pages: those the first names, then those that later ones still name."""
        known = [start]
        for url in known:
            seen = await self._look(await self.guest.look(url, Role.LIST, referer), part)
            yield seen
            if seen.page.obstacle or len(known) > MOST_PAGES:
                return
            onward = seen.listing.pager.onward if seen.listing.pager else ()
            known += [further for further in onward if further not in known and further != seen.page.url]

    async def _look(self, page: Page, part: str) -> Seen:
        """A page's listing; by way of the browser where the page itself holds no reports."""
        page = self._not_home(page)
        if not page.good:
            return Seen(page, part=part)
        self.family = recognise(page).name
        listing, parted = read_list(page), () if part else folders(page)
        reason = None if parted else comes_by_script(page, listing)
        if reason:
            page = await self._draw(page)
            listing = read_list(page) if page.good else NOTHING
            parted = () if part or not page.good else folders(page)
            self.by_script = reason if listing.reports or parted else self.by_script
            if page.missed and not listing.rows:
                page = replace(page, obstacle=page.missed[0])
        if not listing.rows and (itself := report_itself(page)):
            listing = Listing((itself,))
        return Seen(page, listing, part, parted)

    async def _draw(self, page: Page) -> Page:
        drawn = await self.renderer.render(page, self.guest)
        return self._not_home(drawn)

    def _not_home(self, page: Page) -> Page:
        if page.good and page.asked != self.home.asked and is_home(page, self.home):
            return replace(page, obstacle=Obstacle(Outcome.BROKEN, HOME_PAGE, "栏目地址显示的是首页"))
        return page


def report_itself(page: Page) -> Row | None:
    """The report that a page is, where its column (or the folder of a year) leads to it without a list between."""
    headings = words("report", "headings")
    if not page.good or sum(heading in page.visible for heading in headings) < len(headings) - 1:
        return None
    titles = ((title, score(title)) for title in page.headings)
    title = next((title for title, scored in titles if scored and scored.kind is LeadKind.REPORT), None)
    return Row(page.url, title) if title else None


def completeness(seen: list[Seen]) -> tuple[bool, str]:
    """Whether every row of a column was seen, on positive evidence only; and what speaks for or against it."""
    parts: dict[str, list[Seen]] = {}
    for one in seen:
        parts.setdefault(one.part, []).append(one)
    unseen = {link.name for one in seen for link in one.folders} - parts.keys()
    if unseen:
        return False, f"子栏目没有打开：{'、'.join(sorted(unseen))}"
    if not _is_annual(seen):
        return False, "看不出这是年报栏目"
    judged = {part: _judge(pages) for part, pages in parts.items()}
    if any(one.listing.rows for one in seen) and not any(one.listing.reports for one in seen):
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


def _judge(pages: list[Seen]) -> tuple[bool, str]:
    trouble = _trouble(pages)
    if trouble:
        return False, trouble
    rows = {row.url for one in pages for row in one.listing.rows}
    if len(pages) > 1:
        return True, f"共 {len(pages)} 页，已看到最后一页，{len(rows)} 条"
    if rows:
        return True, f"只有一页，{len(rows)} 条"
    if pages[0].folders:
        return True, "分为若干子栏目"
    if says_empty(pages[0].page.visible) and any(map(names_column, pages[0].page.headings)):
        return True, "栏目自称暂无信息"
    return False, "没有看到列表，也没有“暂无信息”一类的说明"


def _trouble(pages: list[Seen]) -> str | None:
    """What speaks against having seen every row."""
    for number, one in enumerate(pages, 1):
        if one.page.obstacle:
            return f"第 {number} 页：{one.page.obstacle.reason}"
        if hidden := next((missed for missed in one.page.missed if missed.hides), None):
            return f"第 {number} 页由脚本取得的内容不全：{hidden.reason}"
        if one.listing.pager and one.listing.pager.stuck:
            return one.listing.pager.stuck
        if one.listing.unopenable:
            return f"第 {number} 页有打不开的行：{one.listing.unopenable[0]}"
        if len(pages) > 1 and not one.listing.rows:
            return f"共 {len(pages)} 页，其中第 {number} 页是空的"
        if len(pages) > 1 and one.listing.pager is None:
            return f"第 {number} 页与首页不同，没有翻页"
    return _unopened(pages) or _repeated(pages) or _undeclared(pages)


def _unopened(pages: list[Seen]) -> str | None:
    opened = {url for one in pages for url in (one.page.asked, one.page.url)}
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
