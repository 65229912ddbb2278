"""Benchmark: our readers and the usual libraries over the same files: speed, peak memory, and whether cells agree.

Every measurement is a process of its own, on one core; readers take turns, so that ratios hold on a busy machine.
"""

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

Texts = list[str]
REAL = ROOT.parent / "shared" / "real"
PASSES = 3  # over all files in one process; the fastest of each file counts
RULES = ("lines", "apart", "cells")


# ---- the readers: bytes in, the texts of all cells out ----


def ours(data: bytes, name: str) -> Texts:
    """Paragraphs and grids, as every format of ours gives them; no recognition."""
    from extract import registry, sniff
    from extract.content import Grid

    content = registry.readers()[sniff.media_type(data, name)](data)
    grids = [block for block in content.blocks if isinstance(block, Grid)]
    return [cell.text for grid in grids for row in grid.rows for cell in row if not cell.continued]


def whole(data: bytes, name: str) -> Texts:
    """The whole way: from bytes to the record of a report."""
    import extract

    return [value.raw for value in extract.read(data, name).cells.values()]


def pdfplumber_tables(data: bytes, name: str) -> Texts:
    """Plain pdfplumber: the tables of every page; rows that frame one text across a table are no cells to us."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        rows = [row for page in document.pages for table in page.extract_tables() for row in table]
    return [text for row in rows if any(row[1:]) or row[0] is None for text in row if text is not None]


def lxml_tables(data: bytes, name: str) -> Texts:
    """The cells of every table, as lxml finds them."""
    from lxml import html

    root = html.fromstring(data)
    return [str(cell.xpath("string()")) for cell in root.iter("td", "th") if not cell.xpath(".//table")]


def pandas_tables(data: bytes, name: str) -> Texts:
    """The cells of every table by pandas, which repeats merged ones."""
    import pandas  # type: ignore[import-untyped]

    tables = pandas.read_html(BytesIO(data), header=None, dtype=str, keep_default_na=False)
    return [str(value) for table in tables for row in table.values.tolist() for value in row]


def docx_tables(data: bytes, name: str) -> Texts:
    """The cells of every table by python-docx; merged ones once."""
    from docx import Document

    cells: Texts = []
    for table in Document(BytesIO(data)).tables:
        seen = {id(cell._tc): cell for row in table.rows for cell in row.cells}
        cells += [cell.text for cell in seen.values()]
    return cells


READERS: dict[str, Callable[[bytes, str], Texts]] = {
    reader.__name__: reader for reader in (ours, whole, pdfplumber_tables, lxml_tables, pandas_tables, docx_tables)
}


@dataclass(frozen=True, slots=True)
class Match:
    """Our reader against another over files of one kind; `target` in words."""

    title: str
    suffix: str
    mine: str
    other: str
    target: str


MATCHES = (
    Match("tables of a PDF", ".pdf", "ours", "pdfplumber_tables", "10 times as fast"),
    Match("whole extract of a PDF", ".pdf", "whole", "pdfplumber_tables", "5 times as fast"),
    Match("whole extract of a web page", ".html", "whole", "lxml_tables", "10 ms"),
    Match("whole extract of a web page", ".html", "whole", "pandas_tables", "10 ms"),
    Match("whole extract of a DOCX", ".docx", "whole", "docx_tables", "30 ms"),
)


# ---- one process ----


def child(reader: str, files: Sequence[str]) -> None:
    """Reads the files, and prints seconds a file, peak memory in megabytes, and what the cells say."""
    read = READERS[reader]
    seconds: dict[str, float] = {}
    texts: dict[str, Texts] = {}
    for path in files:
        data = Path(path).read_bytes()
        for _ in range(PASSES):
            began = time.process_time()
            found = read(data, path)
            seconds[path] = min(seconds.get(path, float("inf")), time.process_time() - began)
        texts[path] = found
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"seconds": seconds, "peak": peak, "texts": texts}, sys.stdout)


def measured(reader: str, files: Sequence[Path]) -> dict[str, Any]:
    """What one process with this reader measured."""
    command = [sys.executable, __file__, "--child", reader, *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMP_NUM_THREADS": "1"})  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# ---- the whole run ----


def make_files(folder: Path, reports: int) -> None:
    """The same fictional reports as web page, DOCX and PDF: by a browser, by an office program, else drawn."""
    from tests.corpus import chromium_writer, docx_writer, html_writer, office_writer, random_report, reportlab_writer

    made = [random_report(seed, "2019" if seed % 4 == 3 else "2021", "plain") for seed in range(reports)]
    documents = [docx_writer.write(printed) for printed in made]
    pages = {".html": [html_writer.write(printed) for printed in made], ".docx": documents}
    if chromium_writer.browser():
        ruled = [replace(one, drawing={**one.drawing, "rules": RULES[at % len(RULES)]}) for at, one in enumerate(made)]
        pages[".browser.pdf"] = chromium_writer.write_all(ruled)
    if office_writer.available():
        pages[".office.pdf"] = office_writer.converted(documents, ".docx", ".pdf")
    if not any(suffix.endswith(".pdf") for suffix in pages):
        pages[".drawn.pdf"] = [reportlab_writer.write(printed) for printed in made]
    for suffix, files in pages.items():
        for number, data in enumerate(files):
            (folder / f"{number:02}{suffix}").write_bytes(data)


def run(match: Match, files: Sequence[Path], rounds: int) -> None:
    """Measures one match in turns, and prints it."""
    mine, other = [], []
    for _ in range(rounds):
        mine.append(measured(match.mine, files))
        other.append(measured(match.other, files))
    speeds = [[sum(one["seconds"].values()) / len(files) for one in side] for side in (mine, other)]
    pairs = [
        (our["seconds"][path], theirs["seconds"][path])
        for our, theirs in zip(mine, other, strict=True)
        for path in our["seconds"]
    ]
    ratio = median(theirs / our for our, theirs in pairs)
    compared = measured("ours", files) if match.mine == "whole" else mine[0]
    same, every = alike(compared["texts"], other[0]["texts"])
    print(f"\n{match.title}: {len(files)} files, target {match.target}")
    for name, speed, side in ((match.mine, speeds[0], mine), (match.other, speeds[1], other)):
        peak = max(one["peak"] for one in side)
        print(f"  {name:18} {1 / median(speed):7.1f} documents/s {1000 * median(speed):7.1f} ms {peak:6.0f} MB peak")
    print(f"  ratio, median of files and rounds: {ratio:.1f}; {same} of {every} cells of {match.other} are found alike")


def alike(mine: dict[str, Texts], other: dict[str, Texts]) -> tuple[int, int]:
    """How many cells are found alike, and how many there are; white space and compatibility forms apart."""
    same = every = 0
    for path, texts in other.items():
        wanted, found = Counter(filter(None, map(plain, texts))), Counter(filter(None, map(plain, mine[path])))
        if path.endswith(".html") and wanted.total() > found.total():
            wanted = Counter(dict.fromkeys(wanted, 1))
        same, every = same + (wanted & found).total(), every + wanted.total()
    return same, every


def plain(text: str) -> str:
    """A cell's text as it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def files_of(folder: Path, added: Path | None, suffix: str) -> Iterator[Path]:
    """All files of one kind."""
    for place in (folder, added, REAL):
        if place and place.is_dir():
            yield from sorted(place.glob(f"*{suffix}"))


def main() -> None:
    """Runs every match whose library is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.child:
        child(wanted.child[0], wanted.child[1:])
        return
    with tempfile.TemporaryDirectory() as name:
        make_files(Path(name), wanted.reports)
        for match in MATCHES:
            library = match.other.partition("_")[0]
            if importlib.util.find_spec(library) is None:
                print(f"\n{match.title}: {library} is not installed")
                continue
            run(match, list(files_of(Path(name), wanted.folder, match.suffix)), wanted.rounds)


if __name__ == "__main__":
    main()
