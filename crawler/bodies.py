"""Bodies: whether a name in a directory is that of a body, and of which class, by its ending or by its heading."""

import re
from enum import StrEnum
from functools import cache

from crawler.labels import bare, finding, words

LONGEST = 32
HAN = re.compile(r"[\u4e00-\u9fff()、·]{2,}")


class BodyClass(StrEnum):
    """The class of a body: who must publish by which clause, and who answers to another system (rules.md 1)."""

    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    VERTICAL = "vertical"
    PARTY = "party"
    ENTERPRISE = "enterprise"


BY_NAME = (
    BodyClass.VERTICAL,
    BodyClass.OFFICE,
    BodyClass.GOVERNMENT,
    BodyClass.TOWNSHIP,
    BodyClass.PARTY,
    BodyClass.ENTERPRISE,
)
BY_HEADING = (
    BodyClass.DEPARTMENT,
    BodyClass.TOWNSHIP,
    BodyClass.VERTICAL,
    BodyClass.PARTY,
    BodyClass.ENTERPRISE,
)


def body_name(text: str) -> str:
    """The name of a body without what directories put before and behind it: ornaments, 信息公开目录, a count."""
    name = bare(text)
    return finding("body", "tails").sub("", name) or name


def is_surely_body(name: str) -> bool:
    """Whether a name can hardly be anything but that of a body."""
    return _may_be(name) and name.endswith(words("body", "endings"))


def is_perhaps_body(name: str) -> bool:
    """Whether a name may be that of a body, where others stand around it."""
    return _may_be(name) and name.endswith(words("body", "endings") + words("body", "weak_endings"))


def _may_be(name: str) -> bool:
    return len(name) <= LONGEST and HAN.fullmatch(name) is not None and finding("body", "none").search(name) is None


def class_of(name: str, heading: str = "") -> BodyClass | None:
    """The class of a body: by a telling name, by the heading over it, by a common ending; None when nothing tells."""
    if telling := next((one for one in BY_NAME if finding("class", one.value).search(name)), None):
        return telling
    said, common = heading_class(heading), finding("class", "department").search(name) is not None
    return BodyClass.DEPARTMENT if common and said in (None, BodyClass.TOWNSHIP) else said


@cache
def heading_class(heading: str) -> BodyClass | None:
    """The class of bodies that stand under a heading; None for a heading that is none of a directory."""
    label = bare(heading)
    return next((one for one in BY_HEADING if label in words("directory", one.value)), None)


def is_foreign(heading: str) -> bool:
    """Whether a heading stands over bodies of other places."""
    return bare(heading) in words("directory", "foreign")
