"""Checks: every rule is one function beside its title, severity, certainty, legal basis and explanation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from extract.again import CERTAIN
from storage.folder import import_all
from storage.model import Agency, Duty, Evidence, Publication, Related, Standing
from storage.record import Record
from storage.terms import Certainty, Severity

SURE = CERTAIN
"""The confidence from which a figure may be held against an agency; a less sure one makes a check uncertain.

The reader gives 0.8 and less where it knew a column by its place alone, more where only a label was misprinted."""


class Answer(StrEnum):
    """What a check says of one report."""

    PASS = "pass"  # noqa: S105  (an answer, no password)
    FAIL = "fail"
    UNCERTAIN = "uncertain"
    NOT_ASSESSABLE = "not-assessable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one check with its reason; when it fails, also what is said of the agency.

    `message` is a clause without its subject: agency and year are put before it. `severity` and `certainty` are
    given only where they differ from those of the check.
    """

    answer: Answer
    reason: str = ""
    message: str = ""
    expected: Any = None
    found: Any = None
    cells: tuple[str, ...] = ()
    quote: str | None = None
    evidence: tuple[Evidence, ...] = ()
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    certainty: Certainty | None = None


PASS = Verdict(Answer.PASS)


def uncertain(reason: str) -> Verdict:
    """We cannot tell, and why."""
    return Verdict(Answer.UNCERTAIN, reason)


def not_assessable(reason: str) -> Verdict:
    """The question does not arise, and why."""
    return Verdict(Answer.NOT_ASSESSABLE, reason)


def fail(message: str, **said: Any) -> Verdict:
    """The agency did not keep the rule; `said` are further fields of the verdict."""
    return Verdict(Answer.FAIL, message=message, **said)


@dataclass(frozen=True, slots=True)
class Report:
    """What an agency published for a year, and its newest content as read. `whole`: every file of it was read."""

    publication: Publication
    record: Record | None = None
    whole: bool = False

    def evidence(self, quote: str | None = None) -> tuple[Evidence, ...]:
        """The document that was read, where and when it was last seen, and its words."""
        read = [member for member in self.publication.members if member.sha256 == self.publication.main]
        return tuple(
            Evidence(member.sha256, member.url, member.last_seen, quote, member.source) for member in read[-1:]
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One agency and year before the checks, with all they may ask for.

    `candidate` may be its report, and `unsettled` is that candidate as read where it is certainly this agency's.
    `lists` are the captures of the column on the good looks; `reports` and `registry` open the way to other years
    and bodies; `without` is the last complete look that proves that the report was not there yet.
    """

    agency: Agency
    year: int
    standing: Standing | None = None
    duty: Duty | None = None
    report: Report | None = None
    candidate: Publication | None = None
    unsettled: Report | None = None
    without: datetime | None = None
    lists: tuple[Evidence, ...] = ()
    reports: Mapping[tuple[str, int], Report] = field(default_factory=dict)
    registry: Mapping[str, Agency] = field(default_factory=dict)

    @property
    def record(self) -> Record | None:
        """The report as read, if it could be read."""
        return self.report.record if self.report else None


Rule = Callable[[Case], Verdict]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the catalogue with what is said of it to readers, in Chinese (`zh`) and English (`en`)."""

    id: str
    severity: Severity
    certainty: Certainty
    basis: str
    title: Mapping[str, str]
    explanation: Mapping[str, str]
    presence: bool
    rule: Rule


_KNOWN: dict[str, Check] = {}


def check(
    name: str,
    *,
    severity: Severity,
    certainty: Certainty,
    basis: str,
    title: Mapping[str, str],
    explanation: Mapping[str, str],
    presence: bool = False,
) -> Callable[[Rule], Rule]:
    """Announces a rule. `presence`: its findings are one with the duty, whatever the figures (contract 6)."""

    def announce(rule: Rule) -> Rule:
        _KNOWN[name] = Check(name, severity, certainty, basis, title, explanation, presence, rule)
        return rule

    return announce


@cache
def catalogue() -> tuple[Check, ...]:
    """Every check, by id."""
    import_all(__name__)
    return tuple(_KNOWN[name] for name in sorted(_KNOWN))
