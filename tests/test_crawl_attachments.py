"""Attachments: every way in which report pages lead to their files, and what only looks like one."""

from base64 import b64encode

import pytest

from crawler.attachments import attachments, file_name, pictured
from crawler.inlined import inlined
from crawler.page import Page
from crawler.question import encoded

URL = "http://www.qinghe.example/info/1109/1.htm"
HOST = "http://www.qinghe.example"


def page(body: str) -> Page:
    markup = f"<html><body><h1>青禾县教育局2024年政府信息公开工作年度报告</h1>{body}</body></html>"
    return Page(URL, URL, 200, (("content-type", "text/html; charset=utf-8"),), markup.encode())


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ("<a href='./P020260126637828068174.pdf'>附件</a>", ["/info/1109/P020260126637828068174.pdf"]),
        (
            "<a href='/system/_content/download.jsp?owner=17&wbfileid=16'>年报.docx</a>",
            ["/system/_content/download.jsp?owner=17&wbfileid=16"],
        ),
        (
            "<a href='/virtual_attach_file.vsb?afc=9&oid=1&nid=2&e=.pdf'>附件</a>",
            ["/virtual_attach_file.vsb?afc=9&oid=1&nid=2&e=.pdf"],
        ),
        (
            "<a href='/module/download/downfile.jsp?classid=0&filename=ab12.pdf'>下载</a>",
            ["/module/download/downfile.jsp?classid=0&filename=ab12.pdf"],
        ),
        ("<script>showVsbpdfIframe('/__local/A/B/x.pdf','100%','600','0')</script>", ["/__local/A/B/x.pdf"]),
        ("<script>var pdf='./P0202.pdf';</script>", ["/info/1109/P0202.pdf"]),
        ('<script>var list = {"url":"\\/attach\\/0\\/9f.ofd"};</script>', ["/attach/0/9f.ofd"]),
        (
            "<iframe src='/resource/pdfjs/viewer.html?file=%2Fvirtual_attach_file.vsb%3Fafc%3D1%26e%3D.pdf'></iframe>",
            ["/virtual_attach_file.vsb?afc=1&e=.pdf"],
        ),
        ("<iframe src='/pdfjs/web/viewer.html?file=%252Fattach%252F0%252Fa.pdf#page=1'></iframe>", ["/attach/0/a.pdf"]),
        (
            "<embed src='/files/a.pdf' type='application/pdf'><object data='/files/b.pdf'></object>",
            ["/files/a.pdf", "/files/b.pdf"],
        ),
        ("<a onclick=\"window.open('/files/年报.wps')\">打开</a>", ["/files/年报.wps"]),
        ("<a href='javascript:;' onclick=\"show('/files/c.pdf', 1)\">查看</a>", ["/files/c.pdf"]),
        ("<a href='/a.pdf'>一</a><a href='/a.pdf'>二</a><iframe src='/a.pdf'></iframe>", ["/a.pdf"]),
        ("<a href='http://files.other.example/a.pdf'>附件</a>", ["http://files.other.example/a.pdf"]),
        ("<a href='/zwgk/'>政务公开</a><iframe src='/foot.html'></iframe><script src='/js/pdf.js'></script>", []),
        ("<script>var name = '年报pdf版', kinds = ['.pdf'];</script>", []),
    ],
)
def test_files_are_found_wherever_a_page_names_them(body: str, files: list[str]) -> None:
    wanted = [encoded(file if file.startswith("http") else HOST + file) for file in files]
    assert [link.url for link in attachments(page(body))] == wanted


@pytest.mark.parametrize("ending", ["pdf", "doc", "docx", "wps", "ofd", "xls", "xlsx", "et", "rtf", "zip", "rar", "7z"])
def test_every_kind_of_document_is_a_file(ending: str) -> None:
    assert [link.url for link in attachments(page(f"<a href='/nb/1.{ending.upper()}'>附件</a>"))] == [
        f"{HOST}/nb/1.{ending.upper()}"
    ]


def test_a_report_with_its_tables_needs_no_pictures() -> None:
    pictures = "<div id='vsb_content'><img src='/__local/1.png'><img src='/images/logo.png'></div>"
    assert [link.url for link in pictured(page(pictures))] == [f"{HOST}/__local/1.png"]
    assert not pictured(page(f"<table><tr><td>一</td><td>2</td></tr></table>{pictures}"))
    assert not pictured(page("<div class='foot'><img src='/__local/1.png'></div>"))


@pytest.mark.parametrize(
    "body",
    [
        "<iframe src='data:application/pdf;base64,{}'></iframe>",
        "<a href='data:application/pdf;charset=utf-8;base64,{}' download='年报.pdf'>下载</a>",
        '<script>var pdfData = "{}";</script>',
        "<script>load(atob('{}'))</script>",
    ],
)
def test_files_within_a_page_are_found(body: str) -> None:
    data = b"%PDF-1.4\n" + bytes(range(256)) * 3
    (one,) = inlined(page(body.replace("{}", b64encode(data).decode())))
    assert (one.name, one.data) == ("inline-1.pdf", data)


@pytest.mark.parametrize(
    "body",
    [
        "<img src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=='>",
        "<iframe src='data:application/pdf;base64,JVBERi0xLjQK'></iframe>",
        "<iframe src='data:application/pdf;base64,%%%%'></iframe>",
        "<script>var pdfData = 'JVBERi' + rest;</script>",
    ],
)
def test_what_is_no_file_within_a_page_is_left(body: str) -> None:
    assert inlined(page(body)) == []


def test_a_link_without_an_ending_is_called_what_it_says() -> None:
    (link,) = attachments(page("<a href='/download.jsp?id=7' title='县教育局年报.xlsx'>附件1</a>"))
    assert file_name(link) == "县教育局年报.xlsx"
