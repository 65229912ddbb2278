"""The manners of a crawl as the portals' own logs show them, and what it counts, refuses and is told."""

import asyncio
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.browser import find_browser
from crawler.hosts import hosts_of
from crawler.manners import Guest
from crawler.quiet import at_rest
from crawler.traps import Footprints, without_session
from crawler.turns import JITTER, Turns
from monitor.demo.web import Answer, MiniatureWeb, Page, Site, Visit, redirect
from storage.clock import SHANGHAI
from storage.model import Agency
from storage.settings import Crawl, Settings, parse_quiet
from storage.terms import Kind, Level, Outcome, Role, Via
from tests.crawling import DAY, NOW, Watch, article, column, home, one_portal, page, report_title, rows, static_site

BODIES = ("青禾县人民政府", "青禾县教育局", "青禾县民政局", "青禾县水利局", "青禾县司法局")
COLUMN = "/zfxxgknb/"
PAUSE = 0.6


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def failing(site: Site, times: int) -> Site:
    """Lets the reports of a portal fail so many times before they are well."""
    left = [Answer("oops", status=500)] * times

    def unwell(well: Page) -> Page:
        return lambda visit: left.pop() if left else well(visit) if callable(well) else well

    site.pages = {url: unwell(well) if "/20" in url else well for url, well in site.pages.items()}
    return site


def reports(site: Site) -> list[Visit]:
    """The visits to reports, in their order."""
    return [visit for visit in site.visits if "/20" in visit.path]


def test_a_host_that_fails_is_left_alone_and_tried_again(web: MiniatureWeb, tmp_path: Path) -> None:
    site, other = failing(static_site(BODIES), 3), web.open(static_site(BODIES))
    watch = one_portal(web, tmp_path / "w", site, f"delay = 0.01\npause = {PAUSE}\n")
    watch.add("other", "松泉县教育局", f"{other.url}/")
    watch.crawl()
    asked = reports(site)
    assert asked[3].began - asked[2].began >= PAUSE
    read = [one for one in watch.kept().of(Role.ARTICLE) if one.url.startswith(site.url) and one.status == 200]
    assert len(read) == 9, "all but the one that failed twice"
    assert max(visit.began for visit in other.visits) < asked[3].began, "a pause holds up nobody else"


def test_a_host_that_goes_on_failing_is_asked_no_more(web: MiniatureWeb, tmp_path: Path) -> None:
    site = failing(static_site(BODIES), 100)
    watch = one_portal(web, tmp_path / "w", site, f"delay = 0.01\npause = {PAUSE}\n")
    watch.crawl()
    began = [visit.began for visit in reports(site)]
    assert len(began) == 4
    assert began[3] - began[2] >= PAUSE
    assert watch.kept().last.outcome is Outcome.OK
    watch.crawl("2025-02-04T08:00:00+08:00")
    assert len(reports(site)) == 8, "the next pass tries again"


def test_two_names_of_one_server_are_one_guest(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site, "delay = 0.03\n")
    watch.add("twin", "松泉县教育局", f"{site.url.replace('127.0.0.1', 'localhost')}/")
    watch.crawl()
    assert {visit.host.partition(":")[0] for visit in site.visits} == {"127.0.0.1", "localhost"}
    assert {visit.together for visit in site.visits} == {1}
    assert min(site.gaps()) >= 0.03
    assert {one.outcome for one in watch.kept().passes} == {Outcome.OK}


def test_no_two_gaps_are_alike() -> None:
    async def gaps() -> list[float]:
        turns, began = Turns(), []
        for _ in range(9):
            async with turns.turn("127.0.0.1", 0.02):
                began.append(asyncio.get_running_loop().time())
        return [later - earlier for earlier, later in pairwise(began)]

    found = asyncio.run(gaps())
    assert min(found) >= 0.02
    assert max(found) - min(found) > 0.02 * JITTER / 10


@pytest.mark.parametrize(
    ("span", "hour", "quiet"),
    [
        ("23:00-06:00", "22:59", False), ("23:00-06:00", "23:00", True), ("23:00-06:00", "05:59", True),
        ("23:00-06:00", "06:00", False), ("12:00-14:00", "13:00", True), ("12:00-14:00", "14:00", False),
        ("", "00:00", False),
    ],
)  # fmt: skip
def test_quiet_hours(span: str, hour: str, quiet: bool) -> None:
    moment = datetime.fromisoformat(f"2025-02-03T{hour}:00").replace(tzinfo=SHANGHAI)
    why = at_rest(moment.astimezone(tz=None), parse_quiet(span))
    assert bool(why) is quiet
    assert why is None or (why.hides and why.outcome is Outcome.BROKEN)


def test_nothing_is_asked_in_quiet_hours(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site, 'delay = 0.01\nquiet = "07:30-08:30"\n')
    watch.crawl()
    last = watch.kept().last
    assert site.visits == []
    assert (last.outcome, last.kind, last.requests) == (Outcome.BROKEN, "quiet-hours", 0)
    assert "安静时段（07:30–08:30）" in str(last.reason)
    watch.crawl("2025-02-03T08:30:00+08:00")
    assert watch.kept().last.outcome is Outcome.OK


def test_requests_and_bytes_are_counted_by_host(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    summary = watch.crawl()
    host = site.url.removeprefix("http://")
    sent = sum(len(site.answer(visit).data) for visit in site.visits)
    assert summary["hosts"] == {host: {"requests": len(site.visits), "bytes": sent}}
    run = watch.kept().runs[-1]
    assert (run.hosts, run.requests) == (summary["hosts"], summary["requests"])
    assert run.requests == len(site.visits)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_crawl_is_booked_with_what_it_did(web: MiniatureWeb, tmp_path: Path, number: signal.Signals) -> None:
    site = static_site(BODIES)
    site.pages["/zfxxgknb/2024/1.html"] = Answer("", delay=20)
    watch = one_portal(web, tmp_path / "w", site, "delay = 0.01\ntimeout = 20.0\n")
    crawling = watch.start(NOW)
    while not site.inside or "/zfxxgknb/" not in site.paths():
        time.sleep(0.01)
    time.sleep(0.3)
    os.kill(crawling.child.pid, number)
    crawling.end(25)
    run = watch.kept().runs[-1]
    assert (run.exit_code, run.note) == (128 + number, "stopped")
    assert run.requests == len(site.visits) + site.inside >= 4
    assert run.documents >= 1
    assert sum(one["requests"] for one in run.hosts.values()) == run.requests


def test_a_killed_crawl_is_booked_with_what_was_kept(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    site.pages["/zfxxgknb/2023/1.html"] = Answer("", delay=20)
    watch = one_portal(web, tmp_path / "w", site, "delay = 0\ntimeout = 20.0\n")
    crawling = watch.start(NOW)
    while "/zfxxgknb/2023/0.html" not in site.paths():
        time.sleep(0.01)
    time.sleep(0.3)
    crawling.child.kill()
    crawling.end()
    seen = len(site.visits)
    site.pages["/zfxxgknb/2023/1.html"] = Answer(article("报告"))
    watch.crawl()
    killed = watch.kept().runs[0]
    assert (killed.exit_code, killed.note, killed.requests, killed.documents) == (137, "killed", seen, 6)


def endless(name: str) -> Site:
    """A column whose next link never ends, and whose pages all show the same."""

    def listed(visit: Visit) -> Answer:
        number = int("".join(filter(str.isdigit, visit.path.rpartition(name)[2])) or 1)
        onward = f"<a href='{COLUMN}{name}{number + 1}'>下一页</a>"
        here = f"<p>{number}</p>" if name == "day=" else ""
        return Answer(column(rows([("/r/1.html", report_title("青禾县教育局"), "2025-01-20")]) + here + onward))

    site = Site(pages={"/": Answer(home()), "/r/1.html": Answer(article("报告"))}, otherwise=listed)
    site.pages["/robots.txt"] = Answer("", status=404)
    return site


def test_an_endless_list_ends_at_the_budget_and_is_told(web: MiniatureWeb, tmp_path: Path) -> None:
    site = endless("day=")
    watch = one_portal(web, tmp_path / "w", site, "delay = 0\nbudget = 30\n")
    watch.crawl()
    kept = watch.kept()
    assert len(site.visits) == 30
    assert not kept.look.complete
    assert "没有尽头的翻页或日历" in kept.look.reason
    assert "须查看" in str(kept.last.reason)


def test_one_page_under_ever_new_addresses_is_told() -> None:
    steps = Footprints()
    for number in range(20):
        steps.note(f"https://www.qinghe.example/l/{number}.html", "same" if number % 3 else None)
    assert "13 个不同的地址" in str(steps.trap(spent=False))
    calm = Footprints()
    for number in range(80):
        calm.note(f"https://www.qinghe.example/l/{number}.html", f"{number}")
    assert calm.trap(spent=False) is None


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://a.cn/l.html;jsessionid=1A2B!3", "https://a.cn/l.html"),
        ("https://a.cn/l.jsp;jsessionid=1A2B?page=2", "https://a.cn/l.jsp?page=2"),
        ("https://a.cn/l?PHPSESSID=0123456789ab&page=2", "https://a.cn/l?page=2"),
        ("https://a.cn/l?page=2&sessionid=0123456789ab", "https://a.cn/l?page=2"),
        ("https://a.cn/l?sid=4028809a0123456789ab", "https://a.cn/l?sid=4028809a0123456789ab"),
        ("https://a.cn/l?", "https://a.cn/l?"),
        ("https://a.cn/l?session_id=0123456789ab#POST:a=;jsessionid=1", "https://a.cn/l#POST:a=;jsessionid=1"),
    ],
)
def test_session_ids_make_no_new_address(url: str, bare: str) -> None:
    assert without_session(url) == bare


def body(portal: str, **more: Any) -> Agency:
    """An agency of the registry."""
    return Agency("a", "青禾县人民政府", Level.COUNTY, Kind.GOVERNMENT, portal, **more)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "0.0.0.0",
        "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.8", "2002:7f00:1::", "64:ff9b::7f00:1",
        "ff02::1", "255.255.255.255",
    ],
)  # fmt: skip
def test_no_public_name_leads_inside(address: str) -> None:
    hosts = hosts_of([body("https://www.qinghe.gov.cn/", hosts=("files.example.org",))])
    for url in ("https://www.qinghe.gov.cn/", "https://xxgk.qinghe.gov.cn/", "https://files.example.org/"):
        assert not hosts.allow_address(url, address), url


@pytest.mark.parametrize("address", ["93.184.216.34", "::ffff:93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses_may_be_entered(address: str) -> None:
    assert hosts_of([body("https://www.qinghe.gov.cn/")]).allow_address("https://www.qinghe.gov.cn/", address)


def test_the_registry_may_name_an_inner_address() -> None:
    hosts = hosts_of([body("http://www.qinghe.gov.cn:8001/", hosts=("10.0.0.8:8001", "127.0.0.1"))])
    assert hosts.allow_address("http://www.qinghe.gov.cn:8001/", "10.0.0.8")
    assert not hosts.allow_address("http://www.qinghe.gov.cn:8001/", "10.0.0.9")
    assert not hosts.allow_address("http://www.qinghe.gov.cn:8002/", "10.0.0.8")
    assert hosts.allow_address("http://127.0.0.1/", "127.0.0.1")
    local = hosts_of([body("http://localhost:8001/")])
    assert local.allow_address("http://localhost:8001/", "127.0.0.1")
    assert not local.allow_address("http://localhost:8002/", "127.0.0.1")
    assert not local.allow_address("http://localhost:8001/", "10.0.0.8")


def resolve_to_here(names: tuple[str, ...]) -> None:
    """A spell: some names live on this machine, as after a hijacked zone, and all others are unknown."""
    usual = socket.gethostbyname

    def here(name: str) -> str:
        if name in names:
            return "127.0.0.1"
        if any(letter.isalpha() and letter not in "xabcdef" for letter in name) and name != "localhost":
            raise socket.gaierror(f"{name} is unknown")
        return usual(name)

    socket.gethostbyname = here


def test_no_hop_leads_inside_or_off_the_list(web: MiniatureWeb, tmp_path: Path) -> None:
    bait = web.open(Site(otherwise=Answer(article("不该来这里"))))
    port = bait.url.rpartition(":")[2]
    stray = [
        f"http://xxgk.qinghe.gov.cn:{port}/", f"http://2130706433:{port}/", f"http://0x7f000001:{port}/",
        f"http://0177.0.0.1:{port}/", f"http://127.1:{port}/", f"http://[::ffff:127.0.0.1]:{port}/",
        f"http://[::1]:{port}/", f"http://localhost:{port}/", f"http://www.songquan.gov.cn:{port}/",
        "file:///etc/passwd", "data:text/html,<h1>x</h1>", "ftp://127.0.0.1/", "//169.254.169.254/latest/",
    ]  # fmt: skip
    titles = [report_title(f"青禾县第{number}街道办事处") for number in range(len(stray))]
    listed = [(f"/r/{number}.html", title, "2025-01-20") for number, title in enumerate(titles)]
    site = web.open(Site(pages={"/": Answer(home()), COLUMN: Answer(column(rows(listed)))}))
    site.pages |= {url: redirect(to) for (url, *_), to in zip(listed, stray, strict=True)}
    names = ("www.qinghe.gov.cn", "xxgk.qinghe.gov.cn", "www.songquan.gov.cn")
    watch = Watch(tmp_path / "w", spell=partial(resolve_to_here, names))
    own = site.url.rpartition(":")[2]
    reachable = (f"127.0.0.1:{own}", f"2130706433:{port}", f"[::1]:{own}")
    watch.add("gov", BODIES[0], f"http://www.qinghe.gov.cn:{own}/", Kind.GOVERNMENT, hosts=reachable)
    watch.crawl()
    kept = watch.kept()
    assert bait.visits == []
    assert kept.last.outcome is Outcome.OK, kept.last.reason
    assert not {one.url for one in kept.of(Role.ARTICLE) if one.status == 200}
    assert "须查看" in str(kept.last.reason)
    assert "名单之外" in str(kept.last.reason)


def test_a_column_that_leaves_the_list_says_so(web: MiniatureWeb, tmp_path: Path) -> None:
    bait = web.open(Site(otherwise=Answer(column(rows([("/1.html", report_title("青禾县教育局"), "2025-01-20")])))))
    site = Site(pages={"/": Answer(home()), COLUMN: redirect(f"{bait.url}/nb/")})
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    kept = watch.kept()
    assert bait.visits == []
    assert not kept.look.complete
    assert "不在该网站允许的域名之内" in kept.look.reason
    assert f"{bait.url}/nb/" in str(kept.last.reason)


def portal_setting(watch: Watch, site: Site, line: str) -> None:
    """Adds a line to the settings of a portal."""
    with (watch.folder / "gongkai.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[portals."{site.url.removeprefix("http://")}"]\n{line}\n')


def test_a_portal_may_have_its_own_delay_and_column(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES[:2], [2024])
    site.pages["/"] = Answer(page("青禾县人民政府", "<p>欢迎</p>" * 50))
    watch = one_portal(web, tmp_path / "w", site, "delay = 0\n")
    portal_setting(watch, site, f'delay = 0.15\ncolumn = "{site.url}{COLUMN}"')
    watch.crawl()
    assert watch.kept().last.outcome is Outcome.OK
    assert min(site.gaps()) >= 0.15


def test_an_unknown_platform_is_refused_with_a_suggestion(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    portal_setting(watch, site, 'platform = "tsr"')
    code, _, said = watch.start().end()
    assert code == 2
    assert "unknown platform 'tsr'; did you mean 'trs'?" in said
    assert site.visits == []


def test_a_platform_may_be_told(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = one_portal(web, tmp_path / "w", site)
    portal_setting(watch, site, 'platform = "trs"')
    watch.crawl()
    kept = watch.kept()
    assert kept.portals[kept.last.portal].family == "trs"


def test_the_browser_may_be_forbidden(web: MiniatureWeb, tmp_path: Path) -> None:
    site = Site(pages={"/": Answer(home()), "/l.js": Answer("fetch('/api')", content_type="text/javascript")})
    site.pages[COLUMN] = Answer(column("<ul id='list'></ul><script>fetch('/api/list')</script>"))
    watch = one_portal(web, tmp_path / "w", site)
    portal_setting(watch, site, 'browser = "never"')
    watch.crawl()
    kept = watch.kept()
    assert (kept.last.outcome, kept.last.kind) == (Outcome.BROKEN, "needs-browser")
    assert "设置不许用浏览器" in kept.look.reason


@pytest.mark.browser
@pytest.mark.skipif(find_browser(Settings()) is None, reason="no browser on this machine")
def test_the_browser_may_be_demanded(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES[:2], [2024])
    watch = one_portal(web, tmp_path / "w", site)
    portal_setting(watch, site, 'browser = "always"')
    watch.crawl()
    kept = watch.kept()
    assert (kept.last.outcome, kept.look.complete) == (Outcome.OK, True), kept.look.reason
    assert [one.url for one in kept.documents if one.via is Via.BROWSER] == [f"{site.url}{COLUMN}"]


def with_sessions(site: Site) -> Site:
    """A portal that marks every address of every page with a session of its own."""
    count = iter(range(10**6))

    def marked(answer: Answer) -> Page:
        text = str(answer.body)
        return lambda _: Answer(re.sub(r"(/zfxxgknb/[^']*)'", rf"\1;jsessionid=AB{next(count)}'", text))

    site.pages = {url: marked(page) for url, page in site.pages.items() if isinstance(page, Answer)}
    return site


def test_sessions_in_addresses_make_no_new_reports(web: MiniatureWeb, tmp_path: Path) -> None:
    site = with_sessions(static_site(BODIES[:2]))
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    first = len(site.visits)
    watch.crawl("2025-02-03T12:00:00+08:00")
    kept = watch.kept()
    assert [look.complete for look in kept.looks] == [True, True], kept.look.reason
    assert len(kept.leads) == 4
    assert first == 3 + 4
    assert not [path for path in site.paths() if "jsessionid" in path]


def test_robots_are_read_even_when_quiet_hours_came_between(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    hours = iter(["11:59", "11:59", "12:10", "12:40"])
    last = ["12:40"]

    def now() -> datetime:
        last[0] = next(hours, last[0])
        return datetime.fromisoformat(f"2025-02-03T{last[0]}:00+08:00")

    async def fetch(request: Request) -> Response:
        asked.append(request.url)
        return Response(request.url, 404, request=request)

    async def somewhere(_: str) -> str:
        return "93.184.216.34"

    async def keep_aside(*_: Any, **__: Any) -> SimpleNamespace:
        return SimpleNamespace(sha256=None)

    monkeypatch.setattr("crawler.manners.resolve", somewhere)
    settings = Settings(Crawl(delay=0, quiet="12:00-12:30"))
    keeper = SimpleNamespace(
        portal="www.qinghe.gov.cn",
        clock=SimpleNamespace(now=now),
        keep_aside=keep_aside,
        held=lambda *_: None,
    )
    guest = Guest(fetch, Turns(), hosts_of([body("https://www.qinghe.gov.cn/")]), keeper, settings)  # type: ignore[arg-type]

    async def looks() -> list[Any]:
        return [await guest.look(f"https://www.qinghe.gov.cn/{name}", Role.HOME) for name in ("a", "b")]

    first, _ = asyncio.run(looks())
    assert first.obstacle.kind == "quiet-hours"
    assert asked == ["https://www.qinghe.gov.cn/robots.txt", "https://www.qinghe.gov.cn/b"]
