"""The words of proposing.toml: how ids are made, how bodies of each class are entered, and why."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def said(table: str, key: str) -> str:
    """One expression or sentence."""
    return str(_all()[table][key])


def entered(kind: str) -> tuple[str, str, str]:
    """How a body of a class is entered: its kind, whether a report is expected, and why."""
    sort, expect, why = _all()["entered"][kind]
    return sort, expect, why


def ids() -> dict[str, str]:
    """What an id says of a body, by a word of its name."""
    return dict(_all()["ids"])


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads((files("monitor") / "proposing.toml").read_text("utf-8"))
