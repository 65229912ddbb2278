"""Files: what they are by their bytes, PDF on paper, and why some cannot be read."""

import time
import zipfile
from datetime import date
from io import BytesIO

import pytest

import extract
from extract import sniff
from extract.output import as_output
from storage.record import SECTIONS
from tests.pdf_maker import Paper, pdf, written
from tests.report_maker import Report, find_browser, print_pdf
from tests.told import told

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
TITLE = "青禾县水务局2024年政府信息公开工作年度报告"


def zipped(*names: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.doc", "application/pdf"),
        (b"\r\n\r\n%PDF-1.4", None, "application/pdf"),
        (b"<!DOCTYPE html><p>a", "a.pdf", "text/html"),
        ("\ufeff <HTML><body>页".encode(), None, "text/html"),
        ("<html><p>页</p></html>".encode("utf-16"), None, "text/html"),
        ("<p style='a'>页</p>".encode(), None, "text/html"),
        ("表 1 < 2 且 3 > 2".encode(), None, "text/plain"),
        ("年报".encode("gb18030"), "a.txt", "text/plain"),
        ("# 年报".encode(), "a.md", "text/markdown"),
        (zipped("word/document.xml"), "a.zip", DOCX),
        (zipped("xl/workbook.xml"), None, XLSX),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "a.pdf", "application/ofd"),
        (zipped("a.pdf"), "a.docx", "application/zip"),
        (b"PK\x03\x04broken", None, "application/zip"),
        (OLE, "a.doc", "application/msword"),
        (OLE, "a.wps", "application/msword"),
        (OLE, None, "application/x-ole-storage"),
        (b"Rar!\x1a\x07\x00", None, "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c", None, "application/x-7z-compressed"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", None, "image/png"),
        (b"GIF89a", None, "image/gif"),
        (b"{\\rtf1", "a.doc", "application/rtf"),
        (b"\r\n" * 3000 + b"<!DOCTYPE html><p>a", "a.doc", "text/html"),
        (b"<html>\0<p>a", "a.xls", "text/html"),
        ("<html><p>页</p></html>".encode("utf-16-le"), None, "text/html"),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<html xmlns='x'><p>a", None, "text/html"),
        (b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><table>', "a.xls", "text/html"),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n",
            "a.doc",
            "multipart/related",
        ),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', None, sniff.WORD_XML),
        (
            b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            None,
            sniff.EXCEL_XML,
        ),
        (b'<?xml version="1.0"?><uof:UOF xmlns:uof="x">', "a.uot", sniff.UOF),
        (b'<?xml version="1.0"?><rss><channel><title>a</title>', None, "application/xml"),
        (b"\x1f\x8b\x08\0", "a.html", "application/gzip"),
        (b"a.pdf".ljust(257, b"\0") + b"ustar\0" + bytes(249) + b"%PDF-1.4", None, "application/x-tar"),
        (zipped("mimetype"), None, "application/zip"),
        (b"II*\0\x08\0\0\0", "a.jpg", "image/tiff"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", None, "image/webp"),
        (b"BM\x46\0\0\0\0\0\0\0", None, "image/bmp"),
        (b"BM 2024", None, "text/plain"),
        (b"\0\1\2\3", None, "application/octet-stream"),
    ],
)
def test_the_bytes_say_what_a_file_is(data: bytes, name: str | None, kind: str) -> None:
    assert sniff.media_type(data, name) == kind


def test_an_archive_is_what_its_parts_are() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert sniff.media_type(buffer.getvalue(), "a.doc") == sniff.ODT
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
        )
        archive.writestr("word/document.xml", "")
    assert sniff.media_type(buffer.getvalue()) == sniff.XLSX
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.4")
    assert sniff.media_type(buffer.getvalue()) == sniff.ZIP


@pytest.mark.parametrize(
    ("data", "name", "code", "says"),
    [
        (b"", "a.pdf", "empty", "empty"),
        (b" \r\n", None, "empty", "empty"),
        (zipped("word/document.xml"), "a.docx", "damaged", "damaged"),
        (OLE, "a.xls", "damaged", "workbook"),
        (OLE, "a.bin", "unsupported-format", "application/x-ole-storage"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "damaged", "damaged"),
        (b"\xef\xbb\xbf\r\n\0", "a.html", "empty", "empty"),
        (b"%PDF-1.4\nnot really", "a.pdf", "damaged", "damaged"),
        ("<html><title>404</title>页面不存在</html>".encode(), "a.pdf", "not-a-report", "web page"),
        ("<html><h1>2024年工作要点</h1></html>".encode(), "年报.docx", "not-a-report", "2024年工作要点"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str | None, code: str, says: str) -> None:
    with pytest.raises(extract.Unreadable) as why:
        extract.read(data, name)
    assert why.value.code == code
    assert says in why.value.message


def test_a_report_under_a_wrong_name_is_a_report() -> None:
    assert extract.read(Report("青禾县水务局", 2024).html().encode(), "年报.pdf").title == TITLE


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize(("form", "year"), [("2021", 2024), ("2019", 2019)])
def test_a_pdf_is_read_over_its_pages(ruled: bool, form: str, year: int) -> None:
    paths = Report("青禾县水务局", year, form=form).truth()
    report = Report("青禾县水务局", year, {path: number % 97 for number, path in enumerate(paths)}, form=form)
    record = extract.read(pdf(report, ruled))
    assert {path: value.number for path, value in record.cells.items()} == report.truth()
    assert (record.agency, record.year, record.form, told(record)) == ("青禾县水务局", year, form, ())
    assert all(record.sections[key] for key in SECTIONS)
    assert record.published is None
    pages = {value.where.page for value in record.cells.values()}
    assert pages == {1, 2}


def test_blank_cells_of_a_pdf_are_blank() -> None:
    figures = dict.fromkeys(f"requests.received.{column}" for column in ("business", "research", "total"))
    record = extract.read(pdf(Report("青禾县水务局", 2024, {**figures, "requests.received.natural_person": 4})))
    assert record["requests.received.natural_person"].number == 4
    assert {record[path].number for path in figures} == {None}
    assert record.confidence == 1.0


def test_sentences_cut_by_the_margin_are_joined_and_page_numbers_left_out() -> None:
    sentence = (
        "本机关全年主动公开各类信息共计一百二十三条，其中通过门户网站公开一百条，通过公告栏公开二十三条，没有遗漏。" * 3
    )
    record = extract.read(
        pdf(Report("青禾县水务局", 2024, narrative={"problems": (sentence,), "overview": (sentence,) * 15}))
    )
    assert record.sections["problems"] == sentence
    assert "- 1 -" not in "".join(text or "" for text in record.sections.values())


def test_a_scan_an_encrypted_and_a_cut_pdf_say_what_they_are() -> None:
    whole = pdf(Report("青禾县水务局", 2024))
    key = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -44>>/ID[<00><00>]/Root" % (b"00" * 32, b"11" * 32)
    paper = Paper()
    paper.box(50, 50, 400, 600)
    cases = {"no-text": written(paper.pages), "encrypted": whole.replace(b"/Root", key), "damaged": whole[:400]}
    for code, data in cases.items():
        with pytest.raises(extract.Unreadable) as why:
            extract.read(data, "a.pdf")
        assert why.value.code == code


def test_text_in_a_frame_is_text_to_its_last_character() -> None:
    sentence = "公开工作的主要情况如下所述，" * 12 + "到此为止。"
    report = Report("青禾县水务局", 2024, narrative={"problems": (sentence,), "overview": (sentence,)})
    record = extract.read(pdf(report, framed=True))
    assert (record.sections["problems"], record.sections["overview"]) == (sentence, sentence)


@pytest.mark.browser
def test_a_pdf_printed_by_a_browser_keeps_its_characters() -> None:
    browser = find_browser()
    if browser is None:
        pytest.skip("no browser on this machine")
    report = Report("青禾县民用龙门工程局", 2024, {"requests.received.total": 3, "requests.handled_total.total": 3})
    record = extract.read(report.pdf(browser))
    assert record.title == report.heading
    assert {path: value.number for path, value in record.cells.items()} == report.truth()
    empty = print_pdf("<p></p>", browser)
    with pytest.raises(extract.Unreadable):
        extract.read(empty)


@pytest.mark.browser
def test_marks_and_pictures_of_a_pdf_are_told_apart_from_its_figures() -> None:
    browser = find_browser()
    if browser is None:
        pytest.skip("no browser on this machine")
    said = ("（二）依申请公开。收到政府信息公开申请21件。",)
    figures = {"requests.received.total": 77, "requests.carried_in.total": 88}
    page = Report("青禾县水务局", 2024, figures, narrative={"overview": said}).html()
    page = page.replace("<td>77</td>", "<td>77<sup>1</sup></td>").replace("<td>88</td>", "<td><del>7</del>88</td>")
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="
    page = page.replace("21件", "21<sup>3</sup>件").replace(
        "<p>五、", f'<img width="600" height="200" src="{dot}"><p>五、'
    )
    style = "<style>table{border-collapse:collapse}td{border:1px solid}</style>"
    record = extract.read(print_pdf(page.replace("<body>", f"<body>{style}"), browser))
    assert [record[path].number for path in figures] == [None, None]
    assert record.sections["overview"] == "（二）依申请公开。收到政府信息公开申请21[3]件。"
    assert ("picture", "disputes") in [(warning.code, warning.where) for warning in told(record)]


def test_the_output_has_the_shape_of_the_contract() -> None:
    report = Report("青禾县水务局", 2024, {"requests.received.total": "3件左右"}, published="2025-01-16")
    output = as_output(extract.read(report.html().encode()), {"path": "a.html"}, detail=True)
    keys = "source title agency year published form sections tables confidence warnings cells mentions"
    assert list(output) == keys.split()
    assert output["published"] == date(2025, 1, 16).isoformat()
    assert list(output["tables"]) == ["proactive_disclosure", "requests", "disputes"]
    assert list(output["tables"]["requests"])[:2] == ["received", "carried_in"]
    assert list(output["tables"]["requests"])[-3:] == ["other_reasons", "handled_total", "carried_out"]
    assert len(output["tables"]["requests"]) == 25
    assert output["tables"]["requests"]["received"]["total"] is None
    cell = output["cells"]["requests.received.total"]
    assert (cell["raw"], cell["confidence"], cell["place"]["row"]) == ("3件左右", 0.0, 3)
    assert "cells" not in as_output(extract.read(report.html().encode()), {})


def test_the_output_of_a_page_without_tables_has_null_tables() -> None:
    output = as_output(extract.read(f"<h1>{TITLE}</h1>".encode()), {})
    assert output["tables"] == dict.fromkeys(("proactive_disclosure", "requests", "disputes"))
    assert (output["confidence"], output["form"]) == (None, None)


def test_a_page_that_nests_without_end_is_read_in_no_time() -> None:
    began = time.monotonic()
    extract.read(("<html><body>" + "<div>" * 20_000 + "x").encode())
    assert time.monotonic() - began < 5


def test_text_beyond_all_reports_is_refused() -> None:
    with pytest.raises(extract.Unreadable) as refused:
        extract.read("年度报告\n".encode() * 3_000_000)
    assert refused.value.code == "too-large"
