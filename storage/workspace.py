"""A workspace: the folder that holds settings, registry, databases, vault and what is written for readers."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from storage.clock import Clock
from storage.db import open_facts, open_people
from storage.errors import BadInput, CannotRun
from storage.settings import EXAMPLE, Settings, read_settings
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Workspace:
    """An opened workspace (contract 1)."""

    folder: Path
    settings: Settings
    facts: Database
    people: Database
    vault: Vault

    @property
    def out(self) -> Path:
        """Where digests and boards go."""
        return self.folder / "out"


def find_workspace(given: str | None) -> Path:
    """The folder of `--workspace`, else of GONGKAI_WORKSPACE, else the current one."""
    return Path(given or os.environ.get("GONGKAI_WORKSPACE") or ".").resolve()


def make_workspace(folder: Path, registry_header: str) -> bool:
    """Makes a workspace; False when it was one already (then nothing is touched but what was lacking)."""
    new = not (folder / "gongkai.db").exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise CannotRun(f"cannot make the workspace {folder}: {fault.strerror}") from None
    for name, text in (("gongkai.toml", EXAMPLE), ("agencies.csv", registry_header)):
        if not (folder / name).exists():
            (folder / name).write_text(text, "utf-8")
    open_facts(folder / "gongkai.db", create=True).close()
    open_people(folder / "team.db", create=True).close()
    for name in ("vault", "out"):
        (folder / name).mkdir(exist_ok=True)
    return new


@contextmanager
def open_workspace(folder: Path, clock: Clock) -> Iterator[Workspace]:
    """Opens a workspace for one call and checks its clock.

    Raises BadInput when the folder is no workspace, its settings are wrong, or the call's clock does not fit;
    CannotRun when its database comes from a newer version.
    """
    if not (folder / "gongkai.db").exists():
        raise BadInput(f"{folder} is no workspace; make one with: gongkai init {folder}")
    settings = read_settings(folder / "gongkai.toml")
    facts, people = open_facts(folder / "gongkai.db"), open_people(folder / "team.db")
    try:
        check_clock(facts, clock)
        yield Workspace(folder, settings, facts, people, Vault(folder / "vault"))
    finally:
        facts.close()
        people.close()


def check_clock(facts: Database, clock: Clock) -> None:
    """Refuses a call whose clock does not fit the workspace (contract 1)."""
    kind = clock_kind(facts)
    if kind is not None and kind != clock.kind:
        mend = "pass --now" if kind == "simulated" else "leave --now away"
        raise BadInput(f"this workspace lives in {kind} time, this call in {clock.kind} time; {mend}")
    newest = newest_moment(facts)
    if clock.simulated and newest and clock.simulated.isoformat() < newest:
        raise BadInput(f"--now {clock.simulated.isoformat()} lies before the newest stored event, {newest}")


def clock_kind(facts: Database) -> str | None:
    """`real` or `simulated` once the first crawl has fixed it, else None."""
    row = next(facts.query("select value from meta where key = 'clock'"), None)
    return row["value"] if row else None


def fix_clock(facts: Database, clock: Clock) -> None:
    """Fixes the workspace as real or simulated; later calls must be of the same kind."""
    facts.execute("insert or ignore into meta(key, value) values ('clock', ?)", [clock.kind])


def newest_moment(facts: Database) -> str | None:
    """The newest time anything stored bears, as ISO text in Shanghai time."""
    sql = """select max(m) newest from (
        select started m from runs union all select seen from documents union all select at from events)"""
    row = next(facts.query(sql))
    newest: str | None = row["newest"]
    return newest


@contextmanager
def lock(folder: Path, name: str) -> Iterator[bool]:
    """Holds one lock of the workspace; yields False, holding nothing, when another process has it.

    The operating system frees it when the process ends, however it ends.
    """
    place = folder / ".locks"
    place.mkdir(exist_ok=True)
    with (place / f"{name.replace('/', '_').replace(':', '_')}.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
