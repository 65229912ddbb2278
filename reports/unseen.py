"""What we could not see: portals that did not answer us, and bodies whose column we cannot see whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage import portals, runs
from storage.model import Agency, Pass, Standing
from storage.terms import Kind, Outcome, StandingName

SEEN = (Outcome.OK, Outcome.EMPTY)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A portal whose newest pass failed: how, why, from where we looked, since when it has been so.

    `ever`: it was seen before that. `bodies`: whose reports it should carry, its government first.
    """

    portal: str
    outcome: str
    kind: str | None
    reason: str
    vantage: str
    since: datetime
    last: datetime
    passes: int
    ever: bool
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the registry's portals: how many were looked at in a period, and how many of these were seen."""

    portals: int
    looked: int
    seen: int


@dataclass(frozen=True, slots=True)
class Blind:
    """Bodies on portals that do answer, whose reports we nevertheless cannot see, and why."""

    reason: str
    agencies: tuple[str, ...]


def unseen(db: Database, agencies: Iterable[Agency]) -> list[Unseen]:
    """Portals of the registry that the newest pass could not see, those with the most bodies first."""
    vantages = {run.id: run.vantage for run in runs.runs(db)}
    bodies: dict[str, list[str]] = {}
    for agency in sorted(agencies, key=lambda agency: (agency.kind is not Kind.GOVERNMENT, agency.id)):
        bodies.setdefault(portals.portal_host(agency.portal), []).append(agency.name)
    histories = _histories(db)
    dark = [
        _unseen(host, histories[host], vantages, tuple(names))
        for host, names in bodies.items()
        if host in histories and histories[host][-1].outcome not in SEEN
    ]
    return sorted(dark, key=lambda portal: (-len(portal.bodies), portal.portal))


def coverage(db: Database, agencies: Iterable[Agency], since: datetime | None) -> Coverage:
    """How much of the registry was looked at and seen since a moment."""
    hosts = {portals.portal_host(agency.portal) for agency in agencies}
    last = {host: history[-1] for host, history in _histories(db).items() if host in hosts}
    looked = [done for done in last.values() if since is None or done.started > since]
    return Coverage(len(hosts), len(looked), sum(done.outcome in SEEN for done in looked))


def blind(standings: Iterable[Standing], agencies: Iterable[Agency], dark: Iterable[Unseen]) -> list[Blind]:
    """Bodies that cannot be seen for another reason than their portal, grouped by that reason."""
    told = {portal.portal for portal in dark}
    hosts = {agency.id: portals.portal_host(agency.portal) for agency in agencies}
    groups: dict[str, dict[str, None]] = {}
    for standing in standings:
        if standing.standing is StandingName.CANNOT_SEE and hosts.get(standing.agency) not in told:
            groups.setdefault(standing.reason, {})[standing.agency] = None
    return sorted((Blind(reason, tuple(bodies)) for reason, bodies in groups.items()), key=lambda b: -len(b.agencies))


def _histories(db: Database) -> dict[str, list[Pass]]:
    """The passes of every portal that came to an end, oldest first; a killed one says nothing of the portal."""
    histories: dict[str, list[Pass]] = {}
    for done in portals.passes(db):
        if done.outcome is not None:
            histories.setdefault(done.portal, []).append(done)
    return histories


def _unseen(host: str, history: list[Pass], vantages: dict[int, str], bodies: tuple[str, ...]) -> Unseen:
    failed: list[Pass] = []
    for done in reversed(history):
        if done.outcome in SEEN:
            break
        failed.append(done)
    last, first = failed[0], failed[-1]
    return Unseen(
        portal=host,
        outcome=str(last.outcome),
        kind=last.kind,
        reason=last.reason or "",
        vantage=vantages.get(last.run, ""),
        since=first.started,
        last=last.started,
        passes=len(failed),
        ever=len(failed) < len(history),
        bodies=bodies,
    )
