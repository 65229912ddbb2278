"""The whole demo, lived through with the real commands, with and without a browser: every story ends as written."""

import json
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.browser import find_browser
from monitor import steps
from monitor.cli import cli
from monitor.demo import live
from monitor.demo.weeks import MARKER
from monitor.demo.world import world
from storage import judgements, runs
from storage.clock import Clock
from storage.errors import BadInput
from storage.model import Finding, Standing
from storage.settings import Settings
from storage.terms import State
from storage.workspace import open_workspace

LAST = Clock(world().look[-1].at)
ON_TIME = {
    *("songquan-office", "songquan-education", "songquan-human-resources", "songquan-housing", "songquan-xitou"),
    *("yanhu-health", "yanhu-market"),
}


@dataclass(frozen=True, slots=True)
class Lived:
    """A demo that has been lived through."""

    told: dict[str, str]
    lines: list[str]
    seconds: float
    worked: float  # seconds of processor time, which neighbours on the machine do not lengthen

    @property
    def folder(self) -> Path:
        return Path(self.told["workspace"])

    def standings(self) -> dict[str, Standing]:
        """How every body stands for 2024 at the end."""
        with open_workspace(self.folder, LAST) as workspace:
            return {judged.agency: judged for judged in steps.standings(workspace, LAST, 2024)}

    def findings(self) -> dict[tuple[str, str], Finding]:
        """All findings by body and check."""
        with open_workspace(self.folder, LAST) as workspace:
            return {(found.agency, found.check): found for found in judgements.findings(workspace.facts)}

    def letter(self, day: str) -> str:
        """The digest of one look, as text."""
        return (self.folder / "out" / day / "digest.txt").read_text("utf-8")


def lived(folder: Path, browser: str = "") -> Lived:
    lines: list[str] = []
    began, worked = time.monotonic(), processor_seconds()
    told = live(folder, lines.append, browser)
    return Lived(told, lines, time.monotonic() - began, processor_seconds() - worked)


def processor_seconds() -> float:
    """What this process and those it waited for have used."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


@pytest.fixture(scope="module")
def aided(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The demo with a browser."""
    if find_browser(Settings()) is None:
        pytest.skip("no browser on this machine")
    return lived(tmp_path_factory.mktemp("aided"))


@pytest.fixture(scope="module")
def unaided(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The demo on a machine without a browser."""
    return lived(tmp_path_factory.mktemp("unaided"), browser="no-browser-here")


@pytest.mark.browser
def test_every_body_ends_as_its_story_says(aided: Lived) -> None:
    standings = {body: judged.standing for body, judged in aided.standings().items()}
    expected = dict.fromkeys(ON_TIME, "on-time") | dict.fromkeys(("songquan", "yanhu", "landu"), "not-due")
    expected |= dict.fromkeys(("songquan-finance", "songquan-water", "yanhu-urban"), "late")
    expected |= dict.fromkeys(("landu-education", "landu-agriculture"), "cannot-see")
    assert standings == expected | {"songquan-civil-affairs": "missing"}
    assert min(aided.seconds, 2 * aided.worked) < 60


@pytest.mark.browser
def test_every_mistake_is_found_and_nothing_else(aided: Lived) -> None:
    states = {found: finding.state for found, finding in aided.findings().items() if finding.year == 2024}
    assert states == {
        ("songquan-civil-affairs", "report-missing"): State.OPEN,
        ("songquan-finance", "published-late"): State.OPEN,
        ("songquan-finance", "t4-sum"): State.OPEN,
        ("songquan-housing", "carry-over"): State.OPEN,
        ("songquan-human-resources", "t3-balance"): State.RESOLVED,
        ("songquan-water", "backdated"): State.OPEN,
        ("songquan-water", "published-late"): State.OPEN,
        ("yanhu-market", "text-vs-requests-received"): State.OPEN,
        ("yanhu-urban", "published-late"): State.OPEN,
    }


@pytest.mark.browser
def test_no_fault_of_ours_came_up(aided: Lived) -> None:
    with open_workspace(aided.folder, LAST) as workspace:
        assert runs.faults(workspace.facts) == []


@pytest.mark.browser
def test_each_letter_tells_what_is_new_that_week(aided: Lived) -> None:
    assert "松泉县教育局" in aided.letter("2025-01-20")
    assert "松泉县人力资源和社会保障局" in aided.letter("2025-02-03")
    assert "砚湖区城市管理局" in aided.letter("2025-02-10")
    last = aided.letter("2025-02-17")
    assert all(name in last for name in ("松泉县民政局", "松泉县财政局", "松泉县水利局", "松泉县人力资源和社会保障局"))
    assert "被拦截" in last, "the walled portal, apart from the rest"
    assert "砚湖区市场监督管理局" not in last, "told on 3 February, nothing new since"
    assert Path(aided.told["digest"]).parent.name == "2025-02-17"


@pytest.mark.browser
def test_the_letter_and_the_board_say_that_it_is_a_simulation(aided: Lived) -> None:
    for page in ("digest", "board"):
        text = Path(aided.told[page]).read_text("utf-8")
        assert "SIMULATED" in text
    assert "松泉县民政局" in text


def test_without_a_browser_one_more_portal_cannot_be_seen(unaided: Lived) -> None:
    standings = {body: judged.standing for body, judged in unaided.standings().items()}
    assert {body for body, standing in standings.items() if standing == "cannot-see"} == {
        *("yanhu-health", "yanhu-market", "yanhu-urban", "landu-education", "landu-agriculture")
    }
    assert standings["songquan-civil-affairs"] == "missing"
    assert standings["songquan-water"] == "late"
    assert "没有浏览器" in unaided.letter("2025-02-17")
    assert min(unaided.seconds, 2 * unaided.worked) < 60


def test_the_story_is_told_week_by_week(unaided: Lived) -> None:
    story = "\n".join(unaided.lines)
    assert [f"{look.at:%-d %B %Y}" in story for look in world().look] == [True] * 5
    assert "missing (未发布)" in story


def test_it_starts_afresh_where_it_was_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.demo.weeks._week", lambda folder, look, say: {"digest": "d", "board": "b"})
    folder = tmp_path / "demo"
    live(folder, print)
    (folder / "out" / "old.html").write_text("old")
    (folder / "mine.txt").write_text("mine")
    live(folder, print)
    assert not (folder / "out" / "old.html").exists()
    assert (folder / "mine.txt").read_text() == "mine"
    (folder / MARKER).unlink()
    with pytest.raises(BadInput, match="no former demo"):
        live(folder, print)


def test_the_command_answers_as_the_contract_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.demo.weeks._week", lambda folder, look, say: {"digest": "d", "board": "b"})
    answer = CliRunner().invoke(cli, ["demo", str(tmp_path / "demo"), "--json"])
    assert json.loads(answer.stdout) == {"digest": "d", "board": "b", "workspace": str(tmp_path / "demo")}
    assert "松泉县人民政府" in answer.stderr
