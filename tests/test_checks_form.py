"""Form checks: what is missing is said only where the rest was read clearly; years must agree."""

from dataclasses import replace

import pytest

from monitor.checks import Answer, Case, Report, Verdict, catalogue
from storage.model import Member, Publication
from storage.record import SECTIONS, ReadingWarning, Record
from storage.terms import Certainty, Role
from tests.sightings import WARNED, body, moment, record

AGENCY = body("edu", "青禾县教育局")
RULES = {one.id: one for one in catalogue()}
PICTURE = ReadingWarning("picture", "a picture in section four", "disputes")
PAGER = ReadingWarning("continued-elsewhere", "the page offers “下一页”")
PAGE = Member("ab" * 32, "https://x.example/1", Role.ARTICLE, moment("2025-01-20"), moment("2025-02-20"))


def report(read: Record | None, whole: bool = True) -> Report:
    return Report(Publication("edu", 2024, True, (), (PAGE,), PAGE.sha256), read, whole)


def judged(check: str, read: Record | None, whole: bool = True) -> Verdict:
    return RULES[check].rule(Case(AGENCY, 2024, report=report(read, whole)))


def sections(**said: str | None) -> dict[str, str | None]:
    return {**dict.fromkeys(SECTIONS, "本年度工作如下所述。"), **said}


def without(table: str) -> Record:
    whole = record()
    return replace(whole, cells={path: cell for path, cell in whole.cells.items() if not path.startswith(table)})


def test_a_section_that_is_not_there() -> None:
    said = judged("section-missing", record(sections=sections(other=None)))
    assert said.answer is Answer.FAIL
    assert "六、其他需要报告的事项" in said.message
    assert said.cells == ("sections.other",)
    assert judged("section-missing", record()).answer is Answer.PASS


@pytest.mark.parametrize(
    "read",
    [
        record(sections=sections(other=None, problems="有待改进。\n六、关于收费\n无。")),  # its number stands there
        record(sections=sections(other=None, problems="有待改进。\n其他情况说明\n无。")),  # its words stand there
        record(sections={"overview": "一", "requests": "三", "disputes": "四"}),
        record(sections=sections(other=None), form=None),
        record(sections=sections(other=None, problems="有待改进。\n（六）其他需要报告的事项\n无。")),
        record(sections=sections(other=None, problems="有待改进。六、其他需要报告的事项 本年度未收取信息处理费。")),
        record(
            sections=sections(other=None, problems="完善机制。\u3000\u3000六、其他情况：\n本年度未收取信息处理费。")
        ),
        record(sections=sections(other=None, problems="完善机制。\nⅥ、其它\n无。")),
        record(sections=sections(other=None, problems="完善机制。\n6.其他情况说明如下所述\n无。")),
        record(sections=sections(other=None, problems="完善机制。\n第六部分 其它\n无。")),
        record(
            sections=sections(other=None, problems="完善机制。\n本年度未收取信息处理费。")
        ),  # its content, without heading
        record(sections=sections(problems=None, disputes="无。\n下一步，我们将加强培训，不断提高水平。")),
        record(sections=sections(other=None), warnings=(PICTURE,)),
        record(sections=sections(other=None), warnings=(PAGER,)),
    ],
)
def test_a_heading_that_we_may_have_missed_accuses_nobody(read: Record) -> None:
    assert judged("section-missing", read).answer is Answer.UNCERTAIN


def test_a_subheading_is_no_heading() -> None:
    text = "（六）其他\n（五）监督保障"
    assert judged("section-missing", record(sections=sections(other=None, overview=text))).answer is Answer.FAIL


@pytest.mark.parametrize("check", ["section-missing", "table-missing"])
def test_what_may_stand_in_a_file_we_could_not_read_is_not_missing(check: str) -> None:
    read = replace(without("disputes"), sections=sections(other=None))
    assert judged(check, read, whole=False).answer is Answer.UNCERTAIN
    assert judged(check, None).answer is Answer.NOT_ASSESSABLE


def test_a_table_that_is_not_there() -> None:
    said = judged("table-missing", without("disputes"))
    assert (said.answer, said.cells, said.certainty) == (Answer.FAIL, ("disputes",), Certainty.LIKELY)
    assert judged("table-missing", record()).answer is Answer.PASS


@pytest.mark.parametrize(
    "read",
    [
        record(cells={}),  # no table at all: pictures, as a rule
        replace(without("disputes"), sections=sections(disputes="见附件。")),
        replace(without("disputes"), sections=sections(disputes="详见文末。")),
        replace(without("disputes"), sections=sections(disputes="未经复议直接起诉 0 0 0 0 0")),
        replace(without("disputes"), sections=sections(disputes=None)),
        replace(without("disputes"), warnings=(PICTURE,)),
        replace(without("disputes"), warnings=(PAGER,)),
    ],
)
def test_a_table_that_we_may_have_missed_accuses_nobody(read: Record) -> None:
    assert judged("table-missing", read).answer is Answer.UNCERTAIN


def test_the_year_of_title_and_text() -> None:
    assert judged("year-in-title-mismatch", record()).answer is Answer.PASS
    said = judged("year-in-title-mismatch", record(warnings=(WARNED,)))
    assert (said.answer, said.expected, said.found) == (Answer.FAIL, [2023], 2024)
    assert said.evidence[0].quote == "青禾县教育局2024年政府信息公开工作年度报告"
    conflict = ReadingWarning("year-conflict", "the titles name different years: 2023, 2024", "year")
    assert judged("year-in-title-mismatch", record(year=None, warnings=(conflict,))).answer is Answer.UNCERTAIN


def test_a_report_that_a_person_assigned_to_another_year_than_its_title_says() -> None:
    said = judged("year-in-title-mismatch", record("青禾县教育局2023年政府信息公开工作年度报告"))
    assert (said.answer, said.expected, said.found) == (Answer.FAIL, [2024], 2023)


def test_a_candidate_that_contradicts_itself_is_told_once_under_the_year_of_its_title() -> None:
    open_ = report(record(warnings=(WARNED,)))
    for year, expected in ((2024, Answer.FAIL), (2023, Answer.NOT_ASSESSABLE)):
        case = Case(AGENCY, year, unsettled=open_)
        assert RULES["year-in-title-mismatch"].rule(case).answer is expected
