"""PDF: letters into cells, whatever way the table is drawn, and never a digit into the wrong one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import psutil
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

import extract
from extract.content import Block, Cell, Content, Grid, Paragraph
from extract.formats.pdf import read_pdf
from extract.formats.pdf_again import read_pdf_again
from storage.record import Record
from tests.corpus import random_report, reportlab_writer
from tests.corpus.printed import Printed
from tests.pdf_maker import WIDTH, Paper, pdf, written
from tests.report_maker import Report

Reader = Callable[[bytes], Content]

SONG = "STSong-Light"
TALL = 842.0


class Sheet:
    """A page being drawn, in points from its upper left corner; digits are half as wide as they are high."""

    def __init__(self, **options: object) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(SONG))
        self.out = BytesIO()
        self.canvas = Canvas(self.out, invariant=1, **options)

    def text(self, x: float, y: float, words: str, size: float = 10, mode: int = 0) -> "Sheet":
        """Words on a baseline."""
        self.canvas.saveState()
        drawn = self.canvas.beginText(x, TALL - y)
        drawn.setFont(SONG, size)
        drawn.setTextRenderMode(mode)
        drawn.textOut(words)
        self.canvas.drawText(drawn)
        self.canvas.restoreState()
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> "Sheet":
        """A ruling line."""
        self.canvas.line(x0, TALL - y0, x1, TALL - y1)
        return self

    def bar(self, x: float, y: float, width: float, height: float) -> "Sheet":
        """A filled rectangle."""
        self.canvas.rect(x, TALL - y - height, width, height, stroke=0, fill=1)
        return self

    def lattice(self, xs: list[float], ys: list[float]) -> "Sheet":
        """A table with all its lines."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def turn(self) -> "Sheet":
        """Begins a new page."""
        self.canvas.showPage()
        return self

    def read(self) -> Content:
        """What is read of it."""
        return read_pdf(self.bytes())

    def bytes(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self.out.getvalue()


def rows(content: Content) -> list[list[str | None]]:
    """The cells of all grids, row by row; None where a merged cell goes on."""
    return [[None if cell.continued else cell.text for cell in row] for grid in grids(content) for row in grid.rows]


def grids(content: Content) -> list[Grid]:
    return [block for block in content.blocks if isinstance(block, Grid)]


def lines(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def numbers(record: Record) -> dict[str, int | float | None]:
    return {path: value.number for path, value in record.cells.items()}


# ---- every way of drawing ----

DRAWINGS: list[dict[str, str]] = [
    {},
    *({"rules": rules} for rules in ("boxes", "filled", "cells", "inner", "sides")),
    *({"turn": turn} for turn in ("90", "180", "270", "real")),
    {"password": "empty"},
    {"letters": "mixed"},
    {"upright": "font"},
    {"page": "landscape"},
    {"rows": "7"},
    {"cut": "inside", "merged": "middle", "lead": "200"},
    {"rules": "inner", "rows": "5"},
    {"beside": "yes", "rules": "filled"},
]


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: " ".join(map(":".join, drawing.items())) or "plain")
@pytest.mark.parametrize("form", ["2021", "2019"])
def test_a_table_is_read_however_it_is_drawn(drawing: Mapping[str, str], form: str) -> None:
    printed = drawn_as(random_report(7, form, "plain"), drawing)
    record = extract.read(reportlab_writer.write(printed))
    assert numbers(record) == dict(printed.truth)
    assert (record.agency, record.year, record.form) == (printed.agency, printed.year, form)


def drawn_as(printed: Printed, drawing: Mapping[str, str]) -> Printed:
    return replace(printed, drawing={**printed.drawing, **drawing})


@pytest.mark.parametrize("rules", ["lines", "filled", "cells"])
def test_both_readers_find_the_same_cells(rules: str) -> None:
    data = reportlab_writer.write(drawn_as(random_report(3, layout="plain"), {"rules": rules}))
    first, second = rows(read_pdf(data)), rows(read_pdf_again(data))
    assert [[cell and "".join(cell.split()) for cell in row] for row in first] == [
        [cell and "".join(cell.split()) for cell in row] for row in second
    ]


# ---- letters and digits ----


def test_digits_keep_their_order_whatever_order_they_were_drawn_in() -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(60, 115, "2").text(55, 115, "7")
    for place in (5, 2, 6, 0, 3, 1, 4):
        page.text(125 + 5 * place, 115, "96171.6"[place])
    assert rows(page.read()) == [["72", "96171.6"]]


def test_letters_drawn_twice_to_make_them_bold_are_there_once() -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120])
    page.text(60, 115, "11").text(60.3, 115, "11").text(130, 115, "303").text(130, 115.2, "303")
    assert rows(page.read()) == [["11", "303"]]


def test_digits_that_cover_each_other_are_not_told() -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120])
    for at, digit in enumerate("77.27"):
        page.text(60 + 1.2 * at, 115, digit)
    assert "\ufffd" in (rows(page.read())[0][0] or "")


def test_a_figure_of_which_one_digit_is_drawn_twice_is_not_told() -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(60, 115, "303").text(130, 115, "404")
    drawn = page.text(135.6, 115, "04").text(66, 115, "0").bytes()
    assert rows(read_pdf(drawn)) == [["303\ufffd", "404\ufffd"]]


def test_text_that_is_not_painted_is_not_read() -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120])
    page.text(60, 115, "3").text(66, 115, "5", mode=3).text(130, 115, "4")
    assert rows(page.read()) == [["3", "4"]]


@pytest.mark.parametrize(("fill", "alpha"), [((1, 1, 1), 1), ((0, 0, 0), 0.02)])
def test_a_digit_that_paper_swallows_is_neither_read_nor_left_out(fill: tuple[int, int, int], alpha: float) -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(66, 115, "824").text(130, 115, "4")
    page.canvas.setFillColorRGB(*fill, alpha=alpha)
    page.text(60, 115, "7")
    assert rows(page.read()) == [["\ufffd824", "4"]]


@pytest.mark.parametrize(("over", "read"), [(True, "\ufffd824"), (False, "7824")])
def test_digits_under_a_box_painted_later_are_not_told(over: bool, read: str) -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(60, 115, "7")
    page.canvas.setFillGray(1)
    page.bar(58 if over else 90, 104, 7, 13).canvas.setFillGray(0)
    assert rows(page.text(66, 115, "824").text(130, 115, "4").read()) == [[read, "4"]]


@pytest.mark.parametrize(("width", "read"), [(1, "\ufffd824"), (12, "7824")])
def test_digits_that_are_clipped_away_are_not_told(width: int, read: str) -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(66, 115, "824").text(130, 115, "4")
    clip = page.canvas.beginPath()
    clip.rect(58, TALL - 118, width, 16)
    page.canvas.clipPath(clip, stroke=0, fill=0)
    assert rows(page.text(60, 115, "7").read()) == [[read, "4"]]


def test_a_box_painted_before_the_figures_on_it_hides_none() -> None:
    page = Sheet().text(60, 90, "12").lattice([50, 120, 190], [100, 120])
    page.canvas.setFillGray(0.9)
    page.bar(50.5, 100.5, 69, 19).canvas.setFillGray(0)
    assert rows(page.text(60, 115, "824").text(130, 115, "4").read()) == [["824", "4"]]


@pytest.mark.parametrize(("y", "read"), [(112.0, "\ufffd"), (118.5, "7727")])
def test_a_point_drawn_between_digits_is_no_part_of_the_cell_for_nothing(y: float, read: str) -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(60, 115, "77").text(72, 115, "27")
    page.canvas.circle(71, TALL - y, 0.5, stroke=0, fill=1)
    assert rows(page.read()) == [[read, ""]]


@pytest.mark.parametrize("value", ["824", ""])
def test_what_is_filled_into_a_form_makes_its_cell_open(value: str) -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(60, 115, "甲")
    page.canvas.acroForm.textfield(name="a", value=value, x=125, y=TALL - 118, width=60, height=16)
    assert rows(page.read()) == [["甲", "\ufffd" if value else ""]]


def test_a_watermark_across_the_page_is_in_no_cell() -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(60, 115, "3").text(130, 115, "4")
    page.canvas.translate(40, TALL - 130)
    page.canvas.rotate(30)
    page.canvas.setFont(SONG, 30)
    page.canvas.drawString(0, 0, "2024 2025")
    assert rows(page.read()) == [["3", "4"]]


# ---- marks beside figures ----


def marked(last: bool) -> Sheet:
    """A row with a raised note's mark on its figure, drawn before everything else or after it."""
    page = Sheet()
    if not last:
        page.text(70, 111, "1", size=5)
    page.lattice([50, 120, 190], [100, 120]).text(60, 115, "12").text(130, 115, "303")
    page.text(60, 140, "公开").text(83, 140, "年度").text(60, 160, "收到申请21")
    for x, y, mark in ((70, 111, "1"), (80, 136, "2"), (110, 156, "3"), (145, 112, "4"))[0 if last else 1 :]:
        page.text(x, y, mark, size=5)
    return page


@pytest.mark.parametrize("read", [read_pdf, read_pdf_again])
@pytest.mark.parametrize("last", [True, False])
def test_marks_on_figures_are_found_wherever_in_the_file_they_are_drawn(read: Reader, last: bool) -> None:
    content = read(marked(last).bytes())
    assert rows(content) == [["12[1]", "303[4]"]]
    assert lines(content) == ["公开[2]年度", "收到申请21[3]"]


@pytest.mark.parametrize("read", [read_pdf, read_pdf_again])
def test_a_mark_that_reaches_into_the_next_cell_is_no_figure_of_it(read: Reader) -> None:
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(108, 115, "12").text(60, 115, "甲").text(118.5, 111, "1", 5)
    assert not {"1", "121", "甲 121"} & {cell for row in rows(read(page.bytes())) for cell in row}


@pytest.mark.parametrize("read", [read_pdf, read_pdf_again])
def test_a_small_figure_in_a_cell_of_its_own_is_a_figure(read: Reader) -> None:
    page = Sheet().text(60, 80, "2024年度报告", 22).lattice([50, 120, 190], [100, 120])
    assert rows(read(page.text(60, 113, "1234", 7).text(130, 115, "12").bytes())) == [["1234", "12"]]


# ---- numbers and walls ----


def test_a_number_that_filled_its_line_is_read_over_its_end() -> None:
    page = Sheet().lattice([50, 150, 174, 198], [100, 130])
    page.text(52, 115, "行政许可").text(152, 112, "1234").text(152, 124, "56").text(176, 112, "7")
    (grid,) = grids(page.read())
    assert [(cell.text, cell.sure) for cell in grid.rows[0]] == [("行政许可", 1.0), ("123456", 0.9), ("7", 1.0)]


@pytest.mark.parametrize(("first", "neighbour"), [("12", "7"), ("1234", "12\n34")])
def test_numbers_that_merely_stand_below_each_other_are_two(first: str, neighbour: str) -> None:
    page = Sheet().lattice([50, 150, 174, 198], [100, 130]).text(52, 115, "行政许可")
    page.text(152, 112, first).text(152, 124, "56")
    for at, part in enumerate(neighbour.split("\n")):
        page.text(176, 112 + 12 * at, part)
    assert rows(page.read()) == [["行政许可", f"{first}\n56", neighbour]]


def test_a_number_wider_than_its_cell_is_its_own() -> None:
    page = Sheet().lattice([50, 150, 174, 198, 222], [100, 120])
    page.text(52, 115, "总计").text(147, 115, "123456").text(205, 115, "8")
    (grid,) = grids(page.read())
    assert [cell.text for cell in grid.rows[0]] == ["总计", "123456", "", "8"]
    assert grid.rows[0][1].sure == 0.9


def test_digits_on_both_sides_of_a_wall_that_may_be_two_numbers_are_not_sure() -> None:
    page = Sheet().lattice([50, 150, 170, 190], [100, 120]).text(52, 115, "总计")
    for at, digit in enumerate("12345678"):
        page.text(150 + 5 * at, 115, digit)
    (grid,) = grids(page.read())
    assert [cell.sure for cell in grid.rows[0]] == [1.0, 0.3, 0.3]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_digits_turned_within_their_cell_are_not_read(angle: int) -> None:
    page = Sheet().lattice([50, 120, 190], [100, 130]).text(60, 112, "收到申请十件").text(60, 126, "办结六件")
    page.canvas.translate(150, TALL - 115)
    page.canvas.rotate(angle)
    page.canvas.setFont(SONG, 10)
    page.canvas.drawString(-5, -3, "19")
    assert rows(page.read())[0][1] == "\ufffd"


@pytest.mark.parametrize("base", [106, 121])
def test_figures_that_stand_on_a_wall_are_of_neither_row(base: int) -> None:
    page = (
        Sheet().lattice([50, 120, 190], [80, 100, 120, 140]).text(60, 95, "甲").text(60, 115, "乙").text(60, 135, "丙")
    )
    figures = [row[1] for row in rows(page.text(130, base, "12").read())]
    assert figures == (["\ufffd", "\ufffd", ""] if base == 106 else ["", "\ufffd", "\ufffd"])


def test_what_no_wall_tells_apart_no_second_reader_fills_in() -> None:
    page = Sheet().lattice([50, 150, 170, 190], [100, 120]).text(52, 115, "总计")
    for at, digit in enumerate("12345678"):
        page.text(150 + 5 * at, 115, digit)
    assert rows(page.read()) == [["总计", "\ufffd", "\ufffd"]]


# ---- tables without all their lines ----


def test_rules_between_rows_alone_make_a_table() -> None:
    page = Sheet()
    printed = [
        ("信息内容", "本年制发件数", "现行有效件数"),
        ("规章", "", "3"),
        ("行政规范性文件", "2", "15"),
        ("其他", "0", "1"),
    ]
    for number, row in enumerate(printed):
        page.line(50, 100 + 20 * number, 400, 100 + 20 * number)
        for x, text in zip((55, 200, 310), row, strict=True):
            page.text(x, 115 + 20 * number, text)
    page.line(50, 180, 400, 180)
    assert rows(page.read()) == [list(row) for row in printed]


def test_a_line_under_words_is_no_table() -> None:
    page = (
        Sheet()
        .text(50, 100, "青禾县水务局")
        .line(50, 103, 110, 103)
        .text(50, 130, "收到申请 3 件")
        .line(50, 133, 110, 133)
    )
    assert rows(page.read()) == []


def test_a_table_goes_on_over_the_page_in_the_same_columns() -> None:
    page = Sheet().lattice([50, 100, 150, 250, 300], [700, 720, 740])
    page.text(55, 715, "（四）无").text(105, 715, "1.甲").text(255, 715, "3").turn()
    page.lattice([50, 150, 250, 300], [60, 80]).text(55, 75, "法提供").text(155, 75, "2.乙").text(255, 75, "4")
    first, second = grids(page.read())
    assert [cell.text for cell in second.rows[0] if not cell.continued] == ["法提供", "2.乙", "4"]
    assert [len(row) for row in (first.rows[0], second.rows[0])] == [4, 4]
    assert second.rows[0][3].text == "4"


def test_words_that_stick_out_of_a_cut_cell_and_a_page_number_below_do_not_part_a_table() -> None:
    page = (
        Sheet()
        .lattice([50, 100, 250, 300], [200, 212])
        .text(55, 210, "三、办")
        .text(105, 210, "1.甲")
        .text(255, 210, "3")
    )
    page.text(55, 223, "理结果").text(290, 250, "- 1 -").turn()
    page.lattice([50, 100, 150, 250, 300], [60, 80]).text(105, 75, "（三）").text(155, 75, "2.乙").text(255, 75, "4")
    content = page.read()
    assert [len(grid.rows[0]) for grid in grids(content)] == [4, 4]
    assert (rows(content)[0][0], lines(content)) == ("三、办\n理结果", [])


@pytest.mark.parametrize(("x", "words"), [(255, "1"), (255, "甲"), (230, "表格的说明"), (55, "第2页")])
def test_what_stands_below_a_table_and_may_be_none_of_its_words_is_not_taken_into_it(x: float, words: str) -> None:
    page = (
        Sheet()
        .lattice([50, 100, 250, 300], [700, 712])
        .text(55, 710, "三、办")
        .text(105, 710, "1.甲")
        .text(255, 710, "3")
    )
    page.text(x, 723, words).turn().lattice([50, 100, 250, 300], [60, 80]).text(105, 75, "2.乙").text(255, 75, "4")
    assert rows(page.read())[0] == ["三、办", "1.甲", "3"]


def test_a_heading_parts_the_tables_of_two_pages() -> None:
    page = Sheet().lattice([50, 100, 250, 300], [700, 720]).text(55, 715, "甲").text(255, 715, "3").turn()
    page.text(55, 50, "四、政府信息公开行政复议、行政诉讼情况").lattice([50, 170, 300], [60, 80]).text(55, 75, "4")
    assert rows(page.read()) == [["甲", "", "3"], ["4", ""]]


@pytest.mark.parametrize("rest", ["", "乙"])
def test_a_label_for_which_its_page_has_no_room_at_all_is_its_cells(rest: str) -> None:
    page = Sheet().lattice([50, 100, 250, 300], [200, 220]).text(105, 215, "1.甲").text(255, 215, "3")
    page.text(55, 240, "三、办").text(55, 252, "理结果").turn().lattice([50, 100, 250, 300], [60, 80])
    content = page.text(55, 75, rest).text(105, 75, "2.乙").text(255, 75, "4").read()
    if rest:  # the cell is not cut: whose the words are is not told
        assert (rows(content)[0], lines(content)) == (["", "1.甲", "3"], ["三、办", "理结果"])
    else:
        assert (rows(content)[0], lines(content)) == (["三、办\n理结果", "1.甲", "3"], [])


def test_a_column_that_both_ends_of_its_page_cut_is_one_of_the_table() -> None:
    page = Sheet().line(50, 200, 50, 240).line(20, 190, 20, 300).lattice([100, 250, 300], [200, 220, 240])
    page.text(105, 215, "1.甲").text(255, 215, "3").text(105, 235, "2.乙").text(255, 235, "4")
    assert rows(page.read()) == [["", "1.甲", "3"], [None, "2.乙", "4"]]


def test_a_side_that_lacks_the_end_of_one_column_is_closed() -> None:
    page = Sheet().lattice([50, 80], [200, 220, 240]).lattice([160, 250, 300], [200, 220, 240]).line(80, 200, 160, 200)
    page.text(52, 215, "1").text(82, 215, "三、办").text(165, 215, "甲").text(255, 215, "3").text(255, 235, "4")
    assert rows(page.read()) == [["1", "三、办", "甲", "3"], ["", None, "", "4"]]


def test_the_name_of_a_group_is_not_woven_into_the_label_beside_it() -> None:
    page = Sheet().text(50, 100, "（六）其").text(50, 116, "他处理")
    for number, words in enumerate(("2.申请人逾期未按收费", "通知要求缴纳费用、行", "政机关不再处理其申请")):
        page.text(100, 92 + 16 * number, words)
    page.text(220, 108, "3").text(50, 156, "（七）总计").text(220, 156, "31")
    assert lines(page.read()) == [
        "（六）其",
        "他处理",
        "2.申请人逾期未按收费",
        "通知要求缴纳费用、行 3",
        "政机关不再处理其申请",
        "（七）总计 31",
    ]


def test_merged_cells_say_how_far_they_reach() -> None:
    page = Sheet().lattice([50, 100], [100, 140]).lattice([100, 150, 200], [100, 120, 140])
    (grid,) = grids(page.text(55, 125, "共").read())
    assert (grid.rows[0][0].down, grid.rows[0][0].across) == (2, 1)


# ---- whole files ----


def test_a_page_far_from_its_origin_and_one_of_absurd_size_are_read() -> None:
    for box in ("[-5000 -5000 -4405 -4158]", "[0 0 14400 14400]", "[0 0 0 0]", "[595 842 0 0]"):
        shift = -5000 if box.startswith("[-") else 0
        paper = Paper()
        for x in (60, 110, 160):
            paper.pages[-1].append(f"{x + shift} {700 + shift} m {x + shift} {740 + shift} l S")
        for y in (700, 720, 740):
            paper.pages[-1].append(f"{60 + shift} {y + shift} m {160 + shift} {y + shift} l S")
        for x, y, text in ((65, 725, "甲"), (115, 725, "3"), (65, 705, "乙"), (115, 705, "45")):
            code = text.encode("utf-16-be").hex()
            paper.pages[-1].append(f"BT /F1 10 Tf {x + shift} {y + shift} Td <{code}> Tj ET")
        data = written(paper.pages).replace(f"[0 0 {WIDTH} 842]".encode(), box.encode())
        assert rows(read_pdf(data)) == [["甲", "3"], ["乙", "45"]], box


def test_a_file_whose_table_of_objects_is_lost_is_repaired() -> None:
    data = pdf(Report("青禾县水务局", 2024, {"requests.received.total": 0}))
    for broken in (data[: data.rindex(b"xref\n0")], data.replace(b"startxref\n", b"startxref\n9"), b"junk\n" + data):
        assert len(extract.read(broken).cells) == 200


def test_a_drawing_within_itself_is_refused_at_once() -> None:
    form = b"7 0 obj\n<</Length 11/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %s 0 R>>>>>>stream\n/X Do /X Do\n"
    form += b"endstream"
    for within in (b"7", b"8"):
        other = form.replace(b"7 0 obj", b"8 0 obj") % b"7"
        with pytest.raises(extract.Unreadable) as refused:
            read_pdf(pdf(Report("青禾县水务局", 2024)) + form % within + b"\nendobj\n" + other + b"\nendobj\n")
        assert refused.value.code == "damaged"


def test_more_pages_than_a_report_has_are_refused() -> None:
    with pytest.raises(extract.Unreadable) as refused:
        read_pdf(written([["0 0 m"]] * 401))
    assert refused.value.code == "too-long"


# ---- rows cut by the end of a page ----


def cut_row(first: tuple[str, ...], second: tuple[str, ...], read: Reader = read_pdf) -> list[list[str | None]]:
    """A row at the foot of one page, and one at the head of the next, whose labels have room for eight letters."""
    page = Sheet()
    for top, printed in ((700, first), (60, second)):
        page.lattice([50, 134, 174, 214], [top, top + 20, top + 40])
        for x, text in zip((52, 136, 176), printed, strict=True):
            page.text(x, top + (15 if top == 60 else 35), text)
        if top == 700:
            page.text(52, 715, "甲").text(136, 715, "1").text(176, 715, "2").turn()
        else:
            page.text(52, 95, "乙").text(136, 95, "3").text(176, 95, "4")
    return rows(read(page.bytes()))


@pytest.mark.parametrize("read", [read_pdf, read_pdf_again])
def test_a_row_cut_between_two_lines_of_its_label_is_one_row(read: Reader) -> None:
    found = cut_row(("不掌握相关政府信", "10", "0"), ("息的申请", "", ""), read)
    assert found == [["甲", "1", "2"], ["不掌握相关政府信\n息的申请", "10", "0"], ["乙", "3", "4"]]


@pytest.mark.parametrize("first", ["不掌握", "不掌握相关政府信"])
def test_a_blank_row_at_the_head_of_a_page_is_a_row_of_its_own(first: str) -> None:
    label = "没有现成信息" if first == "不掌握" else "2.没有现成信"
    assert cut_row((first, "10", "0"), (label, "", ""))[1:3] == [[first, "10", "0"], [label, "", ""]]


@pytest.mark.parametrize(
    ("first", "second"),
    [(("信息", "增", "处理"), ("内容", "减", "金额")), (("甲", "无", "无"), ("信息内容", "增减", "决定"))],
)
def test_a_row_of_words_is_put_together_where_the_table_says_them_elsewhere(
    first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    page = Sheet().lattice([50, 134, 174, 214], [700, 720, 740, 760])
    for y, row in ((715, ("信息内容", "增减", "决定")), (735, ("乙", "7", "8")), (755, first)):
        for x, text in zip((52, 136, 176), row, strict=True):
            page.text(x, y, text)
    page.turn().lattice([50, 134, 174, 214], [60, 80, 100])
    for y, row in ((75, second), (95, ("丙", "5", "6"))):
        for x, text in zip((52, 136, 176), row, strict=True):
            page.text(x, y, text)
    found = rows(page.read())[2:-1]
    assert found == ([["信息\n内容", "增\n减", "处理\n金额"]] if second[0] == "内容" else [list(first), list(second)])


def test_a_row_with_figures_on_both_pages_is_not_put_together() -> None:
    assert len(cut_row(("不掌握相关政府信", "10", "0"), ("息的申请", "3", ""))) == 4


def test_a_figure_at_the_head_of_a_page_is_none_of_the_words_above_it() -> None:
    page = Sheet().lattice([50, 134, 150, 214], [700, 720]).text(52, 715, "（七）总计").text(136, 715, "1/2").turn()
    page.lattice([50, 134, 150, 214], [60, 80, 100]).text(52, 75, "四、结转").text(136, 75, "531").text(136, 95, "7")
    assert [row[1] for row in rows(page.read())] == ["1/2", "531", "7"]


def test_a_head_cut_beside_its_upper_row_is_put_together() -> None:
    page = (
        Sheet().lattice([50, 100, 114, 214], [700, 730]).text(52, 715, "甲").text(102, 712, "自").text(102, 724, "然")
    )
    page.text(120, 715, "法人").turn().lattice([50, 100, 114, 164, 214], [60, 80, 100]).text(102, 75, "人")
    page.text(120, 75, "企业").text(170, 75, "机构").text(52, 95, "乙").text(102, 95, "1").text(120, 95, "2")
    found = rows(page.read())
    assert (found[0][1], found[1], found[2]) == ("自\n然\n人", ["", "", "企业", "机构"], ["乙", "1", "2", ""])


@pytest.mark.parametrize("figure", ["0", "0件"])
def test_a_row_of_figures_is_not_put_to_the_head_above_it(figure: str) -> None:
    page = Sheet().lattice([50, 100, 124, 148], [700, 720, 740])
    page.text(52, 715, "甲").text(102, 715, "维持").text(126, 715, "纠正").text(52, 735, "乙").text(102, 735, "维持")
    page.text(126, 735, "纠正").turn().lattice([50, 100, 124, 148], [60, 80, 100]).text(102, 75, figure).text(
        126, 75, "0"
    )
    assert rows(page.text(52, 95, "丙").read())[2:] == [["", figure, "0"], ["丙", "", ""]]


# ---- pages without text, and text under pictures ----


def scan(layer: bool, below: bool = False) -> Sheet:
    """A page that is one picture, with or without a layer of text that is not to be seen."""
    page = Sheet()
    if below:
        page.text(60, 115, "本机关收到政府信息公开申请三十二件，全部按期答复。")
    page.canvas.drawImage(ImageReader(Image.new("L", (600, 840), 255)), 0, 0, 595, TALL)
    if layer:
        page.text(60, 115, "本机关收到政府信息公开申请三十二件，全部按期答复。", mode=3)
    return page


@pytest.mark.parametrize("below", [True, False])
def test_text_hidden_under_a_scan_is_read_but_not_believed_entirely(below: bool) -> None:
    (line,) = [block for block in scan(not below, below).read().blocks if isinstance(block, Paragraph)]
    assert (line.text[:7], line.sure) == ("本机关收到政府", 0.8)


def test_pages_without_text_are_recognised_from_their_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, tuple[int, ...]]] = []

    def read_pages(pages: Iterable[NDArray[Any]], first: int = 1) -> list[Block]:
        asked.append((first, next(iter(pages)).shape[:2]))
        return [Paragraph("认出的文字", first)]

    monkeypatch.setattr("extract.scan.read_pages", read_pages)
    page = Sheet().text(60, 115, "本机关全年收到政府信息公开申请三件，全部按期答复完毕。").turn()
    page.canvas.drawImage(ImageReader(Image.new("L", (600, 840), 255)), 0, 0, 595, TALL)
    assert lines(page.read())[1:] == ["认出的文字"]
    assert asked == [(2, (2339, 1654))]


def test_tables_recognised_in_a_hidden_scan_are_numbered_with_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    recognised = [Grid(((Cell("甲"), Cell("3")),), number, 2) for number in (0, 0, 1)]
    monkeypatch.setattr("extract.scan.read_pages", lambda pages, first=1: recognised)
    page = Sheet().lattice([50, 120, 190], [100, 120]).text(60, 115, "本机关收到申请三十二件，全部按期答复").turn()
    page.canvas.drawImage(ImageReader(Image.new("L", (600, 840), 255)), 0, 0, 595, TALL)
    content = read_pdf_again(page.text(60, 115, "本机关收到政府信息公开申请三十二件，全部按期答复。", mode=3).bytes())
    assert ([grid.number for grid in grids(content)], content.scanned) == ([0, 1, 1, 2], True)


# ---- many files ----


def test_files_read_leave_nothing_behind() -> None:
    data = pdf(Report("青禾县水务局", 2024))
    for _ in range(20):
        read_pdf(data)
    before = psutil.Process().memory_info().rss
    for _ in range(60):
        read_pdf(data)
    assert psutil.Process().memory_info().rss - before < 8 << 20
