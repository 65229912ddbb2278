"""Reports from before the official form: what they give is read, tables of another kind give no cells."""

import pytest

import extract

HEADINGS = {
    "overview": "一、概述",
    "proactive_disclosure": "二、主动公开政府信息的情况",
    "requests": "三、依申请公开政府信息办理情况",
    "fees": "四、政府信息公开的收费及减免情况",
    "disputes": "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
    "problems": "六、政府信息公开工作存在的主要问题及改进措施",
    "other": "七、其他需要报告的事项",
}
WORDS = {
    "overview": "松泉县粮食局按照规定编制本报告，统计期限自2013年1月1日起至2013年12月31日止。",
    "proactive_disclosure": "全年主动公开政府信息 120 条，其中规范性文件 3 件。",
    "requests": "全年收到政府信息公开申请 5 件，均予以公开，上年结转 0 件。",
    "fees": "未收取任何费用。",
    "disputes": "未发生行政复议 0 件、行政诉讼 0 件。",
    "problems": "公开的形式还不够多样，下一步将加以改进。",
    "other": "无。",
}
STATISTICS = [
    ("一、主动公开情况", "", ""),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "120"),
    ("其中：主动公开规范性文件数", "条", "3"),
    ("制发规范性文件总数", "件", "3"),
    ("二、回应解读情况", "", ""),
    ("（一）回应公众关注热点或重大舆情数", "次", "2"),
    ("三、依申请公开情况", "", ""),
    ("（一）收到申请数", "件", "5"),
    ("1.当面申请数", "件", "1"),
    ("2.传真申请数", "件", "0"),
    ("（二）申请办结数", "件", "5"),
    ("（三）申请答复数", "件", "5"),
    ("1.属于已主动公开范围数", "件", "2"),
    ("2.同意公开答复数", "件", "3"),
    ("5.不属于本行政机关公开数", "件", "0"),
    ("四、行政复议数量", "件", "0"),
    ("（一）维持具体行政行为数", "件", "0"),
    ("五、行政诉讼数量", "件", "0"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "0"),
]


def page(title: str, parts: dict[str, str], after: str = "") -> bytes:
    body = "".join(f"<p>{heading}</p><p>{WORDS[key]}</p>" for key, heading in parts.items())
    return f"<html><body><h1>{title}</h1><div id='zoom'><p>{title}</p>{body}{after}</div></body></html>".encode()


@pytest.mark.parametrize("with_table", [False, True])
def test_an_older_report_gives_its_sections_and_no_invented_table(with_table: bool) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in STATISTICS)
    table = "<p>附表</p><table><tr><td>指标名称</td><td>计量单位</td><td>2013年</td></tr>" + rows + "</table>"
    data = page("松泉县粮食局2013年政府信息公开工作年度报告", HEADINGS, table if with_table else "")
    record = extract.read(data)
    assert (record.agency, record.year, record.form, dict(record.cells)) == ("松泉县粮食局", 2013, None, {})
    assert record.is_report
    for key in HEADINGS:
        if key != "fees":
            assert record.sections[key] == WORDS[key], key


def test_an_older_report_with_four_parts_gives_those() -> None:
    parts = {
        "overview": "一、基本情况",
        "proactive_disclosure": "二、政府信息主动公开情况",
        "requests": "三、依申请公开情况",
        "problems": "四、存在的问题和下一步打算",
    }
    record = extract.read(page("松泉县粮食局2011年信息公开工作年度报告", parts))
    assert {key for key, text in record.sections.items() if text} == set(parts)
    assert (record.form, record.year, dict(record.cells)) == (None, 2011, {})
