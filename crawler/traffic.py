"""How much a crawl asked of each host: requests, and the bytes that came back over the line."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Traffic:
    """Requests and bytes by host. Requests that brought no answer count as well."""

    requests: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Traffic") -> None:
        """Takes in what another one counted."""
        self.requests.update(other.requests)
        self.bytes.update(other.bytes)

    def table(self) -> Mapping[str, Mapping[str, int]]:
        """By host, as the run keeps it and `gongkai crawl --json` prints it."""
        return {host: {"requests": self.requests[host], "bytes": self.bytes[host]} for host in sorted(self.requests)}
