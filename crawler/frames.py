"""Frames: pages whose list a script fetches; what they hold themselves is only a part of it, or stands beside it."""

from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import Pager, plain_pager


def framed(page: Page, *questions: str) -> Listing:
    """A page with the questions that its script asks: its own rows count, but what proves the list are the answers.

    Where the page has a pager of links that work, its list is its own. Many servers write the first rows, or some
    box beside the list, into the page and leave the rest to the script: these rows alone prove nothing.
    """
    own, drawn = rows(page), plain_pager(page)
    if own and drawn and drawn.onward and not drawn.stuck:
        return Listing(own, drawn)
    return Listing(own, Pager(questions), apart=True)


def unframed(page: Page, why: str) -> Listing:
    """A page with the marks of such a frame that does not say what its script asks: only a pager of its own helps."""
    return Listing(rows(page), plain_pager(page) or Pager(stuck=why))
