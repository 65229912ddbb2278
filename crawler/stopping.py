"""Being stopped: which signal asked the crawl to end. Scrapy, which handles it, tells nobody."""

import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

BY_SIGNAL = 128
STOPPED = BY_SIGNAL + signal.SIGTERM
Handler = Callable[[int, FrameType | None], object]


@dataclass(slots=True)
class Stopping:
    """The exit code with which a stopped run ends and is booked: 130 after SIGINT, 143 after SIGTERM and whatever else.

    `asked`: whether a signal has come.
    """

    code: int = STOPPED
    asked: bool = False

    def listen(self) -> None:
        """Listens beside whoever handles the signals already. Does nothing outside the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)
            if callable(before):
                with suppress(ValueError):
                    signal.signal(number, self._beside(before))

    def _beside(self, before: Handler) -> Handler:
        def note(number: int, frame: FrameType | None) -> object:
            self.code, self.asked = BY_SIGNAL + number, True
            return before(number, frame)

        return note
