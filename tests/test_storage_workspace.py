"""A workspace as people meet it: made, found, opened by the right clock, locked, and never half written."""

import os
import re
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from storage.clock import SHANGHAI, Clock, parse_now, shanghai_day
from storage.db import writing
from storage.errors import BadInput, CannotRun
from storage.runs import begin_run
from storage.workspace import clock_kind, find_workspace, fix_clock, lock, make_workspace, open_workspace

NEW_YEAR = Clock(datetime(2025, 1, 1, 8, tzinfo=SHANGHAI))
SPRING = Clock(datetime(2025, 3, 1, 8, tzinfo=SHANGHAI))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_workspace(tmp_path / "watch", "id,name\n")
    return tmp_path / "watch"


def test_a_workspace_is_made_once_and_mended_without_touching_what_is_there(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {
        "gongkai.toml",
        "agencies.csv",
        "gongkai.db",
        "team.db",
        "vault",
        "out",
    }
    (folder / "agencies.csv").write_text("mine\n")
    (folder / "gongkai.toml").unlink()
    assert make_workspace(folder, "id,name\n") is False
    assert (folder / "agencies.csv").read_text() == "mine\n"
    assert (folder / "gongkai.toml").exists()


def test_the_workspace_is_the_one_given_else_of_the_environment_else_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_WORKSPACE", raising=False)
    assert find_workspace(None) == tmp_path
    monkeypatch.setenv("GONGKAI_WORKSPACE", "/srv/watch")
    assert find_workspace(None) == Path("/srv/watch")
    assert find_workspace("/srv/other") == Path("/srv/other")


def test_a_folder_that_is_no_workspace_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(BadInput, match="is no workspace; make one with: gongkai init"),
        open_workspace(tmp_path, Clock()),
    ):
        pass


@pytest.mark.parametrize("name", ["gongkai.db", "team.db"])
def test_a_database_of_a_newer_version_is_refused(folder: Path, name: str) -> None:
    with open_workspace(folder, Clock()) as workspace:
        db = workspace.facts if name == "gongkai.db" else workspace.people
        kind = "facts" if name == "gongkai.db" else "people"
        db.table("_sqlite_migrations").insert(
            {"migration_set": kind, "name": "of_the_future", "applied_at": "2030-01-01"}
        )
    with (
        pytest.raises(CannotRun, match=re.escape(f"{name} was written by a newer version")),
        open_workspace(folder, Clock()),
    ):
        pass


def test_a_damaged_database_is_refused_without_a_traceback(folder: Path) -> None:
    (folder / "gongkai.db").write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(CannotRun, match=r"gongkai\.db is damaged"), open_workspace(folder, Clock()):
        pass


def test_real_and_simulated_time_never_mix(folder: Path) -> None:
    with open_workspace(folder, NEW_YEAR) as workspace:
        fix_clock(workspace.facts, NEW_YEAR)
    with pytest.raises(BadInput, match="lives in simulated time"), open_workspace(folder, Clock()):
        pass
    with open_workspace(folder, SPRING) as workspace:
        fix_clock(workspace.facts, Clock())  # the first crawl fixed it, for good
    with open_workspace(folder, SPRING):
        pass


def test_time_never_runs_backwards(folder: Path) -> None:
    with open_workspace(folder, SPRING) as workspace:
        begin_run(workspace.facts, "crawl", SPRING, "here")
    with pytest.raises(BadInput, match="lies before the newest stored event"), open_workspace(folder, NEW_YEAR):
        pass
    with open_workspace(folder, SPRING):
        pass


@pytest.mark.parametrize(
    ("text", "said"), [("yesterday", "is no.*ISO-8601|not an ISO-8601"), ("2025-02-03T08:00:00", "has no offset")]
)
def test_a_wrong_now_is_told(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        parse_now(text)


def test_days_are_shanghai_days() -> None:
    assert parse_now("2025-01-31T16:30:00Z").now().isoformat() == "2025-02-01T00:30:00+08:00"
    assert shanghai_day(parse_now("2025-01-31T15:59:59Z").now()).isoformat() == "2025-01-31"


HOLD = """
import sys, time
from pathlib import Path
from storage.workspace import lock
with lock(Path(sys.argv[1]), "service") as mine:
    print(mine, flush=True)
    time.sleep(60)
"""


def test_a_lock_is_held_by_one_process_and_freed_when_it_is_killed(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        with lock(folder, "service") as mine, lock(folder, "www.qinghe.example:8080") as another:
            assert (mine, another) == (False, True)
        os.kill(holder.pid, signal.SIGKILL)
    with lock(folder, "service") as mine:
        assert mine


def test_what_fails_in_the_middle_of_writing_leaves_nothing(folder: Path) -> None:
    def fail_half_way() -> None:
        with writing(workspace.facts):
            fix_clock(workspace.facts, Clock())
            raise ZeroDivisionError

    with open_workspace(folder, Clock()) as workspace:
        with pytest.raises(ZeroDivisionError):
            fail_half_way()
        assert clock_kind(workspace.facts) is None
