"""Facts: everything a judgement rests on, loaded once from the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage import captures, people, portals, records, registry, runs
from storage import settlements as settled
from storage.model import Agency, Assignment, Column, ColumnLook, Document, Lead, Pass, Run, Settlement
from storage.record import Record
from storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the world at the moment of judging; the order of the rows never matters.

    `records` are as read, but for the cells that a person settled.
    """

    agencies: tuple[Agency, ...] = ()
    columns: tuple[Column, ...] = ()
    column_looks: tuple[ColumnLook, ...] = ()
    passes: tuple[Pass, ...] = ()
    leads: tuple[Lead, ...] = ()
    documents: tuple[Document, ...] = ()
    records: Mapping[str, Record] = field(default_factory=dict)
    unreadable: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()
    settlements: Mapping[tuple[str, str], Settlement] = field(default_factory=dict)


def load(workspace: Workspace, version: str) -> Facts:
    """All facts of a workspace, as this reader version reads its documents."""
    db, said = workspace.facts, settled.settlements(workspace.people)
    return Facts(
        agencies=tuple(registry.agencies(db)),
        columns=tuple(portals.columns(db)),
        column_looks=tuple(portals.column_looks(db)),
        passes=tuple(portals.passes(db)),
        leads=tuple(captures.leads(db)),
        documents=tuple(captures.documents(db)),
        records=settled.overlaid(records.records(db, version), said.values()),
        unreadable=records.unreadable(db, version),
        assignments=people.assignments(workspace.people),
        runs=tuple(runs.runs(db, "crawl")),
        settlements=said,
    )


def home_of(agency: Agency) -> frozenset[str]:
    """The hosts on which an agency's column should stand: its portal's and its column's."""
    return frozenset(portals.portal_host(url) for url in (agency.portal, agency.column) if url)


def portals_of(agency: Agency) -> frozenset[str]:
    """The hosts on which an agency's report may appear: its home, and those the registry adds."""
    added = (host if "://" in host else f"http://{host}" for host in agency.hosts)
    return home_of(agency) | {portals.portal_host(url) for url in added}
