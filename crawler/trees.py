"""Trees: what scripts draw as a tree of bodies or columns, read from the page or from the answer they fetch."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.labels import finding, plain, words
from crawler.literals import lists
from crawler.page import Page, address
from crawler.scripted import answer

NAMES = ("name", "text", "title", "label", "orgName", "deptName", "columnName")
PLACES = ("url", "href", "link", "linkUrl", "jump_url")
PARENTS = ("pId", "pid", "parentId", "parent_id", "parent")
BELOW = ("children", "nodes", "childs", "child")
ADDED = re.compile(
    r"\.add\(\s*[\"']?([\w-]+)[\"']?\s*,\s*[\"']?([\w-]+)[\"']?\s*,\s*([\"'])(.*?)\3(?:\s*,\s*([\"'])(.*?)\5)?"
)
FETCHED = re.compile(r"[\"']([^\"'\s<>]{2,300})[\"']")
ASYNC = re.compile(r"async\s*:\s*\{[^{}]*?url\s*:\s*[\"']([^\"']+)[\"']")
STATIC = re.compile(r"\.(?:js|css|png|gif|jpg|ico|svg|woff2?)(?:\?|$)|^[\w.#-]+$", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
MOST_SOURCES = 4
MOST_DEEP = 12


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its name, where it leads (None where it is a mere heading), and the names above it, top first."""

    name: str
    url: str | None
    above: tuple[str, ...] = ()


def nodes(page: Page) -> tuple[Node, ...]:
    """Every node of the trees that a page or an answer holds, in its order."""
    if not page.is_html and isinstance(said := answer(page), list | dict):
        return tuple(_nested(page, _items(said), ()))
    found: list[Node] = []
    for script in page.tree.css("script"):
        text = script.text()
        for one in lists(text):
            found += _nested(page, one, ())
        found += _nested(page, _added(text), ())
    return tuple(found)


def sources(page: Page) -> tuple[str, ...]:
    """The addresses from which a page's scripts, or frames that say so, fetch a tree."""
    if not page.is_html or not any(mark in page.text for mark in words("directory", "tree_marks")):
        return ()
    scripts = [script.text() for script in page.tree.css("script")]
    written = [path for text in scripts for path in (*ASYNC.findall(text), *FETCHED.findall(text)) if _is_source(path)]
    urls = (address(page.base, path.replace("=?", "=cb")) for path in written)
    return tuple(dict.fromkeys(url for url in urls if url and url not in (page.url, page.asked)))[:MOST_SOURCES]


def _is_source(path: str) -> bool:
    return "/" in path and not STATIC.search(path) and finding("directory", "trees").search(path) is not None


def _items(said: Any) -> list[Any]:
    """The list within an answer, wherever it wraps it."""
    while isinstance(said, Mapping) and not _first(said, NAMES):
        said = next((value for value in said.values() if isinstance(value, list | dict) and value), [])
    return said if isinstance(said, list) else [said]


def _added(text: str) -> list[dict[str, str]]:
    """The nodes of a tree that is written as one call for each: tree.add(number, number above, name, address)."""
    return [{"id": id_, "pId": above, "name": name, "url": url} for id_, above, _, name, _, url in ADDED.findall(text)]


def _nested(page: Page, items: Sequence[Any], above: tuple[str, ...]) -> Iterator[Node]:
    objects = [item for item in items if isinstance(item, Mapping)]
    by_id = {str(item["id"]): item for item in objects if "id" in item}
    for item in objects:
        name = plain(TAG.sub("", str(_first(item, NAMES) or "")))
        if not name or len(above) > MOST_DEEP:
            continue
        over = (*above, *_line(item, by_id))
        yield Node(name, _place(page, item), over)
        yield from _nested(
            page, next((item[key] for key in BELOW if isinstance(item.get(key), list)), ()), (*over, name)
        )


def _line(item: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The names over a node that names only the number of the one above."""
    line: list[str] = []
    parent = by_id.get(str(_first(item, PARENTS)))
    while parent is not None and parent is not item and len(line) < MOST_DEEP:
        line.insert(0, plain(str(_first(parent, NAMES) or "")))
        parent = by_id.get(str(_first(parent, PARENTS)))
    return tuple(line)


def _place(page: Page, item: Mapping[str, Any]) -> str | None:
    path = str(_first(item, PLACES) or "").strip()
    if not path or path.rpartition("/")[2].partition("?")[0] in words("directory", "nowhere"):
        return None
    return None if path.lower().startswith("javascript:") else address(page.base, path)


def _first(item: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((item[name] for name in names if item.get(name) not in (None, "")), None)
