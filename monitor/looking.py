"""Looking: a person has seen for himself that a portal is as a pass of ours took it for, however little it showed."""

from datetime import datetime
from urllib.parse import urlsplit

from storage import people, portals
from storage.errors import BadInput
from storage.model import LookedAt
from storage.workspace import Workspace


def looked(workspace: Workspace, named: str, by: str, now: datetime) -> LookedAt:
    """Takes the newest pass over a portal for what it saw, on a person's word.

    `named` is the portal's host or an address on it. Raises BadInput where no pass was in doubt.
    """
    host = portals.portal_host(named) if urlsplit(named).scheme in ("http", "https") else named.lower()
    cleared = portals.clear(workspace.facts, host, "有人查看过，确实如此")
    if cleared is None:
        raise BadInput(f"the newest pass over {host!r} was not blind; gongkai doctor names the portals in doubt")
    said = LookedAt(host, cleared.run, by, now)
    people.look(workspace.people, said)
    return said
