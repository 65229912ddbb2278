"""A finding as a reader meets it: who, which year, what is wrong with its figures, the law, the link."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.model import Agency, Finding
from storage.terms import Certainty, Kind, Responsibility, Severity, State

ACTIVE = (State.OPEN, State.ACKNOWLEDGED, State.SNOOZED)
SURENESS = {certainty: place for place, certainty in enumerate(Certainty)}


@dataclass(frozen=True, slots=True)
class Item:
    """One finding beside the agency it speaks of; texts as kept, escaped and cut only when rendered."""

    finding: Finding
    agency: str
    place: str

    @property
    def sentence(self) -> str:
        """What is wrong, with the figures on both sides, unless the title has said it all."""
        return "" if self.finding.message.rstrip("。") == self.finding.title else self.finding.message

    @property
    def urls(self) -> tuple[str, ...]:
        """Where it can be seen, each address once."""
        return tuple(dict.fromkeys(shown.url for shown in self.finding.evidence if shown.url))

    @property
    def seen(self) -> datetime:
        """When its evidence was last seen."""
        return max((shown.seen for shown in self.finding.evidence), default=self.finding.first_seen)

    @property
    def size(self) -> tuple[Any, ...]:
        """Biggest first: severity, certainty, then county, agency, newest year."""
        found = self.finding
        place = (self.place, found.agency, -found.year, found.check, found.id)
        return (found.severity, SURENESS[found.certainty], *place)


def items(findings: Iterable[Finding], registry: Mapping[str, Agency]) -> list[Item]:
    """Findings as items, biggest first."""
    made = [Item(found, name(found.agency, registry), place(found.agency, registry)) for found in findings]
    return sorted(made, key=lambda item: item.size)


def name(agency: str, registry: Mapping[str, Agency]) -> str:
    """The full name of a body, or its id when the registry has lost it."""
    return registry[agency].name if agency in registry else agency


def place(agency: str, registry: Mapping[str, Agency]) -> str:
    """The id of the government a body belongs to (itself if it is one), else its division code, else nothing."""
    start = registry.get(agency)
    here, passed = start, set[str]()
    while here and here.kind is not Kind.GOVERNMENT and here.id not in passed:
        passed.add(here.id)
        here = registry.get(here.parent or "")
    if here and here.kind is Kind.GOVERNMENT:
        return here.id
    return (start.division or "")[:6] if start else ""


def about_agencies(finding: Finding) -> bool:
    """Whether a finding speaks of an agency at all, and not only of our own reading."""
    return finding.responsibility is not Responsibility.SYSTEM


def counted(finding: Finding) -> bool:
    """Whether a finding may stand in a count: about an agency, and more than a hint."""
    return about_agencies(finding) and finding.certainty is not Certainty.HINT


def fit_for_public(finding: Finding) -> bool:
    """Whether strangers may read it: certain, or likely and confirmed by a person."""
    sure = finding.certainty is Certainty.CERTAIN or finding.confirmed is not None
    return counted(finding) and sure


def by_severity(found: Iterable[Item]) -> list[tuple[Severity, list[Item]]]:
    """Items in their order, under the severities that occur."""
    listed = list(found)
    groups = [(level, [item for item in listed if item.finding.severity is level]) for level in Severity]
    return [(level, group) for level, group in groups if group]
