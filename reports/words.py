"""The readers' words for standings, severities, outcomes …, kept in words.toml."""

import tomllib
from functools import cache
from importlib.resources import files

Catalogue = dict[str, dict[str, dict[str, str]]]


@cache
def catalogue() -> Catalogue:
    """Every word by noun, key and language."""
    table: Catalogue = tomllib.loads(files("reports").joinpath("words.toml").read_text("utf-8"))
    return table


def word(noun: str, key: object, language: str = "zh") -> str:
    """The word for one value of a noun; a value without a word stands for itself."""
    known = catalogue()[noun].get(str(key))
    return known[language] if known else str(key)
