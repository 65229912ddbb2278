"""The commands that bring documents in."""

from pathlib import Path
from typing import Any

import click

from monitor.call import Call, command, counted, end
from monitor.commands import BY, PATH, YEAR, cli
from storage.clock import parse_moment
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


@command(
    cli,
    "hand-in",
    click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE..."),
    click.option("--agency", metavar="ID", help="Whose it is; by default it says so itself."),
    click.option("--year", type=YEAR, help="With --agency: it is the report of this year, as assign would say."),
    click.option("--url", metavar="URL", help="Whence it was saved; in an archive: which of its pages is meant."),
    click.option(
        "--seen", metavar="ISO-8601", help="When it was saved, with its offset; by default an archive says so."
    ),
    BY,
)
def hand_in(call: Call, files: tuple[Path, ...], url: str | None, seen: str | None, **said: Any) -> None:
    """Take in what a person saved where we cannot see: files, or web archives (WARC, WACZ)."""
    from monitor.handing_in import Said
    from monitor.handing_in import hand_in as take

    if len(files) > 1 and url:
        raise BadInput("--url speaks of one file; hand the others in by themselves")
    word = Said(url=url, seen=parse_moment(seen, "--seen") if seen else None, **said)
    with call.open() as workspace:
        taken = [take(workspace, call.clock, file, word) for file in files]
    lines = [f"{len(one['captures'])} kept, {len(one['left_out'])} left out: {one['name']}" for one in taken]
    call.answer(taken[0] if len(taken) == 1 else taken, "\n".join([*lines, "next: gongkai extract"]))


@command(cli, "looked", click.argument("portal"), BY)
def looked(call: Call, portal: str, by: str) -> None:
    """Say that a PORTAL which suddenly showed us nothing really is so."""
    from monitor.looking import looked as take

    with call.open() as workspace:
        said = take(workspace, portal, by, call.clock.now())
    call.answer({"portal": said.portal, "run": said.run, "by": said.by}, "kept\nnext: gongkai check")
