"""Measured: one file of the corpus as it was read, held against what was printed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from unicodedata import normalize

import extract
from storage.record import Record
from tests.corpus.printed import Line, Printed

SURE = 0.9
KEYS = ("overview", "proactive_disclosure", "requests", "disputes", "problems", "other")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that was read otherwise than printed. `kind`: wrong, invented, silent, absent, extra, said."""

    kind: str
    where: str
    printed: object
    read: object
    sure: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file: its faults, its cells, how many of them are above `SURE`, and the seconds it took."""

    faults: tuple[Fault, ...]
    cells: int
    sure: int
    seconds: float


def read_file(data: bytes, name: str, printed: Printed) -> Reading:
    """Reads a file and says what is not as printed. A reader that fails outright has read nothing."""
    begun = perf_counter()
    try:
        record = extract.read(data, name)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is the finding)
        lost = (Fault("absent", path, figure, None) for path, figure in printed.truth.items())
        code = getattr(error, "code", None) or repr(error)
        return Reading((Fault("said", "file", name, code), *lost), len(printed.truth), 0, perf_counter() - begun)
    seconds = perf_counter() - begun
    sure = sum(record[path].confidence > SURE for path in printed.truth)
    return Reading(
        (*cell_faults(record, printed), *said(record, printed, name.endswith(".html"))),
        len(printed.truth),
        sure,
        seconds,
    )


def cell_faults(record: Record, printed: Printed) -> Iterator[Fault]:
    """Cells read otherwise, left out, or not printed at all. Some layouts name cells that may be left `open`."""
    may_be_open = printed.drawing.get("open", "").split()
    for path, figure in printed.truth.items():
        read = record[path]
        if path not in record.cells:
            yield Fault("absent", path, figure, None)
        elif read.number != figure and (read.number is not None or path not in may_be_open):
            kind = "silent" if read.number is None else "invented" if figure is None else "wrong"
            yield Fault(kind, path, figure, read.number, read.confidence)
    yield from (Fault("extra", path, None, record[path].number) for path in record.cells if path not in printed.truth)


def said(record: Record, printed: Printed, shown: bool = False) -> Iterator[Fault]:
    """Agency, year, form, title, the date that the file shows, and the words of the six sections."""
    for name in ("agency", "year", "form"):
        if getattr(record, name) != getattr(printed, name):
            yield Fault("said", name, getattr(printed, name), getattr(record, name))
    if (title := title_of(printed)) and record.title != title:
        yield Fault("said", "title", title, record.title)
    if shown and str(record.published) != str(shown_date(printed)):
        yield Fault("said", "published", shown_date(printed), record.published)
    words = list(section_words(printed))
    if len(words) != len(KEYS) or printed.form is None:
        return
    for key, lines in zip(KEYS, words, strict=True):
        read = plain(record.sections.get(key) or "")
        others = [other[0] for other in words if other is not lines and other]
        lost = [line for line in lines if line not in read] or [line for line in others if line in read]
        if lost or not (read or not printed.truth):
            yield Fault("said", f"sections.{key}", lost[:1], read[:60])


def title_of(printed: Printed) -> str:
    """The title without white space."""
    lines = (part.text for part in printed.parts if isinstance(part, Line) and part.kind == "title")
    return "".join("".join(lines).split())


def shown_date(printed: Printed) -> str | None:
    """The date that a page shows: a fragment has no page around it."""
    return None if printed.drawing.get("html") == "bare_fragment" else printed.published


def plain(text: str) -> str:
    """Words as one sees them: without white space, and a letter and its radical alike."""
    return "".join(normalize("NFKC", text).split())


def section_words(printed: Printed) -> Iterator[list[str]]:
    """The lines of each section, without white space."""
    lines: list[str] | None = None
    for part in printed.parts:
        if isinstance(part, Line) and part.kind == "heading":
            if lines is not None:
                yield lines
            lines = []
        elif isinstance(part, Line) and part.kind == "text" and lines is not None:
            lines.append(plain(part.text))
    if lines is not None:
        yield lines


def tally(found: list[Fault]) -> Counter[str]:
    """How many faults of each kind."""
    return Counter(fault.kind for fault in found)
