"""Is this link an annual report? Of which report year, and whose? A score with reasons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.labels import finding, plain
from storage.terms import LeadKind

ZEROS = str.maketrans("〇○零", "000")
NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
CHINESE_YEAR = re.compile(r"[二2][0〇○零][一二三四五六七八九〇○零]{2}(?=年)")
NUMBERED = re.compile(r"[〔\[(][^〔\[(]{0,4}20\d{2}[^〔\[(]{0,2}[〕\])]第?\d+号")
DATED = re.compile(r"20\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|[-/.]\d{1,2}[-/.]\d{1,2})")
YEAR_OF = re.compile(r"(?<!\d)(20\d{2})(?=年|[-_]|度|政府信息公开|信息公开|[)\]】]|$)")
FILE_ENDING = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|rtf|zip|rar|html?)$", re.IGNORECASE)
NOTE = re.compile(r"[(\[【](?:[^()\[\]【】]*(?:版|更正|修订|图片|定稿|正式|链接|新|上报)[^()\[\]【】]*)[)\]】]")
BEFORE_NAME = re.compile(
    r"^(?:[【\[][^】\]]{0,12}[】\]](?=..)|\d{1,2}-\d{1,2}"
    r"|\d+[.、]|关于|附件\d*[:：]?|公布|发布|[-_—·:：,，.《\"“])+"
)
AFTER_NAME = re.compile(r"(?:关于|的|公布|发布|[-_—·:：,，.《\"“])+$")
TITLE_YEAR = re.compile(r"(?<!\d)20\d{2}(?:年度|年|度)?(?!\d)")
CUT = re.compile(r"(?:…|\.{2,})+$")
CUT_YEAR = re.compile(r"20\d{2}年")
MOST_IN_A_NAME = 60
NO_PUBLISHERS = frozenset({"本网", "本站", "政府", "部门", "附件", "()"})


@dataclass(frozen=True, slots=True)
class Scored:
    """What a link looks like. `years` are the report years its title states."""

    kind: LeadKind
    score: float
    reasons: tuple[str, ...]
    years: tuple[int, ...] = ()
    publisher: str | None = None

    @property
    def year(self) -> int | None:
        """The report year, only when the title states exactly one; never guessed."""
        return self.years[0] if len(self.years) == 1 else None

    @property
    def worth_a_visit(self) -> bool:
        """Whether its page is fetched."""
        return self.kind is not LeadKind.LOOKALIKE


def score(name: str) -> Scored | None:
    """What a link with this name is in an annual-report column; None when it is of no concern."""
    title = tidy(name)
    years = _years(title)
    report, unclear = (finding("report", key).search(title) for key in ("patterns", "unclear"))
    if (word := _lookalike(title, report is not None)) and not _may_be_all_the_same(word, title):
        near = report or unclear or "报表" in title
        return Scored(LeadKind.LOOKALIKE, 0.0, (f"标题含“{word}”",), years) if near else None
    if report and not word:
        reasons = (f"标题含“{report.group()}”", _year_reason(years), *_corrects(title))
        body = None if finding("report", "collective").search(title) else publisher(title)
        return Scored(LeadKind.REPORT, 1.0 if len(years) == 1 else 0.7, reasons, years, body)
    if said := unclear or report:
        reasons = (f"标题含“{said.group()}”，未写明是哪一种报告", _year_reason(years))
        rest = finding("report", "unclear").sub("|", title)
        return Scored(LeadKind.UNCLEAR, 0.4, reasons, years, publisher(rest))
    return None


def score_unsaid(name: str) -> Scored | None:
    """What a row of the list that does not say so may still be: its title is cut short before it could."""
    title = tidy(name)
    whole = CUT.sub("", title)
    years = _years(whole)
    begun = years or finding("report", "begins").search(whole)
    if whole == title or not begun or _lookalike(whole, says_report=False):
        return None
    body = publisher(CUT_YEAR.split(whole)[0]) if CUT_YEAR.search(whole) else None
    return Scored(LeadKind.UNCLEAR, 0.3, ("标题没有写全", _year_reason(years)), years, body)


def score_name(name: str) -> Scored:
    """A row that only names an agency: in an annual-report column it may be its report."""
    return Scored(LeadKind.UNCLEAR, 0.3, ("只写了单位名称", _year_reason(())), (), tidy(name))


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
    """What a title says it is instead of a report."""
    keys = ("anywhere", "around") if says_report else ("anywhere", "around", "other")
    found = (finding("lookalike", key).search(title) for key in keys)
    return next((match.group() for match in found if match), None)


def _may_be_all_the_same(word: str, title: str) -> bool:
    """Whether a title that says something else may stand over the report: it names body, year, and the disclosure."""
    if not finding("lookalike", "doubtful").fullmatch(word) or "信息公开" not in title:
        return False
    return bool(_years(title)) and publisher(finding("report", "unclear").sub("|", title)) is not None


def _years(title: str) -> tuple[int, ...]:
    """The report years a title states; document numbers and dates are no report years."""
    stated = YEAR_OF.findall(DATED.sub("", NUMBERED.sub("", title)))
    return tuple(sorted({int(year) for year in stated}))


def _year_reason(years: tuple[int, ...]) -> str:
    if not years:
        return "标题没有写明年度"
    return f"标题写明 {years[0]} 年度" if len(years) == 1 else f"标题写了不同的年度：{'、'.join(map(str, years))}"


def _corrects(title: str) -> Iterator[str]:
    if found := finding("report", "corrections").search(title):
        yield f"更正：标题含“{found.group()}”"
