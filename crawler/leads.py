"""Is this link an annual report? Of which report year, and whose? A score with reasons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.labels import finding, plain
from storage.model import LeadKind

ZEROS = str.maketrans("〇○零", "000")
NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
CHINESE_YEAR = re.compile(r"[二2][0〇○零][一二三四五六七八九〇○零]{2}(?=年)")
NUMBERED = re.compile(r"[〔\[(][^〔\[(]{0,4}20\d{2}[^〔\[(]{0,2}[〕\])]第?\d+号")
DATED = re.compile(r"20\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|[-/.]\d{1,2}[-/.]\d{1,2})")
YEAR_OF = re.compile(r"(?<!\d)(20\d{2})(?=年|[-_]|度|政府信息公开|信息公开|[)\]】]|$)")
FILE_ENDING = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|rtf|zip|rar|html?)$", re.IGNORECASE)
NOTE = re.compile(r"[(\[【](?:[^()\[\]【】]*(?:版|更正|修订|图片|定稿|正式|链接|新|上报)[^()\[\]【】]*)[)\]】]")
BEFORE_NAME = re.compile(r"^(?:\d+[.、]|关于|附件\d*[:：]?|公布|发布|[-_—·:：,，.《\"“])+")
AFTER_NAME = re.compile(r"(?:关于|的|公布|发布|[-_—·:：,，.《\"“])+$")
TITLE_YEAR = re.compile(r"(?<!\d)20\d{2}(?:年度|年|度)?(?!\d)")
MOST_IN_A_NAME = 60
NO_PUBLISHERS = frozenset({"本网", "本站", "政府", "部门", "附件", "()"})


@dataclass(frozen=True, slots=True)
class Scored:
    """What a link looks like. `year` is the report year, only when the title states exactly one; never guessed."""

    kind: LeadKind
    score: float
    reasons: tuple[str, ...]
    year: int | None = None
    publisher: str | None = None

    @property
    def worth_a_visit(self) -> bool:
        """Whether its page is fetched."""
        return self.kind in (LeadKind.REPORT, LeadKind.UNCLEAR)


def score(name: str) -> Scored | None:
    """What a link with this name is in an annual-report column; None when it is of no concern."""
    title = tidy(name)
    report = finding("report", "patterns").search(title)
    if reason := _lookalike(title, report is not None):
        return Scored(LeadKind.LOOKALIKE, 0.0, (reason,), _year(title)) if _concerns(title, report) else None
    if report is None:
        return _unclear(title)
    years = sorted(set(_years(title)))
    reasons = [f"title says {report.group()!r}", *_year_reasons(years)]
    if correction := finding("report", "corrections").search(title):
        reasons.append(f"a correction: {correction.group()!r}")
    year = years[0] if len(years) == 1 else None
    return Scored(LeadKind.REPORT, 1.0 if year else 0.7, tuple(reasons), year, publisher(title))


def tidy(name: str) -> str:
    """A title as it is searched: NFKC, no white space, Chinese years as digits, no file ending."""
    title = FILE_ENDING.sub("", plain(name))
    return CHINESE_YEAR.sub(lambda year: year.group().translate(ZEROS).translate(NUMERALS), title)


def publisher(title: str) -> str | None:
    """The name a report's title gives besides year and kind of report; None when nothing is left."""
    name = DATED.sub("", NOTE.sub("", tidy(title)))
    name = TITLE_YEAR.sub("|", finding("report", "patterns").sub("|", name))
    parts = (AFTER_NAME.sub("", BEFORE_NAME.sub("", part)) for part in name.split("|"))
    longest = max(parts, key=len, default="")
    return longest if 2 <= len(longest) <= MOST_IN_A_NAME and longest not in NO_PUBLISHERS else None


def _lookalike(title: str, says_report: bool) -> str | None:
    keys = ("anywhere", "around") if says_report else ("anywhere", "around", "other")
    for key in keys:
        if found := finding("lookalike", key).search(title):
            return f"title says {found.group()!r}"
    return None


def _concerns(title: str, report: re.Match[str] | None) -> bool:
    """Whether a look-alike is near enough to the matter to be listed as one."""
    return report is not None or finding("report", "unclear").search(title) is not None or "报表" in title


def _unclear(title: str) -> Scored | None:
    found = finding("report", "unclear").search(title)
    if found is None:
        return None
    years = sorted(set(_years(title)))
    reasons = (f"title says {found.group()!r}, not which kind of report", *_year_reasons(years))
    year = years[0] if len(years) == 1 else None
    return Scored(LeadKind.UNCLEAR, 0.4, reasons, year, publisher(finding("report", "unclear").sub("|", title)))


def _year(title: str) -> int | None:
    years = set(_years(title))
    return years.pop() if len(years) == 1 else None


def _years(title: str) -> Iterator[int]:
    """The report years a title states; document numbers and dates are no report years."""
    for found in YEAR_OF.finditer(DATED.sub("", NUMBERED.sub("", title))):
        yield int(found.group(1))


def _year_reasons(years: list[int]) -> tuple[str, ...]:
    if not years:
        return ("title states no year",)
    if len(years) > 1:
        return (f"title states different years: {', '.join(map(str, years))}",)
    return (f"title states the year {years[0]}",)
