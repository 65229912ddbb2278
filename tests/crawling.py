"""A crawl as its user sees it: a fictional county on loopback, a workspace, and a crawl in a process of its own."""

import json
import logging
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crawler import crawl
from monitor.demo.web import Answer, MiniatureWeb, Site
from storage import captures, portals, registry, runs
from storage.clock import parse_now
from storage.errors import Stopped
from storage.model import Agency, Column, ColumnLook, Document, Fault, Lead, Pass, Portal, Run
from storage.terms import Kind, Level, Role
from storage.workspace import make_workspace, open_workspace

NOW = "2025-02-03T08:00:00+08:00"
DAY = date(2025, 2, 3)
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["crawler.running", "scrapy_playwright.handler", "tests.crawling"])
FOOT = (
    "<div class='foot'>主办：青禾县人民政府 <a href='/about.html'>联系我们</a> <a href='/map.html'>网站地图</a></div>"
)
MENU = "<a href='/'>首页</a> <a href='/news/'>新闻中心</a> <a href='/gov/'>政务服务</a> <a href='/hd/'>互动交流</a>"


def page(title: str, body: str, trail: str = "") -> str:
    """A page of the fictional portal."""
    where = f"<div class='pos'>当前位置：<a href='/'>首页</a> &gt; {trail}</div>" if trail else ""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><div class='menu'>{MENU}</div>{where}{body}{FOOT}</body></html>"
    )


def rows(titles: Iterable[tuple[str, str, str]]) -> str:
    """A list: address, title, date of each row."""
    items = (f"<li><a href='{url}'>{title}</a><span>{shown}</span></li>" for url, title, shown in titles)
    return f"<ul class='list'>{''.join(items)}</ul>"


def column(body: str) -> str:
    """An annual-report column with this list."""
    return page("政府信息公开年报-青禾县人民政府", body, "政府信息公开 &gt; 政府信息公开年报")


def home(link: str = "<a href='/zfxxgknb/'>政府信息公开年报</a>") -> str:
    """A home page with its link to the column."""
    return page("青禾县人民政府", f"<div>{link}</div><p>{'今日要闻，全县工作稳步推进。' * 20}</p>")


def article(title: str, more: str = "") -> str:
    """A report's page."""
    text = "一、总体情况。本年度主动公开各类信息，依法办理申请，现将有关情况报告如下。" * 8
    return page(title, f"<h1>{title}</h1><div class='TRS_Editor'><p>{text}</p>{more}</div>")


def report_title(body: str, year: int = 2024) -> str:
    """How a report is usually called."""
    return f"{body}{year}年政府信息公开工作年度报告"


def static_site(bodies: Sequence[str], years: Sequence[int] = (2024, 2023)) -> Site:
    """A portal whose column is one plain page."""
    listed = [
        (f"/zfxxgknb/{year}/{number}.html", report_title(body, year), f"{year + 1}-01-2{number % 9}")
        for year in years
        for number, body in enumerate(bodies)
    ]
    pages: dict[str, Any] = {"/": Answer(home()), "/zfxxgknb/": Answer(column(rows(listed)))}
    pages |= {url: Answer(article(title)) for url, title, _ in listed}
    return Site(pages=pages)


@dataclass(frozen=True)
class Kept:
    """Everything a workspace holds after a crawl."""

    runs: list[Run]
    passes: list[Pass]
    portals: dict[str, Portal]
    columns: list[Column]
    looks: list[ColumnLook]
    leads: list[Lead]
    documents: list[Document]
    faults: list[Fault]

    @property
    def look(self) -> ColumnLook:
        """The newest look."""
        return self.looks[-1]

    @property
    def last(self) -> Pass:
        """The newest pass."""
        return self.passes[-1]

    def of(self, role: Role) -> list[Document]:
        """The captures fetched in a role."""
        return [capture for capture in self.documents if capture.role is role]

    def addresses(self, role: Role) -> set[str]:
        """The paths captured in a role with a good answer."""
        return {capture.url.split("/", 3)[3] for capture in self.of(role) if capture.status == 200}


@dataclass
class Crawling:
    """A crawl under way in a process of its own. It is forked from one that has Scrapy loaded, to spare seconds."""

    child: Any
    told: Path

    def end(self, seconds: float = 60.0) -> tuple[int, str, str]:
        """Waits for its end: exit code, what it printed, what it said on the way."""
        self.child.join(seconds)
        assert self.child.exitcode is not None, "the crawl does not end"
        return self.child.exitcode, (self.told / "out").read_text("utf-8"), (self.told / "err").read_text("utf-8")


def _crawl(
    folder: Path, now: str | None, agencies: Sequence[str], years: Sequence[int], spell: Any, told: Path
) -> None:
    """The child's life: what `gongkai crawl --json` does."""
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(told / name, os.O_CREAT | os.O_WRONLY), number)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, force=True)
    if spell:
        spell()
    try:
        print(json.dumps(crawl(folder, parse_now(now), agencies, years)), flush=True)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        sys.exit(stopped.exit_code)


@dataclass
class Watch:
    """A workspace with a registry, and the crawls over it."""

    folder: Path
    settings: str = "delay = 0.01\ntimeout = 3.0\n"
    spell: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        make_workspace(self.folder, "id,name\n")
        pictures = "" if "pictures" in self.settings else 'pictures = "never"\n'  # a browser costs a second each time
        (self.folder / "gongkai.toml").write_text(f"[crawl]\n{pictures}{self.settings}", "utf-8")

    def add(self, key: str, name: str, portal: str, kind: Kind = Kind.DEPARTMENT, **more: Any) -> None:
        """Puts one agency into the registry."""
        agency = Agency(key, name, Level.COUNTY, kind, portal, **more)
        with open_workspace(self.folder, parse_now(NOW)) as workspace:
            registry.save_agencies(workspace.facts, [agency])

    def start(self, now: str | None = NOW, agencies: Sequence[str] = (), years: Sequence[int] = ()) -> "Crawling":
        """Begins a crawl."""
        told = Path(tempfile.mkdtemp(dir=self.folder.parent))
        child = FORKS.Process(target=_crawl, args=(self.folder, now, agencies, years, self.spell, told))
        child.start()
        return Crawling(child, told)

    def crawl(self, now: str | None = NOW, agencies: Sequence[str] = (), years: Sequence[int] = ()) -> dict[str, Any]:
        """One whole crawl; what it answered."""
        code, out, said = self.start(now, agencies, years).end()
        assert code == 0, said
        assert "Traceback" not in said or self.spell, said
        summary: dict[str, Any] = json.loads(out)
        return summary

    def kept(self, now: str | None = "2030-01-01T00:00:00+08:00") -> Kept:
        """What the workspace holds."""
        with open_workspace(self.folder, parse_now(now)) as workspace:
            db = workspace.facts
            return Kept(
                runs.runs(db, "crawl"),
                portals.passes(db),
                {one.portal: portals.portal(db, one.portal) for one in portals.passes(db)},
                portals.columns(db),
                portals.column_looks(db),
                captures.leads(db),
                captures.documents(db),
                runs.faults(db),
            )


def one_portal(web: MiniatureWeb, folder: Path, site: Site, settings: str = "") -> Watch:
    """A county with its government and one department on one portal."""
    web.open(site)
    watch = Watch(folder, settings) if settings else Watch(folder)
    watch.add("qh-gov", "青禾县人民政府", f"{site.url}/", Kind.GOVERNMENT)
    watch.add("qh-edu", "青禾县教育局", f"{site.url}/", parent="qh-gov")
    return watch
