"""Real reports: the five seeds, cell by cell, and the PDF and web pages with hand-made truth."""

import json
from typing import Any

import pytest

import extract
from extract import form
from storage.record import SECTIONS
from tests.real_reports import SEEDS, SHARED
from tests.told import told

ROWS = {
    "一": "received",
    "二": "carried_in",
    "三(一)": "granted",
    "三(二)": "granted_in_part",
    "三(六)": "other_disposed",
    "三(七)": "handled_total",
    "四": "carried_out",
}
GROUPS = {"三(三)": "（三）", "三(四)": "（四）", "三(五)": "（五）", "三(六)": "（六）"}
DISPUTES = {
    "行政复议": "reconsideration",
    "未经复议直接起诉": "direct_suit",
    "复议后起诉": "suit_after_reconsideration",
}


def official_paths(name: str) -> list[str]:
    return [path for key in ("proactive_disclosure", "requests", "disputes") for path in form.table(key, name).paths()]


@pytest.mark.parametrize("number", SEEDS)
def test_every_cell_of_a_seed_is_read(number: str) -> None:
    files = list((SHARED / "seeds").glob(f"{number}_*.txt"))
    if not files:
        pytest.skip("the seed reports are not beside this repository")
    agency, year, figures = SEEDS[number]
    record = extract.read(files[0].read_bytes(), files[0].name)
    assert (record.agency, record.year, record.form, record.is_report) == (agency, year, "2021", True)
    assert record.title == f"{agency}{year}年政府信息公开工作年度报告"
    paths = official_paths("2021")
    assert len(paths) == 200
    assert {path: value.number for path, value in record.cells.items()} == {
        path: figures.get(path, 0) for path in paths
    }
    assert all(record.sections[key] for key in SECTIONS)
    assert record.confidence is not None
    assert record.confidence > 0.8


def test_an_altered_column_heading_is_read_and_reported() -> None:
    files = list((SHARED / "seeds").glob("004_*.txt"))
    if not files:
        pytest.skip("the seed reports are not beside this repository")
    warnings = told(extract.read(files[0].read_bytes()))
    assert {warning.code for warning in warnings} == {"column-unclear"}


@pytest.mark.parametrize("stem", ["hongze_2023", "shuyang_fgj_2023", "shanghai_go_2019_fragment"])
def test_a_real_report_agrees_with_its_truth(stem: str) -> None:
    files = [file for file in (SHARED / "real").glob(f"{stem}.*") if file.is_file()]
    if not files:
        pytest.skip("the real reports are not beside this repository")
    truth = json.loads((SHARED / "real" / "truth" / f"{stem}.json").read_text("utf-8"))
    record = extract.read(files[0].read_bytes(), files[0].name)
    assert {path: value.number for path, value in record.cells.items()} == dict(true_cells(truth))
    assert (record.title, record.year, record.form) == (truth["title"], truth["year"], truth["format"])
    assert record.agency is not None
    assert truth["agency"].endswith(record.agency)
    published = truth["notes"].get("dates", {}).get("published")
    assert (record.published.isoformat() if record.published else None) == published
    assert all(record.sections[key] for key in SECTIONS)


def test_the_portal_around_a_real_report_stays_out_of_its_sections() -> None:
    file = SHARED / "real" / "shuyang_fgj_2023.html"
    if not file.exists():
        pytest.skip("the real reports are not beside this repository")
    record = extract.read(file.read_bytes(), file.name)
    assert record.publisher == "沭阳县发展和改革局"
    last = record.sections["other"] or ""
    assert "主办单位" not in last
    assert "网站" not in last


def test_a_real_list_page_is_no_report() -> None:
    file = SHARED / "real" / "listings" / "ordos_engebei_xxgknb_list.html"
    if not file.exists():
        pytest.skip("the real reports are not beside this repository")
    record = extract.read(file.read_bytes(), file.name)
    assert not record.is_report
    assert (record.agency, record.year, dict(record.cells)) == (None, None, {})


def true_cells(truth: dict[str, Any]) -> list[tuple[str, float | None]]:
    """The hand-made truth under the paths of the contract's JSON."""
    name = truth["format"]
    cells: list[tuple[str, float | None]] = []
    for row in form.table("proactive_disclosure", name).rows:
        values = next(truth["table2"][label] for label in (*row.labels, "规范性文件") if label in truth["table2"])
        cells += named("proactive_disclosure", row.key, row.columns, values if isinstance(values, list) else [values])
    columns = tuple(form.table("requests", name).columns)
    for label, values in truth["table3"]["rows"].items():
        cells += named("requests", row_key(label), columns, values)
    for label, values in truth["table4"].items():
        cells += named("disputes", DISPUTES[label], tuple(form.table("disputes", name).columns), values)
    return cells


def named(table: str, row: str, columns: tuple[str, ...], values: list[Any]) -> list[tuple[str, float | None]]:
    numbers = [float(value.removesuffix("元")) if isinstance(value, str) else value for value in values]
    return [(f"{table}.{row}.{column}", number) for column, number in zip(columns, numbers, strict=True)]


def row_key(label: str) -> str:
    """三(三)2 is the second row under （三）不予公开."""
    if label in ROWS:
        return ROWS[label]
    group, item = GROUPS[label[:-1]], int(label[-1])
    return [row.key for row in form.table("requests", "2021").rows if (row.group or "").startswith(group)][item - 1]
