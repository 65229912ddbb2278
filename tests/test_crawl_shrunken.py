"""Two passes over columns that show less the second time: what may still be called seen completely."""

from collections.abc import Iterator

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Site
from storage.terms import Kind
from tests.crawling import DAY, NOW, Watch, article, column, home, report_title, rows

BODIES = tuple(f"青禾县{name}局" for name in ("教育", "民政", "水利", "司法", "审计", "统计"))
COLUMN = "/zfxxgknb/"
LISTED = [(f"{COLUMN}{number}.html", report_title(body), f"2025-01-1{number}") for number, body in enumerate(BODIES)]
NEWS = rows([("/news/7.html", "我县召开春耕工作会议", "2025-01-25")])
RESTAMPED = [(f"{COLUMN}new/{number}.html", title, shown) for number, (_, title, shown) in enumerate(LISTED)]
LATER = "2025-02-05T08:00:00+08:00"
# What the column's address answers the second time, which reports are gone by then, and what the look says.
SECOND: dict[str, tuple[str, int, str]] = {
    "as before": (column(rows(LISTED)), 0, ""),
    "says empty": (column("<p>暂无相关信息</p>"), 0, "只见到其中 0 份"),
    "under repair": (column("<p>系统维护中，请稍后访问</p>" + NEWS), 0, "不是年度报告"),
    "a third": (column(rows(LISTED[:2])), 0, "只见到其中 2 份"),
    "by script": (column("<div id='list'></div><script src='/list.js'></script>" + NEWS), 0, "不是年度报告"),
    "in a frame": (column("<iframe src='/frame.html'></iframe>" + NEWS), 0, "不是年度报告"),
    "one hidden": (column(rows(LISTED[1:])), 0, "它的网页仍在"),
    "one withdrawn": (column(rows(LISTED[1:])), 1, ""),
    "all moved": (column(rows(RESTAMPED)), 6, ""),
}


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[tuple[bool, str]]]]:
    """Every look at every column, by portal."""
    watch = Watch(tmp_path_factory.mktemp("shrunken") / "w")
    with MiniatureWeb(DAY) as web:
        sites = {name: web.open(_first()) for name in SECOND}
        for name, site in sites.items():
            watch.add(name, BODIES[0], f"{site.url}/", Kind.DEPARTMENT)
        watch.crawl(NOW)
        for name, (body, gone, _) in SECOND.items():
            sites[name].pages[COLUMN] = Answer(body)
            for url, *_ in LISTED[:gone]:
                del sites[name].pages[url]
        watch.crawl(LATER)
        kept = watch.kept()
        portals = {column.id: column.portal for column in kept.columns}
        yield {
            name: [
                (look.complete, look.reason)
                for look in kept.looks
                if portals[look.column] == site.url.removeprefix("http://")
            ]
            for name, site in sites.items()
        }


def _first() -> Site:
    pages = {"/": Answer(home()), COLUMN: Answer(column(rows(LISTED)))}
    pages |= {url: Answer(article(title)) for url, title, _ in LISTED + RESTAMPED}
    return Site(pages={**pages, "/list.js": Answer("", content_type="text/javascript")})


@pytest.mark.parametrize("name", SECOND)
def test_a_column_that_shows_less_is_doubted(looks: dict[str, list[tuple[bool, str]]], name: str) -> None:
    first, second = looks[name]
    assert first[0], first[1]
    doubt = SECOND[name][2]
    assert second[0] is not bool(doubt), second[1]
    assert doubt in second[1]
