"""The commands of a workspace as a whole: made, tried out, examined."""

from pathlib import Path
from typing import Any

import click

from monitor.call import Call, command, end
from monitor.commands import PATH, cli


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


def _examined(item: dict[str, Any]) -> str:
    mend = f"\n{'':8}mend it: {item['fix']}" if item["fix"] else ""
    return f"{item['state']:<8}{item['name']}: {item['message']}{mend}"
