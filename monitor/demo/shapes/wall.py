"""Wall: every visitor is shown a challenge instead of a page."""

from monitor.demo.shapes import Row, page, shape
from monitor.demo.web import Answer, Site
from monitor.demo.world import Portal

CHALLENGE = 412


@shape("wall")
def wall(portal: Portal, _: list[Row]) -> Site:
    """A walled portal; what it publishes nobody sees."""
    return Site(otherwise=Answer(page("wall/challenge", portal).body, CHALLENGE))
