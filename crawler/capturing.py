"""Capturing: one page that a person names is kept now, with the files that hang on it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from crawler.attachments import is_file
from crawler.enclosures import enclosures
from crawler.hosts import Hosts, hosts_of
from crawler.manners import Errand, Fetch
from crawler.page import Page, address
from crawler.stopping import Stopping
from crawler.trip import Trip, Way
from storage import registry
from storage.clock import Clock
from storage.errors import BadInput
from storage.model import Agency
from storage.portals import portal_host
from storage.rows import as_json
from storage.settings import USUAL
from storage.terms import Outcome, Role
from storage.workspace import Workspace


def portal_of(workspace: Workspace, url: str, agency: str | None) -> tuple[str, Hosts]:
    """The portal to which an address belongs, and the hosts it may lead to: those of one agency, or of its portal.

    Raises BadInput for what is no web address, an unknown agency, and a host from which nothing may be taken.
    """
    if address(url, url) is None:
        raise BadInput(f"{url!r} is no http or https address; give it whole, like https://www.example.gov.cn/nb/1.html")
    bodies = registry.agencies(workspace.facts)
    chosen = [body for body in bodies if agency in (None, body.id)]
    if agency and not chosen:
        raise BadInput(f"no agency has the id {agency}; gongkai agencies list shows them")
    portals = {portal_host(body.portal): [one for one in chosen if _same(one, body)] for body in chosen}
    near = sorted(portals, key=lambda host: (host != portal_host(url), host))
    fitting = [(host, hosts) for host in near if (hosts := _hosts(workspace, host, portals[host])).allow(url)]
    if not fitting:
        whose = agency or "any agency"
        raise BadInput(
            f"{url}: {portal_host(url)} is no host of {whose} in agencies.csv; add it to hosts, import, repeat"
        )
    return fitting[0]


def _same(one: Agency, other: Agency) -> bool:
    return portal_host(one.portal) == portal_host(other.portal)


def _hosts(workspace: Workspace, host: str, bodies: Sequence[Agency]) -> Hosts:
    return hosts_of(bodies, workspace.settings.portals.get(host, USUAL).column)


def trip(workspace: Workspace, clock: Clock, fetch: Fetch, url: str, agency: str | None, stopping: Stopping) -> Trip:
    """The trip that captures one page. Raises BadInput as `portal_of` does."""
    host, hosts = portal_of(workspace, url, agency)
    return Trip(workspace, clock, fetch, "capture", host, hosts, partial(capture, url=url), stopping)


async def capture(way: Way, url: str) -> dict[str, Any]:
    """Keeps one page and its files; the capture as `gongkai capture --json` prints it."""
    role = Role.ATTACHMENT if is_file(url) else Role.ARTICLE
    page = await way.guest.get(Errand(url, role))
    files = await enclosures(way.guest, page, lambda _: True) if page.good and page.is_html else []
    return {**told(page), "attachments": [told(one) for one in files]}


def told(page: Page) -> dict[str, Any]:
    """One capture, and what stood in its way; without a document where nothing was asked."""
    why = page.obstacle
    ended = {
        "outcome": (why.outcome if why else Outcome.OK).value,
        "kind": why.kind if why else None,
        "reason": why.reason if why else None,
    }
    known = as_json(page.document) if page.document else {"url": page.asked, "status": 0, "sha256": None}
    return {**known, **ended, "source": "portal"}
