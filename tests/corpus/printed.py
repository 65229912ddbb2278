"""Printed: a fictional report as it stands on paper, before any writer makes a file of it.

Nothing here, nor in any module beside it, is imported from `extract`: the corpus has its own labels and habits, so that
the reader cannot grade itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Td:
    """A cell as printed; `upright`: its letters stand one below another."""

    text: str
    across: int = 1
    down: int = 1
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph; `kind` is title, meta, heading, text or note."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as printed: rows of cells; merged cells stand in their first row and column only."""

    rows: tuple[tuple[Td, ...], ...]
    key: str = ""  # proactive_disclosure, requests, disputes


Part = Line | Sheet


@dataclass(frozen=True, slots=True)
class Printed:
    """One report: its parts in order, and what a reader must find.

    `truth` has every cell by its dotted path (contract 4): a number, or None where nothing is printed or what is
    printed is no number. `drawing` holds wishes for the writer (borders, breaks …); a writer that cannot grant one
    says so by raising ValueError.
    """

    parts: tuple[Part, ...]
    truth: Mapping[str, int | float | None]
    agency: str
    year: int
    form: str | None
    published: str | None = None
    drawing: Mapping[str, str] = field(default_factory=dict)
