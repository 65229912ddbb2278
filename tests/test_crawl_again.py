"""Crawling again: what is read anew, what vanished, what moved, and what a kill leaves behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from crawler import visit
from crawler.browser import find_browser
from crawler.page import Page
from monitor.demo.web import Answer, MiniatureWeb, Site
from storage.clock import parse_now
from storage.settings import Settings
from storage.terms import LeadKind, Outcome, Role, Via
from storage.workspace import lock, open_workspace
from tests.crawling import (
    DAY,
    NOW,
    Watch,
    article,
    column,
    home,
    one_portal,
    page,
    report_title,
    rows,
    static_site,
)

SLOW = "delay = 0.03\ntimeout = 3.0\n"
BODIES = ("青禾县人民政府", "青禾县教育局", "青禾县民政局", "青禾县水利局")


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def later(days: float) -> str:
    """So many days after the first crawl."""
    now = parse_now(NOW).now() + timedelta(days=days)
    return now.isoformat()


def test_what_is_held_is_read_again_when_it_is_due(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    assert watch.crawl(NOW)["documents"] == 8
    assert watch.crawl(later(0.5))["documents"] == 0
    assert watch.crawl(later(1))["documents"] == 4, "those of the year before rest longer"
    kept = watch.kept()
    assert [one.complete for one in kept.looks] == [True] * 3
    assert {(one.first_run, one.last_run) for one in kept.leads} == {(1, 3)}
    changed = "/zfxxgknb/2024/1.html"
    site.pages[changed] = Answer(article(report_title("青禾县教育局") + "（更正）"))
    watch.crawl(later(3))
    captures = [one for one in watch.kept().of(Role.ARTICLE) if one.url.endswith(changed)]
    assert len({one.sha256 for one in captures}) == 2


def test_a_report_gone_from_its_column_is_asked_for_itself(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl(NOW)
    site.pages["/zfxxgknb/"] = Answer(
        column(rows([("/zfxxgknb/2023/1.html", report_title(BODIES[1], 2023), "2024-01-21")]))
    )
    del site.pages["/zfxxgknb/2024/1.html"]
    watch.crawl(later(0.1))
    last = {one.url.rpartition("/zfxxgknb/")[2]: one.status for one in watch.kept().of(Role.ARTICLE) if one.run == 2}
    assert last["2024/1.html"] == 404
    assert last["2024/2.html"] == 200


def test_years_and_agencies_can_be_chosen(web: MiniatureWeb, tmp_path: Path) -> None:
    site, other = static_site(BODIES, (2024, 2023, 2021)), static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    web.open(other)
    watch.add("lh-gov", "柳汀县人民政府", f"{other.url}/")
    told = watch.crawl(NOW, agencies=["qh-edu"], years=[2021])
    assert (told["agencies"], told["documents"], sum(told["outcomes"].values())) == (1, 4, 1)
    assert all("/2021/" in one.url for one in watch.kept().of(Role.ARTICLE))
    assert other.visits == []


def test_a_wrong_agency_is_refused_before_anything_starts(web: MiniatureWeb, tmp_path: Path) -> None:
    watch = one_portal(web, tmp_path / "w", Site())
    code, _, said = watch.start(NOW, agencies=["qh-eud"]).end()
    assert code == 2
    assert "qh-eud" in said
    assert "Traceback" not in said
    assert watch.kept().runs == []


def test_a_portal_being_crawled_is_left_alone(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    with lock(watch.folder, "portal " + site.url.removeprefix("http://")) as ours:
        code, _, said = watch.start(NOW).end()
    assert ours
    assert code == 3, said
    assert "Traceback" not in said
    assert site.visits == []


def test_the_budget_ends_a_pass_and_the_next_one_goes_on(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site, "delay = 0.01\nbudget = 6\n")
    assert watch.crawl(NOW)["requests"] == 6
    assert watch.kept().look.complete
    assert watch.crawl(later(0.1))["requests"] == 6
    assert len(watch.kept().addresses(Role.ARTICLE)) == 6


def test_a_budget_too_small_for_the_column_proves_nothing(web: MiniatureWeb, tmp_path: Path) -> None:
    body = column(rows([("/1.html", report_title(BODIES[0]), "2025-01-20")]) + "<a href='list_2.html'>下一页</a>")
    site = Site(pages={"/": Answer(home()), "/zfxxgknb/": Answer(body)})
    watch = one_portal(web, tmp_path / "w", site, "delay = 0.01\nbudget = 3\n")
    watch.crawl(NOW)
    assert not watch.kept().look.complete
    assert "请求已用完" in watch.kept().look.reason


def test_a_budget_that_ends_before_the_column_says_so(web: MiniatureWeb, tmp_path: Path) -> None:
    watch = one_portal(web, tmp_path / "w", static_site(BODIES), "delay = 0.01\nbudget = 2\n")
    watch.crawl(NOW)
    assert (watch.kept().last.outcome, watch.kept().last.kind) == (Outcome.BROKEN, "budget")


def test_a_hint_counts_until_the_home_page_knows_better(web: MiniatureWeb, tmp_path: Path) -> None:
    old = column(rows([("/old/1.html", report_title(BODIES[1], 2019), "2020-01-20")]))
    site = static_site(BODIES)
    site.pages["/old/"] = Answer(old)
    watch = one_portal(web, tmp_path / "w", site)
    watch.add("qh-water", "青禾县水利局", f"{site.url}/", column=f"{site.url}/old/")
    watch.crawl(NOW)
    assert {one.url.removeprefix(site.url) for one in watch.kept().columns} == {"/old/", "/zfxxgknb/"}
    del site.pages["/old/"]
    watch.crawl(later(1))
    kept = watch.kept()
    assert kept.last.outcome is Outcome.OK
    assert [one.column for one in kept.looks if one.run == 2] == [
        one.id for one in kept.columns if one.url.endswith("/zfxxgknb/")
    ]


def test_a_known_column_that_walls_up_is_not_forgotten(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl(NOW)
    site.pages["/"] = Answer(home("<a href='/x/'>其他</a>"))
    site.pages["/zfxxgknb/"] = Answer("", status=403)
    watch.crawl(later(1))
    kept = watch.kept()
    assert (kept.last.outcome, kept.last.kind) == (Outcome.WALLED, "forbidden")
    assert (kept.look.run, kept.look.complete) == (2, False)


def test_sub_sites_own_what_names_nobody(web: MiniatureWeb, tmp_path: Path) -> None:
    title = "2024年政府信息公开工作年度报告"
    site = static_site(BODIES)
    site.pages["/jyj/"] = Answer(home("<a href='/jyj/xxgk/'>信息公开</a>"))
    site.pages["/jyj/xxgk/"] = Answer(page("信息公开", "<a href='/jyj/nb/'>信息公开年报</a>"))
    site.pages["/jyj/nb/"] = Answer(column(rows([("/jyj/nb/1.html", title, "2025-01-20")])))
    site.pages["/jyj/nb/1.html"] = Answer(article(title))
    watch = one_portal(web, tmp_path / "w", site)
    watch.add("qh-school", "青禾县教育体育局", f"{site.url}/jyj/")
    watch.crawl(NOW)
    kept = watch.kept()
    lead = next(one for one in kept.leads if one.url.endswith("/jyj/nb/1.html"))
    assert (lead.agency, lead.matched_by) == ("qh-school", "sub-site")
    assert len(kept.columns) == 2


def test_the_scrapy_command_does_the_same(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    words = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"workspace={watch.folder}", "-a", f"now={NOW}"]
    done = subprocess.run(words, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    kept = watch.kept()
    assert kept.last.outcome is Outcome.OK
    assert kept.runs[-1].documents == 8


def facts(watch: Watch) -> str:
    """Everything a workspace knows, apart from runs, looks and times."""
    kept = watch.kept()
    site = kept.columns[0].portal if kept.columns else ""
    return json.dumps(
        [
            [[one.url, one.label, one.found_by] for one in kept.columns],
            [[one.url, one.title, one.kind, one.year, one.publisher, one.agency, str(one.shown)] for one in kept.leads],
            sorted([one.url, one.role, one.status, one.sha256 or "", one.file_name or ""] for one in kept.documents),
            sorted(path.name for path in (watch.folder / "vault").rglob("*") if len(path.name) == 64),
        ],
        ensure_ascii=False,
        indent=1,
    ).replace(site, "HOST")


def with_a_file() -> Site:
    site = static_site(BODIES)
    url = "/zfxxgknb/2024/1.html"
    site.pages[url] = Answer(article(report_title(BODIES[1]), "<a href='/f/1.pdf'>报告.pdf</a>"))
    site.pages["/f/1.pdf"] = Answer(b"%PDF-1.4 report", content_type="application/pdf")
    return site


def test_a_kill_at_any_moment_loses_and_doubles_nothing(web: MiniatureWeb, tmp_path: Path) -> None:
    calm = one_portal(web, tmp_path / "calm", quiet := with_a_file())
    calm.crawl(NOW)
    asked = quiet.paths()
    expected = facts(calm)
    for number, moment in enumerate((1, 3, 5, 9)):
        site = with_a_file()
        watch = one_portal(web, tmp_path / f"killed{number}", site)
        crawling = watch.start(NOW)
        while len(site.visits) < moment and crawling.child.is_alive():
            time.sleep(0.002)
        crawling.child.kill()
        crawling.end()
        watch.crawl(NOW)
        assert facts(watch) == expected, moment
        assert len(site.visits) <= len(asked) + 1, "only what was under way is asked for again"
        killed, whole = watch.kept().runs
        assert (killed.note, killed.exit_code, whole.exit_code) == ("killed", 137, 0)


@pytest.mark.gate
def test_a_kill_at_many_moments_loses_and_doubles_nothing(web: MiniatureWeb, tmp_path: Path) -> None:
    calm = one_portal(web, tmp_path / "calm", quiet := with_a_file(), SLOW)
    calm.crawl(NOW)
    expected, asked = facts(calm), quiet.paths()
    for number in range(40):
        site = with_a_file()
        watch = one_portal(web, tmp_path / f"killed{number}", site, SLOW)
        crawling = watch.start(NOW)
        while not site.visits and crawling.child.is_alive():
            time.sleep(0.001)
        time.sleep(number * 0.011)  # before, while and after something is written, wherever that is
        crawling.child.kill()
        crawling.end()
        watch.crawl(NOW)
        assert facts(watch) == expected, number
        assert len(site.visits) <= len(asked) + 1, number
        rows = [(one.url, one.seen, one.sha256, one.role) for one in watch.kept().documents]
        assert len(rows) == len(set(rows)), number


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_crawl_at_once_and_says_so(
    web: MiniatureWeb, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    site = static_site(BODIES)
    site.pages["/zfxxgknb/2024/1.html"] = Answer("", delay=20)
    watch = one_portal(web, tmp_path / "w", site, "delay = 0.01\ntimeout = 20.0\n")
    crawling = watch.start(NOW)
    while not any("2024" in visit.path for visit in site.visits):
        time.sleep(0.01)
    began = time.monotonic()
    os.kill(crawling.child.pid or 0, number)
    ended, _, said = crawling.end()
    assert time.monotonic() - began < 25
    kept = watch.kept()
    assert (kept.runs[-1].note, kept.last.kind) == ("stopped", "stopped")
    assert ended == kept.runs[-1].exit_code == code
    assert "Traceback" not in said


def script_site(count: int = 3) -> Site:
    """A portal whose list is empty until a script fetches it; its pictures must never be asked for."""
    items = [
        {"url": f"/content/{number}.html", "title": report_title(body), "date": f"2025-01-2{number}"}
        for number, body in enumerate(BODIES[:count])
    ]
    script = (
        "fetch('/api/list?page=1').then(a => a.json()).then(list => list.forEach(one => {"
        "const li = document.createElement('li'), a = document.createElement('a'), s = document.createElement('span');"
        "a.href = one.url; a.textContent = one.title; s.textContent = one.date; li.append(a, s);"
        "document.getElementById('list').append(li); }));"
        "fetch('http://127.0.0.1:9/away').catch(() => 0);"
    )
    pages = {
        "/": Answer(home()),
        "/zfxxgknb/": Answer(column("<ul id='list'></ul><img src='/pixel.png'><script src='/list.js'></script>")),
        "/list.js": Answer(script, content_type="application/javascript"),
        "/api/list": Answer(json.dumps(items), content_type="application/json"),
    }
    pages |= {item["url"]: Answer(article(item["title"])) for item in items}
    return Site(pages=dict(pages))


@pytest.mark.browser
@pytest.mark.skipif(find_browser(Settings()) is None, reason="no browser on this machine")
def test_a_list_that_comes_by_script_is_drawn_and_remembered(web: MiniatureWeb, tmp_path: Path) -> None:
    site = script_site()
    watch = one_portal(web, tmp_path / "w", site, "delay = 0.05\n")
    watch.crawl(NOW)
    kept = watch.kept()
    assert kept.last.outcome is Outcome.OK
    assert kept.look.complete, kept.look.reason
    assert len([one for one in kept.leads if one.kind is LeadKind.REPORT]) == 3
    assert kept.portals[kept.last.portal].rendering is Via.BROWSER
    assert [one.via for one in kept.of(Role.LIST) if one.url.endswith("/zfxxgknb/")] == [Via.HTTP, Via.BROWSER]
    assert "/pixel.png" not in site.paths()
    assert all(visit.together == 1 for visit in site.visits)
    assert min(site.gaps()) >= 0.05
    assert {visit.user_agent for visit in site.visits} == {"GongkaiWatch/0.1"}
    watch.crawl(later(1))
    assert len(watch.kept().columns) == 1


@pytest.mark.browser
@pytest.mark.skipif(find_browser(Settings()) is None, reason="no browser on this machine")
def test_a_wall_before_the_data_is_no_empty_list(web: MiniatureWeb, tmp_path: Path) -> None:
    empty = "document.getElementById('list').textContent = '暂无相关信息'"
    script = f"fetch('/api/list').then(a => a.json()).catch(() => {{ {empty} }})"
    body = column(f"<div id='list'></div><script>{script}</script>")
    site = Site(pages={"/": Answer(home()), "/zfxxgknb/": Answer(body), "/api/list": Answer("x", status=403)})
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl(NOW)
    kept = watch.kept()
    assert (kept.last.outcome, kept.last.kind) == (Outcome.WALLED, "forbidden")
    assert not kept.look.complete
    site.pages["/api/list"] = Answer("{}", content_type="application/json")
    site.pages["/zfxxgknb/"] = Answer(body.replace(".json())", ".json()).then(() => { throw 1 })"))
    watch.crawl(later(1))
    assert (watch.kept().last.outcome, watch.kept().look.complete) == (Outcome.EMPTY, True)


def test_without_a_browser_the_rest_goes_on(web: MiniatureWeb, tmp_path: Path) -> None:
    scripted, plain = script_site(), static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", scripted, "delay = 0.01\nbrowser = '/nowhere/chromium'\n")
    web.open(plain)
    watch.add("lh-gov", "柳汀县人民政府", f"{plain.url}/")
    watch.crawl(NOW)
    ended = {one.portal: (one.outcome, one.kind) for one in watch.kept().passes}
    assert ended[scripted.url.removeprefix("http://")] == (Outcome.BROKEN, "needs-browser")
    assert ended[plain.url.removeprefix("http://")] == (Outcome.OK, None)


def break_at(address: str) -> None:
    """Puts a mistake of ours into the pass over one portal."""
    home_of = visit.Visit._home

    async def broken(self: visit.Visit, url: str) -> Page:
        if url.startswith(address):
            raise RuntimeError("our mistake")
        return await home_of(self, url)

    visit.Visit._home = broken  # type: ignore[method-assign]


def test_one_failing_portal_never_stops_the_others(web: MiniatureWeb, tmp_path: Path) -> None:
    site, other = static_site(BODIES), static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    web.open(other)
    watch.add("lh-gov", "柳汀县人民政府", f"{other.url}/")
    watch.spell = partial(break_at, site.url)
    watch.crawl(NOW)
    kept = watch.kept()
    assert {(one.outcome, one.kind) for one in kept.passes} == {(Outcome.BROKEN, "fault"), (Outcome.OK, None)}
    assert [one.message for one in kept.faults] == ["RuntimeError: our mistake"]


def test_a_year_may_lead_to_the_report_itself(web: MiniatureWeb, tmp_path: Path) -> None:
    title = report_title("青禾县教育局")
    text = "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 五、存在的主要问题及改进情况"
    site = Site(
        pages={
            "/": Answer(home()),
            "/zfxxgknb/": Answer(column("<a href='/zfxxgknb/2024.html'>2024年</a>")),
            "/zfxxgknb/2024.html": Answer(article(title, f"<p>{text}</p>")),
        }
    )
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl(NOW)
    kept = watch.kept()
    assert [(one.title, one.year, one.agency) for one in kept.leads] == [(title, 2024, "qh-edu")]
    assert kept.addresses(Role.ARTICLE) == {"zfxxgknb/2024.html"}
    assert kept.look.complete


def test_the_portal_itself_may_be_the_column(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    web.open(site)
    watch = Watch(tmp_path / "w")
    watch.add("qh-edu", "青禾县教育局", f"{site.url}/zfxxgknb/")
    watch.crawl(NOW)
    assert watch.kept().look.complete
    assert len(watch.kept().leads) == 8


def test_no_crawl_takes_longer_than_it_may(web: MiniatureWeb, tmp_path: Path) -> None:
    site = Site(pages={"/": Answer(home(), delay=40)})
    watch = one_portal(web, tmp_path / "w", site, "delay = 0.01\npass_minutes = 0.1\n")
    began = time.monotonic()
    watch.crawl(NOW)
    assert time.monotonic() - began < 25
    assert (watch.kept().last.outcome, watch.kept().last.kind) == (Outcome.BROKEN, "out-of-time")


def test_the_first_crawl_fixes_the_kind_of_time(web: MiniatureWeb, tmp_path: Path) -> None:
    watch = one_portal(web, tmp_path / "w", static_site(BODIES))
    watch.crawl(NOW)
    code, _, said = watch.start(None).end()
    assert code == 2
    assert "simulated" in said
    with open_workspace(watch.folder, parse_now(later(1))) as workspace:
        assert workspace.facts["meta"].count == 1


@pytest.mark.parametrize("target", ["/new/", "http://elsewhere.example/nb/", "/home-again/"])
def test_a_column_that_is_linked_and_not_there_is_kept_as_not_seen(
    web: MiniatureWeb, tmp_path: Path, target: str
) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl(NOW)
    site.pages["/"] = site.pages["/home-again/"] = Answer(home(f"<a href='{target}'>政府信息公开年报</a>"))
    watch.crawl(later(1))
    kept = watch.kept()
    there = {one.id: one.url for one in kept.columns}
    looks = {there[one.column].removeprefix(site.url): (one.complete, bool(one.reason)) for one in kept.looks[1:]}
    assert looks == {target: (False, True), "/zfxxgknb/": (True, True)}
    assert kept.last.outcome is Outcome.OK
