"""How one pass behaves as a guest: robots.txt, budget, turns, Retry-After, allowed hosts, and when to stop asking."""

import asyncio
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from gzip import BadGzipFile
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionClosed

from crawler.hosts import Hosts, door, resolve
from crawler.keeping import Answer, Keeper
from crawler.page import Obstacle, Page, address
from crawler.question import question
from crawler.robots import Robots, read_robots
from crawler.turns import Turns
from crawler.walls import obstacle
from storage.model import Document
from storage.portals import portal_host
from storage.settings import Crawl
from storage.terms import Outcome, Role

PRODUCT = "GongkaiWatch/0.1"
EVIDENCE = (Role.ARTICLE, Role.ATTACHMENT)
REDIRECTS = (301, 302, 303, 307, 308)
MOST_HOPS = 6
MOST_FAILURES = 3
MOST_PATIENCE_SECONDS = 60.0
NO_ANSWER: dict[type[BaseException], str] = {
    CannotResolveHostError: "dns",
    DownloadTimeoutError: "timeout",
    DownloadConnectionRefusedError: "refused",
    DownloadCancelledError: "too-large",
    ResponseDataLossError: "cut-short",
    DownloadFailedError: "connection",
    ConnectError: "connection",
    ConnectionClosed: "connection",
    BadGzipFile: "garbled",
    zlib.error: "garbled",
    EOFError: "garbled",
}

NO_ANSWER_WORDS = {
    "dns": "域名无法解析",
    "timeout": "超时",
    "refused": "拒绝连接",
    "cut-short": "传输中断",
    "connection": "连接中断",
    "tls": "加密连接失败",
    "garbled": "传来的数据无法解开",
}

Fetch = Callable[[Request], Awaitable[Response]]


def user_agent(contact: str) -> str:
    """How we name ourselves: the product, and where to complain."""
    return f"{PRODUCT} (+{contact})" if contact else PRODUCT


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to fetch: as what, from which page we were led to it, and how a page's own script would ask for it.

    `name` is what the link calls the file; `parent` the page an attachment belongs to.
    """

    url: str
    role: Role
    referer: str = ""
    parent: Document | None = None
    name: str | None = None
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Guest:
    """One pass over one portal, as its hosts see it. Every request of the pass goes through `get`."""

    def __init__(self, fetch: Fetch, turns: Turns, hosts: Hosts, keeper: Keeper, settings: Crawl) -> None:
        self.requests = 0
        self.documents = 0
        self.hosts = hosts
        self.keeper = keeper
        self.settings = settings
        self._fetch = fetch
        self._turns = turns
        self._robots: dict[str, Robots] = {}
        self._failures: Counter[str] = Counter()
        self._closed: dict[str, Obstacle] = {}
        self._seen: dict[str, Page] = {}

    async def look(self, url: str, role: Role, referer: str = "") -> Page:
        """A page to look around on: asked for at most once in a pass."""
        if url not in self._seen:
            asked = question(url)
            errand = Errand(asked.url, role, referer, method=asked.method, body=asked.body, headers=asked.headers)
            page = await self.get(errand)
            self._seen[url] = page if asked.url == url else replace(page, asked=url, url=url)
        return self._seen[url]

    async def get(self, errand: Errand) -> Page:
        """Asks for an address and follows where it leads, within bounds; every answer on the way is kept."""
        url, been = errand.url, Counter[str]()
        while True:
            been[url] += 1
            if why := await self._refusal(url):
                return Page(errand.url, url, obstacle=why)
            page = await self._patiently(errand, url)
            if page.status not in REDIRECTS:
                return page
            onward = address(url, page.header("location"))
            if onward is None:
                why = Obstacle(Outcome.BROKEN, "odd-answer", f"{url} 跳转到无法访问的地址")
                return replace(page, obstacle=why)
            if been.total() > MOST_HOPS or been[onward] > 1:  # once more is fair: the first answer may set a cookie
                return replace(page, obstacle=Obstacle(Outcome.BROKEN, "redirect-loop", f"{errand.url} 不停地跳转"))
            url = onward

    async def _refusal(self, url: str) -> Obstacle | None:
        """Why we do not ask, if so."""
        if not self.hosts.allow(url):
            host = urlsplit(url).netloc or url
            return Obstacle(Outcome.BROKEN, "off-list", f"指向 {host}，不在该网站允许的域名之内")
        if (host := portal_host(url)) in self._closed:
            return self._closed[host]
        if self.requests >= self.settings.budget:
            return Obstacle(Outcome.BROKEN, "budget", f"本次抓取的 {self.settings.budget} 次请求已用完")
        return (await self._rules(url)).forbid(url)

    async def _rules(self, url: str) -> Robots:
        place = _site(url)
        if place not in self._robots:
            self._robots[place] = Robots()  # the question for robots.txt itself is free
            page = await self.get(Errand(f"{place}/robots.txt", Role.ROBOTS))
            self._robots[place] = read_robots(page)
        return self._robots[place]

    async def _patiently(self, errand: Errand, url: str) -> Page:
        """Asks once, and once more after an outage or as soon as we were told to come back."""
        page = await self._ask(errand, url)
        wait = self._wait_before_retry(page)
        if wait is not None and self.requests < self.settings.budget:
            await asyncio.sleep(wait)
            page = await self._ask(errand, url)
        self._judge(url, page)
        return page

    def _wait_before_retry(self, page: Page) -> float | None:
        if page.obstacle is None:
            return None
        if page.obstacle.kind == "rate-limited":
            asked = _seconds(page.header("retry-after"), self.keeper.clock.real())
            return asked if asked is not None and asked <= MOST_PATIENCE_SECONDS else None
        return 0.0 if page.obstacle.outcome is Outcome.UNREACHABLE else None

    def _judge(self, url: str, page: Page) -> None:
        """Closes a host for the rest of the pass when it asks for rest or fails several times in a row."""
        host, why = portal_host(url), page.obstacle
        if why is None or why.outcome not in (Outcome.WALLED, Outcome.UNREACHABLE):
            self._failures[host] = 0
            return
        self._failures[host] += 1
        if why.kind == "rate-limited":
            self._closed[host] = why
        elif self._failures[host] >= MOST_FAILURES:
            self._closed[host] = replace(why, reason=f"{why.reason}；连续 {MOST_FAILURES} 次，已停止访问")

    async def _ask(self, errand: Errand, url: str) -> Page:
        """One request, its answer kept before it is looked at."""
        answer, why = await self._send(errand, url)
        if answer is None:
            return Page(errand.url, url, obstacle=why)
        hop = answer.status in REDIRECTS
        kept = self.keeper.keep(
            replace(answer, asked=url) if hop else answer,
            errand.role,
            parent=errand.parent.id if errand.parent else None,
            name=errand.name,
        )
        self.documents += bool(errand.role in EVIDENCE and kept.sha256 and 200 <= answer.status < 300)
        page = Page(errand.url, url, answer.status, tuple(answer.headers.items()), answer.body, kept)
        return page if hop else replace(page, obstacle=why or obstacle(page))

    async def _send(self, errand: Errand, url: str) -> tuple[Answer | None, Obstacle | None]:
        """One request in its turn: the answer (status 0 when none came), and what we already know to be wrong."""
        self.requests += 1
        try:
            lives_at = await resolve(urlsplit(url).hostname or "")
            if not self.hosts.allow_address(url, lives_at):
                return None, Obstacle(Outcome.BROKEN, "private-address", f"{url} 解析到内部地址 {lives_at}")
            slot = door(url, lives_at)
            async with self._turns.turn(slot, self._delay(url)):
                response = await self._fetch(self._request(errand, url, slot))
        except tuple(NO_ANSWER) as fault:
            kind = next(kind for trouble, kind in NO_ANSWER.items() if isinstance(fault, trouble))
            return Answer(errand.url, url, 0, {}, b"", f"{kind}: {fault}"), _silence(kind, url, fault)
        said = {name.decode("latin-1").lower(): _decoded(b", ".join(found)) for name, found in response.headers.items()}
        sent = response.request.headers if response.request else {}
        lines = [(name.decode("latin-1"), _decoded(line)) for name, found in sent.items() for line in found]
        return Answer(
            errand.url, url, response.status, said, response.body, None, errand.method, tuple(lines), errand.body
        ), None

    def _delay(self, url: str) -> float:
        return max(self.settings.delay, self._robots.get(_site(url), Robots()).delay)

    def _request(self, errand: Errand, url: str, slot: str) -> Request:
        headers = dict(errand.headers) | ({"Referer": errand.referer} if errand.referer else {})
        meta = {"cookiejar": self.keeper.portal, "download_slot": slot}
        return Request(url, method=errand.method, body=errand.body, headers=headers, meta=meta)


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _silence(kind: str, url: str, fault: BaseException) -> Obstacle:
    host = urlsplit(url).netloc
    if kind == "too-large":
        return Obstacle(Outcome.BROKEN, kind, f"{url} 超过了允许的大小")
    if "SSL" in str(fault) or "tls" in str(fault).lower():
        kind = "tls"
    return Obstacle(Outcome.UNREACHABLE, kind, f"{host} 没有应答（{NO_ANSWER_WORDS.get(kind, kind)}）")


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
