"""WARC files and their proof: every answer of a crawl is in one, other readers open it, and a flipped byte is named."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.demo.web import Answer, MiniatureWeb
from storage.terms import Role
from tests.calling import Gongkai
from tests.crawling import DAY, NOW, Kept, Watch, one_portal, static_site

LATER = "2025-02-04T08:00:00+08:00"
BODIES = ("青禾县人民政府", "青禾县教育局")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Watch, Kept]]:
    with MiniatureWeb(DAY) as web:
        site = static_site(BODIES)
        site.pages["/old"] = Answer(drop=True)
        watch = one_portal(web, tmp_path_factory.mktemp("warc") / "w", site)
        watch.crawl(NOW)
        watch.crawl(LATER)
        yield watch, watch.kept()


@pytest.fixture
def gongkai(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gongkai:
    return Gongkai(capsys, monkeypatch, "--now", LATER, "--json")


@pytest.fixture
def copy(crawled: tuple[Watch, Kept], tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled[0].folder, tmp_path / "copy"))


def test_every_capture_is_found_in_its_warc(crawled: tuple[Watch, Kept]) -> None:
    watch, kept = crawled
    for capture in kept.documents:
        assert capture.warc is not None
        with (watch.folder / "vault" / "warc" / capture.warc).open("rb") as file:
            file.seek(capture.warc_offset or 0)
            record = next(iter(ArchiveIterator(file)))
            assert record.rec_headers.get_header("WARC-Target-URI") == capture.final_url
            assert record.rec_type in ("response", "revisit")
            assert record.http_headers.get_statuscode() == str(capture.status)


def test_what_came_again_unchanged_refers_to_what_came_first(crawled: tuple[Watch, Kept]) -> None:
    watch, kept = crawled
    with (watch.folder / "vault" / "warc" / "run-000002.warc.gz").open("rb") as file:
        kinds = {
            (record.rec_type, record.rec_headers.get_header("WARC-Refers-To-Target-URI"))
            for record in ArchiveIterator(file)
        }
    articles = {capture.url for capture in kept.of(Role.ARTICLE) if capture.run == 2}
    assert articles
    assert {("revisit", url) for url in articles} <= kinds


def test_the_question_and_our_own_notes_stand_beside_the_answer(crawled: tuple[Watch, Kept]) -> None:
    watch, _ = crawled
    with (watch.folder / "vault" / "warc" / "run-000001.warc.gz").open("rb") as file:
        records = [(record.rec_type, record.content_stream().read().decode()) for record in ArchiveIterator(file)]
    assert [kind for kind, _ in records[:3]] == ["response", "request", "metadata"]
    notes = dict(line.split(": ", 1) for line in records[2][1].splitlines())
    assert json.loads(notes["seen"]) == NOW


def test_all_is_well_with_an_untouched_workspace(copy: Path, gongkai: Gongkai) -> None:
    told = gongkai("verify", "--workspace", copy)
    assert (told.code, told.json["bad"]) == (0, [])
    assert told.json["checked"] > 5


@pytest.mark.parametrize("place", ["[0-9a-f][0-9a-f]/*", "warc/*.warc.gz"])
def test_a_flipped_byte_is_named(copy: Path, gongkai: Gongkai, place: str) -> None:
    file = min((copy / "vault").glob(place))
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)
    told = gongkai("verify", "--workspace", copy)
    assert told.code == 1
    assert str(file) in {one["file"] for one in told.json["bad"]}


def test_an_original_that_is_gone_is_named(copy: Path, gongkai: Gongkai) -> None:
    file = min((copy / "vault").glob("[0-9a-f][0-9a-f]/*"))
    file.unlink()
    assert str(file) in {one["file"] for one in gongkai("verify", "--workspace", copy).json["bad"]}


def test_what_a_kill_left_behind_is_no_damage_but_a_cut_record_is(copy: Path, gongkai: Gongkai) -> None:
    file = copy / "vault" / "warc" / "run-000002.warc.gz"
    written = file.read_bytes()
    file.write_bytes(written + written[:40])
    assert gongkai("verify", "--workspace", copy).json["bad"] == []
    file.write_bytes(written[: len(written) // 2])
    assert str(file) in {one["file"] for one in gongkai("verify", "--workspace", copy).json["bad"]}
