"""Pictures: how a column looked, drawn in full length from the very bytes that were kept, without asking anybody."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from sqlite_utils import Database

from crawler.column import Reading
from crawler.completeness import Seen
from crawler.labels import plain
from storage import captures
from storage.model import Document
from storage.terms import Via
from storage.vault import Vault

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab
    from playwright.async_api import Route

logger = logging.getLogger(__name__)

PICTURE_SECONDS = 20.0
MOST_PICTURES = 3  # pages of one column
WIDTH, HEIGHT = 1280, 900
SAID = 8  # so many characters of a title tell that it stands in a picture
SLOT = "browser"
# Nothing is fetched; scripts may write out the list that came with the page, unless a browser has drawn it already.
CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {}"


@dataclass(frozen=True, slots=True)
class Artist:
    """Takes pictures with the browser of this machine; without one there are none, and nothing fails for it."""

    fetch: Callable[[Request], Awaitable[Response]]
    browser: Path | None
    facts: Database
    vault: Vault
    places: asyncio.Semaphore

    async def picture(self, reading: Reading) -> None:
        """Sees to it that the pages of a column have their pictures; what has not changed keeps the one it has."""
        for one, kept in _pages(reading):
            known = captures.pictured(self.facts, kept.sha256 or "")
            if known is None and self.browser:
                known = await self._draw(one, kept)
            if known:
                captures.add_picture(self.facts, kept.id, known)

    async def _draw(self, one: Seen, kept: Document) -> str | None:
        """The sha256 of a new picture; None where it failed, or would show less than the page lists."""
        from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

        sitting = Sitting(one, kept)
        text, image = PageMethod("inner_text", "body"), PageMethod("screenshot", full_page=True)
        try:
            async with self.places:
                await asyncio.wait_for(self.fetch(sitting.request(text, image)), PICTURE_SECONDS)
        except Exception as fault:  # noqa: BLE001  (a picture is a help, and no look depends on it)
            await sitting.close()
            logger.info("picture=failed url=%s reason=%s", kept.url, str(fault).partition("\n")[0])
            return None
        if not _shows(plain(str(text.result)), one) or not isinstance(image.result, bytes):
            logger.info("picture=none url=%s reason=its rows are written by scripts of their own", kept.url)
            return None
        return self.vault.put(image.result)


@dataclass(eq=False)  # without slots: Playwright leaves a mark on whoever answers its routes
class Sitting:
    """One page being pictured: it is given its own bytes, and nothing else."""

    one: Seen
    kept: Document
    tab: "Tab | None" = None

    def request(self, *methods: object) -> Request:
        """The order to the browser, in Scrapy's words."""
        meta = {
            "playwright": True,
            "playwright_page_init_callback": self.enter,
            "playwright_page_goto_kwargs": {"wait_until": "load"},
            "playwright_page_methods": list(methods),
            "download_slot": SLOT,
            "download_timeout": PICTURE_SECONDS,
        }
        return Request(self.one.page.url.partition("#")[0], meta=meta, dont_filter=True)

    async def enter(self, tab: "Tab", _: Request) -> None:
        """Puts us between the browser and the network."""
        self.tab = tab
        await tab.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        await tab.route("**", self.answer)

    async def answer(self, route: "Route") -> None:
        """Gives the page its bytes, and refuses all else."""
        drawn = self.kept.via is Via.BROWSER
        policy = CLOSED.format("'none'" if drawn else "'unsafe-inline'")
        said = self.one.page.header("content-type") or "text/html"
        headers = {"content-type": said, "content-security-policy": policy}
        own = route.request.is_navigation_request() and route.request.url == self.one.page.url.partition("#")[0]
        with suppress(Exception):  # the browser may have given the page up in the meantime
            await (route.fulfill(status=200, headers=headers, body=self.one.page.body) if own else route.abort())

    async def close(self) -> None:
        """Ends what does not end by itself."""
        if self.tab is not None:
            with suppress(Exception):
                await asyncio.wait_for(self.tab.close(), PICTURE_SECONDS)


def _pages(reading: Reading) -> Iterator[tuple[Seen, Document]]:
    """The first pages of a column that can be pictured at all, each with its capture."""
    seen = [one for one in reading.seen if one.page.is_html and not one.page.obstacle and not one.listing.apart]
    for one in seen[:MOST_PICTURES]:
        if one.page.document and one.page.document.sha256:
            yield one, one.page.document


def _shows(text: str, one: Seen) -> bool:
    """Whether a picture with this text shows what the page was read to list."""
    titles = [plain(row.title)[:SAID] for row in one.listing.rows]
    return not titles or any(title in text for title in titles)
