"""The deadline: how long this process may go on reading the present file; recognising pictures may take longer."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from extract.unreadable import Unreadable

_running = False


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends the reading inside with Unreadable `too-slow` once the time is over. In the main thread only."""
    global _running
    before = signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _running = True
    try:
        yield
    finally:
        _running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def extend(seconds: float) -> None:
    """Gives the present file so many seconds from now; without a deadline there is nothing to extend."""
    if _running:
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _end(_: int, __: FrameType | None) -> None:
    raise Unreadable("too-slow", "the file takes longer to read than any report should")
