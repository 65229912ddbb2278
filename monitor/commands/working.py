"""The commands that do everything in order, once or by the schedule."""

from monitor.call import Call, command, counted, end
from monitor.commands import cli


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
