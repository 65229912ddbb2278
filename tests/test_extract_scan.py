"""Scans: pages that are pictures, read to paragraphs and tables, and how sure their cells are."""

from collections import Counter
from dataclasses import replace
from io import BytesIO

import pytest

pytest.importorskip("rapidocr")

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

import extract
from extract.content import Paragraph
from storage.record import Value
from tests.corpus import random_report, scans
from tests.corpus.printed import Printed
from tests.scan_pages import COLUMN, NUMBERS, SURE, cells, drawn, read, saved, texts

# ---- whole reports ----


@pytest.fixture(scope="module")
def printed() -> Printed:
    return random_report(3, "2021", "plain")


def test_a_scanned_report_is_read_to_the_last_cell(printed: Printed) -> None:
    record = extract.read(scans.write(printed, 3), "scan.pdf")
    assert (record.agency, record.year, record.form) == (printed.agency, printed.year, printed.form)
    assert {path: record[path].number for path in printed.truth} == dict(printed.truth)
    above = sum(record[path].confidence > SURE for path in printed.truth)
    assert above >= 0.95 * len(printed.truth)
    assert "scanned" in {warning.code for warning in record.warnings}


@pytest.mark.gate
def test_one_long_picture_is_read_like_its_pages() -> None:
    printed = random_report(5, "2019", "plain")
    record = extract.read(scans.picture(printed, 8, "JPEG"), "年报.jpg")
    assert (record.agency, record.year) == (printed.agency, printed.year)
    assert not [path for path in printed.truth if wrong(record[path], printed.truth[path])]


def wrong(value: Value, printed: float | None, above: float = 0.0) -> bool:
    return value.number is not None and value.number != printed and value.confidence > above


@pytest.mark.gate
@pytest.mark.parametrize(("wish", "count", "right", "sure"), [("common", 16, 0.995, 0.95), ("poor", 10, 0.995, 0.95)])
def test_calibration(wish: str, count: int, right: float, sure: float, capsys: pytest.CaptureFixture[str]) -> None:
    """Above 0.9 nothing is wrong; below, a person looks. Prints how certainty and truth go together."""
    bands: Counter[tuple[str, str]] = Counter()
    for seed in range(100, 100 + count):
        printed = random_report(seed, "2019" if seed % 4 == 3 else "2021")
        printed = replace(printed, drawing={**printed.drawing, "scan": wish})
        record = extract.read(scans.write(printed, seed), "scan.pdf")
        for path, figure in printed.truth.items():
            value = record[path]
            told = "right" if value.number == figure else "silent" if value.number is None else "wrong"
            bands[band(value.confidence), told] += 1
    with capsys.disabled():
        print(f"\n{wish} scans, {count} reports")
        for name in ("above 0.9", "0.5 to 0.9", "below 0.5"):
            print(f"  {name:10}", {told: bands[name, told] for told in ("right", "silent", "wrong")})
    total = bands.total()
    assert bands["above 0.9", "wrong"] == 0
    assert sum(number for (_, told), number in bands.items() if told == "right") >= right * total
    assert sum(number for (name, _), number in bands.items() if name == "above 0.9") >= sure * total


def band(confidence: float) -> str:
    return "above 0.9" if confidence > SURE else "0.5 to 0.9" if confidence >= 0.5 else "below 0.5"


# ---- tables ----


@pytest.mark.parametrize(
    ("angle", "noise"), [(0.0, 0), (3.0, 0), (-2.3, 8)], ids=["as it lies", "three degrees askew", "noisy"]
)
def test_figures_are_read_and_sure(angle: float, noise: int) -> None:
    page = drawn(NUMBERS).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(page, np.float32) + np.random.default_rng(1).normal(0, noise, (page.height, page.width))
    read = cells(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))
    assert [[cell.text for cell in row] for row in read] == NUMBERS
    assert all(cell.sure > SURE for row in read for cell in row)


@pytest.mark.parametrize(("line", "width"), [(150, 2), (0, 1)], ids=["grey", "thin"])
def test_lines_may_be_pale(line: int, width: int) -> None:
    assert texts(drawn(NUMBERS, line, width)) == NUMBERS


def test_lines_may_be_broken() -> None:
    page = drawn(NUMBERS, width=2)
    pen = ImageDraw.Draw(page)
    for y in range(190, 500, 47):
        pen.rectangle((0, y, page.width, y + 4), fill=255)
    read = cells(page)
    assert len(read) == 3
    assert all(len(row) == 4 for row in read)


def test_merged_cells_are_one() -> None:
    rows = [["10", "", "345", "0"], NUMBERS[1], NUMBERS[2]]
    first = cells(drawn(rows, open_walls=[(0, 0)]))[0]
    assert (first[0].text, first[0].across, first[1].continued) == ("10", 2, True)


def test_two_figures_in_one_cell_are_no_third() -> None:
    row = cells(drawn([["1", "2", "5", "6"], *NUMBERS], open_walls=[(0, 0)]))[0]
    assert row[0].sure < 0.5 or not row[0].text.isdigit()


def test_an_empty_cell_is_sure_to_be_empty() -> None:
    rows = [["10", "", "345", "0"], *NUMBERS[1:]]
    cell = cells(drawn(rows))[0][1]
    assert (cell.text, cell.sure > SURE) == ("", True)


@pytest.mark.parametrize("ink", [170, 215, 232])
def test_a_faint_figure_is_no_empty_cell(ink: int) -> None:
    page = drawn([["10", "", "345", "0"], *NUMBERS[1:]])
    ImageDraw.Draw(page).text((200 + COLUMN + 40, 214), "7", fill=ink, font=ImageFont.load_default(30))
    cell = cells(page)[0][1]
    assert cell.text == "7" or (cell.text == "" and cell.sure < 0.5)


def test_dust_is_no_figure() -> None:
    page = drawn([["10", "", "345", "0"], *NUMBERS[1:]])
    ImageDraw.Draw(page).rectangle((200 + COLUMN + 60, 230, 200 + COLUMN + 63, 233), fill=0)
    assert cells(page)[0][1].text == ""


@pytest.mark.parametrize("sign", ["/", "-"])
def test_signs_stay_what_they_are(sign: str) -> None:
    assert texts(drawn([["10", sign, "345", "0"], *NUMBERS[1:]]))[0][1] == sign


def test_a_frame_around_lines_of_text_is_no_table() -> None:
    page = Image.new("L", (1654, 1200), 255)
    pen = ImageDraw.Draw(page)
    pen.rectangle((200, 200, 1400, 700), outline=0, width=3)
    pen.text((260, 300), "Report of 2024", fill=0, font=ImageFont.load_default(40))
    (line,) = read(page)
    assert isinstance(line, Paragraph)
    assert line.text.replace(" ", "") == "Reportof2024"
    assert line.sure <= SURE


@pytest.mark.parametrize("turns", [pytest.param(1, marks=pytest.mark.gate), 2])
def test_a_turned_page_is_read_upright(turns: int, printed: Printed) -> None:
    whole = scans.pictures(printed, 3, scans.Habits(dpi=150))[0]
    page = whole.crop((0, 0, whole.width, whole.height // 3)).rotate(90 * turns, expand=True)
    top = next(block for block in read(page) if isinstance(block, Paragraph))
    assert printed.agency in top.text


def test_a_number_may_go_on_in_the_next_line() -> None:
    page = drawn([["", "2", "345", "0"], *NUMBERS])
    pen = ImageDraw.Draw(page)
    pen.text((206, 202), "20246813", fill=20, font=ImageFont.load_default(28))
    pen.text((206, 230), "57", fill=20, font=ImageFont.load_default(28))
    assert texts(page)[0][0] == "2024681357"


@pytest.mark.parametrize(("first", "second"), [("3", "5"), ("20246", "81")])
def test_a_figure_below_a_line_that_is_not_full_is_another(first: str, second: str) -> None:
    page = drawn([["", "2", "345", "0"], *NUMBERS])
    pen = ImageDraw.Draw(page)
    pen.text((206, 202), first, fill=20, font=ImageFont.load_default(28))
    pen.text((206, 230), second, fill=20, font=ImageFont.load_default(28))
    assert texts(page)[0][0] == f"{first}\n{second}"


def test_a_red_seal_over_a_table_takes_nothing_away() -> None:
    page = drawn(NUMBERS, width=2).convert("RGB")
    seal = Image.new("RGB", page.size, "white")
    ImageDraw.Draw(seal).ellipse((250, 180, 600, 400), outline=(215, 40, 45), width=14)
    read = cells(Image.open(BytesIO(saved(ImageChops.multiply(page, seal), "JPEG", quality=60))))
    assert [[cell.text for cell in row] for row in read] == NUMBERS


def test_a_heading_close_above_belongs_to_no_table() -> None:
    page = drawn(NUMBERS)
    ImageDraw.Draw(page).text((210, 122), "HHILH", fill=20, font=ImageFont.load_default(66))
    assert texts(page) == NUMBERS
