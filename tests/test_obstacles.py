"""Obstacles B1 to B18 of the catalogue: whatever stands before a report that is there, nobody is said to owe it.

Every portal carries the reports of both its bodies, on time, and is visited on five days after the due date.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

import extract
from monitor.demo.web import Answer, MiniatureWeb, Page, Site, Visit, redirect
from monitor.judging import judge_standings
from storage.clock import parse_now
from storage.terms import Kind
from storage.workspace import open_workspace
from tests.crawling import DAY, Watch, article, column, home, page, report_title, rows

COLUMN, MOVED = "/zfxxgknb/", "/zwgk/ndbg/"
BODIES = ("青禾县人民政府", "青禾县教育局")
BEFORE = "2025-01-10T09:00:00+08:00"
AFTER = [f"2025-04-{day:02}T09:00:00+08:00" for day in (1, 3, 4, 6, 9)]
ACCUSED = {"missing", "overdue", "late", "withdrawn"}
SEEN = {"on-time", "published"}
STRANGER = "http://clone.qinghe.example/zfxxgknb/"
RIVER = (
    "<html><head><meta id='9f' content='a1' r='m'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head></html>"
)
CLEARANCE = "<script>document.cookie=('_')+('_')+('jsl_clearance_s=1')+';location.href=location.pathname'</script>"
ACW = "<html><script>var arg1='2A7F4C';setTimeout(function(){reload(arg1)},2);</script></html>"
FIREWALL = "<html><body>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>"
CAPTCHA = page("安全验证", "<form>为保证正常访问，请输入图中验证码<input name='captcha'><button>提交</button></form>")
SOFT_404 = page("页面不存在", "<p>抱歉，您访问的页面不存在或已被删除。</p>").replace("<a ", "<b ")
EMPTY = column("<ul class='list'><li>暂无相关信息</li></ul>")


def listed(years: tuple[int, ...] = (2024, 2023), folder: str = COLUMN) -> list[tuple[str, str, str]]:
    return [
        (f"{folder}{year}/{number}.html", report_title(body, year), f"{year + 1}-01-0{number + 5}")
        for year in years
        for number, body in enumerate(BODIES)
    ]


def portal() -> Site:
    """A portal as it should be."""
    pages: dict[str, Page] = {"/": Answer(home()), COLUMN: Answer(column(rows(listed())))}
    return Site(pages={**pages, **{url: Answer(article(title)) for url, title, _ in listed()}})


def everywhere(answer: Page) -> Callable[[Site], None]:
    """The obstacle stands before the whole portal, robots.txt excepted."""

    def raise_it(site: Site) -> None:
        site.pages = {"/robots.txt": Answer("", content_type="text/plain")}
        site.otherwise = answer

    return raise_it


def at(path: str, answer: Page) -> Callable[[Site], None]:
    """The obstacle stands before one page, and before those below it."""

    def raise_it(site: Site) -> None:
        site.pages |= {url: answer for url in site.pages if url.startswith(path) and path != "/"} | {path: answer}

    return raise_it


def after(requests: int, answer: Answer) -> Callable[[Site], None]:
    """The obstacle comes up after so many requests of a day."""

    def raise_it(site: Site) -> None:
        before, otherwise, seen = dict(site.pages), site.otherwise, dict[Any, int]()

        def throttled(visit: Visit) -> Answer:
            seen[visit.day] = seen.get(visit.day, 0) + 1
            inside = before.get(visit.path, otherwise) if seen[visit.day] <= requests else answer
            return inside if isinstance(inside, Answer) else inside(visit)

        site.pages, site.otherwise = {}, throttled

    return raise_it


def in_turn(*answers: Answer) -> Page:
    """One answer after the other, from the beginning again each day."""
    seen = dict[Any, int]()

    def turn(visit: Visit) -> Answer:
        seen[visit.day] = seen.get(visit.day, 0) + 1
        return answers[min(seen[visit.day], len(answers)) - 1]

    return turn


def with_cookie(inside: str) -> Page:
    """Lets in who brings back the cookie that the first answer handed out."""

    def gate(visit: Visit) -> Answer:
        given = {"Location": visit.path, "Set-Cookie": "seen=1; path=/"}
        return Answer(inside) if "seen=1" in visit.headers.get("cookie", "") else Answer(status=302, headers=given)

    return gate


def repeating(site: Site) -> None:
    """The second page of a list is the first once more, though another one is announced."""
    first = column(rows(listed((2023,))) + "<script>createPageHTML(2, 0, 'index', 'html');</script>")
    site.pages |= {COLUMN: Answer(first), f"{COLUMN}index_1.html": Answer(first)}


def moved(site: Site) -> None:
    """The column has a new address, which the menu knows."""
    for url, *_ in listed():
        del site.pages[url]
    site.pages |= {"/": Answer(home(f"<a href='{MOVED}'>政府信息公开年报</a>")), COLUMN: Answer(SOFT_404)}
    site.pages |= {MOVED: Answer(column(rows(listed(folder=MOVED))))}
    site.pages |= {url: Answer(article(title)) for url, title, _ in listed(folder=MOVED)}


def plain(body: str, status: int = 200, **headers: str) -> Answer:
    return Answer(body, status, headers={name.replace("_", "-"): value for name, value in headers.items()})


OBSTACLES: dict[str, Callable[[Site], None]] = {
    "B1 challenge": everywhere(plain(RIVER, 412)),
    "B1 challenge before the column": at(COLUMN, plain(RIVER, 412)),
    "B2 clearance": everywhere(plain(CLEARANCE, 521)),
    "B3 script with status 200": everywhere(plain(ACW)),
    "B3 script before the column": at(COLUMN, plain(ACW)),
    "B4 cloud firewall": everywhere(plain(FIREWALL, 405)),
    "B4 cloud firewall before the column": at(COLUMN, plain(FIREWALL)),
    "B5 forbidden path": at(COLUMN, plain("Forbidden", 403)),
    "B6 too many requests": everywhere(plain("", 429, Retry_After="86400")),
    "B6 out of service": at(COLUMN, plain("", 503, Retry_After="3600")),
    "B7 captcha": everywhere(plain(CAPTCHA)),
    "B7 captcha before the column": at(COLUMN, plain(CAPTCHA)),
    "B8 soft 404": at(COLUMN, plain(SOFT_404)),
    "B8 hard 404": at(COLUMN, plain("<h1>404 Not Found</h1>", 404)),
    "B9 home page instead": at(COLUMN, plain(home())),
    "B9 sent home": at(COLUMN, redirect("/")),
    "B10 loop": at(COLUMN, redirect(COLUMN)),
    "B11 silence": everywhere(Answer(home(), delay=5.0)),
    "B11 reset": everywhere(Answer(drop=True)),
    "B11 reset at the column": at(COLUMN, Answer(drop=True)),
    "B13 robots": lambda site: site.pages.update({"/robots.txt": Answer("User-agent: *\nDisallow: /")}),
    "B13 robots fail": lambda site: site.pages.update({"/robots.txt": Answer("", status=503)}),
    "B14 empty": at(COLUMN, plain(EMPTY)),
    "B15 page one again": repeating,
    "B16 the index page for everything": after(3, plain(home())),
    "B16 one page for everything": everywhere(plain(column(rows(listed((2023,)))))),
    "B16 the column for everything": after(4, plain(column(rows(listed((2023,)))))),
    "B17 sent to a clone": at(COLUMN, redirect(STRANGER)),
}
PASSED: dict[str, Callable[[Site], None]] = {
    "B10 cookie": lambda site: site.pages.update({"/": with_cookie(home())}),
    "B14 empty at first": lambda site: site.pages.update(
        {"/": in_turn(plain("", 503, Retry_After="1"), plain(home()))}
    ),
    "B18 moved": moved,
}
ELSEWHERE = {"B12": "test_crawl_tls.py"}


HISTORIES = ("new", "waiting", "held")
"""What was seen of a portal before the obstacle came up: nothing, last year's reports, or those of this year too."""


@dataclass
class World:
    """Standings by history, portal and body."""

    standings: dict[str, str]

    def of(self, history: str, name: str) -> set[str]:
        return {self.standings[f"{_key(history, name)}-{number}"] for number in range(len(BODIES))}


def _key(history: str, name: str) -> str:
    return f"{history}-{name.replace(' ', '-')}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    watch = Watch(tmp_path_factory.mktemp("obstacles") / "w", "delay = 0.0\ntimeout = 2.0\npause = 0\n")
    raised = {**OBSTACLES, **PASSED, "control": without_this_year, "open": as_it_is}
    with MiniatureWeb(DAY) as web:
        sites = {(history, name): web.open(portal()) for history in HISTORIES for name in raised}
        for (history, name), site in sites.items():
            for number, body in enumerate(BODIES):
                kind = Kind.DEPARTMENT if number else Kind.GOVERNMENT
                watch.add(f"{_key(history, name)}-{number}", body, f"{site.url}/", kind)
            if history == "new":
                raised[name](site)
            if history == "waiting":
                without_this_year(site)
        watch.crawl(BEFORE)
        for (history, name), site in sites.items():
            if history == "waiting":
                site.pages = portal().pages
            if history != "new":
                raised[name](site)
        for now in AFTER:
            web.day = date.fromisoformat(now[:10])
            watch.crawl(now)
        clock = parse_now(AFTER[-1])
        with open_workspace(watch.folder, clock) as workspace:
            judged = judge_standings(workspace, clock.now(), extract.VERSION, 2024)
        yield World({one.agency: str(one.standing) for one in judged})


def as_it_is(_: Site) -> None:
    """No obstacle at all."""


def without_this_year(site: Site) -> None:
    """No obstacle at all, and no report of this year: here the bodies do owe one."""
    site.pages[COLUMN] = Answer(column(rows(listed((2023,)))))
    for url, *_ in listed((2024,)):
        del site.pages[url]


@pytest.mark.parametrize("name", OBSTACLES)
def test_behind_an_obstacle_nobody_owes_anything(world: World, name: str) -> None:
    assert not world.of("new", name) & ACCUSED
    assert not world.of("waiting", name) & ACCUSED
    assert world.of("held", name) <= SEEN


@pytest.mark.parametrize("name", PASSED)
def test_what_only_looks_like_an_obstacle_is_passed(world: World, name: str) -> None:
    assert {*world.of("new", name), *world.of("waiting", name), *world.of("held", name)} <= SEEN


def test_without_an_obstacle_the_same_looks_prove_what_is_missing(world: World) -> None:
    assert world.of("new", "control") == world.of("waiting", "control") == {"missing"}
    assert world.of("new", "open") | world.of("waiting", "open") | world.of("held", "open") <= SEEN


def test_every_obstacle_of_the_catalogue_is_met() -> None:
    met = {name.partition(" ")[0] for name in (*OBSTACLES, *PASSED, *ELSEWHERE)}
    assert met == {f"B{number}" for number in range(1, 19)}
