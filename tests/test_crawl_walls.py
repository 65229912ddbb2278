"""Walls: every sign of one is named, and beside each stands the normal page that comes nearest to it and must pass."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from crawler.page import Page
from crawler.walls import no_file, obstacle
from tests.crawling import article, column, home, report_title, rows
from tests.crawling import page as web_page

URL = "https://www.qinghe.example/zfxxgknb/"
FULL = "<p>全县各部门认真落实各项工作要求，主动公开各类信息，依法办理申请。</p>" * 12
ONE_ROW = rows([("1.html", report_title("青禾县教育局"), "2025-01-20")])
NEWS = "全县工作会议召开，研究部署下一阶段工作。"


@dataclass(frozen=True)
class Said:
    """An answer as a server gives it."""

    body: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("content-type", "text/html; charset=utf-8"),)

    def page(self) -> Page:
        """The answer as the crawler looks at it."""
        return Page(URL, URL, self.status, self.headers, self.body.encode())

    def with_header(self, name: str, value: str) -> "Said":
        """The same with one more header."""
        return replace(self, headers=(*self.headers, (name, value)))


def bare(body: str, title: str = "", status: int = 200) -> Said:
    """A page with hardly anything on it."""
    return Said(f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>", status)


def script(text: str, status: int = 200) -> Said:
    """A page that is nothing but a script."""
    return Said(f"<html><head><script>{text}</script></head><body></body></html>", status)


def normal(body: str) -> Said:
    """A page of the fictional portal with something to read."""
    return Said(web_page("青禾县人民政府", body + FULL))


RIVERSEC = (
    "<!DOCTYPE html><html><head><meta id='9DhefwqGPrzGxEp9hPaoag' content='{qqq' r='m'>"
    "<script src='/4QbVtADbnLVIc/c.js' r='m'></script><script r='m'>"
    "$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>"
)
JSL = (
    "<script>document.cookie=('_')+('_')+('jsl')+('_clearance_s')+'=1700000000.1|-1|abc';location.href=location.pathname"
    "</script>"
)
CLOUD_405 = "<h1>405</h1><p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"

# What stands in the page's place, its kind, and the normal page that comes nearest to it.
WALLS: dict[str, tuple[Said, str, Said]] = {
    "riversec 412": (Said(RIVERSEC, 412), "js-challenge", Said(RIVERSEC.replace("<body>", "<body>" + FULL * 2))),
    "riversec 202": (Said(RIVERSEC, 202), "js-challenge", normal("<script>var $_tsx = 1; window['ts'] = 2;</script>")),
    "riversec 200": (Said(RIVERSEC), "js-challenge", normal("<p>瑞数动态防护系统采购项目中标公告</p>")),
    "riversec by cookie": (
        script("eval(x)").with_header("set-cookie", "FSSBBIl1UgzbN7N80T=4abc; path=/"), "js-challenge",
        Said(column(ONE_ROW)).with_header("set-cookie", "FSSBBIl1UgzbN7N80S=4abc; path=/"),
    ),
    "riversec by names": (
        script("var _$ab=1,_$cd=2;_$ef(_$ab);_$gh=_$cd;_$ij=3;"), "js-challenge",
        Said(column(ONE_ROW + "<script>var _$ = jQuery; _$a=1;</script>")),
    ),
    "jsl 521": (Said(JSL, 521), "js-challenge", Said(column(ONE_ROW)).with_header("x-via-jsl", "abc,-")),
    "jsl 200": (Said(JSL), "js-challenge", Said(column(ONE_ROW)).with_header("set-cookie", "__jsluid_s=1; path=/")),
    "jsl by header": (
        bare("<script>location.reload()</script>", "请稍等").with_header("x-via-jsl", "a"), "js-challenge",
        bare(ONE_ROW + "<p>政府信息公开年报</p>", "政府信息公开年报").with_header("x-via-jsl", "abc,-"),
    ),
    "jiasule": (bare("<script src='https://www.jiasule.com/x.js'></script>"), "js-challenge",
        normal("加速乐 jiasule 服务"),
    ),
    "aliyun arg1": (
        script("var arg1='4C3E0F9A5B';setCookie('acw_sc__v2', x);"), "js-challenge",
        normal("<p>程序员手记：脚本里写着 var arg1='4C3E'，参数 arg1 的含义见下。</p>"),
    ),
    "aliyun arg1 spaced": (
        script("var arg1 = \"4C3E0F9A5B\"; var _0x4818 = ['x'];"), "js-challenge",
        Said(column(ONE_ROW + "<script>function page(arg1, arg2) { return arg1; }</script>")),
    ),
    "aliyun captcha": (
        bare("<div id='renderData'></div><script src='//g.alicdn.com/sd/punish/waf.html?aliyun_waf_aa'></script>"),
        "js-challenge",
        Said(column(ONE_ROW)).with_header("set-cookie", "acw_tc=76b20f; path=/; HttpOnly"),
    ),
    "aliyun punish": (
        bare("<p>请拖动滑块</p>").with_header("punish-type", "captcha"), "captcha",
        normal("<p>Punish-Type 是一个响应头。</p>"),
    ),
    "aliyun 405": (bare(CLOUD_405, "405", 405), "waf", normal("<p>由于您访问的URL有可能对网站造成安全威胁的说明</p>")),
    "edgeone": (script("window.EOJSChallengeSDK.run('eo-bot-js-token')"), "js-challenge", normal("EdgeOne 边缘安全")),
    "telecom 405": (
        bare("该网站正在使用电信云防护服务，您的请求已被拦截", "", 405), "waf",
        normal("<p>我县网站接入电信云防护服务，请求被拦截的情况大为减少。</p>"),
    ),
    "chuangyu": (
        bare("<p>当前访问疑似黑客攻击，已被创宇盾拦截</p>"), "waf", normal("<p>创宇盾为全县网站保驾护航</p>")
    ),
    "yunfangyu": (bare("云防御：您的请求带有不合法参数"), "waf", normal("<p>云防御培训班开班</p>")),
    "safedog": (bare("网站防火墙 您的请求带有不合法参数"), "waf", normal("<p>网站防火墙升级通知</p>")),
    "429": (bare("", "", 429), "rate-limited", bare(ONE_ROW + "<p>429 次列车时刻</p>", "政府信息公开年报")),
    "503 with rest": (
        bare("", "", 503).with_header("retry-after", "60"), "rate-limited",
        Said(column(ONE_ROW)).with_header("retry-after", "60"),
    ),
    "too often": (bare("访问过于频繁，请稍后再试"), "rate-limited", normal("<p>请求过于频繁的申请人</p>")),
    "too fast": (bare("操作太快了，歇一会儿吧"), "rate-limited", normal("<p>有人嫌办事大厅叫号操作太快</p>")),
    "too often 403": (bare("您的IP请求次数过多，已被限制访问", "", 403), "rate-limited", normal("<p>访问太频繁</p>")),
    "captcha": (
        bare("<form>请输入验证码：<input name='code'><img src='/code.jpg'></form>", "安全验证"), "captcha",
        Said(article("关于政务服务网登录增加验证码的公告", "<p>登录时请输入验证码，完成安全验证。</p>")),
    ),
    "a captcha of ten kilobytes": (
        Said(
            "<html><head><title>访问异常页面</title><style>" + ".a{color:red}" * 800 + "</style></head>"
            "<body><div>访问异常，请完成人机验证后继续访问。</div></body></html>"
        ),
        "captcha",
        Said(article("我县处理一起网站访问异常事件", "<p>技术人员排查了访问异常的原因。</p>")),
    ),
    "slider": (bare("<p>请按住滑块，拖动到最右边</p>"), "captcha", normal("<p>滑动验证方式说明：拖动滑块</p>")),
    "just a moment": (
        bare("<noscript>Enable JavaScript and cookies to continue</noscript>", "Just a moment..."), "captcha",
        normal("<p>Just a moment, please: English corner of the county library.</p>"),
    ),
    "wait": (bare("正在检测您的浏览器环境，请稍候…", "请稍候"), "captcha", normal("<p>请稍候</p>")),
    "wait, of the browser": (
        bare("<p>正在检查您的浏览器，稍后自动跳转</p>"), "captcha",
        bare("<div id='app'>数据加载中，请稍候…</div><script src='/js/app.js'></script>", "政府信息公开年报"),
    ),
    "wait in a list": (
        bare("请稍候", "请稍候"), "captcha",
        Said(column(ONE_ROW + "<div class='loading' style='display:none'>数据加载中，请稍候</div>")),
    ),
    "403": (bare("403 Forbidden", "403 Forbidden", 403), "forbidden", normal("<p>第 403 号公告</p>")),
    "abroad": (
        bare("<p>抱歉，本网站暂不支持境外访问</p>"), "forbidden", normal("<p>境外访问团到我县，本网站不支持留言</p>")
    ),
    "ip": (bare("您的IP地址不在允许访问的范围内"), "forbidden", normal("<p>您的IP地址不在允许的范围时请联系我们</p>")),
    "202": (Said("", 202), "js-challenge", Said(column(ONE_ROW), 202)),
    "404": (bare("", "", 404), "gone", Said(home("<p>404 路公交线路调整</p><a href='/nb/'>年报</a>"))),
    "soft 404": (
        bare("您访问的页面不存在或已删除"), "soft-404",
        Said(article(report_title("青禾县水利局"), "<p>申请的信息不存在的，已告知申请人；被删除的网页已恢复。</p>")),
    ),
    "soft 404 by title": (
        bare("<p>Oops</p>", "404 Not Found"), "soft-404", bare(ONE_ROW + "<p>404 Not Found 展</p>", "年报")
    ),
    "soft 404 with a menu": (
        Said(web_page("404-青禾县人民政府", "<div class='err'><h2>抱歉，您访问的页面找不到了</h2></div>")), "soft-404",
        Said(web_page("青禾县人民政府", f"<p>{NEWS * 3}页面改版，旧页面不再更新。</p>" + ONE_ROW)),
    ),
    "closed for repair": (
        bare("<p>网站正在维护中，请稍后访问</p>", "系统维护"), "maintenance",
        normal("<p>网站正在维护的农村公路，请稍后访问；系统维护升级公告</p>"),
    ),
    "shut down": (
        bare("<p>该网站已关停，请访问上级网站</p>"), "closed", normal("<p>该煤矿已关停，网站公布名单</p>")
    ),
    "blank": (Said(""), "empty-answer", bare("1")),
    "white space": (Said(" \n\r\n "), "empty-answer", bare("<p>暂无相关信息</p>", "政府信息公开年报")),
    "502": (bare("Bad Gateway", "502", 502), "server-error", normal("<p>502 胶水安全使用</p>")),
    "a database down": (
        bare("<p>Error establishing a database connection</p>"), "server-error",
        normal("<p>数据库连接失败时的应急预案：Error establishing a database connection</p>"),
    ),
    "a page of the server": (
        Said("<html><head><title>Apache Tomcat</title></head><body><h1>HTTP Status 500</h1></body></html>"),
        "server-error", normal("<p>HTTP Status 500 的含义</p>"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_named(name: str) -> None:
    wall, kind, _ = WALLS[name]
    found = obstacle(wall.page())
    assert found is not None
    assert found.kind == kind, found


@pytest.mark.parametrize("name", WALLS)
def test_what_comes_near_passes(name: str) -> None:
    _, _, near = WALLS[name]
    assert obstacle(near.page()) is None


SHORT_PAGES: dict[str, Callable[[], str]] = {
    "a list of one row": lambda: column(ONE_ROW),
    "a list of nothing": lambda: column("<p>暂无相关信息</p>"),
    "a list of a name with a word of walls": lambda: column(
        rows([("1.html", "青禾县安全验证中心2024年政府信息公开工作年度报告", "2025-01-20")])
    ),
    "a report that lists what does not exist": lambda: column(
        rows([("1.html", "关于部分信息不存在的说明", "2025-01-20")]) + ONE_ROW
    ),
    "a search box with a code": lambda: column(ONE_ROW + "<form>验证码<input></form>"),
    "a foot with a notice": lambda: column(ONE_ROW + "<p>网站防火墙由某公司提供；访问频繁时请稍候。</p>"),
    "the first page of a wait": lambda: column(ONE_ROW + "<p id='tip'>正在加载，请稍候…</p>"),
    "a fragment": lambda: ONE_ROW,
}


@pytest.mark.parametrize("name", SHORT_PAGES)
def test_a_short_page_with_dated_rows_is_a_page(name: str) -> None:
    assert obstacle(Said(SHORT_PAGES[name]()).page()) is None


@pytest.mark.parametrize(
    "body", ['{"rows": []}', "<?xml version='1.0'?><datastore><totalrecord>0</totalrecord></datastore>"]
)
def test_answers_to_scripts_are_no_walls(body: str) -> None:
    assert obstacle(Said(body).page()) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"code": 429, "msg": "访问过于频繁，请稍后再试"}', "rate-limited"),
        ('{"code": -1, "message": "请完成安全验证"}', "captcha"),
    ],
)
def test_a_wall_may_come_as_json(body: str, kind: str) -> None:
    found = obstacle(Said(body, headers=(("content-type", "application/json"),)).page())
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("path", "body", "is_file"),
    [
        ("report.pdf", "%PDF-1.4 <html>", True),
        ("report.pdf", "<html><body>请登录</body></html>", False),
        ("report.doc", "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>年报</body></html>", True),
        ("viewer.html?file=report.pdf", "<html><body>预览</body></html>", True),
        ("report.PDF?v=2", "<html><body>预览</body></html>", False),
    ],
)
def test_a_page_in_place_of_a_file(path: str, body: str, is_file: bool) -> None:
    answer = replace(Said(body).page(), asked=URL + path, url=URL + path)
    found = no_file(answer)
    assert (found is None) is is_file
    assert found is None or found.kind == "no-file"
