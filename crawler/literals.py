"""Literals: the objects and lists that a page's scripts write as data, read as JSON; nothing is ever run."""

import json
import re
from collections.abc import Iterator
from typing import Any

# A string or a comment that nobody closes ends with the script: no place in it is tried twice.
STRING = r"""(?P<string>"(?:[^"\\]|\\.)*+(?:"|\Z)|'(?:[^'\\]|\\.)*+(?:'|\Z))"""
COMMENT = re.compile(rf"{STRING}|//[^\n]*+|/\*.*?(?:\*/|\Z)", re.DOTALL)
TOKEN = re.compile(rf"{STRING}|(?P<dangling>,(?=\s*+[}}\]]))|(?P<word>[A-Za-z_$][\w$]*+)", re.DOTALL)
LIST = re.compile(r"\[\s*\{")
WORDS = {"undefined": "null", "true": "true", "false": "false", "null": "null"}
ESCAPED = re.compile(r"\\(.)|\"", re.DOTALL)
JSON_ESCAPES = '"\\/bfnrtu'
MOST_TRIES = 200
LONGEST = 2_000_000


def lists(script: str) -> Iterator[list[Any]]:
    """The lists of objects that a script writes out, outermost only; one that holds expressions is passed over."""
    text, end = _as_json(script), 0
    for tried, start in enumerate(LIST.finditer(text)):
        if start.start() < end:
            continue
        if tried > MOST_TRIES:
            return
        try:
            found, end = json.JSONDecoder(strict=False).raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        yield found


def _as_json(script: str) -> str:
    """A script with its names and strings quoted as JSON quotes them, and without comments."""
    bare = COMMENT.sub(lambda found: found["string"] or " ", script[:LONGEST] + "\n")
    return TOKEN.sub(_quoted, bare)


def _quoted(token: re.Match[str]) -> str:
    if token["string"]:
        return '"' + ESCAPED.sub(_escaped, token[0][1:-1]) + '"'
    if token["word"]:
        return WORDS.get(token[0], f'"{token[0]}"')
    return ""  # a comma behind which nothing comes


def _escaped(found: re.Match[str]) -> str:
    """One escape as JSON knows it: scripts may escape any sign."""
    if found[1] is None:
        return '\\"'
    return found[0] if found[1] in JSON_ESCAPES else json.dumps(found[1])[1:-1]
