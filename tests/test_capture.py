"""gongkai capture: one page kept now, as politely, as privately and as well proved as in a crawl."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Site, redirect
from storage import runs
from storage.clock import parse_now
from storage.terms import Kind
from storage.workspace import lock, open_workspace
from tests.calling import Called, Gongkai
from tests.crawling import DAY, NOW, Watch, column, home, report_title, rows
from tests.errands import called_apart
from tests.report_maker import Report

TITLE = report_title("青禾县教育局")
PAGE = "/info/1.html"


@dataclass
class Capturing:
    """A portal, a workspace, and the command."""

    site: Site
    watch: Watch

    def __call__(self, path: str, *words: object) -> Called:
        url = path if ":" in path[:8] else self.site.url + path
        return called_apart("capture", url, *words, "--workspace", self.watch.folder, "--now", NOW, "--json")

    def kept(self, path: str, *words: object) -> dict[str, Any]:
        """What a call that ends well prints."""
        called = self(path, *words)
        assert called.code == 0, called.err
        told: dict[str, Any] = called.json
        return told


@pytest.fixture
def capturing(tmp_path: Path) -> Iterator[Capturing]:
    with MiniatureWeb(DAY) as web:
        report = Report("青禾县教育局", 2024).html().replace("</body>", "<a href='/files/1.pdf'>x</a></body>")
        site = web.open(
            Site(
                {
                    "/": Answer(home()),
                    "/zfxxgknb/": Answer(column(rows([(PAGE, TITLE, "2025-01-20")]))),
                    PAGE: Answer(report),
                    "/files/1.pdf": Answer(b"%PDF-1.4 " + b"x" * 200, content_type="application/pdf"),
                    "/wall.html": Answer("<script>$_ts=window['$_ts'];</script>", 412),
                    "/away.html": redirect("http://elsewhere.example/1.html"),
                    "/closed/1.html": Answer(report),
                    "/robots.txt": Answer("User-agent: *\nDisallow: /closed/", content_type="text/plain"),
                }
            )
        )
        watch = Watch(tmp_path / "w")
        watch.add("qh-gov", "青禾县人民政府", f"{site.url}/", Kind.GOVERNMENT)
        watch.add("qh-edu", "青禾县教育局", f"{site.url}/", parent="qh-gov")
        watch.add("st-gov", "松泉县人民政府", "http://www.songquan.example/", Kind.GOVERNMENT)
        yield Capturing(site, watch)


def test_a_page_is_kept_with_its_files_and_its_proof(capturing: Capturing) -> None:
    told = capturing.kept(PAGE)
    assert (told["outcome"], told["status"], told["role"], told["source"]) == ("ok", 200, "article", "portal")
    assert [(one["status"], one["parent"]) for one in told["attachments"]] == [(200, told["id"])]
    assert told["warc"] == "run-000001.warc.gz"
    assert capturing.site.paths() == ["/robots.txt", PAGE, "/files/1.pdf"]
    kept = capturing.watch.kept(NOW)
    assert [one.url.removeprefix(capturing.site.url) for one in kept.documents] == ["/robots.txt", PAGE, "/files/1.pdf"]
    assert (len(kept.looks), len(kept.passes)) == (0, 0)
    with open_workspace(capturing.watch.folder, parse_now(NOW)) as workspace:
        (run,) = runs.runs(workspace.facts)
        assert (run.command, run.exit_code, run.requests) == ("capture", 0, told["requests"])


def test_what_was_captured_is_read_and_judged(
    capturing: Capturing, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capturing.kept(PAGE, "--agency", "qh-edu", "--year", 2024, "--by", "林")
    gongkai = Gongkai(capsys, monkeypatch, "--workspace", str(capturing.watch.folder), "--now", NOW, "--json")
    assert gongkai("extract").code == gongkai("check").code == gongkai("verify").code == 0
    standings = {one["agency"]: one for one in gongkai("standing", "--year", 2024).json}
    assert standings["qh-edu"]["standing"] in ("on-time", "published")
    assert standings["qh-gov"]["standing"] == "not-due"


@pytest.mark.parametrize(
    ("path", "outcome", "said"),
    [
        ("/wall.html", "walled", "412"),
        ("/closed/1.html", "walled", "robots"),
        ("/nowhere.html", "broken", "404"),
        ("/away.html", "broken", "不在该网站允许的域名之内"),
    ],
)
def test_what_stands_in_the_way_is_told_and_is_no_failure(
    capturing: Capturing, path: str, outcome: str, said: str
) -> None:
    told = capturing.kept(path)
    assert told["outcome"] == outcome
    assert said in told["reason"]
    assert told["attachments"] == []
    with open_workspace(capturing.watch.folder, parse_now(NOW)) as workspace:
        (run,) = runs.runs(workspace.facts)
        assert run.exit_code == 0
        assert bool(run.note and "名单之外" in run.note) is (path == "/away.html"), (
            "a redirect off the list is an incident"
        )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("http://elsewhere.example/1.html",), "is no host of any agency"),
        (("file:///etc/passwd",), "is no http or https address"),
        (("data:text/html,1",), "is no http or https address"),
        (("http://10.0.0.1/1.html",), "is no host of any agency"),
        (("http://localhost:1/",), "is no host of any agency"),
        ((PAGE, "--agency", "nobody"), "no agency has the id nobody"),
        ((PAGE, "--agency", "st-gov"), "is no host of st-gov"),
        ((PAGE, "--year", "2024"), "--year says nothing without --agency"),
    ],
)
def test_a_wrong_call_gets_one_line_and_asks_nothing(
    capturing: Capturing,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    gongkai = Gongkai(capsys, monkeypatch, "--workspace", str(capturing.watch.folder), "--now", NOW)
    url, *options = words
    refused = gongkai("capture", capturing.site.url + url if url == PAGE else url, *options)
    assert refused.code == 2
    assert said in refused.err
    assert refused.err.count("\n") == 1
    assert capturing.site.visits == []


def test_a_portal_under_crawl_is_left_alone(capturing: Capturing) -> None:
    with lock(capturing.watch.folder, f"portal {capturing.site.url.removeprefix('http://')}"):
        refused = capturing(PAGE)
    assert refused.code == 3
    assert "wait until it has ended" in refused.err
