"""Directories: the bodies that a portal itself lists, in the forms in which portals list them."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from crawler.bodies import BodyClass, class_of
from crawler.directories import Directory, read_directory, units
from crawler.manners import Guest
from crawler.page import Obstacle, Page
from crawler.trees import nodes
from storage.terms import Outcome
from tests.crawling import FOOT, home, page

HOST = "http://www.songquan.example"


def answered(text: str, url: str = f"{HOST}/zwgk/", kind: str = "text/html") -> Page:
    return Page(url, url, 200, (("content-type", f"{kind}; charset=utf-8"),), text.encode())


@dataclass
class Portal:
    """A portal as somebody sees it who asks for one page after the other."""

    pages: dict[str, str | Obstacle]
    asked: list[str] = field(default_factory=list)

    async def look(self, url: str, *_: Any) -> Page:
        self.asked.append(url.removeprefix(HOST))
        said = self.pages.get(url.removeprefix(HOST), Obstacle(Outcome.BROKEN, "gone", "没有"))
        if isinstance(said, Obstacle):
            return Page(url, url, 404, obstacle=said)
        return answered(said, url, "text/html" if said.startswith("<") else "application/json")

    def directory(self) -> Directory:
        start = asyncio.run(self.look(f"{HOST}/"))
        return asyncio.run(read_directory(cast("Guest", self), start))


def listed(found: Directory) -> dict[str, tuple[str | None, BodyClass | None]]:
    return {unit.name: (unit.url and unit.url.removeprefix(HOST), unit.sort) for unit in found.units}


def links(*names: str, start: int = 1) -> str:
    return "".join(f"<li><a href='/bm/{place}/'>{name}</a></li>" for place, name in enumerate(names, start))


def test_lists_of_a_page_are_read_with_their_headings() -> None:
    portal = Portal(
        {
            "/": home("<a href='/zwgk/'>政府信息公开</a>"),
            "/zwgk/": page(
                "政府信息公开",
                f"<h3>县政府部门</h3><ul>{links('县教育局', '县民政局信息公开目录', '县机关事务服务中心')}</ul>"
                f"<h3>乡镇（街道）</h3><ul>{links('枫桥镇', '白水乡', '城关街道办事处', start=10)}</ul>"
                f"<h3>垂直管理部门</h3><ul>{links('县税务局', '县气象局', '市生态环境局松泉分局', start=20)}</ul>"
                f"<h3>党群部门</h3><ul>{links('县委办公室', '县妇联', '县总工会', start=30)}</ul>"
                f"<h3>公共企事业单位</h3><ul>{links('县人民医院', '县第一中学', '县自来水公司', start=40)}</ul>",
            ),
        }
    )
    assert listed(portal.directory()) == {
        "县教育局": ("/bm/1/", BodyClass.DEPARTMENT),
        "县民政局": ("/bm/2/", BodyClass.DEPARTMENT),
        "县机关事务服务中心": ("/bm/3/", BodyClass.DEPARTMENT),
        "枫桥镇": ("/bm/10/", BodyClass.TOWNSHIP),
        "白水乡": ("/bm/11/", BodyClass.TOWNSHIP),
        "城关街道办事处": ("/bm/12/", BodyClass.TOWNSHIP),
        "县税务局": ("/bm/20/", BodyClass.VERTICAL),
        "县气象局": ("/bm/21/", BodyClass.VERTICAL),
        "市生态环境局松泉分局": ("/bm/22/", BodyClass.VERTICAL),
        "县委办公室": ("/bm/30/", BodyClass.PARTY),
        "县妇联": ("/bm/31/", BodyClass.PARTY),
        "县总工会": ("/bm/32/", BodyClass.PARTY),
        "县人民医院": ("/bm/40/", BodyClass.ENTERPRISE),
        "县第一中学": ("/bm/41/", BodyClass.ENTERPRISE),
        "县自来水公司": ("/bm/42/", BodyClass.ENTERPRISE),
    }


def test_tabs_above_their_lists_are_told_apart() -> None:
    tabs = "<div class='tab'><span>县政府部门</span><span>乡镇街道</span></div>"
    lists = f"<ul>{links('农业中心', '县财政局', '县审计局')}</ul><ul>{links('枫桥镇', '松湖管理处', '白水乡')}</ul>"
    found = {unit.name: unit.sort for unit in units(answered(page("公开目录", tabs + lists)))}
    assert found == {
        "农业中心": BodyClass.DEPARTMENT,
        "县财政局": BodyClass.DEPARTMENT,
        "县审计局": BodyClass.DEPARTMENT,
        "枫桥镇": BodyClass.TOWNSHIP,
        "松湖管理处": BodyClass.TOWNSHIP,
        "白水乡": BodyClass.TOWNSHIP,
    }


def test_drop_down_boxes_are_read_and_those_of_other_places_are_not() -> None:
    boxes = (
        "<select><option>国务院部门网站</option><option value='http://www.a.example/'>国家林业局</option>"
        "<option value='http://www.b.example/'>国家统计局</option><option>国家税务总局</option></select>"
        "<select onchange='go(this)'><option value=''>--县直部门--</option>"
        "<option value='http://jyj.songquan.example/'>县教育局</option>"
        "<option value='/bm/mzj/'>县民政局</option><option value=''>县司法局</option></select>"
    )
    found = {unit.name: unit.url for unit in units(answered(page("松泉县人民政府", boxes)))}
    assert found == {"县教育局": "http://jyj.songquan.example/", "县民政局": f"{HOST}/bm/mzj/", "县司法局": None}


ZTREE = """<script>var setting = {view: {showLine: true}};
var zNodes = [
  {id: 1, pId: 0, name: '县政府部门', open: true},
  {id: 11, pId: 1, name: "县教育局", url: '/sqx/jyj/list.shtml', target: '_self'}, // the first
  {id: 12, pId: 1, name: "县水利局", url: 'null.shtml'},
  {id: 2, pId: 0, name: '乡镇', url: '/sqx/null.shtml'},
  {id: 21, pId: 2, name: '枫桥镇', url: '/sqx/fqz/list.shtml',},
];
$.fn.zTree.init($("#tree"), setting, zNodes);</script>"""


def test_a_tree_in_a_page_is_read_and_null_leads_nowhere() -> None:
    found = units(answered(page("目录", ZTREE)))
    assert [(unit.name, unit.url, unit.sort) for unit in found] == [
        ("县教育局", f"{HOST}/sqx/jyj/list.shtml", BodyClass.DEPARTMENT),
        ("县水利局", None, BodyClass.DEPARTMENT),
        ("枫桥镇", f"{HOST}/sqx/fqz/list.shtml", BodyClass.TOWNSHIP),
    ]


NESTED = """[{"name": "县政府部门", "children": [
  {"name": "县教育局", "url": "/jyj/"}, {"name": "县水利局", "url": "null.shtml"}]}]"""
FLAT = """cb({"code": 0, "data": [{"id": "a", "parentId": "", "text": "县政府部门"},
  {"id": "b", "parentId": "a", "text": "<b>县教育局</b>", "href": "/jyj/"},
  {"id": "c", "parentId": "a", "text": "县水利局"}]})"""


@pytest.mark.parametrize("said", [NESTED, FLAT])
def test_a_tree_that_scripts_fetch_is_read_whatever_wraps_it(said: str) -> None:
    found = nodes(answered(said, kind="application/json"))
    assert [(one.name, one.url and one.url.removeprefix(HOST), one.above) for one in found] == [
        ("县政府部门", None, ()),
        ("县教育局", "/jyj/", ("县政府部门",)),
        ("县水利局", None, ("县政府部门",)),
    ]


def test_frames_and_trees_are_followed_from_the_home_page() -> None:
    portal = Portal(
        {
            "/": home("<a href='/zwgk/'>政务公开</a>"),
            "/zwgk/": page("政务公开", "<iframe src='/zwgk/organs.html'></iframe>"),
            "/zwgk/organs.html": "<html><body><div id='t' class='ztree'></div><script>"
            "$.ajax({url: '/u/channel/treeNew/songquan', dataType: 'jsonp'});</script></body></html>",
            "/u/channel/treeNew/songquan": 'cb([{"name": "乡镇", "children": [{"name": "枫桥镇", "url": "/fq/"}]}])',
        }
    )
    assert listed(portal.directory()) == {"枫桥镇": ("/fq/", BodyClass.TOWNSHIP)}


@pytest.mark.parametrize(
    "asking",
    [
        "<iframe src='/module/xxgk/tree.jsp?area=990123014'></iframe>",
        '<script>var p = {divid: "d1", area: "990123014"}; $.get("/module/xxgk/tree.jsp?area=" + p.area, f);</script>',
    ],
)
def test_the_organ_tree_of_the_disclosure_module_is_asked_for(asking: str) -> None:
    portal = Portal(
        {
            "/": home("<a href='/col/col1/index.html'>政府信息公开</a>"),
            "/col/col1/index.html": page("政府信息公开", asking + FOOT),
            "/module/xxgk/tree.jsp?area=990123014": "<html><body><script>d = new dTree('d');d.add(0,-1,'县政府部门');"
            "d.add(1,0,'县教育局','/col/col11/index.html');d.add(2,0,'县商务局','');</script></body></html>",
        }
    )
    assert listed(portal.directory()) == {
        "县教育局": ("/col/col11/index.html", BodyClass.DEPARTMENT),
        "县商务局": (None, BodyClass.DEPARTMENT),
    }


def test_what_hides_a_directory_is_told_and_each_page_is_asked_once() -> None:
    wall = Obstacle(Outcome.WALLED, "js-challenge", "访问被拦截")
    portal = Portal(
        {
            "/": home("<a href='/jg/'>机构设置</a><a href='/jg/'>机构职能</a><a href='/bm/'>政府部门</a>"),
            "/jg/": wall,
            "/bm/": page(
                "政府部门", f"<a href='/bm/'>政府部门</a><ul>{links('县教育局', '县民政局', '县司法局')}</ul>"
            ),
        }
    )
    found = portal.directory()
    assert [unit.name for unit in found.units] == ["县教育局", "县民政局", "县司法局"]
    assert found.hidden == [wall]
    assert len(portal.asked) == len(set(portal.asked))


def test_news_menus_and_services_are_no_bodies() -> None:
    rows = links("县教育局召开工作会议", "县民政局走访慰问", "县司法局开展宣传", "我县举行新闻发布会")
    menu = links("新闻中心", "办事服务大厅", "互动交流中心", "个人中心", "数据中心", "政策文件", "乡镇街道", "县直部门")
    menu += links(
        "特色小镇", "历史文化名镇", "社区居委会", "政府", "党委", "政府全会", "信访大厅", "县长办公会", "协会"
    )
    assert units(answered(page("松泉县人民政府", f"<ul>{rows}</ul><ul>{menu}</ul>"))) == ()


@pytest.mark.parametrize(
    ("name", "heading", "sort"),
    [
        ("松泉县人民政府", "", BodyClass.GOVERNMENT),
        ("松泉县人民政府办公室", "", BodyClass.OFFICE),
        ("县政府办", "县直部门", BodyClass.OFFICE),
        ("县发展和改革委员会", "", BodyClass.DEPARTMENT),
        ("县国防动员委员会办公室", "", BodyClass.DEPARTMENT),
        ("县委机构编制委员会办公室", "", BodyClass.PARTY),
        ("国家税务总局松泉县税务局", "县直部门", BodyClass.VERTICAL),
        ("枫桥镇人民政府", "", BodyClass.TOWNSHIP),
        ("县教育局", "乡镇街道", BodyClass.DEPARTMENT),
        ("青禾县委", "", BodyClass.PARTY),
        ("县政府", "", BodyClass.GOVERNMENT),
        ("经济开发区管委会", "", BodyClass.DEPARTMENT),
        ("县发展改革委", "", BodyClass.DEPARTMENT),
        ("县融媒体", "", None),
    ],
)
def test_the_class_of_a_body(name: str, heading: str, sort: BodyClass | None) -> None:
    assert class_of(name, heading) is sort


@pytest.mark.parametrize(
    "script",
    [
        "/*" * 100_000,
        ", " + "/**/ " * 20_000 + "x",
        '"' + '\\"' * 200_000 + "\\",
        "[{a: 1}," * 20_000,
        'var z = [{"name": "县教育局", "children": ' * 5_000,
        "var z = [{id: 1, pId: 2, name: '县办'}, {id: 2, pId: 1, name: '县站'}];",
    ],
)
def test_scripts_written_to_keep_a_reader_busy_do_not(script: str) -> None:
    began = time.process_time()
    assert units(answered(f"<html><body>zTree<script>{script}</script></body></html>")) == ()
    assert time.process_time() - began < 5
