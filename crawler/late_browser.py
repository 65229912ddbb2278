"""The browser's late start: Playwright's driver and the browser come up with the first page that needs them."""

from playwright.async_api import Browser
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]
from scrapy_playwright.provider import PlaywrightBrowserProvider  # type: ignore[import-untyped]

from crawler.downloads import Encrypted


class LateBrowser(PlaywrightBrowserProvider):  # type: ignore[misc]  # it is untyped
    """Most crawls need no browser; for those this costs an import and nothing else."""

    started = False

    async def start(self) -> None:
        """Called with the crawl: nothing to do yet."""

    async def launch_browser(self) -> Browser:
        """Called with the first page to draw, and again should the browser die."""
        if not self.started:
            await super().start()
            self.started = True
        browser: Browser = await super().launch_browser()
        return browser

    async def close(self) -> None:
        """Ends what was started."""
        if self.started:
            await super().close()


class BrowserDownloads(Encrypted, ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # it is untyped
    """Downloads of a crawl that may need the browser: it draws pages, all else is downloaded plainly."""
