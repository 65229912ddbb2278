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

LOCAL_NAMES = ("localhost", ".localhost")  # RFC 6761: whoever writes these means this machine
GOVERNMENT = ".gov.cn"
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts a portal's documents may come from. `named` are those the registry itself writes, with their port.

    `lent` are further hosts from which only what its pages are made of may come: scripts, and what they fetch.
    """

    named: frozenset[str]
    domains: frozenset[str]
    lent: frozenset[str] = frozenset()

    def allow(self, url: str, resource: bool = False) -> bool:
        """Whether an address may be asked at all, by its name; `resource`: for a part of a page."""
        if urlsplit(url).scheme not in ("http", "https"):
            return False
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
        if portal_host(url) in self.named or registrable(host) in self.domains:
            return True
        return resource and (host.endswith(GOVERNMENT) or portal_host(url) in self.lent)

    def allow_address(self, url: str, address: str) -> bool:
        """Whether a host may be entered at the address it resolves to; a private one only when the registry names it.

        It must name the address itself: a public name that comes to lead inside is no invitation.
        """
        place = ipaddress.ip_address(address)
        if all(one.is_global and not one.is_multicast for one in _within(place)):
            return True
        parts = urlsplit(url)
        by_name = f"{parts.hostname or ''}".rstrip(".").endswith(LOCAL_NAMES) and place.is_loopback
        return (portal_host(url) if by_name else _host_at(url, place)) in self.named


def _within(place: Address) -> list[Address]:
    """An address, or the IPv4 addresses that an IPv6 address stands for: a mapped or tunnelled one leads there."""
    if not isinstance(place, ipaddress.IPv6Address):
        return [place]
    found = [place.ipv4_mapped, place.sixtofour, *(place.teredo or ())]
    found += [ipaddress.IPv4Address(int(place) & 0xFFFFFFFF)] if place in NAT64 else []
    inner = [one for one in found if one is not None]
    return list[Address](inner) if inner else [place]


def _host_at(url: str, place: Address) -> str:
    """The key of the address at which a host lives, as the registry would have to write it."""
    parts = urlsplit(url)
    host = f"[{place}]" if place.version == 6 else str(place)
    return portal_host(f"{parts.scheme}://{host}:{parts.port}" if parts.port else f"{parts.scheme}://{host}")


def hosts_of(bodies: Iterable[Agency], column: str = "", resources: Iterable[str] = ()) -> Hosts:
    """The hosts of one portal: its own, those under the same registrable domain, and what its agencies add.

    `column` is the address that the settings add, `resources` the hosts that they lend.
    """
    named, domains = {portal_host(column)} if column else set[str](), set[str]()
    for body in bodies:
        own = [url for url in (body.portal, body.column) if url]
        named |= {portal_host(url) for url in own}
        named |= {portal_host(host if "://" in host else f"http://{host}") for host in body.hosts}
        domains |= {domain for url in own if (domain := registrable(urlsplit(url).hostname or ""))}
    return Hosts(frozenset(named), frozenset(domains), frozenset(host.lower() for host in resources))


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
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass  # a name, or a number in another manner (2130706433, 0x7f.1) that the system's resolver understands
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
