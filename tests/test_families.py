"""The scoreboard: every family of the miniature web, its column read whole, with few requests and nothing mistaken."""

import re
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
TOLD_BY_PAGES = {"openness-cut", "names"}  # their lists name no report whole; what the rows are, their pages say
NOBODYS = {"numbers", "query", "framed", "replaced", "years", "names", "departments"}
HELD_BACK = {"ledger", "catid", "steps", "cards"}  # written without a look at how lists and pagers are read
CUT_SHORT = {"stub", "postback"}  # tests/test_family_fixtures.py asks what is said of these
FAMILIES = sorted(set(shapes()) - WALLED - CUT_SHORT)
OFFICES = ("教育", "民政", "司法", "财政", "水利", "农业农村", "商务", "审计", "统计", "医疗保障", "林业", "信访")
BODIES = [f"青禾县{office}局" for office in OFFICES]
YEARS = (2024, 2023, 2022)
WORDS = "".join(
    f"<p>{number}、{heading}</p><p>本机关认真落实政府信息公开各项规定，有关情况如实报告。</p>"
    for number, heading in zip(
        "一二三四五",
        (
            "总体情况",
            "主动公开政府信息情况",
            "收到和处理政府信息公开申请情况",
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "存在的主要问题及改进情况",
        ),
        strict=True,
    )
)
LISTED = [
    Row(
        number=300100 + 40 * (2025 - year) + place,
        title=report_title(body, year),
        publisher=body,
        shown=date(year + 1, 1, 28) - timedelta(days=place),
        appears=date(year + 1, 1, 28) - timedelta(days=place),
        text=lambda _: WORDS,
    )
    for year in YEARS
    for place, body in enumerate(BODIES)
]
NUMBERS = "|".join(str(row.number) for row in LISTED if row.shown.year > YEARS[-1] + 1)  # of the years wanted
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


@pytest.mark.parametrize("name", sorted(set(FAMILIES) - TOLD_BY_PAGES))
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


@pytest.mark.parametrize("name", sorted(TOLD_BY_PAGES))
def test_what_rows_do_not_say_their_pages_are_asked(name: str, crawled: tuple[Kept, dict[str, Site]]) -> None:
    kept, sites = crawled
    asked = {visit.path for visit in sites[name].visits}
    wanted = {place for place in sites[name].pages if re.search(rf"/(?:{NUMBERS})\.html?$", place)}
    assert len(wanted) == 2 * len(BODIES)
    assert wanted <= asked
    assert not {lead.title for lead in leads(kept, sites[name]) if lead.kind is LeadKind.REPORT and not lead.year}


@pytest.mark.parametrize("name", sorted(set(FAMILIES) - TOLD_BY_PAGES))
def test_the_reports_wanted_are_kept(name: str, crawled: tuple[Kept, dict[str, Site]]) -> None:
    kept, sites = crawled
    wanted = [lead for lead in leads(kept, sites[name]) if lead.year == 2024 and lead.kind is LeadKind.REPORT]
    held = {one.url for one in kept.of(Role.ARTICLE) if one.status == 200}
    assert {lead.title for lead in wanted} == {row.title for row in LISTED if row.shown.year == 2025}
    assert {lead.url for lead in wanted} <= held


@pytest.mark.parametrize("name", FAMILIES)
def test_hardly_more_is_asked_than_must_be(name: str, crawled: tuple[Kept, dict[str, Site]]) -> None:
    _, sites = crawled
    years = len(YEARS) if name in TOLD_BY_PAGES else 2  # the year asked for and the one before; or all that may be
    reports = years * len(BODIES)
    if not sites[name].fewest:
        pytest.skip("the fewest requests of this family were not counted")
    assert len(sites[name].visits) <= MORE * (sites[name].fewest + reports), sites[name].paths()


@pytest.mark.parametrize("name", sorted(NOBODYS | HELD_BACK))
def test_portals_of_nobodys_family_are_read_by_the_generic_finder_alone(
    name: str, crawled: tuple[Kept, dict[str, Site]]
) -> None:
    kept, sites = crawled
    assert kept.portals[sites[name].url.removeprefix("http://")].family == "generic"
