"""Scripted lists: the rows of an answer in JSON, JSONP or markup, and the pages that follow from its counts."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.listing import Row, shown_date
from crawler.page import Page, address
from crawler.pager import Pager
from storage.clock import SHANGHAI

WRAPPED = re.compile(r"^[^{\[(]*\(\s*(.*?)\s*\)\s*;?\s*$", re.DOTALL)
MILLISECONDS = 10_000_000_000


def answer(page: Page) -> Any:
    """What an answer holds, as JSON or wrapped in a call (JSONP); None when it is neither."""
    text = page.text.strip().lstrip("\ufeff")
    wrapped = WRAPPED.match(text)
    for candidate in (text, wrapped[1] if wrapped else ""):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):  # no JSON, or such as nobody writes in good faith
            continue
    return None


def within(data: Any, *steps: str) -> Any:
    """What stands at the end of some steps into an answer; None when one of them is not there."""
    for step in steps:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


def table(data: Any, *steps: str) -> Mapping[str, Any]:
    """The object at the end of some steps into an answer; an empty one where there is none."""
    found = within(data, *steps)
    return found if isinstance(found, Mapping) else {}


def items(data: Any, *names: str) -> list[Any]:
    """The list that an object has under the first of some names; an empty one where it has none."""
    found = (within(data, name) for name in names)
    return next((one for one in found if isinstance(one, list) and one), [])


def rows(
    page: Page, found: Iterable[Any], link: Iterable[str], title: Iterable[str], shown: Iterable[str]
) -> tuple[Row, ...]:
    """The rows of a list of objects, each value under the first of its names that is there."""
    return tuple(_rows(page, found, tuple(link), tuple(title), tuple(shown)))


def _rows(
    page: Page, found: Iterable[Any], link: tuple[str, ...], title: tuple[str, ...], shown: tuple[str, ...]
) -> Iterator[Row]:
    for item in found:
        url = address(page.url, str(_first(item, link) or ""))
        name = _text(str(_first(item, title) or ""))
        if url and name:
            yield Row(url, name, day(_first(item, shown)), close=True)


def _first(item: Any, names: tuple[str, ...]) -> Any:
    return next((item[name] for name in names if isinstance(item, Mapping) and item.get(name)), None)


def _text(markup: str) -> str:
    """A title without the markup that some servers put around it."""
    body = LexborHTMLParser(markup).body if "<" in markup or "&" in markup else None
    return "".join((body.text() if body else markup).split())


def day(value: Any) -> date | None:
    """The day a value gives: seconds or milliseconds since 1970, or a date in words."""
    text = str(value or "")
    if re.fullmatch(r"\d{9,13}", text):
        seconds = int(text) / (1000 if int(text) > MILLISECONDS else 1)
        return datetime.fromtimestamp(seconds, SHANGHAI).date()
    return shown_date(text)


def number(value: Any) -> int | None:
    """A count, given as a number or as text."""
    text = str(value)
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def paged(open_: int, total: int | None, size: int, ask: Callable[[int], str]) -> Pager:
    """The pager of an answer: from the first, all others at once; `ask` is the question for a page by its number."""
    pages = None if total is None else max(1, -(-total // size))
    onward = tuple(ask(place) for place in range(2, pages + 1)) if pages and open_ == 1 else ()
    stuck = "没有说明共有多少条" if pages is None else None
    return Pager(onward, pages, total, open_, stuck)


def fields(url: str) -> dict[str, str]:
    """The fields in the query of an address."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def with_fields(url: str, changed: Mapping[str, object]) -> str:
    """An address with some fields of its query set."""
    parts = urlsplit(url)
    query = fields(url) | {name: str(value) for name, value in changed.items()}
    return urlunsplit(parts._replace(query=urlencode(query)))


def joined(page: Page, path: str) -> str:
    """An address that a page's script names."""
    return urljoin(page.base, path)
