"""A bare, tuned Scrapy spider over the benchmark's portals: home page, column, reports, each title; keeps nothing."""

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from selectolax.lexbor import LexborHTMLParser

SETTINGS = {
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
    "CONCURRENT_ITEMS": 4,
    "COOKIES_ENABLED": False,
    "LOG_ENABLED": False,
    "RETRY_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}


class Bare(Spider):
    """What the crawl is measured against: the same pages, without manners, evidence or judgement."""

    name = "bare"

    async def start(self) -> AsyncIterator[Any]:
        for address in sys.argv[2:]:
            yield Request(address, callback=self.home)

    def home(self, response: Response) -> Iterator[Request]:
        yield Request(urljoin(response.url, sys.argv[1]), callback=self.column)

    def column(self, response: Response) -> Iterator[Request]:
        for node in LexborHTMLParser(response.body).css("a[href]"):
            url = urljoin(response.url, node.attributes["href"])
            if url.endswith(".html"):
                yield Request(url, callback=self.report)

    def report(self, response: Response) -> Iterator[dict[str, str]]:
        title = LexborHTMLParser(response.body).css_first("h1")
        yield {"title": title.text() if title else ""}


if __name__ == "__main__":
    process = CrawlerProcess(SETTINGS)
    process.crawl(Bare)
    process.start()
