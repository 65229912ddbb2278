"""From an agency's portal to its documents: one polite pass over all portals of a workspace."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from storage.clock import Clock


def crawl(folder: Path, clock: Clock, agencies: Sequence[str] = (), years: Sequence[int] = ()) -> dict[str, Any]:
    """One pass over the portals, in this process, which must be a fresh one; the crawl object of contract 2.

    Raises BadInput for a wrong call and CannotRun when another crawl holds every portal.
    """
    from crawler.running import run  # Scrapy and the reactor are loaded only by who crawls

    return run(folder, clock, agencies, years)
