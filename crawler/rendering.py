"""The browser, only where it earns its place: it draws a page we already hold, and what it asks for goes through us.

Whatever its scripts request is fetched by the guest, in turn, kept and bounded like every other request, and
handed to the browser; the browser itself never touches the network.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.keeping import Answer
from crawler.listing import Listing
from crawler.manners import Errand, Guest
from crawler.page import Obstacle, Page
from crawler.walls import obstacle
from storage.terms import Outcome, Role, Via

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab
    from playwright.async_api import Route

BRINGS_ROWS = re.compile(
    r"\bfetch\(|XMLHttpRequest|\.ajax\(|\$\.(?:get|post|getJSON)|axios|innerHTML|document\.write|new Vue"
)
CONTAINERS = "ul, ol, tbody, table, dl, div[id]"
LITTLE_TEXT = 200
PAGE_SECONDS = 150.0
QUIET_SECONDS = 90.0
CLOSING_SECONDS = 10.0
SLOT = "browser"
PAGES_AT_ONCE = 2  # a page costs tens of megabytes; two keep two cores busy
NEEDS_BROWSER = "needs-browser"
UNSEEN_KINDS = frozenset({"image", "media", "font", "stylesheet"})
DATA_KINDS = frozenset({"xhr", "fetch"})
PASSED_ON = ("accept", "content-type", "x-requested-with")
LEFT_OUT = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie"})


def comes_by_script(page: Page, listing: Listing) -> str | None:
    """What on a static page says that its rows come only by script; None when nothing does."""
    if listing.reports or not page.good or not page.is_html:
        return None
    scripts = page.tree.css("script")
    if any(BRINGS_ROWS.search(script.text()) for script in scripts):
        return "网页本身没有列表，由脚本取得"
    if not any(script.attributes.get("src") for script in scripts):
        return None
    if len(page.visible) < LITTLE_TEXT:
        return "网页本身几乎没有文字，只有脚本"
    if any(not node.text(strip=True) and node.child is None for node in page.tree.css(CONTAINERS)):
        return "网页本身只有空的列表框和脚本"
    return None


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws pages in the browser of this machine; without one it says so."""

    fetch: Callable[[Request], Awaitable[Response]]
    browser: Path | None
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PAGES_AT_ONCE))

    async def render(self, page: Page, guest: Guest) -> Page:
        """The page as it stands after its scripts have run, kept as a capture of its own."""
        if self.browser is None:
            return replace(page, obstacle=_no_browser())
        drawing = Drawing(page, guest)
        try:
            async with self.places:
                response = await asyncio.wait_for(self.fetch(drawing.request()), PAGE_SECONDS)
        except Exception as fault:  # noqa: BLE001  (a browser fails in its own ways; one page is lost, not the pass)
            await drawing.close()
            return replace(page, obstacle=_failed(fault))
        said = {"content-type": "text/html; charset=utf-8"}
        body = response.text.encode() if isinstance(response, TextResponse) else response.body
        answer = Answer(page.asked, response.url, page.status, said, body)
        kept = guest.keeper.keep(answer, Role.LIST, Via.BROWSER)
        drawn = Page(page.asked, response.url, page.status, tuple(said.items()), body, kept)
        return replace(drawn, obstacle=obstacle(drawn), missed=tuple(drawing.missed))


@dataclass(eq=False)  # without slots: Playwright leaves a mark on whoever answers its routes
class Drawing:
    """One page being drawn: answers what the browser asks for, from what we hold or through the guest."""

    page: Page
    guest: Guest
    tab: "Tab | None" = None
    missed: list[Obstacle] = field(default_factory=list)

    def request(self) -> Request:
        """The order to the browser, in Scrapy's words."""
        from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

        meta = {
            "playwright": True,
            "playwright_page_init_callback": self.enter,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
            "playwright_page_methods": [PageMethod(_settle)],
            "download_slot": SLOT,
            "download_timeout": PAGE_SECONDS,
        }
        return Request(self.page.url, meta=meta)

    async def enter(self, tab: "Tab", _: Request) -> None:
        """Puts us between the browser and the network."""
        self.tab = tab
        await tab.route("**", self.answer)

    async def answer(self, route: "Route") -> None:
        """Answers one request of the browser."""
        asked = route.request
        if asked.resource_type in UNSEEN_KINDS:
            await route.abort()
            return
        held = asked.is_navigation_request() and asked.url == self.page.url
        page = self.page if held else await self._get(route)
        if page.obstacle and (page.obstacle.hides or (asked.resource_type in DATA_KINDS and page.document)):
            self.missed.append(page.obstacle)
        headers = {name: value for name, value in page.headers if name not in LEFT_OUT}
        with suppress(Exception):  # the browser may have given the page up in the meantime
            await (route.fulfill(status=page.status, headers=headers, body=page.body) if page.status else route.abort())

    async def _get(self, route: "Route") -> Page:
        asked = route.request
        if asked.method == "GET" and asked.resource_type == "script":
            return await self.guest.look(asked.url, Role.LIST, self.page.url, resource=True)
        headers = {name: value for name, value in asked.headers.items() if name in PASSED_ON}
        body = asked.post_data_buffer or b""
        return await self.guest.get(
            Errand(asked.url, Role.LIST, self.page.url, method=asked.method, body=body, headers=headers, resource=True)
        )

    async def close(self) -> None:
        """Ends a drawing that does not end by itself."""
        if self.tab is not None:
            with suppress(Exception):
                await asyncio.wait_for(self.tab.close(), CLOSING_SECONDS)


async def _settle(tab: "Tab") -> None:
    """Waits until the scripts ask for nothing more; what stands there then is the page."""
    with suppress(Exception):  # a page that never rests is taken as it stands
        await tab.wait_for_load_state("networkidle", timeout=QUIET_SECONDS * 1000)


def abort_all(_: object) -> bool:
    """Stands behind `Drawing.answer`: what is not answered there never leaves the machine."""
    return True


def _no_browser() -> Obstacle:
    return Obstacle(Outcome.BROKEN, NEEDS_BROWSER, "列表只能由脚本生成，而本机没有浏览器")


def _failed(fault: Exception) -> Obstacle:
    said = str(fault).partition("\n")[0] or type(fault).__name__
    return Obstacle(Outcome.BROKEN, "browser", f"浏览器未能打开：{said}")
