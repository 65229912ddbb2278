"""gongkai hand-in: what a person saved where we cannot see is kept, read and judged, and proves no absence."""

import gzip
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from crawler import brought
from monitor.demo.portals import printed
from monitor.demo.web import Answer, MiniatureWeb, Site
from storage import people
from storage.clock import parse_now
from storage.terms import Kind, Role, Via
from storage.workspace import open_workspace
from tests.archive_maker import Visited, saved, wacz, warc
from tests.calling import Called, Gongkai
from tests.crawling import DAY, NOW, Watch, column, home, report_title, rows
from tests.errands import called_apart
from tests.report_maker import Report

BODIES = {"qh-gov": "青禾县人民政府", "qh-edu": "青禾县教育局", "qh-mz": "青禾县民政局", "qh-sl": "青禾县水利局"}
SEEN = "2025-01-25T10:00:00+08:00"
WALL = Answer("<script>$_ts=window['$_ts'];</script>", 412)
STYLE = "body { color: black; }" * 30


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


class Hand:
    """A county behind a wall, a workspace that watches it, and the command."""

    def __init__(self, web: MiniatureWeb, folder: Path, gongkai: Gongkai) -> None:
        self.site = web.open(Site(otherwise=WALL))
        self.folder, self.gongkai = folder, gongkai
        self.watch = Watch(folder / "w")
        for key, name in BODIES.items():
            kind = Kind.GOVERNMENT if key == "qh-gov" else Kind.DEPARTMENT
            self.watch.add(key, name, f"{self.site.url}/", kind)
        gongkai.shared = ("--workspace", str(self.watch.folder), "--now", NOW, "--json")

    def page(self, key: str, path: str = "") -> Visited:
        """The page of a body's report, as somebody saved it."""
        return Visited(f"{self.site.url}{path or f'/nb/{key}.html'}", Report(BODIES[key], 2024).html().encode())

    def listing(self) -> Visited:
        """The list page of the column."""
        listed = [(f"/nb/{key}.html", report_title(name), "2025-01-20") for key, name in BODIES.items()]
        return Visited(f"{self.site.url}/nb/", column(rows(listed)).encode())

    def file(self, name: str, data: bytes) -> Path:
        """A file on somebody's disk."""
        return saved(self.folder, name, data)

    def __call__(self, file: Path, *words: object) -> Called:
        return self.gongkai("hand-in", file, "--by", "林", *words)

    def standings(self) -> dict[str, dict[str, Any]]:
        """How all stand for 2024, everything read and judged afresh."""
        assert self.gongkai("extract").code == 0
        assert self.gongkai("check").code == 0
        return {one["agency"]: one for one in self.gongkai("standing", "--year", 2024).json}


@pytest.fixture
def hand(
    web: MiniatureWeb, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Hand:
    return Hand(web, tmp_path, Gongkai(capsys, monkeypatch))


def test_behind_a_wall_a_report_that_was_handed_in_is_published_by_a_persons_word(hand: Hand) -> None:
    hand.watch.crawl(NOW)
    assert hand.standings()["qh-edu"]["standing"] == "cannot-see"
    figures = {"requests.received.total": 3, "requests.received.natural_person": 3}
    wrong = Report("青禾县教育局", 2024, figures).html()
    url = f"{hand.site.url}/nb/1.html"
    words = ("--agency", "qh-edu", "--year", 2024, "--url", url, "--seen", SEEN)
    told = hand(hand.file("年报.html", wrong.encode()), *words)
    assert told.code == 0, told.err
    kept = told.json
    assert (kept["source"], kept["via"], kept["seen"], kept["url"], kept["agency"]) == (
        "person", "person", SEEN, url, "qh-edu",
    )  # fmt: skip
    standings = hand.standings()
    assert standings["qh-edu"]["standing"] == "on-time"
    assert "有人在别处保存后提交" in standings["qh-edu"]["reason"]
    assert standings["qh-mz"]["standing"] == "cannot-see"
    found = hand.gongkai("findings", "--agency", "qh-edu").json
    assert found
    assert {one["certainty"] for one in found} <= {"likely", "hint"}
    assert all("有人在别处保存后提交" in one["message"] for one in found)
    assert {shown.get("source") for one in found for shown in one["evidence"]} == {"person"}
    written = hand.gongkai("digest").json
    board = Path(hand.gongkai("board").json["index"]).read_text("utf-8")
    assert "有人保存后提交" in Path(written["text"]).read_text("utf-8")
    assert "有人保存后提交" in Path(written["html"]).read_text("utf-8")
    assert "有人保存后提交" in board
    assert "林" not in board
    assert hand.gongkai("verify").json["bad"] == []


def test_a_file_may_be_the_report(hand: Hand) -> None:
    words = ("--agency", "qh-mz", "--year", 2024, "--url", f"{hand.site.url}/attach/1.pdf", "--seen", SEEN)
    told = hand(hand.file("年报.pdf", printed()), *words)
    assert told.code == 0, told.err
    assert (told.json["role"], told.json["media_type"], told.json["parent"]) == ("attachment", "application/pdf", None)
    assert hand.standings()["qh-mz"]["standing"] == "on-time"
    assert hand.gongkai("verify").json["bad"] == []


@pytest.mark.parametrize("name", ["column.warc.gz", "column.warc", "column.wacz"])
def test_a_whole_column_is_read_and_proves_no_absence(hand: Hand, name: str) -> None:
    hand.watch.crawl(NOW)
    there = [
        hand.page("qh-edu"),
        hand.page("qh-mz"),
        hand.listing(),
        Visited(f"{hand.site.url}/a.css", STYLE.encode(), "text/css"),
    ]
    data = warc(there, gzip=not name.endswith(".warc"))
    told = hand(hand.file(name, wacz(data) if name.endswith("wacz") else data))
    assert told.code == 0, told.err
    assert sorted(one["role"] for one in told.json["captures"]) == ["article", "article", "list"]
    assert {one["seen"] for one in told.json["captures"]} == {SEEN}
    standings = hand.standings()
    assert {key: one["standing"] for key, one in standings.items()} == {
        "qh-gov": "not-due", "qh-edu": "on-time", "qh-mz": "on-time", "qh-sl": "cannot-see",
    }  # fmt: skip
    assert standings["qh-sl"]["looks"] == 0
    kept = hand.watch.kept(NOW)
    assert (len(kept.looks), len(kept.columns)) == (0, 0)


def test_handing_in_twice_doubles_nothing(hand: Hand) -> None:
    file = hand.file("column.warc.gz", warc([hand.page("qh-edu"), hand.listing()]))
    first, second = hand(file), hand(file)
    assert [one["id"] for one in first.json["captures"]] == [one["id"] for one in second.json["captures"]]
    with open_workspace(hand.watch.folder, parse_now(NOW)) as workspace:
        (brought_in,) = people.handed_in(workspace.people)
        assert (brought_in.by, brought_in.name) == ("林", "column.warc.gz")
        assert workspace.vault.get(brought_in.sha256) == file.read_bytes()


def test_the_files_of_a_page_hang_on_it(hand: Hand) -> None:
    page = hand.page("qh-edu")
    linked = b"<a href='/download.jsp?id=7'>\xe5\xb9\xb4\xe6\x8a\xa5.pdf</a></body>"
    to = (("Location", "/attach/7.pdf"),)
    there = [
        Visited(page.url, page.body.replace(b"</body>", linked)),
        Visited(f"{hand.site.url}/download.jsp?id=7", b"", "text/html", "302 Found", more=to),
        Visited(f"{hand.site.url}/attach/7.pdf", printed(), "application/pdf"),
        Visited(f"{hand.site.url}/attach/8.pdf", printed(), "application/pdf"),
    ]  # fmt: skip
    told = hand(hand.file("a.warc.gz", warc(there))).json
    article, hung, own = told["captures"]
    assert (article["role"], hung["role"], hung["parent"], own["parent"]) == (
        "article",
        "attachment",
        article["id"],
        None,
    )
    assert (hung["file_name"], hung["final_url"]) == ("年报.pdf", f"{hand.site.url}/attach/7.pdf")


def test_a_page_of_an_archive_is_meant_by_its_address(hand: Hand) -> None:
    nameless = Report("", 2024).html().encode()
    there = [Visited(f"{hand.site.url}/nb/x.html", nameless), hand.page("qh-mz")]
    file = hand.file("a.warc.gz", warc(there))
    words = ("--agency", "qh-edu", "--year", 2024)
    assert "say with --url which is meant" in hand(file, *words).err
    assert "holds no answer of" in hand(file, *words, "--url", f"{hand.site.url}/nb/y.html").err
    listed = hand.file("b.warc.gz", warc([*there, hand.listing()]))
    assert "leads to reports and none itself" in hand(listed, *words, "--url", f"{hand.site.url}/nb/").err
    assert hand(file, *words, "--url", f"{hand.site.url}/nb/x.html").code == 0
    assert hand.standings()["qh-edu"]["standing"] == "on-time"


def test_what_a_person_brought_is_fetched_by_us_as_soon_as_we_can(hand: Hand) -> None:
    page = hand.page("qh-edu")
    assert hand(hand.file("a.warc.gz", warc([page]))).code == 0
    hand.site.pages |= {
        "/": Answer(home("<a href='/nb/'>政府信息公开年报</a>")),
        "/nb/": Answer(hand.listing().body),
        "/nb/qh-edu.html": Answer(page.body),
    }
    hand.site.otherwise = Answer("<h1>404</h1>", 404)
    hand.watch.crawl(NOW)
    own = [one for one in hand.watch.kept(NOW).of(Role.ARTICLE) if one.url == page.url]
    assert [one.via for one in own] == [Via.PERSON, Via.HTTP]
    standing = hand.standings()["qh-edu"]
    assert standings_source(standing) == "portal"
    assert standing["first_seen"] == SEEN
    assert "最早的一份由人在别处保存后提交" in standing["reason"]
    assert hand.gongkai("verify").json["bad"] == []


def standings_source(standing: dict[str, Any]) -> str:
    return "person" if "本系统没有亲眼看到" in standing["reason"] else "portal"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say with --url whence and with --seen when"),
        (("--url", "{}/1.html"), "say with --url whence and with --seen when"),
        (("--url", "{}/1.html", "--seen", "yesterday"), "--seen 'yesterday' is no ISO-8601 time"),
        (("--url", "{}/1.html", "--seen", "2025-01-25T10:00:00"), "has no offset"),
        (("--url", "{}/1.html", "--seen", "2025-03-01T00:00:00+08:00"), "yet to come"),
        (("--url", "file:///etc/passwd", "--seen", SEEN), "is no http or https address"),
        (("--url", "http://elsewhere.example/1.html", "--seen", SEEN), "no host of the agencies watched"),
        (("--url", "{}/1.html", "--seen", SEEN, "--agency", "nobody"), "no agency 'nobody'"),
        (("--url", "{}/1.html", "--seen", SEEN, "--year", "2024"), "--year says nothing without --agency"),
    ],
)
def test_a_wrong_call_gets_one_line_and_keeps_nothing(hand: Hand, words: tuple[str, ...], said: str) -> None:
    file = hand.file("年报.html", Report("青禾县教育局", 2024).html().encode())
    refused(hand, hand(file, *(word.replace("{}", hand.site.url) for word in words)), said)


def refused(hand: Hand, called: Called, said: str) -> None:
    """One clear line, and not a row more than before."""
    assert called.code == 2, called
    assert said in called.err
    assert called.err.startswith("gongkai: ")
    assert called.err.count("\n") == 1
    assert hand.watch.kept(NOW).documents == []
    assert not list((hand.watch.folder / "vault").rglob("*"))


def test_what_is_no_page_is_refused(hand: Hand) -> None:
    words = ("--url", f"{hand.site.url}/1.html", "--seen", SEEN)
    refused(hand, hand(hand.folder / "nowhere.pdf", *words), "is not there")
    refused(hand, hand(hand.folder, *words), "is a folder")
    refused(hand, hand(hand.file("empty.pdf", b""), *words), "is empty")
    wall = "<title>安全验证</title><p>请输入验证码</p>".encode()
    refused(hand, hand(hand.file("wall.html", wall), *words), "is not the page")
    other = [Visited("http://elsewhere.example/1.html", Report("青禾县教育局", 2024).html().encode())]
    refused(hand, hand(hand.file("other.warc.gz", warc(other))), "comes from elsewhere.example")
    news = [Visited(f"{hand.site.url}/news.html", b"<html><body><h1>x</h1><p>news</p></body></html>")]
    refused(hand, hand(hand.file("news.warc.gz", warc(news))), "holds no report and no list")
    later = [Visited(f"{hand.site.url}/1.html", b"x", at="2031-01-01T00:00:00Z")]
    refused(hand, hand(hand.file("later.warc.gz", warc(later))), "yet to come")


def test_a_hostile_archive_is_refused_whole(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brought, "MOST_UNPACKED_BYTES", 8 << 20)
    there = [hand.page("qh-edu"), hand.page("qh-mz")]
    sound, plain = warc(there), warc(there, gzip=False)
    large = bytes(12 << 20)
    bomb = [Visited(f"{hand.site.url}/1.html", gzip.compress(large), more=(("Content-Encoding", "gzip"),))]
    changed = plain.replace("青禾县教育局".encode(), "松泉县教育局".encode(), 1)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("archive/a.warc", warc([Visited(f"{hand.site.url}/1.html", large)], gzip=False))
    hostile = {
        "cut.warc.gz": (sound[:-200], "is cut off at byte"),
        "cut.warc": (plain[: len(plain) - 2000], "cut off at byte"),
        "flipped.warc.gz": (sound[:900] + bytes([sound[900] ^ 255]) + sound[901:], "damaged at byte"),
        "changed.warc": (changed, "is not what its digest says"),
        "bomb.warc.gz": (warc(bomb), "unpacks to more than 8 MiB"),
        "bomb.wacz": (out.getvalue(), "unpacks to more than 8 MiB"),
        "digest.wacz": (wacz(sound, digest="sha256:" + "0" * 64), "is not what its digest says"),
        "cut.wacz": (wacz(sound)[:-100], "no sound WACZ"),
        "away.wacz": (wacz(sound, "archive/../../../etc/cron.d/x.warc.gz"), "leads out of it"),
        "root.wacz": (wacz(sound, "/etc/cron.d/x.warc.gz"), "leads out of it"),
        "none.wacz": (wacz(b"{}", "archive/notes.json"), "without a WARC file"),
        "garbage.warc.gz": (b"\x1f\x8b" + bytes(500), "damaged at byte 0"),
        "garbage.warc": (b"WARC/1.0\r\nfoo", "holds no page and no document"),
        "empty.warc.gz": (gzip.compress(b""), "holds no record"),
        "undated.warc": (plain.replace(b"WARC-Date: 2025-01", b"WARC-Date: 2025-31"), "no moment"),
    }  # fmt: skip
    for name, (data, said) in hostile.items():
        refused(hand, hand(hand.file(name, data)), said)
    assert not (hand.folder.parent / "etc").exists()


@pytest.mark.parametrize(
    ("limit", "most", "said"),
    [
        ("MOST_FILE_BYTES", 1000, "is larger than"),
        ("MOST_RECORDS", 3, "holds more than 3 records"),
        ("MOST_HELD_BYTES", 1000, "hand in a part of it"),
        ("MOST_MEMBERS", 1, "holds more than 1 files"),
    ],
)
def test_what_is_too_much_is_refused_whole(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, said: str
) -> None:
    monkeypatch.setattr(brought, limit, most)
    refused(hand, hand(hand.file("a.wacz", wacz(warc([hand.page("qh-edu"), hand.page("qh-mz")])))), said)


def test_a_large_film_beside_a_report_is_left_out(hand: Hand) -> None:
    film = Visited(f"{hand.site.url}/a.bin", bytes(2 << 20), "application/octet-stream")
    settings = hand.watch.folder / "gongkai.toml"
    settings.write_text("[crawl]\nmax_bytes = 1048576\n", "utf-8")
    told = hand(hand.file("a.warc.gz", warc([film, hand.page("qh-edu")])))
    assert [one["role"] for one in told.json["captures"]] == ["article"]


def test_a_capture_of_ours_goes_before_what_a_person_brought(hand: Hand) -> None:
    hand.site.pages["/nb/qh-edu.html"] = Answer(hand.page("qh-edu").body)
    hand.site.pages["/robots.txt"] = Answer("", content_type="text/plain")
    assert hand(hand.file("a.warc.gz", warc([hand.page("qh-edu")]))).code == 0
    assert standings_source(hand.standings()["qh-edu"]) == "person"
    url = f"{hand.site.url}/nb/qh-edu.html"
    assert called_apart("capture", url, *hand.gongkai.shared).code == 0
    assert standings_source(hand.standings()["qh-edu"]) == "portal"
