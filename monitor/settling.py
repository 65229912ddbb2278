"""Settling: what is decided of each item before publications are made of them, with reasons; never a guess."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from crawler.labels import finding
from crawler.leads import score
from crawler.silence import NO_ANSWER_WORDS
from monitor.attribution import Attribution, Attributor
from monitor.facts import Facts, portals_of
from monitor.item import Item, is_full, items, took
from monitor.succession import Succession
from monitor.tenants import tenants
from storage.model import Agency, Assignment, Document
from storage.record import SECTIONS, Record
from storage.terms import LeadKind

NO_REPORT = ("empty", "not-a-report")
"""Why a file could not be read when it is not the report at all; for any other reason it counts as published."""

OFTEN = 2
"""How often a text must speak of a year to be about it."""

OFFERED = "写的是另一个名称（合署、更名或承接的单位），可能就是该单位的报告"


@dataclass(frozen=True, slots=True)
class Settled:
    """An item with what was decided of it. `sure` False makes it a candidate.

    `misdated`: its title bears the first of the years, its text speaks of the second.
    """

    item: Item
    attribution: Attribution
    sure: bool
    reasons: tuple[str, ...]
    misdated: bool = False

    @property
    def since(self) -> datetime | None:
        """When it was first listed or captured."""
        times = [lead.first_seen for lead in self.item.leads]
        times += [capture.seen for capture in self.item.captures if took(capture)]
        return min(times, default=None)


def settled(facts: Facts) -> list[Settled]:
    """Every item that is, or may be, a report of somebody in the registry; offered to all whose it may be."""
    court = _Court(facts)
    return [decided for item in items(facts) for decided in court.settle(item)]


class _Court:
    """Settles items one by one; knows whose portal each host is, and who took over whom."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.tenants, self.succession = facts, tenants(facts), Succession(facts.agencies)
        self.columns = {column.url for column in facts.columns}
        self.attributors: dict[frozenset[str], Attributor] = {}

    def settle(self, item: Item) -> Iterator[Settled]:
        """What is decided of an item: nothing when it is nobody's report. A person's word is the last one."""
        if decision := _decision(item, self.facts):
            yield from _decided_by_person(item, decision)
            return
        records = records_of(item, self.facts)
        if not _may_be_report(item, self.facts, records):
            return
        attribution = self._attributor(item.portals).attribute(item, records)
        if not attribution.agencies or (attribution.nameless and item.url in self.columns):
            return
        doubts = _doubts(item, self.facts, records)
        reasons = (*doubts, *attribution.reasons)
        decided = _premature(Settled(item, attribution, attribution.certain and not doubts, reasons))
        decided = _misdated(decided, self.facts, records)
        yield decided
        yield from self._offered(decided)

    def _offered(self, decided: Settled) -> Iterator[Settled]:
        """The same as a candidate of others that its name, or a succession, may mean."""
        own = set(decided.attribution.agencies)
        for year in decided.attribution.years or (None,):
            others = {other for agency in own for other in self.succession.others(agency, year)}
            if others := (others | set(decided.attribution.also)) - own:
                may_be = replace(
                    decided.attribution,
                    agencies=tuple(sorted(others)),
                    years=() if year is None else (year,),
                    certain=False,
                )
                yield Settled(decided.item, may_be, False, (*decided.reasons, OFFERED))

    def _attributor(self, hosts: frozenset[str]) -> Attributor:
        if hosts not in self.attributors:
            agencies = self.facts.agencies
            self.attributors[hosts] = Attributor(bodies_of(hosts, agencies), self.tenants, kin_of(hosts, agencies))
        return self.attributors[hosts]


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


def _misdated(decided: Settled, facts: Facts, records: Iterable[Record]) -> Settled:
    """A title may have been taken over from last year: put online a year too late, it speaks of the next year alone."""
    years, appeared = decided.attribution.years, shown([decided], facts) or decided.since
    if len(years) != 1 or appeared is None or appeared.year < years[0] + 2 or is_correction(decided.item, facts):
        return decided
    said = Counter(year for record in records for year in _years_told(record))
    if said[years[0] + 1] < max(OFTEN, 2 * said[years[0]] + 1):
        return decided
    either = replace(decided.attribution, years=(years[0], years[0] + 1), certain=False)
    reason = f"标题写 {years[0]} 年度，正文说的却是 {years[0] + 1} 年"
    return Settled(decided.item, either, False, (reason, *decided.reasons), misdated=True)


def _years_told(record: Record) -> list[int]:
    """The years that the overview of a report speaks of, or all of it where it has none; plans stand further down."""
    overview = record.sections.get(SECTIONS[0])
    text = overview or "".join(part for part in record.sections.values() if part)
    return [int(year) for year in re.findall(r"(20\d\d)年", text)]


def _decision(item: Item, facts: Facts) -> Assignment | None:
    """A person's newest word on the item; one on its page goes before one on a file beside it."""
    on_page = [facts.assignments[sha] for sha in _hashes(item.pages) if sha in facts.assignments]
    on_files = [facts.assignments[sha] for sha in _hashes(item.files) if sha in facts.assignments]
    if not on_page:
        on_files = [decided for decided in on_files if decided.agency is not None]
    return max(on_page or on_files, key=lambda decided: (decided.when, decided.sha256), default=None)


def _decided_by_person(item: Item, decision: Assignment) -> Iterator[Settled]:
    if decision.agency is not None and decision.year is not None:
        reason = f"由 {decision.by} 认定"
        yield Settled(item, Attribution((decision.agency,), (decision.year,), True, ()), True, (reason,))


def _may_be_report(item: Item, facts: Facts, records: Sequence[Record]) -> bool:
    full, kinds = any(is_full(record) for record in records), _title_kinds(records)
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


def _no_answer(capture: Document) -> str:
    """Why a file was not taken, in the readers' words; the machine's own stay with the capture."""
    if not capture.error:
        return f"HTTP {capture.status}"
    return NO_ANSWER_WORDS.get(capture.error.partition(":")[0], "没有应答")


def _doubts(item: Item, facts: Facts, records: Sequence[Record]) -> tuple[str, ...]:
    """Why an item is not settled although agency and year may be clear."""
    if not any(took(capture) for capture in item.captures):
        newest = item.captures[-1:]
        why = f"：{_no_answer(newest[0])}" if newest else ""
        return (f"栏目已列出，文件未能取得{why}",)
    if not any(valid(capture, facts) for capture in item.captures):
        return ("栏目已列出，打开的内容不是年度报告",)
    if item.is_lookalike:
        return ("栏目里的标题不像年度报告，内容却是",)
    said = item.is_listed_report or LeadKind.REPORT in _title_kinds(records)
    if not said and not any(is_full(record) for record in records):
        return ("标题不能确定是政府信息公开年度报告",)
    return ()


def valid(capture: Document, facts: Facts) -> bool:
    """Whether a capture is a report or a file we cannot read, and not something else."""
    record = facts.records.get(capture.sha256 or "")
    code = facts.unreadable.get(capture.sha256 or "", ("", ""))[0]
    return took(capture) and code not in NO_REPORT and (record is None or record.is_report)


def bodies_of(hosts: frozenset[str], agencies: Iterable[Agency]) -> list[Agency]:
    """The agencies whose reports may appear on these hosts."""
    return sorted((agency for agency in agencies if portals_of(agency) & hosts), key=lambda agency: agency.id)


def kin_of(hosts: frozenset[str], agencies: Iterable[Agency]) -> list[Agency]:
    """The agencies with a portal of their own whose government, or a government above it, is on these hosts."""
    registry = {agency.id: agency for agency in agencies}
    strangers = (agency for agency in registry.values() if not portals_of(agency) & hosts)
    return sorted((one for one in strangers if _stands_below(one, hosts, registry)), key=lambda agency: agency.id)


def _stands_below(agency: Agency, hosts: frozenset[str], registry: Mapping[str, Agency]) -> bool:
    seen: set[str] = set()
    above = registry.get(agency.parent or "")
    while above and above.id not in seen:
        if portals_of(above) & hosts:
            return True
        seen.add(above.id)
        above = registry.get(above.parent or "")
    return False


def records_of(item: Item, facts: Facts) -> list[Record]:
    """What was read of the newest valid capture of each address of an item, page first."""
    newest = {capture.url: capture for capture in item.captures if valid(capture, facts)}
    return [facts.records[c.sha256] for c in newest.values() if c.sha256 and c.sha256 in facts.records]


def is_correction(item: Item, facts: Facts) -> bool:
    """Whether a title of an item says that it corrects another."""
    titles = [lead.title for lead in item.leads] + [r.title for r in records_of(item, facts) if r.title]
    return any(finding("report", "corrections").search(title) for title in titles)


def shown(group: Sequence[Settled], facts: Facts) -> date | None:
    """The date the oldest item shows: its page first, then the row that lists it, then a file."""
    for decided in sorted(group, key=lambda one: (one.since is None, one.since, one.item.url)):
        item = decided.item
        dates = [_published(capture, facts) for capture in item.pages if valid(capture, facts)]
        dates += [lead.shown for lead in item.leads]
        dates += [_published(capture, facts) for capture in item.files if valid(capture, facts)]
        if shown := next((one for one in dates if one), None):
            return shown
    return None


def shown_in_list(group: Sequence[Settled]) -> date | None:
    """The earliest date that a row shows beside the report."""
    return min((lead.shown for decided in group for lead in decided.item.leads if lead.shown), default=None)


def _published(capture: Document, facts: Facts) -> date | None:
    record = facts.records.get(capture.sha256 or "")
    return record.published if record else None


def _hashes(captures: Iterable[Document]) -> set[str]:
    return {capture.sha256 for capture in captures if capture.sha256}
