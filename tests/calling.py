"""Calls the command as a user does, in this process: words in, exit code and both streams out."""

import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from monitor.cli import main


@dataclass(frozen=True)
class Called:
    """How one call ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)


class Gongkai:
    """The command, with the options every call of one test shares."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *shared: str) -> None:
        self.capsys, self.monkeypatch, self.shared = capsys, monkeypatch, shared

    def __call__(self, *words: object) -> Called:
        self.monkeypatch.setattr(sys, "argv", ["gongkai", *map(str, words), *self.shared])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        streams = self.capsys.readouterr()
        code = ended.value.code
        return Called(code if isinstance(code, int) else 0, streams.out, streams.err)
