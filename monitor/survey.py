"""Survey: the facts turned into publications, looks, standings and cases, for every duty watched; stores nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from monitor.checks import Case, Report
from monitor.deadlines import duty, passed, usual_duty
from monitor.facts import Facts, home_of
from monitor.looks import Watch, last_without, watch
from monitor.publication import publications
from monitor.standing import standing
from monitor.tenants import folder
from storage.clock import shanghai_day
from storage.model import Agency, Document, Duty, Evidence, Look, Publication, Standing
from storage.settings import Settings
from storage.terms import Expect, Role, Source

Key = tuple[str, int]
KILLED = "killed"
"""What the ledger notes of a run whose answers the next one took up."""


@dataclass(frozen=True)
class Survey:
    """Everything judged at one moment. `cases` are those that checks may speak of."""

    publications: tuple[Publication, ...]
    standings: tuple[Standing, ...]
    cases: tuple[Case, ...]


def survey(facts: Facts, settings: Settings, now: datetime) -> Survey:
    """Judges every duty watched, and every report published by whomever."""
    return _Surveyor(facts, settings, now).survey()


def watched_years(facts: Facts, now: datetime) -> list[int]:
    """The report years whose duties are judged: those a crawl was asked for, and from the first crawl's to last year's.

    A report year counts from 1 January of the next.
    """
    last = shanghai_day(now).year - 1
    first = min([shanghai_day(run.started).year - 1 for run in facts.runs], default=last)
    asked = {year for run in facts.runs for year in run.years}
    return [year for year in sorted(asked | set(range(first, last + 1))) if year <= last]


class _Surveyor:
    def __init__(self, facts: Facts, settings: Settings, now: datetime) -> None:
        self.facts, self.settings, self.now = facts, settings, now
        self.years = watched_years(facts, now)
        judged = publications(facts, self.years)
        self.judged = tuple(judged)
        self.certain = {(one.agency, one.year): one for one in judged if one.certain}
        self.open = {(one.agency, one.year): one for one in judged if not one.certain}
        self.watch: Watch = watch(facts, judged, settings.absence.siblings)
        self.reports = {key: self._report(one) for key, one in self.certain.items()}
        self.registry = {agency.id: agency for agency in facts.agencies}
        places = tuple({folder(column.url) for column in facts.columns})
        self.lists: dict[tuple[int, str], list[Document]] = defaultdict(list)
        for document in facts.documents:
            if document.role is Role.LIST and document.sha256 and document.url.startswith(places):
                self.lists[document.run, document.portal].append(document)
        run_of = {document.id: document.run for document in facts.documents}
        self.repeated = {(one.run, run_of[one.repeats]) for one in facts.column_looks if one.repeats in run_of}
        self.repeated |= {(after.id, one.id) for one, after in pairwise(facts.runs) if one.note == KILLED}

    def survey(self) -> Survey:
        cases = [case for agency in self.facts.agencies for case in self._cases(agency)]
        standings = [case.standing for case in cases if case.standing]
        accusable = tuple(case for case in cases if case.agency.expect is not Expect.NO)
        return Survey(self.judged, tuple(standings), accusable)

    def _cases(self, agency: Agency) -> Iterator[Case]:
        published = {year for body, year in self.certain if body == agency.id}
        last = shanghai_day(self.now).year - 1
        for year in sorted({*self.years, *(year for year in published if year <= last)}, reverse=True):
            key = (agency.id, year)
            owed = usual_duty(agency, year) if key in self.certain else duty(agency, year)
            if owed or key in self.certain:
                yield self._case(agency, key, owed)

    def _case(self, agency: Agency, key: Key, owed: Duty | None) -> Case:
        publication, candidate = self.certain.get(key), self.open.get(key)
        looks = self.watch.looks_at(agency, key[1])
        without = last_without(publication, candidate, self.facts) if publication else None
        judged = None
        if owed:
            judged = standing(owed, publication, candidate, looks, without, self.now, self.settings)
        runs = self._runs_without(publication, without) if publication else self._good_runs(owed, looks)
        return Case(
            agency,
            key[1],
            judged,
            owed,
            report=self.reports.get(key),
            candidate=candidate,
            unsettled=self._unsettled(candidate) if candidate else None,
            without=without,
            lists=self._list_captures(agency, publication, runs),
            reports=self.reports,
            registry=self.registry,
        )

    def _report(self, publication: Publication) -> Report:
        records = [self.facts.records.get(member.sha256) for member in publication.members]
        whole = bool(records) and all(record is not None for record in records)
        return Report(publication, self.facts.records.get(publication.main or ""), whole)

    def _unsettled(self, candidate: Publication) -> Report | None:
        """A candidate as a report, unless it may be another body's."""
        sharing = {one.agency for one in self.judged if one.main == candidate.main}
        return self._report(candidate) if candidate.main and sharing == {candidate.agency} else None

    def _runs_without(self, publication: Publication, without: datetime | None) -> set[int]:
        looks = self.facts.column_looks
        return {look.run for look in looks if look.at == without and look.column in publication.columns}

    def _good_runs(self, owed: Duty | None, looks: Sequence[Look]) -> set[int]:
        return {look.run for look in looks if look.good and owed and passed(owed, look.at)}

    def _list_captures(self, agency: Agency, publication: Publication | None, runs: set[int]) -> tuple[Evidence, ...]:
        hosts = set(home_of(agency))
        if publication:
            hosts |= {column.portal for column in self.facts.columns if column.id in publication.columns}
        seen_in = runs | {earlier for run, earlier in self.repeated if run in runs}
        captures = [one for run in sorted(seen_in) for host in sorted(hosts) for one in self.lists.get((run, host), ())]
        captures += self._brought_lists(publication) if publication else []
        captures.sort(key=lambda one: (one.seen, one.id))
        return tuple(Evidence(one.sha256, one.url, one.seen, source=one.source) for one in captures)

    def _brought_lists(self, publication: Publication) -> list[Document]:
        """The list pages that a person brought together with a report: they show it, and prove no absence."""
        own = {member.sha256 for member in publication.members if member.source is Source.PERSON}
        brought = [one for one in self.facts.documents if one.source is Source.PERSON] if own else []
        runs = {one.run for one in brought if one.sha256 in own}
        return [one for one in brought if one.run in runs and one.role is Role.LIST]
