"""From the portal to its columns: those that moved, links that are dead ends, columns of single bodies."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Site, redirect
from storage.clock import parse_now
from storage.model import Column
from storage.offers import offers
from storage.terms import LeadKind, Outcome, Role
from storage.workspace import open_workspace
from tests.crawling import DAY, Kept, Watch, article, home, page, report_title, rows, static_site

BODIES = ("青禾县教育局", "青禾县民政局", "青禾县司法局", "青禾县审计局")
OLD, NEW = "/zfxxgknb/", "/zwgk/nb2025/"
WHEN = ("2025-02-03T08:00:00+08:00", "2025-02-05T08:00:00+08:00", "2025-02-09T08:00:00+08:00")
NOT_THERE = Answer(page("提示信息", "<div class='msg'>您访问的页面不存在或已删除！</div>"))
NOTICES = Answer(
    page(
        "通知公告-青禾县人民政府",
        rows([(f"/tz/{n}.html", f"关于公布第{n}批名单的公示", f"2025-01-0{n}") for n in range(1, 8)]),
        "通知公告",
    )
)


def at_new(site: Site) -> None:
    """The portal's menu leads to a new address, at which the same column stands."""
    site.pages[NEW] = site.pages.pop(OLD)
    site.pages["/"] = Answer(home(f"<a href='{NEW}'>政府信息公开年报</a>"))


def another(site: Site) -> None:
    at_new(site)
    site.pages[OLD] = NOTICES


def soft_404(site: Site) -> None:
    at_new(site)
    site.pages[OLD] = NOT_THERE


def sent_on(site: Site) -> None:
    at_new(site)
    site.pages[OLD] = redirect(NEW)


def home_instead(site: Site) -> None:
    at_new(site)
    site.pages[OLD] = lambda _: Answer(home(f"<a href='{NEW}'>政府信息公开年报</a>"))


def gone_for_all(site: Site) -> None:
    site.pages.pop(OLD)


MOVES: dict[str, Callable[[Site], None]] = {
    "another": another, "soft-404": soft_404, "sent-on": sent_on, "home-instead": home_instead, "gone": gone_for_all,
}  # fmt: skip


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Kept], dict[str, Site]]]:
    """Three passes over portals whose column moves after the first."""
    watch, kept = Watch(tmp_path_factory.mktemp("moves") / "w", "delay = 0\ntimeout = 5.0\n"), []
    with MiniatureWeb(DAY) as web:
        sites = {name: web.open(static_site(BODIES)) for name in (*MOVES, "hint")}
        for name, site in sites.items():
            more = {"column": f"{site.url}/was-here/"} if name == "hint" else {}
            watch.add(name, BODIES[0], f"{site.url}/", **more)
        sites["hint"].pages["/was-here/"] = NOT_THERE
        for number, when in enumerate(WHEN):
            watch.crawl(when)
            kept.append(watch.kept())
            for name, move in MOVES.items() if number == 0 else ():
                move(sites[name])
        yield kept, sites


def columns(kept: Kept, site: Site) -> dict[str, Column]:
    there = [one for one in kept.columns if one.portal == site.url.removeprefix("http://")]
    return {one.url.removeprefix(site.url): one for one in there}


def looks(kept: Kept, site: Site, run: int) -> dict[str, bool]:
    there = {one.id: place for place, one in columns(kept, site).items()}
    return {there[one.column]: one.complete for one in kept.looks if one.column in there and one.run == run}


@pytest.mark.parametrize("name", sorted(set(MOVES) - {"gone"}))
def test_a_column_that_moved_is_found_again_and_the_move_kept(
    name: str, moved: tuple[list[Kept], dict[str, Site]]
) -> None:
    kept, sites = moved
    site = sites[name]
    assert looks(kept[0], site, 1) == {OLD: True}
    assert looks(kept[1], site, 2) == looks(kept[2], site, 3) == {NEW: True}
    assert columns(kept[1], site)[OLD].moved == f"{site.url}{NEW}"
    told = next(one.reason for one in kept[1].passes if one.run == 2 and site.url.endswith(one.portal))
    assert told
    assert f"{site.url}{OLD} 已不在原处，现为 {site.url}{NEW}" in told
    assert site.paths().count(OLD) == 2  # the third pass does not ask for it again


def test_a_column_that_is_gone_without_another_one_is_kept_in_view(moved: tuple[list[Kept], dict[str, Site]]) -> None:
    kept, sites = moved
    assert looks(kept[2], sites["gone"], 3) == {OLD: False}
    assert columns(kept[2], sites["gone"])[OLD].moved is None


def test_an_outdated_address_of_the_registry_is_told(moved: tuple[list[Kept], dict[str, Site]]) -> None:
    kept, sites = moved
    site = sites["hint"]
    assert looks(kept[0], site, 1) == {OLD: True}
    told = [one.reason for one in kept[2].passes if site.url.endswith(one.portal)]
    assert all(reason and f"{site.url}/was-here/ 已不在原处" in reason for reason in told)


# ---- links behind which there is nothing ----


@pytest.fixture(scope="module")
def dead(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kept, dict[str, Site]]]:
    """Three passes over six days of portals with one column that stands, and a link named like one that does not."""
    watch = Watch(tmp_path_factory.mktemp("dead") / "w", "delay = 0\ntimeout = 5.0\n")
    wall = Answer("<script>window['$_ts']={};</script>", 412)
    behind = {"gone": Answer("", 404), "soft": NOT_THERE, "wall": wall, "off-list": redirect("http://x.example/nb/")}
    with MiniatureWeb(DAY) as web:
        sites = {name: web.open(static_site(BODIES)) for name in (*behind, "flicker")}
        for name, site in sites.items():
            link = f"<a href='{OLD}'>政府信息公开年报</a><a href='/xz/nb/'>乡镇年报</a>"
            site.pages["/"] = Answer(home(link))
            site.pages["/xz/nb/"] = behind.get(name, Answer("", 404))
            watch.add(name, BODIES[0], f"{site.url}/")
        for when in WHEN:
            watch.crawl(when)
            was = sites["flicker"].pages["/xz/nb/"]
            sites["flicker"].pages["/xz/nb/"] = Answer("", 503) if was == Answer("", 404) else Answer("", 404)
        yield watch.kept(), sites


def test_a_dead_end_is_no_blindness_once_it_was_one_for_days(dead: tuple[Kept, dict[str, Site]]) -> None:
    kept, sites = dead
    seen = [looks(kept, sites["gone"], run) for run in (1, 2, 3)]
    assert seen == [{OLD: True, "/xz/nb/": False}, {OLD: True, "/xz/nb/": False}, {OLD: True}]
    told = [one.reason or "" for one in kept.passes if sites["gone"].url.endswith(one.portal)]
    assert all("“乡镇年报”指向的" in reason for reason in told)


@pytest.mark.parametrize("name", ["soft", "wall", "off-list", "flicker"])
def test_what_may_hide_something_is_never_a_dead_end(name: str, dead: tuple[Kept, dict[str, Site]]) -> None:
    kept, sites = dead
    assert [looks(kept, sites[name], run).get("/xz/nb/") for run in (1, 2, 3)] == [False, False, False]


# ---- columns of single bodies ----

OFFICES = {
    "edu": "青禾县教育局",
    "civil": "青禾县民政局",
    "water": "青禾县水利局",
    "money": "青禾县财政局",
    "trade": "青禾县商务局",
}
ELSEWHERE = "http://trade.example/"
SHARED = ("青禾县司法局", "青禾县审计局", "青禾县统计局")
NAMELESS = "2024年政府信息公开工作年度报告"


def own(name: str, *listed: tuple[str, str, str]) -> Answer:
    trail = f"{name} &gt; 政府信息公开年报"
    return Answer(page(f"政府信息公开年报-{name}", rows(listed), trail))


def body_page(name: str, place: str) -> Answer:
    menu = f"<a href='{OLD}'>政府信息公开年报</a><div><a href='{place}nb/'>信息公开年报</a></div>"
    return Answer(page(f"{name}-青禾县人民政府", menu + "<p>" + "本单位职责如下。" * 20 + "</p>", name))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kept, Site]]:
    watch = Watch(tmp_path_factory.mktemp("own") / "w", "delay = 0\ntimeout = 5.0\n")
    site = static_site(SHARED)
    places = {key: f"/bm/{key}/" for key in OFFICES} | {"trade": ELSEWHERE}
    units = "".join(f"<li><a href='{places[key]}'>{OFFICES[key].removeprefix('青禾')}</a></li>" for key in OFFICES)
    site.pages["/"] = Answer(home(f"<a href='{OLD}'>政府信息公开年报</a><a href='/jg/'>机构设置</a>"))
    site.pages["/jg/"] = Answer(page("机构设置", f"<h3>县政府部门</h3><ul>{units}</ul>", "机构设置"))
    for key in ("edu", "civil"):
        site.pages[f"/bm/{key}/"] = body_page(OFFICES[key], f"/bm/{key}/")
    site.pages["/bm/edu/nb/"] = own(OFFICES["edu"], ("/bm/edu/nb/1.html", NAMELESS, "2025-01-20"))
    site.pages["/bm/edu/nb/1.html"] = Answer(article(NAMELESS))
    other = report_title("青禾县林业局")
    site.pages["/bm/civil/nb/"] = own(
        OFFICES["civil"], ("/bm/civil/nb/1.html", NAMELESS, "2025-01-20"), ("/bm/civil/nb/2.html", other, "2025-01-21")
    )
    site.pages["/bm/water/"] = Answer("<script>window['$_ts']={};</script>", 412)
    site.pages["/bm/money/"] = Answer("", 404)
    with MiniatureWeb(DAY) as web:
        web.open(site)
        for key, name in OFFICES.items():
            watch.add(key, name, f"{site.url}/")
        watch.add("justice", SHARED[0], f"{site.url}/")
        watch.crawl()
        yield watch.kept(), site


def test_a_report_without_a_name_in_a_bodys_own_column_is_its(county: tuple[Kept, Site]) -> None:
    kept, site = county
    mine = columns(kept, site)["/bm/edu/nb/"]
    assert (mine.owner, looks(kept, site, 1)["/bm/edu/nb/"]) == ("edu", True)
    found = [(lead.agency, lead.matched_by, lead.year) for lead in kept.leads if lead.column == mine.id]
    assert found == [("edu", "own page", 2024)]


def test_in_a_column_that_lists_others_too_nobody_is_guessed(county: tuple[Kept, Site]) -> None:
    kept, site = county
    shared = columns(kept, site)["/bm/civil/nb/"]
    assert [lead.agency for lead in kept.leads if lead.column == shared.id and lead.title == NAMELESS] == [None]


def test_a_walled_page_of_a_body_and_one_off_the_list_hide_its_column_and_no_others(county: tuple[Kept, Site]) -> None:
    kept, site = county
    there = {one.owner: looks(kept, site, 1).get(place) for place, one in columns(kept, site).items() if one.owner}
    assert there == {"edu": True, "civil": True, "water": False, "trade": False}
    assert "trade.example" in (kept.last.reason or "")
    assert looks(kept, site, 1)[OLD]
    assert kept.last.outcome is Outcome.OK


def test_nobody_is_asked_whom_a_column_lists(county: tuple[Kept, Site]) -> None:
    kept, _ = county
    assert not [one for one in kept.columns if one.owner == "justice"]
    assert {lead.kind for lead in kept.leads} == {LeadKind.REPORT}


def test_a_column_to_which_the_pages_of_two_bodies_lead_is_nobodys_own(tmp_path: Path) -> None:
    site = static_site(SHARED)
    site.pages["/"] = Answer(home(f"<a href='{OLD}'>政府信息公开年报</a><a href='/jg/'>机构设置</a>"))
    keys = ("edu", "civil", "water")
    units = "".join(f"<li><a href='/bm/{key}/'>{OFFICES[key]}</a></li>" for key in keys)
    site.pages["/jg/"] = Answer(page("机构设置", f"<h3>县政府部门</h3><ul>{units}</ul>", "机构设置"))
    for key in keys[:2]:
        site.pages[f"/bm/{key}/"] = body_page(OFFICES[key], "/bm/both/")
    site.pages["/bm/both/nb/"] = own("教育民政", ("/bm/both/nb/1.html", NAMELESS, "2025-01-20"))
    site.pages["/bm/both/nb/1.html"] = Answer(article(NAMELESS))
    with MiniatureWeb(DAY) as web:
        web.open(site)
        watch = Watch(tmp_path / "w", "delay = 0\n")
        for key in keys:
            watch.add(key, OFFICES[key], f"{site.url}/")
        watch.crawl()
        kept = watch.kept()
    both = columns(kept, site)["/bm/both/nb/"]
    assert both.owner is None
    assert [lead.agency for lead in kept.leads if lead.column == both.id] == [None]


def test_a_disclosure_host_of_its_own_is_entered_where_the_registry_names_it(tmp_path: Path) -> None:
    with MiniatureWeb(DAY) as web:
        xxgk = web.open(static_site(BODIES))
        xxgk.pages["/"] = Answer(page("政府信息公开平台", f"<a href='{OLD}'>政府信息公开年报</a>"))
        named, unnamed = (web.open(Site({"/": Answer(home(f"<a href='{xxgk.url}/'>政府信息公开</a>"))})) for _ in "ab")
        watch = Watch(tmp_path / "w", "delay = 0\n")
        watch.add("named", BODIES[0], f"{named.url}/", hosts=(xxgk.url.removeprefix("http://"),))
        watch.add("unnamed", BODIES[1], f"{unnamed.url}/")
        watch.crawl()
        kept = watch.kept()
    assert [(one.portal, one.url) for one in kept.columns] == [(named.url[7:], f"{xxgk.url}{OLD}")]
    assert kept.look.complete
    outcomes = {one.portal: (one.outcome, one.kind) for one in kept.passes}
    assert outcomes[unnamed.url[7:]] == (Outcome.BROKEN, "no-column")


def test_the_pages_of_bodies_leave_requests_for_the_reports(tmp_path: Path) -> None:
    site = static_site(SHARED)
    names = [
        f"青禾县{one}局" for one in ("教育", "民政", "财政", "商务", "水利", "林业", "体育", "文旅", "气象", "信访")
    ]
    site.pages["/"] = Answer(home(f"<a href='{OLD}'>政府信息公开年报</a><a href='/jg/'>机构设置</a>"))
    units = "".join(f"<li><a href='/bm/{place}/'>{name}</a></li>" for place, name in enumerate(names))
    site.pages["/jg/"] = Answer(page("机构设置", f"<h3>县政府部门</h3><ul>{units}</ul>", "机构设置"))
    site.pages |= {f"/bm/{place}/": Answer(page(name, "<p>机构职能</p>", name)) for place, name in enumerate(names)}
    with MiniatureWeb(DAY) as web:
        web.open(site)
        watch = Watch(tmp_path / "w", "delay = 0\nbudget = 16\n")
        for place, name in enumerate(names):
            watch.add(f"b{place}", name, f"{site.url}/")
        watch.crawl()
        kept = watch.kept()
    asked = [path for path in site.paths() if path.startswith("/bm/")]
    reports = [path for path in site.paths() if path.startswith(OLD) and path != OLD]
    assert 0 < len(asked) < len(names)
    assert len(reports) == 2 * len(SHARED)
    assert kept.look.complete


def test_a_second_column_on_the_disclosure_platform_is_found_for_those_whom_the_first_does_not_list(
    tmp_path: Path,
) -> None:
    site = static_site(SHARED)
    both = f"<a href='{OLD}'>政府信息公开年报</a>"
    site.pages["/"] = Answer(home(f"{both}<a href='/zwgk/'>政府信息公开</a>"))
    site.pages["/zwgk/"] = Answer(page("政府信息公开", f"{both}<a href='/xz/nb/'>乡镇年报</a><a href='/tj/'>年报</a>"))
    title = report_title("青禾县枫桥镇人民政府")
    site.pages["/xz/nb/"] = own("乡镇", ("/xz/nb/1.html", title, "2025-01-20"))
    site.pages["/xz/nb/1.html"] = Answer(article(title))
    site.pages["/tj/"] = NOTICES
    with MiniatureWeb(DAY) as web:
        web.open(site)
        watch = Watch(tmp_path / "w", "delay = 0\n")
        watch.add("fengqiao", "青禾县枫桥镇人民政府", f"{site.url}/")
        watch.crawl()
        kept = watch.kept()
    assert looks(kept, site, 1) == {OLD: True, "/xz/nb/": True}
    assert columns(kept, site)["/xz/nb/"].owner is None
    assert [lead.agency for lead in kept.leads if lead.title == title] == ["fengqiao"]


def test_before_a_report_is_called_missing_the_bodys_own_page_is_seen(tmp_path: Path) -> None:
    everybody = (*SHARED, OFFICES["edu"], OFFICES["civil"])
    site = static_site(everybody, (2023,))
    before = [(f"{OLD}2023/{n}.html", report_title(name, 2023), "2024-01-20") for n, name in enumerate(everybody)]
    listed = [(f"{OLD}2024/{n}.html", report_title(name), "2025-01-20") for n, name in enumerate(SHARED)]
    site.pages[OLD] = Answer(page("政府信息公开年报", rows([*listed, *before]), "政府信息公开年报"))
    site.pages |= {url: Answer(article(title)) for url, title, _ in listed}
    site.pages["/"] = Answer(home(f"<a href='{OLD}'>政府信息公开年报</a><a href='/jg/'>机构设置</a>"))
    units = "".join(f"<li><a href='/bm/{key}/'>{OFFICES[key]}</a></li>" for key in ("edu", "civil", "water"))
    site.pages["/jg/"] = Answer(page("机构设置", f"<h3>县政府部门</h3><ul>{units}</ul>", "机构设置"))
    site.pages["/bm/edu/"] = body_page(OFFICES["edu"], "/bm/edu/")
    site.pages["/bm/edu/nb/"] = own(OFFICES["edu"], ("/bm/edu/nb/1.html", NAMELESS, "2025-01-20"))
    site.pages["/bm/edu/nb/1.html"] = Answer(article(NAMELESS))
    site.pages["/bm/civil/"] = Answer("<script>window['$_ts']={};</script>", 412)
    with MiniatureWeb(DAY) as web:
        web.open(site)
        watch = Watch(tmp_path / "w", "delay = 0\n")
        for key in ("edu", "civil"):
            watch.add(key, OFFICES[key], f"{site.url}/")
        watch.crawl("2025-01-28T08:00:00+08:00")
        early = list(site.paths())
        watch.crawl("2025-02-02T08:00:00+08:00")
        kept = watch.kept()
    assert "/jg/" not in early  # nothing is overdue yet, and whose reports stand where is known
    assert [(lead.agency, lead.year) for lead in kept.leads if lead.title == NAMELESS] == [("edu", 2024)]
    assert looks(kept, site, 2) == {OLD: True, "/bm/edu/nb/": True}  # a wall before the page of civil hides nothing


def test_a_body_behind_a_wall_keeps_nobody_from_looking_for_the_others(tmp_path: Path) -> None:
    site = static_site(SHARED)
    site.pages["/"] = Answer(home(f"<a href='{OLD}'>政府信息公开年报</a><a href='/jg/'>机构设置</a>"))
    units = "".join(f"<li><a href='/bm/{key}/'>{OFFICES[key]}</a></li>" for key in ("edu", "water", "money"))
    site.pages["/jg/"] = Answer(page("机构设置", f"<h3>县政府部门</h3><ul>{units}</ul>", "机构设置"))
    site.pages |= {f"/bm/{key}/": Answer(page(OFFICES[key], "<p>机构职能</p>")) for key in ("edu", "money")}
    site.pages["/bm/water/"] = Answer("<script>window['$_ts']={};</script>", 412)
    with MiniatureWeb(DAY) as web:
        web.open(site)
        watch = Watch(tmp_path / "w", "delay = 0\n")
        for key in ("edu", "water", "money"):
            watch.add(key, OFFICES[key], f"{site.url}/")
        for when in WHEN[:2]:
            watch.crawl(when)
            site.pages["/bm/edu/"] = body_page(OFFICES["edu"], "/bm/edu/")
            site.pages["/bm/edu/nb/"] = own(OFFICES["edu"], ("/bm/edu/nb/1.html", NAMELESS, "2025-01-20"))
            site.pages["/bm/edu/nb/1.html"] = Answer(article(NAMELESS))
        kept = watch.kept()
    assert [(lead.agency, lead.first_run) for lead in kept.leads if lead.title == NAMELESS] == [("edu", 2)]
    assert looks(kept, site, 2) == {OLD: True, "/bm/water/": False, "/bm/edu/nb/": True}


def test_an_address_in_chinese_letters_is_an_address(tmp_path: Path) -> None:
    site = static_site(BODIES)
    site.pages["/年报/list.html"] = redirect("/%E5%B9%B4%E6%8A%A5/2024/index.html")
    listed = [(f"第{place}号.html", report_title(body), "2025-01-20") for place, body in enumerate(BODIES)]
    site.pages["/年报/2024/index.html"] = Answer(page("政府信息公开年报", rows(listed), "政府信息公开年报"))
    site.pages |= {f"/年报/2024/{url}": Answer(article(title)) for url, title, _ in listed}
    site.pages["/"] = Answer(home())
    site.pages.pop(OLD)
    with MiniatureWeb(DAY) as web:
        web.open(site)
        watch = Watch(tmp_path / "w", "delay = 0\n")
        watch.add("edu", BODIES[0], f"{site.url}/", column=f"{site.url}/年报/list.html")
        watch.crawl()
        kept = watch.kept()
    assert {lead.title for lead in kept.leads} == {report_title(body) for body in BODIES}
    assert len(kept.of(Role.ARTICLE)) == len(BODIES)
    assert [look.complete for look in kept.looks if look.entries] == [True]


def test_a_column_off_the_list_is_proposed_to_the_operator_and_a_redirect_there_is_not(tmp_path: Path) -> None:
    site = static_site(BODIES)
    strange = "<a href='http://xxgk.example/nb/'>政府信息公开年报</a><a href='/gone/nb/'>乡镇年报</a>"
    site.pages["/"] = Answer(home(f"<a href='{OLD}'>政府信息公开年报</a>{strange}"))
    site.pages["/gone/nb/"] = redirect("http://clone.example/nb/")
    with MiniatureWeb(DAY) as web:
        web.open(site)
        watch = Watch(tmp_path / "w", "delay = 0\n")
        watch.add("edu", BODIES[0], f"{site.url}/")
        watch.crawl()
    with open_workspace(watch.folder, parse_now(WHEN[0])) as workspace:
        assert [(one.url, one.page) for one in offers(workspace.facts)] == [("http://xxgk.example/nb/", f"{site.url}/")]
