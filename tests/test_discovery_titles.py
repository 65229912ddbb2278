"""What a column lists besides reports, and reports under odd titles: told apart by a crawl, not by titles alone."""

from collections.abc import Iterator

import pytest

from crawler.leads import score
from crawler.twins import twin_of
from monitor.demo.web import Answer, MiniatureWeb, Site
from storage.model import Lead
from storage.terms import Kind, LeadKind, Role
from tests.crawling import DAY, Kept, Watch, article, column, home, report_title, rows

EDUCATION = "青禾县教育局"
PLACE = "/zfxxgknb/202501/"
# Address, title: the fixtures P4 to P17 of the catalogue, as one list.
REPORTS = {
    f"{PLACE}t20250120_1.html": "青禾县教育局2024年度政府信息\n\n公开工作年度报告",
    f"{PLACE}t20250120_3.html": "青禾县民政局政府信息公开工作2024年度报告",
    f"{PLACE}t20250120_4.html": "青禾县水利局二〇二四年政府信息公开工作年度报告",
    f"{PLACE}t20241227_5.html": "青禾县司法局2024年政府信息公开工作年度报告",
    f"{PLACE}t20250120_6.html": "关于青禾县财政局2024年政府信息公开工作年度报告的更正",
    f"{PLACE}post_7.html": report_title("青禾县审计局"),
}
OPEN_TO_THEIR_PAGES = {
    f"{PLACE}t20250120_2.html": "2024年政府信息公开工作年度报告",
    f"{PLACE}t20250120_8.html": "青禾县统计局2024年度政府信息公开工作总结",
    f"{PLACE}t20250120_9.html": "青禾县商务局2024年政府信息公开工作自查报告",
}
OTHERS = {
    f"{PLACE}t20250120_5_wap.html": "青禾县司法局2024年政府信息公开工作年度报告",
    f"{PLACE}t20241227_5_wap.html": "青禾县司法局2024年政府信息公开工作年度报告",
    f"{PLACE}mpost_7.html": report_title("青禾县审计局"),
    f"{PLACE}t20250120_10.html": "青禾县2024年政府网站工作年度报表",
    f"{PLACE}t20241202_11.html": "关于做好2024年政府信息公开工作年度报告编制工作的通知",
    f"{PLACE}t20250121_12.html": "(图解)青禾县教育局2024年政府信息公开工作年度报告",
    f"{PLACE}t20250121_13.html": "青禾县教育局2024年政府信息公开工作年度报告解读",
    f"{PLACE}t20250121_14.html": "政府信息公开年报编制说明",
}
LONELY = f"{PLACE}t20250120_5_wap.html"  # its page itself is not listed: it may be all there is
LISTED = REPORTS | OPEN_TO_THEIR_PAGES | OTHERS


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kept, Site]]:
    watch = Watch(tmp_path_factory.mktemp("titles") / "w", "delay = 0\ntimeout = 5.0\n")
    lines = rows((url, name, "2025-01-20") for url, name in LISTED.items())
    pages = {"/": Answer(home()), "/zfxxgknb/": Answer(column(lines))}
    pages |= {url: Answer(article(name)) for url, name in LISTED.items()}
    with MiniatureWeb(DAY) as web:
        site = web.open(Site(pages=dict(pages)))
        watch.add("gov", "青禾县人民政府", f"{site.url}/", Kind.GOVERNMENT)
        watch.add("edu", EDUCATION, f"{site.url}/", Kind.DEPARTMENT)
        watch.crawl()
        yield watch.kept(), site


def found(kept: Kept, site: Site) -> dict[str, Lead]:
    return {lead.url.removeprefix(site.url): lead for lead in kept.leads}


def test_reports_are_found_under_whatever_title(listed: tuple[Kept, Site]) -> None:
    leads = found(*listed)
    assert {(leads[url].kind, leads[url].year) for url in REPORTS} == {(LeadKind.REPORT, 2024)}
    assert {leads[url].year for url in OPEN_TO_THEIR_PAGES} == {2024}
    assert [leads[url].agency for url in OPEN_TO_THEIR_PAGES] == [None] * 3


def test_what_only_looks_like_one_is_classified_and_not_fetched(listed: tuple[Kept, Site]) -> None:
    kept, site = listed
    leads = found(kept, site)
    alike = {url for url, lead in leads.items() if lead.kind is LeadKind.LOOKALIKE}
    assert alike == set(OTHERS) - {LONELY}
    assert all(leads[url].reasons for url in alike)
    assert kept.addresses(Role.ARTICLE) == {url[1:] for url in (*REPORTS, *OPEN_TO_THEIR_PAGES, LONELY)}


@pytest.mark.parametrize(
    ("url", "itself"),
    [
        ("http://x.example/t20210203_88_wap.html", "http://x.example/t20210203_88.html"),
        ("http://x.example/content/8/8766/mpost_8766914.html", "http://x.example/content/8/8766/post_8766914.html"),
        ("http://x.example/t20210203_88.html", None),
        ("http://x.example/post_1.html", None),
        ("http://x.example/mpost/", None),
    ],
)
def test_a_twin_is_known_by_its_address(url: str, itself: str | None) -> None:
    assert twin_of(url) == itself


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青禾县教育局2024年度政府信息公开年报表", LeadKind.UNCLEAR),
        ("青禾县教育局2024年政府信息主动公开工作年度报告", LeadKind.UNCLEAR),
        ("青禾县2024年政府信息公开工作评估报告", LeadKind.LOOKALIKE),
    ],
)
def test_near_misses(title: str, kind: LeadKind) -> None:
    scored = score(title)
    assert scored is not None
    assert scored.kind is kind
    assert scored.publisher in (None, EDUCATION)
