"""The official form of 2021 and of 2019: its sections, rows, columns and wordings, from form.toml."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FORMS = ("2021", "2019")


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections. The first label is the official title, the others are met in its place."""

    key: str
    number: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an official table: its wordings, the heading it stands under, and its columns in order."""

    key: str
    labels: tuple[str, ...]
    group: str | None
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One official table: rows in order, and the wordings of every column."""

    key: str
    rows: tuple[Row, ...]
    columns: dict[str, tuple[str, ...]]

    def row(self, key: str) -> Row:
        """The row of this key."""
        return next(row for row in self.rows if row.key == key)

    def paths(self) -> Iterator[str]:
        """The dotted paths of all its cells, in the official order."""
        for row in self.rows:
            for column in row.columns:
                yield f"{self.key}.{row.key}.{column}"


@cache
def sections() -> tuple[Section, ...]:
    """The six sections in order."""
    return tuple(Section(part["key"], part["number"], tuple(part["labels"])) for part in _data()["section"])


@cache
def other_headings() -> tuple[str, ...]:
    """Headings of sections that are none of the six: they end the one before."""
    return tuple(_data()["other_headings"])


@cache
def column_groups() -> tuple[str, ...]:
    """The headings of table three that stand over several columns."""
    return tuple(_data()["requests"]["column_groups"])


@cache
def serial() -> tuple[str, ...]:
    """What a column is called that numbers the rows."""
    return tuple(_data()["serial"])


@cache
def remarks() -> tuple[str, ...]:
    """What a column is called that holds remarks."""
    return tuple(_data()["remarks"])


@cache
def table(key: str, form: str) -> Table:
    """One table of one form."""
    part = _data()[key]
    columns = {name: tuple(labels) for name, labels in part["columns"].items()}
    rows = tuple(_rows(part["row"], form, tuple(columns)))
    return Table(key, rows, {name: columns[name] for name in columns if any(name in row.columns for row in rows)})


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("extract").joinpath("form.toml").read_text("utf-8"))


def _rows(parts: list[dict[str, Any]], form: str, all_columns: tuple[str, ...]) -> Iterator[Row]:
    shaped = any(name in part for part in parts for name in FORMS)
    for part in parts:
        columns = tuple(part.get(form, ())) if shaped else all_columns
        if columns and form in part.get("forms", FORMS):
            yield Row(part["key"], tuple(part["labels"]), part.get("group"), columns)
