"""Workers: readers in processes of their own, that may die, hang or eat memory without harming the run."""

import multiprocessing
import os
import resource
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass, field
from hashlib import file_digest

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extract import limits
from extract.reading import READER_DIED, TOO_SLOW, Job, Reading, goes_in_batches, read_batch
from storage.folder import modules

AHEAD = 6  # files under way or waiting for each worker: enough to keep it busy, few enough to lose nothing
BATCH = 8  # files that share one start of LibreOffice
RECYCLED = 200  # batches after which a worker is replaced
TRIES = 2

Reader = Callable[[list[Job]], list[list[Reading]]]


@dataclass(frozen=True, slots=True)
class _Crew:
    """The workers, and what they run."""

    pool: ProcessPool
    reader: Reader


@dataclass(slots=True)
class _Batch:
    """Files that one worker reads together; `future` is there once it has begun."""

    jobs: list[Job] = field(default_factory=list)
    future: "ProcessFuture[list[list[Reading]]] | None" = None


def read_each(
    jobs: Iterable[Job], workers: int | None = None, reader: Reader = read_batch
) -> Iterator[tuple[Job, list[Reading]]]:
    """Reads files on all cores and gives what each held, in the order given. `reader` is what the workers run.

    A file whose reader died is tried once more by itself; then its reading is the error `reader-died`, or `too-slow`
    when it hung. Raises OSError for a file that cannot be opened.
    """
    count = workers or _cores()
    with tempfile.TemporaryDirectory(prefix="gongkai-readers-") as folder:
        crew = _Crew(_pool(count, folder), reader)
        waiting: deque[tuple[_Batch, int]] = deque()
        try:
            for job in jobs:
                waiting.append(_placed(crew, job, waiting))
                if len(waiting) >= AHEAD * count:
                    yield _finished(crew, *waiting.popleft())
            while waiting:
                yield _finished(crew, *waiting.popleft())
        finally:
            crew.pool.stop()  # type: ignore[no-untyped-call]
            crew.pool.join()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool(workers: int, folder: str) -> ProcessPool:
    """Processes from a server that has the readers loaded: forking a process with threads may hang."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *modules("extract.formats")])
    return ProcessPool(workers, max_tasks=RECYCLED, initializer=_confine, initargs=[folder], context=context)


def _confine(folder: str) -> None:
    """Limits a worker's memory, and what it leaves behind to a folder that ends with the pool."""
    tempfile.tempdir = os.environ["TMPDIR"] = folder
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, hard))


def _placed(crew: _Crew, job: Job, waiting: Iterable[tuple[_Batch, int]]) -> tuple[_Batch, int]:
    """Puts a file into a batch: one that is still filling, or one of its own, which begins at once."""
    if not goes_in_batches(job):
        return _begun(crew, _Batch([job])), 0
    filling = next((batch for batch, _ in waiting if batch.future is None), _Batch())
    filling.jobs.append(job)
    place = len(filling.jobs) - 1
    return (_begun(crew, filling) if len(filling.jobs) == BATCH else filling), place


def _begun(crew: _Crew, batch: _Batch) -> _Batch:
    seconds = limits.SCAN_SECONDS + limits.SECONDS * len(batch.jobs)
    batch.future = batch.future or crew.pool.schedule(crew.reader, args=[batch.jobs], timeout=seconds)
    return batch


def _finished(crew: _Crew, batch: _Batch, place: int, tries: int = 1) -> tuple[Job, list[Reading]]:
    job, future = batch.jobs[place], _begun(crew, batch).future
    assert future is not None
    try:
        return job, future.result()[place]
    except (TooSlow, ProcessExpired, MemoryError) as fault:
        again = tries < TRIES and not isinstance(fault, MemoryError)  # so much memory it needs every time
        if len(batch.jobs) > 1 or again:
            return _finished(crew, _Batch([job]), 0, tries if len(batch.jobs) > 1 else tries + 1)
        return job, [_lost(job, fault)]


def _lost(job: Job, fault: TooSlow | ProcessExpired | MemoryError) -> Reading:
    """The reading of a file that no reader came back from."""
    with job.path.open("rb") as file:
        sha = file_digest(file, "sha256").hexdigest()
    source = {"path": str(job.path), "sha256": sha, "media_type": None, "bytes": job.path.stat().st_size}
    if isinstance(fault, ProcessExpired):
        code, message = READER_DIED, f"the reader died {TRIES} times, with exit code {fault.exitcode}"
    elif isinstance(fault, MemoryError):
        code, message = "too-large", "the file needs more memory than a reader may have"
    else:
        code, message = TOO_SLOW, "the reader hung and was ended"
    return Reading(source, code=code, message=message, fault=message)
