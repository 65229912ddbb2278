"""Rows of the database to the frozen nouns and back."""

import json
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from cattrs.preconf.json import make_converter
from sqlite_utils import Database

CONVERTER = make_converter(omit_if_default=False)
Noun = TypeVar("Noun")
PLAIN = (str, int, float, bool, date, datetime, type(None))


def as_json(value: Any) -> Any:
    """A noun as plain JSON values: dates and times in ISO form, enums by their value."""
    return CONVERTER.unstructure(value)


def from_json(value: Any, noun: type[Noun]) -> Noun:
    """A noun from plain JSON values."""
    return CONVERTER.structure(value, noun)


def as_row(noun: Any) -> dict[str, Any]:
    """A noun as one database row: what is not a plain value becomes JSON text."""
    plain = CONVERTER.unstructure(noun)
    nested = _nested(cast("Hashable", type(noun)))
    return {
        name: json.dumps(value, ensure_ascii=False) if name in nested and value is not None else value
        for name, value in plain.items()
    }


def add_row(db: Database, table: str, noun: Any) -> int:
    """Inserts a noun whose id is still 0 and answers the id the database gave it."""
    row = {name: value for name, value in as_row(noun).items() if name != "id"}
    return int(db.conn.execute(_insertion(table, tuple(row)), list(row.values())).lastrowid or 0)


@cache
def _insertion(table: str, names: tuple[str, ...]) -> str:
    """The statement that adds a row. A crawl adds one for every answer: sqlite-utils' own takes ten times as long."""
    columns = ", ".join(f"[{name}]" for name in names)
    return f"insert into [{table}] ({columns}) values ({', '.join('?' * len(names))})"  # noqa: S608  (our own names)


def from_row(row: dict[str, Any], noun: type[Noun]) -> Noun:
    """The noun a database row holds."""
    nested = _nested(cast("Hashable", noun))
    plain = {
        name: json.loads(value) if name in nested and isinstance(value, str) else value for name, value in row.items()
    }
    return CONVERTER.structure(plain, noun)


def from_rows(rows: Iterable[dict[str, Any]], noun: type[Noun]) -> Iterator[Noun]:
    """The nouns of many rows."""
    return (from_row(row, noun) for row in rows)


@cache
def _nested(noun: Any) -> frozenset[str]:
    hints = get_type_hints(noun)
    return frozenset(f.name for f in fields(noun) if not _plain(hints[f.name]))


def _plain(hint: Any) -> bool:
    arms = get_args(hint) if get_origin(hint) is Union or type(hint).__name__ == "UnionType" else (hint,)
    return all(isinstance(arm, type) and (arm in PLAIN or issubclass(arm, StrEnum)) for arm in arms)
