"""Archives: one report inside is the archive's own; several become documents of their own, kept with the archive."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Site
from tests.calling import Gongkai
from tests.crawling import DAY, NOW, Watch, column, home, rows
from tests.report_maker import Report

BODIES = ("青禾县人民政府", "青禾县教育局", "青禾县水务局")


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


@pytest.fixture
def gongkai(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gongkai:
    return Gongkai(capsys, monkeypatch)


def zipped(*bodies: str, **others: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for body in bodies:
            archive.writestr(f"部门/{body}.html", Report(body, 2024).html())
        for name, data in others.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_the_only_report_of_an_archive_is_the_archives_own(tmp_path: Path, gongkai: Gongkai) -> None:
    file = tmp_path / "年报.zip"
    file.write_bytes(zipped(BODIES[1], readme=b"\0\1\2"))
    told = gongkai("extract", file, "--json").json
    assert (told["agency"], told["year"], told["source"]["media_type"]) == (BODIES[1], 2024, "application/zip")
    assert ("in-archive", "部门/青禾县教育局.html") in {
        (w["code"], w["message"].split("“")[1].split("”")[0]) for w in told["warnings"]
    }


def test_several_reports_are_told_one_by_one(tmp_path: Path, gongkai: Gongkai) -> None:
    file = tmp_path / "全县年报.zip"
    file.write_bytes(zipped(*BODIES))
    called = gongkai("extract", file, "--json")
    assert called.code == 0
    paths = [f"{file}/部门/{body}.html" for body in BODIES]
    assert [path in called.out for path in paths] == [True] * 3
    assert len(called.out.splitlines()) == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(), "empty"),
        (zipped(readme=b"\0\1"), "unsupported-format"),
        (zipped(**{"word/document.xm": b"<w", "word/styles.xml": b"<w:styles/>"}), "damaged"),
    ],
)
def test_an_archive_without_a_report_says_so(tmp_path: Path, gongkai: Gongkai, data: bytes, code: str) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(data)
    called = gongkai("extract", file, "--json")
    assert (called.code, called.json["error"]["code"]) == (1, code)


def test_a_county_that_publishes_one_archive_has_published(web: MiniatureWeb, tmp_path: Path, gongkai: Gongkai) -> None:
    listed = rows([("/zfxxgknb/2024.zip", "青禾县2024年政府信息公开工作年度报告汇总", "2025-01-20")])
    packed = Answer(zipped(*BODIES), content_type="application/zip")
    site = web.open(Site({"/": Answer(home()), "/zfxxgknb/": Answer(column(listed)), "/zfxxgknb/2024.zip": packed}))
    watch = Watch(tmp_path / "w")
    for number, body in enumerate(BODIES):
        watch.add(f"qh-{number}", body, f"{site.url}/")
    watch.crawl(NOW)
    gongkai.shared = ("--workspace", str(watch.folder), "--now", NOW, "--json")
    assert gongkai("extract").code == 0
    assert gongkai("check").code == 0
    standings = {one["agency"]: one["standing"] for one in gongkai("standing", "--year", 2024).json}
    assert set(standings.values()) == {"published"}
    before = len(watch.kept().documents)
    assert gongkai("extract").code == 0
    assert len(watch.kept().documents) == before
    assert gongkai("verify").json["bad"] == []
