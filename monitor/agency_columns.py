"""The columns of agencies.csv: their English and Chinese names, and what may stand in them."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from monitor.sheet import Cell, Row
from storage.errors import BadInput
from storage.terms import Expect, Kind, Level

REQUIRED = ("id", "name", "level", "kind")
COLUMNS = (
    *REQUIRED,
    *("expect", "division", "parent", "portal", "column", "aliases", "hosts", "due", "since", "until", "succeeds"),
)
CHOICES: dict[str, type[StrEnum]] = {"level": Level, "kind": Kind, "expect": Expect}

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
SUCCEEDED = re.compile(rf"{ID.pattern}(@20\d\d)?", re.ASCII)
HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w-]+(\.[\w-]+)*)(:\d{1,5})?")
YEAR = re.compile(r"20\d\d", re.ASCII)
DAY = re.compile(r"\d\d-\d\d", re.ASCII)
LISTED = re.compile(r"\s*[|｜]\s*")
UNNAMED = ""

Cells = dict[str, str]
"""One row as text by column name; names that are none of COLUMNS are the user's own, and kept."""


def read_header(where: str, header: Row) -> list[str]:
    """The column name of each position. Raises BadInput when one is missing or stands twice."""
    words, span = _words()["headers"], _words()["span"]
    names = [normalize("NFKC", str(cell)).strip() for cell in header.cells]
    if names.count(span["header"]) == len(span["columns"]):
        ours = iter(span["columns"])
        names = [next(ours) if name == span["header"] else name for name in names]
    named = [words.get(name, name.lower() if name.lower() in COLUMNS else name) for name in names]
    wrong = [f"column {name} stands twice" for name, times in Counter(filter(None, named)).items() if times > 1]
    wrong += [_missing(name, named) for name in REQUIRED if name not in named]
    if wrong:
        raise BadInput(f"{where} {header.line} must be the header: {'; '.join(wrong)}")
    return named


def _missing(name: str, named: list[str]) -> str:
    chinese = next(word for word, column in _words()["headers"].items() if column == name)
    strange = {other.lower(): other for other in named if other not in COLUMNS}
    return f"column {name} (or {chinese}) is missing{_did_you_mean(get_close_matches(name, strange, 1))}"


def read_cells(names: list[str], row: Row) -> Cells:
    """One row as text by column name; a value without a header is kept under UNNAMED, to be refused."""
    pairs = list(zip_longest(names, row.cells, fillvalue=""))
    cells = {str(name): _text(name, cell) for name, cell in pairs if name or cell}
    span = _words()["span"]
    if span["header"] in cells:
        first, dash, last = cells.pop(span["header"]).partition("-")
        cells |= dict(zip(span["columns"], (first.strip(), last.strip() if dash else first.strip()), strict=True))
    return cells


def _text(name: Cell, cell: Cell) -> str:
    if isinstance(cell, date):  # spreadsheets make a date of 01-31
        return f"{cell:%m-%d}" if name == "due" else cell.isoformat()
    return cell.lower() if name == "hosts" else cell


def several(text: str) -> tuple[str, ...]:
    """The values of a cell that may hold several."""
    return tuple(filter(None, LISTED.split(text.strip())))


def wrong_with(cells: Cells) -> Iterator[str]:
    """What is wrong with one row taken alone."""
    if UNNAMED in cells:
        yield f"{cells[UNNAMED]!r} stands under no header"
    yield from (f"{name} is empty" for name in REQUIRED if not cells[name])
    if cells["id"] and not ID.fullmatch(cells["id"]):
        yield f"id {cells['id']!r} may hold only a-z, 0-9 and -, and not begin with -"
    for name, choice in CHOICES.items():
        if cells[name] and cells[name] not in list(choice):
            yield f"{name} {cells[name]!r} is none of {', '.join(choice)}{_suggest(name, cells[name], choice)}"
    yield from _wrong_division(cells)
    yield from _wrong_addresses(cells)
    yield from _wrong_times(cells)
    for body in several(cells["succeeds"]):
        if not SUCCEEDED.fullmatch(body):
            yield f"succeeds {body!r} must be an id, or an id and a year as old-bureau@2019"


def _suggest(name: str, value: str, choice: type[StrEnum]) -> str:
    meant = _words()["meant"][name].get(value.lower())
    return _did_you_mean([meant] if meant else get_close_matches(value.lower(), list(choice), 1))


def _did_you_mean(near: list[str]) -> str:
    return f", did you mean {str(near[0])!r}?" if near else ""


def _wrong_division(cells: Cells) -> Iterator[str]:
    code = cells["division"]
    digits = 9 if "township" in (cells["level"], cells["kind"]) else 6
    if code and not (code.isascii() and code.isdigit() and len(code) == digits):
        yield f"division {code!r} must have {digits} digits"
    elif code and not in_a_province(code):
        yield f"division {code!r} begins with {code[:2]}, which is no province's code"


def in_a_province(code: str) -> bool:
    """Whether a division code begins as those of a province do (GB/T 2260)."""
    return code[:2] in _words()["division"]["provinces"]


def _wrong_addresses(cells: Cells) -> Iterator[str]:
    for name in ("portal", "column"):
        if cells[name] and not _is_web(cells[name]):
            example = f", did you mean 'https://{cells[name]}'?" if _is_web(f"https://{cells[name]}") else ""
            yield f"{name} {cells[name]!r} is no http or https address{example}"
    for host in several(cells["hosts"]):
        if not HOST.fullmatch(host):
            yield f"hosts: {host!r} is no host name; leave http:// and the path away"


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        named = HOST.fullmatch(parts.netloc) is not None and parts.port != 0
    except ValueError:
        return False
    return named and parts.scheme in ("http", "https") and not re.search(r"\s", address)


def _wrong_times(cells: Cells) -> Iterator[str]:
    if cells["due"] and not _is_yearly(cells["due"]):
        yield f"due {cells['due']!r} is no day of every year; write MM-DD, for example 01-31"
    years = [name for name in ("since", "until") if cells[name]]
    wrong = [name for name in years if not YEAR.fullmatch(cells[name])]
    yield from (f"{name} {cells[name]!r} must be a year, for example 2019" for name in wrong)
    if len(years) == 2 and not wrong and cells["since"] > cells["until"]:
        yield f"since {cells['since']} lies after until {cells['until']}"


def _is_yearly(day: str) -> bool:
    try:
        return DAY.fullmatch(day) is not None and date.fromisoformat(f"2023-{day}").year == 2023
    except ValueError:
        return False


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("monitor") / "agencies.toml").read_text("utf-8"))
