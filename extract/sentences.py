"""Sentences of a section: levelled for comparison, each with its place in the text as kept and its part's topic."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.page import WIDTHS

HEADING = 16
"""Characters at the beginning of a part that say what it is about."""

_END = re.compile(r"[^。;!?]+[。;!?]?")
_OPENING = re.compile(
    r"[(][一二三四五六七八九十]{1,2}[)]|^[(]?\d{1,2}[).、]|^[一二三四五六七八九十]{1,2}[、.]|^[一二三四五六七八九]是"
)
_TOPICS = {
    "requests": ("依申请公开", "依申请", "申请公开", "公开申请"),
    "disputes": ("行政复议", "行政诉讼", "复议诉讼"),
    "proactive_disclosure": ("主动公开",),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or what of one stands in one part of the text.

    `plain` is in NFKC and without white space; `places` are where each of its letters stands in the text as kept.
    `part` numbers the parts of the text; `topic` is what its part is about, named as the sections are.
    """

    plain: str
    places: tuple[int, ...]
    part: int
    topic: str | None = None

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """The place in the text as kept of some of its letters, or of all."""
        kept = self.places[start:end]
        return kept[0], kept[-1] + 1


@cache
def level(letter: str) -> str:
    """A letter as it is compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", letter).split())


def sentences(text: str, topic: str | None = None) -> list[Sentence]:
    """The sentences of a section's text in order; lines of tables are none. `topic`: what all of it is about."""
    found: list[Sentence] = []
    part, about = -1, topic
    for plain, places in _between_tables(text):
        for whole in _END.finditer(plain):
            said, starts = whole.group(), _starts(whole.group())
            for start, end in pairwise([*sorted({0, *starts}), len(said)]):
                if start in starts or not found:
                    part, about = part + 1, topic or _topic(said[start:end])
                at = whole.start() + start
                found.append(Sentence(said[start:end], places[at : whole.start() + end], part, about))
    return found


def _starts(said: str) -> set[int]:
    """Where in a sentence a part begins: with its number, or with the words that name requests."""
    starts = {found.start() for found in _OPENING.finditer(said)}
    return starts | {0} if said.startswith(_TOPICS["requests"]) else starts


def _topic(said: str) -> str | None:
    """The topic that a part's first words name first."""
    heading = said[:HEADING]
    named = [(heading.index(word), key) for key, words in _TOPICS.items() for word in words if word in heading]
    return min(named)[1] if named else None


def _levelled(line: str) -> tuple[str, Iterable[int]]:
    """A line as it is compared, and at which place of it each letter stands."""
    narrow = line.translate(WIDTHS)
    if narrow.split() == [narrow] and unicodedata.is_normalized("NFKC", narrow):
        return narrow, range(len(narrow))
    letters = [level(letter) for letter in line]
    return "".join(letters), [place for place, letter in enumerate(letters) for _ in letter]


def _between_tables(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The stretches of a text that are no rows of a table, levelled, with the place of every letter."""
    plain: list[str] = []
    places: list[int] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if "\t" in line and plain:
            yield "".join(plain), tuple(places)
            plain, places = [], []
        if "\t" not in line:
            levelled, of = _levelled(line.rstrip())
            plain.append(levelled)
            places += [at + place for place in of] if at else of
        at += len(line)
    if plain:
        yield "".join(plain), tuple(places)
