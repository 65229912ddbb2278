"""Any portal: rows and pagers made of ordinary links."""

import tomllib
from functools import cache
from importlib.resources import files

from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import Pager, plain_pager
from crawler.platforms import Platform, register


@register
class Generic(Platform):
    """What no family claims. Where a page bears the marker of a list that comes otherwise, it says so."""

    name = "generic"

    def recognise(self, page: Page) -> bool:
        """Every page."""
        return True

    def listing(self, page: Page) -> Listing:
        """Rows with a date or with the words of the field; pages by the links of the pager."""
        pager = plain_pager(page)
        marker = next((name for name, marks in _markers().items() if any(mark in page.text for mark in marks)), None)
        if marker and pager is None:
            pager = Pager(stuck=f"列表由 {marker} 提供，暂不能读取")
        return Listing(rows(page), pager)


@cache
def _markers() -> dict[str, list[str]]:
    marks: dict[str, list[str]] = tomllib.loads((files("crawler.platforms") / "markers.toml").read_text("utf-8"))[
        "marker"
    ]
    return marks
