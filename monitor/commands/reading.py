"""The commands that read reports, and those by which a person reads better."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor import answers
from monitor.call import Call, command, end
from monitor.commands import BY, PATH, YEAR, cli
from storage.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.reading import Reading
    from monitor.reading import Progress


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


def _unsettled(row: dict[str, Any]) -> str:
    place = " ".join(f"{name} {number}" for name, number in row["place"].items() if number is not None)
    printed = " ".join(row["raw"].split())
    again = ""
    if earlier := row["earlier"]:
        said = "blank" if earlier["number"] is None else earlier["number"]
        again = f"\tasks again: {said} in an earlier version, by {earlier['by']}"
    return f"{row['document'][:12]}\t{row['agency']}\t{row['year']}\t{row['cell']}\t{place}\t“{printed}”{again}"


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
