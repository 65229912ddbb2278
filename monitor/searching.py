"""Finding findings: by state, check and agency, with a clear word when a filter can match nothing."""

from collections.abc import Sequence
from difflib import get_close_matches

from monitor.checks import catalogue
from storage import judgements, registry
from storage.errors import BadInput
from storage.model import Finding
from storage.terms import State
from storage.workspace import Workspace


def matching(
    workspace: Workspace, states: Sequence[str], checks: Sequence[str], agencies: Sequence[str]
) -> list[Finding]:
    """The findings that fit every filter given. Raises BadInput for a state, check or agency that does not exist."""
    _known("state", states, [state.value for state in State])
    _known("check", checks, [check.id for check in catalogue()])
    _known("agency", agencies, [agency.id for agency in registry.agencies(workspace.facts)])
    return [
        finding
        for finding in judgements.findings(workspace.facts)
        if (not states or finding.state in states)
        and (not checks or finding.check in checks)
        and (not agencies or finding.agency in agencies)
    ]


def _known(noun: str, given: Sequence[str], known: Sequence[str]) -> None:
    for word in given:
        if word not in known:
            near = get_close_matches(word, known, 1)
            raise BadInput(f"no {noun} {word!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
