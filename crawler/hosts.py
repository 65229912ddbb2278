"""Whose hosts a pass may enter, and at which address they live: the allow-list of contract 3, checked on every hop."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.defer import maybe_deferred_to_future
from tldextract import TLDExtract
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from storage.model import Agency
from storage.portals import portal_host


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts a portal's documents may come from. `named` are those the registry itself writes, with their port."""

    named: frozenset[str]
    domains: frozenset[str]

    def allow(self, url: str) -> bool:
        """Whether an address may be asked at all, by its name."""
        if urlsplit(url).scheme not in ("http", "https"):
            return False
        return portal_host(url) in self.named or registrable(urlsplit(url).hostname or "") in self.domains

    def allow_address(self, url: str, address: str) -> bool:
        """Whether a host may be entered at the address it resolves to; private ones only when the registry names it."""
        place = ipaddress.ip_address(address)
        return (place.is_global and not place.is_multicast) or portal_host(url) in self.named


def hosts_of(bodies: Iterable[Agency]) -> Hosts:
    """The hosts of one portal: its own, those under the same registrable domain, and what its agencies add."""
    named, domains = set[str](), set[str]()
    for body in bodies:
        own = [url for url in (body.portal, body.column) if url]
        named |= {portal_host(url) for url in own}
        named |= {portal_host(host if "://" in host else f"http://{host}") for host in body.hosts}
        domains |= {domain for url in own if (domain := registrable(urlsplit(url).hostname or ""))}
    return Hosts(frozenset(named), frozenset(domains))


def registrable(host: str) -> str:
    """The domain somebody registered (`qinghe.gov.cn` for `www.qinghe.gov.cn`); empty for addresses and bare names."""
    return _suffixes()(host).top_domain_under_public_suffix


@cache
def _suffixes() -> TLDExtract:
    return TLDExtract(cache_dir=None, suffix_list_urls=())  # the list in the package: nothing is fetched for it


async def resolve(host: str) -> str:
    """The address a name has now. Scrapy connects to this very one, since its resolver remembers the answer.

    Raises CannotResolveHostError.
    """
    from twisted.internet import reactor

    try:
        found: Deferred[str] = reactor.resolve(host)  # type: ignore[arg-type]
        return await maybe_deferred_to_future(found)
    except (DNSLookupError, UnicodeError, ValueError) as fault:
        raise CannotResolveHostError(str(fault)) from fault


def door(url: str, address: str) -> str:
    """What counts as one guest's door: a resolved address; on loopback, where every port is another host, with it."""
    if ipaddress.ip_address(address).is_loopback:
        return f"{address}:{urlsplit(url).port or 80}"
    return address
