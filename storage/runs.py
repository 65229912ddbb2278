"""The runs ledger: every call that changed the workspace, and every fault of ours on the way."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from traceback import format_exception

from sqlite_utils import Database

from storage.clock import Clock
from storage.model import Fault, Run
from storage.rows import add_row, from_rows


def begin_run(db: Database, command: str, clock: Clock, vantage: str, years: tuple[int, ...] = ()) -> Run:
    """Opens a line in the ledger. A line without an end is a run that was killed or still goes on."""
    run = Run(0, command, clock.now(), clock.real(), vantage, years)
    return replace(run, id=add_row(db, "runs", run))


def end_run(
    db: Database,
    run: Run,
    ended: datetime,
    exit_code: int,
    requests: int = 0,
    documents: int = 0,
    note: str | None = None,
    hosts: Mapping[str, Mapping[str, int]] | None = None,
) -> None:
    """Closes a line of the ledger. `hosts`: the requests and bytes of each host."""
    change = {
        "ended": ended.isoformat(),
        "exit_code": exit_code,
        "requests": requests,
        "documents": documents,
        "note": note,
        "hosts": json.dumps(hosts or {}),
    }
    db.table("runs").update(run.id, change)


def runs(db: Database, command: str | None = None) -> list[Run]:
    """The ledger, oldest first."""
    return list(
        from_rows(db.query("select * from runs where :c is null or command = :c order by id", {"c": command}), Run)
    )


def record_fault(
    db: Database,
    at: datetime,
    command: str,
    where: str,
    fault: BaseException | str,
    run: int | None = None,
    trace: str | None = None,
) -> None:
    """Keeps something of ours that failed, with its traceback, for the operator."""
    trace = "".join(format_exception(fault)) if isinstance(fault, BaseException) else trace
    message = f"{type(fault).__name__}: {fault}" if isinstance(fault, BaseException) else fault
    row = {"at": at.isoformat(), "command": command, "where": where, "message": message, "run": run, "traceback": trace}
    db.table("faults").insert(row)


def faults(db: Database, since: datetime | None = None) -> list[Fault]:
    """Faults of ours since a moment, oldest first."""
    sql = "select * from faults where :s is null or at > :s order by id"
    return list(from_rows(db.query(sql, {"s": since.isoformat() if since else None}), Fault))


def fault_count(db: Database) -> int:
    """How many faults of ours the workspace remembers."""
    return int(db.execute("select count(*) from faults").fetchone()[0])
