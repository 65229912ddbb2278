"""Every kind of list that portals are known to have, by its number: where it is built, and what it must yield."""

import json
from collections.abc import Iterator

import pytest

from crawler.completeness import Seen, completeness
from crawler.discovery import column_links
from crawler.listing import Listing
from crawler.page import Page
from crawler.pager import Pager
from crawler.platforms import family_named, read_list, recognise
from crawler.question import form, posted_json
from monitor.demo.shapes import shapes
from monitor.demo.web import MiniatureWeb, Site
from monitor.demo.world import Portal
from storage.terms import LeadKind
from tests import test_families, test_family_shapes
from tests.crawling import DAY, Kept, Watch, report_title, rows
from tests.test_families import BODIES, COLUMN, CUT_SHORT

# Shapes of the miniature web (those of the scoreboard are read whole, those cut short are not believed), and tests.
FIXTURES = {
    "F1 pages counted from 0": ("trs",),
    "F2 pages counted from 1, behind the name of a box": ("trs-container",),
    "F3 a call that is commented out": ("trs-commented",),
    "F4 deep pages that are stubs": ("stub",),
    "F5 a data store and its next group": ("jpage",),
    "F6 a server that takes no notice of record numbers": (
        "jpage-pages",
        "test_a_jpage_server_that_always_gives_the_first_page_proves_nothing",
    ),
    "F7 an empty data store, its rows in the page": ("jpage-empty",),
    "F8 markup within JSON": ("jpaas",),
    "F9 descending pages": ("vsb",),
    "F10 an application with its tree, JSON, a route behind #": ("gkmlpt", "gkmlpt-annual"),
    "F11 a label fetched as markup": ("lonsun",),
    "F12 reports shown year by year": ("areas", "test_a_report_shown_year_by_year_is_a_column_of_its_years"),
    "F13 a module's pages by number": ("eportal",),
    "F14 a frame": ("framed",),
    "F15 a page that only sends on": ("replaced",),
    "F16 a tree with null.shtml": ("ztree",),
    "F17 rows that open when pressed": ("numbers",),
    "F18 rows that scripts write": ("written",),
    "F19 a pager in base64": ("written",),
    "F20 JSON posted for, totals that are capped": ("affair", "test_a_total_at_its_cap_is_no_total"),
    "F21 pages by query, or by sending a form": ("query", "postback"),
    "F22 titles cut short, with and without the whole beside": ("jpage", "openness-cut"),
    "F23 bare names below a year": ("names",),
    "F24 folders of the years of publication": ("years",),
}


@pytest.mark.parametrize("fixture", FIXTURES)
def test_every_kind_of_list_is_built_and_asked_for(fixture: str) -> None:
    tests = {*vars(test_families), *vars(test_family_shapes), *globals()}
    assert [one for one in FIXTURES[fixture] if one not in shapes() and one not in tests] == []
    assert {one for one in FIXTURES[fixture] if one in shapes()} <= {*test_families.FAMILIES, *CUT_SHORT}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kept, dict[str, Site]]]:
    watch = Watch(tmp_path_factory.mktemp("cut") / "w", "delay = 0\ntimeout = 5.0\n")
    with MiniatureWeb(DAY) as web:
        sites = {
            name: web.open(shapes()[name](Portal(name, name, "", "青禾县人民政府", ""), COLUMN)) for name in CUT_SHORT
        }
        for name, site in sites.items():
            watch.add(name, BODIES[0], f"{site.url}/")
        watch.crawl()
        yield watch.kept(), sites


@pytest.mark.parametrize(("name", "seen"), [("stub", 24), ("postback", 12)])
def test_what_was_seen_of_a_list_counts_and_is_not_taken_for_all(
    name: str, seen: int, crawled: tuple[Kept, dict[str, Site]]
) -> None:
    kept, sites = crawled
    columns = {column.id for column in kept.columns if column.portal == sites[name].url.removeprefix("http://")}
    looks = [look for look in kept.looks if look.column in columns]
    listed = [lead for lead in kept.leads if lead.column in columns]
    assert [(look.complete, bool(look.reason)) for look in looks] == [(False, True)]
    assert len(listed) == seen
    assert {lead.kind for lead in listed} <= {LeadKind.REPORT, LeadKind.LOOKALIKE}


def answer(count: int, total: int) -> Page:
    asked = posted_json("http://www.qinghe.example/front/api/data/affair", {"channelList": ["nb"], "pageNo": 1})
    found = [{"title": report_title(BODIES[0], 2024 - row), "url": f"/{row}.html"} for row in range(count)]
    said = json.dumps({"data": {"list": found, "pageNo": 1, "totalCount": total}})
    return Page(asked, asked, 200, (("content-type", "application/json"),), said.encode())


def test_a_total_at_its_cap_is_no_total() -> None:
    whole, capped = read_list(answer(15, 37)), read_list(answer(15, 10_000))
    assert recognise(answer(1, 1)).name == "affair"
    assert (whole.pager and whole.pager.stuck, whole.pager and len(whole.pager.onward)) == (None, 2)
    assert capped.pager is not None
    assert capped.pager.stuck


HOST = "http://www.qinghe.example"
QUESTIONS = {
    "gkmlpt": f"{HOST}/gkmlpt/api/all/2629?page=1&sid=7",
    "ucap": f"{HOST}/common/search/a1?page=1",
    "jpaas": f"{HOST}/front/page/build/unit?paramJson=%7B%22pageNo%22%3A1%7D",
    "truecms": f"{HOST}/x/messageController/getMessage.do?startrecord=1",
    "jpage": f"{HOST}/module/web/jpage/dataproxy.jsp?startrecord=1",
    "lonsun": f"{HOST}/site/label/8888?labelName=publicInfoList&pageSize=15&pageIndex=1",
    "xxgk": form(f"{HOST}/module/xxgk/search.jsp", {"currpage": 1}),
    "epoint": posted_json(f"{HOST}/rest/getgovinfolist", {"categorynum": "3", "pageIndex": 0}),
    "affair": posted_json(f"{HOST}/front/api/data/affair", {"channelList": ["nb"], "pageNo": 1}),
}
ODD = (
    *("[1]", "null", '"x"', '{"data": [1]}', '{"custom": "x", "result": 5}', "[" * 9000, "<h1>404</h1>"),
    *('{"articles": 7, "total": "many"}', '{"data": {"results": {"a": 1}, "list": "x", "html": []}}'),
    '{"success": false, "code": "500", "data": null}',
)


@pytest.mark.parametrize("family", QUESTIONS)
@pytest.mark.parametrize("said", ODD)
def test_an_answer_that_makes_no_sense_is_neither_a_list_nor_an_empty_one(family: str, said: str) -> None:
    asked = QUESTIONS[family]
    page = Page(asked, asked, 200, (("content-type", "application/json"),), said.encode())
    listing = read_list(page, family_named(family))
    assert (listing.rows, listing.empty) == ((), False)
    first = Page(asked, asked, 200, (), "<title>政府信息公开年报</title><h1>政府信息公开年报</h1>".encode())
    frame = Seen(first, Listing((), Pager((asked,)), apart=True))
    complete, _ = completeness([frame, Seen(page, listing)])
    assert not complete


def test_what_settings_say_a_portal_is_counts_on_the_way_to_its_columns() -> None:
    tree = "window._CONFIG = {SID: '7', TREE: [{id: 1}]}".replace(
        "[{id: 1}]", '[{"id": 9, "name": "政府信息公开年报"}]'
    )
    marked = f"<html><body>/front/api/data/affair<script>{tree}</script></body></html>"
    page = Page(f"{HOST}/", f"{HOST}/", 200, (("content-type", "text/html"),), marked.encode())
    assert column_links(page, disclosure=False) == []
    found = column_links(page, disclosure=False, family=family_named("gkmlpt"))
    assert [one.url for one in found] == [f"{HOST}/gkmlpt/api/all/9?page=1&sid=7"]


ROWS = [(f"/x/{number}.html", report_title(body), f"2025-01-2{number}") for number, body in enumerate(BODIES[:4])]
BOX = rows(ROWS)
SCRIPTS = {
    "affair": '<script>api = "/front/api/data/affair"; query = {channelList: ["nb"]};</script>',
    "epoint": "<script>$.post('/rest/frontAction/getgovinfolist', {categorynum: '003', siteGuid: 'g'});</script>",
    "truecms": "<script>new P({proxyUrl: '/messageController/getMessage.do?id=1'});</script>",
    "lonsun": '<script>$("#l").load("/site/label/8888?labelName=publicInfoList&pageSize=15");</script>',
    "ucap": '<script>var list = "/common/search/a8f1";</script>',
    "xxgk": '<script>param = {divid: "d1", infotypeId: "B0009"}; $.post("/module/xxgk/search.jsp", param);</script>',
    "jpaas": "<script queryData=\"{'tagId':'信息列表'}\" url='/front/page/build/unit' src='unitbuild.js'></script>",
}


@pytest.mark.parametrize("family", SCRIPTS)
def test_rows_written_into_a_frame_are_kept_and_prove_nothing(family: str) -> None:
    text = f"<title>政府信息公开年报</title><h1>政府信息公开年报</h1>{BOX}{SCRIPTS[family]}"
    page = Page(f"{HOST}/nb/", f"{HOST}/nb/", 200, (("content-type", "text/html; charset=utf-8"),), text.encode())
    listing = read_list(page)
    assert recognise(page).name == family
    assert (len(listing.rows), listing.apart) == (4, True)
    assert listing.pager is not None
    assert len(listing.pager.onward) == 1
    assert not completeness([Seen(page, listing)])[0]


@pytest.mark.parametrize("turning", ["<a onclick='goto(2)'>下一页</a>", "<a href='javascript:turn(2)'>2</a>"])
def test_a_pager_that_says_no_number_is_not_the_last_page(turning: str) -> None:
    text = f"<h1>政府信息公开年报</h1>{BOX}<div>1 {turning}</div><script src='/uiFramework/huilan/x.js'></script>"
    page = Page(f"{HOST}/nb/", f"{HOST}/nb/", 200, (("content-type", "text/html; charset=utf-8"),), text.encode())
    assert recognise(page).name == "eportal"
    assert not completeness([Seen(page, read_list(page))])[0]
