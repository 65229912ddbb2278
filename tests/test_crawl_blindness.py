"""Blindness: a portal that suddenly shows us less is our fault until somebody has looked, and nobody else's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Site
from monitor.doctor import examine
from monitor.looking import looked
from reports.digest import edition
from storage.clock import parse_now
from storage.errors import BadInput
from storage.model import Standing
from storage.terms import Outcome, StandingName
from storage.workspace import open_workspace
from tests.crawling import DAY, Kept, Watch, column, home, report_title, rows, static_site
from tests.test_crawl_later import later, standings

BODIES = tuple(f"青禾县{name}局" for name in ("教育", "民政", "水利", "司法", "审计", "统计"))
LACKING = "青禾县商务局"
COLUMN = "/zfxxgknb/"


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def watching(web: MiniatureWeb, folder: Path, site: Site) -> Watch:
    """A county of six bodies that publish, and one that does not."""
    web.open(site)
    watch = Watch(folder)
    for place, body in enumerate((*BODIES, LACKING)):
        watch.add(f"b{place}", body, f"{site.url}/")
    return watch


def redesigned(site: Site) -> None:
    """The portal as after a redesign: a new column in which we find but one of the rows, the old one gone."""
    listed = [("/new/1.html", report_title(BODIES[0]), "2025-01-20")]
    site.pages["/"] = Answer(home("<a href='/new/'>政府信息公开年报</a>"))
    site.pages["/new/"] = Answer(column(rows(listed) + "<p>其他部门年报请见专栏</p>"))
    del site.pages[COLUMN]


def told(watch: Watch, now: str) -> tuple[str, list[str]]:
    """The house edition of the letter, and what the doctor finds broken about what we see."""
    clock = parse_now(now)
    with open_workspace(watch.folder, clock) as workspace:
        letter = edition(workspace, clock.now()).text
    items = examine(watch.folder, clock)["items"]
    return letter, [item["message"] for item in items if item["name"] == "sight"]


def ended(kept: Kept) -> list[tuple[str | None, str | None]]:
    return [(one.outcome, one.kind) for one in kept.passes]


def test_a_portal_that_suddenly_shows_little_is_our_fault(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = watching(web, tmp_path / "w", site)
    for day in range(3):
        watch.crawl(later(day))
    redesigned(site)
    for day in range(3, 12):
        watch.crawl(later(day))
    kept = watch.kept()
    assert ended(kept)[:3] == [(Outcome.OK, None)] * 3
    assert ended(kept)[3:] == [(Outcome.BROKEN, "blind")] * 9
    assert (kept.passes[3].known, kept.passes[3].still) == (12, 1)
    assert [one.message for one in kept.faults] == ["blind: 上次列有 12 份年度报告，这次只见到其中 1 份"]
    judged = standings(watch, later(11))
    lacking = judged[f"b{len(BODIES)}"]
    assert lacking.standing is not StandingName.MISSING, "looks that overlook what is there prove nothing"
    assert StandingName.WITHDRAWN not in {one.standing for one in judged.values()}
    letter, found = told(watch, later(11))
    assert "突然看不到内容" in letter
    assert len(found) == 1


def test_a_portal_that_shows_nothing_for_the_first_time_is_told_at_once(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = watching(web, tmp_path / "w", site)
    watch.crawl()
    site.pages["/new/"] = Answer(column("<p>暂无相关信息</p>"))
    site.pages["/"] = Answer(home("<a href='/new/'>政府信息公开年报</a>"))
    del site.pages[COLUMN]
    watch.crawl(later(1))
    kept = watch.kept()
    assert ended(kept)[-1] == (Outcome.BROKEN, "blind")
    assert "此前 1 次都看到年度报告（上次 12 份），这次第一次一份也没有看到" in (kept.last.reason or "")
    assert kept.faults == [], "once may be chance"
    assert not kept.look.complete


def test_the_next_pass_that_sees_as_before_ends_it(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    before = dict(site.pages)
    watch = watching(web, tmp_path / "w", site)
    watch.crawl()
    redesigned(site)
    watch.crawl(later(1))
    site.pages = before
    watch.crawl(later(2))
    assert ended(watch.kept()) == [(Outcome.OK, None), (Outcome.BROKEN, "blind"), (Outcome.OK, None)]
    assert told(watch, later(2))[1] == []


def test_a_person_who_has_looked_ends_it(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = watching(web, tmp_path / "w", site)
    watch.crawl()
    redesigned(site)
    watch.crawl(later(1))
    clock, host = parse_now(later(1)), site.url.removeprefix("http://")
    with open_workspace(watch.folder, clock) as workspace:
        said = looked(workspace, f"{site.url}/", "李雷", clock.now())
        assert (said.portal, said.run) == (host, 2)
        assert workspace.people["looked"].count == 1
        with pytest.raises(BadInput, match="was not blind"):
            looked(workspace, host, "李雷", clock.now())
    assert watch.kept().last.outcome is Outcome.OK
    watch.crawl(later(2))
    assert watch.kept().last.kind != "blind", "what it shows now is what it is compared with"


def test_a_wall_is_a_wall_and_no_blindness(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = watching(web, tmp_path / "w", site)
    watch.crawl()
    site.pages[COLUMN] = Answer("x", status=403)
    watch.crawl(later(1))
    assert ended(watch.kept())[-1] == (Outcome.WALLED, "forbidden")


def test_one_report_withdrawn_is_no_blindness(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    fewer = static_site(BODIES[1:])
    watch = watching(web, tmp_path / "w", site)
    watch.crawl()
    site.pages = fewer.pages
    watch.crawl(later(1))
    assert ended(watch.kept())[-1][0] is Outcome.OK


def test_a_list_whose_reports_all_fail_to_open_is_looked_into(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(BODIES)
    watch = watching(web, tmp_path / "w", site)
    watch.crawl()
    for url in [url for url in site.pages if "/20" in url]:
        del site.pages[url]
    watch.crawl(later(1))
    assert "一份也没有打开" in (watch.kept().last.reason or "")
    judged: dict[str, Standing] = standings(watch, later(1))
    assert StandingName.WITHDRAWN not in {one.standing for one in judged.values()}
