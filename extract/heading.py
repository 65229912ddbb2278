"""The heading of a report: its title, and the agency and year the title names."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.page import words
from extract.remembered import remembered

LONGEST = 70  # characters; a longer line is a sentence
LINES = 5  # a title takes at most so many lines
TOP = 30  # lines before the first section in which a title is sought

_YEAR = r"(?:19|20)\d\d(?:年度|年)?"
_REPORT = re.compile(
    rf"(?:政府)?信息公开(?:工作)?(?:情况)?的?(?P<year>{_YEAR})?(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:总结)?(?:报告|年报)"
)
_YEAR_BEHIND = re.compile(r"[(（]((?:19|20)\d\d)年度?[)）]")
_BEHIND = re.compile(
    r"(?:的?(?:报告|更正|修订|补正|更新)[版稿]?|全文|公开|公布|[(（\[【][^)）\]】]{0,20}[)）\]】]"
    r"|\.(?:pdf|docx?|wps|ofd|html?)|[-—_|].*|[》”\"。])*",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"[二2][〇○零0oO][〇○零一二三四五六七八九0]{2}(?=年)")
_NUMERALS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
_PART = re.compile(r"(?<!\d)(\d{1,2})月?(?:份)?[-—~～至到](\d{1,2})月")  # months; the first to the last are a year
_MONTH = re.compile(r"年\d{1,2}月份?(?=(?:政府)?信息公开)")
_HOLE = re.compile(r"[\[(（〔【]\s*[\])）〕】](?:年度?)?")  # brackets whose year was taken out
_TAG = re.compile(r"^[^【\[]*[】\]]|^【[^】]*】(?=.)|^\[[^\]]*\](?=.)")  # 【年报】, the column a title stands in
_SHORT_YEAR = re.compile(r"(?<!\d)\d\d年度?$|^\d\d年度?")
_OURS = re.compile(r"(?:我|本|该|贵|各)[一-鿿]{1,2}|[省市县区州]局")  # names that name nobody to a stranger
_BESIDE = re.compile(r"[(（\[【]([一-鿿、（）()]{3,30})[)）\]】]")
_COMMA = re.compile(r"[，,：:]")
_SENTENCE = re.compile(r"[。；;！？!?]|根据|按照|现将|现公布")


@dataclass(frozen=True, slots=True)
class Title:
    """A title that names a report, or a look-alike of one. `years` are all the years it names.

    `look_alike` is the word that gives it away. A notice may still have the whole report below it, unless the title
    is `never` a report's. `beside` is a body that stands in brackets behind the title.
    """

    text: str
    agency: str | None = None
    years: frozenset[int] = frozenset()
    look_alike: str | None = None
    never: bool = False
    beside: str | None = None

    @property
    def rank(self) -> tuple[bool, bool]:
        """How much it tells."""
        return self.agency is not None, bool(self.years)


def squeezed(text: str) -> str:
    """The text with white space removed and nothing else changed (contract 4)."""
    dense = "".join(text.split())
    return dense if dense.isprintable() else "".join(char for char in dense if unicodedata.category(char) != "Cf")


@remembered
def read_title(text: str) -> Title | None:
    """The title a text is, if it names an annual report on information disclosure or one of its look-alikes."""
    title = squeezed(text).strip("#*")
    if not title or len(title) > LONGEST or _SENTENCE.search(title):
        return None
    level = _levelled(title)
    report = _REPORT.search(level)
    part = _part_of_year(level)
    if report is None or part:
        found = _first_of("look_alike", level) or _first_of("covering", level)
        other = part or (None if _COMMA.search(level) else found)
        return Title(title, look_alike=other, never=other not in words("covering")) if other else None
    years = re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", level[: report.end()]) or _YEAR_BEHIND.findall(level)
    agency = _agency(title, level, report)
    drawn = _first_of("drawing", level)
    covers = "" if _BEHIND.fullmatch(level, report.end()) else level[report.end() :]
    news = next((word for word in words("news") if agency and re.search(f"^{word}|{word}$", agency)), None)
    never = bool(drawn or _first_of("instruction", covers))
    named = None if news else agency
    return Title(
        title, named, frozenset(map(int, years)), drawn or covers or news, never, _beside(level[report.end() :])
    )


def _part_of_year(level: str) -> str | None:
    """What in a title on disclosure tells that it is of a part of a year only: half of it, a quarter, some months."""
    if "信息公开" not in level:
        return None
    months = _PART.search(level)
    whole = months is None or tuple(map(int, months.groups())) == (1, 12)
    month = _MONTH.search(level) or (None if whole else months)
    return _first_of("part_of_year", level) or (month[0] if month else None)


def _beside(behind: str) -> str | None:
    """The body that stands in brackets behind the words of a title."""
    found = (one[1] for one in _BESIDE.finditer(behind) if not one[1].startswith(("含", "不含", "包括")))
    return next((name for name in found if name.endswith(words("body_endings"))), None)


def titles_of_lines(lines: Sequence[str], hard_lines: bool) -> Iterator[Title]:
    """The titles among the first lines of a document, each over as many lines as it was broken into."""
    top = [squeezed(line) for line in lines[:TOP]]
    at = 0
    while at < len(top):
        for count in range(1, LINES + 1):
            title = read_title("".join(top[at : at + count]))
            if title and all(_may_open_title(line, hard_lines) for line in top[at : at + count - 1]):
                yield title
                at += count - 1
                break
        at += 1


def _may_open_title(line: str, hard_lines: bool) -> bool:
    """Whether a line can be the first part of a broken title."""
    if not line or re.search(r"[、，。：:；;>《》]", line) or line.startswith("附件"):
        return False
    opens = line.endswith(words("body_endings")) or re.search(rf"{_YEAR}|政府|信息|工作", _levelled(line))
    return bool(opens) or (hard_lines and not re.search(r"[\d\[\]〔〕]", line))


def _first_of(key: str, title: str) -> str | None:
    return next((word for word in words(key) if word in title), None)


def _levelled(text: str) -> str:
    """The text for matching, character for character: widths unified, numerals of years as digits."""
    level = text if unicodedata.is_normalized("NFKC", text) else "".join(map(_levelled_sign, text))
    return _NUMERAL.sub(lambda year: year[0].translate(_NUMERALS).replace("二", "2"), level)


@cache
def _levelled_sign(sign: str) -> str:
    other = unicodedata.normalize("NFKC", sign)
    return other if len(other) == 1 else sign


def _agency(title: str, level: str, report: re.Match[str]) -> str | None:
    """What is left of the words before 政府信息公开 without the year: the agency as printed."""
    before = level[: report.start()]
    kept = list(range(len(before)))
    for year in re.finditer(_YEAR, before):
        kept = [at for at in kept if not year.start() <= at < year.end()]
    name = "".join(title[at] for at in kept)
    if any(word in name for word in words("placeholder")):
        return None
    name = _HOLE.sub("", name)
    tag = _TAG.match(name)
    if tag and tag[0].strip("【】[]").endswith(words("body_endings")):
        return None
    name = re.split("[:：]", _TAG.sub("", name).rstrip("-—_·:："))[-1]
    name = _SHORT_YEAR.sub("", name)
    name = name.lstrip('-—_·:：【】[]《》“”"').rstrip("-—_·:：】]》”")
    name = re.sub(r"^(?:附件\d*[:：]?|关于)|(?:关于|的)$", "", name)
    for topic in words("joint"):
        name = re.sub(rf"{topic}(?:工作)?(?:年度)?(?:报告)?(?:暨|及|和|与)$", "", name)
    if re.search(r"关于|[印转代]发|转载|(?:暨|及|和|与|、)$", name) or _OURS.fullmatch(name):
        return None
    if name.endswith("人民") and report[0].startswith("政府"):
        name += "政府"
    return name if 2 <= len(name) <= 40 and re.search(r"[一-鿿]{2}", name) else None
