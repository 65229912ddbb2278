"""Web pages as portals make them: encodings, merged cells, markup from Word, navigation, hidden text."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

import extract
from extract import scan
from extract.content import Grid
from extract.formats.html import read_html, read_mended_html
from extract.report import recognise
from storage.record import SECTIONS, Value
from tests.report_maker import Report
from tests.told import told

REPORT = Report("青禾县水务局", 2024, {"requests.received.total": 3}, published="2025-01-16", publisher="青禾县水务局")


def grids(html: str) -> list[list[list[str | None]]]:
    blocks = read_html(html.encode()).blocks
    return [
        [[None if cell.continued else cell.text for cell in row] for row in block.rows]
        for block in blocks
        if isinstance(block, Grid)
    ]


@pytest.mark.parametrize("style", ["clean", "word", "split"])
def test_a_page_is_read_whole(style: str) -> None:
    record = extract.read(REPORT.html(style).encode())
    assert record.title == "青禾县水务局2024年政府信息公开工作年度报告"
    assert (record.agency, record.year, record.published) == ("青禾县水务局", 2024, date(2025, 1, 16))
    assert (record.publisher, record.breadcrumb) == ("青禾县水务局", ("首页", "政府信息公开年报"))
    assert all(record.sections[key] for key in SECTIONS)
    assert record.sections["other"] == "本年度未收取信息处理费，没有其他需要报告的事项。"


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("", "utf-16"),
        ("no-such", "gbk"),
    ],
)
def test_the_bytes_decide_the_encoding(declared: str, actual: str) -> None:
    page = Report("青禾县㙇水镇", 2024) if actual == "gb18030" else REPORT
    html = page.html().replace('charset="utf-8"', f'charset="{declared}"')
    record = extract.read(html.encode(actual))
    assert record.agency == page.agency
    assert len(record.cells) == 200


def test_merged_cells_keep_every_column_in_its_place() -> None:
    html = (
        "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>1</td><td>2</td></tr>"
        "<tr><td colspan='3x'>丙</td><td>3</td></tr></table>"
    )
    assert grids(html) == [[["甲", "乙", None], [None, "1", "2"], ["丙", None, None, "3"]]]


def test_absurd_spans_do_no_harm() -> None:
    html = "<table><tr><td colspan=999999999 rowspan=99999999>甲</td><td>1</td></tr><tr><td>2</td></tr></table>"
    assert len(grids(html)[0][0]) < 100


def test_what_nobody_sees_is_not_read() -> None:
    html = (
        "<p>看得见<span style='display: none'>看不见</span></p><div hidden>看不见</div><script>看不见</script>"
        "<p style='VISIBILITY:hidden'>看不见</p>"
        "<table><tr><td>1<i style='display:none'>2</i></td><td>3</td></tr></table>"
    )
    content = read_html(html.encode())
    assert [block.text for block in content.blocks] == ["看得见", "1\t3"]


def test_two_paragraphs_in_a_cell_are_no_number() -> None:
    page = REPORT.html().replace("<td>3</td>", "<td><p>1</p><p>2</p></td>")
    record = extract.read(page.encode())
    assert record["requests.received.total"].number is None
    assert extract.read(REPORT.html().replace("<td>3</td>", "<td><b>1</b>2</td>").encode())[
        "requests.received.total"
    ].number == 12  # fmt: skip


def test_layout_tables_and_a_table_of_contents_do_not_hide_the_report() -> None:
    toc = (
        "<ul><li>一、总体情况</li><li>二、主动公开政府信息情况</li><li>三、收到和处理政府信息公开申请情况</li>"
        "<li>四、政府信息公开行政复议、行政诉讼情况</li><li>五、存在的主要问题及改进情况</li><li>六、其他需要报告的事项</li></ul>"
    )
    inside = REPORT.html()
    body = inside[inside.index("<h1>") : inside.index("</body>")]
    for before, after in ((toc, ""), ("", toc)):
        page = f"<html><body><table><tr><td>{before}</td><td>{body}</td><td>{after}</td></tr></table></body></html>"
        record = extract.read(page.encode())
        assert len(record.cells) == 200
        assert record["requests.received.total"].number == 3
        assert all(record.sections[key] for key in SECTIONS)


def test_headings_in_other_words_and_shapes_are_found() -> None:
    page = REPORT.html()
    page = page.replace(
        "<p>四、政府信息公开行政复议、行政诉讼情况</p>",
        "<p>四、因政府信息公开工作被申请行政复议、<br>提起行政诉讼情况</p>",
    )
    page = page.replace("<p>五、存在的主要问题及改进情况</p>", "<h3>五、 存在的主要问题及整改措施</h3>")
    page = page.replace("<p>六、其他需要报告的事项</p><p>", "<p>六、其他需要报告的事项。")
    record = extract.read(page.encode())
    assert all(record.sections[key] for key in SECTIONS)
    assert (record.sections["other"] or "").startswith("本年度未收取信息处理费")


def test_a_missing_section_is_null_and_an_empty_one_is_not() -> None:
    page = REPORT.html().replace("<p>五、存在的主要问题及改进情况</p>", "")
    assert extract.read(page.encode()).sections["problems"] is None
    page = REPORT.html().replace("<p>本年度未收取信息处理费，没有其他需要报告的事项。</p>", "")
    assert extract.read(page.encode()).sections["other"] == ""


def test_what_the_portal_prints_below_the_report_is_not_its_last_section() -> None:
    page = REPORT.html().replace(
        "没有其他需要报告的事项。</p>", "没有其他需要报告的事项。</p><p>【打印本页】</p><p>上一篇：旧闻</p>"
    )
    assert extract.read(page.encode()).sections["other"] == "本年度未收取信息处理费，没有其他需要报告的事项。"


def test_metadata_tables_give_date_publisher_and_title() -> None:
    block = (
        "<table><tr><td>名称</td><td colspan=3>青禾县水务局2024年政府信息公开工作年度报告</td></tr>"
        "<tr><td>索引号</td><td>014/2025-2</td><td>发布机构</td><td>青禾县人民政府办公室</td></tr>"
        "<tr><td>成文日期</td><td>2025-01-10</td><td>公开日期</td><td>2025-01-17</td></tr></table>"
    )
    report = Report("", 2024, title="政府信息公开工作年度报告")
    page = report.html().replace("<h1>政府信息公开工作年度报告</h1>", block)
    record = extract.read(page.encode())
    assert (record.published, record.publisher) == (date(2025, 1, 17), "青禾县人民政府办公室")


@pytest.mark.parametrize("value", ["", "null"])
def test_the_shown_date_wins_and_an_empty_declaration_says_nothing(value: str) -> None:
    head = f'<meta name="ArticleTitle" content="{value}"><meta name="pubdate" content="2025-01-20 10:05">'
    page = Report("青禾县水务局", 2024).html().replace("<head>", f"<head>{head}")
    assert extract.read(page.encode()).published == date(2025, 1, 20)
    assert extract.read(page.replace("发布日期：", "发布日期：2025-01-18").encode()).published == date(2025, 1, 18)


def test_a_page_with_only_an_attachment_is_a_report_by_its_title() -> None:
    title = "青禾县水务局2024年政府信息公开工作年度报告"
    page = f'<html><body><h1>{title}</h1><p>附件：<a href="P020250116.pdf">{title}.pdf</a></p></body></html>'
    record = extract.read(page.encode())
    assert (record.is_report, record.agency, record.year) == (True, "青禾县水务局", 2024)
    assert set(record.sections.values()) == {None}


@pytest.mark.parametrize(
    "page",
    [
        "<html><title>404</title><body>您访问的页面不存在或已被删除</body></html>",
        "<html><h1>青禾县水务局2024年政府信息公开工作年度报告</h1><p>您访问的页面不存在</p></html>",
        "<html><body>请输入验证码</body></html>",
        "<html><title>政府信息公开年报</title><h1>政府信息公开年报</h1><ul>"
        + "".join(f"<li><a>青禾县{name}局2024年政府信息公开工作年度报告</a></li>" for name in "甲乙丙丁")
        + "</ul></html>",
        "<html><title>青禾县人民政府</title><p>欢迎</p></html>",
    ],
)
def test_error_pages_lists_and_home_pages_are_no_reports(page: str) -> None:
    record = extract.read(page.encode())
    assert (record.is_report, record.agency, record.year) == (False, None, None)


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="t1_1.html">下一页</a>',
        '<a href="javascript:go(2)">下页 &gt;&gt;</a>',
        '<a href="t1_1.html">[2]</a>',
        '<span onclick="go(2)">第2页</span>',
        '<input type="button" value="下一页">',
        '<a href="t1_1.html"><img src="next.gif" alt="下一页"></a>',
        '<a href="t1_1.html">Next »</a>',
        '<a href="all.html">余下全文</a>',
        '<script>createPageHTML(2, 0, "t1", "html");</script>',
    ],
)
def test_an_article_that_goes_on_elsewhere_says_so(pager: str) -> None:
    record = extract.read(REPORT.html().replace('<div class="foot">', f'<div>{pager}</div><div class="foot">').encode())
    assert [warning.code for warning in told(record)] == ["continued-elsewhere"]


@pytest.mark.parametrize(
    "links",
    [
        '<a href="a.html">下一篇：2</a>',
        '<a href="#n2">2</a>',
        '<script>createPageHTML(1, 0, "t1", "html");</script>',
        '<img src="logo.png"><div class="page"></div>',
    ],
)
def test_other_links_are_no_pager(links: str) -> None:
    record = extract.read(REPORT.html().replace('<div class="foot">', f'<div>{links}</div><div class="foot">').encode())
    assert told(record) == ()


@pytest.mark.parametrize(
    "picture",
    [
        '<p><img src="t4.png"></p>',
        '<iframe src="t4.html"></iframe>',
        '<embed src="t4.svg">',
        "<canvas></canvas>",
        '<object data="t4.pdf"></object>',
        "<svg><text>表</text></svg>",
        '<picture><source srcset="t4.webp"></picture>',
        '<p><amp-img data-src="t4.png"></amp-img></p>',
        '<div style="background:url(t4.png);height:200px"></div>',
    ],
)
def test_pictures_in_the_report_are_told_with_their_section(picture: str) -> None:
    heading = "<p>五、存在的主要问题及改进情况</p>"
    record = extract.read(REPORT.html().replace(heading, picture + heading).encode())
    assert [(warning.code, warning.where) for warning in told(record)] == [("picture", "disputes")]
    icon = '<img src="/images/icon_pdf.gif">附件'
    for elsewhere in (REPORT.html().replace("<body>", f"<body>{picture}"), REPORT.html().replace("下一步", icon)):
        assert told(extract.read(elsewhere.encode())) == ()


def test_markup_nested_without_end_is_read() -> None:
    page = REPORT.html().replace("<p>本机关", "<span>" * 20_000 + "<p>本机关", 1)
    assert extract.read(page.encode()).agency == "青禾县水务局"


def renumbered(page: str, numbers: Sequence[str]) -> str:
    for official, number in zip("一二三四五六", numbers, strict=True):
        page = page.replace(f"<p>{official}、", f"<p>{number}")
    return page


@pytest.mark.parametrize(
    "numbers",
    [
        [f"{number}." for number in range(1, 7)],
        [f"{number}、" for number in "１２３４５６"],
        [f"（{number}）" for number in "一二三四五六"],
        [f"第{number}部分" for number in "一二三四五六"],
        [f"第{number}部分 " for number in "一二三四五六"],
        [f"{number}. " for number in "一二三四五六"],
        [""] * 6,
    ],
)
def test_sections_are_found_under_other_numberings(numbers: list[str]) -> None:
    record = extract.read(renumbered(REPORT.html(), numbers).encode())
    assert all(record.sections[key] for key in SECTIONS)
    assert record.sections["other"] == "本年度未收取信息处理费，没有其他需要报告的事项。"
    assert (record.title, len(record.cells)) == ("青禾县水务局2024年政府信息公开工作年度报告", 200)


def test_the_parts_of_a_section_are_no_sections() -> None:
    parts = (
        "一、主动公开情况",
        "（二）主动公开政府信息情况。更新栏目内容。",
        "2.主动公开政府信息情况",
        "（四）行政复议、行政诉讼情况",
        "五是改进。",
    )
    page = Report("青禾县水务局", 2024, narrative={"overview": parts}).html()
    record = extract.read(page.encode())
    assert record.sections["overview"] == "\n".join(parts)
    assert len(record.cells) == 200


def test_the_style_sheet_of_the_page_hides_as_well() -> None:
    html = (
        "<style>.x, p.y { display: none } #z{DISPLAY:NONE} .shown{display:none} .shown{display:block}"
        "@media print { .printed {display:none} } .tab{color:red}</style>"
        "<p class='a x'>藏</p><p class=y>藏</p><span class=y>见</span><b id=z>藏</b><p class=shown>见</p>"
        "<p class=printed>见</p><p class=x style='display:block'>见</p><p style='font-size:0'>藏</p>"
        "<p style='opacity:0'>藏</p>"
        "<p style='opacity:0.9'>见</p><p style='font-size:0.9em'>见</p><p class=tab>见</p>"
    )
    assert "".join(block.text for block in read_html(html.encode()).blocks) == "见" * 7


def test_hidden_cells_take_no_place_and_unseen_ones_keep_theirs() -> None:
    html = (
        "<style>.gone{display:none}</style><table><tr><td>甲</td><td style='display:none'>1</td><td>2</td></tr>"
        "<tr><td>乙</td><td class=gone>3</td><td>4</td></tr><tr style='display:none'><td>丙</td><td>5</td></tr>"
        "<tr><td>丁</td><td style='visibility:hidden'>6</td></tr></table>"
    )
    assert grids(html) == [[["甲", "2"], ["乙", "4"], ["丁", ""]]]


def test_merged_cells_end_with_their_group_of_rows() -> None:
    html = (
        "<table><thead><tr><td rowspan=3>甲</td><td>乙</td></tr></thead><tfoot><tr><td>尾</td><td>3</td></tr></tfoot>"
        "<tbody><tr><td rowspan=0>丙</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>"
    )
    assert grids(html) == [[["甲", "乙"], ["丙", "1"], [None, "2"], ["尾", "3"]]]


def test_tables_in_cells_are_text_when_they_hold_one_cell_and_layout_when_more() -> None:
    one = "<table><tr><td>{}</td></tr></table>"
    report = Report("青禾县水务局", 2024, {"requests.received.total": 3})
    wrapped = re.sub(r"<td>(\d+)</td>", lambda cell: f"<td>{one.format(cell[1])}</td>", report.html())
    record = extract.read(wrapped.encode())
    assert {path: value.number for path, value in record.cells.items()} == report.truth()
    for _ in range(3):
        page = re.sub(
            r'(<div id="zoom" class="content">)(.*)(</div><div class="foot">)',
            r"\1<table><tr><td>菜单</td><td>\2</td></tr></table>\3",
            report.html(),
            flags=re.DOTALL,
        )
        record = extract.read(page.encode())
        assert {path: value.number for path, value in record.cells.items()} == report.truth()


def test_a_long_remark_in_a_table_does_not_make_it_a_frame() -> None:
    report = Report("青禾县水务局", 2024, {"requests.received.total": 3})
    note = "<tr><td colspan=3>说明</td><td colspan=7>" + "本表各项数据均经逐件核对无误。" * 30 + "</td></tr>"
    record = extract.read(report.html().replace("</tbody>", note + "</tbody>").encode())
    assert {path: value.number for path, value in record.cells.items()} == report.truth()


@pytest.mark.parametrize("style", ["clean", "word", "split"])
def test_a_second_reader_mends_the_page_its_own_way_and_reads_the_same(style: str) -> None:
    html = REPORT.html(style)
    for page in (html, html.replace("</td>", "").replace("</tr>", ""), f"<?xml version='1.0' encoding='gbk'?>{html}"):
        first, second = recognise(read_html(page.encode())), recognise(read_mended_html(page.encode()))
        assert dict(first.cells) == dict(second.cells)
        assert (first.title, first.sections) == (second.title, second.sections)
    assert read_mended_html(b"<!-- -->").blocks == ()


def test_a_page_in_big5_or_with_a_few_broken_bytes_is_read() -> None:
    big5 = "<html><meta charset=big5><h1>松泉縣水務局2024年政府資訊公開</h1></html>".encode("big5")
    assert [block.text for block in read_html(big5).blocks] == ["松泉縣水務局2024年政府資訊公開"]
    for encoding in ("utf-8", "gb18030"):
        data = REPORT.html().replace('charset="utf-8"', "").encode(encoding)
        at = data.index("结合自身".encode(encoding))
        record = extract.read(data[:at] + b"\xff" + data[at:])
        assert (record.agency, len(record.cells)) == ("青禾县水务局", 200)


def test_lines_of_preformatted_text_stay_lines() -> None:
    page = f"<html><body><h1>{REPORT.heading}</h1><pre>{REPORT.text('lines')}</pre></body></html>"
    record = extract.read(page.encode())
    assert record["requests.received.total"].number == 3
    assert all(record.sections[key] for key in SECTIONS)


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr><td rowspan=200 colspan=200>1</td></tr>" * 200 + "</table>",
        "<table>" + ("<tr>" + "<td>1</td>" * 1000 + "</tr>") * 200 + "</table>",
    ],
)
def test_a_table_beyond_all_reports_is_refused(page: str) -> None:
    with pytest.raises(extract.Unreadable) as why:
        extract.read(f"<html><body>{page}".encode())
    assert why.value.code == "too-large"


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>甲</td><td>" * 3000,
        "<p>政府信息公开工作年度报告</p>" * 5000,
        "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>" * 3000,
        "<table>" + ("<tr><td>一、本年新收政府信息公开申请数量</td>" + "<td>0</td>" * 7 + "</tr>") * 5000,
    ],
)
def test_much_of_the_same_is_read_in_little_time(page: str) -> None:
    began = time.process_time()
    extract.read(f"<html><body>{page}".encode())
    assert time.process_time() - began < 5


def test_a_picture_inlined_in_the_page_is_read_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report("青禾县水务局", 2024, {"requests.received.total": 3})
    page = report.html()
    start, end = page.rindex("<table"), page.rindex("</table>") + len("</table>")
    drawn = page[:start] + f'<p><img src="data:image/png;base64,{"iVBO" * 2000}"></p>' + page[end:]
    table = next(block for block in reversed(read_html(page.encode()).blocks) if isinstance(block, Grid))
    cells = tuple(tuple(replace(cell, sure=0.9) for cell in row) for row in table.rows)
    monkeypatch.setattr(scan, "read_picture", lambda _: [replace(table, rows=cells, number=0, path=())])
    record = extract.read(drawn.encode())
    assert {path: value.number for path, value in record.cells.items()} == report.truth()
    assert record["disputes.direct_suit.total"].confidence == 0.9
    assert "scanned" in {warning.code for warning in told(record)}

    def missing(_: bytes) -> list[Grid]:
        raise extract.Unreadable("needs-ocr", "no letters are recognised here")

    monkeypatch.setattr(scan, "read_picture", missing)
    record = extract.read(drawn.encode())
    assert record.table("disputes") == {}
    assert ("picture", "disputes") in [(warning.code, warning.where) for warning in told(record)]


def figure(cell: str, head: str = "") -> Value:
    """What is read of a cell of table three whose inside is given, the style sheet of the page likewise."""
    page = REPORT.html().replace("<head>", f"<head><style>{head}</style>").replace("<td>3</td>", cell, 1)
    return extract.read(page.encode())["requests.received.total"]


OLD = "<td><span class='old x'>7</span>3</td>"


@pytest.mark.parametrize(
    "sheet",
    [
        "body td .old{display:none}",
        ".old.x{display:none}",
        "td > .old { DISPLAY : none }",
        "<!-- .old{display:none} -->",
        "@media screen{.old{display:none}}",
        ".old{visibility:hidden}",
        ".old{font-size:0}",
        ".old{font:0/0 a}",
        ".old{opacity:0}",
        ".old{position:absolute;left:-9999px}",
        ".old{position:absolute;width:1px;height:1px;overflow:hidden}",
        ".old{display:inline-block;text-indent:-9999px}",
        ".old{display:inline-block;max-height:0;overflow:hidden}",
        ".old{position:absolute;clip:rect(0 0 0 0)}",
        ".old{display:inline-block;transform:scale(0)}",
        ".old{mso-hide:all}",
        "span.old{display:inline}td .old{display:none}",
        ".x{display:none!important}.old.x{display:inline}",
    ],
)
def test_a_digit_that_the_style_sheet_hides_is_no_digit(sheet: str) -> None:
    assert figure(OLD, sheet).number == 3
    if not sheet.endswith(("inline}", "}}")):
        inline = sheet[sheet.rindex("{") + 1 :].rstrip("} ->")
        assert figure(f"<td><span style='{inline}'>7</span>3</td>").number == 3


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print{td .old{display:none}}",
        "@media (max-width: 800px){.old{display:none}}",
        "td .old{display:none}body td .old{display:inline}",
        "td:hover .old{display:none}",
        ".new td .old{display:none}",
        ".old::before{display:none}",
        ".old{left:-9999px}",
        ".old{height:0}",
        ".old{opacity:0;animation:come 1s forwards}",
        "body{visibility:hidden}",
        ".w{font-size:0}.w span{font-size:14px}",
    ],
)
def test_what_the_style_sheet_does_not_hide_is_read(sheet: str) -> None:
    assert figure("<td class=w><span class='old x'>73</span></td>", sheet).number == 73


@pytest.mark.parametrize(
    ("cell", "sheet"),
    [
        (OLD, ".old{text-decoration:line-through}"),
        (OLD, "td .old{vertical-align:super;font-size:8px}"),
        ("<td class=old>7</td>", ".old{text-decoration:line-through}"),
        ("<td style='text-decoration:line-through'>7</td>", ""),
        ("<td>3<span style='position:relative;top:-5px;font-size:8px'>1</span></td>", ""),
        ("<td>3<span style='font-size:1px'>1</span></td>", ""),
        ("<td><bdo dir=rtl>13</bdo></td>", ""),
        (OLD, ".old{color:#fff}"),
        ("<td><span style='color: white'>7</span>3</td>", ""),
        ("<td><font color='#FFFFFF'>7</font>3</td>", ""),
        ("<td><span style='color:rgb(255, 255, 254)'>7</span>3</td>", ""),
        ("<td><span style='color:rgba(0,0,0,0)'>7</span>3</td>", ""),
        ("<td><span style='background:#000'>7</span>3</td>", ""),
        ("<td style='color:#fff'>7</td>", ""),
        ("<td style='color:#fff'><b>7</b></td>", ""),
        ("<td style='color:#fff;background:url(dark.png)'>7</td>", ""),
    ],
)
def test_a_struck_raised_or_colourless_digit_makes_no_number(cell: str, sheet: str) -> None:
    assert figure(cell, sheet).number is None


@pytest.mark.parametrize(
    ("cell", "sheet"),
    [
        ("<td bgcolor='#003366' style='color:#fff'>3</td>", ""),
        ("<td class=dark><span style='color:white'>3</span></td>", ".dark{background:#246 none}"),
        ("<td><span style='position:relative;top:-1.0pt'>3</span></td>", ""),
        ("<td style='background:#fff;color:#333'>3</td>", ""),
        ("<td style='background-color:#000'><p style='color:#eee'>3</p></td>", ""),
    ],
)
def test_white_on_dark_and_a_cell_raised_as_a_whole_are_seen(cell: str, sheet: str) -> None:
    assert figure(cell, sheet).number == 3


def test_what_a_visitor_has_to_open_is_not_seen() -> None:
    page = (
        "<details><summary>去年</summary><p>藏</p></details><details open><summary>今年</summary><p>见</p></details>"
        "<dialog><p>藏</p></dialog><dialog open>见</dialog>"
        "<table><tbody style='display:none'><tr><td>藏</td></tr></tbody>"
        "<tr style='visibility:hidden'><td>藏</td><td>藏</td></tr><tr><td>甲</td><td>1</td></tr></table>"
    )
    blocks = read_html(page.encode()).blocks
    assert [block.text for block in blocks] == ["去年", "今年", "见", "见", "\t\n甲\t1"]


def test_a_style_sheet_without_end_takes_little_time() -> None:
    rules = "".join(f"td div p .hidden{at}{{display:none}}" for at in range(5000))
    began = time.process_time()
    assert figure("<td>3</td>", rules).number == 3
    assert time.process_time() - began < 3
