"""Rows as lists really write them: cut short, doubled, pressed instead of linked, or with nothing but a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Site
from storage.terms import LeadKind
from tests.crawling import DAY, article, column, home, one_portal, report_title

FULL = report_title("青禾县教育局")
OTHERS = f"<li><a href='/zfxxgknb/0.html'>{report_title('青禾县民政局')}</a><span>2025-01-10</span></li>"
REPORT, UNCLEAR = LeadKind.REPORT, LeadKind.UNCLEAR
ROWS = {
    "cut": (f"<li><a href='1.html'>{FULL[:14]}…</a><span>2025-01-20</span></li>", UNCLEAR, FULL[:14] + "..."),
    "cut after a dot": (f"<li><a href='1.html' title='{FULL}'>·{FULL[:14]}...</a>2025-01-20</li>", REPORT, FULL),
    "cut after a date": (
        f"<li><a href='1.html' title='{FULL}'><i>2025-01-20</i>{FULL[:14]}…</a></li>", REPORT, FULL,
    ),
    "date within": (f"<li><a href='1.html'><i>01-20</i>{FULL}</a><span>2025-01-20</span></li>", REPORT, FULL),
    "new": (f"<li><a href='1.html'>{FULL}</a>2025-01-20 <a href='1.html'><img src='n.gif'></a></li>", REPORT, FULL),
    "details": (f"<li><a href='1.html'>{FULL}</a>2025-01-20 <a href='1.html'>[详情]</a></li>", REPORT, FULL),
    "pressed": (f"<li onclick=\"location.href='1.html'\">{FULL}<span>2025-01-20</span></li>", REPORT, FULL),
    "only a name": ("<li><a href='1.html'>教育局</a><span>2025-01-20</span></li>", UNCLEAR, "教育局"),
    "undated name": ("<li><a href='1.html'>青禾县教育局</a></li>", UNCLEAR, "青禾县教育局"),
}  # fmt: skip


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(DAY) as there:
        yield there


def test_no_row_of_a_list_is_lost(web: MiniatureWeb, tmp_path: Path) -> None:
    lists = {f"/zfxxgknb/{number}/": row for number, (row, *_) in enumerate(ROWS.values())}
    parts = "".join(f"<a href='{url}'>{2016 + number}年</a>" for number, url in enumerate(lists))
    pages = {"/": Answer(home()), "/zfxxgknb/": Answer(column(f"<div>{parts}</div><ul>{OTHERS}</ul>"))}
    pages |= {url: Answer(column(f"<ul>{OTHERS}{row}</ul>")) for url, row in lists.items()}
    pages |= {f"{url}1.html": Answer(article(FULL)) for url in lists}
    watch = one_portal(web, tmp_path / "w", Site(pages={**pages, "/zfxxgknb/0.html": Answer(article("报告"))}))
    watch.crawl()
    kept = watch.kept()
    leads = {lead.url.split("/")[4]: lead for lead in kept.leads if lead.url.endswith("/1.html")}
    found = {name: (leads[str(number)].kind, leads[str(number)].title) for number, name in enumerate(ROWS)}
    assert found == {name: (kind, title) for name, (_, kind, title) in ROWS.items()}
    assert all(str(lead.shown) == "2025-01-20" for key, lead in leads.items() if key != str(len(ROWS) - 1))
    assert len([one for one in kept.documents if one.url.endswith("/1.html")]) == len(ROWS)
    assert kept.look.complete, kept.look.reason
    assert "没有写明" in kept.look.reason


@pytest.mark.parametrize(
    ("more", "complete"),
    [
        ("<li><a href='/n/1.html'>我县召开春耕工作会议</a><span>2025-01-20</span></li>", True),
        ("<li><a href='/n/1.html'>我县召开2024年春耕工作会…</a><span>2025-01-20</span></li>", True),
        (f"<li><a href='javascript:view(12)'>{FULL}</a><span>2025-01-20</span></li>", False),
        (f"<li><a href='/zfxxgknb/'>{FULL}</a><span>2025-01-20</span></li>", False),
    ],
)
def test_news_in_a_list_is_no_doubt_but_a_row_without_an_address_is(
    web: MiniatureWeb, tmp_path: Path, more: str, complete: bool
) -> None:
    site = Site(pages={"/": Answer(home()), "/zfxxgknb/": Answer(column(f"<ul>{OTHERS}{more}</ul>"))})
    watch = one_portal(web, tmp_path / "w", site)
    watch.crawl()
    assert watch.kept().look.complete is complete
