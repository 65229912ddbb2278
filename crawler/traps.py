"""Traps: calendars, endless next links, session ids; addresses without end that lead to the same, and eat a budget."""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SESSION = re.compile(
    r"(?i);jsessionid=[\w.!-]*|(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*|session_?id)=[\w.-]{8,}&?"
)
TRAP_SHARE = 0.5
FEWEST_IN_A_TRAP = 10


def without_session(url: str) -> str:
    """An address without the mark that a server gave to one visit, under which the same page has ever new names."""
    bare, mark, question = url.partition("#")
    return SESSION.sub("", bare).rstrip("?&") + mark + question if SESSION.search(bare) else url


@dataclass(slots=True)
class Footprints:
    """What a pass was led to: how many addresses of one shape, and how many with one and the same content."""

    asked: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    contents: Counter[str] = field(default_factory=Counter)

    def note(self, url: str, sha256: str | None) -> None:
        """Takes note of one address and of what stood there."""
        self.asked += 1
        self.shapes[shape(url)] += 1
        if sha256:
            self.contents[sha256] += 1

    def trap(self, spent: bool) -> str | None:
        """What most of the addresses led to, where it looks like a trap. `spent`: whether they ate the whole budget.

        Ever new addresses with one content are a trap in any case; many of one shape only where there was no end.
        """
        if (count := _most(self.contents)) >= self._least:
            return f"{count} 个不同的地址给出的是同一个网页"
        if spent and (count := _most(self.shapes)) >= self._least:
            return f"{count} 次是同一类地址 {self.shapes.most_common(1)[0][0]}，像是没有尽头的翻页或日历"
        return None

    @property
    def _least(self) -> float:
        return max(FEWEST_IN_A_TRAP, self.asked * TRAP_SHARE)


def _most(counted: Counter[str]) -> int:
    return max(counted.values(), default=0)


def shape(url: str) -> str:
    """An address without what counts it: digits and session ids."""
    parts = urlsplit(without_session(url))
    return re.sub(r"\d+", "N", f"{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else ""))
