"""Reading an annual-report column to its end: all pages, all year folders, and whether that proves anything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from crawler.labels import names_column, says_empty
from crawler.leads import score
from crawler.listing import Listing, Row, folders
from crawler.manners import Guest
from crawler.page import Obstacle, Page
from crawler.platforms import recognise
from crawler.rendering import Renderer, comes_by_script
from crawler.walls import same_page
from storage.model import LeadKind, Role

MOST_PAGES = 80
MOST_FOLDERS = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """One page of a column as it was seen. `part` names the folder it belongs to; empty for the column itself."""

    page: Page
    listing: Listing
    part: str = ""
    divided: bool = False


@dataclass(slots=True)
class Reading:
    """What a pass saw of one column."""

    seen: list[Seen] = field(default_factory=list)
    complete: bool = False
    reason: str = ""
    obstacle: Obstacle | None = None

    @property
    def rows(self) -> list[Row]:
        """Every row, each address once."""
        return list({row.url: row for one in self.seen for row in one.listing.rows}.values())


@dataclass(slots=True)
class Reader:
    """Reads the columns of one portal. `by_script` is why their rows need the browser, once that is known."""

    guest: Guest
    renderer: Renderer
    home: Page
    by_script: str | None = None
    family: str | None = None

    async def read(self, first: Page, reading: Reading) -> AsyncIterator[Seen]:
        """The pages of a column one by one, as they are seen; at the end `reading` says what they prove."""
        parts = [("", first.asked)]
        while parts:
            part, url = parts.pop(0)
            page = first if not part else await self._open(url, first)
            async for one in self._part(page, part):
                reading.seen.append(one)
                reading.obstacle = reading.obstacle or one.page.obstacle
                if one.divided:
                    parts += [(link.name, link.url) for link in folders(one.page)[:MOST_FOLDERS]]
                yield one
        reading.complete, reading.reason = completeness(reading.seen)

    async def _part(self, first: Page, part: str) -> AsyncIterator[Seen]:
        """One list with its pages: those the first names, then those that later ones still name."""
        queue, known = [first], {first.url, first.asked}
        while queue:
            page = queue.pop(0)
            seen = await self._look(page, part)
            yield seen
            if seen.page.obstacle or len(known) > MOST_PAGES:
                return
            for url in seen.listing.pager.onward if seen.listing.pager else ():
                if url not in known:
                    known.add(url)
                    queue.append(await self._open(url, page))

    async def _open(self, url: str, before: Page) -> Page:
        return await self.guest.look(url, Role.LIST, before.url)

    async def _look(self, page: Page, part: str) -> Seen:
        """A page's listing; by way of the browser where the page itself holds no rows."""
        if not page.good:
            return Seen(page, Listing(()), part)
        family = recognise(page)
        listing = family.listing(page)
        divided = not part and bool(folders(page))
        reason = comes_by_script(page, listing)
        if (reason and not divided) or self.by_script:
            drawn = await self.renderer.render(page, self.guest)
            listing = recognise(drawn).listing(drawn) if drawn.good else Listing(())
            if listing.rows and self.by_script is None:
                self.by_script = reason
            page = drawn
        self.family = family.name
        return Seen(page, listing, part, not part and bool(folders(page)))


def completeness(seen: list[Seen]) -> tuple[bool, str]:
    """Whether every row of a column was seen, on positive evidence only; and what speaks for or against it."""
    parts: dict[str, list[Seen]] = {}
    for one in seen:
        parts.setdefault(one.part, []).append(one)
    judged = {part: _judge(pages) for part, pages in parts.items()}
    for part, (complete, reason) in judged.items():
        if not complete:
            return False, f"{part}：{reason}" if part else reason
    if len(judged) > 1:
        return True, f"{len(judged) - 1} 个子栏目均已看全"
    return next(iter(judged.values()), (False, "没有打开"))


def _judge(pages: list[Seen]) -> tuple[bool, str]:
    trouble = _trouble(pages)
    if trouble:
        return False, trouble
    rows = {row.url for one in pages for row in one.listing.rows}
    if len(pages) > 1:
        return True, f"共 {len(pages)} 页，已看到最后一页，{len(rows)} 条"
    if rows:
        return True, f"只有一页，{len(rows)} 条"
    if pages[0].divided:
        return True, "分为若干子栏目"
    if says_empty(pages[0].page.visible) and any(map(names_column, pages[0].page.headings)):
        return True, "栏目自称暂无信息"
    return False, "没有看到列表，也没有“暂无信息”一类的说明"


def _trouble(pages: list[Seen]) -> str | None:
    """What speaks against having seen every row."""
    for number, one in enumerate(pages, 1):
        if one.page.obstacle:
            return f"第 {number} 页：{one.page.obstacle.reason}"
        if one.listing.pager and one.listing.pager.stuck:
            return one.listing.pager.stuck
        if len(pages) > 1 and not one.listing.rows:
            return f"共 {len(pages)} 页，其中第 {number} 页是空的"
        if len(pages) > 1 and one.listing.pager is None:
            return f"第 {number} 页与首页不同，没有翻页"
    return _repeated(pages) or _undeclared(pages)


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
    if not page.good or same_page(page, home):
        return False
    return any(map(names_column, page.headings)) or any(names_report(row) for row in recognise(page).listing(page).rows)


def names_report(row: Row) -> bool:
    """Whether a row is plainly an annual report."""
    scored = score(row.title)
    return scored is not None and scored.kind is LeadKind.REPORT
