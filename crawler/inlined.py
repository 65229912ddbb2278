"""Inlined files: documents that a page carries within itself, as data: addresses or as base64 in its scripts."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, unquote_to_bytes

from crawler.attachments import known
from crawler.page import Page

MOST_INLINED = 5
FEWEST_BYTES = 64
MOST_DIGITS = 96 * 1024 * 1024
KINDS = {b"%PDF": ".pdf", b"PK\x03\x04": ".zip", b"\xd0\xcf\x11\xe0": ".doc"}


@dataclass(frozen=True, slots=True)
class Inlined:
    """One document within a page: its place among them, from 1, its name and its bytes."""

    number: int
    name: str
    data: bytes


def inlined(page: Page) -> list[Inlined]:
    """The documents that a page carries itself, each once, in the order in which they stand there."""
    found = dict.fromkeys(data for data in _decoded(page.text) if _ending(data))
    return [Inlined(n, f"inline-{n}{_ending(data)}", data) for n, data in enumerate(list(found)[:MOST_INLINED], 1)]


def _decoded(source: str) -> Iterator[bytes]:
    for said in _addresses().finditer(source):
        content = said.group("content")
        yield _unfolded(unquote(content)) if said.group("folded") else unquote_to_bytes(content)
    for said in _digits().finditer(source):
        yield _unfolded(said.group(1))


def _unfolded(digits: str) -> bytes:
    """The bytes that base64 stands for; nothing where it is none."""
    if len(digits) > MOST_DIGITS:
        return b""
    clean = re.sub(r"\\[nr]|\\(?=/)|\s", "", digits)
    try:
        return b64decode(clean + "=" * (-len(clean) % 4), validate=True)
    except (Error, ValueError):
        return b""


def _ending(data: bytes) -> str:
    """The ending of a document's name, by how its bytes begin; empty for what is none."""
    return KINDS.get(data[:4], "") if len(data) >= FEWEST_BYTES else ""


@cache
def _addresses() -> re.Pattern[str]:
    types = "|".join(map(re.escape, known("inline", "types")))
    return re.compile(
        rf"data:(?:{types})(?:;(?!base64)[\w=.-]+)*(?P<folded>;base64)?,(?P<content>[^\"'<>()]+)", re.IGNORECASE
    )


@cache
def _digits() -> re.Pattern[str]:
    """A quoted string of base64 that begins as a document does."""
    begins = "|".join(known("inline", "begins"))
    return re.compile(rf"[\"'`]((?:{begins})(?:[A-Za-z0-9+/]|\\[nr/]|\s)+={{0,2}}\s*)[\"'`]")
