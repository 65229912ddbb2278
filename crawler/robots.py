"""robots.txt: what a host asks robots not to visit, and how slowly it wants to be asked."""

from dataclasses import dataclass

from protego import Protego

from crawler.page import Obstacle, Page
from storage.model import Outcome

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
        return Obstacle(Outcome.WALLED, "robots", f"robots.txt asks robots not to visit {url}")

    @property
    def delay(self) -> float:
        """The seconds between requests that the host asks for, within reason."""
        asked = self.rules.crawl_delay(PRODUCT) if self.rules else None
        return min(float(asked or 0), MOST_DELAY_SECONDS)


def read_robots(page: Page) -> Robots:
    """The rules in an answer to /robots.txt. No such file: all is open. A wall or an outage there: nothing is."""
    if page.status in (404, 410) or (page.good and page.is_html):
        return Robots()
    if page.good:
        return Robots(Protego.parse(page.body.decode("utf-8-sig", "replace")))
    if page.status in (401, 403) and page.obstacle and page.obstacle.kind == "forbidden":
        return Robots()  # RFC 9309: no access to the file restricts nothing; a wall meets the page itself next
    if page.obstacle is None or page.obstacle.kind == "empty-answer":
        return Robots()
    why = page.obstacle
    return Robots(closed=Obstacle(why.outcome, why.kind, f"robots.txt cannot be read: {why.reason}"))
