"""Cookies, as Scrapy keeps them, but asking nobody: whose a cookie may be is decided by the list in the package."""

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract


class OfflineCookies(cookies.CookiesMiddleware):
    """Scrapy's cookies. Left alone it fetches publicsuffix.org at the first cookie, while all portals wait."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        cookies._split_domain = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
