"""Pages whose tables are pictures: the page is read with them, and the pictures are no documents beside it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import extract
from extract.web.pictures import set_in
from monitor.demo.web import Answer, MiniatureWeb, Site
from storage.clock import parse_now
from storage.records import records
from storage.workspace import open_workspace
from tests.calling import Gongkai
from tests.corpus import random_report, scans
from tests.crawling import DAY, NOW, Watch, column, home, page, rows
from tests.measured import SURE

SEED = 7
URL = "https://www.qinghe.example/art/2025/1/20/t1.html"


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


@pytest.fixture
def gongkai(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gongkai:
    return Gongkai(capsys, monkeypatch)


@pytest.mark.parametrize(
    "written",
    ['<img src="P0001.png">', "<IMG alt='第一页' SRC = './P0001.png' />", "<img src=/art/2025/1/20/P0001.png>"],
)
def test_a_picture_takes_the_place_of_its_address(written: str) -> None:
    known = {"https://www.qinghe.example/art/2025/1/20/P0001.png": b"PNG"}
    shown, taken = set_in(f"<p>{written}</p>".encode(), URL, known)
    assert b'"data:image/x;base64,UE5H"' in shown
    assert set(taken) == set(known)


def test_what_is_not_a_picture_of_the_page_stays() -> None:
    markup = b'<img src="logo.png"><img data-src="P0001.png"><script src="P0001.png"></script>'
    assert set_in(markup, URL, {"https://www.qinghe.example/art/2025/1/20/P0001.png": b"PNG"}) == (markup, set())


def test_a_page_of_pictures_is_read_as_one_report(web: MiniatureWeb, tmp_path: Path, gongkai: Gongkai) -> None:
    pytest.importorskip("rapidocr")
    printed = random_report(SEED, layout="plain")
    title = f"{printed.agency}{printed.year}年政府信息公开工作年度报告"
    wanted = replace(scans.habits(SEED, "clean"), dpi=150)
    pages = [scans.kept(one, "PNG", None) for one in scans.pictures(printed, SEED, wanted)]
    shown = "".join(f"<p><img src='P{number}.png'></p>" for number in range(len(pages)))
    report = page(title, f"<h1>{title}</h1><p>发布日期：2025-01-20</p><div class='TRS_Editor'>{shown}</div>")
    listed = rows([("/zfxxgknb/t1.html", title, "2025-01-20")])
    there = {f"/zfxxgknb/P{number}.png": Answer(data, content_type="image/png") for number, data in enumerate(pages)}
    there |= {"/": Answer(home()), "/zfxxgknb/": Answer(column(listed)), "/zfxxgknb/t1.html": Answer(report)}
    watch = Watch(tmp_path / "w")
    watch.add("qh-1", printed.agency, f"{web.open(Site(there)).url}/")
    watch.crawl(NOW)
    gongkai.shared = ("--workspace", str(watch.folder), "--now", NOW, "--json")
    assert gongkai("extract").code == 0
    with open_workspace(watch.folder, parse_now(NOW)) as workspace:
        kept = list(records(workspace.facts, extract.VERSION).values())
    (read,) = [record for record in kept if record.is_report]
    sure = {path: value.number for path, value in read.cells.items() if value.confidence > SURE}
    assert len(sure) > 150
    assert sure == {path: printed.truth[path] for path in sure}
    assert [one.warnings[0].code for one in kept if one is not read] == ["picture-of-page"] * len(pages)
    assert gongkai("extract").out.strip() == ""
