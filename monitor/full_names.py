"""Full names: a body's name as the registry wants it, from the short one by which its own portal calls it."""

import re
from dataclasses import dataclass

from crawler.labels import plain
from monitor.proposing_words import said

GOVERNMENT = "人民政府"
DIVISION_ENDS = ("省", "市", "县", "区", "旗", "州", "盟")
ELSEWHERE = re.compile("^[\u4e00-\u9fff]{2,}?[县市区旗州盟](?=.{2})")
OFFICE = re.compile("^(?:人民)?(?:政府|府)办(?:公)?(?:室|厅)?$")
TOWN = re.compile("(?:镇|乡|苏木)$")


@dataclass(frozen=True, slots=True)
class Place:
    """The county, district or city of a portal; an empty name where the portal does not say."""

    name: str

    def full(self, written: str) -> str:
        """The full name of a body that the portal writes so."""
        name = plain(written)
        own = self._own(name)
        if not self.name or own is None:
            return name
        if OFFICE.fullmatch(own):
            return f"{self.name}{GOVERNMENT}办公室"
        return self.name + _completed(own)

    def is_elsewhere(self, written: str) -> bool:
        """Whether a name begins with another place."""
        return bool(self.name) and self._own(plain(written)) is None

    def _own(self, name: str) -> str | None:
        """A name without its place; None where it begins with another one."""
        if not self.name:
            return name
        before, found, rest = name.partition(self.name)
        if found and rest and (not before or before.endswith(DIVISION_ENDS)):
            return rest
        if name.startswith(self.name[-1]) and len(name) > 2:
            return name[1:]
        other = ELSEWHERE.match(name)
        if other and not re.search(said("words", "inner"), other.group()):
            return None
        return name


def abbreviates(short: str, whole: str) -> bool:
    """Whether a name without its place may be another one shortened: letters in order, beginning and ending alike."""
    if len(short) >= len(whole) or len(short) < 2 or short[0] != whole[0] or not _ends_alike(short, whole):
        return False
    letters = iter(whole)
    return all(letter in letters for letter in short)


def _ends_alike(short: str, whole: str) -> bool:
    ends = {"委": "会", "办": "室"}
    return short[-1] == whole[-1] or ends.get(short[-1]) == whole[-1]


def _completed(own: str) -> str:
    """A township's name with the word for what governs it."""
    if own.endswith(("镇政府", "乡政府")):
        return own.removesuffix("政府") + GOVERNMENT
    if TOWN.search(own):
        return own + GOVERNMENT
    if own.endswith("街道"):
        return own + "办事处"
    return own + "事处" if own.endswith("街道办") else own
