"""Publications: what each agency published for a report year, decided by one repeatable function with reasons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from crawler.leads import score
from monitor.facts import Facts
from monitor.item import Item, is_full
from monitor.settling import Settled, is_correction, records_of, settled, shown, shown_in_list, valid
from monitor.withdrawal import Withdrawals
from storage.model import Document, Member, Publication
from storage.record import Record
from storage.terms import LeadKind, Role, Source

Key = tuple[str, int]


def publications(facts: Facts, years: Collection[int]) -> list[Publication]:
    """Every publication and every candidate, by agency and year; the same facts in any order give the same answer.

    `years` are those judged: an item that states no year is a candidate for each of them.
    """
    judged = settled(facts)
    certain: dict[Key, list[Settled]] = defaultdict(list)
    for decided in judged:
        for key in _keys(decided, facts, ()) if decided.sure else ():
            certain[key].append(decided)
    open_: dict[Key, list[Settled]] = defaultdict(list)
    for decided in judged:
        for key in () if decided.sure else _keys(decided, facts, years):
            if not _is_out_of_question(decided, key, certain.get(key, ())):
                open_[key].append(decided)
    withdrawals = Withdrawals(facts)
    made = [_publication(key, group, True, facts, withdrawals) for key, group in certain.items()]
    made += [_publication(key, group, False, facts, withdrawals) for key, group in open_.items()]
    return sorted(made, key=lambda one: (one.agency, -one.year, not one.certain))


def _keys(decided: Settled, facts: Facts, years: Iterable[int]) -> list[Key]:
    """The duties an item is, or may be, the report of; without a stated year every one it is not too old for."""
    told = decided.attribution.years
    if not told:
        newest = shown([decided], facts) or decided.since
        told = tuple(year for year in sorted(set(years)) if newest is None or year <= newest.year)
    if not decided.item.captures:  # a row that was never visited matters only in the years we watch
        told = tuple(year for year in told if year in years)
    return [(agency, year) for agency in decided.attribution.agencies for year in told]


def _is_out_of_question(decided: Settled, key: Key, certain: Sequence[Settled]) -> bool:
    """Whether a duty is settled in a way that this cannot be its report: a nameless one, or one of the next year."""
    if decided.misdated and certain and key[1] == min(decided.attribution.years):
        return True
    return decided.attribution.nameless and _is_answered(decided, certain)


def _is_answered(decided: Settled, certain: Iterable[Settled]) -> bool:
    """Whether a duty had its report before this nameless item came up, so that it cannot be the one looked for."""
    known = min((one.since for one in certain if one.since), default=None)
    return known is not None and (decided.since is None or known <= decided.since)


def _publication(
    key: Key, group: Sequence[Settled], certain: bool, facts: Facts, withdrawals: Withdrawals
) -> Publication:
    leads = [lead for decided in group for lead in decided.item.leads]
    members = _members(group, facts)
    main = _main(group, facts)
    home = next((decided.item for decided in group if main and main.sha256 in decided.item.hashes), group[0].item)
    return Publication(
        agency=key[0],
        year=key[1],
        certain=certain,
        reasons=_reasons(group, home, certain),
        members=members,
        main=main.sha256 if main else None,
        url=home.url,
        shown=shown(group, facts),
        first_seen=min((member.first_seen for member in members), default=None),
        listed_since=min((lead.first_seen for lead in leads), default=None),
        columns=tuple(sorted({lead.column for lead in leads})),
        shown_in_list=shown_in_list(group),
        gone=withdrawals.gone(group) if certain else (),
    )


def _reasons(group: Sequence[Settled], home: Item, certain: bool) -> tuple[str, ...]:
    """Why it is, or may be, what it is taken for; of several candidates those of the one whose address is given."""
    told = [decided for decided in group if certain or decided.item is home]
    reasons = tuple(dict.fromkeys(reason for decided in told for reason in decided.reasons))
    others = len(group) - len(told)
    return (*reasons, f"另有 {others} 份文件也可能是") if others else reasons


def _members(group: Sequence[Settled], facts: Facts) -> tuple[Member, ...]:
    found: dict[tuple[str, str], list[Document]] = defaultdict(list)
    corrections: set[str] = set()
    for decided in group:
        own = [capture for capture in decided.item.captures if _counts(capture, facts)]
        for capture in own:
            found[capture.url, capture.sha256 or ""].append(capture)
        if is_correction(decided.item, facts):
            corrections |= {capture.url for capture in own}
    members = [_member(captures, captures[0].url in corrections) for captures in found.values()]
    return tuple(sorted(members, key=lambda member: (member.first_seen, member.url, member.sha256)))


def _member(captures: Sequence[Document], correction: bool) -> Member:
    first, last = captures[0], captures[-1]
    brought = all(capture.source is Source.PERSON for capture in captures)
    return Member(
        first.sha256 or "",
        first.url,
        first.role,
        first.seen,
        last.seen,
        first.media_type,
        correction,
        Source.PERSON if brought else Source.PORTAL,
        first.source,
    )


def _counts(capture: Document, facts: Facts) -> bool:
    """Whether a capture belongs to the publication of its item; a person's word on it decides before ours."""
    decision = facts.assignments.get(capture.sha256 or "")
    if decision is not None:
        return decision.agency is not None
    scored = score(capture.file_name or "") if capture.role is Role.ATTACHMENT else None
    return valid(capture, facts) and (scored is None or scored.kind is not LeadKind.LOOKALIKE)


def _main(group: Sequence[Settled], facts: Facts) -> Document | None:
    """The newest valid content: of the newest item (a correction before what it corrects) the fullest document."""
    ranked = []
    for decided in group:
        newest = {capture.url: capture for capture in decided.item.captures if _counts(capture, facts)}
        full = any(is_full(record) for record in records_of(decided.item, facts))
        age = decided.since.timestamp() if decided.since else 0.0
        item_rank = (full, is_correction(decided.item, facts), age)
        for capture in newest.values():
            filled = _filled(facts.records.get(capture.sha256 or ""))
            ranked.append(((*item_rank, filled, capture.role is Role.ARTICLE, capture.url), capture))
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _filled(record: Record | None) -> tuple[int, int]:
    """How much of a report a document gives: sections, then figures."""
    if record is None:
        return 0, 0
    return sum(text is not None for text in record.sections.values()), sum(cell.known for cell in record.cells.values())
