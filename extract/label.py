"""Labels as they are compared: without white space, numbering and punctuation, and by likeness."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

LIKE = 0.8  # what two wordings must share to be called the same; the row labels of the form share at most 0.63
APART = 0.08  # by how much the best wording must lead the next row's
SHORT = 100  # characters: a longer text is no label that comes again
SHORTEST = 4  # shorter labels must be exact: two letters of four are another word

WIDTHLESS = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_MARK = re.compile(r"(?:[\[［〔]\d{1,2}[\]］〕]|[¹²³⁴⁵⁶⁷⁸⁹①-⑳*＊])+$")  # of a note
_NUMBERING = re.compile(r"^(?:[((]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:[))]|[、.,,.]))+")


@dataclass(frozen=True, slots=True)
class Match:
    """A key found by its wording, and how like the wording is (1.0: exactly, but for space and punctuation)."""

    key: str
    likeness: float


def plain(text: str) -> str:
    """The text for matching: compatibility forms unified, white space and characters without width gone."""
    return WIDTHLESS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


def core(text: str) -> str:
    """A label for matching: plain, without its numbering, marks of notes and all punctuation."""
    return _short_core(text) if len(text) <= SHORT else _core(text)


def _core(text: str) -> str:
    return re.sub(r"[\W_]+", "", _NUMBERING.sub("", plain(_MARK.sub("", text.strip()))))


_short_core = lru_cache(maxsize=4096)(_core)  # the same labels come in every report


def find(text: str, wordings: Mapping[str, str]) -> Match | None:
    """The key whose wording (a core) is this text, or is surely meant by it; None when unsure."""
    wanted = core(text)
    if (key := wordings.get(wanted)) is not None:
        return Match(key, 1.0)
    if len(wanted) < SHORTEST:
        return None
    best: dict[str, float] = {}
    for wording, key in wordings.items():
        if len(wording) >= SHORTEST:
            best[key] = max(best.get(key, 0.0), fuzz.ratio(wanted, wording, score_cutoff=60.0) / 100)
    ranked = sorted(best.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < LIKE or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < APART):
        return None
    return Match(*ranked[0])
