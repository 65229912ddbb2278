"""The recogniser: from paragraphs and grids to the record of one report, or of what is none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
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
SHORTEST = 4  # characters of a title's last line
SHORT = 40  # characters; a longer line says more than that nothing is there
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
    title = _leading(titles, whole, _opening(titles, content))
    around = _around(content, body)
    name, year, warnings = _named(titles, title, content, body, around)
    published = _published(content, body, titles)
    year, warnings = _in_time(year, published, warnings)
    if title and title.look_alike:
        is_report = whole and not title.never
    else:
        is_report = _may_be_report(content, body, tables, title, year)
    sections = {key: body.text(key) for key in SECTIONS}
    return Record(
        title=title.text if title else None,
        agency=name if is_report else None,
        year=year if is_report else None,
        published=published,
        form=tables.form,
        sections=sections,
        cells=tables.cells,
        warnings=(*warnings, *_unread(content, body), *tables.warnings) if is_report else (),
        mentions=mentions(sections, year, name) if is_report else (),
        publisher=page.publisher(around) or content.head.publisher,
        breadcrumb=page.breadcrumb(around),
        is_report=is_report,
    )


def _published(content: Content, body: Body, titles: Sequence[Title]) -> date | None:
    """The publication date the document shows, else the one its page declares; below the body stand those of others."""
    blocks = content.blocks[: body.begins]
    sure = (block.text for block in blocks if not isinstance(block, Paragraph) or block.sure >= SURE)
    lines = [line for text in sure for line in text.split("\n")]
    texts = [one.text for one in titles]
    at = _title_at(lines, texts)
    below = lines if at is None else lines[at + 1 :]
    if body.begins is None:
        below = page.without_others(below)
    title = [] if at is None else texts[:1]
    day, contradicted = page.shown(lines[: at or 0], [*title, *below], texts)
    return None if contradicted else day or content.head.published


def _title_at(lines: Sequence[str], titles: Sequence[str]) -> int | None:
    """The line at which the title ends: the first that is one, else the last that is the end of a broken one."""
    level = [squeezed(line).strip("#*") for line in lines]
    whole = next((at for at, line in enumerate(level) if line in titles), None)
    ends = [at for at, line in enumerate(level) if len(line) >= SHORTEST and "".join(titles[:1]).endswith(line)]
    return whole if whole is not None else ends[-1] if ends else None


def _in_time(
    year: int | None, published: date | None, warnings: list[ReadingWarning]
) -> tuple[int | None, list[ReadingWarning]]:
    """The report year, unless the page is older than the end of that year: it may bear the year of its publication."""
    if year is None or published is None or (published.year, published.month) >= (year, 12):
        return year, warnings
    message = f"the title says {year}, and the page was published on {published}: "
    message += f"it may be the report of {published.year - 1}"
    return None, [*warnings, ReadingWarning("year-conflict", message, "year")]


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
    others = _window(content)
    year, warnings = _year([*titles, *(one for one in others if not one.look_alike)], body)
    name = title.agency if title else shelf[1] if shelf else None
    if title and content.scanned and _letters(title, content) < SURE:
        message = "the letters of the title could not be read for certain"
        return None, None, [*warnings, ReadingWarning("title-unsure", message, "title")]
    if not _same_body([*titles, *_beside(titles)]):
        message = "the titles name different bodies: " + ", ".join(_bodies([*titles, *_beside(titles)]))
        return None, year, [*warnings, ReadingWarning("agency-conflict", message, "agency")]
    if source := _strange(title, content, around):
        message = f"a heading names {name}, the page {source}"
        return None, year, [*warnings, ReadingWarning("agency-conflict", message, "agency")]
    if year is None and shelf and not warnings:
        year = int(shelf[2])
    return name or _signed(body, around), year, warnings


def _bodies(titles: Iterable[Title]) -> list[str]:
    return sorted({one.agency for one in titles if one.agency})


def _beside(titles: Iterable[Title]) -> list[Title]:
    """The bodies in brackets behind titles, as titles of their own."""
    return [Title(one.text, one.beside) for one in titles if one.beside and one.agency and not one.look_alike]


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
    surest = _with_own(surest, content, body)
    titles = surest or _read((*page.named(_around(content, body)), *content.head.lesser_titles, *window))
    return [title for title in titles if body.sections or title.look_alike or any(title.rank)]


def _with_own(titles: list[Title], content: Content, body: Body) -> list[Title]:
    """The titles with those that name another body: the article's own, in place of the one of its government's portal.

    A heading nearer to the text may be the link to another report; that it is the article's the window title tells.
    """
    named = [one for one in titles if one.agency and not one.look_alike]
    window = [one for one in _window(content) if one.agency and one.years and not one.look_alike]
    if not named or not window or _same_body([*named, *window]):
        return titles
    near = [block.text for block in content.blocks[: body.begins or 0][-NEAR:] if isinstance(block, Paragraph)]
    own = [one for one in _read(near) if one.agency and _same_body([one, *window])]
    hosted = all((one.agency or "").endswith(page.words("governments")) for one in named)
    return [*own[-1:], *(one for one in titles if one.look_alike)] if own and hosted else [*titles, *window]


def _window(content: Content) -> list[Title]:
    return _read(re.split(r"[-_|—]", content.head.window or ""))


def _strange(title: Title | None, content: Content, around: Sequence[str]) -> str | None:
    """The body that a page names as its source where only a lesser heading, maybe a link, names another."""
    source = page.publisher(around)
    texts = {one.text for one in (*_read(content.head.titles), *_window(content))}
    lesser = {one.text for one in _read(content.head.lesser_titles)} - texts
    if title is None or title.agency is None or source is None or title.text not in lesser or not page.is_body(source):
        return None
    return None if _is_within(source, title.agency) or _is_within(title.agency, source) else source


def _leading(titles: Sequence[Title], whole: bool, opening: Title | None) -> Title | None:
    """The title that tells most; but what opens as something else is that, unless the whole report is below."""
    if opening and opening.never and opening.look_alike not in page.words("look_alike"):
        return opening
    if titles and titles[0].look_alike and not whole:
        return titles[0]
    return max(titles, key=lambda one: one.rank, default=None)


def _opening(titles: Sequence[Title], content: Content) -> Title | None:
    """What a document calls itself at its head; a line on a web page may be the link to another one."""
    head = content.head
    declared = _read(head.titles)
    if any(not one.look_alike for one in declared):
        return None
    return next(iter(declared or (() if head.window or head.lesser_titles else titles)), None)


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
    if _is_stub(title, lines):
        return False
    listed = {one.text for one in _read(lines) if one.look_alike not in page.words("part_of_year")}
    return len(listed) < LISTED and not page.is_error("".join(lines))


def _is_stub(title: Title, lines: Sequence[str]) -> bool:
    """Whether a page without any report says that there is none yet, or none any more, and attaches none."""
    at = _title_at(lines, [title.text])
    below = page.without_others(lines if at is None else lines[at + 1 :])
    told = [title.text, *(line for line in below[:NEAR] if len(squeezed(line)) <= SHORT)]
    if _any(page.words("taken_back"), told):
        return True
    return _any(page.words("absent"), told) and not _any(page.words("attached"), lines)


def _any(markers: Iterable[str], lines: Iterable[str]) -> bool:
    return any(marker in line for marker in markers for line in lines)
