"""A command of ours as a child process: its memory and its browser end with it, and so does a hang."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

GONGKAI = (sys.executable, "-m", "monitor.cli")
GRACE_SECONDS = 20.0
TICK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended; `exit_code` is negative when a signal ended it."""

    exit_code: int
    output: str


def call(words: Sequence[str], limit_seconds: float, stop: Event | None = None) -> Ended:
    """Runs one gongkai command to its end, its messages passed on, its answer collected.

    Past the limit, or when `stop` is set, it is asked to end (SIGTERM) and after a grace is ended (SIGKILL).
    """
    child = subprocess.Popen([*GONGKAI, *words], stdout=subprocess.PIPE, text=True)  # noqa: S603  (our own command)
    try:
        return _await(child, limit_seconds, stop.is_set if stop else lambda: False)
    finally:
        _end(child)


def _await(child: "subprocess.Popen[str]", limit_seconds: float, stopped: Callable[[], bool]) -> Ended:
    waited = 0.0
    while True:
        try:
            output, _ = child.communicate(timeout=TICK_SECONDS)
        except subprocess.TimeoutExpired:
            waited += TICK_SECONDS
            if stopped() or waited >= limit_seconds:
                return Ended(_end(child), "")
        else:
            return Ended(child.returncode, output)


def _end(child: "subprocess.Popen[str]") -> int:
    if child.poll() is None:
        child.terminate()
        try:
            child.communicate(timeout=GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
    return child.returncode
