"""Pictures of a page put into its markup, so that they are read in their places, as a visitor sees them."""

import base64
import re
from collections.abc import Collection, Mapping
from html import unescape
from urllib.parse import unquote, urljoin

from extract import limits

_SOURCE = re.compile(rb"""(<img\b[^>]*?\ssrc\s*=\s*)("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)


def set_in(markup: bytes, url: str, pictures: Mapping[str, bytes]) -> tuple[bytes, Collection[str]]:
    """The page with the pictures it shows as part of it, and which they are (portals.md 1.11, image series).

    `pictures` are their bytes by address. What would make the page larger than `limits.TEXT` is left out.
    """
    known = {unquote(address): address for address in pictures}
    room, taken = limits.TEXT - len(markup), set[str]()

    def shown(found: re.Match[bytes]) -> bytes:
        nonlocal room
        source = unescape(found[2].strip(b"\"'").decode("utf-8", "replace")).strip()
        address = known.get(unquote(urljoin(url, source)))
        written = b'"data:image/x;base64,' + base64.b64encode(pictures[address]) + b'"' if address else b""
        if not address or len(written) > room:
            return found[0]
        room -= len(written)
        taken.add(address)
        return found[1] + written

    return _SOURCE.sub(shown, markup), taken
