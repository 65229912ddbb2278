"""Families beyond the scoreboard: reports year by year, long lists, and servers that do not obey."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler.page import Page
from crawler.platforms import read_list, recognise
from crawler.question import form, posted_json
from monitor.demo.web import Answer, MiniatureWeb, Site, Visit
from storage.terms import Kind
from tests.crawling import DAY, Kept, Watch, home, page, report_title, rows

URL = "http://www.qinghe.example/zwgk/zfxxgknb/"
BODY = "青禾县教育局"


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def answered(text: str, asked: str) -> Page:
    return Page(asked, asked, 200, (("content-type", "text/html; charset=utf-8"),), text.encode())


def crawled(web: MiniatureWeb, folder: Path, pages: dict[str, Answer | Callable[[Visit], Answer]]) -> Kept:
    site = web.open(Site(pages=dict(pages)))
    watch = Watch(folder / "w")
    watch.add("edu", BODY, f"{site.url}/", Kind.DEPARTMENT)
    watch.crawl()
    return watch.kept()


def test_a_report_shown_year_by_year_is_a_column_of_its_years(web: MiniatureWeb, tmp_path: Path) -> None:
    place = "/module/xxgk/xxgkAnnualReport.jsp?area=990123014"
    years = "".join(f"<a onclick=\"location.href='{place}&fbtime={year}'\">{year}</a>" for year in (2025, 2024, 2023))
    headings = "".join(
        f"<p>{number}、{title}</p><p>有关情况如实报告。</p>"
        for number, title in zip(
            "一二三五",
            ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "存在的主要问题及改进情况"),
            strict=True,
        )
    )

    def shown(visit: Visit) -> Answer:
        year = int(visit.query.get("fbtime", 2025)) - 1
        body = f"<div>{years}</div><h1>{report_title(BODY, year)}</h1>{headings}"
        return Answer(page("政府信息公开年报", body, "政府信息公开年报"))

    kept = crawled(
        web, tmp_path, {"/": Answer(home(f"<a href='{place}'>政府信息公开年报</a>")), place.partition("?")[0]: shown}
    )
    assert {lead.title for lead in kept.leads} == {report_title(BODY, year) for year in (2024, 2023, 2022)}
    assert kept.look.complete


def test_a_jpage_server_that_always_gives_the_first_page_proves_nothing(web: MiniatureWeb, tmp_path: Path) -> None:
    listed = rows(
        [(f"/art/2025/1/2{n}/art_1_{n}.html", report_title(BODY, 2024 - n), f"2025-01-2{n}") for n in range(3)]
    )
    records = "".join(
        f"<record><![CDATA[{item}</li>]]></record>" for item in listed.split("<ul class='list'>")[1].split("</li>")[:-1]
    )
    store = f"<datastore><recordset>{records}</recordset></datastore>"
    script = (
        "<script>$('#1').jpage({totalRecord: 9, proxyUrl: '/module/web/jpage/dataproxy.jsp', perPage: 3});</script>"
    )
    column = page("政府信息公开年报", f"<script type='text/xml'>{store}</script>{script}", "政府信息公开年报")
    kept = crawled(
        web,
        tmp_path,
        {
            "/": Answer(home()),
            "/zfxxgknb/": Answer(column),
            "/module/web/jpage/dataproxy.jsp": Answer(f"<totalrecord>9</totalrecord>{store}", content_type="text/xml"),
        },
    )
    assert (len(kept.leads), kept.look.complete) == (3, False)


def test_an_answer_says_how_many_pages_there_are() -> None:
    articles = [
        {"title": report_title(BODY, 2024 - n), "url": f"/post_{n}.html", "date": "2025-01-20"} for n in range(3)
    ]
    asked = urljoin(URL, "/gkmlpt/api/all/2629?page=1&sid=7")
    listing = read_list(answered(json.dumps({"total": 250, "articles": articles}), asked))
    assert [row.title for row in listing.rows] == [report_title(BODY, 2024 - n) for n in range(3)]
    assert listing.pager is not None
    assert [url.partition("?")[2] for url in listing.pager.onward] == ["page=2&sid=7", "page=3&sid=7"]


@pytest.mark.parametrize(
    ("asked", "said", "family"),
    [
        (urljoin(URL, "/gkmlpt/api/all/2629?page=1&sid=7"), '{"total": 0, "articles": []}', "gkmlpt"),
        (
            posted_json(urljoin(URL, "/rest/getgovinfolist"), {"categorynum": "3", "pageIndex": 0}),
            '{"custom": {"total": 0, "data": []}}',
            "epoint",
        ),
        (urljoin(URL, "/common/search/a1?page=1"), '{"data": {"total": 0, "results": []}}', "ucap"),
        (urljoin(URL, "/site/label/8888?labelName=publicInfoList&pageIndex=1"), "<div>暂无相关信息</div>", "lonsun"),
        (
            form(urljoin(URL, "/module/web/jpage/dataproxy.jsp?startrecord=1"), {}),
            "<totalrecord>0</totalrecord>",
            "jpage",
        ),
    ],
)
def test_a_server_that_says_there_is_nothing_is_taken_at_its_word_only_for_that(
    asked: str, said: str, family: str
) -> None:
    found = answered(said, asked)
    assert recognise(found).name == family
    listing = read_list(found)
    assert (listing.rows, listing.empty) == ((), True)
