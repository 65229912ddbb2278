"""A miniature web on loopback: simulated portals, each a real HTTP server on a port of its own."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

LOOPBACK = "127.0.0.1"
HTML = "text/html; charset=utf-8"
OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a portal says to one request.

    `delay` seconds pass before a word is said; `drop` resets the connection instead of answering;
    `declared` is the Content-Length told when it is not the true one.
    """

    body: bytes | str = b""
    status: int = 200
    content_type: str | None = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    declared: int | None = None

    @property
    def data(self) -> bytes:
        """The bytes that go over the wire."""
        return self.body.encode() if isinstance(self.body, str) else self.body


def redirect(to: str, status: int = 302) -> Answer:
    """An answer that sends the visitor elsewhere."""
    return Answer(status=status, headers={"Location": to})


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as the portal saw it; `together` counts the requests in progress when it came, itself included.

    `day` is the simulated day; `began` and `ended` are seconds of the machine's monotonic clock. `sent` is how many
    bytes of content it was answered with.
    """

    method: str
    path: str
    day: date
    host: str
    headers: Mapping[str, str]
    body: bytes
    began: float
    together: int = 1
    ended: float | None = None
    sent: int = 0

    @property
    def user_agent(self) -> str:
        """How the visitor named itself."""
        return self.headers.get("user-agent", "")

    @property
    def query(self) -> dict[str, str]:
        """The parameters after the question mark."""
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))


Page = Answer | Callable[[Visit], Answer]


@dataclass(slots=True)
class Site:
    """A simulated portal: its pages by path (with the query, or without to answer any query), and who came.

    `otherwise` answers what no page answers. `fewest` is how many requests at least show its column whole, those for
    robots.txt and the home page included; 0 where that was not counted. `marks` gives what it sends a mark by which
    a visitor can ask whether it has changed; `lies`: the marks never change.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    otherwise: Page = Answer("<h1>404</h1>", status=404)
    fewest: int = 0
    marks: bool = False
    lies: bool = False
    url: str = ""
    visits: list[Visit] = field(default_factory=list)
    inside: int = 0
    door: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, visit: Visit) -> Answer:
        """What this portal says to a visit."""
        target = unquote(visit.path)
        page = self.pages.get(target) or self.pages.get(target.partition("?")[0]) or self.otherwise
        return self._marked(visit, page if isinstance(page, Answer) else page(visit))

    def _marked(self, visit: Visit, answer: Answer) -> Answer:
        """An answer with its mark (RFC 9110, 8.8.3), or without its content where the visitor has it already."""
        if not (self.marks or self.lies) or answer.status != OK or visit.method != "GET":
            return answer
        mark = f'"{"always" if self.lies else sha256(answer.data).hexdigest()[:16]}"'
        if visit.headers.get("if-none-match") == mark:
            return Answer(status=304, content_type=None, headers={"ETag": mark})
        return replace(answer, headers={**answer.headers, "ETag": mark})

    def enter(self, visit: Visit) -> Visit:
        """Notes that a request came in."""
        with self.door:
            self.inside += 1
            return replace(visit, together=self.inside)

    def leave(self, visit: Visit, sent: int) -> None:
        """Notes that a request has been answered, with so many bytes of content."""
        with self.door:
            self.inside -= 1
            self.visits.append(replace(visit, ended=time.monotonic(), sent=sent))

    def paths(self) -> list[str]:
        """What was asked for, in the order of the answers."""
        return [visit.path for visit in self.visits]

    def gaps(self) -> list[float]:
        """Seconds between the beginnings of successive requests."""
        began = sorted(visit.began for visit in self.visits)
        return [later - earlier for earlier, later in pairwise(began)]


class MiniatureWeb:
    """Several simulated portals, alive between `with` and its end; `day` is the day it is on all of them."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.closing = threading.Event()
        self.servers: list[ThreadingHTTPServer] = []

    def open(self, site: Site, port: int = 0) -> Site:
        """Puts a portal on a port (a free one by default); `site.url` then says where it is, without a slash."""
        server = ThreadingHTTPServer((LOOPBACK, port), _doorman(self, site))
        server.daemon_threads = True
        server.block_on_close = False
        site.url = f"http://{LOOPBACK}:{server.server_address[1]}"
        self.servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return site

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        for server in self.servers:
            server.shutdown()
            server.server_close()


def _doorman(web: MiniatureWeb, site: Site) -> type[BaseHTTPRequestHandler]:
    """The request handler of one portal."""

    class Doorman(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "miniature"
        sys_version = ""
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            visit, answer = site.enter(self._visit()), Answer()
            try:
                answer = site.answer(visit)
                self._say(answer)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the visitor had enough
            finally:
                site.leave(visit, len(answer.data))

        do_HEAD = do_POST = do_GET  # noqa: N815 - the names http.server looks for

        def _visit(self) -> Visit:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            host = headers.get("host", "")
            return Visit(self.command, self.path, web.day, host, headers, body, time.monotonic())

        def _say(self, answer: Answer) -> None:
            if answer.delay:
                web.closing.wait(answer.delay)
            if answer.drop or web.closing.is_set():
                self._reset()
                return
            self.send_response(answer.status)
            if answer.content_type:
                self.send_header("Content-Type", answer.content_type)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.data) if answer.declared is None else answer.declared))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.data)
            if answer.declared is not None:
                self.close_connection = True

        def _reset(self) -> None:
            """Closes at once, with RST instead of a farewell."""
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.rfile.close()
            self.connection.close()

        def log_message(self, *args: object) -> None:
            """Says nothing: `Site.visits` is the log."""

    return Doorman
