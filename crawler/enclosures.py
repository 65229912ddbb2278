"""Enclosures: the files of a report page, fetched with its cookies and Referer, or kept from the page itself.

A file on a host that is not on the list is not fetched: it is offered to the operator, who may put the host there.
"""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from crawler.attachments import attachments, file_name, pictured
from crawler.inlined import Inlined, inlined
from crawler.keeping import Keeper, media_type
from crawler.manners import Errand, Guest
from crawler.page import Page
from storage import captures
from storage.model import Document, Offer
from storage.offers import keep_offer
from storage.terms import Role

INLINE = "#inline/"
"""Stands in an address between that of a page and the name of a document within it."""

logger = logging.getLogger(__name__)


async def enclosures(guest: Guest, page: Page, wanted: Callable[[str], bool]) -> list[Page]:
    """Takes the files of a report page that are wanted, or its pictures where it has no file; answers what came."""
    took = []
    guest.documents += len(keep_inlined(guest.keeper, page))
    for link in attachments(page) or pictured(page):
        if not guest.hosts.allow(link.url):
            offer(guest, link.url, page.url)
        elif wanted(link.url):
            errand = Errand(link.url, Role.ATTACHMENT, page.url, page.document, file_name(link))
            took.append(await guest.get(errand))
    return took


def offer(guest: Guest, url: str, page: str) -> None:
    """Keeps that a file of a report lies on a host that is not on the list; nothing there is asked."""
    if urlsplit(url).scheme not in ("http", "https"):
        return
    now, keeper = guest.keeper.clock.now(), guest.keeper
    if not keep_offer(keeper.facts, Offer(keeper.portal, url, page, now, now)):
        return
    logger.warning("portal=%s offered=%s page=%s: not on the list, not fetched", keeper.portal, url, page)


def keep_inlined(keeper: Keeper, page: Page) -> list[Document]:
    """Keeps the documents that a page carries within itself, as captured with it; answers those that were new."""
    if page.document is None or not page.document.sha256 or page.document.status != 200:
        return []  # nothing came, or the server said that all is as it was
    parent = page.document
    fresh = [one for one in inlined(page) if not captures.is_kept(keeper.facts, _place(parent, one), parent.id)]
    return [_keep(keeper, parent, one) for one in fresh]


def _place(page: Document, one: Inlined) -> str:
    """The address of a document within a page."""
    return f"{page.url}{INLINE}{one.name}"


def _keep(keeper: Keeper, page: Document, one: Inlined) -> Document:
    url, sha256, kind = _place(page, one), keeper.vault.put(one.data), media_type(one.data, one.name, "")
    size = len(one.data)
    return captures.keep_within(keeper.facts, page, url, Role.ATTACHMENT, sha256, size, kind, one.name)
