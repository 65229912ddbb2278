"""Title, agency, year and date: what the document says, as it says it, or nothing."""

import re
from dataclasses import replace
from datetime import date

import pytest

import extract
from extract.content import Paragraph
from extract.formats.text import read_text
from extract.heading import read_title
from extract.page import breadcrumb, published, publisher
from extract.report import recognise
from tests.report_maker import Report
from tests.told import told

OWN = "青禾县水务局2024年政府信息公开工作年度报告"

TITLES = [
    ("县教育局2023年政府信息公开工作年度报告", "县教育局", 2023),
    ("青禾县教育局2023年度政府信息\n\n公开工作年度报告", "青禾县教育局", 2023),
    ("2023年下桥镇政府信息公开工作年度报告", "下桥镇", 2023),
    ("云岭县政府信息公开工作2022年度报告", "云岭县", 2022),
    ("青禾高新区2023年度政府信息公开工作报告", "青禾高新区", 2023),
    ("桃坞开发区管委会2023年信息公开工作年度报告", "桃坞开发区管委会", 2023),
    ("2018年青禾市棠汀区昌明街道办事处政府信息公开年度报告", "青禾市棠汀区昌明街道办事处", 2018),
    ("2018年度青禾市红云街道办事处政府信息公开工作年度报告", "青禾市红云街道办事处", 2018),
    ("青禾区民政局2024年度政府信息公开工作年度报告", "青禾区民政局", 2024),
    ("青禾区滇泉街道办事处2018年度 政府信息公开工作年度报告", "青禾区滇泉街道办事处", 2018),
    ("青禾市 2025 年政府信息公开工作年度报告", "青禾市", 2025),
    ("2019年政府信息公开工作年度报告", None, 2019),
    ("青禾县水务局二〇二四年政府信息公开工作年度报告", "青禾县水务局", 2024),
    ("青禾县水务局二○二四年政府信息公开工作年度报告", "青禾县水务局", 2024),
    ("青禾县水务局二零二四年政府信息公开工作年度报告", "青禾县水务局", 2024),
    ("青禾县水务局２０２４年政府信息公开工作年度报告", "青禾县水务局", 2024),
    ("青禾县人民政府（办公室）2023年政府信息公开工作年度报告", "青禾县人民政府（办公室）", 2023),
    ("2023年青禾县人民政府信息公开工作年度报告", "青禾县人民政府", 2023),
    ("关于青禾县水务局2024年政府信息公开工作年度报告的更正", "青禾县水务局", 2024),
    ("青禾县水务局2024年政府信息公开年报", "青禾县水务局", 2024),
    ("青禾县水务局政府信息公开工作年度报告（2024年度）", "青禾县水务局", 2024),
    ("青禾县水务局2024年政府信息公开工作年度报告（图片版）", "青禾县水务局", 2024),
    ("青禾县绩效考核办公室2024年政府信息公开工作年度报告", "青禾县绩效考核办公室", 2024),
    ("青禾县水务局2024年政府信息公开工作年度报告.pdf", "青禾县水务局", 2024),
    ("XX局2024年政府信息公开工作年度报告", None, 2024),
    ("青禾县教育科技局\n2023年政府信息公开工作年度报告", "青禾县教育科技局", 2023),
    ("青禾县人民政府机关\n2020年政府信息公开工作年度报告", "青禾县人民政府机关", 2020),
    ("2023年下桥镇政府信息公开工作年度报告", "下桥镇", 2023),
    ("砚湖区红云街道办事处2018年度政府信息公开工作报告", "砚湖区红云街道办事处", 2018),
    ("2009年度下桥镇政府信息公开年度报告", "下桥镇", 2009),
    ("青禾县水务局2024年政府信息公开工作年度报告（超链版）.pdf", "青禾县水务局", 2024),
    ("云岭—松泉合作区管委会2024年政府信息公开工作年度报告", "云岭—松泉合作区管委会", 2024),
    ("云岭-松泉合作区管委会2024年政府信息公开工作年度报告", "云岭-松泉合作区管委会", 2024),
    (
        "青禾县财政局（青禾县国资委、金融监管局）2024年政府信息公开工作年度报告",
        "青禾县财政局（青禾县国资委、金融监管局）",
        2024,
    ),
    ("【青禾县水务局】2024年政府信息公开工作年度报告", "青禾县水务局", 2024),
    ("×××人民政府2024年政府信息公开工作年度报告", None, 2024),
]
LOOK_ALIKES = [
    "青禾县人民政府网站工作年度报表（2024年度）",
    "青禾县水务局2024年法治政府建设年度报告",
    "关于做好2024年政府信息公开工作年度报告编制和发布工作的通知",
    "（图解）青禾县水务局2024年政府信息公开工作年度报告",
    "一图读懂青禾县2024年政府信息公开工作年度报告",
    "青禾县2024年政务公开工作要点",
    "政府信息公开工作年度报告格式模板",
    "青禾县水务局政府信息公开指南",
    "青禾县召开2024年政府信息公开工作年度报告编制培训会",
    "青禾县发布2024年政府信息公开工作年度报告",
    "关于青禾县2024年政府信息公开工作年度报告报送情况的通报",
]


@pytest.mark.parametrize(("text", "agency", "year"), TITLES)
def test_a_title_names_agency_and_year(text: str, agency: str | None, year: int) -> None:
    title = read_title(text)
    assert title is not None
    assert (title.agency, title.look_alike) == (agency, None)
    assert title.years == {year}
    assert title.text == "".join(text.split())


@pytest.mark.parametrize("title", LOOK_ALIKES)
def test_a_look_alike_is_no_report(title: str) -> None:
    page = f"<html><body><h1>{title}</h1><p>现将有关情况公布如下。</p><p>一、工作进展</p><p>共3项。</p></body></html>"
    for data in (page, f"{title}\n\n现将有关情况公布如下。\n"):
        record = extract.read(data.encode())
        assert (record.is_report, record.agency, record.year) == (False, None, None)


def test_a_cover_with_the_whole_report_below_it_is_a_report_but_a_drawing_never_is() -> None:
    cover = Report("", 2024, title="关于公布青禾县水务局2024年政府信息公开工作年度报告的通知")
    record = extract.read(cover.html().encode())
    assert (record.is_report, record.agency, record.year) == (True, None, 2024)
    letter = Report("", 2024, title="关于报送政府信息公开工作年度报告的函\n青禾县水务局2024年政府信息公开工作年度报告")
    assert extract.read(letter.text().encode()).agency == "青禾县水务局"
    drawing = Report("", 2024, title="（图解）青禾县水务局2024年政府信息公开工作年度报告")
    assert not extract.read(drawing.html().encode()).is_report


def test_a_notice_that_lists_a_report_as_its_annex_is_a_notice() -> None:
    notice = "关于做好2024年政府信息公开工作年度报告编制的通知\n\n各单位：\n请按期编制。\n"
    record = extract.read((notice + "附件：青禾县水务局2024年政府信息公开工作年度报告\n").encode())
    assert (record.is_report, record.agency) == (False, None)


def test_a_sentence_is_no_title() -> None:
    assert read_title("根据条例规定，现公布青禾县水务局2024年政府信息公开工作年度报告。") is None


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        ("青禾县行政审批和政务信息管理局2024年政府信息\n公开工作年度报告", "青禾县行政审批和政务信息管理局"),
        ("青禾县人民政府\n2024 年政府信息公开工作年度报告", "青禾县人民政府"),
        ("青禾县行政审批和政务信息\n管理局2024年政府信息公开\n工作年度报告", "青禾县行政审批和政务信息管理局"),
        ("附件1\n青禾县水务局\n2024年政府信息公开工作年度报告", "青禾县水务局"),
    ],
)
def test_a_title_over_several_lines(lines: str, agency: str) -> None:
    text = Report("", 2024, title=lines).text()
    record = extract.read(text.encode())
    assert (record.agency, record.year) == (agency, 2024)
    assert record.title == f"{agency}2024年政府信息公开工作年度报告"


def test_two_years_in_two_titles_leave_the_year_open() -> None:
    report = Report("青禾县水务局", 2024)
    page = report.html().replace("<h1>青禾县水务局2024年", "<h1>青禾县水务局2023年")
    record = extract.read(page.encode())
    assert record.year is None
    assert [warning.code for warning in told(record)] == ["year-conflict"]


def test_without_a_year_in_the_title_the_reporting_period_tells_it() -> None:
    period = ("本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",)
    report = Report("青禾县水务局", 2024, title="青禾县水务局政府信息公开工作年度报告", narrative={"overview": period})
    assert extract.read(report.html().encode()).year == 2024
    silent = Report("青禾县水务局", 2024, title="青禾县水务局政府信息公开工作年度报告", published="2025-01-20")
    assert extract.read(silent.html().encode(), "t20250120_1.html").year is None


def test_a_period_of_another_year_is_told() -> None:
    period = ("统计期限自2023年1月1日起至12月31日止。",)
    record = extract.read(Report("青禾县水务局", 2024, narrative={"overview": period}).html().encode())
    assert record.year == 2024
    assert [warning.code for warning in told(record)] == ["year-differs-in-body"]


@pytest.mark.parametrize(
    "sentence",
    [
        "与2023年1月1日至12月31日相比，工作有新进步。",
        "“一网通办”试点自2023年1月1日起至2023年12月31日结束。",
        "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止，对比2023年1月1日至2023年12月31日有所增长。",
        "本报告数据与2023年1月1日至2023年12月31日的数据相比有所增长。",
        "本报告数据较2023年1月1日至2023年12月31日有所增长。",
        "数据共享平台于2023年1月1日至12月31日试运行。",
    ],
)
def test_a_period_of_something_else_is_not_that_of_the_report(sentence: str) -> None:
    record = extract.read(Report("青禾县水务局", 2024, narrative={"overview": (sentence,)}).html().encode())
    assert (record.year, told(record)) == (2024, ())
    untitled = Report("", 2024, title="青禾县水务局政府信息公开工作年度报告", narrative={"overview": (sentence,)})
    assert extract.read(untitled.html().encode()).year in (None, 2024)


def test_a_title_without_agency_leaves_clues_only() -> None:
    report = Report("青禾县水务局", 2024, title="2024年政府信息公开工作年度报告", publisher="青禾县水务局")
    record = extract.read(report.html().encode())
    assert (record.agency, record.publisher) == (None, "青禾县水务局")
    assert record.breadcrumb == ("首页", "政府信息公开年报")
    assert record.is_report


@pytest.mark.parametrize(
    ("line", "shown", "source"),
    [
        ("来源： 时间：2024年01月25日", date(2024, 1, 25), None),
        (
            "索 引 号:jyj/2024-00011 发布机构:教育局 成文日期: 公开方式:公开 发布日期:2024-01-29 信息来源: 浏览次数:",
            date(2024, 1, 29),
            "教育局",
        ),
        ("发布时间：2024-01-16 17:29 来源：青禾县教育体育局 字体：[ ]", date(2024, 1, 16), "青禾县教育体育局"),
        (
            "发布时间:2021-01-12 00:00 来源:县财政局(县国资委、县金融监管局) 字体:[ ]",
            date(2021, 1, 12),
            "县财政局(县国资委、县金融监管局)",
        ),
        (
            "索 引 号 113/2024 公开方式 主动公开 成文日期 2024-01-10 发布机构 下桥镇 组配分类 年报 发布日期:2024-01-16",
            date(2024, 1, 16),
            "下桥镇",
        ),
        ("索引号: 330/2019-04 成文日期: 2019-03-07 发布机构: 青禾县财政局", None, "青禾县财政局"),
        ("索引号: 330/2019-04682 成文日期: 2019-03-07 公开方式: 主动公开 发布机构: 青禾县财政局", None, "青禾县财政局"),
        ("2024年01月25日 (点击: )", date(2024, 1, 25), None),
        ("2024年01月25日", None, None),
        (
            "信息来源:青禾县大河镇人民政府 发布时间:2024-01-24 10:56 浏览次数:",
            date(2024, 1, 24),
            "青禾县大河镇人民政府",
        ),
        ("来源： 作者： 时间：2024-01-16 点击率：【 打印 】【 关闭 】", date(2024, 1, 16), None),
        ("发布日期:2024-01-10", date(2024, 1, 10), None),
        (
            "名 称:年度报告 索 引 号: 000014/2025-03255 发布日期: 2025-01-14 发布机构: 下水区民政局 文号",
            date(2025, 1, 14),
            "下水区民政局",
        ),
        (
            "发布时间:2025-01-20 10:50 来源:区机关事务管理局 选择阅读字号:[ 大 中 小 ]",
            date(2025, 1, 20),
            "区机关事务管理局",
        ),
        ("供稿:宣传科 编辑: 林某 发布日期:2024年01月29日 浏览: 50次", date(2024, 1, 29), "宣传科"),
        ("发文日期 发布机构 发布日期: 2024年01月08日", date(2024, 1, 8), None),
        ("标题 年度报告 索引号 1137/2019-503 发文日期 发布机构", None, None),
        ("发布时间：2024-01-31 10:05:08 PM", date(2024, 1, 31), None),
        ("发布时间：Jan 31, 2024 10:05:08 AM", date(2024, 1, 31), None),
        ("发布日期：２０２４年１月３１日", date(2024, 1, 31), None),
        ("发布日期：二〇二四年一月三十一日", date(2024, 1, 31), None),
        ("发布日期：[2024-01-31]", date(2024, 1, 31), None),
        ("发布日期：2024-1-3① 来源：青禾县水务局", date(2024, 1, 3), "青禾县水务局"),
        ("索引号:2021-0223004 发布日期:2021-02-20", date(2021, 2, 20), None),
        ("发布日期：成文日期：2024-01-10", None, None),
        ("成 文 日 期：2024-01-10", None, None),
        ("发文日期 2024年1月10日 生成日期：2024-01-09", None, None),
        ("发布日期 2021-02-20 09:00 发布机构 市政府办", date(2021, 2, 20), "市政府办"),
        ("信息提供日期 : 2019-02-20 16:48来源 : 香榭湖街道办事处", date(2019, 2, 20), "香榭湖街道办事处"),
        ("发布日期:2019-02-01 08:53:08 来源:本网 分享到: 浏览量:-", date(2019, 2, 1), None),
        ("采集时间：2025-12-30 页面生成时间 2024-05-28 15:46:43", None, None),
        ("公开日期\t2024-01-17", date(2024, 1, 17), None),
        ("发布时间：2024/1/31", date(2024, 1, 31), None),
        ("发布时间：2024-13-45", None, None),
        ("日期：2025年12月30日 星期二", None, None),
    ],
)
def test_dates_and_sources_are_read_after_their_own_label_only(
    line: str, shown: date | None, source: str | None
) -> None:
    assert (published([line]), publisher([line])) == (shown, source)


def test_the_surest_label_wins_over_the_first() -> None:
    assert published(["时间：2024-02-02", "发布日期：2024-01-31"]) == date(2024, 1, 31)


def test_the_clock_of_the_portal_is_no_publication_date() -> None:
    report = Report("青禾县水务局", 2024).html()
    for clock in ("日期：2025-02-05", "时间：2025年2月5日", "今天是 日期：2025-02-05"):
        assert (
            extract.read(report.replace('<div class="nav">', f'<div>{clock}</div><div class="nav">').encode()).published
            is None
        )
        assert (
            extract.read(report.replace('<div class="foot">', f'<div class="foot">{clock} ').encode()).published is None
        )


@pytest.mark.parametrize(
    "info",
    [
        "<div>时间：2025-01-20 来源：青禾县水务局</div>",
        "<ul><li>来源：青禾县水务局</li><li>日期：2025-01-20</li><li>浏览次数：3</li></ul>",
        "<div>日期：2025-01-20</div>",
    ],
)
def test_a_bare_date_beside_the_title_or_other_metadata_is_one(info: str) -> None:
    page = Report("青禾县水务局", 2024).html().replace("</h1>", f"</h1>{info}")
    assert extract.read(page.encode()).published == date(2025, 1, 20)


def test_a_trail_begins_at_home() -> None:
    assert breadcrumb(["您的位置：首页 > 政务公开 > 政府信息公开年报"]) == ("首页", "政务公开", "政府信息公开年报")
    assert breadcrumb(["首页 新闻 公开"]) == ()


def test_a_report_that_calls_itself_a_summary_is_one_by_what_it_holds() -> None:
    told = Report("青禾县信访局", 2024, title="青禾县信访局2024年度信息公开工作总结")
    assert extract.read(told.html().encode()).is_report
    other = "<h1>青禾县信访局2024年度工作总结</h1><p>一年来，各项工作稳步推进。</p>"
    assert not extract.read(other.encode()).is_report


def test_the_date_in_an_address_or_a_number_is_no_publication_date() -> None:
    page = Report("青禾县水务局", 2024).html()
    linked = page.replace("</h1>", '</h1><p>索引号：20231211-004</p><p><a href="t20231211_1.html">t20231211_1</a></p>')
    assert extract.read(linked.encode(), "t20231211_1.html").published is None
    shown = page.replace("</h1>", "</h1><p>索引号：20231211-004 发布日期：2024-01-10</p>")
    assert extract.read(shown.encode(), "t20231211_1.html").published == date(2024, 1, 10)


@pytest.mark.parametrize("place", ["<title>", "<h1>"])
def test_a_year_of_the_window_title_that_differs_leaves_the_year_open(place: str) -> None:
    page = Report("青禾县水务局", 2024).html()
    for other in ("<h1>", "<title>"):
        if other != place:
            page = page.replace(f"{other}青禾县水务局2024年", f"{other}青禾县水务局2023年")
    page = page.replace("<p>青禾县水务局2024年政府信息公开工作年度报告</p>", "")
    record = extract.read(page.encode())
    assert (record.agency, record.year) == ("青禾县水务局", None)
    assert [warning.code for warning in told(record)] == ["year-conflict"]


def test_titles_of_two_bodies_leave_the_agency_open() -> None:
    page = Report("青禾县水务局", 2024).html()
    record = extract.read(page.replace("<h1>青禾县水务局", "<h1>青禾县财政局").encode())
    assert (record.agency, record.year) == (None, 2024)
    assert [warning.code for warning in told(record)] == ["agency-conflict"]
    shorter = extract.read(page.replace("<h1>青禾县水务局", "<h1>县水务局").encode())
    assert (shorter.agency, told(shorter)) == ("青禾县水务局", ())


@pytest.mark.parametrize(
    ("label", "agency"),
    [
        ("发布机构：松泉县水务局", "松泉县水务局"),
        ("公开单位：下桥镇人民政府 来源：松泉县新闻网", "下桥镇人民政府"),
        ("发布机构：松泉县人民政府办公室", None),
        ("发布机构：市政府办", None),
        ("发布机构：松泉县人民政府", None),
        ("发布机构：松泉县融媒体中心", None),
        ("发布机构：价格处", "价格处"),
        ("来源：松泉县水务局", None),
        ("发布机构：松泉县水务局 责任单位：松泉县财政局", None),
        ("发布机构：null", None),
    ],
)
def test_without_a_name_in_the_title_the_page_s_own_label_names_the_agency_but_never_the_host(
    label: str, agency: str | None
) -> None:
    page = Report("", 2024, title="2024年政府信息公开工作年度报告").html().replace("</h1>", f"</h1><p>{label}</p>")
    assert extract.read(page.encode()).agency == agency
    named = Report("松泉县民政局", 2024).html().replace("</h1>", f"</h1><p>{label}</p>")
    assert extract.read(named.encode()).agency == "松泉县民政局"


def test_a_report_without_a_name_in_its_title_is_whose_who_signs_it() -> None:
    signed = ("无其他需要报告的事项。", "松泉县水务局", "2025年1月16日")
    report = Report("", 2024, title="2024年政府信息公开工作年度报告", narrative={"other": signed})
    assert extract.read(report.html().encode()).agency == "松泉县水务局"
    assert extract.read(report.text().encode()).agency == "松泉县水务局"
    other = report.html().replace("</h1>", "</h1><p>发布机构：松泉县民政局</p>")
    assert extract.read(other.encode()).agency is None


def test_a_window_title_of_agency_year_and_site_tells_both() -> None:
    page = Report("", 2017, title="", form="2019").html()
    page = re.sub("<title>.*?</title>", "<title>下桥镇_2017年_松泉县人民政府</title>", page)
    record = extract.read(page.encode())
    assert (record.title, record.agency, record.year) == (None, "下桥镇", 2017)


def test_a_title_over_many_lines() -> None:
    lines = "青禾县行政审批和\n政务信息管理局\n2024年\n政府信息公开工作\n年度报告"
    record = extract.read(Report("", 2024, title=lines).text().encode())
    assert record.title == "青禾县行政审批和政务信息管理局2024年政府信息公开工作年度报告"
    assert (record.agency, record.year) == ("青禾县行政审批和政务信息管理局", 2024)


def test_the_titles_of_other_reports_beside_the_article_are_not_its_own() -> None:
    others = "".join(
        f"<li><a>松泉县{name}局2023年政府信息公开工作年度报告</a></li>" for name in ("民政", "财政", "教育")
    )
    page = Report("青禾县水务局", 2024).html()
    for beside in (
        page.replace('<div id="zoom"', f'<div class="side"><h3>相关报告</h3><ul>{others}</ul></div><div id="zoom"'),
        page.replace('<div class="foot">', f'<div class="side"><ul>{others}</ul></div><div class="foot">'),
        page.replace('<div class="nav">', f'<div class="nav"><ul>{others}</ul>'),
    ):
        record = extract.read(beside.encode())
        assert (record.agency, record.year, told(record)) == ("青禾县水务局", 2024, ())
        assert "松泉县" not in "".join(text or "" for text in record.sections.values())


def test_two_reports_on_one_page_are_never_mixed() -> None:
    pages = [
        Report("青禾县人民政府", 2024, {"requests.received.total": 9, "requests.received.natural_person": 9}).html(),
        Report("青禾县人民政府办公室", 2024, {"requests.granted.total": 2}).html(),
        Report("松泉县财政局", 2024, {"requests.received.total": 9, "requests.received.natural_person": 9}).html(),
    ]
    articles = [page[page.index('<div id="zoom"') : page.index('<div class="foot">')] for page in pages]
    for first, second in ((0, 1), (1, 0), (0, 2)):
        both = pages[first].replace('<div class="foot">', articles[second] + '<div class="foot">')
        with pytest.raises(extract.Unreadable) as why:
            extract.read(both.encode())
        assert why.value.code == "several-reports"
    twice = extract.read(pages[0].replace('<div class="foot">', articles[0] + '<div class="foot">').encode())
    assert (twice.agency, twice["requests.received.total"].number) == ("青禾县人民政府", 9)
    assert {path: value.number for path, value in extract.read(pages[0].encode()).cells.items()} == {
        path: value.number for path, value in twice.cells.items()
    }


@pytest.mark.parametrize(("sure", "agency", "year"), [(0.9, "青禾县水务局", 2024), (0.7, None, None)])
def test_a_title_whose_letters_are_unsure_names_nobody(sure: float, agency: str | None, year: int | None) -> None:
    content = read_text(Report("青禾县水务局", 2024).text().encode())
    first, *rest = content.blocks
    assert isinstance(first, Paragraph)
    record = recognise(replace(content, blocks=(replace(first, sure=sure), *rest), scanned=True))
    assert (record.title, record.agency, record.year) == ("青禾县水务局2024年政府信息公开工作年度报告", agency, year)
    codes = {warning.code for warning in told(record)}
    assert "scanned" in codes
    assert ("title-unsure" in codes) == (agency is None)


def test_a_file_without_a_letter_is_empty() -> None:
    for data in ("\ufeff", "\ufeff \r\n", "\u200b\u2060"):
        with pytest.raises(extract.Unreadable) as why:
            extract.read(data.encode())
        assert why.value.code == "empty"


@pytest.mark.parametrize(
    "title",
    [
        "青禾县水务局2024年上半年政府信息公开工作报告",
        "青禾县水务局2024年第四季度政府信息公开工作报告",
        "青禾县水务局2024年1-6月政府信息公开工作报告",
        "青禾县水务局2024年政府信息公开第一季度工作报告",
        "青禾县水务局2024年1月份政府信息公开工作报告",
        "2024年上半年政府信息公开情况",
        "青禾县人民政府办公室关于做好2024年政府信息公开工作年度报告编制和发布工作的通知",
        "青禾县人民政府办公室2024年政府信息公开工作年度报告编制要求",
        "2024年政府信息公开情况统计表",
    ],
)
def test_a_part_of_a_year_a_notice_and_a_table_are_no_annual_report_whatever_is_below(title: str) -> None:
    record = extract.read(Report("", 2024, title=title).html().encode())
    assert (record.is_report, record.agency, record.year) == (False, None, None)


def test_all_months_of_a_year_are_the_year() -> None:
    title = read_title("青禾县水务局2024年1-12月政府信息公开工作年度报告")
    assert title is not None
    assert title.look_alike is None


def test_a_notice_with_a_sample_under_a_name_is_a_notice_but_a_link_to_one_says_nothing() -> None:
    notice = "<h1>关于做好2024年政府信息公开工作年度报告编制工作的通知</h1>"
    page = Report("青禾县水务局", 2024).html()
    heading = f"<h1>{OWN}</h1>"
    assert heading in page
    assert not extract.read(page.replace(heading, notice).encode()).is_report
    linked = page.replace(heading, notice.replace("h1", "p") + heading)
    assert extract.read(linked.encode()).agency == "青禾县水务局"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (OWN, "正在编制中，敬请期待。"),
        (OWN, "内容更新中"),
        (f"{OWN}（已撤回）", "本报告已撤回。"),
        (OWN, "该报告已下架。附件：报告.pdf"),
    ],
)
def test_a_page_that_says_that_no_report_is_there_is_none(title: str, text: str) -> None:
    page = f"<html><body><h1>{title}</h1><div>发布日期：2025-01-20</div><p>{text}</p></body></html>"
    record = extract.read(page.encode())
    assert (record.is_report, record.agency, record.year) == (False, None, None)


@pytest.mark.parametrize("text", ["附件：报告.pdf", "<a href='a.pdf'>青禾县水务局年报.pdf</a><p>解读正在编制</p>", ""])
def test_the_cover_of_an_attachment_is_a_report(text: str) -> None:
    page = f"<html><body><h1>{OWN}</h1><div>发布日期：2025-01-20</div><p>{text}</p></body></html>"
    record = extract.read(page.encode())
    assert (record.is_report, record.agency, record.year) == (True, "青禾县水务局", 2024)
