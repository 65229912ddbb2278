"""Draft: a report being put on paper; habits change it before it is printed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from tests.corpus import labels
from tests.corpus.figures import Figures
from tests.corpus.printed import Part, Sheet, Td

Number = int | float
Wording = Callable[[str], str]
Laying = Callable[[Sheet], Iterable[Part]]


@dataclass(slots=True)
class Draft:
    """One report before it is printed. Habits append to the lists and set what they want otherwise.

    `rewords` change the labels of the tables, `sayings` the lines around them, `layings` turn a table into what is
    laid on paper in its place. `applicants` is the form of table three's head, `disputes` that of table four.
    `marks` stand behind labels, whatever their wording.
    Without `tables` it is a report of the years before the form; `statistics` gives it the table of those years.
    """

    rng: Random
    form: str
    agency: str
    year: int
    figures: Figures
    single_other: bool
    texts: dict[str, str] = field(default_factory=dict)
    truth: dict[str, Number | None] = field(default_factory=dict)
    title: list[str] = field(default_factory=list)
    published: str | None = None
    meta: list[str] = field(default_factory=list)
    numbering: Callable[[int], str] = ["一、", "二、", "三、", "四、", "五、", "六、"].__getitem__
    preface: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    rewords: list[Wording] = field(default_factory=list)
    sayings: list[Wording] = field(default_factory=list)
    layings: list[Laying] = field(default_factory=list)
    marks: Mapping[str, str] = field(default_factory=dict)
    applicants: str = "official"
    disputes: str = "one row"
    upright: bool = False
    tables: bool = True
    statistics: bool = False
    runs_on: bool = False
    signature: list[str] = field(default_factory=list)
    drawing: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path, figure in self.figures.items():
            self.write(path, str(figure), figure)

    def write(self, path: str, text: str, figure: Number | None) -> None:
        """Prints a cell; `figure` is what a reader must make of it."""
        self.texts[path], self.truth[path] = text, figure

    def each(self, change: Callable[[str, Number], str | None]) -> None:
        """Reprints every cell that has a number; where `change` gives None it stays as it is."""
        for path, figure in self.truth.items():
            text = None if figure is None else change(path, figure)
            if text is not None:
                self.texts[path] = text

    def empty(self, path: str, text: str = "") -> None:
        """Prints a cell without a number."""
        self.write(path, text, None)

    def label(self, text: str, across: int = 1, down: int = 1) -> Td:
        """A label cell in the draft's own wording."""
        mark = self.marks.get(text, "")
        for reword in self.rewords:
            text = reword(text)
        text += mark
        return Td(text, across, down, upright=self.upright and down > 2 and across == 1)

    def number(self, path: str, across: int = 1) -> Td:
        """A figure's cell."""
        return Td(self.texts[path], across)

    def say(self, text: str) -> str:
        """A line outside the tables in the draft's own wording."""
        for saying in self.sayings:
            text = saying(text)
        return text

    @property
    def request_rows(self) -> tuple[labels.Pair, ...]:
        """The rows of table three."""
        return labels.request_rows(self.single_other)
