"""Items: a page with its attachments and the rows that list it, all captures of it together."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.facts import Facts
from storage.captures import INSIDE
from storage.model import Document, Lead
from storage.record import Record
from storage.terms import LeadKind, Role

FULL = 4
"""Sections from which a text is plainly a report."""

HOME = re.compile(r"^/?(?:index|default|main)?(?:\.[a-z]+)?$", re.IGNORECASE)
MOBILE_TWINS = ((re.compile(r"_wap(?=\.\w+$)"), ""), (re.compile(r"/mpost_(?=[^/]*$)"), "/post_"))


@dataclass(frozen=True, slots=True)
class Item:
    """Something a column lists, or a page kept without being listed.

    `pages` are the captures of its own address, `files` those of its attachments; good and bad, oldest first.
    """

    url: str
    portals: frozenset[str]
    leads: tuple[Lead, ...]
    pages: tuple[Document, ...]
    files: tuple[Document, ...]

    @property
    def captures(self) -> tuple[Document, ...]:
        """Every capture of the page and of its attachments."""
        return self.pages + self.files

    @property
    def hashes(self) -> frozenset[str]:
        """The bytes this item was ever seen with."""
        return frozenset(capture.sha256 for capture in self.captures if capture.sha256)

    @property
    def is_listed_report(self) -> bool:
        """Whether a row that lists it calls it an annual report."""
        return any(lead.kind is LeadKind.REPORT for lead in self.leads)

    @property
    def is_lookalike(self) -> bool:
        """Whether every row that lists it calls it something else."""
        return bool(self.leads) and all(lead.kind is LeadKind.LOOKALIKE for lead in self.leads)


def items(facts: Facts) -> list[Item]:
    """All items, by address. Mobile twins of a page that is known itself are left out."""
    documents = sorted(
        (capture for capture in facts.documents if capture.role in (Role.ARTICLE, Role.ATTACHMENT)),
        key=lambda capture: (capture.seen, capture.id),
    )
    pages, files = _sorted_out(documents, {capture.id: capture for capture in facts.documents})
    rows: dict[str, list[Lead]] = defaultdict(list)
    for lead in sorted(facts.leads, key=lambda lead: (lead.first_seen, lead.id)):
        rows[lead.url].append(lead)
    hosts = {column.id: column.portal for column in facts.columns}
    known = rows.keys() | pages.keys() | files.keys()
    return [
        Item(
            url,
            frozenset(_portals(rows[url], [*pages[url], *files[url]], hosts)),
            tuple(rows[url]),
            tuple(pages[url]),
            tuple(files[url]),
        )
        for url in sorted(known)
        if not _is_twin(url, known)
    ]


def is_full(record: Record) -> bool:
    """Whether a text is plainly a report, whatever its row is called."""
    return record.is_report and sum(text is not None for text in record.sections.values()) >= FULL


def took(capture: Document) -> bool:
    """Whether a capture brought what was asked for, as far as the answer itself tells."""
    return _answered(capture) and not went_home(capture)


def went_home(capture: Document) -> bool:
    """Whether a deep address was answered with a home page."""
    asked, came = urlsplit(capture.url), urlsplit(capture.final_url)
    return bool(HOME.match(came.path)) and not came.query and not (HOME.match(asked.path) and not asked.query)


def is_gone(capture: Document, record: Record | None) -> bool:
    """Whether a capture shows that the page is away: 404, 410, sent home, or a page that says so."""
    if capture.status in (404, 410):
        return True
    return _answered(capture) and (went_home(capture) or (record is not None and not record.is_report))


def _answered(capture: Document) -> bool:
    return capture.brought and capture.error is None


def _sorted_out(
    documents: Iterable[Document], every: dict[int, Document]
) -> tuple[dict[str, list[Document]], dict[str, list[Document]]]:
    pages: dict[str, list[Document]] = defaultdict(list)
    files: dict[str, list[Document]] = defaultdict(list)
    for capture in documents:
        page = _page_of(capture, every)
        if page is capture:
            pages[capture.url].append(capture)
        else:
            files[page.url].append(capture)
    return pages, files


def _page_of(capture: Document, every: dict[int, Document]) -> Document:
    """The page an attachment hangs on; a file that a list links to directly, or one of an archive, is its own page."""
    if INSIDE in capture.url:
        return capture
    parent = every.get(capture.parent or 0)
    while parent is not None and parent.role in (Role.ARTICLE, Role.ATTACHMENT) and parent is not capture:
        capture, parent = parent, every.get(parent.parent or 0)
    return capture


def _portals(leads: Iterable[Lead], captures: Iterable[Document], hosts: dict[int, str]) -> Iterator[str]:
    yield from (hosts[lead.column] for lead in leads if lead.column in hosts)
    yield from (capture.portal for capture in captures)


def _is_twin(url: str, known: Collection[str]) -> bool:
    return any(pattern.search(url) and pattern.sub(original, url) in known for pattern, original in MOBILE_TWINS)
