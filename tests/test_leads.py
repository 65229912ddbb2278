"""What links are called, and what that makes of them."""

import pytest

from crawler.leads import publisher, score
from storage.terms import LeadKind

REPORTS = {
    "县教育局2024年政府信息公开工作年度报告": (2024, "县教育局"),
    "青禾县教育局2024年度政府信息\n\n公开工作年度报告": (2024, "青禾县教育局"),
    "青禾县教育科技局\n2024年政府信息公开工作年度报告": (2024, "青禾县教育科技局"),
    "2024年下河镇政府信息公开工作年度报告": (2024, "下河镇"),
    "青禾县住建局政府信息公开工作2024年度报告": (2024, "青禾县住建局"),
    "青禾高新区2024年度政府信息公开工作报告": (2024, "青禾高新区"),
    "青禾开发区管委会2024年信息公开工作年度报告": (2024, "青禾开发区管委会"),
    "2018年云岭市青禾区上街街道办事处政府信息公开年度报告": (2018, "云岭市青禾区上街街道办事处"),
    "上街街道办事处2018年度 政府信息公开工作年度报告": (2018, "上街街道办事处"),
    "青禾县民政局2024年度政府信息公开工作年度报告": (2024, "青禾县民政局"),
    "云岭市 2024 年政府信息公开工作年度报告": (2024, "云岭市"),
    "2024年政府信息公开工作年度报告": (2024, None),
    "政府信息公开工作年度报告（2024年度）": (2024, None),
    "青禾县教育局2024年信息公开年报": (2024, "青禾县教育局"),
    "青禾县教育局二〇二四年政府信息公开工作年度报告": (2024, "青禾县教育局"),
    "青禾县教育局二○二四年度政府信息公开年报": (2024, "青禾县教育局"),
    "青禾县教育局二零二四年政府信息公开年报": (2024, "青禾县教育局"),
    "青禾县教育局２０２４年政府信息公开年报": (2024, "青禾县教育局"),
    "青禾县人民政府（办公室）2024年政府信息公开工作年度报告": (2024, "青禾县人民政府(办公室)"),
    "青禾县教育局关于2024年政府信息公开工作年度报告的更正": (2024, "青禾县教育局"),
    "青禾县教育局2024年政府信息公开工作年度报告（图片版）": (2024, "青禾县教育局"),
    "青禾县教育局2024年政府信息公开工作年度报告（超链版）.pdf": (2024, "青禾县教育局"),
    "青禾县教育局2023年政府信息公开工作年度报告（2024年1月12日）": (2023, "青禾县教育局"),
    "青禾县预算评审中心2024年政府信息公开工作年度报告": (2024, "青禾县预算评审中心"),
    "青禾县审计局2024年政府信息公开年报": (2024, "青禾县审计局"),
    "上街街道2018年至2019年度政府信息公开年度报告": (None, "上街街道"),
    "青禾县教育局政府信息公开工作年度报告": (None, "青禾县教育局"),
    "青禾县人民政府信息公开2024年度报告": (2024, "青禾县人民政府"),
    "青禾县人民政府2024年政府信息公开工作年度报告": (2024, "青禾县人民政府"),
    "【民政局】青禾县民政局2024年政府信息公开工作年度报告": (2024, "青禾县民政局"),
    "01-24青禾县民政局2024年政府信息公开工作年度报告": (2024, "青禾县民政局"),
    "青禾县各部门2024年政府信息公开工作年度报告汇总": (2024, None),
}
# What the report is called now and then: its page decides.
VARIANTS = (
    "青禾县教育局2024年度政府信息公开工作总结",
    "青禾县教育局2024年政府信息公开工作年度总结报告",
    "青禾县教育局2024年政府信息公开工作开展情况报告",
    "青禾县教育局2024年度政府信息公开自查报告",
    "关于公布青禾县教育局2024年政府信息公开工作年度报告的公告",
    "青禾县教育局2024年政府信息依申请公开工作年度报告",
    "青禾县教育局2024年政府信息公开年度报表",
    "青禾县教育局政府信息与政务公开2024年度工作报告",
    "青禾县教育局2024年政务公开工作年度报告",
)
LOOKALIKES = (
    "青禾县2024年政府网站工作年度报表",
    "青禾县人民政府网站2024年度报表",
    "青禾县2024年法治政府建设年度报告",
    "关于做好2024年政府信息公开工作年度报告编制工作的通知",
    "关于青禾县2023年度政府信息公开工作年度报告考核情况的通报",
    "(图解)青禾县教育局2024年政府信息公开工作年度报告",
    "一图读懂青禾县2024年政府信息公开工作年度报告",
    "青禾县教育局2024年政府信息公开工作年度报告解读",
    "青禾县召开2024年政府信息公开年报编制培训会",
)
NO_CONCERN = (
    "青禾县2024年企业年报公示",
    "青禾县教育局2024年部门决算",
    "青禾县政府信息公开指南",
    "全县春季农业生产工作会议召开",
    "2024年政务公开工作要点",
)


@pytest.mark.parametrize("title", REPORTS)
def test_a_report_is_known_by_its_title(title: str) -> None:
    scored = score(title)
    assert scored is not None
    assert scored.kind is LeadKind.REPORT
    assert (scored.year, scored.publisher) == REPORTS[title]
    assert scored.reasons


@pytest.mark.parametrize("title", LOOKALIKES)
def test_a_lookalike_is_named_and_not_collected(title: str) -> None:
    scored = score(title)
    assert scored is not None
    assert scored.kind is LeadKind.LOOKALIKE
    assert not scored.worth_a_visit


@pytest.mark.parametrize("title", NO_CONCERN)
def test_other_news_is_of_no_concern(title: str) -> None:
    assert score(title) is None


def test_a_yearly_report_of_unnamed_kind_is_unclear() -> None:
    scored = score("青禾县教育局2024年度报告")
    assert scored is not None
    assert (scored.kind, scored.year, scored.publisher) == (LeadKind.UNCLEAR, 2024, "青禾县教育局")
    assert scored.worth_a_visit


@pytest.mark.parametrize("title", VARIANTS)
def test_a_report_under_another_name_is_unclear_and_visited(title: str) -> None:
    scored = score(title)
    assert scored is not None
    assert (scored.kind, scored.year, scored.publisher) == (LeadKind.UNCLEAR, 2024, "青禾县教育局")


def test_document_numbers_and_dates_are_no_report_years() -> None:
    scored = score("青禾县教育局政府信息公开工作年度报告（清教发〔2025〕3号）")
    assert scored is not None
    assert scored.year is None


def test_a_site_name_is_no_publisher() -> None:
    assert publisher("本网2024年政府信息公开工作年度报告") is None
