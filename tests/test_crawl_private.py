"""Private by rule: whatever a portal says, nothing inside, on this machine, or off the list is ever connected to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from crawler.browser import find_browser
from monitor.demo.web import Answer, MiniatureWeb, Site, redirect
from storage.settings import Settings
from storage.terms import Kind, Outcome, Role, Via
from tests.crawling import DAY, Watch, article, column, home, one_portal, page, report_title, rows

COLUMN = "/zfxxgknb/"
BODY = "青禾县教育局"


class Bait:
    """A port of this machine that nobody may connect to; it counts who does, whatever he says then."""

    def __init__(self) -> None:
        self.place = socket.create_server(("127.0.0.1", 0))
        self.came: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        """The port."""
        port: int = self.place.getsockname()[1]
        return port

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self.place.accept()
                with visitor, suppress(OSError):
                    visitor.settimeout(1)
                    self.came.append(b"")
                    self.came[-1] = visitor.recv(4096)
                    visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")


@pytest.fixture
def bait() -> Iterator[Bait]:
    there = Bait()
    yield there
    there.place.close()


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def lures(port: int) -> list[str]:
    """Addresses that lead inside, or nowhere a guest may go, in every spelling."""
    hosts = (
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "0",
    )
    return [*(f"http://{host}:{port}/a.pdf" for host in hosts), "file:///etc/passwd#.pdf", "data:application/pdf,x"]


def test_no_attachment_leads_inside(web: MiniatureWeb, tmp_path: Path, bait: Bait) -> None:
    forms = (
        "<a href='{}'>附件.pdf</a>", "<iframe src='{}'></iframe>", "<embed src='{}'>", "<object data='{}'></object>",
        "<script>showVsbpdfIframe('{}','100%')</script>", "<script>var pdf = '{}';</script>",
        "<a onclick=\"window.open('{}')\">年报.pdf</a>", "<iframe src='/pdfjs/web/viewer.html?file={}'></iframe>",
    )  # fmt: skip
    hung = "".join(form.replace("{}", lure) for form in forms for lure in lures(bait.port))
    stray = f"http://127.0.0.1:{bait.port}/b.pdf"
    named = (("/1.html", BODY), (stray, "青禾县民政局"))
    listed = rows([(url, report_title(name), "2025-01-20") for url, name in named])
    pages = {"/": Answer(home()), COLUMN: Answer(column(listed)), "/1.html": Answer(article(report_title(BODY), hung))}
    site = Site(pages=dict(pages))
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    assert bait.came == []
    kept = watch.kept()
    assert kept.last.outcome is Outcome.OK
    assert not [one for one in kept.documents if str(bait.port) in one.url + one.final_url]


def test_no_attachment_is_redirected_inside(web: MiniatureWeb, tmp_path: Path, bait: Bait) -> None:
    hung = "".join(f"<a href='/f/{n}.pdf'>{n}.pdf</a>" for n in range(len(lures(bait.port))))
    site = Site(
        pages={
            "/": Answer(home()),
            COLUMN: Answer(column(rows([("/1.html", report_title(BODY), "2025-01-20")]))),
            "/1.html": Answer(article(report_title(BODY), hung)),
            **{f"/f/{n}.pdf": redirect(to) for n, to in enumerate(lures(bait.port))},
        }
    )
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    assert bait.came == []
    kept = watch.kept()
    assert {one.status for one in kept.of(Role.ATTACHMENT)} == {302}
    assert "须查看" in str(kept.last.reason), "a redirect off the list is an incident"


LISTS = (
    "<script>location.replace('{}/nb/')</script>",
    "<meta http-equiv='refresh' content='0;url={}/nb/'>",
    "<base href='{}/'><ul><li><a href='nb/1.html'>" + report_title(BODY) + "</a><span>2025-01-20</span></li></ul>",
    "<iframe src='{}/nb/list.html'></iframe>",
    "<script>$.post('{}/rest/lightfrontaction/getgovinfolist', {})</script>getgovinfolist siteInfo={siteGuid:'1'}",
    (
        "<script src='{}/script/unitbuild.js' url='{}/api-gateway/jpaas-publish-server/front/page/build/unit' "
        "queryData=\"{'parseType':'bulidstatic','webId':'1','tagId':'信息列表','pageId':'2'}\"></script>"
    ),
    "<script>var o = {proxyUrl:'{}/messageController/getMessage.do', perPage:10, totalRecord:30}</script>",
    (
        "<script type='text/xml'><datastore><nextgroup><![CDATA[<a href='{}/module/web/jpage/dataproxy.jsp?page=1'>"
        "</a>]]></nextgroup><recordset></recordset></datastore></script>"
    ),
    (
        "<script>var sid='200001'; window._CONFIG = {SID: '200001', TREE: [{\"id\":1,\"name\":\"政府信息公开年报\","
        "\"jump_url\":\"{}/nb/\",\"post_count\":3}]}</script>"
    ),

)  # fmt: skip


def test_no_list_leads_inside(web: MiniatureWeb, tmp_path: Path, bait: Bait) -> None:
    watch = Watch(tmp_path / "w", "delay = 0.01\ntimeout = 3.0\nbrowser = '/nowhere'\n")
    for number, body in enumerate(LISTS):
        here = body.replace("{}", f"http://127.0.0.1:{bait.port}")
        for kind, text in (("page", page("政府信息公开年报-青禾县人民政府", here)), ("bare", here)):
            site = web.open(Site(pages={"/": Answer(home()), COLUMN: Answer(text)}))
            watch.add(f"{kind}-{number}", "青禾县人民政府", f"{site.url}/", Kind.GOVERNMENT)
    watch.crawl()
    assert len(watch.kept().passes) == 2 * len(LISTS)
    assert bait.came == []


BROWSERS_WAYS = (
    "fetch('http://BAIT/x').catch(() => 0)",
    "fetch('http://BAIT/x', {method: 'POST', body: 'x', mode: 'no-cors'}).catch(() => 0)",
    "new Image().src = 'http://BAIT/x.png'",
    "navigator.sendBeacon('http://BAIT/x', 'x')",
    "new WebSocket('ws://BAIT/x')",
    "new EventSource('http://BAIT/x')",
    "window.open('http://BAIT/x')",
    "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"http://BAIT/x\"></iframe>')",
    "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"file:///etc/passwd\"></iframe>')",
    "document.head.insertAdjacentHTML('beforeend', '<link rel=preconnect href=\"http://BAIT/\">')",
    "document.head.insertAdjacentHTML('beforeend', '<link rel=prefetch href=\"http://BAIT/x\">')",
    "document.body.insertAdjacentHTML('beforeend', '<form action=\"http://BAIT/x\" method=post></form>')",
    "document.forms[0].submit()",
    "new Worker(URL.createObjectURL(new Blob(['fetch(\"http://BAIT/x\"); new WebSocket(\"ws://BAIT/y\")'])))",
    "var turn = {urls: 'turn:BAIT?transport=tcp', username: 'u', credential: 'c'}",
    "var rtc = new RTCPeerConnection({iceServers: [turn]})",
    "rtc.createOffer({offerToReceiveAudio: true}).then(offer => rtc.setLocalDescription(offer))",
    "setTimeout(() => { location.href = 'http://BAIT/x' }, 50)",
)  # fmt: skip


@pytest.mark.browser
@pytest.mark.skipif(find_browser(Settings()) is None, reason="no browser on this machine")
def test_the_browser_connects_to_nobody(web: MiniatureWeb, tmp_path: Path, bait: Bait) -> None:
    listed = rows([("/1.html", report_title(BODY), "2025-01-20")]).replace("'", '"')
    tricks = "".join(
        f"try {{ {way.replace('BAIT', f'127.0.0.1:{bait.port}')} }} catch (e) {{}}\n" for way in BROWSERS_WAYS
    )
    script = f"document.getElementById('list').innerHTML = '{listed}';\n{tricks}"
    drawn = page("政府信息公开年报-青禾县人民政府", f"<div id='list'></div><script>{script}</script>")
    site = Site(
        pages={
            "/": Answer(home()),
            COLUMN: Answer(drawn),
            "/1.html": Answer(article(report_title(BODY))),
        }
    )
    watch = Watch(tmp_path / "w")
    web.open(site)
    watch.add("qh-gov", "青禾县人民政府", f"{site.url}/", Kind.GOVERNMENT)
    watch.crawl()
    assert [one.url for one in watch.kept().documents if one.via is Via.BROWSER] == [f"{site.url}{COLUMN}"]
    assert bait.came == []
