"""Units of money: an amount is a number only where everything that is said of its unit agrees."""

import pytest

import extract
from tests.report_maker import Figure, Report

AGENCY = "砚湖区水务局"
FEES = "proactive_disclosure.administrative_fees.amount"
SPENT = "proactive_disclosure.central_procurement.amount_yuan"
HEAD = "本年收费金额（单位：万元）"


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("本年收费金额（元）", 7.5),
        ("本年收费金额(元)", 7.5),
        ("本年收费金额/元", 7.5),
        ("本年收费金额，元", 7.5),
        ("本年收费金额（单位：圆）", 7.5),
        ("本年收费金额（万元）", 75000),
        ("本年收费金额（单位：千元）", None),
        ("本年收费金额（千元）", None),
        ("本年收费金额（单位：百万元）", None),
        ("本年收费金额（单位：万元/元）", None),
        ("本年收费金额</td></tr><tr><td></td><td colspan=3>（单位：元）", 7.5),
    ],
)
def test_the_unit_is_what_the_heading_says(head: str, number: float | None) -> None:
    page = Report(AGENCY, 2024, {FEES: 75000}).html()
    assert HEAD in page
    assert extract.read(page.replace(HEAD, head).encode())[FEES].number == number


@pytest.mark.parametrize("said", ["注：收费金额单位为元", "单位：元", "注：金额以元为单位"])
@pytest.mark.parametrize(("head", "number"), [("本年收费金额", 7.5), (HEAD, None)])
def test_the_unit_may_be_said_beside_the_table(said: str, head: str, number: float | None) -> None:
    page = Report(AGENCY, 2024, {FEES: 75000}).html().replace(HEAD, head)
    end = page.index("</table>")
    for place in (page.index("<table"), end + len("</table>")):
        placed = f"{page[:place]}<p>{said}</p>{page[place:]}"
        assert extract.read(placed.encode())[FEES].number == number
    group = page.replace("第二十条第（八）项", "第二十条第（八）项 单位：元")
    assert extract.read(group.encode())[FEES].number == number


def test_sums_of_money_in_sentences_are_no_units() -> None:
    page = (
        Report(AGENCY, 2024, {FEES: 7.5}).html().replace("<table", "<p>全年收费3500元，单位共节约2万元。</p><table", 1)
    )
    assert extract.read(page.encode())[FEES].number == 7.5


def test_nothing_is_nothing_in_any_unit() -> None:
    page = Report(AGENCY, 2024, {FEES: 0}).html().replace(HEAD, "本年收费金额（单位：万元/元）")
    assert extract.read(page.encode())[FEES].number == 0


@pytest.mark.parametrize(("head", "number"), [("（万元）", 225000), ("（万）", 225000), ("（元）", 22.5), ("", 22.5)])
def test_what_was_spent_is_in_the_unit_of_its_heading(head: str, number: float) -> None:
    page = Report(AGENCY, 2019, {SPENT: 22.5}, form="2019").html()
    assert "采购总金额" in page
    assert extract.read(page.replace("采购总金额", f"采购总金额{head}").encode())[SPENT].number == number


@pytest.mark.parametrize("figure", ["1.824", "5.50", "3.0"])
def test_a_count_has_no_decimals(figure: str) -> None:
    figures: dict[str, Figure] = {"proactive_disclosure.licensing.decisions": figure, "requests.received.total": figure}
    record = extract.read(Report(AGENCY, 2024, figures).html().encode())
    assert {record[path].number for path in figures} == {None}
