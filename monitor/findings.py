"""Findings: what failed checks say of an agency, under fingerprints that outlive every new judgement."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from monitor.checks import Answer, Case, Check, Verdict
from monitor.standing import BROUGHT
from storage.model import Finding
from storage.terms import Certainty, Responsibility, Source, State

LIVE = (State.OPEN, State.ACKNOWLEDGED, State.SNOOZED)
"""States of a finding that ends when its fact no longer holds; what a person closed stays closed."""

SETTLED = "（所据数字中有经人工核定的。）"
"""What is said of a finding where a person settled a figure; who did is known to the team alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """A finding as it is now, and the state it had before; None when it is new."""

    finding: Finding
    was: State | None


def fingerprint(check: Check, case: Case, verdict: Verdict) -> str:
    """The id of a finding: check, agency, year and the compared values; presence findings by the duty alone."""
    values = [] if check.presence else [canonical(verdict.expected), canonical(verdict.found)]
    text = json.dumps([check.id, case.agency.id, case.year, *values], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]


def canonical(value: Any) -> Any:
    """A compared value in the one form that counts: 21 and 21.0 are the same number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): canonical(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(part) for part in value]
    return value


def finding(check: Check, case: Case, verdict: Verdict, now: datetime) -> Finding:
    """The finding that a failed check makes."""
    said = verdict.evidence or (case.report.evidence(verdict.quote) if case.report else ())
    brought = case.report is not None and case.report.publication.source is Source.PERSON
    settled = SETTLED if case.record and any(case.record[cell].settled_by for cell in verdict.cells) else ""
    certainty = verdict.certainty or check.certainty
    return Finding(
        id=fingerprint(check, case, verdict),
        check=check.id,
        agency=case.agency.id,
        year=case.year,
        severity=verdict.severity or check.severity,
        certainty=_at_most(Certainty.LIKELY, certainty) if brought else certainty,
        responsibility=Responsibility.SOURCE,
        title=check.title["zh"],
        message=f"{case.agency.name}{case.year}年度报告{verdict.message}{settled}{BROUGHT if brought else ''}",
        basis=check.basis,
        expected=canonical(verdict.expected),
        found=canonical(verdict.found),
        first_seen=now,
        last_seen=now,
        related=verdict.related,
        cells=verdict.cells,
        evidence=said + tuple(one for one in case.lists if brought and one not in said),
    )


def _at_most(limit: Certainty, certainty: Certainty) -> Certainty:
    """The less sure of two."""
    return max(limit, certainty, key=list(Certainty).index)


def judged(check: Check, case: Case, now: datetime) -> Finding | None:
    """What one check finds in one case, if anything. Whatever breaks in the check is raised."""
    verdict = check.rule(case)
    return finding(check, case, verdict, now) if verdict.answer is Answer.FAIL else None


def merged(
    known: Mapping[str, Finding], found: Iterable[Finding], broken: Iterable[tuple[str, str, int]]
) -> Iterator[Change]:
    """The findings kept so far and those judged now, as they are from now on; unchanged ones come with their state.

    `broken` are the checks, agencies and years of which nothing is known this time: their findings stay as they are.
    """
    now = {one.id: one for one in found}
    for one in now.values():
        before = known.get(one.id)
        if before is None:
            yield Change(one, None)
        else:
            state = State.OPEN if before.state is State.RESOLVED else before.state
            kept = replace(one, state=state, confirmed=before.confirmed, first_seen=before.first_seen)
            yield Change(kept, before.state)
    unknown = set(broken)
    for before in known.values():
        if before.id not in now and before.state in LIVE and (before.check, before.agency, before.year) not in unknown:
            yield Change(replace(before, state=State.RESOLVED), before.state)
