"""Handing in: what a person saved where we cannot see becomes captures by a person's hand; they prove no absence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.brought import Saved, is_archive, read_archive
from crawler.enclosures import keep_inlined
from crawler.hosts import Hosts, hosts_of
from crawler.keeping import Answer, Keeper
from crawler.page import address
from crawler.sorting import Piece, Sorted, as_page, same, sorted_out
from crawler.walls import obstacle
from monitor.assigning import assign, check_agency
from storage import people, portals, registry, runs
from storage.clock import Clock
from storage.db import writing
from storage.errors import BadInput
from storage.model import Document, HandedIn, Run
from storage.portals import portal_host
from storage.rows import as_json
from storage.terms import Role, Via
from storage.workspace import Workspace, fix_clock

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a file: whose report of which year it is, whence and when it was saved, and who he is."""

    by: str
    agency: str | None = None
    year: int | None = None
    url: str | None = None
    seen: datetime | None = None


def hand_in(workspace: Workspace, clock: Clock, file: Path, said: Said) -> dict[str, Any]:
    """Keeps a file, or what a WARC or WACZ holds of the portals watched; the capture of contract 2.

    All of it is read and checked before anything is kept. With an agency and a year it is that report, by the word of
    the person. Raises BadInput for what cannot be: an unsound archive, a strange host, a moment yet to come.
    """
    _check(workspace, file, said)
    archive = is_archive(file)
    saved = _archived(workspace, file, said) if archive else [_single(workspace, file, said)]
    _check_moments(file, saved, clock.now())
    allowed = _Allowed(workspace, said.agency)
    known = [one for one in saved if allowed.portal(one.url)]
    found = sorted_out(known) if archive else _as_said(known)
    if not found.pieces:
        raise BadInput(_nothing(file, saved, found, allowed))
    chosen = _chosen(file, found, said)
    return _Hand(workspace, clock, allowed).keep(file, said, found, chosen)


def _check(workspace: Workspace, file: Path, said: Said) -> None:
    check_agency(workspace, said.agency)
    if said.year and not said.agency:
        raise BadInput("--year says nothing without --agency ID")
    if said.url is not None and address(said.url, said.url) is None:
        raise BadInput(f"--url {said.url!r} is no http or https address; give the one from which it was saved")
    if not file.is_file():
        raise BadInput(f"{file} {'is a folder or no ordinary file' if file.exists() else 'is not there'}; name a file")
    if not file.stat().st_size:
        raise BadInput(f"{file} is empty; save it again")


def _archived(workspace: Workspace, file: Path, said: Said) -> list[Saved]:
    """What an archive holds, as saved when it says, or when the person says."""
    saved = read_archive(file, workspace.settings.crawl.max_bytes)
    return [replace(one, at=said.seen or one.at) for one in saved]


def _single(workspace: Workspace, file: Path, said: Said) -> Saved:
    """A plain file: whence and when only the person can say."""
    if said.url is None or said.seen is None:
        raise BadInput(f"{file} is no web archive: say with --url whence and with --seen when it was saved")
    most = workspace.settings.crawl.max_bytes
    if file.stat().st_size > most:
        raise BadInput(f"{file} is larger than [crawl] max_bytes, {most}; raise it to take such files")
    one = Saved(said.url, said.seen, 200, {}, file.read_bytes())
    if why := obstacle(as_page(one)):
        raise BadInput(f"{file} is not the page: {why.reason}; save it again when it shows the report")
    return one


def _as_said(known: Sequence[Saved]) -> Sorted:
    """A plain file is what the person says, whatever it looks like."""
    page = [as_page(one) for one in known]
    roles = [Role.ARTICLE if one.is_html else Role.ATTACHMENT for one in page]
    return Sorted([Piece(*one) for one in zip(known, page, roles, strict=True)])


def _check_moments(file: Path, saved: Iterable[Saved], now: datetime) -> None:
    for one in saved:
        if one.at > now:
            raise BadInput(f"{file}: {one.url} was saved at {one.at.isoformat()}, which is yet to come")


class _Allowed:
    """Of which portal an address is, and whether anything may be taken from its host."""

    def __init__(self, workspace: Workspace, agency: str | None) -> None:
        bodies = registry.agencies(workspace.facts)
        chosen = {portal_host(body.portal) for body in bodies if agency in (None, body.id)}
        self.hosts: dict[str, Hosts] = {
            host: hosts_of([body for body in bodies if portal_host(body.portal) == host]) for host in sorted(chosen)
        }

    def portal(self, url: str) -> str | None:
        """The portal; None where nothing may be taken."""
        fitting = [host for host, hosts in self.hosts.items() if hosts.allow(url)]
        return min(fitting, key=lambda host: host != portal_host(url), default=None)


def _nothing(file: Path, saved: Sequence[Saved], found: Sorted, allowed: _Allowed) -> str:
    """Why nothing of a file can be taken."""
    strange = sorted({portal_host(one.url) for one in saved if not allowed.portal(one.url)})
    if found.left_out:
        url, why = next(iter(found.left_out.items()))
        return f"{file} holds no report and no list of reports; {url}: {why}"
    if strange:
        told = ", ".join(strange[:MOST_NAMED])
        return f"{file} comes from {told}, no host of the agencies watched; add it to hosts in agencies.csv and import"
    return f"{file} holds no page and no document"


def _chosen(file: Path, found: Sorted, said: Said) -> Piece:
    """The piece of which the person speaks: the one he names, else the only one that can be a report."""
    if said.url is not None:
        named = [piece for piece in found.pieces if same(said.url) in (same(piece.page.asked), same(piece.page.url))]
        if not named:
            raise BadInput(f"{file} holds no answer of {said.url}; it holds {_told(found.pieces)}")
        if said.year and named[-1].role in (Role.LIST, Role.HOME):
            raise BadInput(f"{said.url} is a page that leads to reports and none itself; say with --url which is meant")
        return named[-1]
    reports = found.reports
    if said.year and len(reports) != 1:
        held = f"{len(reports)} reports: {_told(reports)}" if reports else f"no report: {_told(found.pieces)}"
        raise BadInput(f"{file} holds {held}; say with --url which is meant, or leave --agency and --year away")
    return reports[0] if reports else found.pieces[0]


def _told(pieces: Sequence[Piece]) -> str:
    more = f" and {len(pieces) - MOST_NAMED} more" if len(pieces) > MOST_NAMED else ""
    return ", ".join(piece.page.url for piece in pieces[:MOST_NAMED]) + more


@dataclass(frozen=True)
class _Hand:
    """Keeps what was sorted out, under a run of its own."""

    workspace: Workspace
    clock: Clock
    allowed: _Allowed

    def keep(self, file: Path, said: Said, found: Sorted, chosen: Piece) -> dict[str, Any]:
        """Keeps all pieces and the file itself; answers what `gongkai hand-in --json` prints."""
        facts, now = self.workspace.facts, self.clock.now()
        sha256 = self.workspace.vault.put(file.read_bytes())
        with writing(facts):
            fix_clock(facts, self.clock)
            run = runs.begin_run(facts, "hand-in", self.clock, self.workspace.settings.crawl.vantage)
            kept = self._pieces(run, found.pieces)
            runs.end_run(facts, run, now, 0, documents=len(kept))
        told = kept[id(chosen)]
        words = (said.seen, said.url, said.agency, said.year)
        people.take_in(self.workspace.people, HandedIn(sha256, file.name, file.stat().st_size, said.by, now, *words))
        if said.agency and said.year and told.sha256:
            assign(self.workspace, told.sha256, said.agency, said.year, said.by, now)
        return {
            **_as_told(told),
            "agency": said.agency,
            "year": said.year,
            "by": said.by,
            "file": sha256,
            "name": file.name,
            "captures": [_as_told(one) for one in kept.values()],
            "left_out": [{"url": url, "reason": why} for url, why in found.left_out.items()],
        }

    def _pieces(self, run: Run, pieces: Iterable[Piece]) -> dict[int, Document]:
        """The captures of all pieces, each after the one under which it is."""
        kept: dict[int, Document] = {}
        for piece in pieces:
            keeper = self._keeper(run, piece)
            above = kept[id(piece.under)].id if piece.under else None
            one = piece.saved
            answer = Answer(piece.page.asked, one.url, one.status, one.headers, one.body)
            kept[id(piece)] = keeper.keep(answer, piece.role, Via.PERSON, above, piece.name)
            if piece.role is Role.ARTICLE and piece.page.is_html:
                within = keep_inlined(keeper, replace(piece.page, document=kept[id(piece)]))
                kept |= {id(inside): inside for inside in within}
        return kept

    def _keeper(self, run: Run, piece: Piece) -> Keeper:
        """Keeps one piece as seen when the person saved it."""
        space, host = self.workspace, str(self.allowed.portal(piece.saved.url))
        portals.know_portal(space.facts, host)
        return Keeper(space.facts, space.vault, Clock(piece.saved.at, self.clock.machine), run.id, host)


def _as_told(kept: Document) -> dict[str, Any]:
    return {**as_json(kept), "source": "person"}
