"""One crawl over a miniature web in which every portal behaves differently: what was seen, proved, and said of it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Page, Site, Visit, redirect
from storage.model import Pass
from storage.terms import Kind, LeadKind, Outcome, Role
from tests.crawling import DAY, Kept, Watch, article, column, home, page, report_title, rows, static_site

DELAY = 0.04
COLUMN = "/zfxxgknb/"
BODIES = ("青禾县人民政府", "青禾县教育局", "青禾县民政局", "青禾县水利局")
PDF = Answer(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF", content_type="application/pdf")
GONE = Answer(page("出错了", "<p>您访问的页面不存在或已删除</p>").replace("<a ", "<b "))
CHALLENGE = "<html><head><meta id='x' content='y'><script>$_ts=window['$_ts'];</script></head><body></body></html>"


def listed(bodies: tuple[str, ...] = BODIES, year: int = 2024, folder: str = COLUMN) -> list[tuple[str, str, str]]:
    """Rows of reports: address, title, date."""
    return [
        (f"{folder}{year}{number}.html", report_title(body, year), f"{year + 1}-01-{number + 10}")
        for number, body in enumerate(bodies)
    ]


def portal(*lists: tuple[str, str], **more: Page) -> Site:
    """A portal with a home page, list pages by address, and the report pages they link to."""
    pages: dict[str, Page] = {"/": Answer(home())}
    pages |= {address: Answer(body) for address, body in lists}
    for year in (2024, 2023):
        pages |= {url: Answer(article(title)) for url, title, _ in listed(year=year)}
    return Site(pages={**pages, **more})


def paged(name: Callable[[int], str], script: Callable[[int], str], count: int = 3) -> Site:
    """A column of several pages, two rows each."""
    bodies = [f"青禾县第{number}街道办事处" for number in range(2 * count)]
    every = listed(tuple(bodies))
    lists = {COLUMN + (name(k) if k else ""): column(rows(every[2 * k : 2 * k + 2]) + script(k)) for k in range(count)}
    pages: dict[str, Page] = {"/": Answer(home())}
    pages |= {address: Answer(body) for address, body in lists.items()}
    pages |= {url: Answer(article(title)) for url, title, _ in every}
    return Site(pages=pages)


def next_links(name: Callable[[int], str], count: int = 3) -> Callable[[int], str]:
    """A plain pager."""

    def pager(k: int) -> str:
        onward = f"<a href='{name(k + 1)}'>下一页</a>" if k < count - 1 else "<span>下一页</span>"
        return f"<div class='page'>共{count}页 第{k + 1}页 {onward}</div>"

    return pager


def numbered(k: int) -> str:
    return f"list_{k + 1}.html"


def zero_based(k: int) -> str:
    return f"index_{k}.html"


def one_based(k: int) -> str:
    return f"index_{k + 1}.html"


def counting(answers: list[Answer]) -> Page:
    """Answers one after the other, the last one for ever."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def gated(inside: str) -> Page:
    """Lets in only who brings the cookie handed out at the door."""

    def answer(visit: Visit) -> Answer:
        if "gate=open" in visit.headers.get("cookie", ""):
            return Answer(inside)
        return Answer(status=302, headers={"Location": "/", "Set-Cookie": "gate=open; path=/"})

    return answer


def year_folders() -> Site:
    body = "<div class='years'><a href='/zfxxgknb/2024n/'>2024年</a> <a href='/zfxxgknb/2023n/'>2023年</a></div>"
    site = portal((COLUMN, column(body)))
    for year in (2024, 2023):
        site.pages[f"{COLUMN}{year}n/"] = Answer(column(rows(listed(year=year))))
    return site


def with_files() -> Site:
    """A page with attachments, and a row that leads to a file itself."""
    first, second, third, fourth = listed()
    files = "<p>附件：<a href='/files/1.pdf'>年度报告.pdf</a> <a href='/down.jsp?id=7'>附表.docx</a></p>"
    site = portal((COLUMN, column(rows([first, second, ("/files/3.pdf", third[1], third[2]), fourth]))))
    site.pages[first[0]] = Answer(article(first[1], files))
    site.pages["/files/1.pdf"] = PDF
    site.pages["/files/3.pdf"] = PDF
    site.pages["/down.jsp?id=7"] = Answer(
        b"PK\x03\x04word/document.xml", content_type="application/octet-stream",
        headers={"Content-Disposition": "attachment; filename*=UTF-8''%E9%99%84%E8%A1%A8.docx"},
    )  # fmt: skip
    return site


def odd_titles() -> Site:
    """Titles as they really come: cut short, broken, without agency or year; and look-alikes."""
    full = report_title("青禾县教育局")
    cut = f"<li><a href='/1.html' title='{full}'>{full[:12]}…</a><span>2025-01-20</span></li>"
    broken = "<li><a href='/2.html'>青禾县民政局2024年度政府信息\n\n公开工作年度报告</a><span>2025-01-21</span></li>"
    more = rows(
        [
            ("/3.html", "2024年政府信息公开工作年度报告", "2025-01-22"),
            ("/4.html", "青禾县水利局政府信息公开工作年度报告", "2025-01-22"),
            ("/5.html", "关于做好2024年政府信息公开工作年度报告编制工作的通知", "2024-12-20"),
            ("/6.html", "青禾县人民政府2024年政府网站工作年度报表", "2025-01-25"),
            ("/7.html", "我县召开春季农业生产工作会议", "2025-01-25"),
            ("/8.html", "县水利局二〇二四年政府信息公开年报", "2025-01-26"),
        ]
    )
    site = portal((COLUMN, column(f"<ul>{cut}{broken}</ul>{more}")))
    site.pages |= {f"/{n}.html": Answer(article("报告")) for n in range(1, 9)}
    return site


def shy_robots() -> Site:
    site = static_site(BODIES)
    site.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /", content_type="text/plain")
    return site


def disallowed_column() -> Site:
    site = static_site(BODIES)
    site.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /zfxxgknb/", content_type="text/plain")
    return site


def baited(bait: Site) -> Site:
    """A row that redirects off the list, and one that links to another machine's port."""
    first, second, *_ = listed()
    stray = (f"{bait.url}/secret.html", report_title("青禾县水利局"), "2025-01-19")
    site = portal((COLUMN, column(rows([first, second, stray]))))
    site.pages[first[0]] = redirect(f"{bait.url}/clone.html")
    return site


def gbk() -> Site:
    body = column(rows(listed())).replace("utf-8", "gb2312").encode("gb18030")
    return portal((COLUMN, ""), **{COLUMN: Answer(body, content_type="text/html")})


def nearly_walls() -> Site:
    """A normal home page that mentions what walls say."""
    words = "<form>请输入验证码<input></form><p>访问频繁的用户请完成安全验证。本页面不存在任何广告。</p>"
    site = static_site(BODIES)
    site.pages["/"] = Answer(home().replace("</body>", words + "新闻" * 400 + "</body>"))
    return site


def blank(body: str) -> Site:
    return portal((COLUMN, column(body)))


@dataclass
class World:
    """All portals of the crawl, by name, and what was kept of them."""

    sites: dict[str, Site] = field(default_factory=dict)
    bait: Site = field(default_factory=Site)
    kept: Kept | None = None
    summary: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def ended(self, name: str) -> Pass:
        """How the pass over a portal ended."""
        assert self.kept
        return next(one for one in self.kept.passes if one.portal == self.host(name))

    def host(self, name: str) -> str:
        return self.sites[name].url.removeprefix("http://")

    def look(self, name: str) -> tuple[bool, str]:
        """Whether the look at a portal's only column was complete, and why."""
        assert self.kept
        ids = [one.id for one in self.kept.columns if one.portal == self.host(name)]
        looks = [one for one in self.kept.looks if one.column in ids]
        assert len(looks) == 1
        return looks[0].complete, looks[0].reason

    def leads(self, name: str) -> dict[str, Any]:
        """The leads of a portal by path."""
        assert self.kept
        ids = [one.id for one in self.kept.columns if one.portal == self.host(name)]
        return {one.url.split("/", 3)[3]: one for one in self.kept.leads if one.column in ids}

    def captured(self, name: str, role: Role, status: int = 200) -> set[str]:
        """The paths captured of a portal."""
        assert self.kept
        return {
            one.url.split("/", 3)[3]
            for one in self.kept.documents
            if one.portal == self.host(name) and one.role is role and one.status == status
        }


def free_port() -> int:
    """A port on which nobody answers."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Everything crawled once."""
    there = World()
    with MiniatureWeb(DAY) as web:
        there.bait = web.open(Site(otherwise=Answer(article("不该来这里"))))
        there.sites = {
            "static": static_site(BODIES),
            "plain pages": paged(numbered, next_links(numbered)),
            "trs from 0": paged(zero_based, lambda k: f"<script>createPageHTML(3, {k}, 'index', 'html');</script>"),
            "trs from 1": paged(
                one_based, lambda k: f"<script>createPageHTML('page_div',3, {k + 1},'index','html',6);</script>"
            ),
            "trs commented": paged(
                zero_based,
                lambda k: (
                    f"<script>var currentPage = {k};//从0开始\nvar countPage = 3//共多少页\n"
                    "//createPageHTML(9, 0, 'index', 'html');\n</script>"
                ),
            ),
            "years": year_folders(),
            "files": with_files(),
            "odd titles": odd_titles(),
            "gbk": gbk(),
            "cookie gate": portal((COLUMN, column(rows(listed()))), **{"/": gated(home())}),
            "disclosure": portal(
                ("/zwgk/", page("政府信息公开", "<a href='/zfxxgknb/'>政府信息公开年报</a>", "政府信息公开")),
                (COLUMN, column(rows(listed()))),
                **{"/": Answer(home("<a href='/zwgk/'>政府信息公开</a>"))},
            ),
            "named home": portal(
                (COLUMN, column(rows(listed()))),
                **{
                    "/": Answer(
                        home("<p>当前位置：首页 &gt; 政府信息公开年报</p><a href='/zfxxgknb/'>政府信息公开年报</a>")
                    )
                },
            ),
            "nearly walls": nearly_walls(),
            "says empty": blank("<ul class='list'><li>暂无相关信息</li></ul>"),
            "says nothing": blank("<ul class='list'></ul>"),
            "repeats": paged(zero_based, lambda k: "<script>createPageHTML(3, 0, 'index', 'html');</script>"),
            "falls short": portal(
                (COLUMN, column(rows(listed()) + "<div>共9条 1/1页 <a href='index.html'>尾页</a></div>"))
            ),
            "script pager": portal(
                (COLUMN, column(rows(listed()) + "<div>共3页 <a href='javascript:next(2)'>下一页</a></div>"))
            ),
            "jpage": portal(
                (COLUMN, column(rows(listed()) + "<script>var u='/module/web/jpage/dataproxy.jsp'</script>"))
            ),
            "412": Site(otherwise=Answer(CHALLENGE, status=412)),
            "521": Site(otherwise=Answer("<script>document.cookie='__jsl_clearance=1'</script>", status=521)),
            "202": Site(pages={"/": Answer(CHALLENGE, status=202)}),
            "acw": Site(pages={"/": Answer("<html><script>var arg1='A1';</script></html>")}),
            "captcha": Site(pages={"/": Answer("<html><body>访问异常，请输入验证码<input></body></html>")}),
            "403": Site(otherwise=Answer("Forbidden", status=403)),
            "405": Site(otherwise=Answer("<html>该网站正在使用电信云防护服务</html>", status=405)),
            "429": Site(pages={"/": Answer("", status=429, headers={"Retry-After": "3600"})}),
            "429 for a moment": portal(
                (COLUMN, column(rows(listed()))),
                **{"/": counting([Answer("", status=429, headers={"Retry-After": "1"}), Answer(home())])},
            ),
            "500": Site(pages={"/": Answer("oops", status=500)}),
            "timeout": Site(pages={"/": Answer(home(), delay=6.0)}),
            "reset": Site(otherwise=Answer(drop=True)),
            "gone home": Site(),
            "soft 404": portal((COLUMN, ""), **{COLUMN: GONE}),
            "home instead": portal((COLUMN, home())),
            "robots": shy_robots(),
            "robots column": disallowed_column(),
            "robots fails": portal((COLUMN, column(rows(listed()))), **{"/robots.txt": Answer("", status=503)}),
            "no column": Site(pages={"/": Answer(home("<a href='/x/'>乡村振兴</a>"))}),
            "wall in column": portal((COLUMN, ""), **{COLUMN: Answer(CHALLENGE, status=412)}),
            "wall on the way": Site(
                pages={"/": Answer(home("<a href='/zwgk/'>政府信息公开</a>")), "/zwgk/": Answer(CHALLENGE, status=412)}
            ),
            "loop": portal((COLUMN, ""), **{COLUMN: redirect(COLUMN)}),
            "huge": portal((COLUMN, ""), **{COLUMN: Answer(b"x", declared=9_000_000)}),
        }
        watch = Watch(
            tmp_path_factory.mktemp("world") / "w",
            f"delay = {DELAY}\ntimeout = 2.0\nmax_bytes = 1000000\ncontact = 'https://example.org/watch'\n",
        )
        for name, site in there.sites.items():
            web.open(site)
            watch.add(_key(name), "青禾县人民政府", f"{site.url}/", Kind.GOVERNMENT)
            watch.add(f"{_key(name)}-edu", "青禾县教育局", f"{site.url}/")
        there.sites["off the list"] = web.open(baited(there.bait))
        watch.add("bait", "青禾县人民政府", f"{there.sites['off the list'].url}/", Kind.GOVERNMENT)
        there.sites["refused"] = Site(url=f"http://127.0.0.1:{free_port()}")
        watch.add("refused", "青禾县人民政府", f"{there.sites['refused'].url}/", Kind.GOVERNMENT)
        began = time.monotonic()
        there.summary = watch.crawl()
        there.seconds = time.monotonic() - began
        there.kept = watch.kept()
        yield there


def _key(name: str) -> str:
    return name.replace(" ", "-")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("static", 8), ("plain pages", 6), ("trs from 0", 6), ("trs from 1", 6), ("trs commented", 6), ("years", 8),
        ("files", 4), ("gbk", 4), ("cookie gate", 4), ("disclosure", 4),
        ("named home", 4), ("nearly walls", 8), ("429 for a moment", 4),
    ],
)  # fmt: skip
def test_a_column_is_read_to_its_end_and_proved(world: World, name: str, rows: int) -> None:
    assert world.ended(name).outcome is Outcome.OK
    complete, reason = world.look(name)
    assert complete, reason
    leads = world.leads(name)
    assert len(leads) == rows
    assert world.captured(name, Role.ARTICLE) | world.captured(name, Role.ATTACHMENT) >= set(leads)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("repeats", "同一页"), ("falls short", "自称共 9 条"), ("script pager", "脚本"), ("jpage", "jpage"),
    ],
)  # fmt: skip
def test_a_column_that_may_hold_more_is_not_complete(world: World, name: str, reason: str) -> None:
    assert world.ended(name).outcome is Outcome.OK
    complete, said = world.look(name)
    assert not complete
    assert reason in said


def test_emptiness_is_believed_only_when_the_column_says_it(world: World) -> None:
    assert world.ended("says empty").outcome is Outcome.EMPTY
    assert world.look("says empty")[0]
    assert world.ended("says nothing").outcome is Outcome.BROKEN
    assert not world.look("says nothing")[0]


@pytest.mark.parametrize(
    ("name", "outcome", "kind"),
    [
        ("412", "walled", "js-challenge"), ("521", "walled", "js-challenge"), ("202", "walled", "js-challenge"),
        ("acw", "walled", "js-challenge"), ("captcha", "walled", "captcha"), ("403", "walled", "forbidden"),
        ("405", "walled", "waf"), ("429", "walled", "rate-limited"), ("500", "unreachable", "server-error"),
        ("timeout", "unreachable", "timeout"), ("reset", "unreachable", "connection"),
        ("refused", "unreachable", "refused"), ("gone home", "broken", "gone"), ("robots", "walled", "robots"),
        ("robots column", "walled", "robots"), ("robots fails", "unreachable", "server-error"),
        ("no column", "broken", "no-column"), ("wall in column", "walled", "js-challenge"),
        ("wall on the way", "walled", "js-challenge"),
        ("soft 404", "broken", "no-column"), ("home instead", "broken", "no-column"),
        ("loop", "broken", "no-column"), ("huge", "broken", "no-column"),
    ],
)  # fmt: skip
def test_what_is_not_the_page_is_named_and_proves_nothing(world: World, name: str, outcome: str, kind: str) -> None:
    ended = world.ended(name)
    assert (ended.outcome, ended.kind) == (outcome, kind), ended.reason
    assert world.kept
    ids = {one.id for one in world.kept.columns if one.portal == ended.portal}
    assert not [look for look in world.kept.looks if look.column in ids and look.complete]
    assert not world.leads(name)


def test_the_answer_counts_passes_documents_and_requests(world: World) -> None:
    assert world.kept
    outcomes = world.summary["outcomes"]
    assert sum(outcomes.values()) == len(world.sites) == len(world.kept.passes)
    assert world.summary["agencies"] == 2 * (len(world.sites) - 2) + 2
    asked = sum(len(site.visits) for site in world.sites.values())
    assert asked <= world.summary["requests"] <= asked + 6  # whoever never answered has no log
    assert world.summary["documents"] == sum(one.documents for one in world.kept.passes) > 0
    assert not world.kept.faults
    assert world.kept.runs[-1].exit_code == 0


def test_everything_fetched_is_kept(world: World) -> None:
    assert world.kept
    assert world.captured("static", Role.ROBOTS, 404) == {"robots.txt"}
    assert world.captured("cookie gate", Role.HOME, 302) == {""}
    assert world.captured("412", Role.ROBOTS, 412) == {"robots.txt"}
    silent = [one for one in world.kept.documents if one.portal == world.host("timeout") and one.status == 0]
    assert silent
    assert all("timeout" in (one.error or "") for one in silent)


def test_files_are_taken_with_their_page_and_their_name(world: World) -> None:
    assert world.kept
    files = {
        one.url.split("/", 3)[3]: one for one in world.kept.of(Role.ATTACHMENT) if one.portal == world.host("files")
    }
    assert set(files) == {"files/1.pdf", "files/3.pdf", "down.jsp?id=7"}
    assert files["files/1.pdf"].parent is not None
    assert files["files/3.pdf"].parent is None
    assert files["files/1.pdf"].media_type == "application/pdf"
    assert files["down.jsp?id=7"].file_name == "附表.docx"
    visit = next(one for one in world.sites["files"].visits if one.path == "/files/1.pdf")
    assert visit.headers["referer"].endswith(listed()[0][0])


def test_titles_are_understood_as_they_come(world: World) -> None:
    leads = world.leads("odd titles")
    assert {path: (lead.kind, lead.year, lead.agency) for path, lead in leads.items()} == {
        "1.html": (LeadKind.REPORT, 2024, "odd-titles-edu"),
        "2.html": (LeadKind.REPORT, 2024, None),
        "3.html": (LeadKind.REPORT, 2024, None),
        "4.html": (LeadKind.REPORT, None, None),
        "5.html": (LeadKind.LOOKALIKE, 2024, None),
        "6.html": (LeadKind.LOOKALIKE, 2024, None),
        "8.html": (LeadKind.REPORT, 2024, None),
    }
    assert leads["2.html"].publisher == "青禾县民政局"
    assert leads["1.html"].shown == date(2025, 1, 20)
    assert world.captured("odd titles", Role.ARTICLE) == {"1.html", "2.html", "3.html", "4.html", "8.html"}


def test_manners_as_the_portals_saw_them(world: World) -> None:
    for name, site in world.sites.items():
        assert all(visit.together == 1 for visit in site.visits), name
        assert all(gap >= DELAY for gap in site.gaps()), name
        assert {visit.user_agent for visit in site.visits} <= {"GongkaiWatch/0.1 (+https://example.org/watch)"}, name
        assert not site.visits or min(site.visits, key=lambda visit: visit.began).path == "/robots.txt", name


def test_robots_are_obeyed(world: World) -> None:
    assert world.sites["robots"].paths() == ["/robots.txt"]
    assert not [path for path in world.sites["robots column"].paths() if path.startswith(COLUMN)]


def test_whoever_asks_for_rest_gets_it(world: World) -> None:
    assert world.sites["429"].paths() == ["/robots.txt", "/"]
    first, second = (visit.began for visit in world.sites["429 for a moment"].visits if visit.path == "/")
    assert second - first >= 1.0


def test_nobody_off_the_list_is_asked(world: World) -> None:
    assert world.ended("off the list").outcome is Outcome.OK
    assert world.bait.visits == []
    assert len(world.leads("off the list")) == 3


def test_a_slow_portal_holds_up_nobody(world: World) -> None:
    assert world.seconds < 25


BABBLE = {
    "garbage": (b"what?\r\n\r\n", "connection"),
    "nothing": (b"", "connection"),
    "cut short": (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<html>hello", "cut-short"),
    "bad length": (b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nx", "connection"),
    "bad gzip": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", "garbled"),
    "bad location": (b"HTTP/1.1 302 Found\r\nLocation: http://[::x/\r\nContent-Length: 0\r\n\r\n", "odd-answer"),
    "bad port": (b"HTTP/1.1 302 Found\r\nLocation: http://a:99999/\r\nContent-Length: 0\r\n\r\n", "odd-answer"),
    "a file": (b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "odd-answer"),
    "odd status": (b"HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nhi", "odd-answer"),
    "odd links": (
        b"HTTP/1.1 200 OK\r\n\r\n<html><a href='http://a:99999/'>x</a><a href='http://[/'>y</a>",
        "no-column",
    ),
}


def babbling(answer: bytes) -> int:
    """A port where every question gets the same bytes."""
    place = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            visitor, _ = place.accept()
            with visitor, suppress(OSError):
                visitor.recv(65536)
                visitor.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    port: int = place.getsockname()[1]
    return port


def test_portals_that_babble_are_named_too(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "w")
    ports = {name: babbling(answer) for name, (answer, _) in BABBLE.items()}
    for name, port in ports.items():
        watch.add(_key(name), "青禾县人民政府", f"http://127.0.0.1:{port}/", Kind.GOVERNMENT)
    secure = babbling(b"HTTP/1.1 200 OK\r\n\r\nhi")
    watch.add("tls", "青禾县人民政府", f"https://127.0.0.1:{secure}/", Kind.GOVERNMENT)
    watch.crawl()
    kept = watch.kept()
    assert [fault.message for fault in kept.faults] == []
    kinds = {one.portal.rpartition(":")[2]: one.kind for one in kept.passes}
    assert {name: kinds[str(port)] for name, port in ports.items()} == {
        name: kind for name, (_, kind) in BABBLE.items()
    }
    assert kinds[str(secure)] == "tls-handshake"
