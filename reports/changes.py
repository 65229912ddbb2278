"""Standing changes as a reader meets them: bodies that moved the same way, on one line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from reports.items import name
from reports.news import TOLD, Change
from reports.rendering import link
from reports.wording import day
from storage.model import Agency
from storage.terms import Source, StandingName


@dataclass(frozen=True, slots=True)
class Named:
    """A body in a list of names: where its report can be seen, the date shown, its standing before, and its source."""

    agency: str
    url: str
    published: str
    was: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies whose standing moved the same way in one report year."""

    standing: StandingName
    year: int
    bodies: tuple[Named, ...]


def groups(changes: Iterable[Change], known: Mapping[str, Agency], now: datetime) -> list[Group]:
    """Standing changes of the same kind and year as one line each, not one by one."""

    def line(change: Change) -> tuple[int, int]:
        return TOLD.index(change.standing.standing), -change.standing.year

    ordered = sorted(changes, key=lambda change: (*line(change), change.standing.agency))
    return [
        Group(TOLD[rank], -year, tuple(_named(change, known, now) for change in group))
        for (rank, year), group in groupby(ordered, key=line)
    ]


def _named(change: Change, known: Mapping[str, Agency], now: datetime) -> Named:
    standing = change.standing
    shown = day(standing.published, now) if standing.published else ""
    was = change.was if change.was in (StandingName.MISSING, StandingName.WITHDRAWN) else None
    return Named(name(standing.agency, known), link(standing.url), shown, was, standing.source)
