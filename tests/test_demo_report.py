"""The fictional reports of the demo: figures that agree with each other, tables that have the official shape."""

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.demo.report import Report, balanced, body, paths, sheet

FEW = {
    "received": {"natural_person": 3, "business": 1},
    "granted": 2,
    "licensing": 7,
    "reconsideration": {"pending": 2},
}
REPORT = Report("云岭省青禾县水务局", 2024, balanced(FEW))


def grid(table: LexborNode) -> list[list[str]]:
    """A table with merged cells repeated in every place they cover; fails where cells overlap or leave a hole."""
    cells: dict[tuple[int, int], str] = {}
    for down, row in enumerate(table.css("tr")):
        across = 0
        for cell in row.css("td"):
            while (down, across) in cells:
                across += 1
            tall, wide = (int(cell.attributes.get(span) or 1) for span in ("rowspan", "colspan"))
            covered = {(down + y, across + x): cell.text(strip=True) for y in range(tall) for x in range(wide)}
            assert not covered.keys() & cells.keys()
            cells |= covered
    height, width = (max(place[axis] for place in cells) + 1 for axis in (0, 1))
    assert len(cells) == height * width
    return [[cells[y, x] for x in range(width)] for y in range(height)]


def test_a_few_figures_make_two_hundred_that_agree() -> None:
    figures = balanced(FEW)
    assert list(figures) == list(paths())
    assert len(figures) == 200
    assert figures["requests.received.total"] == 4
    assert figures["requests.handled_total.natural_person"] == 2
    assert figures["requests.carried_out.total"] == 2
    assert figures["disputes.reconsideration.total"] == 2
    assert figures["proactive_disclosure.licensing.decisions"] == 7


def test_figures_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="5 requests handled, but only 1 came in"):
        balanced({"received": 1, "granted": 5})
    with pytest.raises(KeyError, match="recieved"):
        balanced({"recieved": 1})


def test_the_tables_have_the_official_shape() -> None:
    tables = [grid(table) for table in LexborHTMLParser(body(REPORT)).css("table")]
    assert [(len(table), len(table[0])) for table in tables] == [(14, 4), (28, 10), (4, 15)]
    figures = [str(figure) for figure in REPORT.figures.values()]
    assert [cell for row in tables[1][3:] for cell in row[3:]] == figures[10:185]
    assert tables[2][3] == figures[185:]
    assert [row[1] for row in tables[0][2:4]] == figures[0:6:3]


def test_sentences_agree_with_the_tables_unless_told_otherwise() -> None:
    assert "新收政府信息公开申请4件" in body(REPORT)
    other = Report("青禾县水务局", 2024, REPORT.figures, told={"requests.received.total": 9})
    assert "新收政府信息公开申请9件" in body(other)


def test_a_report_is_escaped() -> None:
    assert "<script>" not in sheet(Report("<script>局", 2024, REPORT.figures, work="<script>"))
