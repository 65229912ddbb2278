"""Written lists: markup that scripts write into their page, as strings or folded up in base64; no browser is needed."""

import binascii
import re
from base64 import b64decode
from urllib.parse import unquote

from crawler.listing import Listing, rows
from crawler.page import Page
from crawler.pager import plain_pager
from crawler.platforms import Platform, register

WRITTEN = re.compile(r"document\.write(?:ln)?\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\s*\)\s*;?", re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
FOLDED = re.compile(r"(<(\w+)[^>]*\bid=[\"'](?:pages?|pager)[\"'][^>]*>)\s*([A-Za-z0-9+/=\s]{40,}?)\s*(</\2>)")
MARKS = ("<li", "<a ", "<tr")


@register
class Written(Platform):
    """What a script would only write is read where it stands."""

    name = "written"

    def recognise(self, page: Page) -> bool:
        """By rows within document.write, or a pager folded up beside an atob()."""
        return any(mark in text for text in WRITTEN.findall(page.text) for mark in MARKS) or _is_folded(page)

    def listing(self, page: Page) -> Listing:
        """The rows and the pager of the page as its scripts leave it."""
        drawn = page.fragment(_unfolded(_spelled_out(page.text)))
        return Listing(rows(drawn), plain_pager(drawn))


def _spelled_out(text: str) -> str:
    """The source with every document.write replaced by what it writes."""
    return WRITTEN.sub(lambda call: "</script>" + ESCAPED.sub(r"\1", call[1][1:-1]) + "<script>", text)


def _is_folded(page: Page) -> bool:
    return "atob(" in page.text and FOLDED.search(page.text) is not None


def _unfolded(text: str) -> str:
    """The source with a pager in base64 put back into markup."""
    return FOLDED.sub(lambda box: f"{box[1]}{_decoded(box[3])}{box[4]}", text) if "atob(" in text else text


def _decoded(folded: str) -> str:
    try:
        return unquote(b64decode("".join(folded.split()), validate=True).decode("utf-8", "replace"))
    except (binascii.Error, ValueError):
        return ""
