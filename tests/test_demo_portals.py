"""The three portals of the demo: what they show, and on which day."""

import json
from datetime import date, timedelta
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

import extract
from monitor.demo.portals import printed, sites
from monitor.demo.report import balanced
from monitor.demo.web import Answer, Site, Visit
from monitor.demo.world import world

FIRST, LAST = world().look[0].at.date(), world().look[-1].at.date()
COLUMN = "/zwgk/zfxxgknb/"


def ask(site: Site, path: str, day: date = LAST) -> Answer:
    return site.answer(Visit("GET", path, day, "", {}, b"", 0.0))


def links(answer: Answer) -> dict[str, str]:
    """Title and address of every row of a static list."""
    anchors = LexborHTMLParser(answer.data.decode()).css(".list a")
    return {str(link.attributes["title"]): urljoin(COLUMN, link.attributes["href"]) for link in anchors}


def column(day: date) -> dict[str, str]:
    """All rows of the static portal's column on a day, page after page."""
    songquan = sites(world())["songquan"]
    listed, page = {}, ask(songquan, COLUMN, day)
    for number in range(1, 9):
        listed |= links(page)
        page = ask(songquan, f"{COLUMN}index_{number}.html", day)
        if page.status == 404:
            break
    return listed


def test_every_row_of_the_static_column_leads_to_its_page() -> None:
    songquan = sites(world())["songquan"]
    rows = column(LAST)
    assert len(rows) > 24, "three pages"
    for title, address in rows.items():
        answer = ask(songquan, address)
        assert answer.status == 200
        assert title in answer.data.decode()


def test_what_is_not_yet_online_is_nowhere() -> None:
    songquan = sites(world())["songquan"]
    late = [title for title in column(LAST) if title not in column(FIRST)]
    assert "松泉县财政局2024年政府信息公开工作年度报告" in late
    assert all(ask(songquan, column(LAST)[title], FIRST).status == 404 for title in late)
    assert not any("民政局2024" in title for title in column(LAST)), "it publishes nothing"


def test_a_backdated_report_appears_after_the_date_it_shows() -> None:
    title = "松泉县水利局2024年度政府信息公开工作年度报告"
    published = next(report for report in world().report if report.title == title)
    assert published.appears
    assert title not in column(published.appears - timedelta(days=1))
    assert title in column(published.appears)
    page = ask(sites(world())["songquan"], column(LAST)[title]).data.decode()
    assert published.shown.isoformat() in page


def test_a_mistake_is_corrected_in_place() -> None:
    songquan = sites(world())["songquan"]
    address = column(LAST)["松泉县人力资源和社会保障局2024年政府信息公开工作年度报告"]
    before, after = (ask(songquan, address, date(2025, 2, day)).data.decode() for day in (11, 12))
    assert "结转下年度继续办理0件" in before
    assert "结转下年度继续办理1件" in after


def test_the_scripted_list_is_empty_without_its_script() -> None:
    yanhu = sites(world())["yanhu"]
    assert LexborHTMLParser(ask(yanhu, "/channel/zfxxgknb").data.decode()).css("#list a") == []
    rows = json.loads(ask(yanhu, "/api/article/list?channel=zfxxgknb&page=1").data)["data"]["list"]
    assert len(rows) == 8
    assert all(ask(yanhu, row["url"]).status == 200 for row in rows)


def test_the_walled_portal_answers_412_whatever_is_asked() -> None:
    landu = sites(world())["landu"]
    assert [ask(landu, path).status for path in ("/", "/robots.txt", COLUMN)] == [412, 412, 412]


def test_the_printed_report_agrees_with_the_world() -> None:
    published = next(report for report in world().report if report.file)
    record = extract.read(printed(), published.file, "application/pdf")
    assert {path: cell.number for path, cell in record.cells.items()} == balanced(published.few)
    assert (record.agency, record.year, record.form) == ("砚湖区卫生健康局", 2024, "2021")
    assert len(printed()) < 150_000
