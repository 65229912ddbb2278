"""The three tables: whatever is printed is read exactly, and what cannot be read for certain holds no number."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from storage.record import Record
from tests.report_maker import GONE, Figure, Report
from tests.told import told

AGENCY = "青禾县水务局"
YEARS = {"2021": 2024, "2019": 2019}
PATHS = {form: list(Report(AGENCY, year, form=form).truth()) for form, year in YEARS.items()}
FEES = "proactive_disclosure.administrative_fees.amount"
TAB = "\t"
GARBLED = ["2800余", "21②", "21²", "1 2", "约3", "O", "l2", "1.2.3", "3-4", "12,34", "？", "■", "-5", "1２a", "9" * 40]
PAGES = {
    "clean": Report.html,
    "word": lambda r: r.html("word"),
    "split": lambda r: r.html("split"),
    "tabs": Report.text,
}


def numbers(record: Record) -> dict[str, int | float | None]:
    return {path: value.number for path, value in record.cells.items()}


@st.composite
def reports(draw: st.DrawFn, blanks: bool) -> Report:
    form = draw(st.sampled_from(["2021", "2019"]))
    figure = st.integers(0, 99_999)
    figures: dict[str, Figure] = {
        path: draw(st.one_of(figure, st.sampled_from([None, "/", "无", "—"])) if blanks else figure)
        for path in draw(st.lists(st.sampled_from(PATHS[form]), max_size=40, unique=True))
    }
    for path in PATHS[form]:
        if path.endswith(".amount") and figures.get(path) is not None:
            figures[path] = draw(st.integers(0, 10**9)) / 10_000
        if path.endswith(".change"):
            figures[path] = draw(st.integers(-500, 500))
    return Report(AGENCY, YEARS[form], figures, form=form)


@settings(max_examples=60, deadline=None)
@given(reports(blanks=True), st.sampled_from(["clean", "word", "split"]))
def test_a_web_page_gives_back_every_figure(report: Report, style: str) -> None:
    record = extract.read(report.html(style).encode())
    assert numbers(record) == report.truth()
    assert (record.form, record.confidence, told(record)) == (report.form, 1.0, ())


@settings(max_examples=40, deadline=None)
@given(reports(blanks=False), st.sampled_from(["tabs", "lines"]))
def test_text_gives_back_every_figure(report: Report, style: str) -> None:
    record = extract.read(report.text(style).encode())
    assert numbers(record) == report.truth()
    assert record.form == report.form


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["clean", "word", "split", "tabs", "lines"]), st.sampled_from(["2021", "2019"]))
def test_no_number_is_invented_where_cells_are_garbled_or_gone(data: st.DataObject, style: str, form: str) -> None:
    hit = data.draw(st.lists(st.sampled_from(PATHS[form]), min_size=1, max_size=3, unique=True))
    figures: dict[str, Figure] = {path: number for number, path in enumerate(PATHS[form], 11)}
    figures |= {path: data.draw(st.sampled_from([GONE, *GARBLED])) for path in hit if not path.endswith("change")}
    if not any(isinstance(figure, str) for figure in figures.values()):
        return
    if style == "lines" and {GONE, "1 2"} <= set(figures.values()):
        return  # two figures in place of one, and one gone: on a line nothing tells that from what was printed
    report = Report(AGENCY, YEARS[form], figures, form=form)
    page = report.text(style) if style in ("tabs", "lines") else report.html(style)
    record = extract.read(page.encode())
    truth = report.truth()
    wrong = {path: (truth[path], number) for path, number in numbers(record).items() if number != truth[path]}
    assert {path: pair for path, pair in wrong.items() if pair[1] is not None} == {}
    assert told(record)
    assert all(record[path].confidence < 0.5 for path in wrong)


def test_a_garbled_cell_of_a_web_page_costs_no_other_cell() -> None:
    report = Report(AGENCY, 2024, {"requests.granted.business": "2800余", FEES: 12.5})
    record = extract.read(report.html().encode())
    assert numbers(record) == report.truth()
    assert record["requests.granted.business"].raw == "2800余"
    assert [(warning.code, warning.where) for warning in told(record)] == [
        ("cell-unreadable", "requests.granted.business")
    ]
    assert record.confidence == 0.0


@pytest.mark.parametrize(
    ("text", "number"), [("2221.9632", 2221.9632), ("1,234.5", 1234.5), ("１２", 12), ("35000元", 3.5)]
)
def test_an_amount_is_read_in_the_unit_of_its_key(text: str, number: float) -> None:
    record = extract.read(Report(AGENCY, 2024, {FEES: text}).html().encode())
    assert record[FEES].number == number


@pytest.mark.parametrize(
    "cell",
    [
        "3<sup>1</sup>",
        "3<sub>1</sub>",
        "<del>2</del>3",
        "<s>2</s>3",
        "<strike>2</strike>3",
        '<span style="text-decoration: line-through">2</span>3',
        '3<span style="vertical-align:super">1</span>',
        '3<a href="#note1">1</a>',
    ],
)
def test_footnotes_and_struck_figures_are_no_digits(cell: str) -> None:
    page = Report(AGENCY, 2024, {"requests.received.total": 77}).html().replace("<td>77</td>", f"<td>{cell}</td>")
    record = extract.read(page.encode())
    assert (record["requests.received.total"].number, record.confidence) == (None, 0.0)
    assert [(warning.code, warning.where) for warning in told(record)] == [
        ("cell-unreadable", "requests.received.total")
    ]


def test_a_footnote_in_a_sentence_is_no_digit_either() -> None:
    page = Report(AGENCY, 2024).html().replace("86条", "86<sup>2</sup>条")
    assert "86[2]条" in (extract.read(page.encode()).sections["overview"] or "")


def test_an_amount_is_read_in_the_unit_its_column_names() -> None:
    page = Report(AGENCY, 2024, {FEES: 35000}).html().replace("（单位：万元）", "（单位：元）")
    assert extract.read(page.encode())[FEES].number == 3.5


def test_a_blank_cell_is_surely_nothing() -> None:
    blank = extract.read(Report(AGENCY, 2024, {FEES: None, "requests.received.other": "/"}).html().encode())
    for path in (FEES, "requests.received.other"):
        assert (blank[path].number, blank[path].confidence) == (None, 1.0)
    assert blank["requests.received.other"].raw == "/"
    assert blank.confidence == 1.0


def test_the_single_row_of_2019_in_a_report_of_2021_is_kept_and_named() -> None:
    report = Report(AGENCY, 2024, {"requests.other_disposed.total": 4}, single_other_row=True)
    for page in (report.html(), report.html("split"), report.text(), report.text("lines")):
        record = extract.read(page.encode())
        assert record.form == "2021"
        assert record["requests.other_disposed.total"].number == 4
        assert not any(path.startswith("requests.other_lapsed") for path in record.cells)
        assert [warning.code for warning in told(record)] == ["mixed-form"]


def test_columns_in_another_order_are_read_by_their_headings() -> None:
    page = Report(AGENCY, 2024, {"requests.received.business": 5, "requests.received.research": 7}).html()
    page = page.replace("商业企业", "@").replace("科研机构", "商业企业").replace("@", "科研机构")
    record = extract.read(page.encode())
    assert (record["requests.received.business"].number, record["requests.received.research"].number) == (7, 5)
    page = Report(AGENCY, 2024, {"proactive_disclosure.rules.issued": 3}).html()
    page = page.replace("本年制发件数", "@").replace("现行有效件数", "本年制发件数").replace("@", "现行有效件数")
    assert extract.read(page.encode())["proactive_disclosure.rules.in_force"].number == 3


def test_a_figure_merged_over_two_rows_is_neither_row_s() -> None:
    page = Report(AGENCY, 2024, {"proactive_disclosure.rules.in_force": 44}).html()
    row = re.search(
        r"<tr><td>规章</td>(<td>0</td><td>0</td><td>44</td>)</tr><tr>(<td>行政规范性文件</td>).*?</tr>", page
    )
    assert row is not None
    merged = f"<tr><td>规章</td>{row[1].replace('<td>', '<td rowspan=2>')}</tr><tr>{row[2]}</tr>"
    record = extract.read(page.replace(row[0], merged).encode())
    for path in ("rules.issued", "rules.in_force", "normative_documents.in_force"):
        assert record[f"proactive_disclosure.{path}"].number is None
    assert ("cell-shared", "proactive_disclosure.rules.in_force") in [(one.code, one.where) for one in told(record)]


def test_a_whole_row_merged_over_two_lines_is_one_row() -> None:
    page = Report(AGENCY, 2024, {"requests.received.total": 44}).html()
    row = re.search(r"<tr><td colspan=\"3\">一、本年新收.*?</tr>", page)
    assert row is not None
    tall = row[0].replace("<td", "<td rowspan=2") + "<tr></tr>"
    assert extract.read(page.replace(row[0], tall).encode())["requests.received.total"].number == 44


@pytest.mark.parametrize("style", ["tabs", "lines"])
def test_a_total_printed_before_its_parts_is_not_taken_for_a_part(style: str) -> None:
    text = Report(AGENCY, 2024, {"requests.received.total": 5, "requests.received.natural_person": 5}).text(style)
    tab = TAB if style == "tabs" else " "
    text = text.replace(f"自然人{tab}", f"总计{tab}自然人{tab}", 1)
    at = text.index("自然人")
    text = text[:at] + text[at:].replace(f"{tab}总计", "", 1)
    record = extract.read(text.encode())
    assert record["requests.received.natural_person"].confidence < 0.85


def test_a_misspelt_label_is_read_less_surely_and_an_unknown_one_not_at_all() -> None:
    report = Report(AGENCY, 2024, {"requests.withheld_by_law.total": 6})
    altered = extract.read(report.html().replace("法规禁止公开", "止公开").encode())
    assert altered["requests.withheld_by_law.total"].number == 6
    assert 0.8 < altered["requests.withheld_by_law.total"].confidence < 1
    assert [warning.code for warning in told(altered)] == ["label-altered"]
    unknown = extract.read(report.html().replace("2.其他法律行政法规禁止公开", "2.依法不宜提供").encode())
    assert unknown["requests.withheld_by_law.total"].number is None
    assert {warning.code for warning in told(unknown)} == {"row-unknown", "row-missing"}
    assert unknown["requests.withheld_state_secret.total"].number == 0


def test_a_row_cut_by_the_end_of_a_page_is_put_together() -> None:
    report = Report(AGENCY, 2024, {"requests.not_processed_reconfirm.total": 9})
    label = "5.要求行政机关确认或重新出具已获取信息"
    cells = re.search(rf"{label}</td>(.*?)</tr>", report.html())
    assert cells is not None
    blank = re.sub(r"<td>\d+</td>", "<td></td>", cells[1])
    cut = f'5.要求行政机关确认或重新</td>{blank}</tr></table><table><tr><td rowspan="6"></td><td></td><td>'
    for halves in product([blank, cells[1]], repeat=2):
        page = report.html().replace(label, cut.replace(blank, halves[0]) + "出具已获取信息")
        page = page.replace(f"出具已获取信息</td>{cells[1]}", f"出具已获取信息</td>{halves[1]}")
        printed = sum(half is not blank and half != blank for half in halves)
        assert extract.read(page.encode())["requests.not_processed_reconfirm.total"].number == (
            9 if printed == 1 else None
        )


def test_figures_printed_beside_the_middle_of_a_label_belong_to_it() -> None:
    text = Report(AGENCY, 2024, {"requests.granted_in_part.total": 8}).text("lines")
    label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    text = text.replace(
        f"{label} 0 0 0 0 0 0 8", "（二）部分公开（区分处理的，只计这一情\n0 0 0 0 0 0 8\n形，不计其他情形）"
    )
    record = extract.read(text.encode())
    assert record["requests.granted_in_part.total"].number == 8
    assert record["requests.withheld_state_secret.total"].number == 0


def test_a_row_printed_twice_with_other_figures_is_left_open() -> None:
    page = Report(AGENCY, 2024).html()
    row = re.search(r"<tr><td[^>]*>四、结转下年度继续办理</td>.*?</tr>", page)
    assert row is not None
    twice = page.replace(row[0], row[0] + row[0].replace("<td>0</td>", "<td>1</td>"))
    assert extract.read(twice.encode())["requests.carried_out.total"].number is None
    same = page.replace(row[0], row[0] * 2)
    assert extract.read(same.encode())["requests.carried_out.total"].number == 0


@pytest.mark.parametrize("style", ["clean", "word"])
def test_a_missing_table_has_no_cells_and_its_sentences_are_no_figures(style: str) -> None:
    page = Report(AGENCY, 2024).html(style)
    said = "<p>行政许可 12 件。本年新收政府信息公开申请数量 21 件，上年结转 0 件。</p>"
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert len(tables) == 3
    for number, table in enumerate(("proactive_disclosure", "requests", "disputes")):
        record = extract.read(page.replace(tables[number], said).encode())
        assert record.table(table) == {}
        assert ("table-not-found", table) in [(warning.code, warning.where) for warning in told(record)]
        assert len(record.cells) == 200 - {0: 10, 1: 175, 2: 15}[number]


def test_a_report_without_tables_has_no_confidence() -> None:
    page = re.sub(r"<table.*?</table>", "", Report(AGENCY, 2024).html(), flags=re.DOTALL)
    record = extract.read(page.encode())
    assert (record.confidence, record.form, record.is_report) == (None, None, True)


def test_a_blank_form_is_a_form_without_data() -> None:
    blank = dict.fromkeys(PATHS["2021"])
    for title in ("政府信息公开工作年度报告", "XX局2024年政府信息公开工作年度报告"):
        report = Report("", 2024, blank, title=title)
        for page in (report.html(), report.text()):
            record = extract.read(page.encode())
            assert not record.is_report
            assert record.agency is None
            assert all(value.number is None for value in record.cells.values())


def test_the_shape_of_seeds_with_missing_leading_cells() -> None:
    text = Report(AGENCY, 2024, {"requests.handled_total.total": 3}).text()
    ragged = re.sub(r"^\t+(?=（六）|（七）|[123]\.)", "", text, flags=re.MULTILINE)
    assert ragged != text
    record = extract.read(ragged.encode())
    assert record["requests.handled_total.total"].number == 3
    assert told(record) == ()


def test_markdown_tables_are_tables() -> None:
    lines = Report(AGENCY, 2024, {"requests.received.total": 3}).text().split("\n")
    lines = [f"| {' | '.join(line.split(TAB))} |" if TAB in line else line for line in lines]
    lines.insert(next(at for at, line in enumerate(lines) if line.startswith("|")) + 1, "|---|---|---|---|")
    text = "\n".join(f"## {line}" if re.match("[一二三四五六]、.*(情况|事项)$", line) else line for line in lines)
    record = extract.read(text.encode(), "report.md")
    assert record["requests.received.total"].number == 3
    assert (len(record.cells), told(record)) == (200, ())


def test_blocks_of_table_four_are_told_by_their_headings() -> None:
    page = Report(AGENCY, 2024, {"disputes.direct_suit.upheld": 3, "disputes.direct_suit.total": 3}).html()
    direct, after = '<td colspan="5">未经复议直接起诉</td>', '<td colspan="5">复议后起诉</td>'
    record = extract.read(page.replace(direct + after, after + direct).encode())
    assert record["disputes.suit_after_reconsideration.upheld"].number == 3
    assert record["disputes.direct_suit.upheld"].number == 0


def slipped(figures: dict[str, Figure]) -> str:
    return Report(AGENCY, 2024, figures).html().replace('<td colspan="5">法人', '<td colspan="4">法人')


@pytest.mark.parametrize("total", [0, 5])
def test_a_header_that_slipped_over_its_columns_gives_no_number(total: int) -> None:
    page = slipped({"requests.received.natural_person": 4 if total else 0, "requests.received.total": total})
    record = extract.read(page.encode())
    assert {value.number for value in record.table("requests").values()} == {None}
    assert "header-unclear" in {warning.code for warning in told(record)}


def test_a_slipped_header_does_no_harm_where_the_sums_say_which_column_is_the_total() -> None:
    figures: dict[str, Figure] = {"requests.received.other": 4, "requests.received.total": 4}
    record = extract.read(slipped(figures).encode())
    assert numbers(record) == Report(AGENCY, 2024, figures).truth()
    assert record["requests.received.total"].confidence < 1
    assert "header-unclear" in [warning.code for warning in told(record)]


def blanked(line: str) -> str:
    """A line of table three with its first and last figure blank."""
    cells = line.split(TAB)
    first = next(at for at, cell in enumerate(cells) if cell.isdigit())
    cells[first] = cells[first + 6] = ""
    return TAB.join(cells)


def test_blank_figures_at_the_ends_of_tabbed_lines_have_their_places_from_the_whole_lines() -> None:
    figures: dict[str, Figure] = {"requests.withheld_by_law.business": 2, "requests.carried_in.research": 3}
    text = Report(AGENCY, 2024, figures).text()
    lines = [
        blanked(line) if "禁止公开" in line or line.startswith("二、上年结转") else line for line in text.split("\n")
    ]
    record = extract.read("\n".join(lines).encode())
    for row, (column, number) in {"withheld_by_law": ("business", 2), "carried_in": ("research", 3)}.items():
        read = [record[f"requests.{row}.{name}"] for name in (column, "natural_person", "total")]
        assert [value.number for value in read] == [number, None, None]
        assert {value.confidence for value in read} == {1.0}


def test_blank_figures_of_a_line_that_stands_alone_in_its_shape_stay_open() -> None:
    text = Report(AGENCY, 2024, {"requests.handled_total.business": 2}).text()
    lines = [
        blanked(line).replace(f"{TAB}（七）总计", "（七）总计", 1) + TAB if "（七）总计" in line else line
        for line in text.split("\n")
    ]
    record = extract.read("\n".join(lines).encode())
    assert {value.number for path, value in record.cells.items() if path.startswith("requests.handled_total")} == {None}


def test_columns_of_the_maker_s_own_are_left_out() -> None:
    figures: dict[str, Figure] = {"requests.received.total": 7, "requests.received.business": 7}
    page = Report(AGENCY, 2024, figures).html()
    start = page.index("（本列数据")
    table = page[page.rindex("<table", 0, start) : page.index("</table>", start)]
    wider = re.sub(r"</tr>", "<td>无</td></tr>", table)
    wider = wider.replace("<td>无</td></tr>", "<td rowspan=3>备注</td></tr>", 1).replace("<td>无</td></tr>", "</tr>", 2)
    record = extract.read(page.replace(table, wider).encode())
    assert numbers(record) == Report(AGENCY, 2024, figures).truth()
    count = iter(range(1, 99))
    numbered = re.sub(r"<tr>(?=<td[^>]*>(?:[一二四]、|三、本|[（0-9]))", lambda _: f"<tr><td>{next(count)}</td>", table)
    numbered = numbered.replace("<tr>", "<tr><td rowspan=3>序号</td>", 1)
    record = extract.read(page.replace(table, numbered).encode())
    assert numbers(record) == Report(AGENCY, 2024, figures).truth()


@pytest.mark.parametrize("picture", ["{}", "<p><span>{}</span></p>", "7{}"])
def test_a_figure_that_is_a_picture_is_not_blank(picture: str) -> None:
    page = Report(AGENCY, 2024, {"requests.received.total": 77, FEES: 88}).html()
    for figure in ("77", "88"):
        page = page.replace(figure, picture.format('<img src="/images/n1.gif" width="12" height="16">'))
    record = extract.read(page.encode())
    for path in ("requests.received.total", FEES):
        assert (record[path].number, record[path].confidence) == (None, 0.0)
        assert ("cell-drawn", path) in [(warning.code, warning.where) for warning in told(record)]


DISPUTES: dict[str, Figure] = {
    "disputes.reconsideration.upheld": 1,
    "disputes.reconsideration.total": 1,
    "disputes.direct_suit.corrected": 2,
    "disputes.direct_suit.total": 2,
    "disputes.suit_after_reconsideration.pending": 3,
    "disputes.suit_after_reconsideration.total": 3,
}


def in_parts(shape: str) -> str:
    """A page whose table four stands in three rows of five, or in two or three tables."""
    report = Report(AGENCY, 2024, DISPUTES)
    page, figures = report.html(), [cell.text for cell in report.tables()["disputes"][-1]]
    cells = ["".join(f"<td>{figure}</td>" for figure in figures[at : at + 5]) for at in (0, 5, 10)]
    heads = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    rows = {
        "rows": f"<tr><td colspan=2>类别</td>{heads}</tr><tr><td colspan=2>行政复议</td>{cells[0]}</tr>"
        f"<tr><td rowspan=2>行政诉讼</td><td>未经复议直接起诉</td>{cells[1]}</tr>"
        f"<tr><td>复议后起诉</td>{cells[2]}</tr>",
        "two tables": f"<tr><td colspan=5>行政复议</td></tr><tr>{heads}</tr><tr>{cells[0]}</tr></table>"
        "<table><tr><td colspan=10>行政诉讼</td></tr>"
        "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{heads * 2}</tr><tr>{cells[1]}{cells[2]}</tr>",
        "short": f"<tr><td colspan=2>类别</td>{heads}</tr><tr><td colspan=2>行政复议</td>{cells[0]}</tr>"
        f"<tr><td colspan=2>未经复议直接起诉</td>{cells[1]}</tr>",
    }
    start = page.rindex("<table")
    return page[:start] + f"<table>{rows[shape]}" + page[page.rindex("</table>") :]


@pytest.mark.parametrize("shape", ["rows", "two tables"])
def test_table_four_in_parts_is_read_whole(shape: str) -> None:
    record = extract.read(in_parts(shape).encode())
    assert numbers(record) == Report(AGENCY, 2024, DISPUTES).truth()
    assert (told(record), record.confidence) == ((), 1.0)


def test_table_four_with_a_part_missing_is_not_filled_up() -> None:
    record = extract.read(in_parts("short").encode())
    assert {value.number for value in record.table("disputes").values()} <= {None}


BLOCKS = ("行政复议", "未经复议直接起诉", "复议后起诉")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def turned(head: str, order: tuple[int, ...] = (0, 1, 2, 3, 4), behind: str = "") -> str:
    """A page whose table four has the outcomes as rows, in some order, under a head; `behind` them is more."""
    report = Report(AGENCY, 2024, DISPUTES)
    page, figures = report.html(), [cell.text for cell in report.tables()["disputes"][-1]]
    lines = (
        f"<tr><td>{OUTCOMES[at]}</td>{''.join(f'<td>{figures[at + block]}</td>' for block in (0, 5, 10))}</tr>"
        for at in order
    )
    return page[: page.rindex("<table")] + f"<table>{head}{''.join(lines)}{behind}" + page[page.rindex("</table>") :]


ONE_ROW = f"<tr><td>结果</td>{''.join(f'<td>{block}</td>' for block in BLOCKS)}</tr>"
TWO_ROWS = (
    "<tr><td rowspan=2>类别</td><td rowspan=2>行政复议</td><td colspan=2>行政诉讼</td></tr>"
    "<tr><td>未经复议直接起诉</td><td>复议后起诉</td></tr>"
)


@pytest.mark.parametrize("page", [turned(ONE_ROW), turned(TWO_ROWS), turned(TWO_ROWS, (4, 0, 1, 2, 3))])
def test_table_four_with_outcomes_as_rows_is_read_whole(page: str) -> None:
    record = extract.read(page.encode())
    assert numbers(record) == Report(AGENCY, 2024, DISPUTES).truth()
    assert (told(record), record.confidence) == ((), 1.0)


def test_table_four_with_its_blocks_as_columns_in_another_order_is_read_by_them() -> None:
    head = "<tr><td>结果</td><td>复议后起诉</td><td>行政复议</td><td>未经复议直接起诉</td></tr>"
    record = extract.read(turned(head).encode())
    assert record["disputes.suit_after_reconsideration.upheld"].number == 1
    assert record["disputes.direct_suit.pending"].number == 3


@pytest.mark.parametrize(
    "page",
    [
        turned(ONE_ROW.replace("<td>结果</td>", "")),  # a heading cell lost: all stand one column aside
        turned(TWO_ROWS.replace(" rowspan=2", "").replace(" colspan=2", "")),
        turned(ONE_ROW, (0, 1, 2, 4)),
        turned(ONE_ROW, (0, 1, 2, 3, 3, 4)),
        turned(ONE_ROW, behind="<tr><td>上年总计</td><td>1</td><td>1</td><td>1</td></tr>"),
        turned(ONE_ROW.replace("复议后起诉", "未经复议直接起诉")),
        turned("", behind=ONE_ROW),
        turned(ONE_ROW).replace("<td>结果维持</td>", "<td>结果维持</td><td></td>"),
    ],
)
def test_table_four_with_outcomes_as_rows_is_not_read_where_a_column_is_open(page: str) -> None:
    assert {value.number for value in extract.read(page.encode()).table("disputes").values()} <= {None}


def test_words_in_place_of_a_figure_cost_no_other_cell() -> None:
    figures: dict[str, Figure] = {
        "requests.carried_out.natural_person": "见附件",
        "requests.carried_out.total": 531,
        "requests.withheld_by_law.natural_person": "约30",
        "requests.withheld_by_law.total": 30,
        "requests.granted.other": "1/2",
    }
    report = Report(AGENCY, 2024, figures)
    for page in (report.html(), report.html("word"), report.text()):
        record = extract.read(page.encode())
        assert numbers(record) == report.truth()
        assert record["requests.carried_out.natural_person"].raw == "见附件"
        assert record["requests.carried_out.natural_person"].confidence == 0


@pytest.mark.parametrize(("figure", "number"), [("增2", 2), ("减少6", -6), ("+3", 3), ("－11", -11), ("减", None)])
def test_a_change_may_be_told_in_words(figure: str, number: int | None) -> None:
    path = "proactive_disclosure.licensing.change"
    report = Report(AGENCY, 2019, {path: figure}, form="2019")
    for page in (report.html(), report.text()):
        assert extract.read(page.encode())[path].number == number
    count = "requests.received.total"
    assert extract.read(Report(AGENCY, 2024, {count: figure}).html().encode())[count].number is None


def test_a_mark_on_a_label_costs_nothing() -> None:
    page = Report(AGENCY, 2024, {"proactive_disclosure.rules.issued": 3}).html()
    for label in ("规章", "行政规范性文件", "2.重复申请"):
        page = page.replace(f"<td>{label}</td>", f"<td>{label}<sup>1</sup></td>")
    assert (
        numbers(extract.read(page.encode())) == Report(AGENCY, 2024, {"proactive_disclosure.rules.issued": 3}).truth()
    )


def test_letters_without_width_are_no_letters() -> None:
    report = Report(AGENCY, 2024, {"requests.received.total": 13})
    for page in (report.html(), report.text()):
        dotted = re.sub(r"(?<=[一-鿿0-9])(?=\t|\n|</td>|，)", "\u200b", page).replace("公开", "公\u2060开")
        record = extract.read(dotted.encode())
        assert numbers(record) == report.truth()
        assert (record.agency, record.year) == (AGENCY, 2024)


def test_a_column_left_out_costs_only_itself() -> None:
    report = Report(AGENCY, 2024, {"requests.received.business": 5, "requests.received.total": 5})
    paths = [f"requests.{row}.public_welfare" for row in ("received", "carried_out", "withheld_by_law")]
    tabs = report.text().split("\n")
    start, end = (next(at for at, line in enumerate(tabs) if mark in line) for mark in ("自然人", "四、结转下年度"))
    for at in range(start - 1, end + 1):
        cells = tabs[at].split(TAB)
        tabs[at] = TAB.join(cells[:6] + cells[7:])
    record = extract.read("\n".join(tabs).encode())
    truth = report.truth()
    assert {path: number for path, number in numbers(record).items() if ".public_welfare" not in path} == {
        path: number for path, number in truth.items() if ".public_welfare" not in path
    }
    assert {(record[path].number, record[path].confidence) for path in paths} == {(None, 0.0)}
    assert "column-missing" in {warning.code for warning in told(record)}


@pytest.mark.parametrize("figure", [6, 7])
def test_a_column_that_only_the_lines_have_made_is_none(figure: int) -> None:
    report = Report(AGENCY, 2024, {"requests.received.business": 5, "requests.received.total": 5})
    tabs = report.text().split("\n")
    start, end = (next(at for at, line in enumerate(tabs) if mark in line) for mark in ("自然人", "四、结转下年度"))
    for at in range(start - 1, end + 1):
        cells, empty = tabs[at].split(TAB), 6 if at < start + 2 else figure
        tabs[at] = TAB.join([*cells[:empty], "", *cells[empty:]])
    assert numbers(extract.read("\n".join(tabs).encode())) == report.truth()
    named = "\n".join(tabs).replace(f"科研机构{TAB}{TAB}", f"科研机构{TAB}小计{TAB}", 1)
    read = {value.number for path, value in extract.read(named.encode()).cells.items() if ".received." in path}
    assert read == ({None} if figure == 7 else {0, 5})


def test_merged_cells_printed_apart_are_one() -> None:
    report = Report(AGENCY, 2024, {"proactive_disclosure.licensing.decisions": 12})
    for figures in ("<td>12</td><td></td><td></td>", "<td>12</td>" * 3):
        page = report.html().replace('<td colspan="3">12</td>', figures)
        page = page.replace('<td colspan="3">本年处理决定数量</td>', "<td>本年处理决定数量</td>" * 3)
        assert numbers(extract.read(page.encode())) == report.truth()
    page = report.html().replace('<td colspan="3">12</td>', "<td>12</td><td>13</td><td></td>")
    page = page.replace('<td colspan="3">本年处理决定数量</td>', "<td>本年处理决定数量</td>" * 3)
    assert extract.read(page.encode())["proactive_disclosure.licensing.decisions"].number is None


@pytest.mark.parametrize("word", ["不适用", "不涉及", "暂无", "（无）", "——", "无。"])
def test_words_for_nothing_are_blank_and_kept(word: str) -> None:
    report = Report(AGENCY, 2024, {FEES: word, "requests.received.natural_person": word})
    for page in (report.html(), report.text()):
        record = extract.read(page.encode())
        for path in (FEES, "requests.received.natural_person"):
            assert (record[path].number, record[path].raw, record[path].confidence) == (None, word, 1.0)


def test_a_header_printed_again_and_rows_of_the_maker_s_own_do_no_harm() -> None:
    figures: dict[str, Figure] = {"requests.received.total": 7, "requests.carried_out.other": 7}
    page = Report(AGENCY, 2024, figures).html()
    start = page.index("（本列数据")
    table = page[page.rindex("<table", 0, start) : page.index("</table>", start)]
    rows = re.findall("<tr>.*?</tr>", table)
    at = next(number for number, row in enumerate(rows) if "一、本年新收" in row)
    again = "".join([*rows[:at], rows[at], *rows[:at], rows[at + 1], *rows[at + 2 :]])
    note = '<tr><td colspan="10">备注：以上数据均经核对。</td></tr>'
    extra = '<tr><td colspan="3">其中：网上申请</td>' + "<td>1</td>" * 7 + "</tr>"
    for changed in (again, "".join(rows) + note, "".join(rows) + extra):
        record = extract.read(page.replace("".join(rows), changed).encode())
        assert numbers(record) == Report(AGENCY, 2024, figures).truth()


def test_lines_whose_blanks_have_slipped_give_no_number() -> None:
    figures: dict[str, Figure] = {
        "requests.not_processed_repeat.other": 4,
        "requests.not_processed_repeat.total": None,
        "disputes.reconsideration.upheld": None,
        "disputes.reconsideration.total": 3,
    }
    text = Report(AGENCY, 2024, figures).text()
    row = next(line for line in text.split("\n") if "2.重复申请" in line)
    fields = row.split(TAB)
    inserted = TAB.join([*fields[:6], "", *fields[6:]])
    record = extract.read(text.replace(row, inserted).encode())
    assert {value.number for path, value in record.cells.items() if ".not_processed_repeat." in path} == {None}
    last = next(line for line in reversed(text.split("\n")) if line.count(TAB) == 14)
    slipped = TAB.join([*last.split(TAB)[1:], ""])
    heads = [line for line in text.split("\n") if line.startswith(TAB * 5 + "结果维持")]
    assert len(heads) == 1
    text = text.replace(last, slipped).replace(heads[0], heads[0].lstrip(TAB) + TAB * 5)
    assert {value.number for value in extract.read(text.encode()).table("disputes").values()} == {None}


def test_words_in_place_of_the_first_figure_of_table_two_cost_no_other_cell() -> None:
    figures: dict[str, Figure] = {
        "proactive_disclosure.rules.issued": "若干",
        "proactive_disclosure.rules.in_force": 8,
        "proactive_disclosure.normative_documents.issued": "见附件",
        "proactive_disclosure.normative_documents.in_force": 9918,
        "proactive_disclosure.licensing.decisions": "见附件",
    }
    report = Report(AGENCY, 2024, figures)
    assert numbers(extract.read(report.html().encode())) == report.truth()


def test_an_item_numbered_without_a_sign_is_a_label() -> None:
    report = Report(AGENCY, 2024, {"requests.other_reasons.total": 5})
    for page in (report.html(), report.text()):
        assert numbers(extract.read(page.replace("3.其他", "3其他").encode())) == report.truth()
