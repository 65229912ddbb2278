"""The demo: a bundled miniature web lived through several simulated weeks, with the real commands."""

from collections.abc import Callable
from pathlib import Path


def live(folder: Path, say: Callable[[str], None], browser: str = "") -> dict[str, str]:
    """Lives through the weeks in `folder` and answers where the last digest, the board and the workspace are.

    `say` gets every line of the story. `browser` names another Chromium than the one found, or one that is not there.
    Raises BadInput when the folder holds something that is no former demo.
    """
    from monitor.demo.weeks import live_through  # not above: the miniature web is also used without the rest

    return live_through(folder, say, browser)
