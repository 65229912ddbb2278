"""Taking turns: one request at a time at each door, and a delay with jitter between an answer and the next question."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

JITTER = 0.25  # the share of the delay that is added at most: no machine should come like clockwork


class Turns:
    """Who may ask next at each door. Shared by all passes of a crawl: forty hosts on one server are one guest.

    The delay counts from the end of an answer, so that the portal sees at least that gap, however slow the line.
    """

    def __init__(self) -> None:
        self._doors: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._left: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, door: str, delay: float) -> AsyncIterator[None]:
        """Waits for our turn at a door and holds it until the answer is there."""
        clock = asyncio.get_running_loop().time
        async with self._doors[door]:
            gap = delay * (1 + JITTER * random.random())  # noqa: S311  (no secret hangs on it)
            if (wait := self._left.get(door, -gap) + gap - clock()) > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                self._left[door] = clock()
