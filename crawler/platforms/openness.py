"""Openness (Anhui): lists of a module, their pages numbered at the end of the path or in the query."""

import re
from dataclasses import replace

from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import Pager, plain_pager
from crawler.platforms import Platform, register

MARKS = ("/OpennessContent/", "/OpennessAnnualReport/", "/XxgkAnnualReport/", "/opennessTarget/")
PLACE = re.compile(r"^(.*(?:/page_|[?&]page=))(\d+)(.*)$")


@register
class Openness(Platform):
    """Page k is page_k.html, or page=k; the list says how many there are."""

    name = "openness"

    def recognise(self, page: Page) -> bool:
        """By the module's own address, or those of its reports."""
        return any(mark in page.url or mark in page.text for mark in MARKS)

    def listing(self, page: Page) -> Listing:
        """The rows, and from the first page the addresses of all others."""
        drawn, place = plain_pager(page), PLACE.match(page.url)
        if drawn is None or drawn.pages is None or place is None:
            return Listing(rows(page), drawn)
        return Listing(rows(page), _pager(drawn, place, drawn.pages))


def _pager(drawn: Pager, place: re.Match[str], pages: int) -> Pager:
    front, open_, behind = place[1], int(place[2]), place[3]
    further = (f"{front}{number}{behind}" for number in range(2, pages + 1))
    return replace(drawn, onward=tuple(further) if open_ == 1 else (), open=drawn.open or open_)
