"""What was fetched: bytes kept once, captures kept every time, nouns that come back as they went in."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from storage.captures import documents, keep_document, keep_leads, last_capture, leads
from storage.clock import SHANGHAI, Clock
from storage.db import open_facts
from storage.errors import CannotRun
from storage.judgements import findings, keep_finding
from storage.model import Agency, Document, Evidence, Finding, Lead
from storage.portals import begin_pass, portal_host, remember_column
from storage.record import Record, Value, Where
from storage.records import keep_record, keep_unreadable, records, unread, unreadable
from storage.registry import agencies, save_agencies
from storage.runs import begin_run
from storage.terms import Certainty, Kind, LeadKind, Level, Responsibility, Role, Severity, Via
from storage.vault import Vault
from storage.workspace import Workspace, make_workspace, open_workspace

NOW = datetime(2025, 2, 3, 8, tzinfo=SHANGHAI)
HOST = "www.qinghe.example"
PAGE = f"http://{HOST}/2024.html"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    make_workspace(tmp_path / "watch", "id,name\n")
    with open_workspace(tmp_path / "watch", Clock(NOW)) as opened:
        run = begin_run(opened.facts, "crawl", Clock(NOW), "here")
        begin_pass(opened.facts, run.id, HOST, NOW)
        yield opened


def captured(workspace: Workspace, data: bytes, days: int, status: int = 200) -> Document:
    seen = NOW + timedelta(days=days)
    kept = Document(0, 1, HOST, PAGE, PAGE, Role.ARTICLE, status, seen, seen, Via.HTTP, workspace.vault.put(data))
    return keep_document(workspace.facts, kept)


def test_a_page_that_goes_back_is_three_captures_and_two_blobs(workspace: Workspace) -> None:
    first, second, third = (captured(workspace, data, days) for days, data in enumerate((b"A", b"B", b"A")))
    assert [kept.id for kept in documents(workspace.facts)] == [first.id, second.id, third.id]
    assert first.sha256 == third.sha256 != second.sha256
    assert len([path for path in workspace.vault.folder.rglob("*") if path.is_file()]) == 2
    assert last_capture(workspace.facts, PAGE) == third


def test_the_last_capture_is_the_last_good_one(workspace: Workspace) -> None:
    good = captured(workspace, b"A", 0)
    captured(workspace, b"<h1>502</h1>", 1, status=502)
    assert last_capture(workspace.facts, PAGE) == good


def test_the_vault_keeps_bytes_under_their_hash_and_never_half(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    sha256 = vault.put(b"report")
    assert sha256 == hashlib.sha256(b"report").hexdigest()
    assert vault.get(sha256) == b"report"
    written = vault.path(sha256).stat().st_mtime_ns
    assert vault.put(b"report") == sha256
    assert vault.path(sha256).stat().st_mtime_ns == written, "what is kept is never written again"
    assert [path.name for path in (tmp_path / "vault").rglob("*") if path.is_file()] == [sha256]


def test_a_vault_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("a file where the folder should be")
    with pytest.raises(CannotRun, match="the vault cannot keep a document"):
        Vault(tmp_path / "vault").put(b"report")


def test_a_lead_seen_again_keeps_when_it_was_first_seen(workspace: Workspace) -> None:
    column = remember_column(workspace.facts, HOST, f"http://{HOST}/list", "年报", "home page", NOW)
    lead = Lead(0, column.id, PAGE, "2024年年度报告", LeadKind.REPORT, 0.9, ("title",), NOW, NOW, 1, 1)
    keep_leads(workspace.facts, [lead])
    later = begin_run(workspace.facts, "crawl", Clock(NOW), "here").id
    again = replace(lead, title="更正", first_seen=NOW + timedelta(1), last_seen=NOW + timedelta(1), first_run=later)
    keep_leads(workspace.facts, [replace(again, last_run=later)])
    (known,) = leads(workspace.facts, column.id)
    assert (known.title, known.first_seen, known.last_seen) == ("更正", NOW, NOW + timedelta(1))
    assert (known.first_run, known.last_run) == (1, later)


def test_only_what_this_reader_has_not_read_is_unread(workspace: Workspace) -> None:
    report, broken = captured(workspace, b"A", 0).sha256, captured(workspace, b"B", 1).sha256
    captured(workspace, b"<h1>404</h1>", 2, status=404)
    assert report
    assert broken
    read = Record(
        "报告", year=2024, published=date(2025, 1, 9), cells={"a.b": Value(1.5, "1.5", 0.9, Where(1, 0, 2, 3))}
    )
    assert [row["sha256"] for row in unread(workspace.facts, "1")] == [report, broken]
    keep_record(workspace.facts, report, "1", read, NOW)
    keep_unreadable(workspace.facts, broken, "1", "not-a-report", "an error page", NOW)
    assert unread(workspace.facts, "1") == []
    assert len(unread(workspace.facts, "2")) == 2
    assert records(workspace.facts, "1") == {report: read}
    assert unreadable(workspace.facts, "1") == {broken: ("not-a-report", "an error page")}


def test_nouns_come_back_as_they_went_in(workspace: Workspace) -> None:
    county = Agency("c", "青禾县人民政府", Level.COUNTY, Kind.GOVERNMENT, "http://c.example", aliases=("青禾", "县府"))
    bureau = Agency("b", "教育局", Level.COUNTY, Kind.DEPARTMENT, "http://c.example", parent="c", extra={"科室": "办"})
    save_agencies(workspace.facts, [bureau, county])  # a child before its parent
    assert agencies(workspace.facts) == [bureau, county]
    found = Finding(
        *("f1", "t3-balance", "b", 2024, Severity.S1, Certainty.CERTAIN, Responsibility.SOURCE),
        *("勾稽不符", "21≠20", "统一格式表三", {"total": 21}, 20, NOW, NOW),
        evidence=(Evidence(None, PAGE, NOW, "21"),),
    )
    keep_finding(workspace.facts, found)
    assert findings(workspace.facts) == [found]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Qinghe.example./col/", "www.qinghe.example"),
        ("http://www.qinghe.example:80/", "www.qinghe.example"),
        ("http://127.0.0.1:8001/a", "127.0.0.1:8001"),
        ("https://www.qinghe.example:80/", "www.qinghe.example:80"),
    ],
)
def test_a_portal_is_its_host_with_an_unusual_port(url: str, host: str) -> None:
    assert portal_host(url) == host


def test_readers_never_wait_for_a_writer(workspace: Workspace) -> None:
    reader = open_facts(workspace.folder / "gongkai.db")
    workspace.facts.execute("begin immediate")
    captured(workspace, b"A", 0)
    assert documents(reader) == []
    workspace.facts.commit()
    assert len(documents(reader)) == 1
    reader.close()
