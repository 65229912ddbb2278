"""What the corpus writes besides single plain files: archives in archives, tables side by side, marks on figures."""

from dataclasses import replace
from pathlib import Path

import pytest

import extract
from extract.reading import Job, read
from storage.record import Record
from tests.corpus import ofd_writer, random_report, reportlab_writer, text_writer, zip_writer
from tests.corpus.grid import places
from tests.corpus.paper import MARK
from tests.corpus.printed import Part, Printed, Sheet, Td


def test_archives_in_archives_give_every_report_under_its_own_name(tmp_path: Path) -> None:
    reports = {f"{number}号单位.txt": random_report(number, layout="plain") for number in range(4)}
    path = tmp_path / "年报.zip"
    path.write_bytes(zip_writer.nested({name: text_writer.write(report) for name, report in reports.items()}))
    readings = read(Job(path))
    assert sorted(str(reading.member).rpartition("/")[2] for reading in readings) == sorted(reports)
    for reading in readings:
        assert reading.record
        assert differences(reading.record, reports[str(reading.member).rpartition("/")[2]]) == {}


@pytest.mark.parametrize("rules", ["lines", "inner", "filled"])
def test_two_tables_side_by_side_are_two_tables(rules: str) -> None:
    printed = random_report(3, layout="plain")
    parts = [half for part in printed.parts for half in halves(part)]
    drawn = replace(printed, parts=tuple(parts), drawing={"beside": "yes", "rules": rules})
    assert differences(extract.read(reportlab_writer.write(drawn), "a.pdf"), printed) == {}


@pytest.mark.parametrize("mark", ["①", "1", "[1]", "*", "注"])
def test_a_footnote_mark_is_no_digit_of_the_figure_that_bears_it(mark: str) -> None:
    printed = random_report(3, layout="plain")
    parts = tuple(marked(part, mark) if isinstance(part, Sheet) else part for part in printed.parts)
    for write in (reportlab_writer.write, ofd_writer.write):
        record = extract.read(write(replace(printed, parts=parts)))
        assert {path: got for path, got in differences(record, printed).items() if got is not None} == {}


def differences(record: Record, printed: Printed) -> dict[str, object]:
    """What was read in every cell that was not read as printed."""
    return {path: record[path].number for path, true in printed.truth.items() if record[path].number != true}


def halves(sheet: Part) -> tuple[Part, ...]:
    """Table four cut between 行政复议 and 行政诉讼; anything else as it is."""
    if not isinstance(sheet, Sheet) or sheet.key != "disputes":
        return (sheet,)
    sides: list[list[list[Td]]] = [[[] for _ in sheet.rows] for _ in range(2)]
    for place in places(sheet):
        sides[place.column >= 5][place.row].append(place.cell)
    left, right = (tuple(tuple(row) for row in side if row) for side in sides)
    return Sheet(left, sheet.key), Sheet(right, sheet.key)


def marked(sheet: Sheet, mark: str) -> Sheet:
    """A table in which every fifth figure bears a mark."""
    count = 0
    rows = []
    for row in sheet.rows:
        cells = []
        for cell in row:
            count += cell.text.isdigit()
            cells.append(
                replace(cell, text=cell.text + MARK + mark) if cell.text.isdigit() and count % 5 == 0 else cell
            )
        rows.append(tuple(cells))
    return Sheet(tuple(rows), sheet.key)
