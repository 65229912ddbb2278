"""Record: one report as read, every figure with its raw text, confidence and place (contract 4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

SECTIONS = ("overview", "proactive_disclosure", "requests", "disputes", "problems", "other")
TABLES = ("proactive_disclosure", "requests", "disputes")

Number = int | float


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a figure: page (from 1, None in flowing formats), grid, row and column (from 0)."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: its number (None when blank or unreadable), the text as printed, and how sure we are.

    `confidence` below 0.5 always goes with `number` None. A cell that is deliberately blank, "/" or "无" has
    number None and confidence 1.0: we are sure that nothing is there. `settled_by`: the person whose word the
    number is; `raw` is still what is printed.
    """

    number: Number | None
    raw: str = ""
    confidence: float = 1.0
    where: Where = Where()
    settled_by: str | None = None

    @property
    def known(self) -> bool:
        """Whether the document gives this number with confidence."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something about the reading that a person should know; not a word about the agency.

    `responsibility`: whose it is, the reading's (`system`) or the document's own (`source`).
    """

    code: str
    message: str
    where: str | None = None
    responsibility: str = "system"


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word that narrows or widens what a figure counts: its `sort` (see extract/narrative.toml) and the word."""

    sort: str
    word: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure that the narrative gives: what it counts, where it is printed, and what narrows or widens it.

    `kind` is named like the cells, as `requests.received`; kinds joined by `+` are counted together. `start` and `end`
    are offsets of the printed figure (or of the words that say "none") into the text of `section` as kept, `sentence`
    those of its sentence. `unit` is as printed, but for 万 and 亿, which are in the number. `year` is the year it is
    of, None when the sentence leaves it open.
    """

    kind: str
    number: Number
    section: str
    start: int
    end: int
    sentence: tuple[int, int]
    unit: str | None = None
    year: int | None = None
    qualifiers: tuple[Qualifier, ...] = ()

    @property
    def sorts(self) -> frozenset[str]:
        """The sorts of its qualifiers."""
        return frozenset(one.sort for one in self.qualifiers)


@dataclass(frozen=True, slots=True)
class Record:
    """One extracted report. `cells` is keyed by dotted path, as `requests.received.total`.

    A table that the document does not give has no cells; `cells` of a table that it gives has every cell of the
    form (except the rows a mixed form lacks). `mentions` are the figures that its sentences give. `publisher` is the
    page's own 发布机构, `breadcrumb` its trail: clues for the assignment, not claims of the report.
    """

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    published: date | None = None
    form: str | None = None
    sections: Mapping[str, str | None] = field(default_factory=dict)
    cells: Mapping[str, Value] = field(default_factory=dict)
    warnings: tuple[ReadingWarning, ...] = ()
    mentions: tuple[Mention, ...] = ()
    publisher: str | None = None
    breadcrumb: tuple[str, ...] = ()
    is_report: bool = True

    def __getitem__(self, path: str) -> Value:
        """The cell at `path`; an absent cell is an unknown value, never a KeyError."""
        return self.cells.get(path, Value(None, confidence=0.0))

    def table(self, name: str) -> dict[str, Value]:
        """The cells of one table by their path below it; empty when the document does not give it."""
        return dict(self._below(name))

    def _below(self, name: str) -> Iterator[tuple[str, Value]]:
        prefix = name + "."
        for path, value in self.cells.items():
            if path.startswith(prefix):
                yield path[len(prefix) :], value

    @property
    def confidence(self) -> float | None:
        """The lowest of the cells' confidences; None without tables."""
        return min((cell.confidence for cell in self.cells.values()), default=None)
