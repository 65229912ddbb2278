"""The page around a report: its shown date, publisher and trail, each read after its label only."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import TypeVar

from extract.label import plain
from extract.remembered import remembered

Value = TypeVar("Value")

LINE = 240  # a line of metadata is shorter than this

_DATES = (
    re.compile(r"\s*[\[(（【]?\s*(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"\s*(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)"),
    re.compile(
        r"\s*(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?P<d>\d{1,2}), (?P<y>20\d\d)(?!\d)"
    ),
)
WIDTHS = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # not NFKC, which makes digits of ① and ²
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NUMERAL_DATE = re.compile(
    r"\s*(二[〇○零][〇○零一二三四五六七八九]{2})年(元|[一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TIME = re.compile(r"\s*T?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_TO = re.compile(r"\s*(?:[日\])）】]\s*)?(?:至|到|起|止|—|-|~|～|/)*\s*")
CHINA = timezone(timedelta(hours=8))
TABLE = 3  # lines around a date above the title among which other metadata must stand
_BREAK = re.compile(r"\s*(?:>+|»|›|→|＞|&gt;|/|\|)\s*")


@cache
def words(key: str) -> tuple[str, ...]:
    """One list of page.toml."""
    return tuple(_data()[key])


@cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(files("extract").joinpath("page.toml").read_text("utf-8"))


def read_date(text: str) -> date | None:
    """The date a text begins with, in any of the usual ways of writing; in Shanghai, where its hour has a zone."""
    day, behind = _split_date(text)
    zoned = re.match(r"T?\s*(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})", behind.lstrip())
    if day is None or zoned is None or (zoned[2] != "Z" and "T" not in behind):  # hours from … to … are no zone
        return day
    try:
        zone = "+00:00" if zoned[2] == "Z" else zoned[2]
        return datetime.strptime(f"{day} {zoned[1]} {zone}", "%Y-%m-%d %H:%M %z").astimezone(CHINA).date()
    except ValueError:
        return None


@remembered
def _split_date(text: str) -> tuple[date | None, str]:
    """The date a text begins with, as it is written, and what stands behind it."""
    level = text.split("\n")[0][:LINE].translate(WIDTHS)
    try:
        if numerals := _NUMERAL_DATE.match(text):
            day = date(int(numerals[1].translate(_NUMERALS)), *map(_small, numerals.groups()[1:]))
            return day, text[numerals.end() :]
        found = next(filter(None, (pattern.match(level) for pattern in _DATES)), None)
        if found is None:
            return None, ""
        month = found["m"]
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        return date(int(found["y"]), number, int(found["d"])), level[found.end() :]
    except ValueError:
        return None, ""


def _only_date(text: str) -> date | None:
    """The date a text begins with, unless another follows: a period, or a date that was struck and one in its place."""
    day, (written, behind) = read_date(text), _split_date(text)
    time = _TIME.match(behind)
    gap = _TO.match(behind[time.end() if time else 0 :])
    rest = behind[(time.end() if time else 0) + (gap.end() if gap else 0) :]
    other = _split_date(rest)[0] or _split_date(behind.lstrip("日 "))[0]
    return None if other and other != written else day


def _small(numeral: str) -> int:
    """A Chinese numeral below a hundred; 元月 is the first month."""
    tens, ten, ones = numeral.replace("元", "一").rpartition("十")
    digits = [int(digit.translate(_NUMERALS)) if digit else None for digit in (tens, ones)]
    return (digits[0] or 1) * 10 * bool(ten) + (digits[1] or 0)


def shown(above: Sequence[str], below: Sequence[str], titles: Sequence[str]) -> tuple[date | None, bool]:
    """The publication date that the lines around a title show, and whether they contradict each other on it.

    What stands below the title counts first, as its own; above it only a block of metadata does, as what stands there
    may be of another document, or the day on which the page was asked for.
    """
    own = _after_surest_label(below, titles)
    if own:
        return (next(iter(own)), False) if len(own) == 1 else (None, True)
    block = [line for at, line in enumerate(above) if _in_block(above, at)]
    over = _after_surest_label(block, (), bare=False)
    single = {day for line in below if (day := read_date(line)) and not fields(line)}
    if len(over) == 1 and not single - over:
        return next(iter(over)), False
    return None, bool(over)


def _in_block(lines: Sequence[str], at: int) -> bool:
    """Whether a line stands in a block of metadata, which says more of a document than its date."""
    if not any(label in words("published") for label, _ in fields(lines[at])):
        return False
    near = lines[max(0, at - TABLE) : at + TABLE + 1]
    labels = {label for line in near for label, _ in fields(line)} - set(words("published"))
    return bool(labels)


def published(lines: Sequence[str], titles: Iterable[str] = ()) -> date | None:
    """The publication date some lines show: after the surest label; None where that label bears different ones.

    A portal prints the date of the day as well: a label as bare as its own counts only beside other metadata or
    one of the document's `titles`.
    """
    found = _after_surest_label(lines, titles)
    return found.pop() if len(found) == 1 else None


def _after_surest_label(lines: Sequence[str], titles: Iterable[str], bare: bool = True) -> set[date]:
    """The dates that stand after the surest label that has one; `bare`: labels of a clock count, too."""
    found: dict[str, set[date]] = {}
    for at, line in enumerate(lines):
        if bare and (day := _only_date(line)) and {label for label, _ in fields(line)} & set(words("counters")):
            found.setdefault("", set()).add(day)
        for label, value in fields(line):
            day = _only_date(value) if "星期" not in value else None
            if day and (label not in words("bare") or (bare and _is_metadata(lines, at, titles))):
                found.setdefault(label, set()).add(day)
    return _surest(found, (*words("published"), "")) or set()


def _is_metadata(lines: Sequence[str], at: int, titles: Iterable[str]) -> bool:
    """Whether a line stands with other metadata or right below a title."""
    beside = lines[max(0, at - 1) : at + 2]
    labels = {label for line in beside for label, _ in fields(line)} - set(words("bare"))
    return bool(labels) or any("".join(line.split()) in titles for line in lines[max(0, at - 2) : at])


def publisher(lines: Iterable[str]) -> str | None:
    """Who some lines name as the publisher or source."""
    names = ((label, name_of_publisher(value)) for line in lines for label, value in fields(line))
    return _surest({label: name for label, name in reversed(list(names)) if name}, words("publisher"))


def agency(lines: Iterable[str]) -> str | None:
    """The body whose information some lines say this is; None when they name several, or the host of the page."""
    found = {name_of_publisher(value) for line in lines for label, value in fields(line) if label in words("agency")}
    names = [name for name in found if name]
    return names[0] if len(names) == 1 and is_body(names[0]) else None


def is_body(name: str) -> bool:
    """Whether a name is a body's that speaks for itself, and no host's."""
    return name.endswith(words("body_endings")) and not any(word in name for word in words("host"))


def bare(name: str) -> str:
    """A name for comparing: without brackets and spaces."""
    return re.sub(r"[\s（）()]", "", name)


def named(lines: Iterable[str]) -> list[str]:
    """The document's names in blocks of metadata."""
    return [value for line in lines for label, value in fields(line) if label in ("名称", "标题")]


@remembered
def fields(line: str) -> tuple[tuple[str, str], ...]:
    """The labels of a line of metadata, each with the text up to the next: a blank field stays blank."""
    found = [*_labels().finditer(line)] if len(line) <= LINE else []
    ends = [*(label.start() for label in found[1:]), len(line)]
    values = (line[label.end() : end].lstrip(":： \t\xa0\u3000") for label, end in zip(found, ends, strict=False))
    return tuple((plain(label[0]), value) for label, value in zip(found, values, strict=True))


def _surest(values: Mapping[str, Value], labels: Sequence[str]) -> Value | None:
    return next((values[label] for label in labels if label in values), None)


def name_of_publisher(text: str) -> str | None:
    """The name a text begins with, if it names anybody: "本网" does not."""
    name = re.split(r"[\s|【\[]", text.strip(), maxsplit=1)[0].strip(":：,，;；")
    known = 2 <= len(name) <= 40 and name not in words("no_publisher") and re.search(r"[一-鿿]", name)
    return name if known and not read_date(name) else None


def breadcrumb(lines: Iterable[str]) -> tuple[str, ...]:
    """The trail of columns a page shows, from its home page down."""
    openings = (*words("trail"), *words("home"))
    for line in lines:
        text = line.strip()
        if len(text) > LINE or not text.startswith(openings):
            continue
        text = re.sub(rf"^(?:{'|'.join(words('trail'))})\s*(?:是|为)?\s*[:：]?\s*", "", text)
        parts = tuple(part for part in _BREAK.split(text) if part)
        if len(parts) > 1 and parts[0].strip() in words("home"):
            return parts
    return ()


def is_error(text: str) -> bool:
    """Whether a short text is a machine's answer in place of a document."""
    return len(text) < 1500 and any(marker in text for marker in words("error_page"))


def without_others(lines: Sequence[str]) -> list[str]:
    """The lines up to the first that leads to other documents, or to what is attached."""
    return list(takewhile(lambda line: not line.strip().startswith(words("others_below")), lines))


def document_part(lines: Sequence[str]) -> int:
    """How many of some lines belong to the document; what follows is the portal's."""
    endings = words("end_of_document")
    return next((at for at, line in enumerate(lines) if line.strip().startswith(endings)), len(lines))


@cache
def _labels() -> re.Pattern[str]:
    """Any label of a line of metadata, white space between its characters allowed, not as the end of a longer word."""
    labels = sorted((*words("published"), *words("publisher"), *words("other_labels")), key=len, reverse=True)
    spaced = "|".join(r"\s*".join(map(re.escape, label)) for label in labels)
    return re.compile(rf"(?<![一-鿿A-Za-z])(?:{spaced})(?=\s|[:：]|\d|$|【|\[)")
