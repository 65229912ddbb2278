"""The browser: pictures of columns, what its pages may be made of, its time limit, and what is remembered of it."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import rendering
from crawler.browser import find_browser
from crawler.hosts import hosts_of
from monitor.demo.web import Answer, MiniatureWeb, Site
from monitor.verify import verify
from storage.clock import parse_now
from storage.errors import BadInput
from storage.model import Agency, Document
from storage.settings import Settings, read_settings
from storage.terms import Kind, Level, Role, Via
from storage.workspace import open_workspace
from tests.crawling import DAY, NOW, Kept, article, column, home, one_portal, report_title, rows, static_site

BODIES = ("青禾县人民政府", "青禾县教育局", "青禾县民政局")
PICTURES = "delay = 0.01\ntimeout = 3.0\npictures = 'changes'\n"
PNG = b"\x89PNG\r\n"
needs_browser = pytest.mark.skipif(find_browser(Settings()) is None, reason="no browser on this machine")


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def later(days: float) -> str:
    """So many days after the first crawl."""
    return (parse_now(NOW).now() + timedelta(days=days)).isoformat()


def lists(kept: Kept, path: str = "/zfxxgknb/") -> list[Document]:
    """The captures of a column's first page."""
    return [one for one in kept.of(Role.LIST) if one.url.endswith(path)]


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.browser
@needs_browser
def test_a_column_is_pictured_when_it_changes_and_no_request_is_made_for_it(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(tuple(f"青禾县第{number}局" for number in range(60)))
    site.pages["/style.css"] = Answer("body { color: red }", content_type="text/css")
    first = site.pages["/zfxxgknb/"]
    assert isinstance(first, Answer)
    site.pages["/zfxxgknb/"] = Answer(f"<link rel='stylesheet' href='/style.css'><img src='/p.png'>{first.body!s}")
    watch = one_portal(web, tmp_path / "w", site, PICTURES)
    watch.crawl()
    asked = set(site.paths())
    watch.crawl(later(1))
    site.pages["/zfxxgknb/"] = first
    watch.crawl(later(2))
    shown = [one.picture for one in lists(watch.kept())]
    assert all(shown)
    assert shown[0] == shown[1] != shown[2], "what is unchanged keeps its picture"
    assert not {"/style.css", "/p.png", "/favicon.ico"} & asked
    with open_workspace(watch.folder, parse_now(later(2))) as workspace:
        png = workspace.vault.get(shown[0] or "")
        assert verify(workspace)["bad"] == []
        workspace.vault.path(shown[2] or "").unlink()
        assert len(verify(workspace)["bad"]) == 1, "a picture that is gone is named"
    assert png.startswith(PNG)
    assert size(png)[1] > 900, "the page in full length"


@pytest.mark.browser
@needs_browser
def test_no_picture_shows_less_than_the_page_lists(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    listed = [(f"/zfxxgknb/2024/{number}.html", report_title(body), "2025-01-20") for number, body in enumerate(BODIES)]
    hidden = f"<div style='display: none'>{rows(listed)}</div>"
    site.pages["/zfxxgknb/"] = Answer(column(hidden))
    watch = one_portal(web, tmp_path / "w", site, PICTURES)
    watch.crawl()
    assert watch.kept().look.complete
    assert [one.picture for one in lists(watch.kept())] == [None]


def test_without_a_browser_there_are_no_pictures_and_nothing_fails(web: MiniatureWeb, tmp_path: Path) -> None:
    watch = one_portal(web, tmp_path / "w", static_site(BODIES), PICTURES + "browser = '/nowhere/chromium'\n")
    watch.crawl()
    kept = watch.kept()
    assert kept.look.complete
    assert kept.faults == []
    assert {one.picture for one in kept.documents} == {None}


def endless() -> None:
    """Two seconds are what a page may take."""
    rendering.PAGE_SECONDS = 4.0


@pytest.mark.browser
@needs_browser
def test_a_page_whose_script_never_ends_is_given_up(web: MiniatureWeb, tmp_path: Path) -> None:
    body = column("<div id='list'></div><script>fetch('/x'); while (true) {}</script>")
    site = Site(pages={"/": Answer(home()), "/zfxxgknb/": Answer(body)})
    watch = one_portal(web, tmp_path / "w", site)
    watch.spell = endless
    began = time.monotonic()
    watch.crawl()
    assert time.monotonic() - began < 50
    assert watch.kept().last.kind == "browser"


def scripted(static: bool) -> Site:
    """A portal whose list comes by script, or with the page."""
    title = report_title("青禾县教育局")
    item = [{"url": "/content/1.html", "title": title}]
    script = (
        "fetch('/api').then(a => a.json()).then(list => list.forEach(one => { const a = document.createElement('a');"
        "a.href = one.url; a.textContent = one.title; document.getElementById('list').append(a); }));"
    )
    listed = rows([("/content/1.html", title, "2025-01-20")])
    body = listed if static else f"<div id='list'></div><script>{script}</script>"
    pages = {
        "/": Answer(home()),
        "/zfxxgknb/": Answer(column(body)),
        "/api": Answer(json.dumps(item), content_type="application/json"),
        "/content/1.html": Answer(article(title)),
    }
    return Site(pages=dict(pages))


@pytest.mark.browser
@needs_browser
def test_a_portal_that_needs_the_browser_no_more_is_read_without_it(web: MiniatureWeb, tmp_path: Path) -> None:
    site = scripted(static=False)
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    host = site.url.removeprefix("http://")
    known = watch.kept().portals[host]
    assert known.rendering is Via.BROWSER
    assert known.drawn == parse_now(NOW).now()
    site.pages = scripted(static=True).pages
    watch.crawl(later(1))
    known = watch.kept().portals[host]
    assert (known.rendering, known.drawn) == (Via.HTTP, None)
    assert [one.via for one in lists(watch.kept()) if one.run == 2] == [Via.HTTP]


BODY = Agency("a", "青禾县教育局", Level.COUNTY, Kind.DEPARTMENT, "https://www.qinghe.gov.cn/")


@pytest.mark.parametrize(
    ("url", "document", "resource"),
    [
        ("https://www.qinghe.gov.cn/a.js", True, True), ("https://static.qinghe.gov.cn/a.js", True, True),
        ("https://www.gov.cn/a.js", False, True), ("https://cdn.province.gov.cn/a.js", False, True),
        ("https://lib.example.cn/a.js", False, True), ("https://other.example.cn/a.js", False, False),
        ("https://evil-gov.cn/a.js", False, False), ("https://www.gov.cn.evil.example/a.js", False, False),
        ("file:///etc/passwd", False, False), ("data:text/javascript,1", False, False),
    ],
)  # fmt: skip
def test_what_a_page_may_be_made_of(url: str, document: bool, resource: bool) -> None:
    hosts = hosts_of([BODY], "", ["lib.example.cn"])
    assert hosts.allow(url) is document
    assert hosts.allow(url, resource=True) is resource


def test_a_lent_host_that_leads_inside_is_not_entered() -> None:
    hosts = hosts_of([BODY], "", ["lib.example.cn"])
    for address in ("127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:10.0.0.8"):
        assert not hosts.allow_address("https://lib.example.cn/a.js", address)
        assert not hosts.allow_address("https://cdn.province.gov.cn/a.js", address)


@pytest.mark.parametrize("line", ["resources = ['https://x.example/']", "resources = 'x.example'"])
def test_wrong_resources_are_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "gongkai.toml").write_text(f"[portals.'www.qinghe.gov.cn']\n{line}\n", "utf-8")
    with pytest.raises(BadInput, match="resources"):
        read_settings(tmp_path / "gongkai.toml")


def test_pictures_are_wanted_or_not(tmp_path: Path) -> None:
    (tmp_path / "gongkai.toml").write_text("[crawl]\npictures = 'often'\n", "utf-8")
    with pytest.raises(BadInput, match="pictures must be changes or never"):
        read_settings(tmp_path / "gongkai.toml")
