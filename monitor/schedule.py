"""gongkai serve: what is due is decided from the runs ledger, and each job is a chain of child processes."""

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from monitor.child import call
from storage import runs
from storage.clock import SHANGHAI, Clock
from storage.errors import BadInput, CannotRun
from storage.model import Run
from storage.settings import Settings, parse_daily, parse_weekly
from storage.workspace import Workspace, clock_kind, lock, open_workspace

LOG = logging.getLogger(__name__)
GRACE_HOURS = 6
STEP_LIMIT_HOURS = 12
LOOK_BACK = timedelta(days=8)
DONE_WELL = (0, 1)


@dataclass(frozen=True, slots=True)
class Job:
    """A regular duty of the service: when it fires, and the commands it runs one after the other."""

    name: str
    trigger: CronTrigger
    commands: tuple[tuple[str, ...], ...]


def jobs(settings: Settings) -> tuple[Job, ...]:
    """The regular duties: a look at every portal each day, a digest each week, in Shanghai time."""
    daily = parse_daily(settings.schedule.daily)
    day, weekly = parse_weekly(settings.schedule.weekly)
    digest = ("digest", "--issue", "--send") if settings.mail.host else ("digest", "--issue")
    return (
        Job("daily", _cron(daily.hour, daily.minute), (("crawl",), ("extract",), ("check",))),
        Job("weekly", _cron(weekly.hour, weekly.minute, day), (digest, ("board",))),
    )


def last_slot(job: Job, now: datetime) -> datetime:
    """The latest moment at or before `now` at which the job should have fired."""
    slot, moment = now - LOOK_BACK, job.trigger.get_next_fire_time(None, now - LOOK_BACK)
    while moment is not None and moment <= now:
        slot, moment = moment, job.trigger.get_next_fire_time(moment, moment + timedelta(seconds=1))
    return slot


def is_due(job: Job, ledger: list[Run], now: datetime) -> bool:
    """Whether a firing was missed: the ledger is older than the latest slot and shows no good end since.

    However many slots were missed, one run makes up for all. A new workspace starts its daily work at once and
    waits for the first weekly slot.
    """
    slot = last_slot(job, now)
    if any(run.command == job.name and run.started >= slot and run.exit_code in DONE_WELL for run in ledger):
        return False
    return (job.name == "daily" and not ledger) or any(run.started < slot for run in ledger)


def serve(workspace: Workspace, clock: Clock) -> None:
    """Runs the service until SIGTERM or SIGINT. Raises CannotRun when another one serves this workspace."""
    if clock.simulated or clock_kind(workspace.facts) == "simulated":
        raise BadInput("the service lives in real time; it cannot serve a simulated workspace or take --now")
    with lock(workspace.folder, "service") as mine:
        if not mine:
            raise CannotRun(f"another service already serves {workspace.folder}")
        _serve(workspace, clock)


def _serve(workspace: Workspace, clock: Clock) -> None:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    scheduler = BackgroundScheduler(timezone=SHANGHAI, executors={"default": ThreadPoolExecutor(1)})
    scheduler.add_listener(_on_miss(workspace, clock), EVENT_JOB_MISSED | EVENT_JOB_ERROR)
    ledger, now = runs.runs(workspace.facts), clock.now()
    for job in jobs(workspace.settings):
        rules = {"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_HOURS * 3600}
        work = _work(workspace, job, clock, stop)
        scheduler.add_job(work, job.trigger, id=job.name, **rules)
        if is_due(job, ledger, now):
            LOG.info("job=%s made-up slot=%s", job.name, last_slot(job, now).isoformat())
            scheduler.add_job(work, id=f"{job.name}-made-up", **rules)
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)


def _work(workspace: Workspace, job: Job, clock: Clock, stop: Event) -> Callable[[], None]:
    def work() -> None:
        with open_workspace(workspace.folder, clock) as mine:
            do(mine, job, clock, stop)

    return work


def do(workspace: Workspace, job: Job, clock: Clock, stop: Event) -> int:
    """Does one job now: its commands in order, each a child process; the worst exit code goes to the ledger."""
    run = runs.begin_run(workspace.facts, job.name, clock, workspace.settings.crawl.vantage)
    worst = 0
    for words in job.commands:
        ended = call([*words, "--workspace", str(workspace.folder)], STEP_LIMIT_HOURS * 3600, stop)
        LOG.info("job=%s command=%s exit=%s", job.name, words[0], ended.exit_code)
        worst = ended.exit_code if ended.exit_code not in DONE_WELL else max(worst, ended.exit_code)
        if worst not in DONE_WELL:
            runs.record_fault(workspace.facts, clock.now(), job.name, words[0], f"ended with {ended.exit_code}", run.id)
            break
    runs.end_run(workspace.facts, run, clock.now(), worst, note="stopped" if stop.is_set() else None)
    return worst


def _on_miss(workspace: Workspace, clock: Clock) -> Callable[[JobExecutionEvent], None]:
    def on_miss(event: JobExecutionEvent) -> None:
        what = event.exception or f"missed its time {event.scheduled_run_time.isoformat()}"
        with open_workspace(workspace.folder, clock) as mine:
            runs.record_fault(mine.facts, clock.now(), "serve", event.job_id, what)

    return on_miss


def _cron(hour: int, minute: int, day: str | None = None) -> CronTrigger:
    return CronTrigger(day_of_week=day, hour=hour, minute=minute, timezone=SHANGHAI)
