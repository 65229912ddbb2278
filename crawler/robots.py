"""robots.txt: what a host asks robots not to visit, and how slowly it wants to be asked."""

from dataclasses import dataclass

from protego import Protego

from crawler.page import Obstacle, Page
from storage.terms import Outcome

PRODUCT = "GongkaiWatch"
MOST_DELAY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host. `closed` says why nothing may be asked there now at all."""

    rules: Protego | None = None
    closed: Obstacle | None = None

    def forbid(self, url: str) -> Obstacle | None:
        """Why an address may not be asked, if so."""
        if self.closed:
            return self.closed
        if self.rules is None or self.rules.can_fetch(url, PRODUCT):
            return None
        return Obstacle(Outcome.WALLED, "robots", f"robots.txt 不允许机器访问 {url}")

    @property
    def delay(self) -> float:
        """The seconds between requests that the host asks for, within reason."""
        asked = self.rules.crawl_delay(PRODUCT) if self.rules else None
        return min(float(asked or 0), MOST_DELAY_SECONDS)


def read_robots(page: Page) -> Robots:
    """The rules in an answer to /robots.txt. No such file: all is open. A wall or an outage there: nothing is."""
    why = page.obstacle
    if page.good and not page.is_html:
        return Robots(Protego.parse(page.body.decode("utf-8-sig", "replace")))
    if why and why.outcome in (Outcome.WALLED, Outcome.UNREACHABLE) and why.kind != "forbidden":
        return Robots(closed=Obstacle(why.outcome, why.kind, f"robots.txt 读不到：{why.reason}"))
    return Robots()  # RFC 9309: a file that is not there, or that nobody may read, restricts nothing
