"""Text against table: which sentences are understood, which accuse, and which are left alone."""

from pathlib import Path

import pytest

import extract
from monitor.checks import Answer, Case, Report, Verdict, catalogue
from storage.model import Publication
from storage.record import SECTIONS, Record
from tests.sightings import body, record

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
RULE = next(one for one in catalogue() if one.id == "text-vs-requests-received")
AGENCY = body("edu", "青禾县教育局")


def judged(read: Record, year: int = 2024) -> Verdict:
    return RULE.rule(Case(AGENCY, year, report=Report(Publication("edu", year, True, ()), read, True)))


def answer(sentence: str, received: float | None = 21, carried_in: float | None = 2) -> Answer:
    sections = dict.fromkeys(SECTIONS, "本年度工作如下所述。") | {"overview": f"（二）依申请公开。{sentence}"}
    figures = {"requests.received.total": received, "requests.carried_in.total": carried_in}
    return judged(record(sections=sections, figures=figures)).answer


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，共受理依申请公开21件，已答复21件。",
        "全年收到政府信息公开申请21件。",
        "本年度共收到公民、法人和其他组织提出的政府信息公开申请 21 件，均按期答复。",
        "收到21件政府信息公开申请。",
        "我局新收政府信息公开申请２１宗，上年结转2件。",
        "共收到依申请公开事项二十一条。",
        "收到申请23件（含上年结转2件）。",
        "全县收到政府信息公开申请300件，本机关受理21件申请。",
    ],
)
def test_numbers_that_agree(sentence: str) -> None:
    assert answer(sentence) is Answer.PASS


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，共受理依申请公开19件，已答复19件。",
        "全年收到政府信息公开申请22件。",
        "收到19件政府信息公开申请。",
        "共收到依申请公开事项十九条。",
        "我局未收到政府信息公开申请。",
        "在2024年度内，我局未接收到来自公民、法人或者其他组织提出的公开政府信息的申请，无相关行政行为发生。",
        "今年收到依申请公开 0件。",
        "共收到政府信息公开申请1,021件。",
    ],
)
def test_numbers_that_do_not(sentence: str) -> None:
    assert answer(sentence) is Answer.FAIL


@pytest.mark.parametrize(
    "sentence",
    [
        "全县共收到政府信息公开申请300件。",
        "各部门各乡镇共受理政府信息公开申请300件。",
        "通过网上收到政府信息公开申请15件。",
        "上半年收到政府信息公开申请9件。",
        "2023年收到政府信息公开申请30件。",
        "收到政府信息公开申请20余件。",
        "收到政府信息公开申请近20件。",
        "收到涉及拆迁的政府信息公开申请12件。",
        "收到政府信息公开行政复议申请3件。",
        "收到自然人申请18件。",
        "未收到不予公开的申请。",
        "受理信息公开申请80人次。",
        "2024年，收到公民政府信息公开申请12件，法人或其他组织申请3件，均按期答复。",
        "全年收到公民个人申请6件，收到社会组织申请3件，全部答复。",
        "局机关收到政府信息公开申请2件，局属事业单位收到申请3件。",
        "局机关共收到政府信息公开申请1件，各司法所共收到3件。",
        "本机关共收到政府信息公开申请1件，水务站所共收到3件。",
        "自条例实施以来，累计收到政府信息公开申请300件。",
        "政务服务窗口优化流程，全年共受理申请1200件。",
        "公示保障性住房信息，共受理申请256件。",
        "全面推行一网通办，共收到申请事项3560件，办结3560件。",
        "收到政府信息公开申请6件（1件申请人撤销未计入）。",
        "共收到政府信息公开申请25件，经补正后受理20件。",
        "共收到政府信息公开申请25件，其中转办4件。",
        "共收到政府信息公开申请25件，属于咨询的4件，不按申请办理。",
        "收到政府信息公开申请19件，较上年增加3件。",
        "收到政府信息公开申请19件和行政复议3件。",
        "除上述外，未收到其他政府信息公开申请。",
        "未收到群众的政府信息公开申请。",
        "另收到政府信息公开申请3件。",
        "各镇办共收到政府信息公开申请3件。",
        "全县依申请公开工作有序推进。共收到政府信息公开申请300件。",
        "收到政府信息公开申请19件。本机关收到政府信息公开申请5件。",
        "收到政府信息公开申请约19件。",
        "收到政府信息公开申请十几件。",
        "收到政府信息公开申请二三十件。",
        "收到政府信息公开申请5-6件。",
        "收到政府信息公开申请1.2万件。",
        "收到政府信息公开申请19件次。",
        "协助县政府办公室办理，收到政府信息公开申请4件。",
        "收到3名申请人提出的政府信息公开申请6件。",
        "2023、2024年共收到政府信息公开申请20件。",
        "近三年收到政府信息公开申请20件。",
        "近年来，我局未收到政府信息公开申请。",
        "未受理政府信息公开申请。",
        "收到政府信息公开申请15项内容。",
        "收到政府信息公开申请5份材料后登记。",
        "收到政府信息公开申请5件（次）。",
        "收到1件政府信息公开申请即时登记。",
        "收到政府信息公开申请一件，登记一件，办结一件。",
        "全年收到政府信息公开申请5件。口头申请2件。",
        "我局会同县林业局，共收到政府信息公开申请15件。",
        "共收到政府信息公开申请2 0件。",
        "对收到的15件政府信息公开申请进行回访。",
        "局本部收到政府信息公开申请4件。",
        "共收到政府信息公开申请15件。其中8件为同一申请人重复提交，并作一件处理。",
        "共收到政府信息公开申请15件。撤回8件。",
        "第一批收到政府信息公开申请5件。",
        "日均收到政府信息公开申请1件。",
        "最多一天收到政府信息公开申请3件。",
        "收到政府信息公开申请6件，在线申请平台收到1件。",
        "共收到政府信息公开申请15件。以上数据包括全县各乡镇。",
    ],
)
def test_partial_and_wider_counts_accuse_nobody(sentence: str) -> None:
    assert answer(sentence) in (Answer.UNCERTAIN, Answer.NOT_ASSESSABLE)


@pytest.mark.parametrize(
    "sentence",
    ["我局未收到政府信息依申请公开件。", "没有收到政府信息公开申请。", "收到依申请公开事项 0 条。", "未接到任何申请。"],
)
def test_ways_to_say_none(sentence: str) -> None:
    assert answer(sentence, received=0, carried_in=0) is Answer.PASS


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，收到公民政府信息公开申请12件，法人或其他组织申请9件，均按期答复。",
        "局机关收到政府信息公开申请18件，局属事业单位收到申请3件。",
        "收到自然人的政府信息公开申请18件。收到法人的政府信息公开申请3件。",
    ],
)
def test_parts_that_add_up_agree(sentence: str) -> None:
    assert answer(sentence) is Answer.PASS


@pytest.mark.parametrize(
    "sentence",
    [
        "收到政府信息公开申请19件，其中网上10件、信函9件，均已答复。",
        "2024年，本机关新收政府信息公开申请19件，上年结转2件；办结21件，结转下年度继续办理2件。",
        "共收到政府信息公开申请20件（含上年结转2件），结转下年度继续办理1件。",
        "自2024年1月1日至2024年12月31日，本机关共收到政府信息公开申请19件。",
        "2024年度，青禾县教育局共收到政府信息公开申请19件，均已答复。",
        "未收到任何单位和个人提出的政府信息公开申请。",
        "收到政府信息公开申请19件，均按期办结。其他事项收到政府信息公开申请19件。",
    ],
)
def test_totals_with_their_parts_are_still_totals(sentence: str) -> None:
    assert answer(sentence) is Answer.FAIL


def test_only_sentences_of_the_part_on_requests_accuse() -> None:
    figures = {"requests.received.total": 21, "requests.carried_in.total": 0, "requests.handled_total.total": 21}
    told = "全年共收到政府信息公开申请19件。"
    for overview, expected in (
        (f"（一）主动公开。{told}", Answer.UNCERTAIN),
        (f"（二）依申请公开。渠道畅通。{told}", Answer.FAIL),
        (f"（二）依申请公开情况\n{told}", Answer.FAIL),
        (f"二是做好依申请公开。{told}", Answer.FAIL),
        (f"（二）依申请公开。渠道畅通。（三）平台建设。{told}", Answer.UNCERTAIN),
        (f"（二）依申请公开。渠道畅通。\n（五）监督保障\n{told}", Answer.UNCERTAIN),
    ):
        assert judged(record(sections={"overview": overview}, figures=figures)).answer is expected, overview
    assert judged(record(sections={"requests": told}, figures=figures)).answer is Answer.FAIL
    handled = figures | {"requests.handled_total.total": 19}
    assert judged(record(sections={"requests": told}, figures=handled)).answer is Answer.UNCERTAIN


def test_silence_and_unknown_figures_are_no_case() -> None:
    assert answer("工作扎实推进。") is Answer.NOT_ASSESSABLE
    assert answer("收到政府信息公开申请19件。", received=None) is Answer.UNCERTAIN
    assert answer("收到政府信息公开申请19件。", carried_in=None) is Answer.UNCERTAIN


def test_what_is_said_of_the_agency() -> None:
    sections = {"overview": "（二）依申请公开。2024 年收到\n政府信息公开申请１９件，均已答复。其他。"}
    said = judged(record(sections=sections, figures={"requests.received.total": 21}))
    assert (said.expected, said.found, said.quote) == ([21], 19, "2024 年收到\n政府信息公开申请１９件，均已答复。")
    assert "19件" in said.message
    assert "21件" in said.message


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed reports are not on this machine")
def test_no_check_of_a_report_accuses_a_seed() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        read = extract.read(path.read_bytes(), path.name)
        case = Case(AGENCY, read.year or 0, report=Report(Publication("edu", read.year or 0, True, ()), read, True))
        answers = {one.id: one.rule(case).answer for one in catalogue()}
        assert Answer.FAIL not in answers.values(), (path.name, answers)
        assert answers["text-vs-requests-received"] is Answer.PASS, path.name
        assert answers["t3-balance"] is Answer.PASS, path.name
