"""Scrapy's download handler, with our own https and a count of the bytes that came over the line."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.encryption import Encryption
from storage.portals import portal_host

TLS_MANNERS = "GONGKAI_TLS_MANNERS"
BYTES, OVERLOOKED = "received_bytes", "overlooked_faults"


class Encrypted:
    """What any handler of Scrapy gains: our manner of https, and two notes in the request's meta.

    `received_bytes` is the size of the answer as it came, before it is unpacked; `overlooked_faults` what was wrong
    with the certificate of a host that gongkai.toml excepts.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)  # type: ignore[call-arg]
        self._contextFactory: Any = Encryption(crawler.settings.getdict(TLS_MANNERS))

    async def download_request(self, request: Request) -> Response:
        """One download."""
        response: Response = await super().download_request(request)  # type: ignore[misc]
        request.meta[BYTES] = len(response.body)
        if urlsplit(request.url).scheme == "https":
            faults = self._contextFactory.overlooked[portal_host(request.url)]
            request.meta[OVERLOOKED] = "；".join(sorted(faults))
        return response


class Downloads(Encrypted, HTTP11DownloadHandler):
    """Plain downloads."""
