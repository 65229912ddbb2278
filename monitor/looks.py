"""Looks: one agency in one pass, good when its own column was seen completely, with positive evidence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crawler.labels import plain
from monitor.facts import Facts, home_of, portals_of
from monitor.likeness import sort_by_name, sort_of
from monitor.tenants import Tenants, tenants
from storage.clock import shanghai_day
from storage.model import Agency, Column, ColumnLook, Look, Pass, Publication
from storage.terms import Kind, LeadKind, Level, Outcome

REGISTRY = "registry"
"""By what a column was found that only agencies.csv names; the portal may lead there no longer."""

HIGHER = (Level.PROVINCE, Level.CITY)
LOWER = re.compile("[^省市州盟]{2,}?[县区旗]")
"""A county in a name."""

SEEN = (Outcome.OK, Outcome.EMPTY)


@dataclass(frozen=True)
class Watch:
    """What every look is judged from: passes and columns by portal, and whom each column was seen to list.

    `complete` are the columns ever seen to their end; `newest` is when a column last brought a report of a year.
    """

    passes: dict[str, list[Pass]]
    columns: dict[str, list[Column]]
    looks: dict[tuple[int, int], ColumnLook]
    complete: frozenset[int]
    tenants: Tenants
    kinds: dict[str, Kind]
    levels: dict[str, Level]
    own_years: dict[tuple[str, int], set[int]]
    bodies: dict[tuple[int, int], set[str]]
    newest: dict[tuple[int, int], datetime]
    siblings: int

    def looks_at(self, agency: Agency, year: int) -> list[Look]:
        """The looks of an agency for a report year, oldest first. Proof of ownership counts for earlier looks too."""
        elsewhere = [column for host in portals_of(agency) for column in self.columns.get(host, ())]
        proven = {column.id: column.portal for column in elsewhere if self._is_proven(agency, column, year)}
        hosts = home_of(agency) | set(proven.values())
        columns = [column for host in sorted(hosts) for column in self.columns.get(host, ())]
        shared = {column.id for column in columns if self._is_shared(agency, column, year)}
        possible = {column.id for column in columns if self._may_hold(agency, column, year, set(proven))}
        by_run: dict[int, list[Pass]] = defaultdict(list)
        for host in sorted(hosts):
            for done in self.passes.get(host, ()):
                by_run[done.run].append(done)
        own, home = set(proven) | shared, home_of(agency)
        judged = (self._look(passes, columns, own, possible, home) for passes in by_run.values())
        return sorted(judged, key=lambda look: (look.at, look.run))

    def _is_proven(self, agency: Agency, column: Column, year: int) -> bool:
        """Whether it listed an earlier report of this agency, or a person confirmed that it is the agency's."""
        if any(known < year for known in self.own_years.get((agency.id, column.id), ())):
            return True
        return column.confirmed_by is not None and column.url == agency.column

    def _is_shared(self, agency: Agency, column: Column, year: int) -> bool:
        """Whether it lists this year's reports of enough other bodies of the same sort."""
        others = self.bodies.get((column.id, year), set()) - {agency.id, plain(agency.name)}
        alike = [one for one in others if self._sort(one) is sort_of(agency.kind, agency.level)]
        if agency.level in HIGHER:
            alike = [one for one in alike if self._is_as_high(one, agency)]
        return len(alike) >= max(self.siblings, 1)

    def _is_as_high(self, one: str, agency: Agency) -> bool:
        """Whether a body is no lower than an agency of a city: a city puts its counties' reports online once more.

        No name says which governments are cities that have districts, and which are counties called a city.
        """
        unsaid = None if agency.kind is Kind.GOVERNMENT or LOWER.search(one) else agency.level
        return self.levels.get(one, unsaid) is agency.level

    def _sort(self, body: str) -> Kind:
        return self.kinds.get(body) or sort_by_name(body)

    def _may_hold(self, agency: Agency, column: Column, year: int, proven: set[int]) -> bool:
        """Whether the report may be in this column, whatever else is seen.

        An agency known only by its neighbours may have it in any column of the portal. One whose column is known has
        it there, unless another column came up since the portal led us to that one, and since that one last brought a
        report of the year: then the portal may have moved. A column seen to its end with the reports of others alone
        is theirs, and so is one to which only another body's own page led.
        """
        others = self.bodies.get((column.id, year), set()) - {column.owner}
        if column.owner not in (None, agency.id) and column.id not in proven and not others:
            return False
        if not proven or column.id in proven:
            return True
        if column.id in self.complete and self.tenants.has_others(column.id, agency):
            return False
        alive = [self.newest[own, year] for own in proven if (own, year) in self.newest]
        alive += [
            one.first_seen for one in self.columns[column.portal] if one.id in proven and one.found_by != REGISTRY
        ]
        return not alive or shanghai_day(max(alive)) < shanghai_day(column.first_seen)

    def _look(
        self, passes: Sequence[Pass], columns: Sequence[Column], own: set[int], possible: set[int], home: frozenset[str]
    ) -> Look:
        """One look. A column elsewhere, where reports are put online once more, says nothing while home is unseen."""
        run = passes[0].run
        known = {column.id for column in columns if column.first_seen <= max(done.started for done in passes)}
        looks = {column.id: self.looks[run, column.id] for column in columns if (run, column.id) in self.looks}
        partial = next((look for column, look in looks.items() if column in possible and not look.complete), None)
        cut_short = any(done.outcome not in SEEN for done in passes)
        unseen = cut_short and (possible & (known | own)) - looks.keys()
        seen = [looks[column] for column in looks if column in own]
        at = min((look.at for look in seen), default=min(done.started for done in passes))
        at_home = {done.portal for done in passes if done.outcome in SEEN}
        at_home |= {column.portal for column in columns if column.id in looks}
        if seen and not partial and not unseen and at_home & home:
            full = all(look.repeats is None for look in seen)
            return Look(run, at, True, "完整看到该单位的年报栏目", full)
        return Look(run, at, False, _why_not(passes, looks.values(), partial))


def watch(facts: Facts, published: Iterable[Publication], siblings: int) -> Watch:
    """Gathers what looks are judged from. `siblings`: how many other bodies' reports prove a shared column."""
    passes: dict[str, list[Pass]] = defaultdict(list)
    for done in facts.passes:
        passes[done.portal].append(done)
    columns: dict[str, list[Column]] = defaultdict(list)
    for column in sorted(facts.columns, key=lambda column: column.id):
        columns[column.portal].append(column)
    own_years: dict[tuple[str, int], set[int]] = defaultdict(set)
    bodies: dict[tuple[int, int], set[str]] = defaultdict(set)
    newest: dict[tuple[int, int], datetime] = {}
    named, registry = tenants(facts), {agency.id: agency for agency in facts.agencies}
    for lead in facts.leads:
        if lead.kind is LeadKind.REPORT and lead.year is not None and (body := named.body_of(lead, registry)):
            key = (lead.column, lead.year)
            bodies[key].add(body)
            newest[key] = max(lead.first_seen, newest.get(key, lead.first_seen))
            if lead.agency:
                own_years[body, lead.column].add(lead.year)
    for one in published:
        for column_id in one.columns if one.certain else ():
            own_years[one.agency, column_id].add(one.year)
            bodies[column_id, one.year].add(one.agency)
    looks = {(look.run, look.column): look for look in facts.column_looks}
    complete = frozenset(look.column for look in facts.column_looks if look.complete)
    kinds = {agency.id: sort_of(agency.kind, agency.level) for agency in facts.agencies}
    levels = {agency.id: agency.level for agency in facts.agencies}
    return Watch(passes, columns, looks, complete, named, kinds, levels, own_years, bodies, newest, siblings)


def last_without(publication: Publication, candidate: Publication | None, facts: Facts) -> datetime | None:
    """The last complete look that proves a publication was not there yet.

    Every column that lists it must have been seen without it, unless the column itself was found only later; and
    whatever may have been it, unsettled as it is, must not have been there either. A look that took a server's word,
    or the column's first page, for the whole proves no single moment; nor does one of a version of ours that read
    lists less well than the one which found the report: it may have had it before its eyes.
    """
    known = [at for one in (publication, candidate) if one for at in (one.first_seen, one.listed_since) if at]
    seen = publication.first_seen or publication.listed_since
    if seen is None:
        return None
    before: dict[int, datetime | None] = {}
    looks = [look for look in facts.column_looks if look.column in publication.columns and look.at <= seen]
    version = max((look.version for look in looks), default=1)
    for look in looks:
        proves = look.complete and look.at < min(known) and look.repeats is None and look.version == version
        before[look.column] = max(filter(None, (look.at if proves else None, before.get(look.column))), default=None)
    proofs = [at for at in before.values() if at]
    whole = bool(proofs) and len(proofs) == len(before)
    return min(proofs) if whole and not _came_with_a_move(publication, facts) else None


def _came_with_a_move(publication: Publication, facts: Facts) -> bool:
    """Whether it is listed only in columns that took the place of others in its season, after the date it shows.

    Rows are carried over little by little: that a new column was without a report says nothing of the old one.
    """
    opened = [column.first_seen for column in facts.columns if column.id in publication.columns]
    season = date(publication.year + 1, 1, 1)
    if not opened or shanghai_day(min(opened)) < max(season, publication.shown or season):
        return False
    if publication.shown and publication.shown >= shanghai_day(min(opened)):
        return False
    hosts = {column.portal for column in facts.columns if column.id in publication.columns}
    older = {one.id for one in facts.columns if one.portal in hosts and one.first_seen < min(opened)}
    alive = {look.column for look in facts.column_looks if look.complete and look.at >= min(opened)}
    return bool(older - alive)


def _why_not(passes: Sequence[Pass], looks: Iterable[ColumnLook], partial: ColumnLook | None) -> str:
    failed = next((done for done in passes if done.outcome is not None and done.outcome not in SEEN), None)
    if failed:
        return failed.reason or f"网站未能看到（{failed.outcome}）"
    if any(done.outcome is None for done in passes):
        return "抓取中断"
    if partial:
        return f"栏目没有看全：{partial.reason}"
    return "没有证据表明看到的是该单位的年报栏目" if list(looks) else "没有找到年报栏目"
