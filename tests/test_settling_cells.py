"""A person settles a cell: for the bytes of one document, over what was read, and asked again of a new version."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract import VERSION
from monitor.judging import judge
from storage import judgements, settlements
from storage.clock import parse_now
from storage.model import Finding, Settlement
from storage.record import Record, Value, Where
from storage.terms import Cause, State
from storage.workspace import Workspace, make_workspace, open_workspace
from tests.calling import Gongkai
from tests.sightings import HOME, Sighting, body, cells, county, moment, record

URL = f"{HOME}nb/1.html"
TITLE = "青禾县教育局2024年政府信息公开工作年度报告"
NOW = "2025-03-01T08:00:00+08:00"
CELL = "requests.received.total"
UNREAD = Value(None, "2l", 0.3, Where(2, 1, 0, 7))


def read(value: Value = UNREAD, requests: int = 20) -> Record:
    """A report in which everything is clear but one cell: how many requests came in."""
    rows = ("received", "granted", "handled_total")
    figures = {f"requests.{row}.{column}": requests for row in rows for column in ("total", "other")}
    return record(TITLE, cells={**cells(figures), CELL: value})


@pytest.fixture
def place(tmp_path: Path) -> Path:
    make_workspace(tmp_path / "watch", "")
    return tmp_path / "watch"


@pytest.fixture
def gongkai(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, place: Path) -> Gongkai:
    return Gongkai(capsys, monkeypatch, "--workspace", str(place), "--now", NOW)


@pytest.fixture
def world() -> Sighting:
    seen = Sighting((county(), body("edu", "青禾县教育局")))
    seen.look("2025-01-20", f"{URL} {TITLE}")
    return seen


def opened(place: Path, at: str = NOW) -> Iterator[Workspace]:
    with open_workspace(place, parse_now(at)) as workspace:
        yield workspace


def store(world: Sighting, place: Path) -> None:
    for workspace in opened(place):
        world.store(workspace, VERSION)


def judged(world: Sighting, place: Path, at: str) -> list[Finding]:
    """The findings on requests after a judgement at that time."""
    for workspace in opened(place):
        world.store(workspace, VERSION)
        judge(workspace, moment(at), VERSION)
        return [one for one in judgements.findings(workspace.facts) if one.check.startswith("t3")]
    raise AssertionError


def test_what_a_person_says_is_what_is_judged(world: Sighting, place: Path, gongkai: Gongkai) -> None:
    page = world.page("2025-01-20", URL, read())
    assert judged(world, place, "2025-01-21") == []
    settled = gongkai("settle", page.sha256, CELL, "21", "--by", "王编辑", "--why", "原件第2页", "--json")
    assert settled.code == 0, settled.err
    assert settled.json == {
        "document": page.sha256,
        "cell": CELL,
        "number": 21,
        "by": "王编辑",
        "when": NOW,
        "why": "原件第2页",
    }
    found = {one.check: one for one in judged(world, place, "2025-02-02")}
    assert set(found) >= {"t3-balance"}
    assert "人工核定" in found["t3-balance"].message
    assert "王编辑" not in found["t3-balance"].message
    for workspace in opened(place):
        causes = [one.cause for one in judgements.events(workspace.facts) if one.finding == found["t3-balance"].id]
        assert causes == [Cause.PERSON]
    assert gongkai("settle", page.sha256, CELL, "--undo").code == 0
    again = {one.check: one for one in judged(world, place, "2025-02-03")}
    assert again["t3-balance"].state is State.RESOLVED


def test_who_says_it_is_no_part_of_a_finding_s_identity(world: Sighting, place: Path, gongkai: Gongkai) -> None:
    page = world.page("2025-01-20", URL, read(Value(21, "21")))
    before = {one.check: one.id for one in judged(world, place, "2025-01-21")}
    assert gongkai("settle", page.sha256, CELL, "21", "--by", "王编辑", "--why", "核对").code == 0
    after = judged(world, place, "2025-02-02")
    assert {one.check: one.id for one in after} == before
    assert {one.state for one in after} == {State.OPEN}


def test_the_printed_text_stays_beside_the_settled_number() -> None:
    word = Settlement("a", CELL, 21, "王编辑", moment("2025-03-01"), "核对")
    laid = settlements.overlaid({"a": read()}, [word, replace(word, sha256="b"), replace(word, cell="no.such.cell")])
    assert laid["a"][CELL] == Value(21, "2l", 1.0, Where(2, 1, 0, 7), "王编辑")
    assert set(laid) == {"a"}
    assert set(laid["a"].cells) == set(read().cells)
    blank = settlements.overlaid({"a": read()}, [replace(word, number=None)])["a"][CELL]
    assert (blank.number, blank.confidence) == (None, 1.0)


def test_cells_that_need_a_person_are_listed_until_somebody_has_spoken(
    world: Sighting, place: Path, gongkai: Gongkai
) -> None:
    page = world.page("2025-01-20", URL, read())
    store(world, place)
    (row,) = gongkai("unsettled", "--json").json
    assert (row["document"], row["agency"], row["year"], row["cell"]) == (page.sha256, "edu", 2024, CELL)
    assert (row["raw"], row["confidence"], row["asks_again"], row["earlier"]) == ("2l", 0.3, False, None)
    assert row["place"] == {"page": 2, "table": 1, "row": 0, "column": 7}
    told = gongkai("unsettled").out
    assert "2l" in told
    assert "page 2 table 1 row 0 column 7" in told
    assert gongkai("settle", URL, CELL, "blank", "--why", "原件空白").code == 0
    assert gongkai("unsettled", "--json").json == []
    assert gongkai("unsettled").out == "none\n"


def test_a_new_version_of_the_document_asks_again(world: Sighting, place: Path, gongkai: Gongkai) -> None:
    old = world.page("2025-01-20", URL, read())
    store(world, place)
    assert gongkai("settle", old.sha256, CELL, "21", "--by", "王编辑", "--why", "核对").code == 0
    world.look("2025-02-20", f"{URL} {TITLE}")
    new = world.page("2025-02-20", URL, read(requests=5))
    store(world, place)
    (row,) = gongkai("unsettled", "--json").json
    assert (row["document"], row["asks_again"]) == (new.sha256, True)
    assert (row["earlier"]["document"], row["earlier"]["number"], row["earlier"]["by"]) == (old.sha256, 21, "王编辑")
    assert "asks again: 21 in an earlier version, by 王编辑" in gongkai("unsettled").out
    assert gongkai("settle", new.sha256, CELL, "5", "--why", "新版").code == 0
    assert gongkai("unsettled", "--json").json == []


def test_a_new_version_that_reads_as_settled_is_clear_one_that_reads_otherwise_is_not(
    world: Sighting, place: Path, gongkai: Gongkai
) -> None:
    old = world.page("2025-01-20", URL, read())
    store(world, place)
    assert gongkai("settle", old.sha256, CELL, "21", "--why", "核对").code == 0
    world.look("2025-02-20", f"{URL} {TITLE}")
    world.page("2025-02-20", URL, read(Value(21, "21")))
    store(world, place)
    assert gongkai("unsettled", "--json").json == []
    world.look("2025-02-25", f"{URL} {TITLE}")
    world.page("2025-02-25", URL, read(Value(27, "27")))
    store(world, place)
    assert [(one["number"], one["asks_again"]) for one in gongkai("unsettled", "--json").json] == [(27, True)]


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("f" * 64, CELL, "21", "--why", "x"), "no kept document"),
        (("{sha}", "requests.received.sum", "21", "--why", "x"), "gongkai unsettled"),
        (("{sha}", CELL, "many", "--why", "x"), "digits"),
        (("{sha}", CELL, "", "--why", "x"), "digits"),
        (("{sha}", CELL, "-5", "--why", "x"), "negative"),
        (("{sha}", CELL, "2.5", "--why", "x"), "whole number"),
        (("{sha}", CELL, "nan", "--why", "x"), "digits"),
        (("{sha}", CELL, "21"), "--why"),
        (("{sha}", CELL, "21", "--why", " "), "--why"),
        (("{sha}", CELL, "21", "--why", "x", "--by", " "), "--by"),
        (("{sha}", CELL), "--undo"),
        (("{sha}", CELL, "21", "--undo"), "--undo"),
        (("{sha}", CELL, "--undo"), "nothing to take back"),
        (("{unread}", CELL, "21", "--why", "x"), "no-text"),
        (("{new}", CELL, "21", "--why", "x"), "gongkai extract"),
    ],
)
def test_a_wrong_call_says_how_to_mend_it(
    world: Sighting, place: Path, gongkai: Gongkai, words: tuple[str, ...], mend: str
) -> None:
    kept = {
        "sha": world.page("2025-01-20", URL, read()),
        "unread": world.page("2025-01-20", f"{HOME}nb/2.pdf", ("no-text", "the file is a scan")),
        "new": world.page("2025-01-20", f"{HOME}nb/3.pdf", None),
    }
    store(world, place)
    named = [word.format(**{key: one.sha256 for key, one in kept.items()}) for word in words]
    said = gongkai("settle", *named)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("gongkai: ")
    assert said.err.count("\n") == 1
    assert mend in said.err
    for workspace in opened(place):
        assert settlements.settlements(workspace.people) == {}


def test_money_and_changes_may_be_what_counts_may_not(world: Sighting, place: Path, gongkai: Gongkai) -> None:
    fees, change = "proactive_disclosure.administrative_fees.amount", "proactive_disclosure.licensing.change"
    page = world.page("2025-01-20", URL, replace(read(), cells={**read().cells, change: UNREAD}))
    store(world, place)
    said = [gongkai("settle", page.sha256, *words, "--why", "核对") for words in ((fees, "12.5"), (change, "-5"))]
    assert [one.code for one in said] == [0, 0]
    said.append(gongkai("settle", page.sha256, CELL, "１，０２１", "--why", "核对"))
    for workspace in opened(place):
        kept = {cell: one.number for (_, cell), one in settlements.settlements(workspace.people).items()}
    assert kept == {fees: 12.5, change: -5, CELL: 1021}
    assert isinstance(kept[CELL], int)
