"""Fuzzing: no file harms the run, every file has a record or a reason, and no figure is read that nobody printed."""

from pathlib import Path

import pytest

from extract import limits
from extract.reading import Job, read
from tests.fuzz import Outcome, cases, run
from tests.fuzzing.packages import zipped

SAMPLE, ALL = 200, 2000
WORKERS = 2
MEMORY = WORKERS * limits.MEMORY  # bytes of all readers together
PATIENCE = 3.0  # seconds a file, on average, on a machine that has other things to do
REASONS = {
    "damaged",
    "empty",
    "encrypted",
    "needs-ocr",
    "needs-office",
    "needs-unpacker",
    "no-text",
    "not-a-report",
    "office-failed",
    "reader-died",
    "several-reports",
    "too-large",
    "too-long",
    "too-slow",
    "unsupported-format",
}


def test_two_hundred_files_that_nobody_should_send(tmp_path: Path) -> None:
    hold(run(list(cases(SAMPLE)), tmp_path, WORKERS), SAMPLE)


@pytest.mark.gate
def test_two_thousand_files_that_nobody_should_send(tmp_path: Path) -> None:
    hold(run(list(cases(ALL)), tmp_path, WORKERS), ALL)


def test_a_member_of_an_archive_without_a_name_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "无名.zip"
    data = zipped({"a.txt": "x"})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end].replace(b"a.txt", b"").replace(b"\x05\0\0\0\0\0", bytes(6))
    tail = data[end : end + 12] + len(entry).to_bytes(4, "little") + data[end + 16 :]
    path.write_bytes(data[:start] + entry + tail)
    assert [reading.code for reading in read(Job(path))] == ["empty"]


def hold(outcome: Outcome, count: int) -> None:
    """What holds for every run."""
    assert len(outcome.readings) == count
    every = [(case, reading) for case, readings in outcome.readings for reading in readings]
    assert not [(case.number, case.kind, case.name) for case, readings in outcome.readings if not readings]
    unknown = [
        (case.number, case.name, reading.code, reading.fault) for case, reading in every if reading.record is None
    ]
    assert not [one for one in unknown if one[2] not in REASONS]
    assert not [(case.number, case.kind, case.name, wrong) for case, one in every if (wrong := case.invented(one))]
    assert outcome.memory < MEMORY
    assert outcome.seconds < PATIENCE * count
