"""Publications: what each agency published for a report year, decided by one repeatable function with reasons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from crawler.labels import finding
from crawler.leads import score
from monitor.attribution import Attribution, Attributor
from monitor.facts import Facts, portals_of
from monitor.item import Item, is_gone, items, took
from storage.model import Agency, Assignment, ColumnLook, Document, Member, Publication
from storage.record import Record
from storage.terms import LeadKind, Role

FULL = 4
"""Sections from which a text is plainly a report, whatever its row is called."""

NO_REPORT = ("empty", "not-a-report")
"""Why a file could not be read when it is not the report at all; for any other reason it counts as published."""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Settled:
    """An item with what was decided of it. `sure` False makes it a candidate."""

    item: Item
    attribution: Attribution
    sure: bool
    reasons: tuple[str, ...]

    @property
    def since(self) -> datetime | None:
        """When it was first listed or captured."""
        times = [lead.first_seen for lead in self.item.leads]
        times += [capture.seen for capture in self.item.captures if took(capture)]
        return min(times, default=None)


def publications(facts: Facts, years: Collection[int]) -> list[Publication]:
    """Every publication and every candidate, by agency and year; the same facts in any order give the same answer.

    `years` are those judged: an item that states no year is a candidate for each of them.
    """
    attributors: dict[frozenset[str], Attributor] = {}
    settled = [decided for item in items(facts) if (decided := _settle(item, facts, attributors))]
    certain: dict[Key, list[Settled]] = defaultdict(list)
    for decided in settled:
        for key in _keys(decided, facts, ()) if decided.sure else ():
            certain[key].append(decided)
    open_: dict[Key, list[Settled]] = defaultdict(list)
    for decided in settled:
        for key in () if decided.sure else _keys(decided, facts, years):
            if not (decided.attribution.nameless and _is_answered(decided, certain.get(key, ()))):
                open_[key].append(decided)
    looks = _looks_by_column(facts.column_looks)
    made = [_publication(key, group, True, facts, looks) for key, group in certain.items()]
    made += [_publication(key, group, False, facts, looks) for key, group in open_.items()]
    return sorted(made, key=lambda one: (one.agency, -one.year, not one.certain))


def valid(capture: Document, facts: Facts) -> bool:
    """Whether a capture is a report or a file we cannot read, and not something else."""
    record = facts.records.get(capture.sha256 or "")
    code = facts.unreadable.get(capture.sha256 or "", ("", ""))[0]
    return took(capture) and code not in NO_REPORT and (record is None or record.is_report)


def bodies_of(hosts: frozenset[str], agencies: Iterable[Agency]) -> list[Agency]:
    """The agencies whose reports may appear on these hosts."""
    return sorted((agency for agency in agencies if portals_of(agency) & hosts), key=lambda agency: agency.id)


def _settle(item: Item, facts: Facts, attributors: dict[frozenset[str], Attributor]) -> Settled | None:
    decision = _decision(item, facts)
    if decision is not None:
        return _decided_by_person(item, decision)
    records = _records(item, facts)
    if not _may_be_report(item, facts, records):
        return None
    if item.portals not in attributors:
        attributors[item.portals] = Attributor(bodies_of(item.portals, facts.agencies))
    attribution = attributors[item.portals].attribute(item, records)
    if not attribution.agencies:
        return None
    doubts = _doubts(item, facts, records)
    decided = Settled(item, attribution, attribution.certain and not doubts, (*doubts, *attribution.reasons))
    return _premature(decided)


def _premature(decided: Settled) -> Settled:
    """A title may bear the year in which it was put online: seen before that year ended, it may be for the one before.

    A report that is there in the last month of its own year is early, not doubtful.
    """
    years, since = decided.attribution.years, decided.since
    if since is None or not years or (max(years), 12) <= (since.year, since.month) or max(years) < since.year:
        return decided
    either = replace(decided.attribution, years=tuple(sorted({*years, *(year - 1 for year in years)})), certain=False)
    reason = f"标题写 {max(years)} 年度，而见到它时该年度尚未结束，可能写的是发布年份"
    return Settled(decided.item, either, False, (reason, *decided.reasons))


def _decision(item: Item, facts: Facts) -> Assignment | None:
    """A person's newest word on the item; one on its page goes before one on a file beside it."""
    on_page = [facts.assignments[sha] for sha in _hashes(item.pages) if sha in facts.assignments]
    on_files = [facts.assignments[sha] for sha in _hashes(item.files) if sha in facts.assignments]
    if not on_page:
        on_files = [decided for decided in on_files if decided.agency is not None]
    return max(on_page or on_files, key=lambda decided: (decided.when, decided.sha256), default=None)


def _decided_by_person(item: Item, decision: Assignment) -> Settled | None:
    if decision.agency is None or decision.year is None:
        return None
    reason = f"由 {decision.by} 认定"
    return Settled(item, Attribution((decision.agency,), (decision.year,), True, ()), True, (reason,))


def _may_be_report(item: Item, facts: Facts, records: Sequence[Record]) -> bool:
    full, kinds = any(_is_full(record) for record in records), _title_kinds(records)
    unread = any(took(capture) and capture.sha256 not in facts.records for capture in item.captures)
    untaken = not any(took(capture) for capture in item.captures)
    if item.is_lookalike:
        return full and LeadKind.LOOKALIKE not in kinds
    if not item.leads:
        return full or LeadKind.REPORT in kinds
    says_something = any(lead.year or lead.publisher for lead in item.leads)
    return full or unread or untaken or LeadKind.REPORT in kinds or (item.is_listed_report and says_something)


def _title_kinds(records: Iterable[Record]) -> set[LeadKind]:
    """What the titles of the documents themselves say; one without a year may be that of a whole column."""
    scored = [one for record in records if record.title and (one := score(record.title))]
    return {one.kind for one in scored if one.kind is not LeadKind.REPORT or one.year}


def _doubts(item: Item, facts: Facts, records: Sequence[Record]) -> tuple[str, ...]:
    """Why an item is not settled although agency and year may be clear."""
    if not any(took(capture) for capture in item.captures):
        newest = item.captures[-1:]
        why = f"：{newest[0].error or f'HTTP {newest[0].status}'}" if newest else ""
        return (f"栏目已列出，文件未能取得{why}",)
    if not any(valid(capture, facts) for capture in item.captures):
        return ("栏目已列出，打开的内容不是年度报告",)
    if item.is_lookalike:
        return ("栏目里的标题不像年度报告，内容却是",)
    said = item.is_listed_report or LeadKind.REPORT in _title_kinds(records)
    if not said and not any(_is_full(record) for record in records):
        return ("标题不能确定是政府信息公开年度报告",)
    return ()


def _is_full(record: Record) -> bool:
    return record.is_report and sum(text is not None for text in record.sections.values()) >= FULL


def _records(item: Item, facts: Facts) -> list[Record]:
    """What was read of the newest valid capture of each address of an item, page first."""
    newest = {capture.url: capture for capture in item.captures if valid(capture, facts)}
    return [facts.records[c.sha256] for c in newest.values() if c.sha256 and c.sha256 in facts.records]


def _keys(decided: Settled, facts: Facts, years: Iterable[int]) -> list[Key]:
    """The duties an item is, or may be, the report of; without a stated year every one it is not too old for."""
    told = decided.attribution.years
    if not told:
        newest = _shown([decided], facts) or decided.since
        told = tuple(year for year in sorted(set(years)) if newest is None or year <= newest.year)
    if not decided.item.captures:  # a row that was never visited matters only in the years we watch
        told = tuple(year for year in told if year in years)
    return [(agency, year) for agency in decided.attribution.agencies for year in told]


def _is_answered(decided: Settled, certain: Iterable[Settled]) -> bool:
    """Whether a duty had its report before this nameless item came up, so that it cannot be the one looked for."""
    known = min((one.since for one in certain if one.since), default=None)
    return known is not None and (decided.since is None or known <= decided.since)


def _publication(
    key: Key, group: Sequence[Settled], certain: bool, facts: Facts, looks: dict[int, list[ColumnLook]]
) -> Publication:
    leads = [lead for decided in group for lead in decided.item.leads]
    members = _members(group, facts)
    main = _main(group, facts)
    home = next((decided.item for decided in group if main and main.sha256 in decided.item.hashes), group[0].item)
    return Publication(
        agency=key[0],
        year=key[1],
        certain=certain,
        reasons=tuple(dict.fromkeys(reason for decided in group for reason in decided.reasons)),
        members=members,
        main=main.sha256 if main else None,
        url=home.url,
        shown=_shown(group, facts),
        first_seen=min((member.first_seen for member in members), default=None),
        listed_since=min((lead.first_seen for lead in leads), default=None),
        columns=tuple(sorted({lead.column for lead in leads})),
        gone=_gone(group, facts, looks) if certain else (),
    )


def _members(group: Sequence[Settled], facts: Facts) -> tuple[Member, ...]:
    found: dict[tuple[str, str], list[Document]] = defaultdict(list)
    corrections: set[str] = set()
    for decided in group:
        own = [capture for capture in decided.item.captures if _counts(capture, facts)]
        for capture in own:
            found[capture.url, capture.sha256 or ""].append(capture)
        if _is_correction(decided.item, facts):
            corrections |= {capture.url for capture in own}
    members = [_member(captures, captures[0].url in corrections) for captures in found.values()]
    return tuple(sorted(members, key=lambda member: (member.first_seen, member.url, member.sha256)))


def _member(captures: Sequence[Document], correction: bool) -> Member:
    first, last = captures[0], captures[-1]
    return Member(first.sha256 or "", first.url, first.role, first.seen, last.seen, first.media_type, correction)


def _counts(capture: Document, facts: Facts) -> bool:
    """Whether a capture belongs to the publication of its item; a person's word on it decides before ours."""
    decision = facts.assignments.get(capture.sha256 or "")
    if decision is not None:
        return decision.agency is not None
    scored = score(capture.file_name or "") if capture.role is Role.ATTACHMENT else None
    return valid(capture, facts) and (scored is None or scored.kind is not LeadKind.LOOKALIKE)


def _is_correction(item: Item, facts: Facts) -> bool:
    titles = [lead.title for lead in item.leads] + [r.title for r in _records(item, facts) if r.title]
    return any(finding("report", "corrections").search(title) for title in titles)


def _main(group: Sequence[Settled], facts: Facts) -> Document | None:
    """The newest valid content: of the newest item (a correction before what it corrects) the fullest document."""
    ranked = []
    for decided in group:
        newest = {capture.url: capture for capture in decided.item.captures if _counts(capture, facts)}
        full = any(_is_full(record) for record in _records(decided.item, facts))
        age = decided.since.timestamp() if decided.since else 0.0
        item_rank = (full, _is_correction(decided.item, facts), age)
        for capture in newest.values():
            filled = _filled(facts.records.get(capture.sha256 or ""))
            ranked.append(((*item_rank, filled, capture.role is Role.ARTICLE, capture.url), capture))
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _filled(record: Record | None) -> tuple[int, int]:
    """How much of a report a document gives: sections, then figures."""
    if record is None:
        return 0, 0
    return sum(text is not None for text in record.sections.values()), sum(cell.known for cell in record.cells.values())


def _shown(group: Sequence[Settled], facts: Facts) -> date | None:
    """The date the oldest item shows: its page first, then the row that lists it, then a file."""
    for decided in sorted(group, key=lambda one: (one.since is None, one.since, one.item.url)):
        item = decided.item
        dates = [_published(capture, facts) for capture in item.pages if valid(capture, facts)]
        dates += [lead.shown for lead in item.leads]
        dates += [_published(capture, facts) for capture in item.files if valid(capture, facts)]
        if shown := next((one for one in dates if one), None):
            return shown
    return None


def _published(capture: Document, facts: Facts) -> date | None:
    record = facts.records.get(capture.sha256 or "")
    return record.published if record else None


def _gone(group: Sequence[Settled], facts: Facts, looks: dict[int, list[ColumnLook]]) -> tuple[datetime, ...]:
    """The newest complete looks in a row that list none of its addresses, while each was found to be away."""
    leads = [lead for decided in group for lead in decided.item.leads]
    pages = [capture for decided in group for capture in decided.item.pages or decided.item.files]
    if not leads or not pages:
        return ()
    last_run = max([lead.last_run for lead in leads] + [capture.run for capture in pages if valid(capture, facts)])
    by_run: dict[int, list[ColumnLook]] = defaultdict(list)
    for column in {lead.column for lead in leads}:
        for look in looks.get(column, ()):
            by_run[look.run].append(look)
    runs = [run for run in by_run if run > last_run and all(look.complete for look in by_run[run])]
    return tuple(min(look.at for look in by_run[run]) for run in sorted(runs) if _all_away(group, run, last_run, facts))


def _all_away(group: Sequence[Settled], run: int, last_run: int, facts: Facts) -> bool:
    """Whether, by the newest answer up to a run, every page of a publication is away."""
    for decided in group:
        captures = decided.item.pages or decided.item.files
        newest = max((c for c in captures if last_run < c.run <= run), key=lambda c: (c.run, c.id), default=None)
        if newest is None or not is_gone(newest, facts.records.get(newest.sha256 or "")):
            return False
    return True


def _hashes(captures: Iterable[Document]) -> set[str]:
    return {capture.sha256 for capture in captures if capture.sha256}


def _looks_by_column(looks: Iterable[ColumnLook]) -> dict[int, list[ColumnLook]]:
    found: dict[int, list[ColumnLook]] = defaultdict(list)
    for look in looks:
        found[look.column].append(look)
    return found
