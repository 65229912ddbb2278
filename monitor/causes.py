"""Causes: why a judgement differs from the last one: the source, our reader, our rules, the registry, a person."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files

from monitor.deadlines import passed, usual_duty
from monitor.facts import Facts, home_of
from storage.model import Agency, Document, Publication
from storage.rows import as_json, from_json
from storage.settings import Settings
from storage.terms import Cause, Outcome, Source

SEEN = (Outcome.OK, Outcome.EMPTY)
JUDGING = (
    "attribution",
    "deadlines",
    "item",
    "likeness",
    "looks",
    "publication",
    "settling",
    "standing",
    "succession",
    "survey",
    "tenants",
    "withdrawal",
)


@dataclass(frozen=True, slots=True)
class Memory:
    """On what the last judgement rested."""

    at: datetime
    reader: str
    rules: str
    document: int
    run: int
    agencies: dict[str, str] = field(default_factory=dict)
    assignments: dict[str, str] = field(default_factory=dict)
    settlements: dict[str, str] = field(default_factory=dict)


def memory(facts: Facts, settings: Settings, reader: str, now: datetime) -> Memory:
    """On what a judgement of these facts rests."""
    return Memory(
        at=now,
        reader=reader,
        rules=_digest(_rules(), repr(settings.absence), repr(settings.withdrawal)),
        document=max((document.id for document in facts.documents), default=0),
        run=max((done.run for done in facts.passes), default=0),
        agencies={agency.id: _digest(json.dumps(as_json(agency), sort_keys=True)) for agency in facts.agencies},
        assignments={sha: f"{one.agency} {one.year}" for sha, one in facts.assignments.items()},
        settlements={f"{sha} {cell}": f"{one.number}" for (sha, cell), one in facts.settlements.items()},
    )


def remembered(text: str | None) -> Memory | None:
    """The memory kept as text."""
    return from_json(json.loads(text), Memory) if text else None


def as_text(kept: Memory) -> str:
    """A memory as text to be kept."""
    return json.dumps(as_json(kept), ensure_ascii=False, sort_keys=True)


class Causes:
    """Answers why one agency-year is judged otherwise than last time, and whether its facts are a baseline."""

    def __init__(self, facts: Facts, before: Memory | None, now: Memory) -> None:
        self.before, self.now = before, now
        self.agencies = {agency.id: agency for agency in facts.agencies}
        self.captures: dict[tuple[str, str], list[Document]] = {}
        for document in facts.documents:
            if document.sha256:
                self.captures.setdefault((document.url, document.sha256), []).append(document)
        self.runs: dict[str, list[int]] = {}
        self.first_pass: dict[str, int] = {}
        for done in sorted(facts.passes, key=lambda done: done.run):
            self.runs.setdefault(done.portal, []).append(done.run)
            if done.outcome in SEEN:
                self.first_pass.setdefault(done.portal, done.run)
        changed = before.assignments.items() ^ now.assignments.items() if before else set()
        settled = before.settlements.items() ^ now.settlements.items() if before else set()
        self.decided = {sha for sha, _ in changed} | {place.partition(" ")[0] for place, _ in settled}

    def cause(self, agency: str, year: int, new: Publication | None, old: Publication | None) -> Cause:
        """Why the judgement of a duty changed. `new` and `old` are its publication, or candidate, now and then."""
        if self.before is None:
            return Cause.SOURCE
        hashes = {member.sha256 for one in (new, old) if one for member in one.members}
        if hashes & self.decided or self._was_brought(new):
            return Cause.PERSON
        if self.is_fresh(agency, year, new, old):
            return Cause.SOURCE
        if self.before.agencies.get(agency) != self.now.agencies.get(agency):
            return Cause.REGISTRY
        if self.before.reader != self.now.reader:
            return Cause.READER
        if self.before.rules != self.now.rules:
            return Cause.RULE
        return Cause.REGISTRY if self.before.agencies != self.now.agencies else Cause.SOURCE

    def _was_brought(self, new: Publication | None) -> bool:
        """Whether a person brought, since the last judgement, what is all that we hold."""
        assert self.before is not None
        members = new.members if new and new.source is Source.PERSON else ()
        return any(
            min(one.id for one in self.captures[member.url, member.sha256]) > self.before.document for member in members
        )

    def is_fresh(self, agency: str, year: int, new: Publication | None, old: Publication | None) -> bool:
        """Whether the portal itself, or the calendar, brought something since the last judgement."""
        if new is None and old is None:
            return self._looked_again(agency) or self._fell_due(agency, year)
        return self._published_anew(new, old)

    def _published_anew(self, new: Publication | None, old: Publication | None) -> bool:
        assert self.before is not None
        for one in (new, old):
            for member in one.members if one else ():
                first = min(document.id for document in self.captures[member.url, member.sha256])
                if first > self.before.document:
                    return True
        if new and new.listed_since and new.listed_since > self.before.at:
            return True
        if new and old and new.main != old.main and self.before.reader == self.now.reader:
            return self._captured_again(new.main)  # back to what it was: A, B, A
        return bool(new and old and new.gone != old.gone)

    def _captured_again(self, sha: str | None) -> bool:
        assert self.before is not None
        newest = [document.id for (_, kept), seen in self.captures.items() if kept == sha for document in seen]
        return max(newest, default=0) > self.before.document

    def _looked_again(self, agency: str) -> bool:
        assert self.before is not None
        return self._newest_run(agency) > self.before.run

    def _fell_due(self, agency: str, year: int) -> bool:
        owed = usual_duty(self.agencies[agency], year) if agency in self.agencies else None
        return (
            self.before is not None and owed is not None and passed(owed, self.now.at) != passed(owed, self.before.at)
        )

    def is_baseline(self, agency: str, publications: Iterable[Publication | None]) -> bool:
        """Whether all this was there when its portal was first seen; a portal never seen gives no news either."""
        known = [one for one in publications if one and one.members]
        if not known:
            first = self._first_pass(self.agencies.get(agency))
            return first is None or self._newest_run(agency) <= first
        return all(self._is_baseline(one) for one in known)

    def _is_baseline(self, publication: Publication) -> bool:
        for member in publication.members:
            captures = self.captures[member.url, member.sha256]
            first = min(captures, key=lambda document: document.id)
            if first.source is Source.PERSON:
                return False  # whoever brings a report tells news
            if first.run > self.first_pass.get(first.portal, first.run):
                return False
        return True

    def _first_pass(self, agency: Agency | None) -> int | None:
        hosts = home_of(agency) if agency else ()
        return min((self.first_pass[host] for host in hosts if host in self.first_pass), default=None)

    def _newest_run(self, agency: str) -> int:
        hosts = home_of(self.agencies[agency]) if agency in self.agencies else ()
        return max((self.runs[host][-1] for host in hosts if host in self.runs), default=0)


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def _rules() -> str:
    """The text of our rules: any change of it may change a judgement."""
    folders: Mapping[str, Iterable[str]] = {
        "monitor.checks": sorted(part.name for part in files("monitor.checks").iterdir()),
        "monitor": [f"{name}.py" for name in JUDGING] + ["holidays.toml", "names.toml"],
    }
    named = ((folder, name) for folder, names in folders.items() for name in names if name.endswith((".py", ".toml")))
    return _digest(*(files(folder).joinpath(name).read_text("utf-8") for folder, name in named))
