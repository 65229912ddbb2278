"""Scrapy in this process, for one crawl: started, awaited, and its end told."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import capturing, exploring
from crawler import settings as knobs
from crawler.passes import portals_of
from crawler.spiders.portal import PortalSpider
from storage.clock import Clock
from storage.errors import CannotRun, Interrupted
from storage.workspace import open_workspace

LOUD = ("scrapy", "scrapy-playwright", "asyncio")


def run(folder: Path, clock: Clock, agencies: Sequence[str], years: Sequence[int]) -> dict[str, Any]:
    """Crawls and answers what contract 2 prints. Raises what stopped it."""
    with open_workspace(folder, clock) as workspace:
        portals_of(workspace, agencies)  # a wrong call is refused before anything starts
    return _started(folder, clock, agencies=",".join(agencies), years=",".join(map(str, years)))


def capture(folder: Path, clock: Clock, url: str, agency: str | None) -> dict[str, Any]:
    """Captures one page with its files. Raises what stopped it."""
    with open_workspace(folder, clock) as workspace:
        capturing.portal_of(workspace, url, agency)
    return _started(folder, clock, capture=url, agencies=agency or "")


def explore(folder: Path, clock: Clock, url: str) -> dict[str, Any]:
    """Looks around on a portal. Raises what stopped it."""
    with open_workspace(folder, clock) as workspace:
        exploring.hosts_at(workspace, url)
    return _started(folder, clock, explore=url)


def _started(folder: Path, clock: Clock, **words: str) -> dict[str, Any]:
    """What the spider did with these words, in a Scrapy of its own."""
    settings = Settings()
    settings.setmodule(knobs, priority="project")
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False)  # whoever calls us says where messages go
    process = _quiet_process(settings)
    crawler = process.create_crawler(PortalSpider)
    process.crawl(crawler, workspace=str(folder), now=clock.simulated.isoformat() if clock.simulated else "", **words)
    process.start()
    return _ended(crawler.spider)


def _quiet_process(settings: Settings) -> AsyncCrawlerProcess:
    """Scrapy, which on its way up tells a page of versions and sets its loggers to tell everything."""
    logging.disable(logging.INFO)
    process = AsyncCrawlerProcess(settings)
    logging.disable(logging.NOTSET)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    return process


def _ended(spider: Spider | None) -> dict[str, Any]:
    if not isinstance(spider, PortalSpider):
        raise CannotRun("Scrapy did not start; its messages above say why")
    if spider.stopped_by:
        raise spider.stopped_by
    if not spider.summary:
        code = spider.stopping.code
        raise Interrupted("the crawl ended before its time; what it had kept stays, and the next one goes on", code)
    return spider.summary
