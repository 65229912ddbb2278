"""The commands that write for readers."""

from pathlib import Path

import click

from monitor.call import Call, command, end
from monitor.commands import PATH, cli


@command(
    cli,
    "digest",
    click.option("--out", type=PATH, metavar="DIR", help="Where to write (default: out/ of the workspace)."),
    click.option("--issue", is_flag=True, help="Close this issue: the next one tells only of later changes."),
    click.option("--send", is_flag=True, help="Mail each address what is new to it."),
)
def digest(call: Call, out: Path | None, issue: bool, send: bool) -> None:
    """Write the house edition of what is new since the last issue."""
    from monitor import steps

    with call.open() as workspace:
        told = steps.digest(workspace, call.clock, out, issue, send)
    for complaint in told.complaints:
        click.echo(complaint, err=True)
    answer = told.answer
    call.answer(answer, f"{answer['html']}\n{answer['text']}\nsent to {answer['sent']}")
    end(bool(told.complaints))


@command(
    cli,
    "board",
    click.option("--out", type=PATH, metavar="DIR", help="Where to write (default: out/board)."),
    click.option("--audience", type=click.Choice(["team", "public"]), default="team", show_default=True),
)
def board(call: Call, out: Path | None, audience: str) -> None:
    """Write the roll-call pages."""
    from monitor import steps

    with call.open() as workspace:
        told = steps.board(workspace, call.clock, out, audience)
    call.answer(told, told["index"])
