"""The scoreboard: every family of the miniature web, its column read whole, with few requests and nothing mistaken."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from monitor.demo.shapes import Row, shapes
from monitor.demo.web import MiniatureWeb, Site
from monitor.demo.world import Portal
from storage.model import Lead
from storage.terms import LeadKind, Role
from tests.crawling import DAY, Kept, Watch, report_title

MORE = 1.2  # times the fewest requests
WALLED = {"wall"}
FAMILIES = sorted(set(shapes()) - WALLED)
OFFICES = ("教育", "民政", "司法", "财政", "水利", "农业农村", "商务", "审计", "统计", "医疗保障", "林业", "信访")
BODIES = [f"青禾县{office}局" for office in OFFICES]
YEARS = (2024, 2023, 2022)
LISTED = [
    Row(
        number=300100 + 40 * (2025 - year) + place,
        title=report_title(body, year),
        publisher=body,
        shown=date(year + 1, 1, 28) - timedelta(days=place),
        appears=date(year + 1, 1, 28) - timedelta(days=place),
        text=lambda _: "<p>一、总体情况</p><p>本机关认真落实政府信息公开各项规定。</p>" * 6,
    )
    for year in YEARS
    for place, body in enumerate(BODIES)
]
NOTICE = Row(
    300999, "关于做好2024年政府信息公开年报编制工作的通知", BODIES[0], date(2024, 12, 2), date(2024, 12, 2), str
)
COLUMN = sorted([*LISTED, NOTICE], key=lambda row: (row.shown, row.number), reverse=True)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kept, dict[str, Site]]]:
    watch = Watch(tmp_path_factory.mktemp("families") / "w", "delay = 0\ntimeout = 5.0\n")
    with MiniatureWeb(DAY) as web:
        sites = {name: _open(web, name) for name in FAMILIES}
        for name, site in sites.items():
            for number, body in enumerate(BODIES):
                watch.add(f"{name}-{number}", body, f"{site.url}/")
        watch.crawl()
        yield watch.kept(), sites


def _open(web: MiniatureWeb, name: str) -> Site:
    return web.open(shapes()[name](Portal(name, name, "", "青禾县人民政府", "9901230001"), COLUMN))


def leads(kept: Kept, site: Site) -> list[Lead]:
    columns = {column.id for column in kept.columns if column.portal == site.url.removeprefix("http://")}
    return [lead for lead in kept.leads if lead.column in columns]


@pytest.mark.parametrize("name", FAMILIES)
def test_every_report_is_found_and_nothing_else(name: str, crawled: tuple[Kept, dict[str, Site]]) -> None:
    kept, sites = crawled
    found = {lead.title for lead in leads(kept, sites[name]) if lead.kind is LeadKind.REPORT}
    assert found == {row.title for row in LISTED}


@pytest.mark.parametrize("name", FAMILIES)
def test_the_look_is_complete(name: str, crawled: tuple[Kept, dict[str, Site]]) -> None:
    kept, sites = crawled
    host = sites[name].url.removeprefix("http://")
    columns = {column.id for column in kept.columns if column.portal == host}
    looks = [look for look in kept.looks if look.column in columns]
    assert looks
    assert [(look.complete, look.reason) for look in looks if not look.complete] == []


@pytest.mark.parametrize("name", FAMILIES)
def test_the_reports_wanted_are_kept(name: str, crawled: tuple[Kept, dict[str, Site]]) -> None:
    kept, sites = crawled
    wanted = {lead.url for lead in leads(kept, sites[name]) if lead.year == 2024 and lead.kind is LeadKind.REPORT}
    held = {one.url for one in kept.of(Role.ARTICLE) if one.status == 200}
    assert len(wanted) == len(BODIES)
    assert wanted <= held


@pytest.mark.parametrize("name", FAMILIES)
def test_hardly_more_is_asked_than_must_be(name: str, crawled: tuple[Kept, dict[str, Site]]) -> None:
    _, sites = crawled
    reports = 2 * len(BODIES)  # of the year asked for and of the one before
    if not sites[name].fewest:
        pytest.skip("the fewest requests of this family were not counted")
    assert len(sites[name].visits) <= MORE * (sites[name].fewest + reports), sites[name].paths()
