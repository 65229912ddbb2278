"""From an agency's portal to its documents: one polite pass over all portals of a workspace."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from storage.clock import Clock

VERSION = 3
"""The version of our reading of lists. Raise it with every change that may show rows which were not seen before:
what is first seen by a newer version is not thereby newly published."""


def crawl(folder: Path, clock: Clock, agencies: Sequence[str] = (), years: Sequence[int] = ()) -> dict[str, Any]:
    """One pass over the portals, in this process, which must be a fresh one; the crawl object of contract 2.

    Raises BadInput for a wrong call and CannotRun when another crawl holds every portal.
    """
    from crawler.running import run  # Scrapy and the reactor are loaded only by who crawls

    return run(folder, clock, agencies, years)


def capture(folder: Path, clock: Clock, url: str, agency: str | None = None) -> dict[str, Any]:
    """Keeps one page now, with its files, in this process, which must be a fresh one; the capture of contract 2.

    Raises BadInput for an address from which nothing may be taken, CannotRun while a crawl is at its portal.
    """
    from crawler import running

    return running.capture(folder, clock, url, agency)


def explore(folder: Path, clock: Clock, url: str) -> dict[str, Any]:
    """Looks around on a portal, in this process, which must be a fresh one: its family, columns, rows and bodies.

    Raises BadInput for what is no web address, CannotRun while a crawl is there.
    """
    from crawler import running

    return running.explore(folder, clock, url)
