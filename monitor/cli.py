"""gongkai …: one thin function per command."""

import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from monitor import answers
from monitor.call import Call, command, counted, end, end_well
from storage.errors import BadInput
from storage.runs import fault_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.reading import Reading
    from monitor.reading import Progress

YEAR = click.IntRange(2008, 2100)
PATH = click.Path(path_type=Path)
BY = click.option("--by", metavar="WHO", envvar=["GONGKAI_USER", "USER"], default="unnamed", show_default=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="gongkai-watch", prog_name="gongkai")
@click.option("-v", "--verbose", is_flag=True, help="Tell every step on stderr.")
def cli(verbose: bool) -> None:
    """Watches whether governments publish their annual report on information disclosure, on time and consistent."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(message)s"
    )


@cli.group("agencies")
def agencies() -> None:
    """The registry: who must publish."""


@command(cli, "demo", click.argument("folder", type=PATH, default="gongkai-demo"))
def demo(call: Call, folder: Path) -> None:
    """Live through several weeks of a small simulated web, ending with a digest and a board."""
    from monitor.demo import live

    told = live(folder.resolve(), lambda line: click.echo(line, err=True))
    call.answer(told, f"digest: {told['digest']}\nboard:  {told['board']}")


@command(cli, "init", click.argument("folder", type=PATH, required=False))
def init(call: Call, folder: Path | None) -> None:
    """Make a workspace."""
    from monitor.agencies import HEADER
    from storage.workspace import make_workspace

    place = folder.resolve() if folder else call.folder
    made = make_workspace(place, HEADER)
    call.answer(
        {"workspace": str(place), "made": made},
        f"{place} {'is ready' if made else 'was a workspace already'}\nnext: gongkai agencies import FILE",
    )


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
    "extract",
    click.argument("files", nargs=-1, type=PATH),
    click.option("--detail", is_flag=True, help="Every cell with its raw text, confidence and place."),
)
def extract(call: Call, files: tuple[Path, ...], detail: bool) -> None:
    """Read reports: the FILES given, or every kept document not yet read by this version."""
    from monitor import reading

    if files:
        missing, _ = _tell_all(call, reading.read_files(files), detail)
        end(missing)
        return
    with call.open() as workspace:
        _, broken = _tell_all(call, reading.read_stored(workspace, call.clock), detail)
    end(broken)


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
    "assign",
    click.argument("document"),
    click.option("--agency", metavar="ID"),
    click.option("--year", type=YEAR),
    click.option("--not", "none", is_flag=True, help="It is no annual report."),
    BY,
)
def assign(call: Call, document: str, agency: str | None, year: int | None, none: bool, by: str) -> None:
    """Decide whose report of which year a kept DOCUMENT is; overrules every rule."""
    from monitor.assigning import decide

    if none == (agency is not None and year is not None) or (none and (agency or year)):
        raise BadInput("say either --agency ID --year Y, or --not")
    with call.open() as workspace:
        decided = decide(workspace, document, agency, year, by, call.clock.now())
    call.answer({"document": decided.sha256, "agency": agency, "year": year, "by": by}, "kept\nnext: gongkai check")


@command(
    cli,
    "settle",
    click.argument("document"),
    click.argument("cell"),
    click.argument("value", required=False),
    BY,
    click.option("--why", metavar="TEXT", help="On what the number rests."),
    click.option("--undo", is_flag=True, help="Take back what was said of this cell."),
    negatives=True,
)
def settle(call: Call, document: str, cell: str, value: str | None, by: str, why: str | None, undo: bool) -> None:
    """Say what one CELL of a kept DOCUMENT prints: VALUE is a number, or `blank`."""
    from extract import VERSION
    from monitor import unsettled

    if undo == (value is not None) or undo == bool(why):
        raise BadInput("say either VALUE and --why TEXT, or --undo")
    with call.open() as workspace:
        if undo:
            told = {"document": unsettled.unsettle(workspace, document, cell), "cell": cell}
        else:
            said = (str(value), by, str(why))
            told = answers.of_settlement(
                unsettled.settle(workspace, VERSION, document, cell, *said, now=call.clock.now())
            )
    call.answer(told, f"{'taken back' if undo else 'kept'}\nnext: gongkai check")


@command(cli, "unsettled")
def unsettled(call: Call) -> None:
    """List the cells that could not be read with confidence and that nobody has settled."""
    from extract import VERSION
    from monitor.unsettled import unsettled as open_cells

    with call.open() as workspace:
        rows = [answers.of_unsettled(one) for one in open_cells(workspace, VERSION, call.clock.now())]
    call.rows(rows, _unsettled, "none")


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


@command(cli, "run")
def run(call: Call) -> None:
    """Crawl, extract, check, digest in order."""
    from monitor import steps

    with call.open() as workspace:
        told, failed = steps.run(workspace, call.clock)
    call.answer(
        told, "\n".join(f"{name}: {counted(counts)}" for name, counts in told.items()) + "\nnext: gongkai board"
    )
    end(failed)


@command(cli, "serve")
def serve(call: Call) -> None:
    """Work by the schedule of gongkai.toml until told to stop."""
    from monitor.schedule import serve as work

    with call.open() as workspace:
        work(workspace, call.clock)


@command(cli, "verify")
def verify(call: Call) -> None:
    """Hash everything kept again; name whatever is not as it was written."""
    from monitor.verify import verify as examine

    with call.open() as workspace:
        told = examine(workspace)
    bad = [f"{one['file']}: {one['message']}" for one in told["bad"]]
    call.answer(told, "\n".join([*bad, f"{told['checked']} files checked, {len(bad)} bad"]))
    end(bool(bad))


@command(cli, "doctor")
def doctor(call: Call) -> None:
    """What works here and what is missing."""
    from monitor.doctor import examine

    told = examine(call.folder, call.clock)
    call.answer(told, "\n".join(_examined(item) for item in told["items"]))
    end(not told["ok"])


def _unsettled(row: dict[str, Any]) -> str:
    place = " ".join(f"{name} {number}" for name, number in row["place"].items() if number is not None)
    printed = " ".join(row["raw"].split())
    again = ""
    if earlier := row["earlier"]:
        said = "blank" if earlier["number"] is None else earlier["number"]
        again = f"\tasks again: {said} in an earlier version, by {earlier['by']}"
    return f"{row['document'][:12]}\t{row['agency']}\t{row['year']}\t{row['cell']}\t{place}\t“{printed}”{again}"


def _examined(item: dict[str, Any]) -> str:
    mend = f"\n{'':8}mend it: {item['fix']}" if item["fix"] else ""
    return f"{item['state']:<8}{item['name']}: {item['message']}{mend}"


def _tell_all(call: Call, read: "Iterable[Progress]", detail: bool) -> tuple[bool, bool]:
    """Tells every reading as it comes, with a bar where the answers do not show how far it is.

    Answers whether a file gave no record, and whether something of ours failed.
    """
    missing = broken = False
    hidden = sys.stdout.isatty() or not sys.stderr.isatty()
    with click.progressbar(length=1, label="reading", file=sys.stderr, hidden=hidden, show_pos=True) as bar:
        for progress in read:
            bar.length = progress.of
            bar.update(progress.done - bar.pos)
            for one in progress.readings:
                _tell(call, one, detail)
                missing |= one.record is None
                broken |= one.fault is not None
    return missing, broken


def _tell(call: Call, read: "Reading", detail: bool) -> None:
    output = read.output(detail)
    if call.as_json:
        click.echo(json.dumps(output, ensure_ascii=False))
    elif "error" in output:
        click.echo(f"{output['source']['path']}: {output['error']['message']} [{output['error']['code']}]")
    else:
        click.echo(f"{output['source']['path']}: {output['title']} · {output['year']} · {output['confidence']}")


def main() -> NoReturn:
    """The command as installed."""
    end_well(cli)


if __name__ == "__main__":
    main()
