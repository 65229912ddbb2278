"""Qualifying: the words of a sentence that narrow or widen a figure, and the year it is of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.wordings import found, table
from storage.record import Qualifier

_YEAR = re.compile(
    r"(?P<named>20\d\d)(?=年)|(?P<last>(?:上|去)一?年(?!度?结转|度?转入))|(?P<own>今年|本年|全年|当年|年内|一年来)"
)
_YEARS = re.compile(r"20\d\d年?[、和及至到~-]20\d\d年")
_COMPARED = re.compile(r"(?:对比|较之|较|相比|比|与|同|和)(?:20\d\d年|(?:上|去)一?年)度?(?:同期)?(?:相比)?")
_CHANGED = re.compile(r"(?:增加|增长|上升|提高|减少|下降|回落|降低|多|少)了?(?:近|约)?$")
_NUMBERS = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.是]|20\d\d年度?")  # of its part, and of years
_SIGNS = re.compile(r"[\s,;:。、()“”\"'《》<>＿]+")

THINGS = "asking"
"""Qualifiers that are things of their own: where they stand, something else may be counted."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a figure: its clause on either side, its sentence before it, and all of its sentence.

    `about` is a sign that it is not exact; `parts` is where a word may stand that makes it a part of another.
    """

    lead: str
    tail: str
    before: str
    sentence: str
    about: str = ""
    parts: str = ""


def qualifiers(around: Surroundings, family: str, unread: str) -> tuple[Qualifier, ...]:
    """Everything that narrows or widens a figure of a family; `unread` are words of its clause without a meaning."""
    every = [Qualifier(sort, word) for sort, word in _known(around, family)]
    every += [Qualifier("unread", word) for word in _SIGNS.split(unread) if word]
    return tuple(dict.fromkeys(every))


def _known(around: Surroundings, family: str) -> Iterator[tuple[str, str]]:
    if around.about:
        yield "approximate", around.about
    texts = {
        "clause": (around.lead, around.tail),
        "before": (around.before,),
        "parts": (around.parts,),
        "sentence": (around.sentence,),
    }
    for sort, where, words, families in _sorts():
        if families is None or family in families:
            hits = _beside(words, around) if where == "beside" else _within(where, words, texts[where])
            yield from ((sort, hit) for hit in hits)


@cache
def _sorts() -> tuple[tuple[str, str, re.Pattern[str], Sequence[str] | None], ...]:
    """What narrows or widens a figure: sort, place, words, and the families it is meant with (None: all)."""
    only = table("only")
    return tuple(
        (one["sort"], one["where"], re.compile(one["words"]), only.get(one["sort"])) for one in table("qualifier")
    )


def _beside(words: re.Pattern[str], around: Surroundings) -> Iterator[str]:
    """The words that stand right before or behind a number."""
    hits = (_ending(words.pattern).search(around.lead), words.match(around.tail))
    yield from (hit.group() for hit in hits if hit)


@cache
def _ending(words: str) -> re.Pattern[str]:
    return re.compile(f"(?:{words})$")


def _within(where: str, words: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for hit in words.finditer(text):
            if where != "parts" or not _is_closed(text, hit.start()):
                yield hit.group()


def _is_closed(text: str, at: int) -> bool:
    """Whether what is said at a place stands in brackets that are closed since."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at) and ")" in text[at:]


def unread(lead: str, tail: str, agency: str | None) -> str:
    """What is left of a clause without the words that say nothing of what is counted."""
    return " ".join(_left(text, agency) for text in (lead, tail)).strip()


def _left(text: str, agency: str | None) -> str:
    text = text.replace(agency, " ") if agency else text
    text = _NUMBERS.sub(" ", text)
    for pattern in _meaningless():
        text = pattern.sub(" ", text)
    return text.strip()


@cache
def _meaningless() -> tuple[re.Pattern[str], ...]:
    """What is taken off a clause in turn: long fillers, qualifiers, short fillers, signs."""
    words = sorted(table("fillers")["words"], key=len, reverse=True)
    qualifying = "|".join(one["words"] for one in table("qualifier") if one["sort"] != THINGS)
    long = "|".join(re.escape(word) for word in words if len(word) > 1)
    return re.compile(long), re.compile(qualifying), re.compile("|".join(map(re.escape, words))), _SIGNS


def without(text: str, *names: tuple[int, int]) -> str:
    """A text with some stretches of it blotted out."""
    letters = list(text)
    for start, end in names:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def year_of(before: str, year: int | None, known: int | None) -> int | None:
    """The report year, or the other year, that a figure is of by what stands before it in its sentence.

    `year` is that of the report, `known` that of which the sentences before speak; None when it is left open.
    """
    if "年" not in before:
        return known
    if _YEARS.search(before):
        return None
    own = [(one.start, one.end) for one in found("aspect", "requests", before) if one.name.startswith("carried")]
    earlier = max(before.rfind(mark) for mark in ",;。") + 1
    own += [hit.span() for hit in _COMPARED.finditer(before, 0, earlier)]
    named = list(_YEAR.finditer(without(before, *own)))
    if not named:
        return known
    last = named[-1]
    if last["named"]:
        return year if _CHANGED.search(before) else int(last["named"])
    if last["own"] or _CHANGED.search(before):
        return year
    return year - 1 if year else None
