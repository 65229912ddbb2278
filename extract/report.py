"""The recogniser: from paragraphs and grids to the record of one report, or of what is none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract import page
from extract.captions import own_tables
from extract.content import Content, Paragraph
from extract.heading import TOP, Title, read_title, squeezed, titles_of_lines
from extract.narrative import mentions
from extract.sections import Body, beginnings, read_body
from extract.tables import Tables
from extract.unreadable import Unreadable
from storage.record import SECTIONS, ReadingWarning, Record

WHOLE = 4  # sections that make a document a report whatever its title says
SURE = 0.8  # how sure the letters of a title, a year or a date must be
SIGNED = 4  # lines at the end of a report among which it is signed
LISTED = 3  # different report titles on one page that make it a list

COPIES = 6  # series of headings that are looked into; more are a list's or an attack
NEAR = 12  # lines above its first heading in which the title of a second report is sought

_SHELF = re.compile(r"([一-鿿]{2,30})_((?:19|20)\d\d)年度?_[一-鿿]+$")  # a window title: agency, year, site
_PERIOD = r"((?:19|20)\d\d)年0?1月0?1日\D{0,12}?(?:((?:19|20)\d\d)年)?12月31日"


def recognise(content: Content) -> Record:
    """Reads one document; what is certainly no report is a record that says so.

    Raises Unreadable when it holds several reports.
    """
    content = _single(content)
    body = read_body(content)
    titles = _titles(content, body)
    tables = Tables(own_tables(body, _year(titles, body)[0]))
    whole = len(body.sections) >= WHOLE and tables.has_numbers
    title = _leading(titles, whole)
    around = _around(content, body)
    name, year, warnings = _named(titles, title, content, body, around)
    if title and title.look_alike:
        is_report = whole and not title.never
    else:
        is_report = _may_be_report(content, body, tables, title, year)
    sections = {key: body.text(key) for key in SECTIONS}
    return Record(
        title=title.text if title else None,
        agency=name if is_report else None,
        year=year if is_report else None,
        published=page.published(around, [one.text for one in titles]) or content.head.published,
        form=tables.form,
        sections=sections,
        cells=tables.cells,
        warnings=(*warnings, *_unread(content, body), *tables.warnings) if is_report else (),
        mentions=mentions(sections, year, name) if is_report else (),
        publisher=page.publisher(around) or content.head.publisher,
        breadcrumb=page.breadcrumb(around),
        is_report=is_report,
    )


def _single(content: Content) -> Content:
    """The document as far as it is one report: without a second copy of it, never with a second report."""
    first, *others = beginnings(content) or [0]
    for at in others[:COPIES]:
        one, other = (replace(content, blocks=blocks) for blocks in (content.blocks[:at], content.blocks[at:]))
        tables, copy = (Tables(read_body(part)) for part in (one, other))
        if not (tables.has_numbers and copy.has_numbers):
            continue
        above, below = (_title_before(content, place) for place in (first, at))
        known = {path: value.number for path, value in tables.cells.items() if value.known}
        if any(value.known and known.get(path, value.number) != value.number for path, value in copy.cells.items()) or (
            above and below and (not _same_body([above, below]) or len(above.years | below.years) > 1)
        ):
            raise Unreadable("several-reports", "the document holds several reports, one below the other")
        return one
    return content


def _title_before(content: Content, at: int) -> Title | None:
    """The title that stands right above a block."""
    lines = [block.text for block in content.blocks[max(0, at - NEAR) : at] if isinstance(block, Paragraph)]
    return max(titles_of_lines(lines, content.hard_lines), key=lambda one: one.rank, default=None)


def _named(
    titles: Sequence[Title], title: Title | None, content: Content, body: Body, around: Sequence[str]
) -> tuple[str | None, int | None, list[ReadingWarning]]:
    """Whose report it is and of which year, each None where it is not certain, and what is to be said of that."""
    shelf = _SHELF.match("".join((content.head.window or "").split())) if not title and body.sections else None
    others = _read(re.split(r"[-_|—]", content.head.window or ""))
    year, warnings = _year([*titles, *(one for one in others if not one.look_alike)], body)
    name = title.agency if title else shelf[1] if shelf else None
    if title and content.scanned and _letters(title, content) < SURE:
        message = "the letters of the title could not be read for certain"
        return None, None, [*warnings, ReadingWarning("title-unsure", message, "title")]
    if not _same_body(titles):
        message = "the titles name different bodies: " + ", ".join(sorted({one.agency for one in titles if one.agency}))
        return None, year, [*warnings, ReadingWarning("agency-conflict", message, "agency")]
    if year is None and shelf and not warnings:
        year = int(shelf[2])
    return name or _signed(body, around), year, warnings


def _same_body(titles: Iterable[Title]) -> bool:
    """Whether all titles may name one body: the shorter names are the longest with letters left out."""
    names = sorted({page.bare(one.agency) for one in titles if one.agency and not one.look_alike}, key=len)
    return all(_is_within(name, names[-1]) for name in names[:-1])


def _is_within(name: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in name)


def _letters(title: Title, content: Content) -> float:
    """How sure the letters of a title are: as sure as those of its least certain line."""
    lines = [(squeezed(block.text), block.sure) for block in content.paragraphs[:TOP]]
    whole = [sure for line, sure in lines if title.text in line]
    return max(whole) if whole else min((sure for line, sure in lines if line and line in title.text), default=1.0)


def _signed(body: Body, around: Sequence[str]) -> str | None:
    """The body that signs the report, or that its page says it comes from; None where these differ."""
    last = [block for blocks in body.sections.values() for block in blocks if isinstance(block, Paragraph)][-SIGNED:]
    pairs = ((squeezed(one.text), two.text) for one, two in pairwise(last) if min(one.sure, two.sure) >= SURE)
    signed = next((name for name, day in pairs if page.read_date(day) and _is_name(name)), None)
    declared = page.agency(around)
    if signed and declared and not (_is_within(declared, signed) or _is_within(signed, declared)):
        return None
    return signed or declared


def _is_name(text: str) -> bool:
    return 4 <= len(text) <= 30 and text.endswith(page.words("body_endings")) and not re.search(r"[^一-鿿（）()]", text)


def _titles(content: Content, body: Body) -> list[Title]:
    """All titles the document gives itself, its own first line first, then what its page declares.

    A text without agency and year is the name of a column, unless a report stands under it.
    """
    own = body.preface if body.sections or content.hard_lines else ()
    lines = [block.text for block in own if isinstance(block, Paragraph)]
    surest = [*titles_of_lines(lines, content.hard_lines), *_read(content.head.titles)]
    window = re.split(r"[-_|—]", content.head.window or "")
    titles = surest or _read((*page.named(_around(content, body)), *content.head.lesser_titles, *window))
    return [title for title in titles if body.sections or title.look_alike or any(title.rank)]


def _leading(titles: Sequence[Title], whole: bool) -> Title | None:
    """The title that tells most; but what opens as something else is that, unless the whole report is below."""
    if titles and titles[0].look_alike and not whole:
        return titles[0]
    return max(titles, key=lambda one: one.rank, default=None)


def _read(texts: Iterable[str]) -> list[Title]:
    return [title for text in texts if (title := read_title(text))]


def _year(titles: Sequence[Title], body: Body) -> tuple[int | None, list[ReadingWarning]]:
    """The report year: as the titles say, else as the body's reporting period says."""
    named = {year for title in titles for year in title.years}
    periods = set(_periods("".join(_narrative(body).split())))
    if len(named) > 1:
        message = f"the titles name different years: {', '.join(map(str, sorted(named)))}"
        return None, [ReadingWarning("year-conflict", message, "year")]
    if not named:
        return (periods.pop() if len(periods) == 1 else None), []
    year = named.pop()
    if periods and periods != {year}:
        message = f"the title says {year}, the reporting period {', '.join(map(str, sorted(periods)))}"
        return year, [ReadingWarning("year-differs-in-body", message, "year")]
    return year, []


def _unread(content: Content, body: Body) -> Iterator[ReadingWarning]:
    """What of the report may stand where no text is, or on another page."""
    if content.scanned:
        yield ReadingWarning("scanned", "read from pictures of the pages")
    for key in body.pictures:
        yield ReadingWarning("picture", "there is a picture, and what it shows was not read", key)
    if content.pager:
        message = f"the page offers “{content.pager}”: the rest may stand on another page"
        yield ReadingWarning("continued-elsewhere", message)


def _periods(text: str) -> Iterator[int]:
    """The years that a text calls the reporting period, not those it compares with or tells of."""
    announced, compared = ("|".join(map(re.escape, page.words(key))) for key in ("period", "comparing"))
    for found in re.finditer(rf"(?:{announced})([^。；;\d]{{0,24}}){_PERIOD}(.{{0,8}})", text):
        gap, first, last, behind = found.groups()
        if last in (None, first) and not re.search(compared, gap + behind):
            yield int(first)


def _narrative(body: Body) -> str:
    blocks = (*body.preface, *body.sections.get("overview", ()))
    return "".join(block.text for block in blocks if isinstance(block, Paragraph) and block.sure >= SURE)


def _around(content: Content, body: Body) -> list[str]:
    """The lines of the document that are outside its sections, rows of grids among them."""
    inside = {id(block) for blocks in body.sections.values() for block in blocks}
    sure = (block for block in content.blocks if not isinstance(block, Paragraph) or block.sure >= SURE)
    return [line for block in sure if id(block) not in inside for line in block.text.split("\n")]


def _may_be_report(content: Content, body: Body, tables: Tables, title: Title | None, year: int | None) -> bool:
    """Whether a document whose title is no other's may be a report; False only where it certainly is none."""
    if title is None:
        return tables.has_numbers
    if body.sections or tables.cells:
        blank_form = bool(tables.cells) and not tables.has_numbers
        return not blank_form or None not in (title.agency, year)
    lines = [block.text for block in content.paragraphs]
    listed = {found.text for line in lines if (found := read_title(line))}
    return len(listed) < LISTED and not page.is_error("".join(lines))
