"""The tables of accuracy in the documents: a row for each format; a new measurement replaces its own rows only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- gate -->", "<!-- /gate -->"


class Counted(Protocol):
    """What was counted of one format, as the gate's `Score` has it."""

    files: int
    cells: int
    sure: int
    seconds: float

    @property
    def right(self) -> float:
        """Cells read as printed, in percent."""

    def count(self, *kinds: str) -> int:
        """How many faults of some kinds."""

    def share(self, faults: int, of: int) -> float:
        """A share in percent of what has no fault."""


def _right(score: Counted) -> str:
    """Never rounded up to all."""
    return f"{score.right:.2f} %" if score.right == 100 else f"{min(score.right, 99.99):.2f} %"


def _sure(score: Counted) -> str:
    return f"{100 * score.sure / max(score.cells, 1):.1f} %"


def full(name: str, score: Counted) -> str:
    """A row with every figure."""
    silent = 100 - score.share(score.count("silent", "absent"), score.cells)
    wrong, invented = score.count("wrong"), score.count("invented", "extra")
    return (
        f"| {name} | {score.files:,} | {score.cells:,} | {_right(score)} | {silent:.2f} % | {wrong} | {invented} "
        f"| {_sure(score)} | {1000 * score.seconds / max(score.files, 1):.0f} |"
    )


def short(name: str, score: Counted) -> str:
    """A row for who chooses a tool."""
    wrong = score.count("wrong", "invented", "extra")
    return f"| {name} | {score.files:,} | {score.cells:,} | {_right(score)} | {wrong} | {_sure(score)} |"


@dataclass(frozen=True, slots=True)
class Table:
    """A table between its marks in a document."""

    page: str
    head: tuple[str, ...]
    brief: bool = False

    @property
    def path(self) -> Path:
        """The document."""
        return ROOT / self.page

    def row(self, name: str, score: Counted) -> str:
        """The row of one format."""
        return (short if self.brief else full)(name, score)

    def lines(self, rows: Iterable[str]) -> list[str]:
        """The table whole."""
        columns = "|".join("---" if not number else "---:" for number in range(len(self.head)))
        return [f"| {' | '.join(self.head)} |", f"|{columns}|", *rows]

    def renewed(self, text: str, scores: Mapping[str, Counted], order: Sequence[str]) -> str:
        """The document's text with the rows of what was measured, the others as they stood."""
        before, _, rest = text.partition(BEGIN)
        old, _, after = rest.partition(END)
        rows = {name_of(line): line for line in old.splitlines() if name_of(line) in order}
        rows |= {name: self.row(name, score) for name, score in scores.items()}
        table = "\n".join(self.lines(rows[name] for name in order if name in rows))
        return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"

    def write(self, scores: Mapping[str, Counted], order: Sequence[str]) -> None:
        """Renews the document."""
        self.path.write_text(self.renewed(self.path.read_text("utf-8"), scores, order), "utf-8")


def name_of(line: str) -> str:
    """The format of a row."""
    return line.split("|")[1].strip() if line.startswith("|") else ""


FULL = Table(
    "docs/accuracy.md",
    (
        "format",
        "files",
        "cells",
        "right",
        "not read though printed",
        "wrong",
        "invented",
        "sure above 0.9",
        "ms a file",
    ),
)
TABLES = (
    FULL,
    Table("README.md", ("format", "files", "cells", "read right", "wrong or invented", "sure above 0.9"), brief=True),
    Table("README.zh-CN.md", ("格式", "文件", "数字格", "读对", "读错或无中生有", "把握大于 0.9"), brief=True),
)
