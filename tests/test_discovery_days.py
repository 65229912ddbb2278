"""Discovery and judgement over days: who is said to owe a report, by where bodies keep their reports."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

import extract
from monitor.demo.shapes import Row, shapes
from monitor.demo.web import Answer, MiniatureWeb, Site
from monitor.demo.world import Portal
from monitor.judging import judge_standings
from storage.clock import parse_now
from storage.workspace import open_workspace
from tests.crawling import DAY, Watch, article, home, page, report_title, rows, static_site

DAYS = [f"2025-02-{day:02}T09:00:00+08:00" for day in (2, 4, 7, 9, 13)]
COLUMN = "/zfxxgknb/"
BODY, SILENT = "青禾县教育局", "青禾县水利局"
OTHERS = ("青禾县民政局", "青禾县司法局", "青禾县审计局")
EVERYBODY = (BODY, SILENT, *OTHERS)
HEADINGS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "存在的主要问题及改进情况")
WALL = Answer("<script>window['$_ts']={};</script>", 412)
PLACES = {BODY: "/bm/jyj/", SILENT: "/bm/slj/"}


def column_of(shape: str) -> Site:
    """A portal of a shape: everybody's reports for 2023, everybody's but one body's for 2024."""
    listed = [
        Row(
            100 + 10 * (2025 - year) + place, report_title(body, year), body, date(year + 1, 1, 20), date(2024, 1, 20),
            lambda _: "".join(f"<p>{heading}</p>" for heading in HEADINGS),
        )
        for year in (2024, 2023)
        for place, body in enumerate(EVERYBODY)
        if (body, year) != (SILENT, 2024)
    ]  # fmt: skip
    return shapes()[shape](Portal(shape, shape, "", "青禾县人民政府", ""), listed)


def shared(link: str = "", **pages: Answer) -> Site:
    """A portal whose column lists three bodies; the two others have, or may have, places of their own."""
    site = static_site(OTHERS)
    site.pages["/"] = Answer(home(f"<a href='{COLUMN}'>政府信息公开年报</a>{link}<a href='/jg/'>机构设置</a>"))
    units = "".join(f"<li><a href='{place}'>{body}</a></li>" for body, place in PLACES.items())
    site.pages["/jg/"] = Answer(page("机构设置", f"<h3>县政府部门</h3><ul>{units}</ul>", "机构设置"))
    site.pages |= {f"/bm/{name}/": answer for name, answer in pages.items()}
    return site


def with_own_column() -> Site:
    """The one body has a column of its own, in which nothing says whose the report is."""
    title = "2024年政府信息公开工作年度报告"
    menu = Answer(page(BODY, "<a href='/bm/jyj/nb/'>信息公开年报</a>" + "<p>本局职能如下。</p>" * 30, BODY))
    site = shared(jyj=menu)
    listed = rows([("/bm/jyj/nb/1.html", title, "2025-01-20")])
    site.pages["/bm/jyj/nb/"] = Answer(page("政府信息公开年报", listed, f"{BODY} &gt; 政府信息公开年报"))
    site.pages["/bm/jyj/nb/1.html"] = Answer(article(title))
    return site


def with_dead_link() -> Site:
    return shared("<a href='/xz/nb/'>乡镇年报</a>")


PORTALS: dict[str, Callable[[], Site]] = {
    "departments": lambda: column_of("departments"),
    "ztree": lambda: column_of("ztree"),
    "years": lambda: column_of("years"),
    "own": with_own_column,
    "walled": lambda: shared(jyj=WALL, slj=WALL),
    "dead link": with_dead_link,
    "walled link": lambda: _walled_link(),
}


def _walled_link() -> Site:
    site = shared("<a href='/xz/nb/'>乡镇年报</a>")
    site.pages["/xz/nb/"] = WALL
    return site


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Standings of the two bodies on every portal, after five days."""
    watch = Watch(tmp_path_factory.mktemp("days") / "w", "delay = 0\ntimeout = 3.0\n")
    with MiniatureWeb(DAY) as web:
        for name, build in PORTALS.items():
            site = web.open(build())
            for key, body in (("body", BODY), ("silent", SILENT)):
                watch.add(f"{name.replace(' ', '-')}-{key}", body, f"{site.url}/")
        for when in DAYS:
            web.day = date.fromisoformat(when[:10])
            watch.crawl(when)
        clock = parse_now(DAYS[-1])
        with open_workspace(watch.folder, clock) as workspace:
            found = judge_standings(workspace, clock.now(), extract.VERSION, 2024)
        yield {one.agency: str(one.standing) for one in found}


@pytest.mark.parametrize("name", ["departments", "ztree", "years"])
def test_a_body_that_published_before_and_not_this_year_owes_its_report(judged: dict[str, str], name: str) -> None:
    assert judged[f"{name}-silent"] == "missing"
    assert judged[f"{name}-body"] in ("on-time", "published")


def test_a_report_in_an_own_column_counts_though_the_shared_one_lacks_it(judged: dict[str, str]) -> None:
    assert judged["own-body"] in ("on-time", "published")
    assert judged["own-silent"] == "missing"  # its neighbours are listed, and it has no page of its own


def test_whoever_has_a_page_that_we_cannot_see_owes_nothing(judged: dict[str, str]) -> None:
    assert {judged["walled-body"], judged["walled-silent"]} == {"cannot-see"}


def test_a_dead_link_blinds_nobody_for_ever_and_a_wall_does(judged: dict[str, str]) -> None:
    assert judged["dead-link-silent"] == "missing"
    assert judged["walled-link-silent"] == "cannot-see"
