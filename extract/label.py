"""Labels as they are compared: without white space, numbering and punctuation, and by likeness."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from extract.remembered import MOST, SHORT, remembered

LIKE = 0.8  # what two wordings must share to be called the same; the row labels of the form share at most 0.63
APART = 0.08  # by how much the best wording must lead the next row's
SHORTEST = 4  # shorter labels must be exact: two letters of four are another word

WIDTHLESS = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_MARK = re.compile(r"(?:[\[［〔]\d{1,2}[\]］〕]|[¹²³⁴⁵⁶⁷⁸⁹①-⑳*＊])+$")  # of a note
_SIGNS = re.compile(r"[\W_]+")
_NUMBERING = re.compile(r"^(?:[((]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:[))]|[、.,,.]))+|^\d{1,2}(?=[一-鿿])")


@dataclass(frozen=True, slots=True)
class Match:
    """A key found by its wording, and how like the wording is (1.0: exactly, but for space and punctuation)."""

    key: str
    likeness: float


@remembered
def plain(text: str) -> str:
    """The text for matching: compatibility forms unified, white space and characters without width gone."""
    return WIDTHLESS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


@remembered
def core(text: str) -> str:
    """A label for matching: plain, without its numbering, marks of notes and all punctuation."""
    return _SIGNS.sub("", _NUMBERING.sub("", plain(_MARK.sub("", text.strip()))))


class Wordings(dict[str, str]):
    """Keys by their wordings (cores), and what was found by likeness before: the same labels come again and again."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(keys)
        self._long = [wording for wording in self if len(wording) >= SHORTEST]
        self._found: dict[str, Match | None] = {}

    def nearest(self, wanted: str) -> Match | None:
        """The key whose wording is surely meant by a core; None when unsure."""
        if wanted not in self._found:
            if len(self._found) >= MOST:
                self._found.clear()
            self._found[wanted] = self._nearest(wanted)
        return self._found[wanted]

    def _nearest(self, wanted: str) -> Match | None:
        alike = process.extract(wanted, self._long, scorer=fuzz.ratio, score_cutoff=100 * (LIKE - APART), limit=None)
        best: dict[str, float] = {}
        for wording, likeness, _ in alike:
            best.setdefault(self[wording], likeness / 100)
        ranked = list(best.items())
        if not ranked or ranked[0][1] < LIKE or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < APART):
            return None
        return Match(*ranked[0])


def find(text: str, wordings: Wordings) -> Match | None:
    """The key whose wording is this text, or is surely meant by it; None when unsure."""
    wanted = core(text)
    if (key := wordings.get(wanted)) is not None:
        return Match(key, 1.0)
    return wordings.nearest(wanted) if SHORTEST <= len(wanted) <= SHORT else None
