"""The files a report page hangs out: links, frames, viewers and scripts that lead to documents, or pictures."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborNode

from crawler.labels import plain
from crawler.page import LINKS, Link, Page, address, called, leads_to

MOST_FILES = 20
MOST_PICTURES = 40
FRAMES = {"iframe": "src", "embed": "src", "object": "data", "frame": "src"}
TIMES_QUOTED = 3
ADDRESSES = 8192  # a menu stands on every page of a portal


@cache
def known(table: str, key: str) -> tuple[str, ...]:
    """The words of attachments.toml under a key."""
    return tuple(_all()[table][key])


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads((files("crawler") / "attachments.toml").read_text("utf-8"))


@lru_cache(ADDRESSES)
def is_file(url: str) -> bool:
    """Whether an address leads to a document, by its path or a field that names one; no page that shows one is."""
    path = urlsplit(url).path
    return _names_file(url) and (_names_document(path) or not _is_viewer(path.lower()))


def _names_file(url: str) -> bool:
    """Whether an address names a document, be it only to a page that shows it."""
    parts = urlsplit(url)
    said = [unquote(parts.path), *(value for values in parse_qs(parts.query).values() for value in values)]
    return any(_names_document(text) for text in said)


def _names_document(text: str) -> bool:
    return text.lower().endswith(known("endings", "documents"))


def attachments(page: Page) -> list[Link]:
    """The documents a page leads to, each once: what it links to in reading order, then what it shows and scripts."""
    found: dict[str, Link] = {}
    itself = Link(page.asked, "", "", "")  # a list may lead to a viewer, which is told in its own address what to show
    for link in (*_linked(page), *_framed(page), *_scripted(page), itself):
        shown = _shown_in(link)
        found.setdefault(shown.url, shown)
    return [link for url, link in found.items() if url not in (page.url, page.asked)][:MOST_FILES]


def file_name(link: Link) -> str | None:
    """What the link itself calls the file."""
    return next((text for text in (link.text, plain(link.title)) if _names_document(text)), None)


def pictured(page: Page) -> list[Link]:
    """The pictures that stand in a text without a table: a report may be scanned page by page (（图片版）)."""
    if page.tree.css_first("table td + td") is not None:
        return []
    nodes = page.tree.css(", ".join(f"{container} img" for container in known("pictures", "containers")))
    links = (Link(url, "", "", "") for node in nodes if (url := _picture(page, node.attributes.get("src") or "")))
    return list({link.url: link for link in links}.values())[:MOST_PICTURES]


def _picture(page: Page, src: str) -> str | None:
    """The address of a picture, unless it decorates the page."""
    url = address(page.base, src)
    path = unquote(urlsplit(url).path).lower() if url else ""
    if not path.endswith(known("endings", "pictures")) or any(part in path for part in known("pictures", "ornaments")):
        return None
    return url


def _linked(page: Page) -> Iterator[Link]:
    for node in page.tree.css(LINKS):
        url = address(page.base, leads_to(node))
        if url and (is_file(url) or _called_so(node)) and (link := page.link(node)):
            yield link


def _called_so(node: LexborNode) -> bool:
    """Whether a link itself says the name of a file."""
    return any(_names_document(plain(text)) for text in (called(node), node.attributes.get("title") or ""))


def _framed(page: Page) -> Iterator[Link]:
    """What frames show: a document itself, or a viewer that is told which."""
    for node in page.tree.css(", ".join(FRAMES)):
        url = address(page.base, node.attributes.get(FRAMES[str(node.tag)]) or "")
        if url and _names_file(url):
            yield Link(url, "", "", "")


def _scripted(page: Page) -> Iterator[Link]:
    """The documents that scripts name, be it to show them or to open them when something is pressed."""
    scripts = [script.text() for script in page.tree.css("script:not([src])")]
    pressed = [node.attributes.get("onclick") or "" for node in page.tree.css("[onclick]")]
    for text in (*scripts, *pressed):
        for said in (*_quoted().findall(text), *_shown_by().findall(text)):
            if url := address(page.base, said.replace("\\/", "/")):
                yield Link(url, "", "", "")


@cache
def _quoted() -> re.Pattern[str]:
    """A quoted address that ends like a document."""
    endings = "|".join(map(re.escape, known("endings", "documents")))
    return re.compile(rf"[\"']([^\"'\s<>]+?(?:{endings})(?:\?[^\"'\s<>]*)?)[\"']", re.IGNORECASE)


@cache
def _shown_by() -> re.Pattern[str]:
    """The first argument of a function that shows a document."""
    functions = "|".join(map(re.escape, known("viewers", "functions")))
    return re.compile(rf"\b(?:{functions})\(\s*[\"']([^\"'\s<>]+)[\"']")


def _shown_in(link: Link) -> Link:
    """What a viewer shows instead of the viewer: the address in its field may be quoted more than once."""
    parts = urlsplit(link.url)
    fields = {name.lower(): values for name, values in parse_qs(parts.query).items()}
    if _names_document(parts.path) or not _is_viewer(parts.path.lower()):
        return link
    told = next((fields[name][0] for name in known("viewers", "fields") if name in fields), None)
    for _ in range(TIMES_QUOTED):
        told = unquote(told) if told and "%" in told else told
    url = address(link.url, urljoin(link.url, told)) if told and is_file(urljoin(link.url, told)) else None
    return Link(url, link.text, link.title, link.row) if url else link


def _is_viewer(path: str) -> bool:
    return path.endswith(known("viewers", "endings")) or any(mark in path for mark in known("viewers", "marks"))
