"""The commands of the registry: who must publish."""

from pathlib import Path

import click

from monitor.call import Call, command, counted
from monitor.commands import PATH, cli


@cli.group("agencies")
def agencies() -> None:
    """The registry: who must publish."""


@command(agencies, "import", click.argument("file", type=PATH))
def agencies_import(call: Call, file: Path) -> None:
    """Load or update agencies from a CSV or XLSX file; a bad file is refused whole."""
    from monitor.agencies import import_agencies

    with call.open() as workspace:
        counts = import_agencies(workspace, file)
    call.answer(counts, f"{counted(counts)}\nnext: gongkai run")


@command(agencies, "list")
def agencies_list(call: Call) -> None:
    """List the registry."""
    from monitor.agencies import list_agencies

    with call.open() as workspace:
        rows = list_agencies(workspace)
    call.rows(
        rows, lambda row: f"{row['id']}\t{row['name']}\t{row['level']}\t{row['kind']}\t{row['portal']}", "none yet"
    )


@command(
    agencies,
    "add",
    click.argument("url"),
    click.option("--out", type=PATH, metavar="FILE", help="Where to write (default: a new file in the workspace)."),
)
def agencies_add(call: Call, url: str, out: Path | None) -> None:
    """Visit a portal and propose its agencies, as a file to review and import."""
    from monitor.adding import add

    with call.open() as workspace:
        added = add(workspace, call.clock, url, out)
    for line in added.told if call.as_json else ():
        click.echo(line, err=True)
    onward = [f"next: review {added.file}, then gongkai agencies import {added.file}"] if added.file else []
    call.answer(added.rows, "\n".join([*added.told, *onward]))
