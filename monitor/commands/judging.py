"""The commands that judge, and show what was judged."""

import click

from monitor import answers
from monitor.call import Call, command, counted, end
from monitor.commands import YEAR, cli
from storage.runs import fault_count


@command(cli, "check")
def check(call: Call) -> None:
    """Judge every agency and year; open, update and resolve findings."""
    from monitor import steps

    with call.open() as workspace:
        before = fault_count(workspace.facts)
        counts = steps.check(workspace, call.clock)
        failed = fault_count(workspace.facts) > before
    call.answer(counts, f"{counted(counts)}\nnext: gongkai digest")
    end(failed)


@command(cli, "standing", click.option("--year", type=YEAR, help="Only this report year."))
def standing(call: Call, year: int | None) -> None:
    """Who has published, who has not, and whom we cannot see."""
    from monitor import steps

    with call.open() as workspace:
        rows = [answers.of_standing(judged) for judged in steps.standings(workspace, call.clock, year)]
    call.rows(rows, lambda row: f"{row['year']}\t{row['agency']}\t{row['standing']}\t{row['reason']}", "no duties yet")


@command(
    cli,
    "findings",
    click.option("--state", "states", multiple=True),
    click.option("--check", "checks", multiple=True),
    click.option("--agency", "ids", multiple=True, metavar="ID"),
)
def findings(call: Call, states: tuple[str, ...], checks: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """List findings."""
    from monitor.searching import matching

    with call.open() as workspace:
        rows = [answers.of_finding(found) for found in matching(workspace, states, checks, ids)]
    call.rows(rows, lambda row: f"{row['id'][:12]}\t{row['state']}\t{row['severity']}\t{row['message']}", "none")
