"""Second and later passes: what they cost by the portals' own logs, and what a server's word is worth."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

import extract
from crawler import leads, ledger, visit
from monitor import judging, reading, steps
from monitor.demo.web import Answer, MiniatureWeb, Site
from storage import portals
from storage.clock import Clock, parse_now
from storage.model import Standing
from storage.terms import Outcome, Role, StandingName
from storage.workspace import open_workspace
from tests.crawling import DAY, NOW, Kept, Watch, article, column, home, one_portal, report_title, rows, static_site
from tests.test_families import BODIES, FAMILIES, _open

BROWSER = {"script"}
PARTED = "子栏目"
COLUMN = "/zfxxgknb/"


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def later(days: float) -> str:
    """So many days after the first crawl."""
    return (parse_now(NOW).now() + timedelta(days=days)).isoformat()


def marked(site: Site, lies: bool = False) -> Site:
    """The portal as one that gives marks by which one can ask whether anything changed."""
    site.marks, site.lies = not lies, lies
    return site


def looks(watch: Watch) -> list[tuple[int, bool, bool]]:
    """Every look: in which run, whether complete, whether it takes anything to be as before."""
    return [(one.run, one.complete, one.repeats is not None) for one in watch.kept().looks]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kept, dict[str, tuple[Site, int]]]]:
    """Every family crawled on two days; with each portal how many of its visits were of the first."""
    watch = Watch(tmp_path_factory.mktemp("later") / "w", "delay = 0\ntimeout = 5.0\n")
    with MiniatureWeb(DAY) as web:
        sites = {name: marked(_open(web, name)) for name in FAMILIES if name not in BROWSER}
        for name, site in sites.items():
            for number, body in enumerate(BODIES):
                watch.add(f"{name}-{number}", body, f"{site.url}/")
        watch.crawl()
        first = {name: (site, len(site.visits)) for name, site in sites.items()}
        watch.crawl(later(1))
        yield watch.kept(), first


@pytest.mark.parametrize("name", [name for name in FAMILIES if name not in BROWSER])
def test_the_second_pass_costs_next_to_nothing(name: str, twice: tuple[Kept, dict[str, tuple[Site, int]]]) -> None:
    kept, first = twice
    site, count = first[name]
    before, after = site.visits[:count], site.visits[count:]
    columns = {one.id for one in kept.columns if one.portal == site.url.removeprefix("http://")}
    second = [one for one in kept.looks if one.column in columns and one.run == 2]
    lists = sum(one.pages if PARTED in one.reason else 1 for one in second)  # every part is a list of its own
    due = sum(one.column in columns and one.year in (2024, None) for one in kept.leads)  # older ones rest longer
    assert len(after) <= lists + due + 3, [one.path for one in after]
    assert sum(one.sent for one in after) <= 0.05 * sum(one.sent for one in before)
    assert second
    assert all(one.complete and one.repeats for one in second)
    assert {one.last_run for one in kept.leads if one.column in columns} == {2}


def two_pages(bodies: tuple[str, ...]) -> Site:
    """A portal whose column has two pages, the first with a pager."""

    def listed(some: tuple[str, ...], start: int) -> str:
        return rows(
            (f"{COLUMN}{start + place}.html", report_title(body), "2025-01-20") for place, body in enumerate(some)
        )  # fmt: skip

    half = len(bodies) // 2
    first, second = (f"<script>createPageHTML(2, {page}, 'index', 'html');</script>" for page in (0, 1))
    pages = {
        "/": Answer(home(f"<a href='{COLUMN}index.html'>政府信息公开年报</a>")),
        f"{COLUMN}index.html": Answer(column(listed(bodies[:half], 0) + first)),
        f"{COLUMN}index_1.html": Answer(column(listed(bodies[half:], half) + second)),
    }
    pages |= {f"{COLUMN}{place}.html": Answer(article(report_title(body))) for place, body in enumerate(bodies)}
    return Site(pages=dict(pages))


SIX = tuple(f"青禾县{name}局" for name in ("教育", "民政", "水利", "司法", "审计", "统计"))


def test_a_first_page_that_is_the_same_spares_the_others(web: MiniatureWeb, tmp_path: Path) -> None:
    site = two_pages(SIX)  # gives no marks: the page itself is compared
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    assert watch.kept().look.complete, watch.kept().look.reason
    for day in (1, 2):
        watch.crawl(later(day))
    assert site.paths().count(f"{COLUMN}index_1.html") == 1
    watch.crawl(later(3))
    assert site.paths().count(f"{COLUMN}index_1.html") == 2, "some days later everything is read again"
    assert looks(watch) == [(1, True, False), (2, True, True), (3, True, True), (4, True, False)]
    first = [one for one in watch.kept().of(Role.LIST) if one.run == 1]
    assert watch.kept().looks[1].repeats in {one.id for one in first}


def test_a_new_row_on_the_first_page_makes_us_read_on(web: MiniatureWeb, tmp_path: Path) -> None:
    site = two_pages(SIX)
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    changed = two_pages((*SIX, "青禾县商务局", "青禾县林业局"))
    site.pages = changed.pages
    watch.crawl(later(1))
    assert looks(watch)[-1] == (2, True, False)
    assert len(watch.kept().leads) == 8


def test_a_page_that_only_the_server_calls_unchanged_is_read_whole_in_time(web: MiniatureWeb, tmp_path: Path) -> None:
    site = marked(static_site(SIX), lies=True)
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    more = static_site((*SIX, "青禾县商务局"))
    site.pages = more.pages
    watch.crawl(later(1))
    watch.crawl(later(2))
    assert looks(watch) == [(1, True, False), (2, True, True), (3, True, True)]
    assert len(watch.kept().leads) == 12, "so far its word is taken"
    watch.crawl(later(3))
    assert looks(watch)[-1] == (4, True, False)
    assert len(watch.kept().leads) == 14


def test_what_is_unchanged_is_kept_as_such(web: MiniatureWeb, tmp_path: Path) -> None:
    watch = one_portal(web, tmp_path / "w", marked(static_site(SIX)))
    watch.crawl()
    told = watch.crawl(later(1))
    assert told["documents"] == 0
    kept = watch.kept()
    again = [one for one in kept.documents if one.run == 2 and one.role is Role.ARTICLE]
    assert {(one.status, one.bytes) for one in again} == {(304, 0)}
    first = {one.id: one for one in kept.documents}
    assert all(first[one.repeats or 0].sha256 == one.sha256 and one.brought for one in again)
    with open_workspace(watch.folder, parse_now(later(1))) as workspace:
        from monitor.verify import verify

        assert verify(workspace)["bad"] == []


def standings(watch: Watch, now: str) -> dict[str, Standing]:
    """How everybody stands once all was read and judged."""
    clock = parse_now(now)
    with open_workspace(watch.folder, clock) as workspace:
        list(reading.read_stored(workspace, clock))
        judging.judge(workspace, clock.now(), extract.VERSION)
        return {one.agency: one for one in steps.standings(workspace, clock, 2024)}


def test_no_absence_is_proved_by_a_server_s_word_alone(web: MiniatureWeb, tmp_path: Path) -> None:
    site = marked(static_site(SIX, (2024, 2023)), lies=True)
    kept_out = "/zfxxgknb/2024/1.html"  # 民政局
    site.pages[COLUMN] = without(site, kept_out)
    watch = one_portal(web, tmp_path / "w", site)
    for place, body in enumerate(SIX):
        watch.add(f"b{place}", body, f"{site.url}/")
    for day in (0, 1, 2):
        watch.crawl(later(day))
    site.pages = static_site(SIX, (2024, 2023)).pages  # it appears, and the server goes on saying that nothing changed
    watch.crawl(later(5))
    assert standings(watch, later(5))["b1"].standing is not StandingName.MISSING
    assert standings(watch, later(5))["b1"].first_seen is not None


def without(site: Site, url: str) -> Answer:
    """The column without one of its rows."""
    body = site.pages[COLUMN]
    assert isinstance(body, Answer)
    row = next(part for part in str(body.body).split("<li>") if url in part)
    return Answer(str(body.body).replace(f"<li>{row.split('</li>')[0]}</li>", ""))


def blind_to(words: str, version: int) -> None:
    """Puts an older version of ours in place, which did not understand titles with certain words."""
    scored = leads.score
    visit.VERSION = version
    ledger.score = lambda name: None if words in name else scored(name)  # type: ignore[attr-defined]


def test_what_only_a_newer_version_understands_is_not_late(web: MiniatureWeb, tmp_path: Path) -> None:
    """Crawl, upgrade, crawl, check: the row was there before, and our version did not see it."""
    site = static_site(SIX, (2024, 2023))
    watch = one_portal(web, tmp_path / "w", site)
    for place, body in enumerate(SIX):
        watch.add(f"b{place}", body, f"{site.url}/")
    watch.spell = partial(blind_to, "民政局", 1)
    for day in (0, 1, 5):
        watch.crawl(later(day))
    assert not any("民政局" in one.title for one in watch.kept().leads)
    assert standings(watch, later(5))["b1"].standing in (StandingName.MISSING, StandingName.OVERDUE)
    watch.spell = None
    watch.crawl(later(6))
    found = [one for one in watch.kept().leads if "民政局" in one.title]
    assert {one.first_run for one in found} == {3}, "the page of the last look was read again"
    judged = standings(watch, later(6))["b1"]
    assert judged.standing is StandingName.ON_TIME
    assert not judged.backdated
    assert judged.interval
    assert judged.interval[0] is None


def test_a_newer_version_without_the_old_pages_proves_nothing_either(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(SIX, (2024, 2023))
    watch = one_portal(web, tmp_path / "w", site)
    for place, body in enumerate(SIX):
        watch.add(f"b{place}", body, f"{site.url}/")
    watch.spell = partial(blind_to, "民政局", 1)
    watch.crawl()
    with open_workspace(watch.folder, parse_now(NOW)) as workspace:
        for one in watch.kept().of(Role.LIST):
            workspace.vault.path(one.sha256 or "").unlink(missing_ok=True)
    watch.spell = None
    watch.crawl(later(1))
    judged = standings(watch, later(1))["b1"]
    assert judged.standing is StandingName.ON_TIME
    assert judged.interval
    assert judged.interval[0] is None


def test_a_row_that_came_after_the_upgrade_is_late_all_the_same(web: MiniatureWeb, tmp_path: Path) -> None:
    site = static_site(SIX, (2024, 2023))
    whole = dict(site.pages)
    site.pages[COLUMN] = without(site, "/zfxxgknb/2024/1.html")
    del site.pages["/zfxxgknb/2024/1.html"]
    watch = one_portal(web, tmp_path / "w", site)
    for place, body in enumerate(SIX):
        watch.add(f"b{place}", body, f"{site.url}/")
    watch.spell = partial(blind_to, "没有的词", 1)
    watch.crawl()
    watch.spell = None
    site.pages = whole
    watch.crawl(later(1))
    judged = standings(watch, later(1))["b1"]
    assert judged.standing is StandingName.LATE
    assert judged.backdated, "the old page, read again, does not have it"


def test_a_look_proves_nothing_of_what_it_lists_itself(web: MiniatureWeb, tmp_path: Path) -> None:
    """By the real clock a row is kept a moment after its page was asked for; nobody knows since when it is there."""
    watch = one_portal(web, tmp_path / "w", static_site(SIX))
    watch.crawl(None)
    assert watch.kept(None).last.outcome is Outcome.OK
    clock = Clock()
    with open_workspace(watch.folder, clock) as workspace:
        list(reading.read_stored(workspace, clock))
        judging.judge(workspace, clock.now(), extract.VERSION)
        judged = steps.standings(workspace, clock)
        at = {one.at for one in portals.column_looks(workspace.facts)}
    seen = [one for one in judged if one.first_seen]
    assert seen
    assert [one for one in seen if one.interval and one.interval[0] in at] == []
