"""Workers: files read on all cores, in order, whatever becomes of the process that reads one."""

import os
import signal
import time
from pathlib import Path

import pytest

from extract.reading import Job, Reading, read_batch
from extract.workers import read_each
from tests.report_maker import Report

AGENCIES = [f"青禾县第{number}局" for number in range(6)]


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    files = [tmp_path / f"{number}.html" for number in range(len(AGENCIES))]
    for file, agency in zip(files, AGENCIES, strict=True):
        file.write_text(Report(agency, 2024).html(), "utf-8")
    return [Job(file) for file in files]


def dies_of_third(jobs: list[Job]) -> list[list[Reading]]:
    if any(job.path.name == "2.html" for job in jobs):
        os.kill(os.getpid(), signal.SIGKILL)
    return read_batch(jobs)


def dies_once(jobs: list[Job]) -> list[list[Reading]]:
    met = jobs[0].path.with_suffix(".met")
    if jobs[0].path.name == "2.html" and not met.exists():
        met.touch()
        os.kill(os.getpid(), signal.SIGSEGV)
    return read_batch(jobs)


def eats_memory(jobs: list[Job]) -> list[list[Reading]]:
    if jobs[0].path.name == "2.html":
        bytearray(8 << 30)
    return read_batch(jobs)


def told(read: list[tuple[Job, list[Reading]]]) -> list[str | None]:
    return [readings[0].record.agency if readings[0].record else readings[0].code for _, readings in read]


def test_files_come_back_in_the_order_given(jobs: list[Job]) -> None:
    read = list(read_each(jobs, workers=2))
    assert told(read) == AGENCIES
    assert [job for job, _ in read] == jobs


def test_a_reader_that_dies_loses_one_file_and_no_other(jobs: list[Job]) -> None:
    read = list(read_each(jobs, workers=2, reader=dies_of_third))
    assert told(read) == [*AGENCIES[:2], "reader-died", *AGENCIES[3:]]
    lost = read[2][1][0]
    assert (lost.source["bytes"], len(lost.source["sha256"])) == (jobs[2].path.stat().st_size, 64)
    assert lost.fault is not None


def test_a_reader_that_dies_once_is_asked_again(jobs: list[Job]) -> None:
    assert told(list(read_each(jobs, workers=2, reader=dies_once))) == AGENCIES


def test_a_reader_has_only_so_much_memory(jobs: list[Job]) -> None:
    read = list(read_each(jobs, workers=2, reader=eats_memory))
    assert told(read) == [*AGENCIES[:2], "too-large", *AGENCIES[3:]]


def test_a_file_that_takes_too_long_is_given_up(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.limits.SECONDS", 0.05)
    monkeypatch.setattr("extract.read", lambda *_: time.sleep(5))
    started = time.monotonic()
    reading = read_batch(jobs[:1])[0][0]
    assert (reading.code, time.monotonic() - started < 2) == ("too-slow", True)


def test_nothing_is_left_behind(jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    list(read_each(jobs[:1]))
    assert not list(tmp_path.glob("gongkai-readers-*"))
