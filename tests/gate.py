"""The gate: how well every format is read, over the corpus and the real reports, and the floors that must hold.

python -m tests.gate                            all formats; ends with 1 where a floor is broken
python -m tests.gate --only html,docx --faults  some formats; names the layouts that were not read as printed
python -m tests.gate --layouts free_form        some layouts, of all formats or of those of --only
python -m tests.gate --quick                    one seed of each layout
python -m tests.gate --write                    writes what was measured into the tables of the documents
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tests.accuracy import FULL, TABLES
from tests.measured import SURE, Fault, Reading, read_file
from tests.real_reports import real_reports
from tests.sample import FORMATS, Case, Format

SHOWN = 2  # faults of a file that are named


@dataclass(frozen=True, slots=True)
class Floor:
    """What must hold for a format: shares in percent. `said` are agency, year, form and sections, by file."""

    right: float
    said: float
    wrong_above_sure: int = 0
    wrong: int | None = 0
    sure: float = 0.0


TEXT = Floor(right=100.0, said=100.0)
SCAN = Floor(right=99.5, said=0.0, wrong=None, sure=95.0)
FLOORS: dict[str, Floor] = {
    "html": TEXT,
    "text": TEXT,
    "docx": TEXT,
    "xlsx": TEXT,
    "pdf (browser)": TEXT,
    "pdf (drawn)": TEXT,
    "pdf (office)": TEXT,
    "ofd": TEXT,
    "doc": TEXT,
    "rtf": TEXT,
    "odt": TEXT,
    "wps": TEXT,
    "xls": TEXT,
    "scan": SCAN,
    "picture": SCAN,
    "real": TEXT,
}


@dataclass(slots=True)
class Score:
    """What was counted of one format."""

    files: int = 0
    cells: int = 0
    sure: int = 0
    seconds: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)
    wrong_above_sure: int = 0
    unsaid: int = 0

    def add(self, reading: Reading) -> None:
        """Counts one file."""
        self.files += 1
        self.cells += reading.cells
        self.sure += reading.sure
        self.seconds += reading.seconds
        self.unsaid += any(fault.kind == "said" for fault in reading.faults)
        for fault in reading.faults:
            self.kinds[fault.kind] = self.kinds.get(fault.kind, 0) + 1
            self.wrong_above_sure += fault.kind in ("wrong", "invented", "extra") and fault.sure > SURE

    def count(self, *kinds: str) -> int:
        """How many faults of some kinds."""
        return sum(self.kinds.get(kind, 0) for kind in kinds)

    def share(self, faults: int, of: int) -> float:
        """A share in percent of what has no fault."""
        return 100.0 * (1 - faults / of) if of else 100.0

    @property
    def right(self) -> float:
        """Cells read as printed, in percent."""
        return self.share(self.count("wrong", "invented", "silent", "absent"), self.cells)

    @property
    def said(self) -> float:
        """Files whose agency, year, form and sections are right, in percent."""
        return self.share(self.unsaid, self.files)


def broken(score: Score, floor: Floor) -> Iterator[str]:
    """The floors that do not hold."""
    if score.right < floor.right:
        yield f"{score.right:.3f} % of cells right, the floor is {floor.right} %"
    if score.said < floor.said:
        yield f"agency, year, form or a section wrong in {score.unsaid} of {score.files} files"
    if floor.wrong is not None and (wrong := score.count("wrong", "invented", "extra")) > floor.wrong:
        yield f"{wrong} numbers wrong or invented"
    if score.wrong_above_sure > floor.wrong_above_sure:
        yield f"{score.wrong_above_sure} numbers wrong or invented above {SURE}"
    if score.cells and 100 * score.sure / score.cells < floor.sure:
        yield f"{100 * score.sure / score.cells:.1f} % of cells above {SURE}, the floor is {floor.sure} %"


# ---- the corpus ----


def read_cases(name: str, cases: Sequence[Case]) -> list[tuple[Case, Reading]]:
    """Writes and reads some cases of one format: none where its program is missing here."""
    how = FORMATS[name]
    try:
        written = how.write(cases)
    except ValueError:
        return []
    return [(case, read_file(data, f"{case.seed}{how.suffix}", printed)) for case, printed, data in written]


def chunks(wanted: argparse.Namespace) -> Iterator[tuple[str, list[Case]]]:
    """The sample in pieces that one process writes and reads at a time."""
    for name in wanted.only or FORMATS:
        if name == "real":
            continue
        how: Format = FORMATS[name]
        cases = list(how.cases(name, *((1, min(how.mixes, 20)) if wanted.quick else ())))
        if wanted.layouts:
            cases = [case for case in cases if case.layout in wanted.layouts]
        size = 2 if name in ("scan", "picture") else 20
        yield from ((name, cases[start : start + size]) for start in range(0, len(cases), size))


def measure(wanted: argparse.Namespace) -> tuple[dict[str, Score], list[tuple[Case | str, Reading]]]:
    """Every format's score, and every file with a fault."""
    scores: dict[str, Score] = {}
    faulty: list[tuple[Case | str, Reading]] = []
    with ProcessPoolExecutor(wanted.jobs) as pool:
        jobs = [(name, pool.submit(read_cases, name, cases)) for name, cases in chunks(wanted)]
        for name, job in jobs:
            for case, reading in job.result():
                scores.setdefault(name, Score()).add(reading)
                faulty += [(case, reading)] if reading.faults else []
    if not wanted.layouts and (not wanted.only or "real" in wanted.only):
        for file, printed in real_reports():
            reading = read_file(file.read_bytes(), file.name, printed)
            scores.setdefault("real", Score()).add(reading)
            faulty += [(file.name, reading)] if reading.faults else []
    return scores, faulty


# ---- what is shown ----


def explained(faulty: list[tuple[Case | str, Reading]]) -> Iterator[str]:
    """One line for each format and layout with a file that was not read as printed: how many, and the first of them."""
    grouped: dict[str, list[tuple[Case | str, Reading]]] = {}
    for case, reading in faulty:
        key = f"{case.format} {case.layout}" if isinstance(case, Case) else case
        grouped.setdefault(key, []).append((case, reading))
    for found in grouped.values():
        case, reading = found[0]
        kinds = ", ".join(sorted({fault.kind for _, reading in found for fault in reading.faults}))
        first = "; ".join(map(_fault, reading.faults[:SHOWN]))
        yield f"{len(found)} of {case} ({kinds}): {len(reading.faults)} faults: {first}"


def _fault(fault: Fault) -> str:
    return f"{fault.where} printed {fault.printed!r:.60} read {fault.read!r:.60}"


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.gate", description="How well every format is read.")
    names = lambda text: text.split(",")  # noqa: E731
    parser.add_argument("--only", type=names, default=[], help="formats, with commas between them")
    parser.add_argument("--layouts", type=names, default=[], help="layouts, with commas between them")
    parser.add_argument("--faults", action="store_true", help="name the layouts that were not read as printed")
    parser.add_argument("--quick", action="store_true", help="one seed of each layout")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at a time")
    parser.add_argument("--write", action="store_true", help="write what was measured into the documents")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints, and says by its answer whether every floor holds."""
    wanted, begun = parsed(arguments), time.monotonic()
    scores, faulty = measure(wanted)
    rows = [FULL.row(name, score) for name, score in scores.items()]
    print("\n".join([*(explained(faulty) if wanted.faults else ()), *FULL.lines(rows)]))
    for table in TABLES if wanted.write else ():
        table.write(scores, list(FLOORS))
    missing = [f"{name}: not measured, what writes it is missing here" for name in wanted.only or FORMATS]
    missing = [line for line in missing if line.partition(":")[0] not in scores]
    below = [f"{name}: {words}" for name, score in scores.items() for words in broken(score, FLOORS[name])]
    print("\n".join([f"{time.monotonic() - begun:.0f} s", *missing, *below]), file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
