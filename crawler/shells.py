"""Shells: pages of a few words whose only purpose is to send the visitor on, by a script or a meta tag."""

import re

from crawler.page import Page, address

SCRIPTED = re.compile(r"location(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*[\"']([^\"']+)[\"']")
REFRESH = re.compile(
    r"<meta[^>]+http-equiv=[\"']?refresh[\"']?[^>]+content=[\"']?\s*(\d+)\s*;\s*url\s*=\s*[\"']?([^\"'>\s]+)",
    re.IGNORECASE,
)
FEW_WORDS = 60
FEW_LINKS = 2
SOON = 10  # seconds: a page that waits longer means to be read
MOST_HOPS = 2


def leads_on(page: Page) -> str | None:
    """Where a shell sends its visitor; None for a page that says something itself."""
    if not page.good or not page.is_html or len(page.visible) > FEW_WORDS or len(page.links) > FEW_LINKS:
        return None
    refreshed, scripted = REFRESH.search(page.text), SCRIPTED.search(page.text)
    written = refreshed[2] if refreshed and int(refreshed[1]) <= SOON else scripted[1] if scripted else None
    onward = address(page.base, written) if written else None
    return None if onward in (None, page.url, page.asked) else onward
