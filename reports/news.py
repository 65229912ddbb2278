"""What is news: the changes after a reader's last event whose cause is the agency or a person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.items import ACTIVE, counted
from storage.model import Event, Finding, Standing
from storage.terms import Cause, Certainty, StandingName, State

NEWS = (Cause.SOURCE, Cause.PERSON)
PRESENCE = ("report-missing", "published-late", "local-deadline-missed", "removed", "backdated")
TOLD = (
    StandingName.WITHDRAWN,
    StandingName.MISSING,
    StandingName.LATE,
    StandingName.PUBLISHED,
    StandingName.ON_TIME,
    StandingName.OVERDUE,
)
APPEARED = (StandingName.LATE, StandingName.PUBLISHED, StandingName.ON_TIME)


@dataclass(frozen=True, slots=True)
class Change:
    """A standing that moved, and what it was before."""

    standing: Standing
    was: str | None


@dataclass(frozen=True, slots=True)
class News:
    """What one letter tells. Hints are named, never counted; the baseline is told, but is no news.

    `found_at_first`: how many reports the first look at their portals found.
    """

    corrected: tuple[Finding, ...]
    opened: tuple[Finding, ...]
    settled: tuple[Finding, ...]
    changes: tuple[Change, ...]
    baseline: tuple[Finding, ...]
    found_at_first: int
    hints: bool

    @property
    def count(self) -> int:
        """How many things are new."""
        return len(self.corrected) + len(self.opened) + len(self.settled) + len(self.changes)


def news(events: Sequence[Event], findings: Iterable[Finding], standings: Iterable[Standing]) -> News:
    """Sorts what happened: each finding and each standing is told once, as it stands now."""
    moved: dict[str | None, list[Event]] = {}
    for event in events:
        if event.subject == "finding":
            moved.setdefault(event.finding, []).append(event)
    histories = [(found, moved[found.id]) for found in findings if found.id in moved]
    opened = [found for found, history in histories if _opened(found, history)]
    told = tuple(found for found in opened if counted(found))
    settled = tuple(found for found, history in histories if _settled(found, history))
    explained = {(found.agency, found.year) for found in told + settled if found.check in PRESENCE}
    return News(
        corrected=tuple(found for found, history in histories if _corrected(found, history)),
        opened=told,
        settled=settled,
        changes=tuple(_changes(events, standings, explained)),
        baseline=tuple(found for found, history in histories if _baseline(found, history)),
        found_at_first=sum(
            event.baseline and event.subject == "standing" and event.became in APPEARED for event in events
        ),
        hints=any(found.certainty is Certainty.HINT for found in opened),
    )


def is_news(event: Event) -> bool:
    """Whether a change is news: the agency or a person made it, after the portal's first pass."""
    return event.cause in NEWS and not event.baseline


def _opened(found: Finding, history: list[Event]) -> bool:
    """New, or back again; a person who takes up what was snoozed makes no news."""
    appeared = any(is_news(event) and event.became == State.OPEN and event.was not in ACTIVE for event in history)
    return found.state in ACTIVE and appeared


def _settled(found: Finding, history: list[Event]) -> bool:
    ends = [event for event in history if event.became == State.RESOLVED]
    return counted(found) and found.state is State.RESOLVED and bool(ends) and is_news(ends[-1])


def _corrected(found: Finding, history: list[Event]) -> bool:
    """Whoever was told is told, whatever made us see that we were wrong."""
    told_before = all(event.was is not None for event in history)
    return counted(found) and found.state is State.RETRACTED and told_before


def _baseline(found: Finding, history: list[Event]) -> bool:
    first_pass = any(event.baseline and event.became == State.OPEN for event in history)
    return counted(found) and found.state in ACTIVE and first_pass and not _opened(found, history)


def _changes(
    events: Iterable[Event], standings: Iterable[Standing], explained: set[tuple[str, int]]
) -> Iterator[Change]:
    """Standings that are worth telling and that no told finding tells already."""
    before: dict[tuple[str, int], str | None] = {}
    for event in events:
        if event.subject == "standing" and is_news(event):
            before.setdefault((event.agency, event.year), event.was)
    for standing in standings:
        duty = (standing.agency, standing.year)
        moved = duty in before and before[duty] != standing.standing
        if moved and duty not in explained and standing.standing in TOLD:
            yield Change(standing, before[duty])
