"""A person decides whose report a document is, or that it is none; the decision overrules every rule."""

from datetime import datetime

from storage import captures, people, registry
from storage.errors import BadInput
from storage.model import Assignment
from storage.workspace import Workspace

SHORTEST_PREFIX = 6


def decide(
    workspace: Workspace, document: str, agency: str | None, year: int | None, by: str, now: datetime
) -> Assignment:
    """Keeps a person's decision on one kept document, named by its sha256 (or its beginning), number or address.

    `agency` None means that it is no annual report. Raises BadInput when document or agency is not known.
    """
    check_agency(workspace, agency)
    return assign(workspace, find_document(workspace, document), agency, year, by, now)


def check_agency(workspace: Workspace, agency: str | None) -> None:
    """Raises BadInput for an id that the registry does not know."""
    if agency is not None and agency not in {known.id for known in registry.agencies(workspace.facts)}:
        raise BadInput(f"no agency {agency!r} in the registry; see: gongkai agencies list")


def assign(
    workspace: Workspace, sha256: str, agency: str | None, year: int | None, by: str, now: datetime
) -> Assignment:
    """Keeps a person's decision on the document with these bytes."""
    decided = Assignment(sha256, agency, year, by, now)
    people.assign(workspace.people, decided)
    return decided


def find_document(workspace: Workspace, named: str) -> str:
    """The sha256 of the one kept document that a person names. Raises BadInput when none or several fit."""
    fitting = {
        kept.sha256
        for kept in captures.documents(workspace.facts)
        if kept.sha256 and (named in (str(kept.id), kept.url, kept.final_url) or _is_prefix(named, kept.sha256))
    }
    if len(fitting) != 1:
        found = "several kept documents fit" if fitting else "no kept document is"
        raise BadInput(f"{found} {named!r}; give its whole sha256 or its address")
    return fitting.pop()


def _is_prefix(named: str, sha256: str) -> bool:
    return len(named) >= SHORTEST_PREFIX and sha256.startswith(named.lower())
