"""What the commands print with --json, in the shapes of the contract."""

from typing import TYPE_CHECKING, Any

from storage.model import Finding, Settlement, Standing
from storage.rows import as_json
from storage.terms import Source

if TYPE_CHECKING:  # what it draws in would slow down every command
    from monitor.unsettled import Unsettled

STANDING = (
    "agency", "year", "due", "basis", "non_working_day", "standing", "published", "interval", "first_seen", "url",
    "document", "looks", "last_look", "reason",
)  # fmt: skip
FINDING = (
    "id", "check", "agency", "year", "related", "severity", "certainty", "responsibility", "state", "confirmed",
    "title", "message", "basis", "expected", "found", "cells", "evidence", "first_seen", "last_seen",
)  # fmt: skip


def of_standing(standing: Standing) -> dict[str, Any]:
    """A standing (contract 5); how sure it is shows in its finding, not here."""
    known = as_json(standing)
    return {name: known[name] for name in STANDING}


def of_finding(finding: Finding) -> dict[str, Any]:
    """A finding (contract 6)."""
    known = as_json(finding)
    known["evidence"] = [_of_evidence(shown) for shown in known["evidence"]]
    return {name: known[name] for name in FINDING}


def _of_evidence(shown: dict[str, Any]) -> dict[str, Any]:
    """One piece of evidence; that it came by a person's hand is told, that from the portal goes without saying."""
    return {name: value for name, value in shown.items() if name != "source" or value == Source.PERSON}


def of_settlement(settled: Settlement) -> dict[str, Any]:
    """What a person says of one cell."""
    known = as_json(settled)
    return {"document": known.pop("sha256"), **known}


def of_unsettled(one: "Unsettled") -> dict[str, Any]:
    """A cell that needs a person: where it is, what is printed there, and what was said of an earlier version."""
    publication, value = one.publication, one.value
    return {
        "document": publication.main,
        "url": publication.url,
        "agency": publication.agency,
        "year": publication.year,
        "cell": one.cell,
        "number": value.number,
        "raw": value.raw,
        "confidence": value.confidence,
        "place": as_json(value.where),
        "asks_again": one.earlier is not None,
        "earlier": of_settlement(one.earlier) if one.earlier else None,
    }
