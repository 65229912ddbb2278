"""Figures in scans: how sure one is, and that ink which is none, or damaged, is no sure figure."""

import pytest

pytest.importorskip("rapidocr")

from PIL import Image, ImageDraw, ImageFont

from extract.scan import figures
from extract.scan.figures import Shape, judge
from extract.scan.letters import Line
from tests.scan_pages import COLUMN, NUMBERS, ROW, SURE, cells, drawn

LEFT, TOP = 200, 200  # pixels of the table's corner
FACE = ImageFont.load_default(30)


def blank() -> Image.Image:
    """A page of figures with one cell left blank, the second of the first row."""
    return drawn([["10", "", "345", "0"], *NUMBERS[1:], *NUMBERS])


@pytest.mark.parametrize("height", [9, 14])
@pytest.mark.parametrize("ink", [20, 150])
def test_a_stroke_of_a_pen_is_no_one(height: int, ink: int) -> None:
    page = blank()
    x, y = LEFT + COLUMN + 60, TOP + 20
    ImageDraw.Draw(page).line((x, y, x, y + height), fill=ink, width=3)
    cell = cells(page)[0][1]
    assert not cell.text.strip("/\\—") or cell.sure <= SURE


@pytest.mark.parametrize("height", [8, 12])
def test_a_ring_of_ink_is_no_nought(height: int) -> None:
    page = blank()
    x, y = LEFT + COLUMN + 60, TOP + 20
    ImageDraw.Draw(page).ellipse((x, y, x + height * 0.7, y + height), outline=20, width=2)
    cell = cells(page)[0][1]
    assert cell.text == "" or cell.sure <= SURE


@pytest.mark.parametrize(("joined", "sure"), [(195, True), (255, False)])
def test_a_nought_in_two_halves_is_whole_where_faint_ink_joins_them(joined: int, sure: bool) -> None:
    page = drawn([["10", "20", "30", "0"], ["0", "0", "4", ""]])
    pen = ImageDraw.Draw(page)
    x, y = LEFT + 3 * COLUMN + 40, TOP + ROW + 14
    pen.text((x, y), "0", fill=20, font=FACE)
    left, top, right, bottom = pen.textbbox((x, y), "0", font=FACE)
    middle = (left + right) // 2
    printed = page.crop((left, top, right, bottom))
    faint = printed.point([max(level, joined) for level in range(256)])
    page.paste(faint.crop((middle - 2 - left, 0, middle + 2 - left, bottom - top)), (int(middle) - 2, int(top)))
    cell = cells(page)[1][3]
    assert (cell.text, cell.sure > SURE) == ("0", True) if sure else cell.text != "0" or cell.sure <= SURE


def test_strokes_alone_are_no_figures() -> None:
    page = drawn([["Issued", "", "", ""]] * 4)
    for row in range(4):
        for column in range(1, 4):
            x, y = LEFT + column * COLUMN + 60, TOP + row * ROW + 20
            ImageDraw.Draw(page).line((x, y, x, y + 12), fill=20, width=3)
    assert all(cell.sure <= SURE for row in cells(page) for cell in row[1:])


def test_a_struck_digit_is_no_part_of_a_sure_number() -> None:
    page = blank()
    pen = ImageDraw.Draw(page)
    x, y = LEFT + COLUMN + 30, TOP + 14
    pen.text((x, y), "7", fill=20, font=FACE)
    pen.line((x - 4, y + 18, x + 21, y + 18), fill=20, width=2)
    pen.text((x + 24, y), "82", fill=20, font=FACE)
    cell = cells(page)[0][1]
    assert cell.text == "82" or cell.sure <= SURE


def test_figures_on_the_line_below_are_not_sure() -> None:
    page = drawn([[""] * 4] * 3)
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(NUMBERS):
        for column, text in enumerate(line):
            pen.text((LEFT + column * COLUMN + 40, TOP + (row + 1) * ROW - 17), text, fill=20, font=FACE)
    read = cells(page)
    assert all(
        cell.text == text or cell.sure <= SURE
        for row, line in zip(read, NUMBERS, strict=True)
        for cell, text in zip(row, line, strict=True)
    )


def test_where_many_figures_lost_a_part_none_is_sure() -> None:
    page = drawn([["8", "0", "3", "9"], ["6", "8", "0", "18"], ["0", "8", "0", "6"], ["10", "4", "0", "68"]])
    pen = ImageDraw.Draw(page)
    for column in range(4):
        left = LEFT + column * COLUMN
        pen.rectangle((left + 10, TOP + 4, left + 48, TOP + 4 * ROW - 4), fill=255)
    for row in range(5):
        pen.line((LEFT, TOP + row * ROW, LEFT + 4 * COLUMN, TOP + row * ROW), fill=0, width=3)
    printed = ["8", "0", "3", "9", "6", "8", "0", "18", "0", "8", "0", "6", "10", "4", "0", "68"]
    found = [cell for row in cells(page) for cell in row]
    invented = [cell for cell, text in zip(found, printed, strict=True) if cell.text.isdigit() and cell.text != text]
    assert invented
    assert all(cell.sure <= SURE for cell in invented)


# ---- how sure a figure is ----

ONE = Shape(0.5, 0.75, 1, 0.0)
TWO = Shape(1.1, 0.75, 2, 0.1)


def look(text: str, sure: float = 0.99) -> Line:
    return Line(text, (sure,) * len(text), (sure,) * len(text))


@pytest.mark.parametrize(
    ("looks", "shape", "text", "least", "most"),
    [
        ([look("7"), look("7")], ONE, "7", 0.91, 1.0),
        ([look("O"), look("0")], ONE, "0", 0.91, 1.0),
        ([look("O"), look("O")], ONE, "0", 0.5, 0.9),
        ([look("l"), look("l")], ONE, "1", 0.5, 0.9),
        ([look("7"), look("1")], ONE, None, 0.0, 0.49),
        ([look("7", 0.6), look("7", 0.6)], ONE, "7", 0.5, 0.9),
        ([look("7"), look("7", 0.4), look("7", 0.97)], ONE, "7", 0.91, 1.0),
        ([look("7"), look("7", 0.4), look("7", 0.9)], ONE, "7", 0.5, 0.9),
        ([look("8", 0.5), look("8", 0.45), look("0", 0.9)], ONE, None, 0.0, 0.49),
        ([look("8"), look("8"), look("3", 0.4)], ONE, "8", 0.5, 0.9),
        ([look("1"), look("1")], TWO, "1", 0.5, 0.9),
        ([look("1"), look("1")], Shape(2.6, 0.75, 2, 1.6), None, 0.0, 0.49),
        ([look("一"), look("-")], Shape(0.8, 0.1, 1, 0.0), "—", 0.91, 1.0),
        ([look("1"), look("1")], Shape(0.37, 0.89, 1, 0.0, lean=0.19), "/", 0.5, 0.9),
        ([look("/"), look("/")], Shape(0.37, 0.89, 1, 0.0, lean=0.25), "/", 0.91, 1.0),
        ([look("1"), look("1")], Shape(0.3, 0.85, 1, 0.0, lean=-0.14, stem=-0.07), "\\", 0.5, 0.9),
        ([look("-7"), look("一7")], Shape(0.9, 0.75, 2, 0.2, dashed=True), "-7", 0.91, 1.0),
        ([look("-7"), look("-7")], Shape(0.9, 0.75, 2, 0.2), None, 0.0, 0.49),
        ([look("17"), look("17")], Shape(0.9, 0.75, 2, 0.2, dashed=True), None, 0.0, 0.9),
        ([look("33"), look("33")], Shape(0.8, 0.9, 2, 0.0, raised=True), None, 0.0, 0.49),
        ([look("03"), look("03")], TWO, None, 0.0, 0.49),
        ([look("/"), look("/")], Shape(0.2, 0.75, 1, 0.0, lean=0.0), None, 0.0, 0.49),
    ],
)
def test_how_sure_a_figure_is(looks: list[Line], shape: Shape, text: str | None, least: float, most: float) -> None:
    read, sure = judge(looks, shape)
    assert text in (None, read)
    assert least <= sure <= most


@pytest.mark.parametrize(
    ("text", "shape", "right"),
    [
        ("12", TWO, True),
        ("12", Shape(1.1, 0.75, 1, 0.0), True),
        ("1", TWO, False),
        ("100", TWO, False),
        ("7730.28", Shape(3.3, 0.75, 7, 0.05), True),
    ],
)
def test_the_ink_must_be_as_wide_as_the_number(text: str, shape: Shape, right: bool) -> None:
    assert figures.fits(text, shape) is right
