"""Scans: pages that are pictures, how sure their cells are, and the process that reads them."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("rapidocr")

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

import extract
from extract import limits, scan
from extract.content import Block, Cell, Grid, Paragraph
from extract.formats import picture
from extract.scan import engine, figures
from extract.scan.figures import Shape, judge
from extract.scan.letters import Line
from extract.unreadable import Unreadable
from storage.record import Value
from tests.corpus import random_report, scans
from tests.corpus.printed import Printed

SURE = 0.9
ROW, COLUMN = 60, 150  # pixels of a cell at 200 dpi

Spot = tuple[int, int]


def drawn(
    rows: Sequence[Sequence[str]], line: int = 0, width: int = 3, ink: int = 20, open_walls: Sequence[Spot] = ()
) -> Image.Image:
    """A page with a table of short texts; `open_walls` are the cells whose right wall is not drawn."""
    page = Image.new("L", (1654, 1200), 255)
    pen = ImageDraw.Draw(page)
    pen.text((210, 90), "Annual report on disclosure", fill=20, font=ImageFont.load_default(40))
    face = ImageFont.load_default(30)
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            left, top = 200 + x * COLUMN, 200 + y * ROW
            right, bottom = left + COLUMN, top + ROW
            pen.text((left + 40, top + 14), text, fill=ink, font=face)
            sides = [(left, top, right, top), (left, bottom, right, bottom)]
            sides += [(left, top, left, bottom)] if (y, x - 1) not in open_walls else []
            sides += [(right, top, right, bottom)] if (y, x) not in open_walls else []
            for side in sides:
                pen.line(side, fill=line, width=width)
    return page


def read(page: Image.Image) -> list[Block]:
    return scan.read_pages([np.asarray(page)])


def cells(page: Image.Image) -> list[list[Cell]]:
    (grid,) = (block for block in read(page) if isinstance(block, Grid))
    return [list(row) for row in grid.rows]


def texts(page: Image.Image) -> list[list[str]]:
    return [[cell.text for cell in row] for row in cells(page)]


NUMBERS = [["10", "2", "345", "0"], ["7", "68", "9", "41"], ["0", "1", "111", "2024"]]


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
@pytest.mark.parametrize(("wish", "count", "right", "sure"), [("common", 16, 0.995, 0.95), ("poor", 10, 0.95, 0.85)])
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


# ---- the process ----


def test_a_reader_that_dies_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.asarray(drawn(NUMBERS))
    scan.read_pages([page])
    process = engine.shared()._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert scan.read_pages([page])  # it was idle: nothing is lost
    monkeypatch.setattr(engine.Engine, "_running", lambda self: process)
    with pytest.raises(Unreadable) as fault:
        scan.read_pages([page])
    assert fault.value.code == "reader-died"
    monkeypatch.undo()
    assert scan.read_pages([page])


def test_a_page_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.asarray(drawn(NUMBERS))
    monkeypatch.setattr(limits, "SCANNED_PAGE_SECONDS", 0.001)
    with pytest.raises(Unreadable, match="more than") as fault:
        scan.read_pages([page])
    assert fault.value.code == "too-slow"
    monkeypatch.undo()
    assert scan.read_pages([page])


def test_a_reader_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.asarray(drawn(NUMBERS))
    process = engine.shared()._running()
    os.kill(process.pid, signal.SIGSTOP)  # it does not even take the page
    monkeypatch.setattr(limits, "SCANNED_PAGE_SECONDS", 0.3)
    with pytest.raises(Unreadable) as fault:
        scan.read_pages([page])
    assert fault.value.code == "too-slow"
    assert process.poll() is not None


def test_the_process_has_no_more_memory_than_a_reader() -> None:
    code = (
        "import extract.limits as l, extract.scan.engine as e; l.MEMORY = 1 << 30; e._shut_in()\n"
        "try: bytearray(2 << 30)\nexcept MemoryError: print('no more')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60)
    assert ended.stdout == "no more\n"


def test_what_is_no_page_costs_nothing_but_itself() -> None:
    with pytest.raises(Unreadable) as fault:
        scan.read_pages([np.zeros((0, 0), np.uint8)])
    assert fault.value.code == "reader-died"
    assert scan.read_pages([np.asarray(drawn(NUMBERS))])


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    engine.shared().stop()
    with pytest.raises(Unreadable, match=r"gongkai-watch\[ocr\]") as fault:
        scan.read_pages([np.asarray(drawn(NUMBERS))])
    assert fault.value.code == "needs-ocr"


def test_a_yearbook_of_pictures_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SCANNED_PAGES", 0)
    with pytest.raises(Unreadable) as fault:
        scan.read_pages([np.asarray(drawn(NUMBERS))])
    assert fault.value.code == "too-long"


def test_the_process_ends_with_its_parent() -> None:
    code = (
        "import numpy, extract.scan as s, extract.scan.engine as e, os;"
        "s.read_pages([numpy.full((400, 400), 255, numpy.uint8)]);"
        "print(e.shared()._process.pid, flush=True); os._exit(1)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60).stdout
    child = int(out)
    for _ in range(50):
        if not _runs(child):
            return
        signal.sigtimedwait([], 0.1)
    pytest.fail("the process outlived its parent")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"


def test_the_process_has_no_network() -> None:
    code = "import socket, extract.scan.engine as e; e._shut_in(); socket.create_connection(('127.0.0.1', 9))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60)
    assert "has no network" in ended.stderr


def test_what_reads_no_scans_loads_nothing_for_them() -> None:
    code = (
        "import sys, extract.scan, extract.formats.picture; print(sorted({'cv2', 'numpy', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "[]\n"


# ---- files of pictures ----


def saved(page: Image.Image, kind: str, **how: object) -> bytes:
    out = BytesIO()
    page.save(out, kind, **how)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_every_kind_of_picture_has_pages(kind: str) -> None:
    (page,) = picture.pages(saved(drawn(NUMBERS), kind))
    assert page.shape[:2] == (1200, 1654)


def test_a_file_of_several_pages_has_them_all() -> None:
    pages = [drawn(NUMBERS), drawn(NUMBERS[:1])]
    assert len(list(picture.pages(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])))) == 2


def test_a_photograph_is_turned_as_it_is_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = picture.pages(saved(drawn(NUMBERS), "JPEG", exif=exif))
    assert page.shape[:2] == (1654, 1200)


def test_what_is_see_through_lies_on_paper() -> None:
    clear = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    (page,) = picture.pages(saved(clear, "PNG"))
    assert page.min() == 255


def test_a_long_picture_is_cut_between_lines() -> None:
    long = Image.new("L", (800, 5000), 255)
    pen = ImageDraw.Draw(long)
    for top in range(20, 4980, 60):
        pen.rectangle((50, top, 750, top + 30), fill=0)
    pages = list(picture.pages(saved(long, "PNG")))
    assert len(pages) > 2
    assert sum(len(page) for page in pages) == 5000
    assert all(page[0].min() == 255 and page[-1].min() == 255 for page in pages)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (saved(Image.new("L", (1000, 1000), 255), "PNG")[:200], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "damaged"),
        (saved(Image.new("L", (40, 40), 255), "PNG"), "no-text"),
        (saved(Image.new("1", (13000, 13000), 1), "PNG"), "too-large"),
        (saved(Image.new("L", (900, 900), 255), "PNG"), "no-text"),
    ],
    ids=["cut", "garbage", "icon", "bomb", "blank"],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as fault:
        picture.read_picture(data)
    assert fault.value.code == code


def test_a_picture_within_a_page_has_no_page_number() -> None:
    blocks = scan.read_picture(saved(drawn(NUMBERS), "PNG"))
    assert {block.page for block in blocks} == {None}
