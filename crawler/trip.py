"""A trip: one portal visited out of turn, because a person asked; as polite and as well kept as any pass."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.browser import find_browser
from crawler.hosts import Hosts
from crawler.keeping import Keeper
from crawler.manners import Guest
from crawler.passes import check_families, strayed
from crawler.rendering import Renderer
from crawler.stopping import Stopping
from crawler.turns import Turns
from storage import portals, runs
from storage.clock import Clock
from storage.db import writing
from storage.errors import CannotRun
from storage.model import Run
from storage.workspace import Workspace, fix_clock, lock


@dataclass(frozen=True, slots=True)
class Way:
    """What a trip has at hand: the workspace, the guest that asks, the browser, and the run it is booked under."""

    workspace: Workspace
    clock: Clock
    guest: Guest
    renderer: Renderer
    run: Run


Errand = Callable[[Way], Awaitable[dict[str, Any]]]


@dataclass(slots=True)
class Trip:
    """One errand at one portal, booked in the ledger as a run of its own."""

    workspace: Workspace
    clock: Clock
    fetch: Callable[[Request], Awaitable[Response]]
    command: str
    host: str
    hosts: Hosts
    errand: Errand
    stopping: Stopping = field(default_factory=Stopping)
    summary: dict[str, Any] = field(default_factory=dict)

    async def run(self) -> None:
        """Does the errand. Raises CannotRun while another crawl is at the portal, and when it takes too long."""
        check_families(self.workspace.settings)
        with lock(self.workspace.folder, f"portal {self.host}") as ours:
            if not ours:
                raise CannotRun(f"{self.host} is being crawled by another process; wait until it has ended")
            way = self._set_out()
            try:
                async with asyncio.timeout(self.workspace.settings.crawl.pass_minutes * 60):
                    told = await self.errand(way)
            except TimeoutError:
                self._book(way, CannotRun.exit_code, "out of time")
                raise CannotRun(f"{self.host} took longer than [crawl] pass_minutes; what came is kept") from None
            except asyncio.CancelledError:
                self._book(way, self.stopping.code, "stopped")
                raise
            except BaseException:
                self._book(way, 1, "fault")
                raise
            self._book(way, 0, None)
        self.summary = {"run": way.run.id, **told, "requests": way.guest.requests}

    def _set_out(self) -> Way:
        space = self.workspace
        with writing(space.facts):
            fix_clock(space.facts, self.clock)
            run = runs.begin_run(space.facts, self.command, self.clock, space.settings.crawl.vantage)
            portals.know_portal(space.facts, self.host)
        keeper = Keeper(space.facts, space.vault, self.clock, run.id, self.host)
        guest = Guest(self.fetch, Turns(), self.hosts, keeper, space.settings)
        return Way(space, self.clock, guest, Renderer(self.fetch, find_browser(space.settings)), run)

    def _book(self, way: Way, code: int, note: str | None) -> None:
        """Closes the run; a redirect off the list is told with it."""
        said = "; ".join(filter(None, (note, strayed(way.guest.incidents).lstrip("；")))) or None
        now, guest = self.clock.now(), way.guest
        facts = self.workspace.facts
        runs.end_run(facts, way.run, now, code, guest.requests, guest.documents, said, guest.traffic.table())
