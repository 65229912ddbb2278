"""What the commands print with --json, in the shapes of the contract."""

from typing import Any

from storage.model import Agency, Finding, Standing
from storage.rows import as_json

OURS_ALONE = ("certainty", "backdated")


def of_agency(agency: Agency) -> dict[str, Any]:
    """A row of the registry under the names of its columns (contract 3)."""
    answer: dict[str, Any] = as_json(agency)
    return answer


def of_standing(standing: Standing) -> dict[str, Any]:
    """A standing (contract 5); how sure it is shows in its finding, not here."""
    return {name: value for name, value in as_json(standing).items() if name not in OURS_ALONE}


def of_finding(finding: Finding) -> dict[str, Any]:
    """A finding (contract 6)."""
    answer: dict[str, Any] = as_json(finding)
    return answer
