"""Pages as they are read: rows, pagers, walls and their near misses, hosts, and a real column of another place."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler.claims import claim
from crawler.completeness import Seen, completeness
from crawler.discovery import column_links, disclosure_links
from crawler.hosts import hosts_of
from crawler.leads import score
from crawler.manners import user_agent
from crawler.page import Page
from crawler.platforms import read_list, recognise
from crawler.robots import read_robots
from crawler.walls import obstacle
from crawler.wanted import wanted_years
from storage.clock import SHANGHAI
from storage.model import Agency, Standing
from storage.terms import Basis, Kind, LeadKind, Level, StandingName
from tests.crawling import column, home, report_title, rows
from tests.crawling import page as web_page

REAL = Path(__file__).parents[2] / "shared" / "real" / "listings" / "ordos_engebei_xxgknb_list.html"
URL = "https://www.qinghe.example/zfxxgknb/"
BACK = "<li><a href='?p=1'>上一页</a></li><li><a href='?p=1'>1</a></li>"
SHUT = "<ul><li class='disabled'><a href='#'>上一页</a></li><li class='disabled'><a href='#'>下一页</a></li></ul>"
NOW = datetime(2025, 2, 3, 8, 0, tzinfo=SHANGHAI)


def page(body: str | bytes, status: int = 200, url: str = URL, **headers: str) -> Page:
    data = body.encode() if isinstance(body, str) else body
    return Page(url, url, status, tuple({"content-type": "text/html; charset=utf-8", **headers}.items()), data)


@pytest.mark.skipif(not REAL.exists(), reason="the shared real pages are not on this machine")
def test_a_real_column_full_of_other_bodies_reports_is_claimed_by_nobody() -> None:
    there = page(REAL.read_bytes(), url="http://egb.example/xxgk/xxgknb/")
    listing = recognise(there).listing(there)
    reports = [row for row in listing.rows if (found := score(row.title)) and found.kind is LeadKind.REPORT]
    assert [(score(row.title).year, str(row.shown)) for row in reports] == [  # type: ignore[union-attr]
        (2019, "2020-09-03"),
        (2019, "2020-03-11"),
        (2018, "2019-05-30"),
        (2018, "2019-05-30"),
    ]
    own = Agency("egb", "某某生态示范区管理委员会", Level.COUNTY, Kind.OTHER, "http://egb.example/")
    government = Agency("county", "某某旗人民政府", Level.COUNTY, Kind.GOVERNMENT, "http://egb.example/")
    names = [score(row.title).publisher for row in reports]  # type: ignore[union-attr]
    assert all(names)
    assert not [name for name in names if claim(name, [own, government])]
    assert listing.pager is not None
    assert (listing.pager.pages, listing.pager.open) == (2, 1)
    assert listing.pager.onward == ("http://egb.example/xxgk/xxgknb/index_1.html",)
    complete, reason = completeness([Seen(there, listing)])
    assert not complete
    assert "没有打开" in reason


def test_a_row_has_its_full_title_its_date_and_its_address() -> None:
    title = report_title("青禾县教育局")
    there = page(
        column(
            f"<table><tr><td><a href='./t1.html' title='{title}'>青禾县教育局2024年…</a></td>"
            "<td>2025/1/20</td></tr></table>"
        )
    )
    (row,) = recognise(there).listing(there).rows
    assert (row.url, row.title, str(row.shown)) == (f"{URL}t1.html", title, "2025-01-20")


def test_menus_are_no_rows() -> None:
    there = page(column(rows([("1.html", report_title("青禾县教育局"), "2025-01-20")])))
    assert len(recognise(there).listing(there).rows) == 1


def test_columns_are_found_by_name_and_by_path() -> None:
    named = page(
        home("<a href='/a/'>政府信息<br>公开年报</a><a href='/b/'>政府网站年度报表</a><a href='/c/'>统计年报</a>")
    )
    assert [one.url for one in column_links(named, disclosure=False)] == ["https://www.qinghe.example/a/"]
    filed = page(home("<a href='/zwgk/zfxxgknb_45479/'><img src='x.png'></a>"))
    assert [one.found_by for one in column_links(filed, disclosure=False)] == ["path"]
    weak = page(home("<a href='/x/'>年报</a>"))
    assert column_links(weak, disclosure=False) == []
    assert len(column_links(weak, disclosure=True)) == 1
    title = report_title("青禾县教育局")
    assert column_links(page(home(f"<a href='/zfxxgknb/1.html'>{title}</a>")), disclosure=True) == []


def numbered_page(number: int, links: str, names: str) -> Seen:
    address = f"{URL}{number}.html" if number > 1 else URL
    there = page(
        column(rows([(f"{name}.html", report_title(name), "2025-01-20") for name in names]) + links), url=address
    )
    return Seen(there, recognise(there).listing(there))


def test_a_link_back_to_page_one_is_no_further_page() -> None:
    first = numbered_page(1, "<a href='2.html'>2</a><a href='2.html'>下一页</a>", "甲乙")
    second = numbered_page(2, "<a href='index.html'>1</a><a href='index.html'>上一页</a><span>下一页</span>", "丙丁")
    assert first.listing.pager
    assert second.listing.pager
    assert first.listing.pager.onward == (f"{URL}2.html",)
    assert second.listing.pager.onward == ()
    assert completeness([first, second])[0]
    assert not completeness([first])[0]


@pytest.mark.parametrize(
    ("pager", "pages", "onward", "stuck"),
    [
        ("<p><a href='2.html'>下一页 »</a></p>", None, ["2.html"], False),
        ("<a href='list_2.html'>下页</a>", None, ["list_2.html"], False),
        ("<div>共62条 1/7 <a href='zfxxgknb/6.htm'>下页</a></div>", 7, ["zfxxgknb/6.htm"], False),
        ("<div><a href='?page=2'>2</a><a href='?page=3'>3</a></div>", None, ["?page=2", "?page=3"], False),
        ("<div>共1页 <a href='javascript:void(0)'>下一页</a></div>", 1, [], False),
        ("<div><a href='javascript:go(2)'>下一页</a></div>", None, [], True),
        ("<div>共 3 页</div>", None, [], True),
        ("<div>首页 上一页 下一页 尾页 共1页</div>", 1, [], False),
        ("<div class='slider'><a href='/news/9.html'>2</a></div>", None, None, False),
        ("<p>记录时间 2025/01/20</p>", None, None, False),
        ("<div>1 <a href='/list?id=3&page=2'>2</a></div>", None, ["../list?id=3&page=2"], False),
        ("<div>[1] <a href='?page=2'>[2]</a></div>", None, ["?page=2"], False),
        ("<div>第1页 <a href='?page=2'>第2页</a></div>", None, ["?page=2"], False),
        ("<a href='?page=2'>Next »</a>", None, ["?page=2"], False),
        ("<a href='?page=2'><img src='n.gif' alt='下一页'></a>", None, ["?page=2"], False),
        (
            "<select><option value='?page=1'>第1页<option value='?page=2'>第2页</select>",
            None,
            ["?page=2"],
            False,
        ),
        (
            "<select><option value='2024'>2024年</option><option value='2023'>2023年</option></select>",
            None,
            None,
            False,
        ),
        ("<div><a href='?page=2'>更多>></a></div>", None, ["?page=2"], False),
        ("<div class='box'>新闻 <a href='/news/'>更多>></a></div>", None, None, False),
        ("<div><a href='index.html'>首页</a> <a href='?page=2'>尾页</a></div>", None, ["?page=2"], True),
        ("<p><a href='javascript:go(1)'>1</a><a href='javascript:go(2)'>2</a></p>", None, [], True),
        ("<p><span onclick='go(1)'>1</span><span onclick='go(2)'>2</span></p>", None, [], True),
        ("<input type='button' value='下一页' onclick='go(2)'>", None, [], True),
        ("<div onclick='load()'>加载更多</div>", None, [], True),
        ("<div id='kkpager'></div><script>kkpager.generPageHtml({pno:1,total:2});</script>", None, [], True),
        ("<div id='kkpager'></div><script>kkpager.generPageHtml({pno:1,total:1});</script>", None, None, False),
        ("<div class='pagination'></div><script src='/pages.js'></script>", None, [], True),
        ("<div><a href='#'>上一页</a><a href='#'>下一页</a></div>", None, [], False),
        ("<a href='#'>上一页</a><a href='#'>下一页</a><script>$('.next').click(nextPage)</script>", None, [], True),
        (f"<ul>{BACK}<li class='page-item disabled'><a href='#'>下一页</a></li></ul>", None, [], False),
        (f"<ul>{BACK}<li><a href='#' aria-disabled='true'>下一页</a></li></ul>", None, [], False),
        (f"<ul>{BACK}<li class='page-item'><a href='#'>下一页</a></li></ul>", None, [], True),
        (f"<ul class='disabled'>{BACK}<li><a href='#'>下一页</a></li></ul>", None, [], True),
        (f"<ul>{BACK}<li class='disabled'><a href='javascript:go(3)'>下一页</a></li></ul>", None, [], True),
        (SHUT, None, [], False),
        (f"{SHUT}<script>$('.next').click(nextPage)</script>", None, [], True),
        (
            "<p><a href='?p=1'>1</a> <a class='on' href='javascript:;'>2</a> <a href='?p=3'>3</a></p>",
            None,
            ["?p=3"],
            False,
        ),
        ("<ul><li><a href='?p=1'>1</a><li class='active'><a href='#'>2</a></ul>", None, [], False),
        ("<p><a href='?p=1'>1</a> <a aria-current='page' href='#'>2</a></p>", None, [], False),
        ("<p><a class='on' href='#'>1</a> <a href='#'>2</a></p>", None, [], True),
        ("<p><a href='?p=1'>1</a> <a class='on' href='#'>2</a> <a class='on' href='#'>3</a></p>", None, [], True),
        ("<p><a href='?p=1'>1</a> <a class='on' href='javascript:go(2)'>2</a></p>", None, [], True),
        ("<div><a href='?page=2'>下一页(2/4)</a></div>", None, ["?page=2"], False),
        ("<div>第一页 <a href='?page=2'>第二页</a></div>", None, ["?page=2"], False),
        ("<div><a href='?page=2'>下10条</a></div>", None, ["?page=2"], False),
        ("<div><a href='?page=2' rel='next'><i></i></a></div>", None, ["?page=2"], False),
        ("<div><b>1</b><a href='?page=2' class='btn-next'><i></i></a></div>", None, ["?page=2"], False),
        ("<div><a href='?page=2'><i class='icon-right'></i></a></div>", None, ["?page=2"], False),
        ("<div><a href='/hd/' class='next'><i></i></a></div>", None, None, False),
        ("<div><a href='?page=2'>加载更多</a></div>", None, ["?page=2"], False),
        ("<form method='post'><input type='submit' value='下一页'></form>", None, [], True),
        ("<div>页次：1/4 每页10条</div>", None, [], True),
        ("<div class='more' data-url='/api'>点击查看更多</div>", None, [], True),
        ("<p>上拉加载更多</p>", None, [], True),
        ("<div class='page'><span class='cur'>1</span><span data-p='2'>2</span></div>", None, [], True),
        ("<div><span>1</span> | <span>2</span> <span>下一页</span></div>", None, [], True),
        ("<div><b>1</b>/<b>2</b>页 <a href='?page=2'>下一页</a></div>", 2, ["?page=2"], False),
        ("<div>共<b>4</b>页<b>5</b>条 <a href='?page=2'>下一页</a></div>", 4, ["?page=2"], False),
    ],
)
def test_pagers_as_they_come(pager: str, pages: int | None, onward: list[str] | None, stuck: bool) -> None:
    there = page(column(f"<div>{rows([('1.html', report_title('青禾县教育局'), '2025/01/20')])}{pager}</div>"))
    found = recognise(there).listing(there).pager
    if onward is None:
        assert found is None
    else:
        assert found is not None
        assert (found.pages, found.onward) == (pages, tuple(urljoin(URL, path) for path in onward))
        assert bool(found.stuck) is stuck


@pytest.mark.parametrize(
    ("tabs", "whole"),
    [
        ("<ul><li class='on'>2024年</li><li>2023年</li></ul>", False),
        ("<p><a href='javascript:;'>2024</a> <a href='javascript:;'>2023</a></p>", False),
        ("<ul><li><a href='#' data-y='1'>2025年</a></li><li><a href='#'>2024年</a></li></ul>", False),
        ("<ul><li>2024年</li></ul>", True),
        ("<p><span>2024年</span>共1件<span>2023年</span></p>", True),
    ],
)
def test_years_that_only_a_script_opens_are_not_seen(tabs: str, whole: bool) -> None:
    there = page(column(f"<div>{tabs}{rows([('1.html', report_title('青禾县教育局'), '2025-01-20')])}</div>"))
    assert completeness([Seen(there, read_list(there))])[0] is whole


def test_tabs_of_years_that_are_all_on_the_page_hide_nothing() -> None:
    both = [(f"{year}.html", report_title("青禾县教育局", year), f"{year + 1}-01-20") for year in (2024, 2023)]
    tabs = "<ul><li class='on'>2024年</li><li>2023年</li></ul>"
    there = page(column(f"<div>{tabs}{rows(both[:1])}{rows(both[1:])}</div>"))
    assert completeness([Seen(there, read_list(there))])[0]


def test_a_report_that_is_no_link_among_links_is_not_opened() -> None:
    linked = "".join(
        f"<li><a href='{number}.html'>{report_title(name)}</a><i>2025-01-2{number}</i></li>"
        for number, name in enumerate(("青禾县教育局", "青禾县民政局"))
    )
    for row, whole in (
        (f"<li>{report_title('青禾县司法局')} <i>2025-01-20</i></li>", False),
        ("<li>以上为县政府部门</li>", True),
    ):
        there = page(column(f"<ul>{linked}{row}</ul>"))
        assert completeness([Seen(there, read_list(there))])[0] is whole


def test_fewer_rows_than_a_list_declares_are_not_all() -> None:
    there = page(column(rows([("1.html", report_title("青禾县教育局"), "2025-01-20")]) + "<p>共10条 每页9条</p>"))
    assert completeness([Seen(there, recognise(there).listing(there))]) == (False, "自称共 10 条，看到 1 条")


def test_a_page_inside_the_range_must_not_be_empty() -> None:
    first = numbered_page(1, "<a href='2.html'>下一页</a>", "甲乙")
    assert not completeness([first, numbered_page(2, "<span>下一页</span>", "")])[0]


def test_a_pager_that_always_offers_one_more_page_ends_with_the_rows() -> None:
    seen = [numbered_page(k, f"<a href='{k + 1}.html'>下一页</a>", names) for k, names in enumerate(("甲乙", "丙"), 1)]
    past = [numbered_page(k, f"<a href='{k + 1}.html'>下一页</a>", "") for k in (3, 4)]
    assert completeness([*seen, *past]) == (True, "共 2 页，已看到最后一页，3 条")
    assert not completeness([*seen, past[0]])[0]
    assert not completeness(seen)[0]


def test_a_list_of_something_else_is_no_annual_column() -> None:
    there = page(web_page("新闻", rows([("1.html", "全县春耕工作会议召开", "2025-01-20")])))
    complete, reason = completeness([Seen(there, recognise(there).listing(there))])
    assert not complete
    assert "年报栏目" in reason


def test_the_disclosure_platform_comes_before_the_general_page() -> None:
    there = page(home("<a href='/zwgk/'>政务公开</a><a href='/xxgk/'>政府信息公开</a>"))
    assert disclosure_links(there) == ["https://www.qinghe.example/xxgk/", "https://www.qinghe.example/zwgk/"]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ("<script>$_ts=window['$_ts']</script>", 412, "js-challenge"),
        ("", 521, "js-challenge"),
        ("<script>var arg1='X'</script>", 200, "js-challenge"),
        ("<html><body>访问过于频繁，请稍后再试</body></html>", 200, "rate-limited"),
        ("<html><body>您请求的页面不存在</body></html>", 200, "soft-404"),
        ("<html><title>404</title><body>找不到您要的页面</body></html>", 200, "soft-404"),
        ("", 200, "empty-answer"),
        ("", 404, "gone"),
        ("", 502, "server-error"),
    ],
)
def test_walls_are_named(body: str, status: int, kind: str) -> None:
    found = obstacle(page(body, status))
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "body",
    [
        home("<script>$_ts=window['$_ts']</script>") + "正文" * 400,
        web_page("登录", "<form>请输入验证码<input></form>" + "<p>办事指南</p>" * 200),
        column(
            rows([(f"{n}.html", report_title(f"第{n}街道"), "2025-01-20") for n in range(20)]) + "访问频繁 页面不存在"
        ),
        web_page("报告", "<p>本年度未找到信息公开内容不存在的情形，查询不存在的信息已告知。</p>" + "工作情况。" * 300),
    ],
)
def test_near_misses_pass(body: str) -> None:
    assert obstacle(page(body)) is None


def test_gb2312_is_read_as_gb18030() -> None:
    data = column("<p>镕 喆 青禾县</p>").replace("utf-8", "gb2312").encode("gb18030")
    assert "镕喆青禾县" in Page(URL, URL, 200, (), data).visible


def test_only_hosts_of_the_portal_are_entered() -> None:
    body = Agency(
        "a", "青禾县人民政府", Level.COUNTY, Kind.GOVERNMENT, "https://www.qinghe.gov.cn/", hosts=("files.example.org",)
    )
    hosts = hosts_of([body])
    for url in ("https://www.qinghe.gov.cn/x", "http://xxgk.qinghe.gov.cn/", "https://files.example.org/1.pdf"):
        assert hosts.allow(url), url
    for url in (
        "https://www.liuhe.gov.cn/",
        "https://example.org/",
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "data:,x",
    ):
        assert not hosts.allow(url), url
    assert hosts.allow_address("https://www.qinghe.gov.cn/", "93.184.216.34")
    for address in ("127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "100.64.0.1", "224.0.0.1"):
        assert not hosts.allow_address("https://xxgk.qinghe.gov.cn/", address), address
    named = hosts_of([Agency("b", "某局", Level.COUNTY, Kind.DEPARTMENT, "http://127.0.0.1:8001/")])
    assert named.allow_address("http://127.0.0.1:8001/x", "127.0.0.1")
    assert not named.allow("http://127.0.0.1:8002/x")


def test_robots_txt_speaks_to_us_by_name() -> None:
    text = "User-agent: *\nAllow: /\nCrawl-delay: 7\n\nUser-agent: GongkaiWatch\nDisallow: /secret/\nCrawl-delay: 5\n"
    rules = read_robots(page(text, **{"content-type": "text/plain"}))
    assert rules.forbid(f"{URL}secret/") is None
    assert rules.forbid("https://www.qinghe.example/secret/1.html") is not None
    assert rules.delay == 5
    assert read_robots(page("<html>404</html>", 404)).forbid(URL) is None


def test_we_say_who_we_are() -> None:
    assert user_agent("https://example.org/watch") == "GongkaiWatch/0.1 (+https://example.org/watch)"


def standing(year: int, name: StandingName) -> Standing:
    return Standing("a", year, NOW.date(), Basis.LAW, non_working_day=False, standing=name, reason="")


def test_years_wanted() -> None:
    assert wanted_years(NOW, []) == {2024, 2023}
    old = [standing(2021, StandingName.MISSING), standing(2020, StandingName.LATE)]
    assert wanted_years(NOW, old) == {2024, 2023, 2021}
    assert wanted_years(NOW, old, [2019]) == {2019}
    assert wanted_years(datetime(2025, 12, 31, 23, 59, tzinfo=SHANGHAI), []) == {2024, 2023}
