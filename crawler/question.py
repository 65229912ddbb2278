"""Questions: what a list's own script asks a server beside plain addresses, written as an address of its own.

A form or a JSON body stands behind `#POST:` or `#JSON:`, which no server ever sees; so every question of a pass, and
every capture of an answer, has its own address, whatever the server calls it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from w3lib.url import safe_url_string

FORM, JSON = "#POST:", "#JSON:"
SCRIPTED = {"X-Requested-With": "XMLHttpRequest"}


@dataclass(frozen=True, slots=True)
class Question:
    """How an address is asked: by GET, or by POST with a body."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def form(url: str, fields: Mapping[str, object]) -> str:
    """The address of a question that posts a form, as scripts do."""
    return f"{url}{FORM}{urlencode({name: str(value) for name, value in fields.items()})}"


def posted_json(url: str, body: Mapping[str, Any]) -> str:
    """The address of a question that posts JSON."""
    return f"{url}{JSON}{json.dumps(body, ensure_ascii=False, sort_keys=True)}"


def encoded(address: str) -> str:
    """An address as it goes over the wire: what is not ASCII in host, path and query is written out."""
    return address if address.isascii() else safe_url_string(address)


def is_posted(address: str) -> bool:
    """Whether an address stands for a question that is asked by POST."""
    return FORM in address or JSON in address


def question(address: str) -> Question:
    """How an address is asked."""
    for mark, kind in ((FORM, "application/x-www-form-urlencoded; charset=UTF-8"), (JSON, "application/json")):
        url, found, body = address.partition(mark)
        if found:
            return Question(encoded(url), "POST", body.encode(), SCRIPTED | {"Content-Type": kind})
    return Question(encoded(address))
