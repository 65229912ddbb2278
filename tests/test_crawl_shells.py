"""Shells: pages that only send their visitor on are gone through; pages that say something are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.page import Page
from crawler.shells import leads_on
from monitor.demo.web import Answer, MiniatureWeb, Site
from tests.crawling import DAY, Watch, article, column, home, report_title, rows

URL = "http://www.qinghe.example/zwgk/"
ROWS = [(f"/r/{n}.html", report_title(body), "2025-01-20") for n, body in enumerate(("青禾县教育局", "青禾县民政局"))]


def page(markup: str) -> Page:
    return Page(URL, URL, 200, (("content-type", "text/html; charset=utf-8"),), markup.encode())


@pytest.mark.parametrize(
    ("markup", "onward"),
    [
        ("<script>location.replace('list.html')</script>", URL + "list.html"),
        (
            '<html><script>window.location.href = "/xxgk/zfxxgknb/";</script></html>',
            "http://www.qinghe.example/xxgk/zfxxgknb/",
        ),
        ("<meta http-equiv='refresh' content='0;url=./index.html'>正在跳转", URL + "index.html"),
        ('<meta http-equiv=refresh content="600;url=index.html"><p>本页每十分钟更新</p>', None),
        ("<script>location.href='/zwgk/'</script>", None),
        ("<script>function go(){location.href='/a.html'}</script><p>" + "本县今年的工作安排如下。" * 9 + "</p>", None),
    ],
)
def test_only_a_page_without_words_of_its_own_is_a_shell(markup: str, onward: str | None) -> None:
    assert leads_on(page(markup)) == onward


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def test_a_column_behind_shells_is_read(web: MiniatureWeb, tmp_path: Path) -> None:
    pages = {
        "/": Answer("<script>location.replace('/index.html')</script>"),
        "/index.html": Answer(home()),
        "/zfxxgknb/": Answer("<html><body><script>location.replace('/zfxxgknb/list.html')</script></body></html>"),
        "/zfxxgknb/list.html": Answer(column(rows(ROWS))),
    }
    pages |= {url: Answer(article(title)) for url, title, _ in ROWS}
    site = web.open(Site(pages=pages))
    watch = Watch(tmp_path / "w")
    watch.add("edu", "青禾县教育局", f"{site.url}/")
    watch.crawl()
    kept = watch.kept()
    assert {lead.title for lead in kept.leads} == {title for _, title, _ in ROWS}
    assert kept.look.complete


def test_shells_that_send_each_other_in_circles_end(web: MiniatureWeb, tmp_path: Path) -> None:
    pages = {
        "/": Answer(home()),
        "/zfxxgknb/": Answer("<script>location.replace('/b.html')</script>"),
        "/b.html": Answer("<script>location.replace('/zfxxgknb/')</script>"),
    }
    site = web.open(Site(pages=pages))
    watch = Watch(tmp_path / "w")
    watch.add("edu", "青禾县教育局", f"{site.url}/")
    watch.crawl()
    assert len(site.visits) < 10
    assert not any(look.complete for look in watch.kept().looks)
