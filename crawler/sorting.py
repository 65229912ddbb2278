"""Sorting out what somebody's archive holds: the reports in it with their files, the lists, and what is neither."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from crawler.attachments import attachments, file_name, pictured
from crawler.brought import Saved
from crawler.column import holds_report, lists_reports
from crawler.keeping import media_type
from crawler.labels import names_column
from crawler.leads import score
from crawler.page import Page, address
from crawler.walls import no_file, obstacle
from storage.terms import Role

PAGE, DATA = "text/html", ("application/json", "application/xml", "text/xml", "text/json")
FILES = ("application/", "image/")
MOST_HOPS = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """One answer that is kept: as what, under which other piece, and what the link to it calls it."""

    saved: Saved
    page: Page
    role: Role
    under: "Piece | None" = None
    name: str | None = None


@dataclass(slots=True)
class Sorted:
    """What was sorted out: the pieces in the order in which they are kept, and the addresses left out with reasons."""

    pieces: list[Piece] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def reports(self) -> list[Piece]:
        """The pieces that may be reports: pages, and files that hang on none."""
        return [one for one in self.pieces if one.under is None and one.role in (Role.ARTICLE, Role.ATTACHMENT)]


def sorted_out(saved: Iterable[Saved]) -> Sorted:
    """Says of every answer what it is; of the same answer saved twice, of the earlier one.

    A page that is a wall, or says that it is gone, proves nothing and is left out.
    """
    answers = list({(one.url, one.body): one for one in sorted(saved, key=lambda one: one.at, reverse=True)}.values())
    found = Sorted()
    onward = {same(one.url): same(to) for one in answers if (to := _leads_to(one))}
    files: dict[str, list[Saved]] = {}
    for one in answers:
        if not 200 <= one.status < 300:
            found.left_out[one.url] = f"answered with {one.status}"
        elif not one.body:
            found.left_out[one.url] = "empty"
        elif media_type(one.body, None, one.headers.get("content-type", "")) in (PAGE, *DATA):
            _page(one, found)
        else:
            files.setdefault(same(one.url), []).append(one)
    hung = list(_hung(found.pieces, files, onward))
    known = {id(piece.saved) for piece in hung}
    found.pieces += hung
    _unhung([one for group in files.values() for one in group if id(one) not in known], found)
    return found


def as_page(one: Saved) -> Page:
    """An answer as the crawler looks at pages."""
    return Page(one.url, one.url, one.status, tuple(one.headers.items()), one.body)


def same(url: str) -> str:
    """An address in the one form in which it is compared: unquoted, and whatever the scheme."""
    return unquote(url.partition("#")[0]).partition("://")[2]


def _page(one: Saved, found: Sorted) -> None:
    page = as_page(one)
    if why := obstacle(page):
        found.left_out[one.url] = why.reason
    elif role := _role(page):
        found.pieces.append(Piece(one, page, role))
    else:
        found.left_out[one.url] = "neither a report nor a list of reports"


def _role(page: Page) -> Role | None:
    """What a page is, by what it holds."""
    if holds_report(page):
        return Role.ARTICLE
    if not page.is_html:
        return Role.LIST if lists_reports(page) else None
    if urlsplit(page.url).path in ("", "/"):
        return Role.HOME
    if lists_reports(page) or any(map(names_column, page.headings)):
        return Role.LIST
    scored = (score(heading) for heading in page.headings)
    return Role.ARTICLE if any(one and one.worth_a_visit for one in scored) else None


def _hung(pieces: Sequence[Piece], files: Mapping[str, list[Saved]], onward: Mapping[str, str]) -> Iterator[Piece]:
    """The files that hang on the pages, by whatever redirects lead to them."""
    for piece in [one for one in pieces if one.role is Role.ARTICLE]:
        for link in attachments(piece.page) or pictured(piece.page):
            place = same(link.url)
            for _ in range(MOST_HOPS):
                place = onward.get(place, place)
            for one in files.get(place, ()):
                page = replace(as_page(one), asked=link.url)
                yield Piece(one, page, Role.ATTACHMENT, piece, file_name(link))


def _unhung(files: Iterable[Saved], found: Sorted) -> None:
    """Files on which no page of the archive leads are reports of their own, pictures and page furniture are not."""
    for one in files:
        page = as_page(one)
        kind = media_type(one.body, None, one.headers.get("content-type", ""))
        if not kind.startswith("application/") or no_file(page):
            found.left_out[one.url] = "no report"
        else:
            found.pieces.append(Piece(one, page, Role.ATTACHMENT))


def _leads_to(one: Saved) -> str | None:
    """Where a redirect leads."""
    to = one.headers.get("location", "")
    return address(one.url, to) if 300 <= one.status < 400 and to else None
