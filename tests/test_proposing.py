"""Proposing agencies: full names, classes, marks; nobody silent falls out, and nobody doubtful is accused."""

from datetime import date

import pytest

from crawler.bodies import class_of
from crawler.directories import Unit
from crawler.exploring import Explored, ExploredColumn, ListedReport, government_of
from crawler.page import Page
from monitor.agency_columns import Cells
from monitor.full_names import Place, abbreviates
from monitor.proposing import EXPECTED, LISTED, propose
from storage.model import Agency
from storage.terms import Kind, Level
from tests.crawling import report_title

PORTAL = "https://www.qinghe.gov.cn/"
COLUMN = "https://www.qinghe.gov.cn/zfxxgknb/"
PLACE = Place("青禾县")


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("青禾县教育局", "青禾县教育局"),
        ("县教育局", "青禾县教育局"),
        ("教育局", "青禾县教育局"),
        ("云岭市青禾县教育局", "青禾县教育局"),
        ("市场监督管理局", "青禾县市场监督管理局"),
        ("城市管理局", "青禾县城市管理局"),
        ("县政府办", "青禾县人民政府办公室"),
        ("县政府办公室", "青禾县人民政府办公室"),
        ("青禾县人民政府办公室", "青禾县人民政府办公室"),
        ("枫桥镇", "青禾县枫桥镇人民政府"),
        ("枫桥镇政府", "青禾县枫桥镇人民政府"),
        ("枫桥镇人民政府", "青禾县枫桥镇人民政府"),
        ("白水乡", "青禾县白水乡人民政府"),
        ("城关街道", "青禾县城关街道办事处"),
        ("城关街道办", "青禾县城关街道办事处"),
        ("县经济开发区管委会", "青禾县经济开发区管委会"),
        ("经济开发区管委会", "青禾县经济开发区管委会"),
        ("松泉县教育局", "松泉县教育局"),
    ],
)
def test_names_are_written_out(written: str, full: str) -> None:
    assert PLACE.full(written) == full
    assert PLACE.is_elsewhere(written) == (written == "松泉县教育局")


@pytest.mark.parametrize(
    ("short", "whole", "same"),
    [
        ("发改局", "发展和改革局", True),
        ("发改委", "发展和改革委员会", True),
        ("市场监管局", "市场监督管理局", True),
        ("人社局", "人力资源和社会保障局", True),
        ("民政局", "人民法院", False),
        ("财政局", "财务所", False),
        ("教育局", "教育局", False),
    ],
)
def test_short_names_are_known_from_the_whole(short: str, whole: str, same: bool) -> None:
    assert abbreviates(short, whole) is same


def report(name: str, year: int) -> ListedReport:
    """A row of the column."""
    return ListedReport(report_title(name, year), f"{COLUMN}{name}-{year}.html", name, year, date(year + 1, 1, 20))


def unit(name: str, heading: str = "") -> Unit:
    """A body in a directory."""
    return Unit(name, f"{PORTAL}bm/{name}/", class_of(name, heading), heading, PORTAL)


def explored(reports: list[ListedReport], units: list[Unit], code: str = "3212810001") -> Explored:
    """A portal that shows these."""
    column = ExploredColumn(COLUMN, "政府信息公开年报", True, "只有一页", tuple(reports))
    return Explored(PORTAL, government="青禾县人民政府", code=code, columns=[column], units=units)


def rows(found: Explored, registry: tuple[Agency, ...] = ()) -> dict[str, Cells]:
    """The rows proposed, by name."""
    return {row["name"]: row for row in propose(found, registry).rows}


def test_publishers_and_those_never_listed_are_both_proposed() -> None:
    reports = [
        report("青禾县教育局", 2023),
        report("青禾县教育局", 2022),
        report("青禾县人民政府", 2023),
        report("县民政局", 2023),
    ]
    found = rows(explored(reports, [unit("县教育局"), unit("县水利局"), unit("枫桥镇", "乡镇")]))
    assert list(found) == [
        "青禾县人民政府", "青禾县教育局", "青禾县民政局", "青禾县水利局", "青禾县枫桥镇人民政府",
    ]  # fmt: skip
    assert {name: row["found"] for name, row in found.items()} == {
        "青禾县人民政府": LISTED,
        "青禾县教育局": LISTED,
        "青禾县民政局": LISTED,
        "青禾县水利局": EXPECTED,
        "青禾县枫桥镇人民政府": EXPECTED,
    }
    government, education, township = found["青禾县人民政府"], found["青禾县教育局"], found["青禾县枫桥镇人民政府"]
    assert (government["id"], government["kind"], government["column"]) == ("qinghe", "government", COLUMN)
    assert (government["portal"], government["parent"], government["division"]) == (PORTAL, "", "321281")
    assert (education["id"], education["parent"], education["portal"]) == ("qinghe-edu", "qinghe", "")
    assert (education["years"], education["expect"], education["column"]) == ("2022|2023", "yes", "")
    assert (township["kind"], township["level"], township["division"]) == ("township", "township", "")
    assert township["aliases"] == "枫桥镇"


@pytest.mark.parametrize(
    ("name", "heading", "kind", "expect", "why"),
    [
        ("县税务局", "", "department", "no", "垂直管理"),
        ("气象局", "", "department", "no", "垂直管理"),
        ("县烟草专卖局", "", "department", "no", "垂直管理"),
        ("县委组织部", "党群部门", "other", "no", "第四十九条"),
        ("县人民法院", "", "other", "no", "第四十九条"),
        ("青禾县自来水公司", "", "other", "no", "第五十五条"),
        ("青禾县人民医院", "公共企事业单位", "other", "no", "第五十五条"),
        ("县政府办公室", "", "office", "likely", "两份"),
        ("经济开发区管委会", "", "department", "likely", "派出机构"),
        ("县融媒体中心", "县政府部门", "department", "likely", "事业单位"),
        ("松泉县教育局", "", "other", "no", "不是该网站所属"),
        ("岚渡区人民政府", "", "government", "no", "agencies add"),
    ],
)
def test_who_need_not_report_here_is_watched_and_never_accused(
    name: str, heading: str, kind: str, expect: str, why: str
) -> None:
    (row,) = [row for row in rows(explored([], [unit(name, heading)])).values() if row["id"] != "qinghe"]
    assert (row["kind"], row["expect"]) == (kind, expect)
    assert why in row["why"]
    assert row["found"] == EXPECTED


def test_a_short_name_in_the_directory_is_no_second_body() -> None:
    found = rows(
        explored([report("青禾县发展和改革局", 2023)], [unit("发改局"), unit("县市场监管局"), unit("县市场监督管理局")])
    )
    assert list(found) == ["青禾县人民政府", "青禾县发展和改革局", "青禾县市场监督管理局"]
    assert found["青禾县发展和改革局"]["aliases"] == "发改局"
    assert found["青禾县发展和改革局"]["why"] == "目录写作“发改局”"


def test_a_silent_body_that_may_be_a_renamed_one_is_not_simply_expected() -> None:
    found = rows(explored([report("青禾县教育体育局", 2023)], [unit("县体育教育办"), unit("县体育局")]))
    assert found["青禾县体育局"]["expect"] == "likely"
    assert "可能与“青禾县教育体育局”是同一单位" in found["青禾县体育局"]["why"]


def test_what_the_registry_has_comes_as_it_stands_there() -> None:
    own = Agency("qh", "青禾县人民政府", Level.COUNTY, Kind.GOVERNMENT, PORTAL, column=f"{PORTAL}old/")
    edu = Agency(
        "qh-jy", "青禾县教育局", Level.COUNTY, Kind.DEPARTMENT, PORTAL, parent="qh", due="01-20", extra={"tel": "1"}
    )
    found = rows(explored([report("青禾县教育局", 2023)], [unit("县水利局")]), (own, edu))
    known = found["青禾县教育局"]
    assert (known["id"], known["due"], known["tel"], known["known"]) == ("qh-jy", "01-20", "1", "qh-jy")
    assert found["青禾县人民政府"]["column"] == f"{PORTAL}old/"
    assert (found["青禾县水利局"]["parent"], found["青禾县水利局"]["known"]) == ("qh", "")


def test_ids_are_stable_unique_and_importable() -> None:
    units = [unit(name) for name in ("县教育局", "县教育督导局", "县某某局", "白水乡", "黄泥乡")]
    once, again = rows(explored([], units)), rows(explored([], units[::-1]))
    ids = {name: row["id"] for name, row in once.items()}
    assert len(set(ids.values())) == len(ids)
    assert ids["青禾县某某局"] == again["青禾县某某局"]["id"]


def test_without_the_name_of_a_government_bodies_stand_for_themselves() -> None:
    found = rows(Explored(PORTAL, units=[unit("教育局")]))
    assert (found["教育局"]["parent"], found["教育局"]["portal"]) == ("", PORTAL)


@pytest.mark.parametrize(
    ("code", "division", "level"),
    [
        ("3212810001", "321281", "county"),
        ("3212000001", "321200", "city"),
        ("3200000001", "320000", "province"),
        ("9901230001", "", "county"),
        (None, "", "county"),
    ],
)
def test_the_division_comes_from_the_code_of_the_site(code: str, division: str, level: str) -> None:
    row = rows(explored([], [unit("县教育局")], code))["青禾县教育局"]
    assert (row["division"], row["level"]) == (division, level)


def test_what_a_portal_writes_becomes_no_formula() -> None:
    names = ['=HYPERLINK("http://x")教育局', "@SUM(A1)水利局", "+1民政局", "青禾县" + "某" * 60 + "局"]
    assert list(rows(explored([report(name, 2023) for name in names], []))) == ["青禾县人民政府"]


@pytest.mark.parametrize(
    ("head", "body", "government"),
    [
        ("<meta name='SiteName' content='青禾县人民政府'>", "", "青禾县人民政府"),
        ("<meta name='SiteName' content='青禾县政府网'>", "", "青禾县人民政府"),
        ("<title>青禾县人民政府门户网站</title>", "", "青禾县人民政府"),
        ("<title>首页-青禾县人民政府</title>", "", "青禾县人民政府"),
        ("<title>欢迎访问青禾县人民政府网站</title>", "", "青禾县人民政府"),
        ("<title>云岭市青禾县人民政府</title>", "", "青禾县人民政府"),
        ("<title>岚渡苗族自治县人民政府</title>", "", "岚渡苗族自治县人民政府"),
        ("<title>云岭市人民政府</title>", "", "云岭市人民政府"),
        ("<title>云州市沙市区人民政府</title>", "", "沙市区人民政府"),
        ("<title>中国·青禾</title>", "<div>主办：青禾县人民政府 承办：青禾县人民政府办公室</div>", "青禾县人民政府"),
        ("<title>青禾</title>", "<p>云岭新闻</p>", None),
    ],
)
def test_a_home_page_says_whose_portal_it_is(head: str, body: str, government: str | None) -> None:
    markup = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()
    assert government_of(Page(PORTAL, PORTAL, 200, (("content-type", "text/html"),), markup)) == government
