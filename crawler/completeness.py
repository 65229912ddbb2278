"""Completeness: whether every row of a column was seen, on positive evidence only, and what speaks against it."""

from dataclasses import dataclass

from crawler.labels import names_column, says_empty
from crawler.leads import score, score_unsaid
from crawler.listing import FRAME, Listing, Row
from crawler.page import Link, Page
from storage.terms import LeadKind

EMPTY_PAGES = 2  # after so many, a pager that always offers one more page is not followed further
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
        return not (self.listing.reports or self.listing.names or self.folders)


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


def names_report(row: Row) -> bool:
    """Whether a row is plainly an annual report."""
    scored = score(row.title)
    return scored is not None and scored.kind is LeadKind.REPORT
