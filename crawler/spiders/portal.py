"""The only spider: one polite pass over the portals of a workspace, each served for all its agencies."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler import capturing, exploring
from crawler.passes import Passes
from crawler.settings import scrapy_settings
from crawler.stopping import Stopping
from crawler.trip import Trip
from storage.clock import parse_now
from storage.db import hindrance
from storage.errors import CannotRun, Stopped
from storage.settings import read_settings
from storage.workspace import Workspace, find_workspace, open_workspace


class PortalSpider(Spider):
    """`scrapy crawl portal -a workspace=DIR [-a now=ISO] [-a agencies=ID,ID] [-a years=Y,Y]`; see `gongkai crawl`.

    With `-a capture=URL` or `-a explore=URL` it makes a trip to one portal instead.
    """

    name = "portal"

    def __init__(self, workspace: str = "", now: str = "", agencies: str = "", years: str = "", **trip: Any) -> None:
        super().__init__()
        self.trip = {name: str(trip.get(name) or "") for name in ("capture", "explore")}
        self.folder = find_workspace(workspace or None)
        self.clock = parse_now(now or None)
        self.agencies = tuple(filter(None, agencies.split(",")))
        self.years = tuple(int(year) for year in filter(None, years.split(",")))
        self.summary: dict[str, Any] = {}
        self.stopping = Stopping()
        self.stopped_by: Stopped | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider with the knobs that its workspace asks for."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        knobs = scrapy_settings(read_settings(Path(spider.folder) / "gongkai.toml"))
        crawler.settings.setdict(knobs, priority="spider")
        return spider

    async def _fetch(self, request: Request) -> Response:
        """One download. Who waits for one while Scrapy shuts down is stopped, whatever Scrapy then stumbles over."""
        engine = self.crawler.engine
        assert engine is not None
        try:
            return await engine.download_async(request)
        except Exception:
            if engine.spider is None or self.stopping.asked:
                raise asyncio.CancelledError from None
            raise

    def _work(self, workspace: Workspace) -> Passes | Trip:
        """What is to be done: a trip where one was asked for, else the passes."""
        if url := self.trip["capture"]:
            chosen = next(iter(self.agencies), None)
            return capturing.trip(workspace, self.clock, self._fetch, url, chosen, self.stopping)
        if url := self.trip["explore"]:
            return exploring.trip(workspace, self.clock, self._fetch, url, self.stopping)
        return Passes(workspace, self.clock, self._fetch, self.agencies, self.years, self.stopping)

    async def start(self) -> AsyncIterator[Any]:
        """All passes, side by side. They ask through the engine themselves, so nothing is left to schedule."""
        self.stopping.listen()
        try:
            with open_workspace(self.folder, self.clock) as workspace:
                work = self._work(workspace)
                await work.run()
                self.summary = work.summary
        except Stopped as stopped:
            self.stopped_by = stopped  # for crawler.running, which tells the caller
            self.logger.info("%s", stopped)
        except sqlite3.DatabaseError as fault:
            self.stopped_by = CannotRun(f"gongkai.db {hindrance(fault)}")
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request
