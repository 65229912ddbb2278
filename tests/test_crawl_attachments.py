"""Attachments: every way in which report pages lead to their files, and what only looks like one."""

import pytest

from crawler.attachments import attachments, file_name
from crawler.page import Page

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
    wanted = [file if file.startswith("http") else HOST + file for file in files]
    assert [link.url for link in attachments(page(body))] == wanted


def test_a_link_without_an_ending_is_called_what_it_says() -> None:
    (link,) = attachments(page("<a href='/download.jsp?id=7' title='县教育局年报.xlsx'>附件1</a>"))
    assert file_name(link) == "县教育局年报.xlsx"
