"""Capturing one page because a person asked, and saying whose report it is where he says so."""

from typing import Any

from crawler import capture as keep
from monitor.assigning import assign
from storage.clock import Clock
from storage.workspace import Workspace


def capture(
    workspace: Workspace, clock: Clock, url: str, agency: str | None, year: int | None, by: str
) -> dict[str, Any]:
    """Keeps a page and its files, in this process, which must be a fresh one; the capture of contract 2.

    With an agency and a year the page is that report, by the word of whoever asked. What stood in the way is told in
    `outcome`, `kind` and `reason`. Raises BadInput for an address from which nothing may be taken.
    """
    done = keep(workspace.folder, clock, url, agency)
    decided = None
    if agency and year and done["sha256"] and done["outcome"] == "ok":
        decided = assign(workspace, done["sha256"], agency, year, by, clock.now())
    return {**done, "agency": agency, "year": decided.year if decided else None}
