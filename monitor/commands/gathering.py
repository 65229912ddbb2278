"""The commands that bring documents in."""

import click

from monitor.call import Call, command, counted, end
from monitor.commands import BY, YEAR, cli
from storage.errors import BadInput
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


@command(
    cli,
    "capture",
    click.argument("url"),
    click.option("--agency", metavar="ID", help="Whose page it is; by default the portal tells."),
    click.option("--year", type=YEAR, help="With --agency: it is the report of this year, as assign would say."),
    BY,
)
def capture(call: Call, url: str, agency: str | None, year: int | None, by: str) -> None:
    """Keep one page now, with the files that hang on it."""
    from monitor.capturing import capture as keep

    if year and not agency:
        raise BadInput("--year says nothing without --agency ID")
    with call.open() as workspace:
        done = keep(workspace, call.clock, url, agency, year, by)
    ended = done["outcome"] if done["outcome"] == "ok" else f"{done['outcome']}: {done['reason']}"
    files = f", {len(done['attachments'])} files" if done["attachments"] else ""
    call.answer(done, f"{ended}: {done['url']}{files}\nnext: gongkai extract")
