"""The breaker: a host that fails several times in a row is left alone for a while, tried once more, then no more."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from crawler.page import Obstacle
from storage.terms import Outcome

MOST_FAILURES = 3
RATE_LIMITED = "rate-limited"


@dataclass(slots=True)
class Breaker:
    """What a pass knows of the hosts that fail it. `pause`: the seconds for which a failing host is left alone.

    `sleep` is how the pass waits.
    """

    pause: float
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    failures: Counter[str] = field(default_factory=Counter)
    rests_until: dict[str, float] = field(default_factory=dict)
    closed: dict[str, Obstacle] = field(default_factory=dict)

    async def wait(self, host: str) -> Obstacle | None:
        """Why a host is asked no more in this pass, if so. A host that rests is waited for; all other passes go on."""
        if host in self.closed:
            return self.closed[host]
        rest = self.rests_until.get(host, 0.0) - asyncio.get_running_loop().time()
        if rest > 0:
            await self.sleep(rest)
        return None

    def note(self, host: str, why: Obstacle | None) -> None:
        """Takes note of how an answer of a host turned out; `why` is what was wrong with it."""
        if why is None or why.outcome not in (Outcome.WALLED, Outcome.UNREACHABLE):
            self.failures[host] = 0
            self.rests_until.pop(host, None)
            return
        self.failures[host] += 1
        if why.kind == RATE_LIMITED:
            self.closed[host] = why
        elif host in self.rests_until:
            self.closed[host] = replace(why, reason=f"{why.reason}；停了 {self.pause:g} 秒再试仍然如此，已停止访问")
        elif self.failures[host] >= MOST_FAILURES:
            self.rests_until[host] = asyncio.get_running_loop().time() + self.pause
