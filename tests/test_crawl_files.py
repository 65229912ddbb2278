"""The files of reports (A1–A13): each form of hanging one out, as one portal shows it and one crawl takes it."""

import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from monitor.demo.portals import printed
from monitor.demo.web import Answer, MiniatureWeb, Page, Site, Visit, redirect
from storage.clock import parse_now
from storage.model import Document, Offer
from storage.offers import offers
from storage.terms import Kind, Role
from storage.workspace import open_workspace
from tests.calling import Gongkai
from tests.crawling import DAY, NOW, Kept, Watch, article, column, home, report_title, rows

PDF = printed()
LARGE = 246 * 1024 * 1024
STRANGER = "http://files.oss-cn-hangzhou.example/jcms_files/attach/0/8e.pdf"
VIEWER = "/pdfjs/web/viewer.html"
PAGES = 3
PRINTED = Answer(PDF, content_type="application/pdf")


def picture(number: int) -> bytes:
    """One page of a scan."""
    out = BytesIO()
    Image.new("RGB", (40, 60), (number, 200, 200)).save(out, "PNG")
    return out.getvalue()


def archive() -> bytes:
    """A ZIP with one file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("青禾县民政局.pdf", PDF)
    return out.getvalue()


@dataclass(frozen=True)
class Form:
    """How a report hangs out its file: what its page holds, where the file is, and what is answered there."""

    body: str
    path: str
    answer: Answer = PRINTED
    sends_on: str = ""


OCTETS = Answer(PDF, content_type="application/octet-stream", headers={"Content-Disposition": "attachment"})
VIEWED = quote("/virtual_attach_file.vsb?afc=9&oid=1&nid=2&e=.pdf", safe="")
FORMS = {
    "A1": Form("<a href='./P020260126637828068174.pdf'>附件</a>", "/nb/P020260126637828068174.pdf"),
    "A2": Form(
        "附件【<a href='/system/_content/download.jsp?urltype=news&owner=17&wbfileid=16'>2023.xlsx</a>】",
        "/system/_content/download.jsp?urltype=news&owner=17&wbfileid=16",
        OCTETS,
    ),
    "A3": Form(
        "<a href='/virtual_attach_file.vsb?afc=1&e=.pdf'>附件</a>", "/virtual_attach_file.vsb?afc=1&e=.pdf", OCTETS
    ),
    "A4": Form("<script>showVsbpdfIframe('/__local/E/1/x','100%','600','0')</script>", "/__local/E/1/x"),
    "A5": Form(
        f"<iframe src='/system/resource/pdfjs/viewer.html?file={quote(VIEWED, safe='')}'></iframe>",
        "/virtual_attach_file.vsb?afc=9&oid=1&nid=2&e=.pdf",
        OCTETS,
    ),
    "A6": Form("<script>var pdf='./P02.pdf';</script>", "/nb/P02.pdf"),
    "A7": Form(
        "<a href='/module/download/downfile.jsp?classid=0&filename=ab12.pdf'>下载</a>",
        "/module/download/downfile.jsp?classid=0&filename=ab12.pdf",
        sends_on="/attach/0/ab12.pdf",
    ),
    "A9": Form("<a href='/files/all.zip'>附件</a>", "/files/all.zip", Answer(archive(), content_type="x/zip")),
}  # fmt: skip


@dataclass
class World:
    """What one crawl made of all forms."""

    site: Site
    folder: Path
    kept: Kept
    said: str

    def files(self, form: str) -> list[Document]:
        """The files captured under the page of a form."""
        pages = {one.id for one in self.kept.of(Role.ARTICLE) if one.url.endswith(f"/nb/{form}.html")}
        return [one for one in self.kept.documents if one.parent in pages]

    def came(self, form: str) -> list[tuple[int, bytes | None]]:
        """Status and bytes of the last answer for each of them."""
        vault = self.folder / "vault"
        return [
            (one.status, (vault / one.sha256[:2] / one.sha256).read_bytes() if one.sha256 else None)
            for one in self.files(form)
        ]

    def asked(self, path: str) -> list[Visit]:
        """The visits to a path."""
        return [visit for visit in self.site.visits if visit.path == path]

    def offers(self) -> list[Offer]:
        """The files on hosts that are not on the list."""
        with open_workspace(self.folder, parse_now("2030-01-01T00:00:00+08:00")) as workspace:
            return offers(workspace.facts)


def guarded(answer: Answer, page: str) -> Page:
    """A file that is handed out only to who comes from its page, with the cookie that was given there."""

    def judge(visit: Visit) -> Answer:
        from_page = visit.headers.get("referer", "").endswith(page)
        return answer if from_page and "seen=1" in visit.headers.get("cookie", "") else Answer("403", 403)

    return judge


def portal() -> Site:
    """A county whose reports hang out their files in every form."""
    bodies = {
        **{name: form.body for name, form in FORMS.items()},
        "A8": f"<a href='{STRANGER}'>附件</a>",
        "A10": "<a href='/files/login.pdf'>附件</a>",
        "A12": "<div id='vsb_content'>"
        + "".join(f"<p><img src='/__local/page-{n}.png'></p>" for n in range(PAGES))
        + "<img src='/images/logo.png'></div>",
        "A13": "<a href='/files/scan.pdf'>扫描件</a>",
        "inline": f"<iframe src='data:application/pdf;base64,{b64encode(PDF).decode()}'></iframe>",
        "script": f"<script>var pdfData = '{b64encode(PDF).decode()}'; show(atob(pdfData));</script>",
    }
    listed = [(f"/nb/{name}.html", report_title("青禾县民政局", 2024), "2025-01-20") for name in bodies]
    listed.append(("/nb/list.pdf", report_title("青禾县水利局", 2024), "2025-01-21"))
    listed.append((f"{STRANGER}?list", report_title("青禾县司法局", 2024), "2025-01-21"))
    listed.append((f"{VIEWER}?file=%2Fnb%2Fviewed.pdf", report_title("青禾县司法局", 2023), "2024-01-21"))
    pages: dict[str, Page] = {"/": Answer(home()), "/zfxxgknb/": Answer(column(rows(listed)))}
    cookie = {"Set-Cookie": "seen=1; Path=/"}
    for name, body in bodies.items():
        text = article(report_title("青禾县民政局", 2024), body)
        pages[f"/nb/{name}.html"] = Answer(text, headers=cookie)
    for name, form in FORMS.items():
        target = form.sends_on or form.path
        pages[target] = guarded(form.answer, f"/nb/{name}.html")
        if form.sends_on:
            pages[form.path] = redirect(form.sends_on)
    pages["/nb/list.pdf"] = Answer(PDF, content_type="application/pdf")
    pages[VIEWER] = Answer("<html><body><div id='viewer'></div><script src='v.js'></script></body></html>")
    pages["/nb/viewed.pdf"] = Answer(PDF, content_type="application/pdf")
    pages["/files/login.pdf"] = Answer("<html><body><form>请登录后下载</form></body></html>")
    pages["/files/scan.pdf"] = Answer(b"%PDF-1.4", content_type="application/pdf", declared=LARGE)
    pages |= {f"/__local/page-{n}.png": Answer(picture(n), content_type="image/png") for n in range(PAGES)}
    return Site(pages=pages)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("files") / "w"
    with MiniatureWeb(DAY) as web:
        site = web.open(portal())
        watch = Watch(folder)
        for key, name in (
            ("gov", "青禾县人民政府"),
            ("mz", "青禾县民政局"),
            ("sl", "青禾县水利局"),
            ("sf", "青禾县司法局"),
        ):
            kind = Kind.GOVERNMENT if key == "gov" else Kind.DEPARTMENT
            watch.add(key, name, f"{site.url}/", kind)
        code, _, said = watch.start(NOW).end()
        assert code == 0, said
        yield World(site, folder, watch.kept(), said)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_taken_with_the_cookies_and_referer_of_its_page(world: World, form: str) -> None:
    assert world.came(form)[-1] == (200, FORMS[form].answer.data)


def test_what_sends_on_is_followed_and_both_answers_are_kept(world: World) -> None:
    assert [status for status, _ in world.came("A7")] == [302, 200]


def test_a_file_on_a_host_off_the_list_is_offered_and_not_asked_for(world: World) -> None:
    assert [(one.url, one.page.rpartition("/")[2]) for one in world.offers()] == [
        (STRANGER, "A8.html"),
        (f"{STRANGER}?list", ""),
    ]
    assert not [one for one in world.kept.documents if "oss-cn" in one.url + one.final_url]
    assert f"offered={STRANGER}" in world.said
    assert world.said.count("offered=") == 1, "each host is told once"


def test_a_page_in_the_place_of_a_file_is_kept_and_is_no_report(world: World) -> None:
    (kept,) = world.files("A10")
    assert kept.media_type == "text/html"


def test_a_list_may_lead_straight_to_the_file(world: World) -> None:
    (kept,) = [one for one in world.kept.of(Role.ATTACHMENT) if one.url.endswith("/nb/list.pdf")]
    assert (kept.status, kept.bytes, kept.parent) == (200, len(PDF), None)


def test_a_list_may_lead_to_a_viewer(world: World) -> None:
    (viewer,) = [one for one in world.kept.of(Role.ARTICLE) if "/viewer.html" in one.url]
    (shown,) = [one for one in world.kept.documents if one.parent == viewer.id]
    assert (shown.role, shown.status) == (Role.ATTACHMENT, 200)
    assert shown.url == f"{world.site.url}/nb/viewed.pdf"


def test_a_series_of_pictures_is_taken_without_what_decorates(world: World) -> None:
    assert world.came("A12") == [(200, picture(n)) for n in range(PAGES)]
    assert not world.asked("/images/logo.png")


def test_a_very_large_file_is_an_outcome_and_no_download(world: World) -> None:
    (kept,) = world.files("A13")
    assert (kept.status, kept.sha256) == (0, None)
    assert str(kept.error).startswith("too-large")
    assert len(world.asked("/files/scan.pdf")) == 1
    assert world.kept.last.outcome == "ok"


@pytest.mark.parametrize("form", ["inline", "script"])
def test_a_file_within_its_page_is_kept_as_its_attachment(world: World, form: str) -> None:
    (kept,) = world.files(form)
    assert world.came(form) == [(200, PDF)]
    assert (kept.role, kept.media_type, kept.warc) == (Role.ATTACHMENT, "application/pdf", None)
    assert kept.url.endswith(f"/nb/{form}.html#inline/inline-1.pdf")


def test_files_come_from_hosts_that_the_registry_names(tmp_path: Path) -> None:
    with MiniatureWeb(DAY) as web:
        store = web.open(Site({"/a.pdf": PRINTED, "/b.pdf": PRINTED}))
        title, hung = (
            report_title("青禾县民政局"),
            f"<a href='{store.url}/a.pdf'>一</a><a href='/down.jsp?f=b.pdf'>二</a>",
        )
        pages = {
            "/": Answer(home()),
            "/zfxxgknb/": Answer(column(rows([("/1.html", title, "2025-01-20")]))),
            "/1.html": Answer(article(title, hung)),
            "/down.jsp": redirect(f"{store.url}/b.pdf"),
        }
        site = web.open(Site(dict(pages)))
        watch = Watch(tmp_path / "w")
        named = (store.url.removeprefix("http://"),)
        watch.add("gov", "青禾县人民政府", f"{site.url}/", Kind.GOVERNMENT, hosts=named)
        watch.crawl(NOW)
    assert store.paths()[1:] == ["/a.pdf", "/b.pdf"]
    kept = [one for one in watch.kept().of(Role.ATTACHMENT) if one.status == 200]
    assert [one.final_url for one in kept] == [f"{store.url}/a.pdf", f"{store.url}/b.pdf"]


FIXTURES = {
    **dict.fromkeys(FORMS, "test_every_form_is_taken_with_the_cookies_and_referer_of_its_page"),
    "A8": "test_a_file_on_a_host_off_the_list_is_offered_and_not_asked_for",
    "A10": "test_a_page_in_the_place_of_a_file_is_kept_and_is_no_report",
    "A11": "test_a_list_may_lead_straight_to_the_file",
    "A12": "test_a_series_of_pictures_is_taken_without_what_decorates",
    "A13": "test_a_very_large_file_is_an_outcome_and_no_download",
}
"""Which test shows which fixture of the catalogue of files."""


def test_every_fixture_of_the_catalogue_is_shown() -> None:
    assert set(FIXTURES) == {f"A{number}" for number in range(1, 14)}
    assert set(FIXTURES.values()) <= set(globals())


def test_the_doctor_says_how_to_let_a_strange_host_in(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gongkai = Gongkai(capsys, monkeypatch, "--workspace", str(world.folder), "--now", NOW)
    (told,) = [item for item in gongkai("doctor", "--json").json["items"] if item["name"] == "files elsewhere"]
    assert told["state"] == "missing"
    assert "2 files" in told["message"]
    assert STRANGER in told["message"]
    assert told["fix"].endswith("hosts of gov in agencies.csv, import and crawl: files.oss-cn-hangzhou.example")
