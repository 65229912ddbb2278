"""Every knob of Scrapy and Playwright that is not left alone, each with its reason.

How fast and how much is a workspace's own business: `scrapy_settings` turns `[crawl]` of gongkai.toml into knobs.
"""

from pathlib import Path
from typing import Any

from crawler.browser import find_browser
from crawler.downloads import TLS_MANNERS
from crawler.manners import user_agent
from crawler.rendering import PAGES_AT_ONCE, SLOT
from storage.settings import Settings

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]

# The browser works on asyncio only.
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Scrapy starts this many workers for every single response; the default of 100 costs more than the pages.
CONCURRENT_ITEMS = 4

# One request at a time at each door, and the delay between them, are kept by crawler/turns.py, which counts the
# delay from the end of an answer and knows that many hosts may be one address. Scrapy's slots only back it up.
DOWNLOAD_DELAY = 0
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 1

# Read, kept and obeyed in crawler/robots.py: Scrapy's middleware keeps no copy, and takes a wall for a yes.
ROBOTSTXT_OBEY = False
# Followed in crawler/manners.py, so that every hop is checked against the allow-list and kept.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
# Done in crawler/manners.py, which honours Retry-After; Scrapy's middleware does not know it.
RETRY_ENABLED = False

# Some portals hand out a cookie by redirecting once to themselves; one jar per portal.
COOKIES_ENABLED = True
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.cookies.OfflineCookies": 700,  # its place in Scrapy's order
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}

# An address that was checked must be the one that is connected to: the resolver has to remember its answers.
DNSCACHE_ENABLED = True
DNS_TIMEOUT = 20
# Enough threads that a few names that do not resolve hold up nobody else.
REACTOR_THREADPOOL_MAXSIZE = 16

# Both with our own https (crawler/encryption.py): certificates are verified, their faults named, hosts excepted.
DOWNLOAD_HANDLERS = {"http": "crawler.downloads.Downloads", "https": "crawler.downloads.Downloads"}
DOWNLOAD_VERIFY_CERTIFICATES = True
# A file that breaks off is no evidence.
DOWNLOAD_FAIL_ON_DATALOSS = True

# Nothing listens while we crawl: both of these would run code sent to them.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# The address that was checked is the one that is connected to, not a proxy's from the environment.
HTTPPROXY_ENABLED = False
LOGSTATS_INTERVAL = 0
LOG_LEVEL = "INFO"

BROWSER_ARGS = [
    "--no-sandbox",  # the service may run as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # small /dev/shm in containers
    # What a page asks for passes through crawler/rendering.py; sockets, preconnections and WebRTC do not. All of these
    # end at a proxy that is not there, and no name or address is ever resolved.
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
]


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """The knobs that follow from a workspace's gongkai.toml and from what this machine has."""
    crawl = settings.crawl
    knobs: dict[str, Any] = {
        "USER_AGENT": user_agent(crawl.contact),
        "DOWNLOAD_TIMEOUT": crawl.timeout,
        "DOWNLOAD_MAXSIZE": crawl.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        TLS_MANNERS: {host: habits.tls for host, habits in settings.portals.items()},
    }
    browser = find_browser(settings)
    return knobs | (_browser_knobs(browser) if browser else {})


def _browser_knobs(browser: Path) -> dict[str, Any]:
    handler = "crawler.late_browser.BrowserDownloads"
    return {
        # Without this package every request would fail: registered only when browser and package are there.
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "PLAYWRIGHT_BROWSER_PROVIDER": "crawler.late_browser.LateBrowser",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": str(browser), "args": BROWSER_ARGS, "timeout": 30_000},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 60_000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": PAGES_AT_ONCE,
        "PLAYWRIGHT_MAX_CONTEXTS": 1,
        # What crawler/rendering.py does not answer itself never leaves the machine.
        "PLAYWRIGHT_ABORT_REQUEST": "crawler.rendering.abort_all",
        "DOWNLOAD_SLOTS": {SLOT: {"concurrency": PAGES_AT_ONCE, "delay": 0}},
    }
