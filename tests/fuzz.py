"""Fuzzing: damaged and hostile files of every format from a fixed seed, and what becomes of them in the workers.

outcomes = run(cases(200), folder)
"""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

import psutil  # type: ignore[import-untyped]
import pypdfium2  # type: ignore[import-untyped]

from extract.reading import Job, Reading
from extract.workers import read_each
from tests.corpus import (
    chromium_writer,
    docx_writer,
    html_writer,
    ofd_writer,
    office_writer,
    random_report,
    reportlab_writer,
    text_writer,
    xlsx_writer,
    zip_writer,
)
from tests.corpus.printed import Line, Printed, Sheet
from tests.fuzzing import damage, markup, others, packages

SEED = 20260401
EVERY = 3  # every third file is a bomb, the others are damaged reports
SEALED = (
    ".docx",
    ".xlsx",
    ".ofd",
    ".odt",
    ".ods",
    ".zip",
)  # check sums keep what is damaged from being read as something else


@dataclass(frozen=True, slots=True)
class Base:
    """A sound file, the report in it, and how often it is damaged compared with others."""

    name: str
    data: bytes
    printed: Printed
    weight: int = 2


@dataclass(frozen=True, slots=True)
class Case:
    """One file to read. `printed` is the report of which any figure must come, where that can be said."""

    number: int
    kind: str
    name: str
    data: bytes
    printed: Printed | None = None
    cut: bool = False

    def invented(self, reading: Reading) -> dict[str, object]:
        """Figures of a reading that the sound file does not have there; where it was cut, a figure may be cut too."""
        if self.printed is None or reading.record is None:
            return {}
        truth = self.printed.truth
        return {
            path: value.number
            for path, value in reading.record.cells.items()
            if value.known and value.number != truth.get(path) and not self._beginning(value.number, truth.get(path))
        }

    def _beginning(self, number: object, true: object) -> bool:
        return self.cut and true is not None and str(true).startswith(str(number))


@dataclass(slots=True)
class Outcome:
    """What became of a run: the readings of every case, its seconds, and the most memory its processes had (bytes)."""

    readings: list[tuple[Case, list[Reading]]] = field(default_factory=list)
    seconds: float = 0.0
    memory: int = 0


def run(files: Sequence[Case], folder: Path, workers: int | None = None) -> Outcome:
    """Reads files as `gongkai extract` does, and watches what it costs."""
    outcome, done = Outcome(), threading.Event()
    watching = threading.Thread(target=_watch, args=(outcome, done))
    watching.start()
    start = time.monotonic()
    try:
        for case, (_, readings) in zip(files, read_each(_jobs(files, folder), workers), strict=True):
            outcome.readings.append((case, readings))
    finally:
        done.set()
        watching.join()
    outcome.seconds = time.monotonic() - start
    return outcome


def _jobs(files: Sequence[Case], folder: Path) -> Iterator[Job]:
    for case in files:
        path = folder / f"{case.number:04d}-{case.kind}-{case.name}"
        path.write_bytes(case.data)
        yield Job(path, case.name)


def _watch(outcome: Outcome, done: threading.Event) -> None:
    """Keeps the most memory that this process's children had together."""
    while not done.wait(0.1):
        outcome.memory = max(outcome.memory, sum(map(_memory, psutil.Process().children(recursive=True))))


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def cases(count: int, seed: int = SEED) -> Iterator[Case]:
    """So many files, the same for the same seed."""
    for number in range(count):
        yield case(number, seed)


def case(number: int, seed: int = SEED) -> Case:
    """One file of the run."""
    rng = Random(f"{seed} {number}")
    return _bomb(number, rng) if number % EVERY == 0 else _damaged(number, rng)


def _bomb(number: int, rng: Random) -> Case:
    kinds = [*markup.KINDS, *packages.KINDS, *others.KINDS]
    kind = kinds[number // EVERY % len(kinds)]
    if kind in markup.KINDS:
        page = html_writer.write(random_report(rng.randrange(99), layout="plain")).decode()
        return Case(number, kind, "page.html", markup.KINDS[kind](page, rng))
    name, data = (packages.KINDS.get(kind) or others.KINDS[kind])(rng)
    return Case(number, kind, name, data)


def _damaged(number: int, rng: Random) -> Case:
    sound = bases()
    base = rng.choices(sound, [base.weight for base in sound])[0]
    kind = rng.choice(list(damage.KINDS))
    data = damage.KINDS[kind](base.data, rng)
    sealed = base.name.endswith(SEALED)
    return Case(number, kind, base.name, data, base.printed if sealed or kind == "truncated" else None, not sealed)


@cache
def bases() -> tuple[Base, ...]:
    """Sound reports of every format whose writer is on this machine."""
    plain, long, old = random_report(3, layout="plain"), random_report(5, layout="pages_cut_tables"), _old()
    document, book = docx_writer.write(plain), xlsx_writer.write(plain)
    made = [
        Base("page.html", html_writer.write(plain), plain, 5),
        Base("old.html", html_writer.write(old), old, 3),
        Base("text.txt", text_writer.write(plain), plain, 3),
        Base("drawn.pdf", reportlab_writer.write(plain), plain, 4),
        Base("long.pdf", reportlab_writer.write(long), long, 3),
        Base("document.docx", document, plain, 4),
        Base("book.xlsx", book, plain, 3),
        Base("page.ofd", ofd_writer.write(plain), plain, 3),
        Base("report.zip", zip_writer.zipped({"年报/附件1.docx": document}), plain, 2),
    ]
    made += [Base("page.mht", _mhtml(html_writer.write(plain)), plain), *_pictures(plain)]
    return (*made, *_by_browser(long), *_by_office(document, book, plain))


def _old() -> Printed:
    return random_report(4, form="2019", layout="plain")


def _mhtml(page: bytes) -> bytes:
    """A page as a browser keeps it in one file."""
    message = MIMEMultipart("related", "----=_Part_0")
    message.attach(MIMEText(page.decode(), "html", "utf-8"))
    return message.as_bytes()


def _pictures(printed: Printed) -> list[Base]:
    """The title and the last table as a scan."""
    few = [part for part in printed.parts if isinstance(part, Line) and part.kind == "title"]
    last = [part for part in printed.parts if isinstance(part, Sheet)][-1:]
    small = replace(printed, parts=(*few, *last), drawing={"rows": "9"})
    drawn = pypdfium2.PdfDocument(reportlab_writer.write(small))[0].render(scale=1.6, grayscale=True).to_pil()
    made = {}
    for ending in ("png", "jpeg", "tiff", "bmp"):
        out = BytesIO()
        drawn.save(out, ending)
        made[ending] = out.getvalue()
    return [Base(f"scan.{ending}", data, printed, 1) for ending, data in made.items()]


def _by_browser(printed: Printed) -> list[Base]:
    return [Base("printed.pdf", chromium_writer.write(printed), printed, 3)] if chromium_writer.browser() else []


def _by_office(document: bytes, book: bytes, printed: Printed) -> list[Base]:
    if not office_writer.available():
        return []
    texts = {ending: office_writer.converted([document], ".docx", ending)[0] for ending in (".doc", ".rtf", ".odt")}
    made = [Base(f"office{ending}", data, printed, 1) for ending, data in texts.items()]
    books = {ending: office_writer.converted([book], ".xlsx", ending)[0] for ending in (".xls", ".ods")}
    made += [Base(f"book{ending}", data, printed, 2) for ending, data in books.items()]
    return [*made, Base("office.wps", texts[".doc"], printed, 1)]
