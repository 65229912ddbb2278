"""The files a report page hangs out: links, frames, viewers and scripts that lead to documents."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from crawler.labels import plain
from crawler.page import Link, Page, address

ENDINGS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".rtf", ".zip", ".rar", ".7z")
MOST_FILES = 20
FRAMES = {"iframe": "src", "embed": "src", "object": "data", "frame": "src"}
QUOTED = re.compile(
    rf"[\"']([^\"'\s<>]+?(?:{'|'.join(re.escape(ending) for ending in ENDINGS)})(?:\?[^\"'\s<>]*)?)[\"']", re.IGNORECASE
)
VIEWED = ("file", "pdf", "url", "src")  # fields in which a viewer is told what to show
TIMES_QUOTED = 3


def is_file(url: str) -> bool:
    """Whether an address leads to a document, by its path or by a field that names one."""
    parts = urlsplit(url)
    said = [unquote(parts.path), *(value for values in parse_qs(parts.query).values() for value in values)]
    return any(text.lower().endswith(ENDINGS) for text in said)


def attachments(page: Page) -> list[Link]:
    """The documents a page leads to, each once: what it links to in reading order, then what it shows and scripts."""
    found: dict[str, Link] = {}
    for link in (*_linked(page), *_framed(page), *_scripted(page)):
        shown = _shown_in(link)
        found.setdefault(shown.url, shown)
    return [link for url, link in found.items() if url != page.url][:MOST_FILES]


def file_name(link: Link) -> str | None:
    """What the link itself calls the file."""
    return next((text for text in (link.text, plain(link.title)) if text.lower().endswith(ENDINGS)), None)


def _linked(page: Page) -> Iterator[Link]:
    yield from (link for link in page.links if is_file(link.url) or file_name(link))


def _framed(page: Page) -> Iterator[Link]:
    """What frames show: a document itself, or a viewer that is told which."""
    for node in page.tree.css(", ".join(FRAMES)):
        url = address(page.base, node.attributes.get(FRAMES[str(node.tag)]) or "")
        if url and is_file(url):
            yield Link(url, "", "", "")


def _scripted(page: Page) -> Iterator[Link]:
    """The documents that scripts name, be it to show them or to open them when something is pressed."""
    scripts = [script.text() for script in page.tree.css("script:not([src])")]
    pressed = [node.attributes.get("onclick") or "" for node in page.tree.css("[onclick]")]
    for said in (found for text in (*scripts, *pressed) for found in QUOTED.findall(text)):
        if url := address(page.base, said.replace("\\/", "/")):
            yield Link(url, "", "", "")


def _shown_in(link: Link) -> Link:
    """What a viewer shows instead of the viewer: the address in its field may be quoted more than once."""
    parts = urlsplit(link.url)
    fields = parse_qs(parts.query)
    if parts.path.lower().endswith(ENDINGS) or not parts.path.lower().endswith((".html", ".htm", "/viewer")):
        return link
    told = next((fields[name][0] for name in VIEWED if name in fields), None)
    for _ in range(TIMES_QUOTED):
        told = unquote(told) if told and "%" in told else told
    url = address(link.url, urljoin(link.url, told)) if told and is_file(urljoin(link.url, told)) else None
    return Link(url, link.text, link.title, link.row) if url else link
