"""Sample: which files of the corpus are written and read, by format; and how each format is written.

A format that this machine cannot write (no browser, no LibreOffice) gives no files and says so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from types import ModuleType

from tests.corpus import LAYOUTS, random_report
from tests.corpus.habits import HABITS
from tests.corpus.printed import Printed


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the corpus: it can be made again from these words alone."""

    format: str
    form: str
    layout: str | None
    seed: int
    wrong: bool = False

    def printed(self) -> Printed | None:
        """The report; None where the form never comes in that layout."""
        try:
            return random_report(self.seed, self.form, self.layout, self.wrong)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.format} {self.form} {self.layout or 'mixed'} {self.seed}{' wrong' if self.wrong else ''}"


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written, and how much of it is looked at.

    `seeds` reports for each layout, form and right or wrong sums; `mixes` with several habits at once. `own` names the
    habits that are met in no other format, `every` and `wrong` take but every so many of all and of the wrong ones,
    `by_office` is the suffix of what LibreOffice converts, `never` names layouts that it cannot show.
    """

    module: str
    suffix: str
    seeds: int
    mixes: int
    own: tuple[str, ...] = ()
    function: str = "write"
    by_office: str = ""
    every: int = 1
    wrong: int = 1
    never: tuple[str, ...] = ()

    def module_of(self) -> ModuleType:
        """The writer's module."""
        return import_module(f"tests.corpus.{self.module}")

    def layouts(self) -> list[str]:
        """The layouts that it may come in."""
        possible = [layout for layout in LAYOUTS if layout not in HABITS or HABITS[layout].only in ("", *self.own)]
        return [layout for layout in possible if layout not in self.never]

    def cases(self, name: str, seeds: int | None = None, mixes: int | None = None) -> Iterator[Case]:
        """The sample, seed by seed, so that any beginning of it has all layouts."""
        layouts = self.layouts()
        single = product(range(self.seeds if seeds is None else seeds), ("2021", "2019"), (False, True), layouts)
        for number, (seed, form, wrong, layout) in enumerate(single):
            if number % (self.every * (self.wrong if wrong else 1)) == 0:
                yield Case(name, form, layout, number if self.every > 1 else seed, wrong)
        for seed in range(self.mixes if mixes is None else mixes):
            yield Case(name, "2019" if seed % 3 == 2 else "2021", None, seed, seed % (4 * self.wrong) == 3)

    def write(self, cases: Sequence[Case]) -> list[tuple[Case, Printed, bytes]]:
        """The files of some cases. What the format has no way to write is left out."""
        reports = [(case, printed) for case in cases if (printed := case.printed()) is not None]
        module = self.module_of()
        if self.function == "write" and hasattr(module, "write_all"):
            files: Iterable[bytes | None] = module.write_all([printed for _, printed in reports])
        else:
            write = getattr(module, self.function)
            files = [_written(write, case, printed) for case, printed in reports]
        found = [(case, printed, data) for (case, printed), data in zip(reports, files, strict=True) if data]
        return self._converted(found) if self.by_office and found else found

    def _converted(self, found: list[tuple[Case, Printed, bytes]]) -> list[tuple[Case, Printed, bytes]]:
        converted = import_module("tests.corpus.office_writer").converted
        files = converted([data for *_, data in found], self.by_office, self.suffix)
        return [(case, printed, data) for (case, printed, _), data in zip(found, files, strict=True)]


def _written(write: Callable[..., bytes], case: Case, printed: Printed) -> bytes | None:
    try:
        return write(printed, case.seed) if write.__module__.endswith(".scans") else write(printed)
    except ValueError:
        return None


# A scan of these would be guesswork for a person, too, or shows nothing that another does not.
UNSCANNED = (
    "tables_without_lines",
    "signs_of_all_kinds",
    "footnote_marks",
    "letters_without_width",
    "radicals_for_letters",
)

FORMATS: dict[str, Format] = {
    "html": Format("html_writer", ".html", seeds=3, mixes=400, own=("html",)),
    "text": Format("text_writer", ".txt", seeds=3, mixes=400, own=("text",), never=("edges_off", "uneven_columns")),
    "docx": Format("docx_writer", ".docx", seeds=2, mixes=200, own=("docx",), wrong=16),
    "xlsx": Format("xlsx_writer", ".xlsx", seeds=2, mixes=200, own=("xlsx",)),
    "pdf (browser)": Format("chromium_writer", ".pdf", seeds=1, mixes=60, own=("paper", "browser")),
    "pdf (drawn)": Format("reportlab_writer", ".pdf", seeds=1, mixes=150, own=("paper", "pages", "drawn")),
    "pdf (office)": Format("docx_writer", ".pdf", seeds=1, mixes=20, by_office=".docx", every=4),
    "ofd": Format("ofd_writer", ".ofd", seeds=1, mixes=100, own=("paper", "pages", "ofd")),
    "doc": Format("docx_writer", ".doc", seeds=1, mixes=10, by_office=".docx", every=8, wrong=3),
    "rtf": Format("docx_writer", ".rtf", seeds=1, mixes=4, by_office=".docx", every=24, wrong=3),
    "odt": Format("docx_writer", ".odt", seeds=1, mixes=4, by_office=".docx", every=24, wrong=3),
    "wps": Format("docx_writer", ".wps", seeds=1, mixes=4, by_office=".docx", every=24, wrong=3),
    "xls": Format("xlsx_writer", ".xls", seeds=1, mixes=40, by_office=".xlsx", every=2),
    "scan": Format("scans", ".pdf", seeds=1, mixes=50, own=("scan",), every=5, wrong=2, never=UNSCANNED),
    "picture": Format("scans", ".png", seeds=1, mixes=4, function="picture", every=31, wrong=3, never=UNSCANNED),
}
