"""The corpus: its reports are what they say, and what was written is what is read, in every layout."""

import ast
from pathlib import Path

import pytest

from tests.corpus import LAYOUTS, random_report
from tests.corpus import labels as known
from tests.corpus.grid import matrix
from tests.corpus.habits import HABITS
from tests.corpus.printed import Line, Sheet
from tests.measured import read_file
from tests.sample import FORMATS

CORPUS = Path(__file__).parent / "corpus"
QUICK = ("html", "text", "docx", "xlsx")  # a browser and an office take longer: they stand in the gate

CASES = [(name, layout, number) for name in QUICK for number, layout in enumerate(FORMATS[name].layouts())]


@pytest.mark.parametrize(("name", "layout", "number"), CASES, ids=lambda part: str(part))
def test_what_was_written_is_what_is_read(name: str, layout: str, number: int) -> None:
    forms = HABITS[layout].forms if layout in HABITS else ("2021", "2019")
    printed = random_report(100 + number, forms[number % len(forms)], layout)
    how = FORMATS[name]
    try:
        data = how.module_of().write(printed)
    except ValueError:
        pytest.skip("what is blank leaves no trace in this layout")
    reading = read_file(data, f"report{how.suffix}", printed)
    assert reading.faults == ()


@pytest.mark.parametrize("name", ["html", "text", "xlsx"])
def test_several_habits_at_once_are_read(name: str) -> None:
    how = FORMATS[name]
    for seed in range(1000, 1030):
        printed = random_report(seed, "2019" if seed % 3 == 0 else "2021", wrong=seed % 5 == 0)
        try:
            data = how.module_of().write(printed)
        except ValueError:
            continue
        reading = read_file(data, f"report{how.suffix}", printed)
        assert not [fault for fault in reading.faults if fault.kind in ("wrong", "invented", "extra")]


def test_there_are_many_layouts() -> None:
    assert len(LAYOUTS) >= 25
    assert all(habit.apply.__doc__ for habit in HABITS.values())


def test_the_same_seed_gives_the_same_report() -> None:
    for layout in (None, "table_three_in_two", "spaces_anywhere"):
        assert random_report(7, layout=layout) == random_report(7, layout=layout)
    assert random_report(7) != random_report(8)


def test_a_layout_that_a_form_never_has_is_refused() -> None:
    with pytest.raises(ValueError, match="single_other_row"):
        random_report(1, "2019", "single_other_row")
    with pytest.raises(KeyError):
        random_report(1, layout="no_such_layout")


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_every_sum_of_the_form_holds(form: str) -> None:
    for seed in range(60):
        assert broken_sums(dict(random_report(seed, form, "plain").truth), form == "2019") == []


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_a_wrong_report_has_sums_that_do_not_hold(form: str) -> None:
    for seed in range(60):
        assert broken_sums(dict(random_report(seed, form, "plain", wrong=True).truth), form == "2019") != []


def broken_sums(truth: dict[str, float | None], single_other: bool) -> list[str]:
    """The sums of tables three and four that the figures do not make."""
    cells = {path: figure or 0 for path, figure in truth.items()}
    rows = [key for key, _ in known.request_rows(single_other)]
    columns = [key for key, _ in known.applicants()]
    broken = []
    for row in rows:
        people = sum(cells[f"requests.{row}.{column}"] for column in columns[:-1])
        broken += [row] * (people != cells[f"requests.{row}.total"])
    for column in columns:
        of = {row: cells[f"requests.{row}.{column}"] for row in rows}
        broken += [column] * (sum(of[row] for row in rows[2:-2]) != of["handled_total"])
        broken += [column] * (of["received"] + of["carried_in"] != of["handled_total"] + of["carried_out"])
    for block, _ in known.dispute_blocks():
        *parts, total = (cells[f"disputes.{block}.{column}"] for column, _ in known.results())
        broken += [block] * (sum(parts) != total)
    return broken


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_true_stands_on_paper(layout: str) -> None:
    forms = HABITS[layout].forms if layout in HABITS else ("2021", "2019")
    for form in forms:
        printed = random_report(5, form, layout)
        sheets = [part for part in printed.parts if isinstance(part, Sheet) and part.key]
        figures = [text for sheet in sheets for row in matrix(sheet) for text in row if any(map(str.isnumeric, text))]
        assert len(figures) >= sum(figure is not None for figure in printed.truth.values())
        assert bool(printed.truth) == bool(sheets) == (printed.form is not None)
        assert sum(isinstance(part, Line) and part.kind == "heading" for part in printed.parts) >= 3


def test_the_corpus_takes_nothing_from_the_reader() -> None:
    for file in [*CORPUS.rglob("*.py"), CORPUS.parent / "report_maker.py"]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.partition(".")[0] == "extract"], file.name
