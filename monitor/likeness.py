"""Likeness: whether two unlike names may be one body's, and what a title says of bodies without naming them."""

import re
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any

from crawler.labels import plain
from storage.terms import Kind, Level

BEFORE_NAME = re.compile(
    r"^(?:[【\[]?[^】\[\]【]{1,12}[】\]]|(?:20\d\d[-./年])?\d{1,2}[-./月]\d{1,2}日?|[-_·:,. ])+(?=.)"
)


def undated(name: str) -> str:
    """A name without the date and the tags in brackets that a row puts before it."""
    return BEFORE_NAME.sub("", plain(name))


def is_collection(title: str) -> bool:
    """Whether a title says that it holds the reports of many bodies."""
    return re.search("|".join(_words()["collection"]), plain(title)) is not None


def names_whole_place(title: str) -> bool:
    """Whether a title speaks of a whole county or city, and of no body in it."""
    return re.search(_words()["whole_place"], plain(title)) is not None


def sort_of(kind: Kind, level: Level) -> Kind:
    """The sort of body that files its reports together: governments, townships, and all departments alike."""
    if kind is Kind.TOWNSHIP or level is Level.TOWNSHIP:
        return Kind.TOWNSHIP
    return Kind.GOVERNMENT if kind is Kind.GOVERNMENT else Kind.DEPARTMENT


def sort_by_name(name: str) -> Kind:
    """The sort of a body that the registry does not know."""
    for sort, pattern in _words()["sorts"].items():
        if re.search(pattern, plain(name)):
            return Kind(sort)
    return Kind.DEPARTMENT


def is_near(name: str, own: str) -> bool:
    """Whether a name that nobody claims may be another form of a body's own: 教育体育局 beside 教育局.

    Bodies are renamed and merged; before one of them is called silent, a report under a like name must be settled.
    """
    if _short(name).endswith(_short(own)) or _short(own).endswith(_short(name)):
        return True
    (place, core), (own_place, own_core) = _taken_apart(plain(name)), _taken_apart(plain(own))
    if not (place.endswith(own_place) or own_place.endswith(place)):
        return False
    if len(core) < 2 or len(own_core) < 2:
        return False
    short, long = sorted((core, own_core), key=len)
    township = re.search("[镇乡]|街道", name) is not None
    like = len(short) == 2 and short[0] == long[0] and not township
    return like or _in_order(short, long) or any(short[n : n + 2] in long for n in range(len(short) - 1))


def _short(name: str) -> str:
    return re.sub("办公[室厅]$", "办", plain(name).replace("人民政府", "政府"))


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


def _taken_apart(name: str) -> tuple[str, str]:
    """A name as its place and its core: what is left without place and without the words all bodies share."""
    places, shared = _name_parts()
    place = places.match(name)
    rest = name[place.end() :] if place else name
    return (place.group() if place else ""), shared.sub("", shared.sub("", rest))


@cache
def _name_parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_words()["place"]), re.compile("|".join(_words()["shared"]))


@cache
def _words() -> dict[str, Any]:
    return loads(files("monitor").joinpath("names.toml").read_text("utf-8"))
