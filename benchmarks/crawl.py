"""Benchmark: the crawl beside a bare Scrapy spider, what each family and a second pass cost, and peak memory.

Everything is on loopback. Servers and crawls are processes of their own; the servers' own logs are what is counted.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.labels import words  # noqa: E402  (found beside this folder)

BARE = Path(__file__).with_name("bare.py")
NOW = "2025-02-03T08:00:00+08:00"
NEXT = "2025-02-04T08:00:00+08:00"
COLUMN = "/zfxxgk/zfxxgknb/"
OFFICES = ("教育", "民政", "司法", "财政", "水利", "商务", "审计", "统计", "林业", "信访", "体育", "文物")
UNSAID = {"names"}  # rows without a year: whose pages, all of them, must be asked
NOT_READ = {"wall", "script", "stub", "postback"}  # a wall, one for the browser, two that cannot be read to their end
QUICK = "[crawl]\ndelay = 0\ntimeout = 20.0\nbrowser = '/nowhere'\n"
HEADER = "id,name,level,kind,portal\n"
NEWS = "<li><a href='/news/{0}.html'>全县第{0}次工作会议召开</a><span>2025-01-{1:02}</span></li>"
PARAGRAPH = "<p>本年度主动公开各类信息，依法办理公开申请，加强平台建设，现将有关情况报告如下。</p>"

REPORT = "".join(f"<p>{heading}</p>{PARAGRAPH}" for heading in words("report", "headings"))


# ---- portals of many pages, served as fast as one process can ----


def pages(reports: int, number: int) -> dict[str, bytes]:
    """A portal: home page, column, so many reports of 5 to 12 KB; no two portals have a page alike."""
    menu = "".join(f"<li><a href='/m{n}/'>栏目{n}</a></li>" for n in range(40))
    head = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{}</title></head>"
    frame = f"{head}<body><ul>{menu}</ul>{{}}</body></html>"
    news = "".join(NEWS.format(n, n % 28 + 1) for n in range(20))
    home = frame.format(f"青禾县人民政府{number}", f"<a href='{COLUMN}'>政府信息公开年报</a><ul>{news}</ul>")
    title = f"青禾县第{number}-{{}}局2024年政府信息公开工作年度报告"
    row = "<li><a href='{}{}.html'>{}</a><span>2025-01-{:02}</span></li>"
    listed = "".join(row.format(COLUMN, n, title.format(n), n % 28 + 1) for n in range(reports))
    column = frame.format("政府信息公开年报-青禾县人民政府", f"<h1>政府信息公开年报</h1><ul>{listed}</ul>")
    made = {"/": home, COLUMN: column}
    for n in range(reports):
        body = f"<h1>{title.format(n)}</h1><div class='TRS_Editor'>{PARAGRAPH * (20 + n * 7 % 60)}</div>"
        made[f"{COLUMN}{n}.html"] = frame.format(title.format(n), body)
    return {path: text.encode() for path, text in made.items()}


def serve(ports: Any, asked: Any, count: int, reports: int, address: str) -> None:
    """Serves one portal at each of `count` ports; every request is told as (moment, bytes) when asked for."""
    import asyncio

    served, log = [pages(reports, number) for number in range(count)], list[float]()

    async def answer(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                path = line.split(b" ")[1].decode()
                while (await reader.readline()) not in (b"\r\n", b""):
                    pass
                log.append(time.monotonic())
                body = served[number].get(path)
                status = b"200 OK" if body else b"404 Not Found"
                head = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
                writer.write(head % (status, len(body or b"")) + (body or b""))
                await writer.drain()
        except (ConnectionError, IndexError):
            pass
        finally:
            writer.close()

    async def live() -> None:
        servers = [await asyncio.start_server(partial(answer, number), address, 0) for number in range(count)]
        ports.send([one.sockets[0].getsockname()[1] for one in servers])
        while await asyncio.to_thread(asked.recv):
            asked.send(list(log))
            log.clear()

    asyncio.run(live())


@dataclass
class Portals:
    """The portals being served, and their log."""

    ports: list[int]
    pipe: Any

    def log(self) -> list[float]:
        """The moments of the requests since the last time this was asked."""
        self.pipe.send(True)
        return list(self.pipe.recv())


@contextmanager
def portals(count: int, reports: int, address: str = "127.0.0.1") -> Iterator[Portals]:
    """Portals in a process of their own."""
    told, tell = multiprocessing.Pipe(duplex=False)
    mine, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(tell, theirs, count, reports, address), daemon=True)
    server.start()
    yield Portals(told.recv(), mine)
    server.kill()
    server.join()


# ---- the crawl, and the bare spider ----


def workspace(folder: Path, addresses: Sequence[str], offices: Sequence[str] = OFFICES[:1]) -> Path:
    """A workspace with these offices at each address."""
    from storage.workspace import make_workspace

    rows = [
        f"b{n}-{place},青禾县{office}局,county,department,{address}\n"
        for n, address in enumerate(addresses)
        for place, office in enumerate(offices)
    ]
    make_workspace(folder, HEADER)
    (folder / "gongkai.toml").write_text(QUICK, "utf-8")
    (folder / "all.csv").write_text(HEADER + "".join(rows), "utf-8")
    gongkai("agencies", "import", str(folder / "all.csv"), "--workspace", str(folder))
    return folder


def gongkai(*words: str) -> tuple[dict[str, Any], int]:
    """One command: what it prints with --json, and its peak memory in bytes."""
    command = [sys.executable, "-m", "monitor.cli", *words, "--json"]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  (our own command)
    assert child.stdout is not None
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, out
    told: dict[str, Any] = json.loads(out)
    return told, usage.ru_maxrss * 1024


def speed(log: Sequence[float]) -> float:
    """Requests per second between the first and the last."""
    return (len(log) - 1) / (max(log) - min(log))


def throughput(pages_at_all: int, rounds: int) -> dict[str, float]:
    """Pages per second of both over the same portals, in turn."""
    count, ours, bare = 40, list[float](), list[float]()
    with portals(count, pages_at_all // count - 2) as there, tempfile.TemporaryDirectory() as place:
        addresses = [f"http://127.0.0.1:{port}/" for port in there.ports]
        for number in range(rounds):
            folder = workspace(Path(place) / str(number), addresses)
            gongkai("crawl", "--workspace", str(folder), "--now", NOW)
            ours.append(speed(there.log()))
            subprocess.run([sys.executable, BARE, COLUMN, *addresses], check=True)  # noqa: S603  (beside this file)
            bare.append(speed(there.log()))
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    return {"ours": median(ours), "bare": median(bare), "ratio": median(ratios)}


def memory(portals_at_all: int) -> dict[str, float]:
    """Peak memory of one crawl over so many portals, each at an address of its own on loopback."""
    with portals(1, 2, "0.0.0.0") as there, tempfile.TemporaryDirectory() as place:  # noqa: S104  (for a minute)
        hosts = (f"127.{1 + n // 60000}.{n // 250 % 240}.{1 + n % 250}" for n in range(portals_at_all))
        folder = workspace(Path(place) / "w", [f"http://{host}:{there.ports[0]}/" for host in hosts])
        told, peak = gongkai("crawl", "--workspace", str(folder), "--now", NOW)
    return {"portals": told["outcomes"]["ok"], "peak_mb": peak / 1e6}


# ---- families, and second passes ----


@dataclass(frozen=True)
class Cost:
    """What one family cost: requests of the first pass over the fewest possible, and the second pass beside it."""

    name: str
    ratio: float | None
    requests: tuple[int, int]
    bytes: tuple[int, int]

    @property
    def share(self) -> float:
        """The bytes of the second pass over those of the first."""
        return self.bytes[1] / self.bytes[0]


def families() -> list[Cost]:
    """Every family of the miniature web, crawled on two days, by its own log."""
    from monitor.demo.shapes import Row, shapes
    from monitor.demo.web import MiniatureWeb, Site
    from monitor.demo.world import Portal

    def row(year: int, place: int) -> Row:
        body, shown = f"青禾县{OFFICES[place]}局", date(year + 1, 1, 28) - timedelta(days=place)
        title = f"{body}{year}年政府信息公开工作年度报告"
        return Row(300100 + (2025 - year) * 40 + place, title, body, shown, shown, lambda _: REPORT)

    listed = [row(year, place) for year in (2024, 2023, 2022) for place in range(len(OFFICES))]
    sites: dict[str, Site] = {}
    with MiniatureWeb(date(2025, 2, 3)) as web, tempfile.TemporaryDirectory() as place:
        for name in sorted(set(shapes()) - NOT_READ):
            sites[name] = web.open(shapes()[name](Portal(name, name, "", "青禾县人民政府", "9901230001"), listed))
            sites[name].marks = True
        folder = workspace(Path(place) / "w", [f"{site.url}/" for site in sites.values()], OFFICES)
        gongkai("crawl", "--workspace", str(folder), "--now", NOW)
        first = {name: len(site.visits) for name, site in sites.items()}
        gongkai("crawl", "--workspace", str(folder), "--now", NEXT)
        return [_cost(name, site, first[name]) for name, site in sites.items()]


def _cost(name: str, site: Any, first: int) -> Cost:
    before, after = site.visits[:first], site.visits[first:]
    least = site.fewest + (3 if name in UNSAID else 2) * len(OFFICES)  # the reports of two years, or of all
    ratio = len(before) / least if site.fewest else None
    return Cost(
        name, ratio, (len(before), len(after)), (sum(one.sent for one in before), sum(one.sent for one in after))
    )


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--portals", type=int, default=3000)
    chosen = parser.parse_args()
    fast = throughput(chosen.pages, chosen.rounds)
    speeds = f"ours {fast['ours']:.0f}/s, bare Scrapy {fast['bare']:.0f}/s"
    print(f"{chosen.pages} pages: {speeds}, ratio {fast['ratio']:.2f} (target 0.35)")
    tell(families())
    held = memory(chosen.portals)
    seen = f"{held['portals']:.0f} of {chosen.portals} portals seen"
    print(f"{seen}, peak {held['peak_mb']:.0f} MB without browser (target 250)")


def tell(costs: Sequence[Cost]) -> None:
    """Prints what the families cost."""
    for one in costs:
        over = f"{one.ratio:.2f} x fewest" if one.ratio else "fewest not counted"
        print(f"  {one.name:14} requests {one.requests[0]:4} ({over}), then {one.requests[1]:3}; bytes {one.share:.1%}")
    most, share = max(one.ratio or 0 for one in costs), max(one.share for one in costs)
    print(f"families: at most {most:.2f} x the fewest requests (target 1.2)")
    print(f"second pass: at most {share:.1%} of the first's bytes (target 5 %)")


if __name__ == "__main__":
    main()
