"""Which column a figure stands in: a header is believed where nothing can have moved it, and never against the sums."""

import re
from itertools import product

import pytest

import extract
from storage.record import Record
from tests.report_maker import Figure, Report
from tests.told import told

AGENCY = "松泉县水务局"
CERTAIN = 0.85  # what the checks of the product call certain
KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
RESULTS = ("upheld", "corrected", "other", "pending")
CORNER, BODIES = '<td colspan="3" rowspan="3">（本列', '<td colspan="5">法人'
NATURAL, TOTAL = '<td rowspan="2">自然人</td>', '<td rowspan="2">总计</td>'
FIRST = '<td colspan="7">申请人情况</td></tr>'


def figures() -> dict[str, Figure]:
    """Figures that are all different, rows and blocks adding up to their totals."""
    made: dict[str, Figure] = {}
    for number, row in enumerate(("received", "carried_in", "granted", "withheld_by_law", "carried_out")):
        parts = [10 * (place + 1) + number * 7 + place * place for place in range(len(KINDS))]
        made |= {f"requests.{row}.{kind}": part for kind, part in zip(KINDS, parts, strict=True)}
        made[f"requests.{row}.total"] = sum(parts)
    for number, block in enumerate(("reconsideration", "direct_suit", "suit_after_reconsideration")):
        parts = [3 + number * 10 + place * place for place in range(len(RESULTS))]
        made |= {f"disputes.{block}.{result}": part for result, part in zip(RESULTS, parts, strict=True)}
        made[f"disputes.{block}.total"] = sum(parts)
    return made


REPORT = Report(AGENCY, 2024, figures())


def wrong(record: Record, sure: float = 0.0) -> dict[str, int | float | None]:
    """The numbers that are not those of the report, though they are as sure as that."""
    truth = REPORT.truth()
    return {
        path: value.number
        for path, value in record.cells.items()
        if value.known and value.number != truth[path] and value.confidence >= sure
    }


def codes(record: Record) -> set[str]:
    return {warning.code for warning in told(record)}


def changed(*changes: tuple[str, str]) -> bytes:
    page = REPORT.html()
    for old, new in changes:
        assert old in page
        page = page.replace(old, new, 1)
    return page.encode()


SLIPS = {
    "corner": (CORNER, CORNER.replace('rowspan="3"', 'rowspan="2"')),
    "corner of one row": (CORNER, CORNER.replace(' rowspan="3"', "")),
    "corner too narrow": (CORNER, CORNER.replace('colspan="3"', 'colspan="2"')),
    "corner too wide": (CORNER, CORNER.replace('colspan="3"', 'colspan="4"')),
    "two rows run together": (f"{FIRST}<tr>", FIRST.removesuffix("</tr>")),
    "last rows run together": (f"{TOTAL}</tr><tr>", TOTAL),
    "an empty row": (FIRST, f"{FIRST}<tr><td></td><td></td></tr>"),
    "an empty row below": (f"{TOTAL}</tr>", f"{TOTAL}</tr><tr><td></td></tr>"),
    "natural persons": (NATURAL, NATURAL.replace(' rowspan="2"', "")),
    "total": (TOTAL, TOTAL.replace(' rowspan="2"', "")),
    "bodies too narrow": (BODIES, BODIES.replace("5", "4")),
    "bodies too wide": (BODIES, BODIES.replace("5", "6")),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_header_that_slipped_moves_no_figure(slip: str) -> None:
    record = extract.read(changed(SLIPS[slip]))
    assert wrong(record) == {}


@pytest.mark.parametrize("slip", ["corner", "two rows run together", "an empty row"])
def test_where_headings_stand_beside_their_figures_the_order_of_the_form_is_less_sure(slip: str) -> None:
    record = extract.read(changed(SLIPS[slip]))
    received = record["requests.received.business"]
    assert (received.number, received.confidence) == (REPORT.truth()["requests.received.business"], 0.8)
    assert "header-unclear" in codes(record)


@pytest.mark.parametrize("slips", [pair for pair in product(SLIPS, repeat=2) if pair[0] < pair[1]])
def test_two_slips_at_once_move_no_figure(slips: tuple[str, str]) -> None:
    page = REPORT.html()
    for old, new in (SLIPS[slip] for slip in slips):
        page = page.replace(old, new, 1)
    assert wrong(extract.read(page.encode())) == {}


@pytest.mark.parametrize("slip", sorted(SLIPS.keys() - {"total"}))  # below 总计 nothing moves
def test_a_header_in_another_order_that_slipped_tells_nothing(slip: str) -> None:
    page = REPORT.html().replace(*SLIPS[slip], 1)
    page = page.replace("商业企业", "@").replace("科研机构", "商业企业").replace("@", "科研机构")
    record = extract.read(page.encode())
    assert {value.number for value in record.table("requests").values() if value.confidence >= CERTAIN} <= {None}
    assert "header-unclear" in codes(record)


def total_first(page: str) -> str:
    """The page with the total before its parts, in table three's header and in its rows."""
    page = page.replace(TOTAL, "", 1).replace(NATURAL, TOTAL + NATURAL, 1)
    start = page.index("一、本年新收政府信息公开申请数量")
    end = page.index("</table>", start)
    rows = re.sub(r"((?:<td>\d+</td>){6})(<td>\d+</td>)(?=</tr>)", r"\2\1", page[start:end])
    return page[:start] + rows + page[end:]


def test_a_total_before_its_parts_is_read_where_the_rows_add_up_to_it_alone() -> None:
    record = extract.read(total_first(REPORT.html()).encode())
    assert (wrong(record), codes(record)) == ({}, set())
    assert record["requests.received.total"].number == REPORT.truth()["requests.received.total"]


def test_a_total_before_its_parts_is_not_believed_against_the_rows() -> None:
    page = REPORT.html().replace(TOTAL, "", 1).replace(NATURAL, TOTAL + NATURAL, 1)
    record = extract.read(page.encode())
    assert (wrong(record), "header-unclear" in codes(record)) == ({}, True)


@pytest.mark.parametrize("head", ["总计 自然人 法人或其他组织", "总计\n自然人 法人或其他组织", ""])
def test_lines_that_add_up_to_their_first_figure_have_no_total_at_their_end(head: str) -> None:
    text = REPORT.text("lines").replace("自然人 法人或其他组织 总计", head)
    text = re.sub(r"(?<=\D)((?: \d+){6})( \d+)$", r"\2\1", text, flags=re.MULTILINE)
    assert wrong(extract.read(text.encode())) == {}


@pytest.mark.parametrize(
    "kinds", ["科研机构 商业企业 社会公益组织 法律服务机构 其他", "商业企业 其他 科研机构 社会公益组织 法律服务机构"]
)
def test_words_in_another_order_than_the_form_are_not_taken_for_its_order(kinds: str) -> None:
    text = REPORT.text("lines")
    assert "商业企业 科研机构 社会公益组织 法律服务机构 其他" in text
    text = text.replace("商业企业 科研机构 社会公益组织 法律服务机构 其他", kinds, 1)
    record = extract.read(text.encode())
    assert {value.number for value in record.table("requests").values()} == {None}


@pytest.mark.parametrize("block", [0, 1, 2])
def test_a_block_of_table_four_is_not_read_against_its_sum(block: int) -> None:
    page = REPORT.html()
    start = page.rindex("<table")
    heads = [found.start() for found in re.finditer("结果维持", page) if found.start() > start]
    at = heads[block]
    five = re.compile("结果维持(.*?)总计", re.DOTALL)
    found = five.match(page, at)
    assert found is not None
    names = re.findall("[一-鿿]+", found[0])
    moved = iter(["总计", *names[:-1]])
    swapped = re.sub("[一-鿿]+", lambda _: next(moved), found[0])
    record = extract.read((page[:at] + swapped + page[found.end() :]).encode())
    assert (wrong(record), "header-unclear" in codes(record)) == ({}, True)


def test_headings_of_table_four_over_other_columns_are_not_certain() -> None:
    page = REPORT.html()
    for old, new in (
        ('<td colspan="5">行政复议</td>', '<td colspan="4">行政复议</td>'),
        ('<td rowspan="2">结果维持</td>', "<td>结果维持</td>"),
        ('<td colspan="5">未经复议直接起诉</td>', '<td colspan="6">未经复议直接起诉</td>'),
    ):
        assert wrong(extract.read(page.replace(old, new, 1).encode())) == {}
