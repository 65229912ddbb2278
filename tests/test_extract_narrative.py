"""Figures in the narrative: what each counts, where it stands, and what narrows or widens it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extract
from extract.narrative import mentions
from extract.numerals import read_numeral
from extract.output import as_output
from storage.record import Mention
from storage.rows import as_json, from_json
from tests.report_maker import Report

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
R, D = "requests.", "disputes."
P = "proactive_disclosure."
FEE = "fees.processing.amount"


def told(
    sentence: str, year: int | None = 2024, key: str = "overview", heading: str = "（二）依申请公开。"
) -> list[Mention]:
    """What is read of a sentence in the part on requests."""
    return list(mentions({key: heading + sentence}, year, "青禾县教育局"))


def figures(sentence: str, **more: str) -> dict[str, float]:
    return {one.kind: one.number for one in told(sentence, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2024年，共受理依申请公开21件，已答复21件。", {R + "received": 21, R + "answered": 21}),
        ("全年收到政府信息公开申请三十二件。", {R + "received": 32}),
        ("我局新收政府信息公开申请２１宗，上年结转两件。", {R + "received": 21, R + "carried_in": 2}),
        ("收到21件政府信息公开申请。", {R + "received": 21}),
        ("受理并办结政府信息公开申请21件。", {R + "received": 21, R + "answered": 21}),
        (
            "共收到政府信息公开申请20件（含上年度结转申请2件），结转下年度继续办理1件。",
            {R + "received": 20, R + "carried_in": 2, R + "carried_out": 1},
        ),
        (
            "受理申请30件，另有7件按照《条例》顺延到下年度答复。",
            {R + "received": 30, R + "carried_out": 7},
        ),
        (
            "已答复的申请中，予以公开7件，部分公开2件，不予公开1件，无法提供4件，不予处理0件，其他处理1件。",
            {
                R + "granted": 7,
                R + "granted_in_part": 2,
                R + "withheld": 1,
                R + "unable": 4,
                R + "not_processed": 0,
                R + "other_disposed": 1,
            },
        ),
        (
            "新收申请45件，上年度结转3件，共48件；按期办结46件，结转下年继续办理2件。",
            {R + "received": 45, R + "carried_in": 3, R + "answered": 46, R + "carried_out": 2},
        ),
        ("本年度新收政府信息公开申请数量：3件。", {R + "received": 3}),
        ("收到申请9件，其中8件予以公开，1件不予公开。", {R + "received": 9, R + "granted": 8, R + "withheld": 1}),
        ("对申请予以公开及部分公开25件，占33.9%。", {f"{R}granted+{R}granted_in_part": 25}),
        (
            "收到申请22件，其中自然人18件、法人或其他组织4件。",
            {R + "received": 22, R + "applicants.natural_person": 18, R + "applicants.organisations": 4},
        ),
        ("共收到公民、法人和其他组织提出的政府信息公开申请 21 件。", {R + "received": 21}),
        (
            "被申请行政复议3件，其中结果维持2件，结果纠正1件。",
            {D + "reconsideration.total": 3, D + "reconsideration.upheld": 2, D + "reconsideration.corrected": 1},
        ),
        ("行政复议、行政诉讼分别为3件、2件。", {D + "reconsideration.total": 3, D + "suits.total": 2}),
        ("行政复议和行政诉讼均为0件。", {D + "reconsideration.total": 0, D + "suits.total": 0}),
        ("行政复议、行政诉讼共5件。", {f"{D}reconsideration.total+{D}suits.total": 5}),
        (
            "未经复议直接起诉1件，复议后起诉2件。",
            {D + "direct_suit.total": 1, D + "suit_after_reconsideration.total": 2},
        ),
        ("收到行政复议申请3件。", {D + "reconsideration.total": 3}),
        (
            "全年制发行政规范性文件8件，废止12件，现行有效36件。",
            {
                P + "normative_documents.issued": 8,
                P + "normative_documents.repealed": 12,
                P + "normative_documents.in_force": 36,
            },
        ),
        ("公开发布行政规范性文件12件。", {P + "normative_documents.published": 12}),
        ("制发规章1件、行政规范性文件3件。", {P + "rules.issued": 1, P + "normative_documents.issued": 3}),
        (
            "办理行政许可67件，作出行政处罚6件、行政强制1件。",
            {P + "licensing.decisions": 67, P + "penalties.decisions": 6, P + "coercion.decisions": 1},
        ),
        ("行政事业性收费2221.9632万元。", {P + "administrative_fees.amount": 22219632}),
        ("全年收取信息处理费380元。", {FEE: 380}),
        ("发出收费通知书3件。", {"fees.notices.issued": 3}),
        ("主动公开政府信息3.2万条。", {P + "items.published": 32000}),
    ],
)
def test_what_a_figure_counts(sentence: str, expected: dict[str, float]) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("今年收到依申请公开 0件。", [R + "received"]),
        ("收到依申请公开事项零件。", [R + "received"]),
        ("我局未收到政府信息公开申请。", [R + "received"]),
        ("没有收到公民、法人或者其他组织的政府信息公开申请。", [R + "received"]),
        ("我局未接收到来自公民、法人或者其他组织提出的公开政府信息的申请，无相关行政行为发生。", [R + "received"]),
        ("未收到政府信息依申请公开件。", [R + "received"]),
        ("本年度无依申请公开政府信息情况发生。", [R + "received"]),
        ("收到的政府信息公开申请数量为0。", [R + "received"]),
        ("行政复议案件数为零，行政诉讼案件数为零。", [D + "reconsideration.total", D + "suits.total"]),
        ("行政复议、行政诉讼均为零。", [D + "reconsideration.total", D + "suits.total"]),
        ("未向申请人收取信息处理费。", [FEE]),
        ("依申请公开未收取任何费用。", [FEE]),
        ("未发生依申请公开情况。", [R + "received"]),
        ("无政府信息公开申请。", [R + "received"]),
        ("零申请、零复议、零诉讼。", [R + "received", D + "reconsideration.total", D + "suits.total"]),
        ("无行政复议、行政诉讼案件。", [D + "reconsideration.total", D + "suits.total"]),
        ("没有因政府信息公开工作引发的行政复议或行政诉讼情况。", [D + "reconsideration.total", D + "suits.total"]),
        ("未因政府信息公开被申请行政复议、提起行政诉讼。", [D + "reconsideration.total", D + "suits.total"]),
        ("行政复议案件未出现败诉情况。", [D + "suits.lost"]),
        ("无上年结转申请，无结转下年度办理申请。", [R + "carried_in", R + "carried_out"]),
        ("本年未制发行政规范性文件。", [P + "normative_documents.issued"]),
        ("未作出行政处罚决定。", [P + "penalties.decisions"]),
        ("本机关未收取信息处理费。", [FEE]),
        ("本单位无收取信息处理费等其他需要报告的事项。", [FEE]),
        ("政府信息公开工作未发生收费情况。", [FEE]),
        ("未发出收费通知。", ["fees.notices.issued"]),
    ],
)
def test_ways_to_say_that_there_was_none(sentence: str, kinds: list[str]) -> None:
    found = told(sentence)
    assert [one.kind for one in found] == kinds
    assert {one.number for one in found} == {0}


@pytest.mark.parametrize(
    "sentence",
    [
        "收到政府信息公开申请5-6件。",
        "收到政府信息公开申请二三十件。",
        "收到政府信息公开申请十几件。",
        "收到政府信息公开申请几十件。",
        "收到政府信息公开申请数百件。",
        "每10件申请抽查一次。",
        "受理信息公开申请80人次。",
        "收到政府信息公开申请5件次。",
        "收到政府信息公开申请5件（次）。",
        "第21件申请已经登记。",
        "收到12345热线工单1200件。",
        "收到12345热线工单1200件；办结1200件。",
        "收到政府信息公开申请1.2件。",
        "接到群众来信30件。",
        "未按时答复申请。",
        "发布规范性文件解读5篇。",
        "制作规范性文件宣传材料5份。",
        "依申请公开数量为0。",
        "组织行政复议培训2次。",
        "无法提供所申请的信息。",
        "申请人无正当理由逾期不补正。",
        "未经复议直接起诉。",
        "严格执行《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）。",
        "申请量增长12.3%。",
        "推进高效办成一件事，受理申请一件事一次办。",
        "申请数量\t21\t件",
        "行政许可 0\n行政处罚 0",
        "一、本年新收政府信息公开申请数量 0 0 0 0 0 0 0",
    ],
)
def test_what_is_no_figure_of_these(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "sort"),
    [
        ("全县共收到政府信息公开申请300件。", "wider"),
        ("各部门各乡镇共受理政府信息公开申请300件。", "wider"),
        ("局属事业单位收到申请3件。", "subordinate"),
        ("本机关收到政府信息公开申请3件。", "own"),
        ("通过网上收到政府信息公开申请15件。", "channel"),
        ("收到政府信息公开申请2800余件。", "approximate"),
        ("收到政府信息公开申请近20件。", "approximate"),
        ("收到政府信息公开申请1.2万件。", "approximate"),
        ("收到政府信息公开申请20件左右。", "approximate"),
        ("自条例实施以来收到政府信息公开申请300件。", "cumulative"),
        ("累计收到政府信息公开申请300件。", "cumulative"),
        ("上半年收到政府信息公开申请9件。", "period"),
        ("计划办理申请20件。", "plan"),
        ("收到涉及拆迁的政府信息公开申请12件。", "about"),
        ("除上述外，收到政府信息公开申请12件。", "excluding"),
        ("会同县林业局，共收到政府信息公开申请15件。", "joint"),
        ("收到转办的政府信息公开申请15件。", "handed-on"),
        ("因本机关不掌握无法提供8件申请。", "row"),
        ("制发行政规范性文件8件，报备行政规范性文件8件。", "filing"),
        ("公开行政许可67件。", "published"),
        ("审理行政复议案件35件。", "reviewing"),
        ("收到彩虹计划的政府信息公开申请12件。", "unread"),
        ("共收到政府信息公开申请2 0件。", "torn"),
    ],
)
def test_what_narrows_or_widens_a_figure_is_told(sentence: str, sort: str) -> None:
    assert sort in told(sentence)[-1].sorts


@pytest.mark.parametrize(
    "sentence",
    [
        "全年收到政府信息公开申请21件。",
        "本年度共收到公民、法人和其他组织提出的政府信息公开申请 21 件，其中网上20件，同比增加3件。",
        "2024年1月1日至12月31日，青禾县教育局共收到政府信息公开申请21件。",
        "2024年，共受理依申请公开21件，较上年（18件）增加3件。",
    ],
)
def test_a_plain_total_has_no_qualifiers(sentence: str) -> None:
    one = told(sentence)[0]
    assert (one.kind, one.number, one.year, one.qualifiers) == (R + "received", 21, 2024, ())


def test_parts_and_changes_are_marked_as_such() -> None:
    found = told("共收到政府信息公开申请21件（其中信函1件），网上申请20件，较上年增加3件，答复21件。")
    assert [(one.kind, one.number, sorted(one.sorts)) for one in found] == [
        (R + "received", 21, []),
        (R + "received", 1, ["channel", "part"]),
        (R + "received", 20, ["channel"]),
        (R + "received", 3, ["change"]),
        (R + "answered", 21, []),
    ]


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("收到政府信息公开申请30件。", [2024]),
        ("2023年收到政府信息公开申请30件。", [2023]),
        ("去年收到政府信息公开申请30件，今年收到申请21件。", [2023, 2024]),
        ("2025年将主动公开政府信息200条。", [2025]),
        ("2023、2024年共收到政府信息公开申请20件。", [None]),
        ("上一年度共收到政府信息公开申请20件。", [2023]),
        ("申请数量较去年回落12.3%，答复申请20件。", [2024]),
        ("对比2023年，我局2024年收到申请20件。", [2024]),
        ("收到申请20件，其中上年结转2件。", [2024, 2024]),
        ("2023年工作回顾。收到申请20件。", [None]),
        ("2023年工作回顾。2024年收到申请20件。", [2024]),
    ],
)
def test_the_year_a_figure_is_of(sentence: str, years: list[int | None]) -> None:
    assert [one.year for one in told(sentence)] == years


def test_a_report_without_a_year_gives_its_figures_none() -> None:
    assert told("收到政府信息公开申请30件。", None)[0].year is None
    assert told("2024年收到政府信息公开申请30件。", None)[0].year == 2024
    assert told("去年收到政府信息公开申请30件。", None)[0].year is None


def test_a_count_of_applications_that_are_not_said_to_be_for_information() -> None:
    elsewhere = told("全年共受理申请1200件。", heading="（一）政务服务。")
    assert [one.sorts for one in elsewhere] == [{"topic"}]
    assert told("全年共受理申请1200件。")[0].sorts == frozenset()


def test_offsets_are_those_of_the_text_as_kept() -> None:
    text = "概述。\n数据\t21\t件\n（二）依申请公开。2024 年收到\n政府信息公开申请１，０２１件，均已答复。未发生复议。"
    first, second = mentions({"overview": text}, 2024)
    assert text[first.start : first.end] == "１，０２１"
    assert text[slice(*first.sentence)] == "2024 年收到\n政府信息公开申请１，０２１件，均已答复。"
    assert text[second.start : second.end] == "未发生"
    assert text[slice(*second.sentence)] == "未发生复议。"


def test_the_record_holds_them_and_its_output_shows_them() -> None:
    page = Report("青禾县水务局", 2024, narrative={"overview": ("（二）依申请公开。收到政府信息公开申请三件。",)})
    read = extract.read(page.html().encode())
    (one,) = (one for one in read.mentions if one.kind == R + "received")
    shown = as_output(read, {}, detail=True)["mentions"]
    assert {"kind": R + "received", "number": 3, "printed": "三", "unit": "件", "year": 2024}.items() <= shown[
        0
    ].items()
    assert "mentions" not in as_output(read, {})
    assert from_json(json.loads(json.dumps(as_json(one))), Mention) == one


def positional(number: int) -> str:
    """A number in Chinese as it is written out: 一千零五."""
    digits, parts, gap = "零一二三四五六七八九", "", False
    for worth, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // worth % 10
        if digit:
            parts += ("零" if gap and parts else "") + digits[digit] + sign
        gap = not digit if digit or not parts else True
    return parts


def chinese(number: int) -> str:
    if number < 10_000:
        return positional(number) or "零"
    sign, worth = ("亿", 10**8) if number >= 10**8 else ("万", 10**4)
    many, rest = divmod(number, worth)
    lead = "零" if 0 < rest < worth // 10 else ""
    return chinese(many) + sign + (lead + chinese(rest) if rest else "")


STYLES: dict[str, Callable[[int], str]] = {
    "arabic": str,
    "thousands": lambda number: f"{number:,}",
    "full-width": lambda number: str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "chinese": chinese,
    "myriads": lambda number: f"{number / 10_000:.4f}".rstrip("0").rstrip(".") + "万",
}


@given(st.integers(0, 10**9), st.sampled_from(sorted(STYLES)), st.sampled_from(["", " ", "\n"]))
def test_a_number_written_in_any_style_is_the_number_read(number: int, style: str, space: str) -> None:
    written = STYLES[style](number)
    text = f"（二）依申请公开。收到政府信息公开申请{space}{written}{space}件，均已答复。"
    (one,) = mentions({"overview": text}, 2024)
    assert (one.kind, one.number, text[one.start : one.end]) == (R + "received", number, written)


def test_numerals_digit_by_digit() -> None:
    assert [read_numeral(text) for text in ("一〇五", "二〇二四", "〇")] == [105, 2024, 0]


@pytest.mark.parametrize(
    "text", ["二三十", "一百五", "十十", "两十", "1,02", "零五", "百", "一万三", "", "三千五", "二零一"]
)
def test_numerals_that_say_no_one_number(text: str) -> None:
    assert read_numeral(text) is None


@given(
    st.text(
        alphabet="收到申请未无零一十百万亿21,.件条元（）；。，、年行政复议诉讼规范性文件公开 \n\t《》分别均其中",
        max_size=60,
    )
)
def test_no_text_breaks_the_reading_and_every_figure_is_printed_where_it_says(text: str) -> None:
    for one in mentions({"overview": text, "other": text}, 2024):
        start, end = one.sentence
        assert 0 <= start <= one.start < one.end <= end <= len(text)


SAID: dict[str, list[tuple[str, float]]] = {
    "000": [(P + "items.published", 60), (R + "received", 0), (FEE, 0)],
    "001": [
        (P + "items.published", 2800),
        (P + "normative_documents.published", 12),
        (P + "items.published", 33),
        (R + "received", 21),
        (R + "answered", 21),
        (D + "reconsideration.total", 2),
        (D + "suits.lost", 0),
        (FEE, 0),
    ],
    "002": [(P + "items.published", 12), (P + "items.published", 71), (R + "received", 0), (FEE, 0)],
    "003": [(P + "items.published", 23), (R + "received", 0), (P + "normative_documents.issued", 0), (FEE, 0)],
    "004": [
        (P + "licensing.decisions", 67),
        (P + "penalties.decisions", 6),
        (P + "coercion.decisions", 1),
        (P + "items.published", 67),
        (P + "items.published", 56),
        (R + "received", 0),
        (FEE, 0),
    ],
}


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed reports are not on this machine")
@pytest.mark.parametrize("seed", sorted(SAID))
def test_the_figures_that_the_seeds_tell(seed: str) -> None:
    (path,) = SEEDS.glob(f"{seed}*")
    read = extract.read(path.read_bytes(), path.name)
    assert [(one.kind, one.number) for one in read.mentions] == SAID[seed]
    assert {one.year for one in read.mentions} == {read.year}
