"""The words of the field, as data: column names, disclosure pages, folders, pagers, "nothing here"."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

YEAR_NAME = re.compile(r"(?:19|20)\d{2}(?:年度?|年?(?:度)?年报)?")
DIGIT = re.compile(r"\d|二[〇○零]")
MOST_IN_A_LABEL = 24
SHORT = 64  # what links and labels say; it stands on every page of a portal
ORNAMENTS = "·•►▶●○■□◆◇»>-—_[]【】|:.、*"


def plain(text: str) -> str:
    """A text as it is compared: NFKC, all white space removed."""
    return _plain(text) if len(text) <= SHORT else _plain.__wrapped__(text)


@lru_cache(8192)
def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """The words of labels.toml under a key, as they are compared."""
    return tuple(plain(word) for word in _all()[table][key])


@cache
def finding(table: str, key: str) -> re.Pattern[str]:
    """A pattern that finds any of the expressions under a key; YEAR in them is an optional year."""
    expressions = [one.replace("YEAR", r"(?:20\d{2}(?:年度|年|度)?)?") for one in _all()[table][key]]
    return re.compile("|".join(f"(?:{one})" for one in expressions))


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads((files("crawler") / "labels.toml").read_text("utf-8"))


def bare(text: str) -> str:
    """A label without what decorates it."""
    return plain(text).strip(ORNAMENTS)


def names_column(text: str) -> bool:
    """Whether a label is the name of an annual-report column."""
    label = bare(text)
    if label in words("column", "labels"):
        return True
    return len(label) <= MOST_IN_A_LABEL and label.endswith(words("column", "endings")) and not DIGIT.search(label)


def may_name_column(text: str) -> bool:
    """Whether a label may be the name of an annual-report column, of this or another kind."""
    return bare(text) in words("column", "weak_labels")


def hints_at_column(url: str, key: str = "path_hints") -> bool:
    """Whether a path bears the initials under which such columns are usually filed; sites append numbers."""
    parts = [part.lower() for part in unquote(urlsplit(url).path).split("/") if part]
    return any(_is_hint(part, hint) for part in parts for hint in words("column", key))


def _is_hint(part: str, hint: str) -> bool:
    return part.startswith(hint) and not part[len(hint) :].partition(".")[0].strip("_-0123456789list")


def names_year(text: str) -> bool:
    """Whether a label is a year and nothing else."""
    return YEAR_NAME.fullmatch(bare(text)) is not None


def names_folder(text: str) -> bool:
    """Whether a label is a part into which such columns are divided: a year, or a kind of body."""
    return names_year(text) or bare(text) in words("folder", "labels")


def says_empty(text: str) -> bool:
    """Whether a text says that there is nothing to list."""
    said = plain(text)
    return any(word in said for word in words("empty", "words"))
