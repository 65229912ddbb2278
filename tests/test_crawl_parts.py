"""Columns in parts: by years that lie elsewhere, under unknown names, in frames, behind a row of the list."""

from collections.abc import Iterator

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Site
from storage.terms import LeadKind
from tests.crawling import DAY, Kept, Watch, article, column, home, page, report_title, rows

BODIES = ("青禾县教育局", "青禾县民政局", "青禾县水利局", "青禾县司法局")
COLUMN = "/zfxxgknb/"
NEW = [(f"/r/{n}.html", report_title(body), f"2025-01-1{n}") for n, body in enumerate(BODIES)]
OLD = [(f"/r/old{n}.html", report_title(body, 2023), f"2024-01-1{n}") for n, body in enumerate(BODIES)]
UNITS = "".join(f"<p><a href='{url}'>{body}</a></p>" for body, (url, *_) in zip(BODIES, NEW, strict=True))
NEWS = rows([("/news/1.html", "我县召开春耕工作会议", "2025-01-20")])


def site(first: str, **parts: str) -> Site:
    pages = {"/": Answer(home()), COLUMN: Answer(column(first))}
    pages |= {url: Answer(article(title)) for url, title, _ in NEW + OLD}
    return Site(
        pages=pages | {f"/{name.replace('_', '/')}.html": Answer(page("年报", body)) for name, body in parts.items()}
    )


def years(new: str) -> str:
    return f"<div><a href='{new}'>2024年</a> <a href='{COLUMN}'>2023年</a></div>{rows(OLD)}"


PARTS = f"<div><a href='{COLUMN}bm.html'>县政府部门</a> <a href='{COLUMN}qt.html'>其他单位</a></div>{rows(OLD)}"
# The column's first page, its parts, and whether all of it can be seen.
SHAPES: dict[str, tuple[Site, bool]] = {
    "years elsewhere": (site(years("/c/1025.html"), c_1025=rows(NEW)), True),
    "an unknown part": (site(PARTS, zfxxgknb_bm=rows(NEW[:3]), zfxxgknb_qt=rows(NEW[3:])), True),
    "a part of no concern": (site(PARTS, zfxxgknb_bm=rows(NEW), zfxxgknb_qt=NEWS), True),
    "a part within a part": (site(PARTS, zfxxgknb_bm=years("/c/1.html"), zfxxgknb_qt=NEWS, c_1=rows(NEW)), True),
    "more of a box": (site(rows(OLD) + "<p>部门年报 <a href='/c/2.html'>更多&gt;&gt;</a></p>", c_2=rows(NEW)), True),
    "more news": (site(rows(NEW + OLD) + "<p>要闻 <a href='/c/3.html'>更多&gt;&gt;</a></p>", c_3=NEWS), True),
    "a frame": (site(f"<iframe src='/c/4.html'></iframe>{NEWS}", c_4=rows(NEW + OLD)), True),
    "a row is a list": (
        site(rows([*OLD, ("/c/5.html", "2024年政府信息公开年报", "2025-01-20")]), c_5=rows(NEW)), True,
    ),
    "a row of them all": (
        site(rows([*OLD, ("/c/6.html", "青禾县2024年各部门政府信息公开年报", "2025-01-20")]), c_6=UNITS), False,
    ),
    "a missing year": (site(years("http://elsewhere.example/1025.html") + rows(NEW)), False),
}  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    watch = Watch(tmp_path_factory.mktemp("parts") / "w")
    with MiniatureWeb(DAY) as web:
        for name, (there, _) in SHAPES.items():
            web.open(there)
            for number, body in enumerate(BODIES):
                watch.add(f"{name}-{number}".replace(" ", "-"), body, f"{there.url}/")
        watch.crawl()
        watch.crawl("2025-02-05T08:00:00+08:00")
        yield watch.kept()


@pytest.mark.parametrize("name", SHAPES)
def test_every_part_of_a_column_is_opened(kept: Kept, name: str) -> None:
    there, complete = SHAPES[name]
    columns = {one.id for one in kept.columns if there.url.endswith(one.portal)}
    leads = {lead.url.removeprefix(there.url) for lead in kept.leads if lead.column in columns}
    assert leads >= {url for url, *_ in NEW}
    assert [look.complete for look in kept.looks if look.column in columns] == [complete] * 2, kept.looks
    fetched = {one.url.removeprefix(there.url) for one in kept.documents if one.status == 200}
    assert fetched >= {url for url, *_ in NEW}


def test_a_row_that_leads_to_a_list_is_no_report(kept: Kept) -> None:
    lists = {lead.url.rpartition("/")[2]: lead.kind for lead in kept.leads if "/c/" in lead.url}
    assert lists == {"5.html": LeadKind.LOOKALIKE, "6.html": LeadKind.LOOKALIKE}
