"""Whose and of when: what stands around a title and a date, on pages that name others and other days as well."""

from datetime import date

import pytest

import extract
from tests.report_maker import Report
from tests.told import told

OWN = "青禾县水务局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("【年报】青禾县水务局2024年政府信息公开工作年度报告", "青禾县水务局"),
        ("青禾县水务局2024年度法治政府建设暨政府信息公开工作年度报告", "青禾县水务局"),
        ("青禾县人民政府网站代发：青禾县水务局2024年政府信息公开工作年度报告", "青禾县水务局"),
        ("青禾县水务局24年政府信息公开工作年度报告", "青禾县水务局"),
        ("青禾县人民政府办公室关于印发青禾县水务局2024年政府信息公开工作年度报告的通知", None),
        ("青禾县人民政府转发青禾县水务局2024年政府信息公开工作年度报告", None),
        ("【县水务局】青禾县2024年政府信息公开工作年度报告", None),
        ("青禾县水务局[2024]年政府信息公开工作年度报告", "青禾县水务局"),
        ("我局2024年政府信息公开工作年度报告", None),
        ("本中心2024年政府信息公开工作年度报告", None),
        ("县局2024年政府信息公开工作年度报告", None),
        ("青禾县机构编制委员会办公室2024年政府信息公开工作年度报告", "青禾县机构编制委员会办公室"),
        ("青禾县批发市场管理局2024年政府信息公开工作年度报告", "青禾县批发市场管理局"),
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(title: str, agency: str | None) -> None:
    record = extract.read(Report("", 2024, title=title).html().encode())
    assert record.agency == agency


def test_a_body_in_brackets_behind_the_title_is_another_than_the_place_it_names() -> None:
    title = "青禾县2024年政府信息公开工作年度报告（县水务局）"
    record = extract.read(Report("", 2024, title=title).html().encode())
    assert record.agency is None
    assert [warning.code for warning in told(record)] == ["agency-conflict"]
    same = Report("", 2024, title="青禾县水务局2024年政府信息公开工作年度报告（县水务局）")
    assert extract.read(same.html().encode()).agency == "青禾县水务局"


def _without_first_line(page: str) -> str:
    return page.replace(f"<p>{OWN}</p>", "")


def test_the_heading_of_the_article_goes_before_that_of_the_portal() -> None:
    page = _without_first_line(Report("青禾县水务局", 2024).html())
    portal = "<h1>青禾县人民政府2024年政府信息公开工作年度报告</h1>"
    both = page.replace(f"<h1>{OWN}</h1>", f"{portal}<h2>{OWN}</h2>")
    record = extract.read(both.encode())
    assert (record.agency, record.title) == ("青禾县水务局", OWN)
    alone = extract.read(page.replace(f"<h1>{OWN}</h1>", portal).encode())
    assert (alone.agency, [warning.code for warning in told(alone)]) == (None, ["agency-conflict"])


def test_a_lesser_heading_that_is_not_of_the_named_source_names_nobody() -> None:
    page = _without_first_line(Report("青禾县水务局", 2024, publisher="青禾县水务局").html())
    page = page.replace(f"<title>{OWN}", "<title>政府信息公开年报")
    beside = "<h3>青禾县林业局2024年政府信息公开工作年度报告</h3>"
    record = extract.read(page.replace(f"<h1>{OWN}</h1>", beside).encode())
    assert (record.agency, [warning.code for warning in told(record)]) == (None, ["agency-conflict"])
    own = extract.read(page.replace(f"<h1>{OWN}</h1>", f"<h3>{OWN}</h3>").encode())
    assert own.agency == "青禾县水务局"


@pytest.mark.parametrize(
    ("year", "published", "read"),
    [
        (2042, "2025-01-20", None),
        (2025, "2025-01-20", None),
        (2025, "2025-12-30", 2025),
        (2024, "2025-01-20", 2024),
        (2016, "2025-01-20", 2016),
    ],
)
def test_a_report_that_is_older_than_its_year_leaves_the_year_open(year: int, published: str, read: int | None) -> None:
    record = extract.read(Report("青禾县水务局", year, published=published).html().encode())
    assert record.year == read
    assert [warning.code for warning in told(record)] == ([] if read else ["year-conflict"])


DATED = [
    ("<div>政策文件 发布日期：2024-12-01</div>", "<div>发布时间：2025-01-20</div>", "", date(2025, 1, 20)),
    ("<div>政策文件 发布日期：2024-12-01</div>", "", "", None),
    ("", "", "<div>附件：xx.pdf 发布日期：2019-01-01</div>", None),
    ("", "", "<ul><li>相关文件 发布日期：2019-01-01</li></ul>", None),
    ("<div>系统时间 日期：2026-02-02 来源：12345</div>", "<div>2025-01-20 10:00</div>", "", None),
    ("", "<div>发布日期：<del>2024-01-20</del>2025-01-20</div>", "", None),
    ("", "<div>时间：2024-01-01至2024-12-31 来源：本局</div>", "", None),
    ("", "<div>时间：2024年1月1日—2024年12月31日 来源：本局</div>", "", None),
    ("", "<div>发布时间：2025-01-20T16:00:00Z</div>", "", date(2025, 1, 21)),
    ("", "<div>发布时间：2025-01-20T15:59:59Z</div>", "", date(2025, 1, 20)),
    ("", "<div>发布时间：2025-01-20T00:30:00+08:00</div>", "", date(2025, 1, 20)),
    ("", "<div>发布时间：2025-01-20T20:30:00+00:00</div>", "", date(2025, 1, 21)),
    ("", "<div>发布时间：2025-01-20 10:00-11:00</div>", "", date(2025, 1, 20)),
    ("", "<div>发布日期：2025-01-20</div><div>发布日期：2025-02-20</div>", "", None),
    ("<div>索引号：113/2025 发布机构：青禾县水务局 发布日期：2025-01-20</div>", "", "", date(2025, 1, 20)),
]


@pytest.mark.parametrize(("above", "between", "below", "shown"), DATED)
def test_the_date_between_title_and_text_is_the_one_shown(
    above: str, between: str, below: str, shown: date | None
) -> None:
    page = Report("青禾县水务局", 2024).html().replace("<h1>", f"{above}<h1>")
    page = page.replace("</h1>", f"</h1>{between}").replace('<div class="foot">', f'{below}<div class="foot">')
    record = extract.read(page.encode())
    assert (record.published, record.year) == (shown, 2024)


@pytest.mark.parametrize(
    "title",
    [
        "青禾县教育局2023年政府信息公开工作年度报告",
        "青禾县教育局</p><p>2023年政府信息公开工作年度报告",
        "青禾县教育局2023年政府信息</p><p>公开工作年度报告",
    ],
)
def test_a_second_report_behind_the_last_section_is_no_part_of_it(title: str) -> None:
    report = Report("青禾县水务局", 2024)
    more = f"<p>{title}</p><p>一、总体情况</p><p>县教育局2023年收到申请100件。</p>"
    page = report.html().replace('</div><div class="foot">', f'{more}</div><div class="foot">')
    assert more in page
    alone, both = (extract.read(data.encode()) for data in (report.html(), page))
    assert both.sections == alone.sections
