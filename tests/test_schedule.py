"""The service: what is due, made up once, stopped cleanly, one per workspace."""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from monitor.agencies import HEADER
from monitor.schedule import do, is_due, jobs, last_slot
from storage import runs
from storage.clock import SHANGHAI, Clock
from storage.errors import BadInput
from storage.model import Run
from storage.settings import Schedule, Settings
from storage.workspace import lock, make_workspace, open_workspace

DAILY, WEEKLY = jobs(Settings(schedule=Schedule(daily="06:30", weekly="mon 08:00")))
MONDAY = datetime(2025, 2, 3, 8, 0, tzinfo=SHANGHAI)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 2, day, hour, minute, tzinfo=SHANGHAI)


def done(command: str, started: datetime, exit_code: int | None = 0) -> Run:
    return Run(1, command, started, started, "here", exit_code=exit_code)


@pytest.mark.parametrize(
    ("now", "slot"),
    [(at(3, 8), at(3, 8)), (at(3, 7, 59), at(3, 8) - timedelta(days=7)), (at(9, 23, 59), at(3, 8))],
)
def test_the_last_weekly_slot_is_the_monday_before(now: datetime, slot: datetime) -> None:
    assert last_slot(WEEKLY, now) == slot


@pytest.mark.parametrize(
    ("ledger", "due"),
    [
        ([], False),  # a new workspace has missed no week
        ([done("crawl", at(1, 9))], True),  # it lived through Monday without a digest
        ([done("crawl", at(4, 9))], False),  # it was born after Monday
        ([done("weekly", at(3, 8))], False),
        ([done("weekly", at(3, 8), exit_code=1)], False),  # done, with one recipient refused
        ([done("weekly", at(3, 8), exit_code=None), done("crawl", at(1, 9))], True),  # killed on the way
        ([done("weekly", at(3, 8), exit_code=3), done("crawl", at(1, 9))], True),  # could not run
        ([done("weekly", MONDAY - timedelta(days=7))], True),
        ([done("weekly", MONDAY - timedelta(days=21))], True),  # three weeks missed: due, once
    ],
)
def test_a_missed_week_is_due_until_one_run_makes_up_for_it(ledger: list[Run], due: bool) -> None:
    assert is_due(WEEKLY, ledger, at(5, 12)) is due


def test_a_new_workspace_starts_its_daily_work_at_once() -> None:
    assert is_due(DAILY, [], at(5, 12))
    assert not is_due(DAILY, [done("daily", at(5, 11))], at(5, 12))


def test_the_digest_is_mailed_only_where_mail_is_set_up(tmp_path: Path) -> None:
    assert ("digest", "--issue") in WEEKLY.commands
    mailing = Settings()
    with_mail = jobs(Settings(mail=type(mailing.mail)(host="127.0.0.1")))
    assert ("digest", "--issue", "--send") in with_mail[1].commands


@pytest.fixture
def place(tmp_path: Path) -> Path:
    make_workspace(tmp_path / "watch", HEADER)
    return tmp_path / "watch"


def test_a_job_stops_at_the_first_command_that_could_not_run(place: Path) -> None:
    job = type(DAILY)("daily", DAILY.trigger, (("standing", "--year", "1"), ("agencies", "list")))
    with open_workspace(place, Clock()) as workspace:
        assert do(workspace, job, Clock(), Event()) == BadInput.exit_code
        (run,) = runs.runs(workspace.facts, "daily")
        assert run.exit_code == BadInput.exit_code
        assert [fault.where for fault in runs.faults(workspace.facts)] == ["standing"]


def serve(place: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "monitor.cli", "serve", "--workspace", str(place)], stderr=-1)


def until(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def weekly_runs(place: Path) -> list[Run]:
    with open_workspace(place, Clock()) as workspace:
        return runs.runs(workspace.facts, "weekly")


def is_served(place: Path) -> bool:
    with lock(place, "service") as free:
        return not free


def test_a_missed_week_is_made_up_once_and_sigterm_ends_the_service_cleanly(place: Path) -> None:
    now = Clock().now()
    with open_workspace(place, Clock()) as workspace:
        for command, days in (("crawl", 30), ("daily", 0)):
            run = runs.begin_run(
                workspace.facts, command, Clock(machine=lambda d=days: now - timedelta(days=d)), "here"
            )
            runs.end_run(workspace.facts, run, now, 0)
    for _ in range(2):
        service = serve(place)
        try:
            until(lambda: any(run.exit_code is not None for run in weekly_runs(place)))
            until(lambda: is_served(place))
            time.sleep(2)  # the second service must not begin a second digest
            service.send_signal(signal.SIGTERM)
            assert service.wait(20) == 0
        finally:
            service.kill()
    (made_up,) = weekly_runs(place)
    assert made_up.exit_code == 0
    assert (place / "out" / "digest.html").exists()


def test_one_service_per_workspace(place: Path) -> None:
    with open_workspace(place, Clock()) as workspace:
        runs.end_run(workspace.facts, runs.begin_run(workspace.facts, "daily", Clock(), "here"), Clock().now(), 0)
    first = serve(place)
    try:
        until(lambda: (place / ".locks" / "service.lock").exists())
        time.sleep(1)
        second = subprocess.run(
            [sys.executable, "-m", "monitor.cli", "serve", "--workspace", str(place)], capture_output=True, text=True
        )
        assert second.returncode == 3
        assert "already serves" in second.stderr
        assert "Traceback" not in second.stderr
    finally:
        first.terminate()
        assert first.wait(20) == 0


def test_a_simulated_clock_cannot_be_served(place: Path) -> None:
    call = [sys.executable, "-m", "monitor.cli", "serve", "--now", "2025-02-03T08:00:00+08:00"]
    refused = subprocess.run([*call, "--workspace", str(place)], capture_output=True, text=True, env=os.environ)
    assert refused.returncode == 2
    assert "real time" in refused.stderr
