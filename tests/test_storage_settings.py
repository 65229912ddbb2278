"""gongkai.toml: every wrong line is told, and the example shows the truth."""

import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from storage.errors import BadInput
from storage.settings import EXAMPLE, Settings, read_settings


def settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "gongkai.toml"
    file.write_text(text, "utf-8")
    return read_settings(file)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "gongkai.toml") == Settings()
    assert settings(tmp_path, EXAMPLE) == Settings()


def test_the_example_shows_every_key_and_its_default(tmp_path: Path) -> None:
    live = re.sub(r"^# (?=\w+ = )", "", EXAMPLE, flags=re.MULTILINE)
    told = settings(tmp_path, live)
    for section, shown in tomllib.loads(live).items():
        defaults = asdict(getattr(Settings(), section))
        assert shown.keys() == defaults.keys(), section
        assert {key: value for key, value in asdict(getattr(told, section)).items() if defaults[key]} == {
            key: value for key, value in defaults.items() if value
        }


def test_what_is_given_is_taken(tmp_path: Path) -> None:
    told = settings(tmp_path, '[crawl]\ndelay = 5\n[mail]\nto = ["a@example.org", "b@example.org"]\n')
    assert told.crawl.delay == 5.0
    assert told.mail.to == ("a@example.org", "b@example.org")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[crawl]\ndealy = 3\n", "gongkai.toml [crawl]: unknown key 'dealy'; did you mean 'delay'?"),
        ("[absense]\n", "gongkai.toml: unknown key 'absense'; did you mean 'absence'?"),
        ("[crawl]\ndelay = '3'\n", "gongkai.toml [crawl] delay must be a number, not '3'"),
        ("[absence]\nlooks = true\n", "[absence] looks must be a whole number, not True"),
        ("[crawl]\ndelay = -1\n", "[crawl] delay must lie between 0 and 3600"),
        ("crawl = 3\n", "must be a table of settings"),
        ("[mail]\nto = 'a@example.org'\n", "[mail] to must be a list of texts"),
        ("[mail]\nsecurity = 'ssl'\n", "[mail] security must be starttls, tls or none"),
        ("[schedule]\ndaily = '6.30'\n", "'6.30' is no time of day; write for example 06:30"),
        ("[schedule]\nweekly = 'monday 08:00'\n", "must begin with one of mon, tue"),
        ("[crawl\n", "gongkai.toml is not valid TOML"),
    ],
)
def test_a_wrong_line_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        settings(tmp_path, text)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "gongkai.toml").write_bytes("# 设置\n".encode("gb18030"))
    with pytest.raises(BadInput, match=r"gongkai\.toml is not UTF-8"):
        read_settings(tmp_path / "gongkai.toml")
