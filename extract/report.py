"""The recogniser: from paragraphs and grids to the record of one report, or of what is none."""

import re
from collections.abc import Iterable, Iterator, Sequence

from extract import page
from extract.content import Content, Paragraph
from extract.heading import Title, read_title, titles_of_lines
from extract.narrative import mentions
from extract.sections import Body, read_body
from extract.tables import Tables
from storage.record import SECTIONS, ReadingWarning, Record

WHOLE = 4  # sections that make a document a report whatever its title says
LISTED = 3  # different report titles on one page that make it a list

_PERIOD = r"((?:19|20)\d\d)年0?1月0?1日\D{0,12}?(?:((?:19|20)\d\d)年)?12月31日"


def recognise(content: Content) -> Record:
    """Reads one document; what is certainly no report is a record that says so."""
    body = read_body(content)
    tables = Tables(body)
    titles = _titles(content, body)
    whole = len(body.sections) >= WHOLE and tables.has_numbers
    title = _leading(titles, whole)
    year, warnings = _year(titles, body)
    around = _around(content, body)
    if title and title.look_alike:
        is_report = whole and not title.never
    else:
        is_report = _may_be_report(content, body, tables, title, year)
    sections = {key: body.text(key) for key in SECTIONS}
    return Record(
        title=title.text if title else None,
        agency=title.agency if title and is_report else None,
        year=year if is_report else None,
        published=page.published(around, [one.text for one in titles]) or content.head.published,
        form=tables.form,
        sections=sections,
        cells=tables.cells,
        warnings=(*warnings, *_unread(content, body), *tables.warnings) if is_report else (),
        mentions=mentions(sections, year, title.agency if title else None) if is_report else (),
        publisher=page.publisher(around) or content.head.publisher,
        breadcrumb=page.breadcrumb(around),
        is_report=is_report,
    )


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
    preface = "".join(block.text for block in body.preface if isinstance(block, Paragraph))
    return preface + "\n" + (body.text("overview") or "")


def _around(content: Content, body: Body) -> list[str]:
    """The lines of the document that are outside its sections, rows of grids among them."""
    inside = {id(block) for blocks in body.sections.values() for block in blocks}
    return [line for block in content.blocks if id(block) not in inside for line in block.text.split("\n")]


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
