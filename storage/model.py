"""The nouns of the watch, as frozen data: who must publish, what was seen, what is said of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from storage.terms import (
    Basis,
    Cause,
    Certainty,
    Expect,
    Kind,
    LeadKind,
    Level,
    Outcome,
    Responsibility,
    Role,
    Severity,
    Source,
    StandingName,
    State,
    Via,
)


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the registry (contract 3). `due` is `MM-DD`; `extra` keeps unknown columns."""

    id: str
    name: str
    level: Level
    kind: Kind
    portal: str
    expect: Expect = Expect.YES
    division: str | None = None
    parent: str | None = None
    column: str | None = None
    aliases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    due: str | None = None
    since: int | None = None
    until: int | None = None
    succeeds: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duty:
    """What one agency owes for one report year: the due date and on what it rests."""

    agency: str
    year: int
    due: date
    basis: Basis
    non_working_day: bool
    expect: Expect


@dataclass(frozen=True, slots=True)
class Run:
    """One call that changed the workspace: the ledger from which the service decides what is due.

    `hosts`: the requests sent to each host and the bytes that came back.
    """

    id: int
    command: str
    started: datetime
    real_started: datetime
    vantage: str
    years: tuple[int, ...] = ()
    ended: datetime | None = None
    exit_code: int | None = None
    requests: int = 0
    documents: int = 0
    note: str | None = None
    hosts: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Portal:
    """One host that carries the columns of many agencies, and what we remember of it.

    `drawn` is when the browser last brought what the page itself did not.
    """

    host: str
    family: str | None = None
    rendering: Via = Via.HTTP
    rendering_reason: str | None = None
    drawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """One run over one portal: how it ended and why. `outcome` is None while it runs or if it was killed.

    `reports` are those its columns listed; of the `known` ones, listed by the pass before, `still` so many were there.
    `blind` says why it must have overlooked what is there; until somebody has looked, it proves nothing.
    """

    run: int
    portal: str
    started: datetime
    outcome: Outcome | None = None
    kind: str | None = None
    reason: str | None = None
    ended: datetime | None = None
    requests: int = 0
    documents: int = 0
    reports: int = 0
    known: int = 0
    still: int = 0
    blind: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """An annual-report column of a portal. `confirmed_by`: a person says whose it is.

    `owner` is the agency whose own page on the portal led to it. `moved`: its address no longer leads to it, and this
    one does (empty where several may).
    """

    id: int
    portal: str
    url: str
    label: str
    found_by: str
    first_seen: datetime
    last_seen: datetime
    confirmed_by: str | None = None
    owner: str | None = None
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column in one pass. `complete`: every row was seen, with positive evidence.

    `at` is the moment its first page was asked for: what was not listed then was not there then. `version` is that of
    our reading of lists. `repeats`: not every page was read anew; the server said, or its first page showed, that all
    is as in an earlier look, whose first page this capture is.
    """

    run: int
    column: int
    at: datetime
    complete: bool
    reason: str
    pages: int
    entries: int
    version: int = 1
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One agency in one crawl pass (contract 5), judged from the looks at its own columns.

    `full`: every page was read anew, and none taken to be as before.
    """

    run: int
    at: datetime
    good: bool
    reason: str
    full: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """One capture: a row of a time series. The bytes lie in the vault under `sha256`.

    `seen` is the workspace's clock, `real_seen` the machine's. `status` 0 with `error` means no answer came. `warc` and
    `warc_offset` are where its record stands in the vault's WARC files. `overlooked` is what was wrong with the host's
    certificate: whoever answered did not prove that it was the host. `repeats` is the capture whose bytes these still
    are, by the server's word alone (304). `picture` is the sha256 of a picture of the page.
    """

    id: int
    run: int
    portal: str
    url: str
    final_url: str
    role: Role
    status: int
    seen: datetime
    real_seen: datetime
    via: Via
    sha256: str | None = None
    bytes: int = 0
    media_type: str | None = None
    content_type: str | None = None
    file_name: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    parent: int | None = None
    error: str | None = None
    warc: str | None = None
    warc_offset: int | None = None
    overlooked: str | None = None
    repeats: int | None = None
    picture: str | None = None

    @property
    def source(self) -> Source:
        """From whom we have it."""
        return Source.PERSON if self.via is Via.PERSON else Source.PORTAL

    @property
    def brought(self) -> bool:
        """Whether the server answered well: with bytes, or with its word that they are the same as before."""
        well = 200 <= self.status < 300 or self.repeats is not None
        return self.sha256 is not None and well


@dataclass(frozen=True, slots=True)
class Lead:
    """A link listed in a column, scored with reasons: a report? of which year? whose?

    `shown` is the date its row shows; `last_seen` moves with every look that lists it. `publisher` is the
    name the link itself gives, kept even when no agency of the registry claims it.
    """

    id: int
    column: int
    url: str
    title: str
    kind: LeadKind
    score: float
    reasons: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    first_run: int
    last_run: int
    year: int | None = None
    publisher: str | None = None
    agency: str | None = None
    matched_by: str | None = None
    shown: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A file of a report on a host from which nothing may be taken: the operator may put that host on the list."""

    portal: str
    url: str
    page: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that somebody brought: who, when it came, and what was said of it. An archive tells its times itself."""

    sha256: str
    name: str
    bytes: int
    by: str
    when: datetime
    seen: datetime | None = None
    url: str | None = None
    agency: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person's word on a document: whose report of which year, or (`agency` None) no report at all."""

    sha256: str
    agency: str | None
    year: int | None
    by: str
    when: datetime


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A person's word that a portal is as a pass took it for, although it showed much less than before."""

    portal: str
    run: int
    by: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """A person's word on one cell of one document: the number it prints, or (None) that it prints none."""

    sha256: str
    cell: str
    number: int | float | None
    by: str
    when: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Member:
    """One document of a publication: the page, an attachment, or a correction of either.

    `source` is a person only while nobody of ours has seen the same there; `first_source` tells who saw it first.
    """

    sha256: str
    url: str
    role: Role
    first_seen: datetime
    last_seen: datetime
    media_type: str | None = None
    correction: bool = False
    source: Source = Source.PORTAL
    first_source: Source = Source.PORTAL


@dataclass(frozen=True, slots=True)
class Publication:
    """What an agency published for a report year (contract 5).

    `certain` False makes it a *candidate*: something that may be the report but is not settled.
    `members` are ordered oldest first; `main` (a sha256) is the newest valid content, the one that is read.
    `columns` are those that listed it; `first_seen` is the earliest capture, `listed_since` the earliest look
    that listed it. `shown` is the date its page shows, else that of its row; `shown_in_list` that of its row.
    `gone` are the newest looks that neither list it nor find its page.
    """

    agency: str
    year: int
    certain: bool
    reasons: tuple[str, ...]
    members: tuple[Member, ...] = ()
    main: str | None = None
    url: str | None = None
    shown: date | None = None
    first_seen: datetime | None = None
    listed_since: datetime | None = None
    columns: tuple[int, ...] = ()
    gone: tuple[datetime, ...] = ()
    shown_in_list: date | None = None

    @property
    def source(self) -> Source:
        """Whence all we hold of it came: a person, where we have seen none of it ourselves."""
        told = {member.source for member in self.members}
        return Source.PERSON if told == {Source.PERSON} else Source.PORTAL

    @property
    def first_source(self) -> Source:
        """Who saw first what is there of it."""
        first = min(self.members, key=lambda member: member.first_seen, default=None)
        return first.first_source if first else Source.PORTAL


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for one duty (contract 5). `certainty` is how sure lateness or absence is."""

    agency: str
    year: int
    due: date
    basis: Basis
    non_working_day: bool
    standing: StandingName
    reason: str
    certainty: Certainty = Certainty.CERTAIN
    published: date | None = None
    interval: tuple[datetime | None, datetime] | None = None
    backdated: bool = False
    first_seen: datetime | None = None
    url: str | None = None
    document: str | None = None
    looks: int = 0
    last_look: datetime | None = None
    source: Source = Source.PORTAL


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim can be checked: the kept document, its address, when it was seen, and its words."""

    document: str | None
    url: str | None
    seen: datetime
    quote: str | None = None
    source: Source = Source.PORTAL


@dataclass(frozen=True, slots=True)
class Related:
    """Another agency-year a finding speaks of."""

    agency: str
    year: int
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an agency did or did not do (contract 6). `id` is its fingerprint."""

    id: str
    check: str
    agency: str
    year: int
    severity: Severity
    certainty: Certainty
    responsibility: Responsibility
    title: str
    message: str
    basis: str
    expected: Any
    found: Any
    first_seen: datetime
    last_seen: datetime
    state: State = State.OPEN
    confirmed: dict[str, str] | None = None
    related: tuple[Related, ...] = ()
    cells: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A change of a finding or of a standing. `baseline`: seen in the portal's first pass, so no news.

    `subject` is `finding` or `standing`; `was` and `became` are states or standings.
    """

    id: int
    at: datetime
    subject: str
    agency: str
    year: int
    became: str
    cause: Cause
    was: str | None = None
    finding: str | None = None
    baseline: bool = False
    who: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of ours that failed, for the operator: never a word about an agency."""

    id: int
    at: datetime
    command: str
    where: str
    message: str
    run: int | None = None
    traceback: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """One issue of the house edition: when it was made and the last event it tells of."""

    id: int
    made: datetime
    reached: int
