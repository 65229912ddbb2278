"""The run: which portals are visited, side by side, each ending in an outcome whatever happens to it."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.blindness import Sight
from crawler.browser import find_browser
from crawler.health import Verdict
from crawler.hosts import hosts_of
from crawler.keeping import Keeper
from crawler.manners import Guest, Sleep
from crawler.picturing import Artist
from crawler.platforms import family_names
from crawler.quiet import night_over
from crawler.rendering import Renderer
from crawler.stopping import Stopping
from crawler.traffic import Traffic
from crawler.turns import Turns
from crawler.visit import Task, Visit
from crawler.wanted import due_days, wanted_years
from storage import captures, judgements, portals, registry, runs
from storage.clock import Clock, shanghai_day
from storage.db import writing
from storage.errors import BadInput, CannotRun
from storage.model import Agency, Pass, Run
from storage.settings import USUAL, Settings
from storage.terms import Outcome, State
from storage.workspace import Workspace, fix_clock, lock

logger = logging.getLogger(__name__)

AT_ONCE = 32
BLIND = "blind"
HIDDEN = (Outcome.WALLED, Outcome.UNREACHABLE)
ENOUGH = 3  # passes that saw a portal, before one that does not is a fault rather than a doubt
KILLED = 137
MOST_TOLD = 3
LONG_DEAD = timedelta(hours=1)
FRESH = timedelta(hours=1)  # so long an answer to a run that was killed counts as one to the next
QUESTIONED = (State.OPEN, State.ACKNOWLEDGED)


@dataclass(slots=True)
class Passes:
    """One run over the portals of a workspace."""

    workspace: Workspace
    clock: Clock
    fetch: Callable[[Request], Awaitable[Response]]
    agencies: Sequence[str] = ()
    years: Sequence[int] = ()
    stopping: Stopping = field(default_factory=Stopping)
    summary: dict[str, Any] = field(default_factory=dict)
    locked: int = 0
    done: list[Pass] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)
    cut: set[str] = field(default_factory=set)
    killed: list[int] = field(default_factory=list)

    async def run(self) -> None:
        """Visits every portal once. Raises CannotRun when another crawl holds all, BadInput for bad settings."""
        check_families(self.workspace.settings)
        plan = portals_of(self.workspace, self.agencies)
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(AT_ONCE))  # the disk serves all at once
        self.workspace.vault.sweep(self.clock.real() - LONG_DEAD)
        with lock(self.workspace.folder, "crawl") as alone:
            self._bury(alone)
            await self._once(plan)
            while again := {host: bodies for host, bodies in plan.items() if host in self.cut}:
                self.done, self.traffic, self.cut, self.killed = [], Traffic(), set(), []
                await self._once(again)
        if plan and self.locked == len(plan):
            raise CannotRun("every portal is being crawled by another process; wait until it has ended")

    async def _once(self, plan: dict[str, list[Agency]]) -> None:
        """One run. What a due night cut short is left to the next one."""
        await self._night_over(frozenset().union(*(due_days(bodies, self._year) for bodies in plan.values())))
        run = self._begin()
        try:
            await self._visit_all(run, plan)
        except asyncio.CancelledError:
            self._book(run, self.stopping.code, "stopped")
            raise
        self._end(run, plan)

    @property
    def _pictures(self) -> bool:
        return self.workspace.settings.crawl.pictures != "never"

    @property
    def _year(self) -> int:
        return shanghai_day(self.clock.now()).year

    async def _night_over(self, days: frozenset[date]) -> None:
        """Waits until a night in which reports are due is over; simulated time stands still."""
        over = None if self.clock.simulated else night_over(self.clock.now(), days)
        if over:
            logger.info("due-night waiting-until=%s", over.isoformat())
            await asyncio.sleep((over - self.clock.now()).total_seconds())

    def _bury(self, alone: bool) -> None:
        """Books the runs that were killed; what a late one had been answered is not asked again."""
        facts, now = self.workspace.facts, self.clock.now()
        with writing(facts):
            fix_clock(facts, self.clock)
            for earlier in runs.runs(facts, "crawl") if alone else ():
                if earlier.ended is None:
                    requests, documents = captures.asked_in(facts, earlier.id)
                    runs.end_run(facts, earlier, now, KILLED, requests, documents, "killed")
                    fresh = now - earlier.started <= FRESH and self.clock.real() - earlier.real_started <= FRESH
                    self.killed += [earlier.id] if fresh else []

    def _begin(self) -> Run:
        facts, settings = self.workspace.facts, self.workspace.settings
        with writing(facts):
            fix_clock(facts, self.clock)
            return runs.begin_run(facts, "crawl", self.clock, settings.crawl.vantage, tuple(self.years))

    def _end(self, run: Run, plan: dict[str, list[Agency]]) -> None:
        code = CannotRun.exit_code if plan and self.locked == len(plan) else 0
        note = f"{self.locked} portals were being crawled by another process" if self.locked else None
        self._book(run, code, note)
        counts = Counter(one.outcome for one in self.done)
        self.summary = {
            "run": run.id,
            "agencies": len(self.agencies) or sum(map(len, plan.values())),
            "outcomes": {outcome.value: counts[outcome] for outcome in Outcome},
            "documents": self._total("documents"),
            "requests": self._total("requests"),
            "hosts": self.traffic.table(),
        }

    def _book(self, run: Run, code: int, note: str | None) -> None:
        """Closes the run with what its passes amount to, those that were stopped included."""
        requests, documents = self._total("requests"), self._total("documents")
        now, hosts = self.clock.now(), self.traffic.table()
        runs.end_run(self.workspace.facts, run, now, code, requests, documents, note, hosts)

    def _total(self, what: str) -> int:
        return sum(getattr(one, what) for one in self.done)

    async def _visit_all(self, run: Run, plan: dict[str, list[Agency]]) -> None:
        """All passes, so many at once that a slow portal holds up nobody, all under one time limit."""
        deadline = asyncio.get_running_loop().time() + self.workspace.settings.crawl.pass_minutes * 60
        turns, places = Turns(), asyncio.Semaphore(AT_ONCE)
        renderer = Renderer(self.fetch, find_browser(self.workspace.settings))
        questioned, dues = self._questioned(), self._dues()

        async def visit(host: str, bodies: list[Agency]) -> None:
            async with places:
                with lock(self.workspace.folder, f"portal {host}") as ours:
                    if not ours:
                        self.locked += 1
                        return
                    habits = self.workspace.settings.portals.get(host, USUAL)
                    task = Task(run.id, host, tuple(bodies), self._years(bodies), questioned, habits, dues)
                    await self._visit(task, turns, renderer, deadline, places)

        try:
            async with asyncio.TaskGroup() as group:
                visits = [group.create_task(visit(host, bodies)) for host, bodies in plan.items()]
        except ExceptionGroup as several:
            raise several.exceptions[0] from None
        if any(one.cancelled() for one in visits):
            raise asyncio.CancelledError

    def _questioned(self) -> frozenset[tuple[str, int]]:
        """The agency-years on which an open finding hangs: their reports are read again more often."""
        found = judgements.findings(self.workspace.facts)
        return frozenset((finding.agency, finding.year) for finding in found if finding.state in QUESTIONED)

    def _dues(self) -> dict[tuple[str, int], date]:
        """The due dates of all agency-years that were ever judged."""
        return {(one.agency, one.year): one.due for one in judgements.standings(self.workspace.facts)}

    def _years(self, bodies: list[Agency]) -> frozenset[int]:
        ids = {body.id for body in bodies}
        standings = (one for one in judgements.standings(self.workspace.facts) if one.agency in ids)
        return wanted_years(self.clock.now(), standings, self.years)

    async def _visit(
        self, task: Task, turns: Turns, renderer: Renderer, deadline: float, places: asyncio.Semaphore
    ) -> None:
        """One portal. Whatever goes wrong in it ends its own pass and no other."""
        space = self.workspace
        begun = portals.begin_pass(space.facts, task.run, task.host, self.clock.now())
        keeper = Keeper(space.facts, space.vault, self.clock, task.run, task.host)
        hosts = hosts_of(task.bodies, task.habits.column, task.habits.resources)
        guest = Guest(self.fetch, turns, hosts, keeper, space.settings, _aside(places))
        guest.nights = frozenset() if self.clock.simulated else due_days(task.bodies, self._year)
        guest.resume(one for run in self.killed for one in captures.answers_in(space.facts, run, task.host))
        artist = Artist(self.fetch, renderer.browser, space.facts, space.vault, renderer.places)
        visit = Visit(task, space.facts, space.vault, self.clock, guest, renderer, artist if self._pictures else None)
        try:
            async with asyncio.timeout_at(deadline):
                ended = await visit.go()
        except TimeoutError:
            ended = Verdict(Outcome.BROKEN, "out-of-time", "抓取超过了规定的最长时间")
        except asyncio.CancelledError:
            self._close(begun, guest, Verdict(Outcome.BROKEN, "stopped", "抓取被中止"), Sight())
            raise
        except CannotRun:
            raise
        except Exception as fault:  # noqa: BLE001  (the boundary of one portal)
            runs.record_fault(space.facts, self.clock.now(), "crawl", task.host, fault, task.run)
            ended = Verdict(Outcome.BROKEN, "fault", f"本程序出错：{type(fault).__name__}")
        self._close(begun, guest, ended, visit.sight)

    def _close(self, begun: Pass, guest: Guest, ended: Verdict, seen: Sight) -> None:
        """Ends a pass. One that was blind is a fault of ours, once it cannot be chance and as long as it is new."""
        if seen.blind and ended.outcome not in HIDDEN:
            ended = Verdict(Outcome.BROKEN, BLIND, seen.blind)
            if seen.passes >= ENOUGH and not portals.was_blind(self.workspace.facts, begun.portal, begun.run):
                where, now = begun.portal, self.clock.now()
                runs.record_fault(self.workspace.facts, now, "crawl", where, f"{BLIND}: {seen.blind}", begun.run)
        done = replace(
            begun,
            outcome=ended.outcome,
            kind=ended.kind,
            reports=seen.reports,
            known=seen.known,
            still=seen.still,
            blind=seen.blind if ended.kind == BLIND else None,
            reason=ended.reason + strayed(guest.incidents) + (f"；须查看：{guest.trap}" if guest.trap else ""),
            ended=self.clock.now(),
            requests=guest.requests,
            documents=guest.documents,
        )
        if guest.trap:
            logger.warning("portal=%s trap=%r", begun.portal, guest.trap)
        self.done.append(done)
        self.cut |= {begun.portal} if guest.cut_short else set()
        self.traffic.add(guest.traffic)
        portals.end_pass(self.workspace.facts, done)
        logger.info("portal=%s outcome=%s kind=%s requests=%d", done.portal, done.outcome, done.kind, done.requests)


def _aside(places: asyncio.Semaphore) -> Sleep:
    """A way to wait that leaves its place among those who are under way to somebody else meanwhile."""

    async def sleep(seconds: float) -> None:
        places.release()
        try:
            await asyncio.sleep(seconds)
        finally:
            await places.acquire()

    return sleep


def strayed(incidents: Mapping[str, str]) -> str:
    """What a pass says of redirects off the list, for the operator to look into; empty when there were none."""
    told = [f"{asked} 跳转到名单之外的 {to}" for asked, to in list(incidents.items())[:MOST_TOLD]]
    more = f"等 {len(incidents)} 处" if len(incidents) > MOST_TOLD else ""
    return f"；须查看：{'，'.join(told)}{more}" if incidents else ""


def check_families(settings: Settings) -> None:
    """Raises BadInput for a platform of `[portals]` that is no family we know."""
    known = family_names()
    for host, habits in settings.portals.items():
        if habits.platform and habits.platform not in known:
            near = get_close_matches(habits.platform, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            raise BadInput(f"gongkai.toml [portals] [{host}]: unknown platform {habits.platform!r}; {hint}")


def portals_of(workspace: Workspace, chosen: Sequence[str]) -> dict[str, list[Agency]]:
    """The portals to visit with all their agencies; only those of the chosen agencies, if any are.

    Raises BadInput for an id the registry does not know.
    """
    by_host: dict[str, list[Agency]] = defaultdict(list)
    agencies = registry.agencies(workspace.facts)
    known = {agency.id for agency in agencies}
    if unknown := [one for one in chosen if one not in known]:
        raise BadInput(f"no agency has the id {unknown[0]}; gongkai agencies list shows them")
    for agency in agencies:
        by_host[portals.portal_host(agency.portal)].append(agency)
    return {
        host: bodies for host, bodies in by_host.items() if not chosen or {body.id for body in bodies} & set(chosen)
    }
