"""gongkai agencies add: a portal is visited once, and what it shows becomes rows that can be imported."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.agencies import HEADER
from monitor.demo.portals import sites
from monitor.demo.shapes import shapes
from monitor.demo.web import Answer, MiniatureWeb, Site, redirect
from monitor.demo.world import Portal, world
from storage.workspace import make_workspace
from tests.calling import Called, Gongkai
from tests.crawling import DAY, NOW, column, home, page, report_title, rows
from tests.errands import called_apart
from tests.test_families import BODIES, COLUMN

SHAPES = ("trs", "jpage", "vsb", "gkmlpt", "lonsun", "ztree", "departments")
OWN_COLUMNS = ("ztree", "departments")
SETTINGS = "[crawl]\ndelay = 0\ntimeout = 5.0\n"


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


class Adding:
    """A workspace, and the command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_workspace(folder, HEADER)
        (folder / "gongkai.toml").write_text(SETTINGS, "utf-8")

    def __call__(self, url: str, *words: object) -> Called:
        return called_apart("agencies", "add", url, "--workspace", self.folder, "--now", NOW, "--json", *words)

    @property
    def files(self) -> list[Path]:
        """The files of proposed rows."""
        return sorted(self.folder.glob("proposed-*.csv"))


@pytest.fixture
def adding(tmp_path: Path) -> Adding:
    return Adding(tmp_path / "w")


def county() -> Site:
    """A county with a column and a directory."""
    there = {
        "县政府部门": ("县教育局", "县水利局", "县审计局"),
        "乡镇（街道）": ("枫桥镇", "白水乡", "城关街道办事处"),
        "垂直管理部门": ("县税务局", "县气象局", "县烟草专卖局"),
    }
    directory = "".join(
        f"<h3>{kind}</h3><ul>{''.join(f'<li><a href=/bm/{name}/>{name}</a></li>' for name in names)}</ul>"
        for kind, names in there.items()
    )
    listed = [
        (f"/zfxxgknb/{year}/{n}.html", report_title(name, year), f"{year + 1}-01-2{n}")
        for year in (2023, 2022)
        for n, name in enumerate(("青禾县人民政府", "青禾县教育局", "青禾县审计局"))
    ]
    front = home("<a href='/zfxxgknb/'>政府信息公开年报</a><a href='/zwgk/'>政府信息公开</a>")
    front = front.replace("<head>", "<head><meta name='SiteIDCode' content='3212810001'>")
    return Site(
        {
            "/": Answer(front),
            "/zfxxgknb/": Answer(column(rows(listed))),
            "/zwgk/": Answer(page("政府信息公开-青禾县人民政府", directory)),
        }
    )


def test_a_county_is_proposed_reviewed_and_imported(
    web: MiniatureWeb, adding: Adding, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = web.open(county())
    called = adding(f"{site.url}/")
    assert called.code == 0, called.err
    (file,) = adding.files
    with file.open(encoding="utf-8-sig", newline="") as sheet:
        assert list(csv.DictReader(sheet)) == called.json
    found = {row["name"]: row for row in called.json}
    assert {name: (row["kind"], row["expect"], row["found"]) for name, row in found.items()} == {
        "青禾县人民政府": ("government", "yes", "listed"),
        "青禾县教育局": ("department", "yes", "listed"),
        "青禾县审计局": ("department", "yes", "listed"),
        "青禾县水利局": ("department", "yes", "expected, never listed"),
        "青禾县枫桥镇人民政府": ("township", "yes", "expected, never listed"),
        "青禾县白水乡人民政府": ("township", "yes", "expected, never listed"),
        "青禾县城关街道办事处": ("township", "yes", "expected, never listed"),
        "青禾县税务局": ("department", "no", "expected, never listed"),
        "青禾县气象局": ("department", "no", "expected, never listed"),
        "青禾县烟草专卖局": ("department", "no", "expected, never listed"),
    }
    assert found["青禾县教育局"]["years"] == "2022|2023"
    assert {row["division"] for row in called.json} == {"321281", ""}
    assert found["青禾县人民政府"]["column"] == f"{site.url}/zfxxgknb/"
    assert "family generic" in called.err
    assert "column 政府信息公开年报" in called.err
    gongkai = Gongkai(capsys, monkeypatch, "--workspace", str(adding.folder), "--now", NOW, "--json")
    assert gongkai("agencies", "list").json == []
    assert gongkai("agencies", "import", file).json["added"] == 10
    again = adding(f"{site.url}/")
    assert {row["known"] for row in again.json} == {row["id"] for row in called.json}
    assert len(adding.files) == 2
    imported = gongkai("agencies", "import", file.with_stem(f"{file.stem}-2"))
    assert imported.code == 0, imported.err
    assert imported.json["added"] == 0
    assert len({visit.path for visit in site.visits}) < 15


@pytest.mark.parametrize("shape", SHAPES)
def test_families_of_portals_are_named_and_their_publishers_found(
    web: MiniatureWeb, adding: Adding, shape: str
) -> None:
    site = web.open(shapes()[shape](Portal(shape, shape, "", "青禾县人民政府", "9901230001"), COLUMN))
    called = adding(f"{site.url}/")
    assert called.code == 0, called.err
    listed = {row["name"]: row["years"] for row in called.json if row["found"] == "listed"}
    assert set(BODIES) == set(listed), called.err
    assert set(listed.values()) == {"2022|2023|2024"}
    assert shape in OWN_COLUMNS or f"family {shape}\n" in called.err
    columns = [row["column"] for row in called.json]
    assert len(set(columns)) == (len(BODIES) + 1 if shape in OWN_COLUMNS else 2)
    assert bool(columns[0]) is (shape not in OWN_COLUMNS)
    assert all(row["parent"] for row in called.json if row["name"] != "青禾县人民政府")


def test_the_portals_of_the_demo_are_proposed(web: MiniatureWeb, adding: Adding) -> None:
    there = world()
    web.day = there.look[-1].at.date()
    for portal, site in sites(there).items():
        called = adding(f"{web.open(site).url}/")
        assert called.code == 0, called.err
        names = {row["name"] for row in called.json}
        own = next(one for one in there.portal if one.id == portal)
        wanted = {
            body.name for body in there.body if portal in (body.portal, body.parent)
            and any(report.body == body.id and report.shown <= web.day for report in there.report)
        }  # fmt: skip
        if own.shape == "wall":
            assert (called.json, adding.files) == ([], adding.files)
            assert "cannot see" in called.err
            assert "gongkai hand-in" in called.err
        elif own.shape != "script":
            assert wanted <= names, (portal, called.err)


def test_what_was_proposed_never_takes_the_place_of_another(web: MiniatureWeb, adding: Adding, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("my work\n", "utf-8")
    site = web.open(county())
    refused = adding(f"{site.url}/", "--out", mine)
    assert (refused.code, mine.read_text("utf-8")) == (2, "my work\n")
    assert site.visits == []
    assert adding(f"{site.url}/", "--out", tmp_path / "other.csv").code == 0
    assert (tmp_path / "other.csv").exists()


@pytest.mark.parametrize("url", ["www.qinghe.example", "file:///etc/passwd", "data:text/html,x", "http://"])
def test_what_is_no_address_gets_one_line(
    adding: Adding, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    refused = Gongkai(capsys, monkeypatch, "--workspace", str(adding.folder), "--now", NOW)("agencies", "add", url)
    assert refused.code == 2
    assert "is no http or https address" in refused.err
    assert refused.err.count("\n") == 1


def test_a_portal_that_cannot_be_seen_proposes_nobody(web: MiniatureWeb, adding: Adding) -> None:
    site = web.open(Site(otherwise=Answer("<script>$_ts=window['$_ts'];</script>", 412)))
    called = adding(f"{site.url}/")
    assert (called.code, called.json, adding.files) == (0, [], [])
    assert "cannot see" in called.err
    assert "gongkai hand-in" in called.err


def test_a_portal_that_has_moved_is_told_and_not_followed(web: MiniatureWeb, adding: Adding) -> None:
    other = web.open(county())
    site = web.open(Site({"/": redirect(f"{other.url}/")}))
    called = adding(f"{site.url}/")
    assert (called.code, called.json, other.visits) == (0, [], [])
    assert other.url.removeprefix("http://") in called.err
    assert "add that address instead" in called.err


def test_a_home_page_may_lie_deeper(web: MiniatureWeb, adding: Adding) -> None:
    site = web.open(county())
    site.pages["/index/"] = site.pages["/"]
    site.pages["/"] = redirect("/index/")
    rows = adding(f"{site.url}/").json
    assert {row["portal"] for row in rows} == {f"{site.url}/index/", ""}
