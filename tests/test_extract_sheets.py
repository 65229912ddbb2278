"""Spreadsheets and pages saved as one file: what is shown is read, what cannot be known is not made up."""

import io
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Color, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

import extract
from extract import sniff
from extract.content import Content, Grid, Paragraph
from extract.formats.mhtml import read_mhtml
from extract.formats.xlsx import read_xlsx
from extract.number_format import is_date, shown
from extract.registry import readers, second_readers
from storage.record import SECTIONS
from tests.report_maker import Report, Table

EDGE = Border(*(Side(style="thin"),) * 4)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(report: Report, borders: bool = True, merged: bool = True, gap: bool = False) -> bytes:
    """A report on one sheet, its lines in merged rows or in the first column, an empty row around tables or none."""
    book = Workbook()
    sheet = book.worksheets[0]
    row = 1
    for text in (report.heading, *(part for parts in report.parts() for part in (parts[0], *parts[1], parts[2]))):
        if text is None:
            continue
        if isinstance(text, str):
            sheet.cell(row, 1, text)
            if merged:
                sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=10)
            row += 1
            continue
        row += gap
        row = put(sheet, text, row, borders) + gap
    return saved(book)


def put(sheet: Worksheet, table: Table, first: int, borders: bool) -> int:
    """A table from row `first`; the row after it."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table, first):
        column = 1
        for td in cells:
            while (row, column) in taken:
                column += 1
            sheet.cell(row, column, int(td.text) if td.text.isdigit() else td.text or None)
            places = [(row + down, column + across) for down in range(td.down) for across in range(td.across)]
            taken.update(places)
            for place in places if borders else ():
                sheet.cell(*place).border = EDGE
            if len(places) > 1:
                (top, left), (low, far) = places[0], places[-1]
                sheet.merge_cells(start_row=top, start_column=left, end_row=low, end_column=far)
    return first + len(table)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[bytes]]:
    """Four workbooks: ruled, bare, motley and coloured, as LibreOffice saves them in another format."""
    tool = shutil.which("soffice")
    if tool is None:
        pytest.skip("no LibreOffice on this machine")
    folder = tmp_path_factory.mktemp("office")
    (folder / "ruled.xlsx").write_bytes(workbook(numbered(), gap=True))
    (folder / "bare.xlsx").write_bytes(workbook(numbered(), borders=False, merged=False))
    (folder / "motley.xlsx").write_bytes(motley())
    (folder / "coloured.xlsx").write_bytes(painted())
    names = ("ruled", "bare", "motley", "coloured")

    @cache
    def convert(target: str) -> list[bytes]:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [tool, "--headless", profile, "--convert-to", target, *(f"{name}.xlsx" for name in names)]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
        made = [folder / f"{name}.{target.partition(':')[0]}" for name in names]
        if not all(file.exists() for file in made):
            pytest.skip("this LibreOffice has no calc")
        return [file.read_bytes() for file in made]

    return convert


def motley() -> bytes:
    """Cells of all kinds: formats, dates, merged, hidden, struck, raised, long texts."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["标题"])
    sheet.merge_cells("A1:F1")
    for row in (
        ["甲", 1234, 0.5, date(2024, 1, 2), True, -7],
        ["乙", 0.25, 1e10, 3, "文" * 5000, "x" * 9000],
        ["暗", 1, 2, 3, 4, 5],
        ["丙", CellRichText("88", TextBlock(InlineFont(vertAlign="superscript"), "1")), 9, 1.5, None, 123456.789],
        ["丁", "=1+2", '="是"&"否"', "=1/0", "=TRUE()", '=""'],
    ):
        sheet.append(row)
    for cell, code in {"B2": "#,##0", "C2": "0%", "D2": "yyyy-mm-dd", "F2": "0;[Red]0", "D5": '0.00"万元"'}.items():
        sheet[cell].number_format = code
    sheet["C5"].font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    sheet.merge_cells("A5:A6")
    for row in range(2, 7):
        sheet.cell(row, 2).border = EDGE
    other = book.create_sheet()
    other.append([f"句{number}，" * (number % 40) for number in range(200)])
    other.column_dimensions["C"].hidden = True
    hidden = book.create_sheet()
    hidden["A1"], hidden.sheet_state = "暗", "hidden"
    return saved(book)


def numbered(form: str = "2021", year: int = 2024) -> Report:
    paths = Report("青禾县水务局", year, form=form).truth()
    figures = {path: number * 37 % 1999 if number % 5 else None for number, path in enumerate(paths)}
    return Report("青禾县水务局", year, figures, form=form)


def holds(data: bytes, report: Report) -> None:
    record = extract.read(data)
    assert {path: value.number for path, value in record.cells.items()} == report.truth()
    assert (record.title, record.agency, record.year) == (report.heading, report.agency, report.year)
    assert [key for key in SECTIONS if not record.sections[key]] == []


@pytest.mark.parametrize("gap", [True, False])
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("borders", [True, False])
@pytest.mark.parametrize(("form", "year"), [("2021", 2024), ("2019", 2019)])
def test_a_report_on_a_sheet_is_read_whole(form: str, year: int, borders: bool, merged: bool, gap: bool) -> None:
    report = numbered(form, year)
    holds(workbook(report, borders, merged, gap), report)


@pytest.mark.parametrize(("target", "kind"), [("xls", sniff.XLS), ("ods", sniff.ODS)])
def test_other_formats_of_spreadsheets_hold_the_same(
    office: Callable[[str], list[bytes]], target: str, kind: str
) -> None:
    *reports, mixed, _ = office(target)
    for data in reports:
        assert sniff.media_type(data, "年报.xls") == kind
        holds(data, numbered())
    blocks = readers()[kind](mixed).blocks
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert texts(grids[0])[:3] == [
        ["甲", "1,234", "50%", "2024-01-02", "TRUE", "7"],
        ["乙", "0.25", "10000000000", "3", "文" * 5000, "x" * 9000],
        ["丙", "88[1]", "[9]", "1.50万元", "", "123456.789"],
    ]
    assert texts(grids[0])[3] == ["", "3", "是否", "#DIV/0!", "TRUE", ""]
    assert [cell.down for cell in grids[0].rows[2]] == [2, 1, 1, 1, 1, 1]
    assert texts(grids[1])[0] == [f"句{number}，" * (number % 40) for number in range(200) if number != 2]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["标题"]


def spreadsheet_ml(report: Report) -> str:
    """A report as systems export it under the name of a workbook: rows without borders, merged as they say."""
    rows = []
    for heading, words, table in report.parts():
        lines = [heading, *words] if rows else [report.heading, heading, *words]
        rows += [f"<Row>{_cell(line, 9, 0, 1)}</Row>" for line in lines]
        taken: set[tuple[int, int]] = set()
        for number, cells in enumerate(table or []):
            row, column = "", 1
            for td in cells:
                while (number, column) in taken:
                    column += 1
                places = ((number + down, column + across) for down in range(td.down) for across in range(td.across))
                taken.update(places)
                row += _cell(td.text, td.across - 1, td.down - 1, column)
            rows.append(f"<Row>{row}</Row>")
        rows.append("<Row></Row>")
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:'
        'spreadsheet"><Styles><Style ss:ID="n"><NumberFormat ss:Format="#,##0"/></Style></Styles>'
        f'<Worksheet ss:Name="年报"><Table>{"".join(rows)}</Table></Worksheet></Workbook>'
    )


def _cell(text: str, across: int, down: int, index: int) -> str:
    kind = "Number" if text.isdigit() else "String"
    data = f'<Data ss:Type="{kind}">{escape(text)}</Data>' if text else ""
    style = ' ss:StyleID="n"' if text.isdigit() else ""
    return f'<Cell ss:Index="{index}" ss:MergeAcross="{across}" ss:MergeDown="{down}"{style}>{data}</Cell>'


def test_a_workbook_that_is_one_xml_file_is_read_under_any_name() -> None:
    data = spreadsheet_ml(numbered()).encode()
    assert sniff.media_type(data, "年报.xls") == sniff.EXCEL_XML
    holds(data, numbered())
    assert "1,961" in {value.raw for value in extract.read(data).cells.values()}


# ---- what a cell shows ----


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("1234", "#,##0", "1,234"),
        ("3.5", "0.00", "3.50"),
        ("0.125", "0.0%", "12.5%"),
        ("0.30000000000000004", "General", "0.3"),
        ("3", '0"件"', "3件"),
        ("0", '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "-"),
        ("0", "0;-0;;@", ""),
        ("5", ";;;", ""),
        ("-5", "#,##0_);[Red](#,##0)", "(5)"),
        ("-3", "0", "-3"),
        ("7", "000", "007"),
        ("2.5", "0_ ", "3"),
        ("12345", "0!.0,", None),
        ("12345", "#,##0,", None),
        ("3", "[DBNum1][$-804]General", None),
        ("5", "[>3]0;0.0", None),
        ("1", "# ?/?", None),
        ("1e400", "0", None),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value: str, code: str, text: str | None) -> None:
    assert shown(value, code) == text
    assert not is_date(code)


@pytest.mark.parametrize("code", ["yyyy/m/d", 'yyyy"年"m"月"d"日"', "[$-804]aaaa;@ yyyy", "h:mm", "[Red]d"])
def test_a_date_is_no_number(code: str) -> None:
    assert is_date(code) == (code != "[$-804]aaaa;@ yyyy")


def grid_of(book: Workbook) -> Grid:
    grids = [block for block in read_xlsx(saved(book)).blocks if isinstance(block, Grid)]
    assert len(grids) == 1
    return grids[0]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_cells_are_shown_as_in_the_window() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["甲", 1234, 0.5, date(2024, 1, 2), True, "a_x000D_b", "=1+1", 12.5])
    sheet["B1"].number_format = "#,##0"
    sheet["C1"].number_format = "0%"
    sheet["H1"].number_format = "0!.0,"
    sheet.append(["乙", 77, CellRichText("88", TextBlock(InlineFont(vertAlign="superscript"), "1")), 9])
    sheet["D2"].font = Font(strike=True)
    assert texts(grid_of(book)) == [
        ["甲", "1,234", "50%", "2024-01-02", "TRUE", "a\nb", "=?", "12.5 [0!.0,]"],
        ["乙", "77", "88[1]", "[9]", "", "", "", ""],
    ]


def rich(text: str, **font: object) -> CellRichText:
    """A figure with one more digit before it, in a font of its own."""
    return CellRichText(TextBlock(InlineFont(**font), text), "3")  # type: ignore[arg-type]


def coloured(value: object, ink: Color | str | None, ground: Color | str | None = None, code: str = "General") -> str:
    """What is read of a cell whose font and fill have these colours."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["甲", value])
    sheet["B1"].font, sheet["B1"].number_format = Font(color=ink), code
    if ground is not None:
        sheet["B1"].fill = PatternFill("solid", fgColor=ground)
    sheet.append(["乙", 1])
    return texts(grid_of(book))[0][1]


DARK = "FF1F4E79"
PAINTED = (  # ink, ground, format; and what is read of 73
    ("FFFFFFFF", None, "General", "[73]"),
    ("FFFEFEFE", "FFF2F2F2", "General", "[73]"),
    ("FF000000", "FF000000", "General", "[73]"),
    ("FFFFFFFF", DARK, "General", "73"),
    ("FFFFFFFF", DARK, "[White]0", "73"),
    (None, None, "[White]0", "[73]"),
    (None, "FFFFFF00", "General", "73"),
    ("FFFF0000", None, "General", "73"),
    (None, None, "General", "73"),
)


def painted() -> bytes:
    """Figures and words in the colours above, then digits of other colours in texts, then a column of one style."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row, (ink, ground, code, _) in enumerate(PAINTED, 1):
        sheet.append([f"第{'甲乙丙丁戊己庚辛壬'[row - 1]}行", 73, "合计"])
        for cell in (sheet.cell(row, 2), sheet.cell(row, 3)):
            cell.font, cell.number_format = Font(color=ink), code
            if ground is not None:
                cell.fill = PatternFill("solid", fgColor=ground)
    sheet.append(["末", rich("7", color="FFFFFFFF"), rich("7", color="FFFF0000")])
    for row in range(1, 200):
        sheet.cell(row, 5, 73).font = Font(color="FFFFFFFF")
    return saved(book)


@pytest.mark.parametrize(("target", "kind"), [("xls", sniff.XLS), ("ods", sniff.ODS)])
def test_figures_in_the_colour_of_their_ground_are_none_in_other_formats(
    office: Callable[[str], list[bytes]], target: str, kind: str
) -> None:
    *_, coloured = office(target)
    for data, of in ((painted(), sniff.XLSX), (coloured, kind)):
        (grid,) = [block for block in readers()[of](data).blocks if isinstance(block, Grid)]
        rows = texts(grid)
        assert [row[1] for row in rows[: len(PAINTED)]] == [one[-1] for one in PAINTED]
        assert {row[2] for row in rows[: len(PAINTED)]} == {"合计"}
        assert rows[len(PAINTED)][1:3] == ["[7]3", "73"]
        assert {row[4] for row in rows} == {"[73]"}


@pytest.mark.parametrize(
    ("ink", "ground", "text"),
    [
        ("FFFFFFFF", None, "[73]"),
        ("00FFFFFF", "FFF2F2F2", "[73]"),
        (Color(theme=0), None, "[73]"),
        (Color(indexed=9), None, "[73]"),
        (Color(theme=0, tint=-0.15), None, "[73]"),
        ("FF000000", "FF000000", "[73]"),
        ("FFFFFFFF", DARK, "73"),
        (Color(theme=0), Color(theme=4), "73"),
        (Color(theme=0), Color(theme=4, tint=0.8), "[73]"),
        (Color(theme=1), None, "73"),
        ("FFFF0000", None, "73"),
        (None, None, "73"),
    ],
)
def test_a_cell_in_the_colour_of_its_ground_holds_no_figure(
    ink: Color | str | None, ground: Color | str | None, text: str
) -> None:
    assert coloured(73, ink, ground) == text
    assert coloured("合计", ink, ground) == "合计"


def test_a_digit_in_white_or_too_small_is_no_digit_of_the_figure_beside_it() -> None:
    assert coloured(rich("7", color="FFFFFFFF"), None) == "[7]3"
    assert coloured(rich("7", color="FFFFFFFF"), "FFFFFFFF", DARK) == "73"
    assert coloured(CellRichText("7", TextBlock(InlineFont(color=Color("FF000000")), "3")), "FFFFFFFF") == "[7]3"
    assert coloured(rich("7", sz=1), None) == "[7]3"
    assert coloured(rich("7", color="FFFF0000"), None) == "73"
    assert coloured(73, None, code="[White]0") == "[73]"


def test_a_formula_without_its_value_and_an_error_are_no_figures() -> None:
    report = Report("青禾县水务局", 2024, {"requests.received.total": "=1+1", "requests.carried_in.total": "#REF!"})
    record = extract.read(workbook(report))
    assert record["requests.received.total"].raw == "=?"
    assert record["requests.carried_in.total"].raw == "#REF!"
    assert record["requests.received.total"].number is None
    assert record["requests.carried_in.total"].number is None
    assert {warning.code for warning in record.warnings} == {"cell-unreadable"}


def test_what_is_hidden_is_not_read() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["甲", "乙", "丙", "丁"], [1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    hidden = book.create_sheet()
    hidden["A1"], hidden["B1"], hidden.sheet_state = "暗", "格", "hidden"
    grid = grid_of(book)
    assert texts(grid) == [["甲", "乙", "丁"], ["1", "3", "4"], ["9", "11", "12"]]


def test_merged_cells_keep_their_extent_and_blank_ones_theirs() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["一", "二", "三", None])
    sheet.append([None, 1, None, 2])
    for area in ("A1:A2", "C1:D1", "B2:C2"):
        sheet.merge_cells(area)
    grid = grid_of(book)
    assert [[(cell.text, cell.across, cell.down, cell.continued) for cell in row] for row in grid.rows] == [
        [("一", 1, 2, False), ("二", 1, 1, False), ("三", 2, 1, False), ("", 1, 1, True)],
        [("", 1, 1, True), ("1", 2, 1, False), ("", 1, 1, True), ("2", 1, 1, False)],
    ]


def test_a_row_left_blank_is_a_row_and_a_line_is_a_line() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["标题"], ["一、甲", None, 1, 2], ["二、乙"], ["三、丙", None, 3, 4], ["五、下文"]):
        sheet.append(row)
    for area in ("A1:D1", "A2:B2", "A3:B3", "A4:B4", "A5:C5"):
        sheet.merge_cells(area)
    blocks = read_xlsx(saved(book)).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["标题", "五、下文"]
    assert [len(block.rows) for block in blocks if isinstance(block, Grid)] == [3]


def test_every_sheet_is_a_page() -> None:
    book = Workbook()
    book.worksheets[0].append(["前言"])
    book.create_sheet().append(["正文"])
    assert [(block.text, block.page) for block in read_xlsx(saved(book)).paragraphs] == [("前言", 1), ("正文", 2)]


def test_figures_that_do_not_add_up_are_read_a_second_way() -> None:
    figures = {"requests.received.total": 7, "requests.received.natural_person": 3}
    data = workbook(Report("青禾县水务局", 2024, figures))
    record = extract.read(data)
    assert {record[path].number for path in figures} == {3, 7}
    assert [(one.code, one.where, one.responsibility) for one in record.warnings] == [
        ("sums-disagree", "requests", "source")
    ]
    second = second_readers()[sniff.XLSX]
    assert second(data).blocks == read_xlsx(data).blocks
    assert texts(next(block for block in second(motley()).blocks if isinstance(block, Grid)))[2][:4] == [
        *("丙", "88[1]", "[9]", "1.50万元"),
    ]


def test_styles_without_fonts_and_borders_spoil_nothing() -> None:
    report = numbered()
    bare = re.compile(rb"<(fonts|borders)\b.*?</\1>", re.DOTALL)
    whole = workbook(report)
    holds(repacked(whole, lambda name, part: bare.sub(b"", part) if name.endswith("styles.xml") else part), report)
    holds(
        repacked(whole, lambda name, part: part.replace(b"/xl/styles", b"/xl/none") if "rels" in name else part), report
    )


# ---- what cannot be read ----


def code_of(data: bytes, name: str | None = None) -> str:
    with pytest.raises(extract.Unreadable) as why:
        extract.read(data, name)
    return why.value.code


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A ZIP with its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def test_workbooks_that_cannot_be_read_say_why() -> None:
    whole = workbook(Report("青禾县水务局", 2024))
    assert code_of(saved(Workbook())) == "no-text"
    assert code_of(repacked(whole, lambda name, part: None if name.endswith("sheet1.xml") else part)) == "damaged"
    assert code_of(repacked(whole, lambda name, part: part[:500] if name.endswith("sheet1.xml") else part)) == "damaged"
    assert code_of(repacked(whole, lambda name, part: b"x" if name.endswith("workbook.xml") else part)) == "damaged"
    bomb = repacked(whole, lambda name, part: bytes(20 << 20) if name.endswith("sheet1.xml") else part)
    assert code_of(bomb) == "too-large"
    many = "".join(f'<row r="{row}"><c r="A{row}" t="str"><v>x</v></c></row>' for row in range(1, 100_002))
    big = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    large = repacked(
        whole,
        lambda name, part: big.sub(f"<sheetData>{many}</sheetData>".encode(), part) if "sheet1" in name else part,
    )
    assert code_of(large) == "too-large"


def test_nothing_outside_a_workbook_is_looked_at(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("42")
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    whole = workbook(Report("青禾县水务局", 2024, {"requests.received.total": "secret"}))

    def changed(name: str, part: bytes) -> bytes:
        return part if "sheet1" not in name else declared + part.replace(b"secret", b"&e;")

    assert extract.read(repacked(whole, changed))["requests.received.total"].raw == ""


def compound(*names: str, beginning: bytes = b"") -> bytes:
    """A compound file of some streams at its root; each begins with the same bytes."""
    stop, free = 0xFFFFFFFE, 0xFFFFFFFF
    header = sniff.compound.MAGIC + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, stop, 0, stop, 0) + struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, stop, *[free] * 126)
    entries = b""
    for number, name in enumerate(("Root Entry", *names)):
        after = number + 1 if 0 < number < len(names) else free
        letters = name.encode("utf-16-le")
        entry = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters) + 2, 2 if number else 5, 1)
        entry += struct.pack("<3I", free, after, 1 if not number else free) + bytes(36)
        entries += entry + struct.pack("<III", 2, 4096 if number else 0, 0)
    return header + table + entries.ljust(512, b"\0") + beginning.ljust(4096, b"\0")


@pytest.mark.parametrize(
    ("names", "beginning", "kind"),
    [
        (["EncryptedPackage"], b"", sniff.PROTECTED),
        (["SummaryInformation", "WordDocument"], b"\xec\xa5\xc1\0" + bytes(8), sniff.DOC),
        (["WordDocument"], b"\xec\xa5\xc1\0" + bytes(7) + b"\x01", sniff.PROTECTED),
        (["Book"], b"", sniff.XLS),
        (["PowerPoint Document"], b"", sniff.PPT),
        (["Anything"], b"", sniff.OLE),
    ],
)
def test_an_old_office_file_is_what_its_streams_are(names: list[str], beginning: bytes, kind: str) -> None:
    assert sniff.media_type(compound(*names, beginning=beginning)) == kind


def test_a_document_under_a_password_is_encrypted_and_a_broken_one_damaged() -> None:
    assert code_of(compound("EncryptedPackage"), "年报.xlsx") == "encrypted"
    assert code_of(compound("Workbook"), "年报.xls") == "damaged"
    whole = compound("Workbook")
    for at in range(0, 1200, 7):
        sniff.media_type(whole[:at])
        sniff.media_type(whole[:at] + b"\xff" * 40 + whole[at + 40 :])
        sniff.media_type(whole[:at] + bytes(40) + whole[at + 40 :])


# ---- pages saved as one file ----


def mhtml(*pages: str, charset: str = "gb2312") -> bytes:
    whole = MIMEMultipart("related", type="text/html")
    for page in pages:
        part = MIMEText("", "html", "utf-8")
        part.set_payload(page.encode(charset), None)
        part.replace_header("Content-Transfer-Encoding", "8bit")
        whole.attach(part)
    whole.attach(MIMEText("body{}", "css"))
    return b"From: <Saved by Blink>\r\n" + bytes(whole)


def test_a_page_saved_as_one_file_is_a_page() -> None:
    report = Report("青禾县水务局", 2024, {"requests.received.total": 3, "requests.received.natural_person": 3})
    data = mhtml(report.html())
    assert sniff.media_type(data, "年报.doc") == sniff.MHTML
    holds(data, report)


def test_the_frames_of_a_page_follow_it() -> None:
    grid = "<table><tr><td>甲</td><td>1</td></tr></table>"
    found: Content = read_mhtml(mhtml(f"<p>外</p>{grid}", f'<p>内</p><img src="a.png" width="300">{grid}'))
    assert [block.text for block in found.blocks] == ["外", "甲\t1", "内", "甲\t1"]
    assert [block.number for block in found.blocks if isinstance(block, Grid)] == [0, 1]
    assert [picture.before for picture in found.pictures] == [3]
    assert {block.path[0] for block in found.blocks} == {0, 1}


def test_every_format_of_sheets_has_a_reader() -> None:
    kinds = {sniff.XLSX, sniff.XLS, sniff.XLSB, sniff.ODS, sniff.EXCEL_XML, sniff.MHTML, sniff.PROTECTED}
    assert kinds <= readers().keys()


def test_a_web_page_under_the_name_of_a_workbook_is_read_as_a_page() -> None:
    report = Report("青禾县水务局", 2024)
    data = report.html().encode("utf-16")
    assert sniff.media_type(data, "年报.xls") == sniff.HTML
    assert extract.read(data, "年报.xls").title == report.heading
    assert code_of(f"<html><h1>{escape('您访问的页面不存在')}</h1></html>".encode(), "年报.xlsx") == "not-a-report"


def test_a_web_page_waits_for_no_library_of_spreadsheets() -> None:
    script = "import sys, extract; extract.read(b'<p>x</p>'); print(*{'openpyxl', 'numpy', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == ""
