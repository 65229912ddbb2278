"""Strange hosts: where files of reports lie that may not be taken, and what would have to stand in the registry."""

from collections import defaultdict
from dataclasses import dataclass

from crawler.hosts import hosts_of
from storage import registry
from storage.offers import offers
from storage.portals import portal_host
from storage.terms import Kind
from storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StrangeHost:
    """A host off the list on which files of a portal's reports lie; `cell` is what `hosts` of a body would hold."""

    portal: str
    host: str
    files: tuple[str, ...]
    body: str
    cell: str


def strange_hosts(workspace: Workspace) -> list[StrangeHost]:
    """Every such host that the registry does not name by now, by portal."""
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in offers(workspace.facts):
        files[one.portal, portal_host(one.url)].append(one.url)
    found = [_found(workspace, portal, host, urls) for (portal, host), urls in files.items()]
    return [one for one in found if one]


def _found(workspace: Workspace, portal: str, host: str, urls: list[str]) -> StrangeHost | None:
    """One host, with the body that would name it: the portal's government, else the first of its bodies."""
    bodies = [body for body in registry.agencies(workspace.facts) if portal_host(body.portal) == portal]
    left = [url for url in urls if not hosts_of(bodies).allow(url)]
    if not bodies or not left:
        return None
    body = min(bodies, key=lambda one: (list(Kind).index(one.kind), one.id))
    return StrangeHost(portal, host, tuple(left), body.id, "|".join((*body.hosts, host)))
