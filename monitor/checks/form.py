"""Form: are the six sections and the three tables there, and is it the year it says it is?"""

import re
import unicodedata
from dataclasses import replace
from functools import cache
from importlib.resources import files
from tomllib import loads

from extract import form as official
from extract.label import core
from monitor.attribution import contradicting_years
from monitor.checks import PASS, Case, Verdict, check, fail, not_assessable, uncertain
from monitor.checks.arithmetic import ACCURACY
from storage.record import SECTIONS, TABLES, Record
from storage.terms import Certainty, Severity

CLEAN = 4
"""Sections that must have been recognised before the lack of another is held against the agency."""

PLAIN = ("text/plain", "text/markdown")
UNREAD = ("picture", "continued-elsewhere")
"""Warnings of the reader that a part of the report is a picture or stands on another page."""

CONTENT = "《政府信息公开条例》第五十条；政府信息公开工作年度报告统一格式"
ELSEWHERE = re.compile(r"附件|附表|附后|后附|另附|文末|文后|[详另]见|见下[图表页]|如下图|扫描|二维码")
SUBHEADING = re.compile(r"[#*\s]*[（(]")
LONGEST_HEADING = 30
DISTINCT = 5
"""Characters from which a row's label is one that no narrative uses by chance."""


@check(
    "section-missing",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis=CONTENT,
    title={"zh": "年度报告缺少规定的部分", "en": "A required section is missing"},
    explanation={
        "zh": "统一格式规定年度报告有六个部分；只有在其余部分都能清楚识别时，才认定缺少某一部分。",
        "en": "The form has six sections; one is called missing only where the others were recognised clearly.",
    },
)
def section_missing(case: Case) -> Verdict:
    """All six sections must be there; a heading that we may only have failed to recognise makes it uncertain."""
    record = case.record
    if record is None:
        return not_assessable("没有读到报告内容")
    missing = [key for key in SECTIONS if record.sections.get(key) is None]
    if not missing:
        return PASS
    if len(SECTIONS) - len(missing) < CLEAN or record.form is None or not _is_whole(case):
        return uncertain("没有读到完整、清楚的正文")
    if _has_unread(record):
        return uncertain("正文里有图片，或者正文分在几页")
    names = {part.key: part for part in official.sections()}
    if any(_may_be_there(names[key], record) for key in missing):
        return uncertain("正文里可能有写法不同的标题，或者没有标题的内容")
    listed = "、".join(f"“{names[key].number}、{names[key].labels[0]}”" for key in missing)
    found = [key for key in SECTIONS if key not in missing]
    return fail(f"缺少{listed}。", expected=list(SECTIONS), found=found, cells=tuple(f"sections.{k}" for k in missing))


@check(
    "table-missing",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis=CONTENT,
    title={"zh": "年度报告缺少规定的表格", "en": "A required table is missing"},
    explanation={
        "zh": "统一格式规定第二、三、四部分各有一张表格；表格可能是图片、附件，或者我们没有读懂时，不作认定。",
        "en": "Sections two to four have a table each; one that may be a picture, attached or misread is no case.",
    },
)
def table_missing(case: Case) -> Verdict:
    """The three tables must be there; nothing is said where one may be a picture, attached, or misread by us."""
    record = case.record
    if record is None:
        return not_assessable("没有读到报告内容")
    missing = [key for key in TABLES if not record.table(key)]
    if not missing:
        return PASS
    text = "\n".join(said for said in record.sections.values() if said)
    unclear = sum(said is not None for said in record.sections.values()) < CLEAN
    if unclear or _has_unread(record) or not _is_whole(case) or len(missing) == len(TABLES) or ELSEWHERE.search(text):
        return uncertain("表格可能是图片或在附件里，或者正文没有读完整")
    if any(not record.sections.get(key) or _has_rows(key, text) for key in missing):
        return uncertain("正文里有表格的字样，可能是我们没有读出来")
    names = {part.key: part for part in official.sections()}
    listed = "、".join(f"“{names[key].number}、{names[key].labels[0]}”" for key in missing)
    found = [key for key in TABLES if key not in missing]
    said = fail(f"{listed}部分没有规定的表格。", expected=list(TABLES), found=found, cells=tuple(missing))
    return said if _has_no_pictures(case) else replace(said, certainty=Certainty.LIKELY)


@check(
    "year-in-title-mismatch",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis=f"《政府信息公开条例》第四十九条；{ACCURACY}",
    title={"zh": "标题年度与报告年度不一致", "en": "The year in the title is not the year of the report"},
    explanation={
        "zh": "标题所写的年度，应与正文的统计期限、与所报告的年度一致。",
        "en": "The year in the title must be that of the reporting period and that of the report.",
    },
)
def year_in_title_mismatch(case: Case) -> Verdict:
    """Title, reporting period and report must name one year. A candidate that contradicts itself counts as well."""
    report = case.report or case.unsettled
    record = report.record if report else None
    if report is None or record is None or record.title is None:
        return not_assessable("没有读到标题")
    named = contradicting_years(record)
    if record.year is None:
        return uncertain("标题里的年度不确定")
    if case.report is None and record.year != case.year:
        return not_assessable("归属未定，按标题年度评判")
    others = sorted((named | ({case.year} if case.report else set())) - {record.year})
    if not others:
        return PASS
    said = "、".join(map(str, others))
    message = f"标题“{record.title}”写的是{record.year}年，正文统计期限或所报年度是{said}年。"
    return fail(
        message, expected=others, found=record.year, cells=("title", "year"), evidence=report.evidence(record.title)
    )


def _is_whole(case: Case) -> bool:
    """Whether everything that was published was read: what is missing here may stand in a file we could not read."""
    return case.report is not None and case.report.whole


def _has_no_pictures(case: Case) -> bool:
    """Whether what was read is plain text, in which no table can hide as a picture."""
    members = case.report.publication.members if case.report else ()
    return all(member.media_type in PLAIN for member in members)


def _has_unread(record: Record) -> bool:
    """Whether something of the report stands where it could not be read."""
    return any(warning.code in UNREAD for warning in record.warnings)


def _may_be_there(part: official.Section, record: Record) -> bool:
    """Whether the text may have a section in a wording that the reader did not recognise, or without its heading."""
    before = SECTIONS[: SECTIONS.index(part.key)]
    if not before or record.table(part.key):
        return True  # an overview needs no heading to be one, and a table that was read stands in its section
    nearest = next((said for key in reversed(before) if (said := record.sections.get(key))), "")
    if any(word in nearest for word in _words("content").get(part.key, ())):
        return True
    text = "\n".join(said for said in record.sections.values() if said)
    level = unicodedata.normalize("NFKC", text)
    if any(core(label) in core(text) for label in part.labels) or _numbered(part.number).search(level):
        return True
    later = "\n".join(said for key, said in record.sections.items() if said and key != "overview")
    return any(_may_be_heading(line, part) for line in text.splitlines()) or any(
        _may_be_heading(SUBHEADING.sub("", line), part) for line in later.splitlines()
    )


def _may_be_heading(line: str, part: official.Section) -> bool:
    short = len(line.strip()) <= LONGEST_HEADING and not SUBHEADING.match(line) and not set("。；\t") & set(line)
    return short and any(word in line for word in _words("heading")[part.key])


@cache
def _numbered(number: str) -> re.Pattern[str]:
    """The number of a section where a line or a sentence begins."""
    written = "|".join(map(re.escape, _words("numbers")[number]))
    figure = rf"(?:^|[。；;！!\s])[#*\s]*(?:{written})\s*[、.．,，:：\s]\s*(?=[一-鿿])"
    return re.compile(figure, re.MULTILINE)


@cache
def _words(table: str) -> dict[str, list[str]]:
    data = loads(files("monitor.checks").joinpath("headings.toml").read_text("utf-8"))
    named: dict[str, list[str]] = data[table]
    return named


def _has_rows(key: str, text: str) -> bool:
    """Whether a row's label stands in the text, so that the table is there and only we failed."""
    packed = "".join(text.split())
    rows = (row for year in official.FORMS for row in official.table(key, year).rows)
    labels = {re.sub(r"^[（(]?[一二三四五六七\d][）)、.．]", "", label) for row in rows for label in row.labels}
    columns = {name for names in official.table(key, "2021").columns.values() for name in names}
    return any(label in packed for label in labels | columns if len(label) >= DISTINCT)
