"""One call of the command: its workspace, its clock, its answer, and how it ends when something is wrong."""

import errno
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, NoReturn

import click

from storage.clock import Clock, parse_now
from storage.db import hindrance
from storage.errors import BadInput, CannotRun, Stopped
from storage.workspace import Workspace, find_workspace, open_workspace

Command = Callable[..., Any]
INTERRUPTED = 130
FULL = (errno.ENOSPC, errno.EROFS, errno.EDQUOT)


class Call:
    """What every command takes: the workspace, the clock, and how to answer."""

    def __init__(self, workspace: str | None, now: str | None, as_json: bool) -> None:
        self.folder = find_workspace(workspace)
        self.clock: Clock = parse_now(now)
        self.as_json = as_json

    def open(self) -> AbstractContextManager[Workspace]:
        """The workspace of this call, opened and its clock checked."""
        return open_workspace(self.folder, self.clock)

    def answer(self, machine: Any, human: str) -> None:
        """Prints the contract's object with --json, else a sentence for a person."""
        click.echo(json.dumps(machine, ensure_ascii=False) if self.as_json else human)

    def rows(self, rows: Iterable[Any], lines: Callable[[Any], str], nothing: str) -> None:
        """Prints an array with --json, else a line for each row."""
        found = list(rows)
        human = "\n".join(map(lines, found)) if found else nothing
        self.answer(found, human)


def command(
    group: click.Group, name: str, *options: Callable[[Command], Command], negatives: bool = False
) -> Callable[[Command], Command]:
    """Registers a command that takes --workspace, --now and --json beside its own options.

    `negatives`: a word such as -5 is an argument, not an unknown option.
    """

    def register(function: Command) -> Command:
        @wraps(function)
        def run(workspace: str | None, now: str | None, as_json: bool, **words: Any) -> Any:
            return function(Call(workspace, now, as_json), **words)

        shared = (
            click.option("--workspace", metavar="DIR", help="The workspace (else $GONGKAI_WORKSPACE, else here)."),
            click.option("--now", metavar="ISO-8601", help="Judge and store as at this moment (with its offset)."),
            click.option("--json", "as_json", is_flag=True, help="Answer in JSON on stdout."),
        )
        for option in reversed((*options, *shared)):
            run = option(run)
        return group.command(name, context_settings={"ignore_unknown_options": negatives})(run)

    return register


def counted(counts: dict[str, Any]) -> str:
    """Counts as a person reads them: `2 added, 1 updated`; counts within counts stand in brackets."""
    return ", ".join(
        f"{name} ({counted(value)})" if isinstance(value, dict) else f"{value} {name}" for name, value in counts.items()
    )


def end_well(group: click.Group) -> NoReturn:
    """Runs the command and exits: one clear line and the contract's exit code for whatever goes wrong."""
    try:
        done = group(standalone_mode=False)
    except click.ClickException as wrong:
        _refuse(f"{wrong.format_message()} (gongkai --help shows how)", BadInput.exit_code)
    except click.Abort:
        _refuse("stopped", INTERRUPTED)
    except Stopped as stopped:
        _refuse(str(stopped), stopped.exit_code)
    except sqlite3.DatabaseError as fault:
        _refuse(f"a database {hindrance(fault)}", CannotRun.exit_code)
    except OSError as fault:
        _refuse_by_system(fault)
    else:
        sys.exit(done if isinstance(done, int) else 0)


def _refuse_by_system(fault: OSError) -> NoReturn:
    if isinstance(fault, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(INTERRUPTED)
    if fault.errno in FULL:
        _refuse(f"cannot go on: {fault.strerror}; nothing stored was lost", CannotRun.exit_code)
    if fault.filename is None:
        raise fault
    _refuse(f"{fault.filename}: {fault.strerror}", BadInput.exit_code)


def end(failed: bool) -> None:
    """Ends a call with exit code 1 when something of ours failed."""
    if failed:
        raise click.exceptions.Exit(1)


def _refuse(line: str, code: int) -> NoReturn:
    click.echo(f"gongkai: {line}", err=True)
    sys.exit(code)
