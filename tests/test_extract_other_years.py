"""Tables of another year or of another body beside the report's own: their figures are never the report's."""

import re

import pytest

import extract
from storage.record import Record
from tests.report_maker import Figure, Report

AGENCY = "岚渡县水务局"
PATHS = list(Report(AGENCY, 2024).truth())
BLANK = Report(AGENCY, 2024, dict.fromkeys(PATHS))
FILLED: dict[str, Figure] = {path: number for number, path in enumerate(PATHS, 11)}
OF_LAST_YEAR = Report(AGENCY, 2024, FILLED)


def tables(report: Report) -> list[str]:
    """The three tables as printed."""
    return re.findall(r"<table.*?</table>", report.html())


def numbers(record: Record) -> set[int | float | None]:
    return {value.number for value in record.cells.values()}


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("caption", ["", "2023年度", "（2023年）", "附：2023年数据"])
@pytest.mark.parametrize("above", [False, True])
def test_a_table_left_blank_is_not_filled_from_that_of_another_year(number: int, caption: str, above: bool) -> None:
    blank, other = tables(BLANK)[number], tables(OF_LAST_YEAR)[number]
    parts = [f"<p>{caption}</p>{other}", f"<p>2024年</p>{blank}"]
    page = BLANK.html().replace(blank, "".join(parts if above else [blank, parts[0]]))
    assert numbers(extract.read(page.encode())) == {None}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_tables_side_by_side_are_not_one(number: int) -> None:
    blank, other = tables(BLANK)[number], tables(OF_LAST_YEAR)[number]
    beside = f"<table><tr><td>{blank}</td><td>{other}</td></tr></table>"
    assert numbers(extract.read(BLANK.html().replace(blank, beside).encode())) == {None}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_table_that_says_it_is_of_another_year_is_not_the_report_s(number: int) -> None:
    own, other = tables(Report(AGENCY, 2024))[number], tables(OF_LAST_YEAR)[number]
    page = Report(AGENCY, 2024).html()
    alone = extract.read(page.replace(own, f"<p>2023年度</p>{other}").encode())
    assert numbers(alone) <= {0, None}
    both = extract.read(page.replace(own, f"{own}<p>2023年度：</p>{other}").encode())
    assert numbers(both) == {0}
    same = extract.read(page.replace(own, f"<p>2024年度</p>{own}").encode())
    assert numbers(same) == {0}


def test_a_row_of_another_year_in_table_four_is_not_the_report_s() -> None:
    blank = tables(BLANK)[2]
    figures = re.findall("<tr>.*?</tr>", tables(OF_LAST_YEAR)[2])[-1]
    for between in ('<tr><td colspan="15">2023年</td></tr>', '<tr><td colspan="15">上年</td></tr>'):
        wider = blank.replace("</table>", f"{between}{figures}</table>").replace("</tbody>", "")
        assert numbers(extract.read(BLANK.html().replace(blank, wider).encode())) == {None}


def test_a_small_table_of_another_body_fills_no_blank() -> None:
    small = "<table><tr><td>县农机站</td><td>数量</td></tr>" + "".join(
        f"<tr><td>{name}</td><td>5</td></tr>" for name in ("行政许可", "行政处罚", "行政强制")
    )
    page = BLANK.html().replace(tables(BLANK)[0], f"{tables(BLANK)[0]}{small}</table>")
    assert numbers(extract.read(page.encode())) == {None}
