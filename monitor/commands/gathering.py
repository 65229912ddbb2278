"""The commands that bring documents in."""

import click

from monitor.call import Call, command, counted, end
from monitor.commands import YEAR, cli
from storage.runs import fault_count


@command(
    cli,
    "crawl",
    click.option("--agency", "ids", multiple=True, metavar="ID", help="Only the portals of these agencies."),
    click.option("--year", "years", multiple=True, type=YEAR, help="Only these report years."),
)
def crawl(call: Call, ids: tuple[str, ...], years: tuple[int, ...]) -> None:
    """One polite pass over the portals."""
    from crawler import crawl as pass_over

    with call.open() as workspace:
        before = fault_count(workspace.facts)
        done = pass_over(call.folder, call.clock, ids, years)
        failed = fault_count(workspace.facts) > before
    told = f"run {done['run']}: {done['documents']} documents, {counted(done['outcomes'])}"
    call.answer(done, f"{told}\nnext: gongkai extract")
    end(failed)
