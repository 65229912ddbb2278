"""The portals of the demo: which shape each has, and what its annual-report column lists."""

from functools import cache
from importlib.resources import files

from monitor.demo.report import body
from monitor.demo.shapes import Row, shapes
from monitor.demo.web import Site
from monitor.demo.world import Notice, Portal, Published, World


def sites(world: World) -> dict[str, Site]:
    """The simulated portals by id, not yet open."""
    return {portal.id: shapes()[portal.shape](portal, rows(world, portal)) for portal in world.portal}


def rows(world: World, portal: Portal) -> list[Row]:
    """What the annual-report column of a portal lists, newest first."""
    reports = [published for published in world.report if world.portal_of(published) == portal.id]
    notices = [notice for notice in world.notice if notice.portal == portal.id]
    listed = [_report_row(world, published, 100001 + place) for place, published in enumerate(reports)]
    listed += [_notice_row(notice, 200001 + place) for place, notice in enumerate(notices)]
    return sorted(listed, key=lambda row: (row.shown, row.number), reverse=True)


def _report_row(world: World, published: Published, number: int) -> Row:
    report = world.written(published, published.shown)
    return Row(
        number,
        report.full_title,
        report.agency,
        published.shown,
        published.appears or published.shown,
        lambda day: body(world.written(published, day)),
        published.file,
        printed() if published.file else b"",
    )


def _notice_row(notice: Notice, number: int) -> Row:
    return Row(number, notice.title, notice.publisher, notice.shown, notice.shown, lambda day: notice.text)


@cache
def printed() -> bytes:
    """The one report that is a real PDF; scripts/make_demo_pdf printed it."""
    return files(__package__).joinpath("report.pdf").read_bytes()
