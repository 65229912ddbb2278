"""How one pass behaves as a guest: robots.txt, budget, turns, Retry-After, allowed hosts, and when to stop asking."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.breaker import RATE_LIMITED, Breaker
from crawler.downloads import BYTES, OVERLOOKED
from crawler.hosts import Hosts, door, resolve
from crawler.keeping import Answer, Keeper, validators
from crawler.page import Obstacle, Page, address
from crawler.question import encoded, is_posted, question
from crawler.quiet import at_rest, due_night
from crawler.robots import Robots, read_robots
from crawler.shells import MOST_HOPS as MOST_SHELLS
from crawler.shells import leads_on
from crawler.silence import LASTING, MAY_LACK_HTTPS, TROUBLES, silence
from crawler.traffic import Traffic
from crawler.traps import Footprints, without_session
from crawler.turns import Turns
from crawler.walls import no_file, obstacle
from storage.model import Document
from storage.portals import portal_host
from storage.settings import USUAL, Habits, Settings, parse_quiet
from storage.terms import Outcome, Role

logger = logging.getLogger(__name__)

PRODUCT = "GongkaiWatch/0.1"
EVIDENCE = (Role.ARTICLE, Role.ATTACHMENT)
REDIRECTS = (301, 302, 303, 307, 308)
NOT_MODIFIED = 304
MOST_HOPS = 6
MOST_PATIENCE_SECONDS = 60.0
OFF_LIST = "off-list"
NOT_KEPT = Obstacle(Outcome.BROKEN, "not-kept", "这一页没有保存")

Fetch = Callable[[Request], Awaitable[Response]]
Sleep = Callable[[float], Awaitable[None]]


def user_agent(contact: str) -> str:
    """How we name ourselves: the product, and where to complain."""
    return f"{PRODUCT} (+{contact})" if contact else PRODUCT


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to fetch: as what, from which page we were led to it, and how a page's own script would ask for it.

    `name` is what the link calls the file; `parent` the page an attachment belongs to. `question` is the address that
    stands for what is asked where `url` alone does not tell. `fresh`: the server is to answer whole, changed or not.
    `resource`: it is a part of a page, which may come from hosts that carry no documents.
    """

    url: str
    role: Role
    referer: str = ""
    parent: Document | None = None
    name: str | None = None
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    question: str = ""
    fresh: bool = False
    resource: bool = False

    @property
    def address(self) -> str:
        """The address under which the answer is kept."""
        return self.question or self.url


class Guest:
    """One pass over one portal, as its hosts see it. Every request of the pass goes through `get`."""

    def __init__(
        self, fetch: Fetch, turns: Turns, hosts: Hosts, keeper: Keeper, settings: Settings, sleep: Sleep = asyncio.sleep
    ) -> None:
        self.requests = 0
        self.documents = 0
        self.hosts = hosts
        self.keeper = keeper
        self.settings = settings.crawl
        self.habits = settings.portals
        self.traffic = Traffic()
        self.incidents: dict[str, str] = {}
        self.nights: frozenset[date] = frozenset()
        self.cut_short = False
        self._fetch = fetch
        self._turns = turns
        self._quiet = parse_quiet(settings.crawl.quiet)
        self._breaker = Breaker(settings.crawl.pause, sleep)
        self._sleep = sleep
        self._robots: dict[str, Robots] = {}
        self._plain: dict[str, bool] = {}
        self._footprints = Footprints()
        self._seen: dict[str, Page] = {}
        self._left: dict[tuple[str, Role], Document] = {}
        self._shut: Obstacle | None = None

    def resume(self, left: Iterable[Document]) -> None:
        """Takes up what a pass that was killed a short while ago had been answered: it is not asked again."""
        self._left = {(kept.url, kept.role): kept for kept in left}

    def in_the_past(self, kept: Iterable[Document]) -> "Guest":
        """The guest of an earlier pass, who is shown what was kept of it and asks nobody."""
        past = copy(self)
        past._seen, past._footprints, past._shut = {}, Footprints(), NOT_KEPT
        past.resume(kept)
        return past

    async def look(self, url: str, role: Role, referer: str = "", fresh: bool = False, resource: bool = False) -> Page:
        """A page to look around on: asked for at most once in a pass. `fresh`: the server's word is not enough."""
        url = url if is_posted(url) else encoded(url)
        known = without_session(url)
        seen = self._seen.get(known)
        if seen is None or (fresh and is_repeated(seen)):
            asked = question(url)
            named = url if asked.url != url else ""
            errand = Errand(
                asked.url, role, referer, None, None, asked.method, asked.body, asked.headers, named, fresh,
                resource,
            )  # fmt: skip
            page = await self._through_shells(await self.get(errand), errand)
            self._seen[known] = seen = replace(page, asked=url, url=url) if named else page
            self._footprints.note(url, page.document.sha256 if page.document else None)
        return seen

    async def _through_shells(self, page: Page, errand: Errand) -> Page:
        """What stands behind a page that only sends its visitor on; every step is kept and bounded like any other."""
        for _ in range(MOST_SHELLS):
            onward = leads_on(page)
            if onward is None:
                break
            page = replace(await self.get(replace(errand, url=onward, referer=page.url)), asked=errand.url)
        return page

    async def get(self, errand: Errand) -> Page:
        """Asks for an address and follows where it leads, within bounds; every answer on the way is kept."""
        if (kept := self._left.get((errand.address, errand.role))) and not (errand.fresh and kept.repeats):
            return _judged(errand, replace(self.keeper.page(kept), asked=errand.url), None)
        if self._shut:
            return Page(errand.url, errand.url, obstacle=self._shut)
        errand = replace(errand, url=encoded(errand.url))
        url, been = errand.url, Counter[str]()
        while True:
            been[url] += 1
            if why := await self._refusal(url, errand.resource):
                self._report(errand.url, url, why)
                return Page(errand.url, url, obstacle=why)
            page = await self._patiently(errand, url)
            if page.status not in REDIRECTS:
                return page
            onward = address(url, page.header("location"), with_session=True)
            if onward is None:
                why = Obstacle(Outcome.BROKEN, "odd-answer", f"{url} 跳转到无法访问的地址")
                return replace(page, obstacle=why)
            if been.total() > MOST_HOPS or been[onward] > 1:  # once more is fair: the first answer may set a cookie
                return replace(page, obstacle=Obstacle(Outcome.BROKEN, "redirect-loop", f"{errand.url} 不停地跳转"))
            url = onward

    def _report(self, asked: str, url: str, why: Obstacle) -> None:
        """Takes note of a redirect off the list: whoever serves it may have been broken into, or has moved."""
        if why.kind == OFF_LIST and url != asked:
            self.incidents[asked] = url
            logger.warning("portal=%s incident=off-list asked=%s redirected-to=%s", self.keeper.portal, asked, url)

    async def _refusal(self, url: str, resource: bool = False) -> Obstacle | None:
        """Why we do not ask, if so."""
        if not self.hosts.allow(url, resource):
            host = urlsplit(url).netloc or url
            return Obstacle(Outcome.BROKEN, OFF_LIST, f"指向 {host}，不在该网站允许的域名之内")
        if why := self._at_rest():
            return why
        if self._is_spent:
            return self._spent()
        if why := await self._breaker.wait(portal_host(url)):
            return why
        return (await self._rules(url, resource)).forbid(url)

    def _at_rest(self) -> Obstacle | None:
        """Why nothing is asked at this moment, if so. `nights` are those of due dates."""
        now = self.keeper.clock.now()
        night = due_night(now, self.nights)
        self.cut_short |= night is not None
        return night or at_rest(now, self._quiet)

    @property
    def trap(self) -> str | None:
        """The trap into which the pass walked, if it did."""
        return self._footprints.trap(self._is_spent)

    @property
    def _is_spent(self) -> bool:
        return self.requests >= self.settings.budget

    def _spent(self) -> Obstacle:
        """That the budget is used up, and what used it up."""
        reason = f"本次抓取的 {self.settings.budget} 次请求已用完"
        return Obstacle(Outcome.BROKEN, "budget", f"{reason}，其中 {self.trap}" if self.trap else reason)

    async def _rules(self, url: str, resource: bool) -> Robots:
        place = _site(url)
        if place not in self._robots:
            self._robots[place] = Robots()  # the question for robots.txt itself is free
            page = await self.get(Errand(f"{place}/robots.txt", Role.ROBOTS, resource=resource))
            if page.document is None and page.obstacle and page.obstacle.hides:
                del self._robots[place]  # it was not asked at all: whoever comes later has to
                return Robots(closed=page.obstacle)
            self._robots[place] = read_robots(page)
        return self._robots[place]

    async def _patiently(self, errand: Errand, url: str) -> Page:
        """Asks once, and once more after an outage or as soon as we were told to come back."""
        page = await self._ask(errand, url)
        wait = self._wait_before_retry(page)
        if wait is not None and not self._is_spent:
            await self._sleep(wait)
            if await self._before_retry(url, page) is None:
                page = await self._ask(errand, url)
        self._breaker.note(portal_host(url), page.obstacle)
        return await self._without_https(url, page)

    async def _before_retry(self, url: str, page: Page) -> Obstacle | None:
        """Why an address is not asked a second time, if so; one that asked for rest itself has had it."""
        host = portal_host(url)
        if page.obstacle and page.obstacle.kind != RATE_LIMITED:
            self._breaker.note(host, page.obstacle)
        return await self._breaker.wait(host)

    def _wait_before_retry(self, page: Page) -> float | None:
        if page.obstacle is None:
            return None
        if page.obstacle.kind == RATE_LIMITED:
            asked = _seconds(page.header("retry-after"), self.keeper.clock.real())
            return asked if asked is not None and asked <= MOST_PATIENCE_SECONDS else None
        fleeting = page.obstacle.outcome is Outcome.UNREACHABLE and page.obstacle.kind not in LASTING
        return 0.0 if fleeting else None

    async def _without_https(self, url: str, page: Page) -> Page:
        """The page, its reason saying so where a host is dead by https and alive by http."""
        why, parts = page.obstacle, urlsplit(url)
        if why is None or why.kind not in MAY_LACK_HTTPS or parts.scheme != "https" or parts.port not in (None, 443):
            return page
        host = parts.hostname or ""
        if host not in self._plain and not self._is_spent:
            told = await self._ask(Errand(f"http://{host}/robots.txt", Role.ROBOTS), f"http://{host}/robots.txt")
            self._plain[host] = told.status > 0
        said = "；同一域名的 http 有应答" if self._plain.get(host) else ""
        return replace(page, obstacle=replace(why, reason=why.reason + said))

    async def _ask(self, errand: Errand, url: str) -> Page:
        """One request, its answer kept before it is looked at."""
        answer, why = await self._send(errand, url)
        if answer is None:
            return Page(errand.url, url, obstacle=why)
        hop = answer.status in REDIRECTS
        kept = await self.keeper.keep_aside(
            replace(answer, asked=url) if hop else answer,
            errand.role,
            parent=errand.parent.id if errand.parent else None,
            name=errand.name,
        )
        if answer.unchanged:
            return _judged(errand, replace(self.keeper.page(kept), asked=errand.url), None)
        self.documents += bool(errand.role in EVIDENCE and kept.sha256 and 200 <= answer.status < 300)
        page = Page(errand.url, url, answer.status, tuple(answer.headers.items()), answer.body, kept)
        return page if hop else _judged(errand, page, why)

    async def _send(self, errand: Errand, url: str) -> tuple[Answer | None, Obstacle | None]:
        """One request in its turn: the answer (status 0 when none came), and what we already know to be wrong."""
        held = None if errand.fresh or errand.method != "GET" else self.keeper.held(errand.address, url)
        try:
            lives_at = await resolve(urlsplit(url).hostname or "")
            if not self.hosts.allow_address(url, lives_at):
                return None, Obstacle(Outcome.BROKEN, "private-address", f"{url} 解析到内部地址 {lives_at}")
            slot = door(url, lives_at)
            async with self._turns.turn(slot, self._delay(url)):
                if why := self._at_rest():
                    return None, why
                request = self._request(errand, url, slot, held)
                response = await self._fetched(request)
        except tuple(TROUBLES) as fault:
            why = silence(url, fault)
            return Answer(errand.address, url, 0, {}, b"", f"{why.kind}: {fault}"), why
        said = {name.decode("latin-1").lower(): _decoded(b", ".join(found)) for name, found in response.headers.items()}
        sent = response.request.headers if response.request else {}
        lines = [(name.decode("latin-1"), _decoded(line)) for name, found in sent.items() for line in found]
        unchanged = held if response.status == NOT_MODIFIED else None
        return Answer(
            errand.address, url, response.status, said, response.body, None, errand.method, tuple(lines), errand.body,
            request.meta.get(OVERLOOKED) or None, unchanged,
        ), None  # fmt: skip

    async def _fetched(self, request: Request) -> Response:
        """The answer to one request, both counted."""
        host = portal_host(request.url)
        self.requests += 1
        self.traffic.requests[host] += 1
        response = await self._fetch(request)
        self.traffic.bytes[host] += request.meta.get(BYTES, len(response.body))
        return response

    def _delay(self, url: str) -> float:
        own = self._habits(url).delay
        return max(self.settings.delay if own is None else own, self._robots.get(_site(url), Robots()).delay)

    def _habits(self, url: str) -> Habits:
        """What gongkai.toml says of a host, or else of the portal to which it belongs."""
        return self.habits.get(portal_host(url)) or self.habits.get(self.keeper.portal, USUAL)

    def _request(self, errand: Errand, url: str, slot: str, held: Document | None) -> Request:
        headers = dict(errand.headers) | ({"Referer": errand.referer} if errand.referer else {})
        headers |= validators(held) if held else {}
        meta = {"cookiejar": self.keeper.portal, "download_slot": slot}
        return Request(url, method=errand.method, body=errand.body, headers=headers, meta=meta)


def is_repeated(page: Page) -> bool:
    """Whether a page is what we hold, by the server's word that it has not changed."""
    return page.document is not None and page.document.repeats is not None


def _judged(errand: Errand, page: Page, why: Obstacle | None) -> Page:
    """A page with what is wrong with it, if anything is."""
    why = why or obstacle(page) or (no_file(page) if errand.role is Role.ATTACHMENT else None)
    return replace(page, obstacle=why) if why else page  # a copy would have to be parsed again


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _seconds(said: str, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for, given as a number or as a date."""
    if said.strip().isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _decoded(value: bytes) -> str:
    """A header as text: servers here send UTF-8 or GB18030."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")
