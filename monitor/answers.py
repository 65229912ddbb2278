"""What the commands print with --json, in the shapes of the contract."""

from typing import Any

from storage.model import Finding, Standing
from storage.rows import as_json

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
    return {name: known[name] for name in FINDING}
