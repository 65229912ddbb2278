"""Calls of the command in a process of its own, as one needs that starts the crawler."""

import os
import sys
import tempfile
from pathlib import Path

from monitor.cli import main
from tests.calling import Called
from tests.crawling import FORKS


def _call(words: tuple[str, ...], told: Path) -> None:
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(told / name, os.O_CREAT | os.O_WRONLY), number)
    sys.argv = ["gongkai", *words]
    main()


def called_apart(*words: object, seconds: float = 60.0) -> Called:
    """Calls the command in a process of its own and awaits its end."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder)
        child = FORKS.Process(target=_call, args=(tuple(map(str, words)), told))
        child.start()
        child.join(seconds)
        assert child.exitcode is not None, "the call does not end"
        return Called(child.exitcode, (told / "out").read_text("utf-8"), (told / "err").read_text("utf-8"))
