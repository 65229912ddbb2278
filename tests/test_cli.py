"""The command: a wrong call gets one clear line and the contract's exit code, and loses nothing."""

import sqlite3
from pathlib import Path

import pytest

from tests.calling import Gongkai

AGENCIES = """id,name,level,kind,division,parent,portal
qinghe,青禾县人民政府,county,government,321281,,http://127.0.0.1:1/
qinghe-edu,青禾县教育局,county,department,321281,qinghe,
"""
NOW = "2025-02-03T08:00:00+08:00"


@pytest.fixture
def gongkai(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Gongkai:
    monkeypatch.chdir(tmp_path)
    return Gongkai(capsys, monkeypatch)


@pytest.fixture
def watch(gongkai: Gongkai, tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(AGENCIES, "utf-8")
    assert gongkai("init", "watch").code == 0
    assert gongkai("agencies", "import", "list.csv", "--workspace", "watch").code == 0
    return tmp_path / "watch"


def one_line(err: str) -> bool:
    return err.startswith("gongkai: ") and err.count("\n") == 1 and "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [
        ("nope",),
        ("crawl", "--speed", "9"),
        ("standing", "--year", "soon"),
        ("standing", "--year", "1"),
        ("standing", "--now", "yesterday"),
        ("standing", "--now", "2025-02-03T08:00:00"),
        ("crawl", "--agency", "nobody"),
        ("agencies", "import", "nowhere.csv"),
        ("extract", "nowhere.pdf"),
        ("findings", "--state", "opne"),
        ("findings", "--check", "t3-balanse"),
        ("findings", "--agency", "nobody"),
        ("assign", "abcdef", "--agency", "qinghe", "--year", "2024"),
        ("assign", "abcdef", "--agency", "qinghe"),
        ("assign", "abcdef", "--not", "--agency", "qinghe", "--year", "2024"),
        ("board", "--audience", "everyone"),
        ("digest", "--send"),
    ],
)
def test_a_wrong_call_gets_one_line_and_exit_2(gongkai: Gongkai, watch: Path, words: tuple[str, ...]) -> None:
    refused = gongkai(*words, "--workspace", watch)
    assert refused.code == 2, refused
    assert one_line(refused.err), refused.err
    assert refused.out == ""


def test_a_near_miss_gets_a_suggestion(gongkai: Gongkai, watch: Path) -> None:
    assert "'t3-balance'" in gongkai("findings", "--check", "t3-balanse", "--workspace", watch).err


def test_a_folder_that_is_no_workspace_is_told_how_to_become_one(gongkai: Gongkai, tmp_path: Path) -> None:
    refused = gongkai("standing", "--workspace", tmp_path / "empty")
    assert refused.code == 2
    assert "gongkai init" in refused.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[crawl]\ndelya = 3\n", "did you mean 'delay'"),
        ("[crawl]\ndelay = 'slow'\n", "delay must be a number"),
        ("[crawl]\ndelay = -1\n", "must lie between 0 and 3600"),
        ("[crawl]\ndelay = nan\n", "must lie between 0 and 3600"),
        ("[crawl]\nbudget = 0\n", "must lie between 1"),
        ("[mail]\nport = 999999\n", "must lie between 1 and 65535"),
        ("[schedule]\ndaily = '06:30:15+08:00'\n", "is no time of day"),
        ("[crwal]\n", "did you mean 'crawl'"),
        ("[crawl\n", "not valid TOML"),
        ("[schedule]\nweekly = 'someday'\n", "must begin with one of mon"),
        ("[mail]\nsecurity = 'maybe'\n", "starttls, tls or none"),
    ],
)
def test_wrong_settings_get_one_line_and_exit_2(gongkai: Gongkai, watch: Path, text: str, told: str) -> None:
    (watch / "gongkai.toml").write_text(text, "utf-8")
    refused = gongkai("standing", "--workspace", watch)
    assert refused.code == 2
    assert one_line(refused.err)
    assert told in refused.err


def test_init_twice_changes_nothing(gongkai: Gongkai, watch: Path) -> None:
    before = (watch / "agencies.csv").read_bytes()
    assert gongkai("init", watch).code == 0
    assert (watch / "agencies.csv").read_bytes() == before
    assert len(gongkai("agencies", "list", "--json", "--workspace", watch).json) == 2


def test_the_workspace_comes_from_the_environment(
    gongkai: Gongkai, watch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_WORKSPACE", str(watch))
    assert [row["id"] for row in gongkai("agencies", "list", "--json").json] == ["qinghe", "qinghe-edu"]


def test_standing_before_any_crawl_sees_nobody(gongkai: Gongkai, watch: Path) -> None:
    rows = gongkai("standing", "--json", "--now", NOW, "--workspace", watch).json
    assert {(row["agency"], row["standing"]) for row in rows} == {("qinghe", "not-due"), ("qinghe-edu", "cannot-see")}
    assert set(rows[0]) == {
        "agency", "year", "due", "basis", "non_working_day", "standing", "published", "interval", "first_seen", "url",
        "document", "looks", "last_look", "reason",
    }  # fmt: skip


def test_a_simulated_workspace_refuses_the_real_clock_and_an_earlier_now(gongkai: Gongkai, watch: Path) -> None:
    with sqlite3.connect(watch / "gongkai.db") as db:
        db.execute("insert into meta values ('clock', 'simulated')")
        db.execute(
            "insert into runs (id, command, started, real_started, vantage, years, requests, documents) "
            f"values (1, 'crawl', '{NOW}', '{NOW}', 'here', '[]', 0, 0)"
        )
    assert "pass --now" in gongkai("standing", "--workspace", watch).err
    earlier = gongkai("standing", "--now", "2025-02-02T23:00:00+08:00", "--workspace", watch)
    assert earlier.code == 2
    assert "before the newest stored event" in earlier.err
    assert gongkai("standing", "--now", "2025-02-03T00:00:01Z", "--workspace", watch).code == 0


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "2025-01-31T25:00+08:00"])
def test_a_moment_that_cannot_be_is_refused(gongkai: Gongkai, watch: Path, now: str) -> None:
    refused = gongkai("standing", "--now", now, "--workspace", watch)
    assert refused.code == 2
    assert one_line(refused.err)


@pytest.mark.parametrize(("now", "year"), [("2024-12-31T23:59:59+08:00", 2023), ("2024-12-31T16:00:00Z", 2024)])
def test_a_report_year_is_judged_from_the_first_of_january(gongkai: Gongkai, watch: Path, now: str, year: int) -> None:
    rows = gongkai("standing", "--json", "--now", now, "--workspace", watch).json
    assert {row["year"] for row in rows} == {year}


def test_a_day_ends_at_24_hours(gongkai: Gongkai, watch: Path) -> None:
    ends = gongkai("standing", "--json", "--now", "2025-01-31T24:00:00+08:00", "--workspace", watch).json
    begins = gongkai("standing", "--json", "--now", "2025-02-01T00:00:00+08:00", "--workspace", watch).json
    assert ends == begins
    assert {row["standing"] for row in begins if row["agency"] == "qinghe-edu"} == {"cannot-see"}


def test_an_emptied_database_is_not_taken_for_an_empty_watch(gongkai: Gongkai, watch: Path) -> None:
    (watch / "gongkai.db").write_bytes(b"")
    refused = gongkai("standing", "--workspace", watch)
    assert refused.code == 3
    assert "last copy" in refused.err


def test_a_database_from_a_newer_version_is_refused(gongkai: Gongkai, watch: Path) -> None:
    with sqlite3.connect(watch / "gongkai.db") as db:
        db.execute("insert into _sqlite_migrations values (99, 'facts', 'of_tomorrow', '2030-01-01')")
    refused = gongkai("standing", "--workspace", watch)
    assert refused.code == 3
    assert "newer version" in refused.err


def test_a_file_that_cannot_be_read_yields_an_error_object_and_exit_1(gongkai: Gongkai, tmp_path: Path) -> None:
    (tmp_path / "fake.pdf").write_bytes(b"<html><head><title>404</title></head><body>404 Not Found</body></html>")
    told = gongkai("extract", "fake.pdf", "--json")
    assert told.code == 1
    assert told.json["source"]["path"] == "fake.pdf"
    assert set(told.json["error"]) == {"code", "message"}


def test_doctor_says_what_is_missing_and_how_to_mend_it(gongkai: Gongkai, watch: Path) -> None:
    told = gongkai("doctor", "--json", "--workspace", watch)
    items = {item["name"]: item for item in told.json["items"]}
    assert {"python", "browser", "fonts", "disk", "clock", "mail", "gongkai.db", "team.db"} <= set(items)
    assert items["mail"]["state"] == "missing"
    assert items["mail"]["fix"]
    assert told.code == 0


def test_doctor_finds_a_broken_database(gongkai: Gongkai, watch: Path) -> None:
    data = bytearray((watch / "gongkai.db").read_bytes())
    data[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    (watch / "gongkai.db").write_bytes(data)
    told = gongkai("doctor", "--json", "--workspace", watch)
    assert told.code == 1
    assert not told.json["ok"]
    refused = gongkai("agencies", "list", "--workspace", watch)
    assert refused.code == 3
    assert one_line(refused.err)
