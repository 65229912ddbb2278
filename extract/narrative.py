"""Narrative: the figures that the sentences of a report give, each with what it counts, its place and qualifiers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extract.absence import denied
from extract.numerals import MYRIADS, read_numeral
from extract.qualifying import Surroundings, qualifiers, unread, without, year_of
from extract.sentences import Sentence, sentences
from extract.wordings import Found, figure, found, is_unit, subjects, table
from storage.record import SECTIONS, Mention, Number, Qualifier

TOPICS = {"requests": "requests", "disputes": "disputes", "proactive_disclosure": "proactive_disclosure"}
"""What the whole of a section is about; in the others each part has its own topic."""

LONGEST = 600
"""Characters of a sentence; what is longer is none, and its words may belong to anything."""

EXACT = "元"
"""Money is told in 万元 to the last digit; of other things 3.2万 is a round number."""

ENTRY = ("received", "answered")
ANEW = (*ENTRY, "carried_in", "carried_out")
"""Aspects of which a clause that names them is no part of a list before it."""
WORDS_OF_ITS_OWN = ("documents", "items")
"""Families whose figures count nothing unless it is said what was done."""

_MARK = re.compile(r"[,;:(。]")
_END = re.compile(r"[,;:()。、]")
_RANGE = re.compile(r"[\d一二三四五六七八九十百千万][-—~至到]$")
_BETWEEN = re.compile(
    r"(?:案件|案|申请|事项)?(?:、|和|及|与|以及|或|并)(?:已)?(?:因?政府信息公开)?(?:被?(?:申请|提起))?"
)
_EACH = re.compile(r"均|各|都|皆")
_ALTERNATING = re.compile(r"[、,和及与]?")
_DISCLOSURE = re.compile("依申请|信息公开|公开(?:政府)?信息")
_WHOLE_YEAR = re.compile(r"(20\d\d年)(1月1日起?[至到—~-]+(?:20\d\d年)?12月31日)")
_BLOT = "＿"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit in a sentence, and the place behind them; `about`: a sign that it is not exact."""

    number: Number
    start: int
    end: int
    behind: int
    unit: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure counts: a family, and subjects and aspects of it; `unread` is what else its clause says.

    `each`: every one of the kinds has this number; otherwise they are counted together.
    """

    family: str
    subjects: tuple[str, ...]
    aspects: tuple[str, ...]
    unread: str = ""
    each: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The single kinds."""
        return tuple(f"{subject}.{aspect}" for subject in self.subjects for aspect in self.aspects)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds it is of: one, or for each of several things the same number."""
        return self.named if self.each else ("+".join(self.named),)


def mentions(sections: Mapping[str, str | None], year: int | None, agency: str | None = None) -> tuple[Mention, ...]:
    """Every figure of the narrative whose meaning is plain, in order, `year` being that of the report.

    A number is taken only where its unit fits what its own clause says that it counts; "none" in words is 0.
    """
    made = [mention for key in SECTIONS for mention in _of_section(key, sections.get(key) or "", year, agency)]
    return tuple(sorted(made, key=lambda one: (SECTIONS.index(one.section), one.start, one.end)))


def _of_section(key: str, text: str, year: int | None, agency: str | None) -> Iterator[Mention]:
    before: _Told | None = None
    for sentence, known in _dated(sentences(text, TOPICS.get(key)), year):
        told = _Told(sentence, _blotted(sentence.plain), key, year, known, agency)
        if before and before.sentence.part == sentence.part and before.sentence.plain.endswith(";"):
            told.last, told.of_requests = before.last, before.of_requests
        if len(sentence.plain) <= LONGEST:
            yield from told.mentions()
        before = told


def _dated(told: Sequence[Sentence], year: int | None) -> Iterator[tuple[Sentence, int | None]]:
    """The sentences with the year of which their part speaks before them: the report's, or none that is sure."""
    part, known = -1, year
    for sentence in told:
        if sentence.part != part:
            part, known = sentence.part, year
        yield sentence, known
        known = year if year_of(sentence.plain, year, known) == year else None


def _blotted(plain: str) -> str:
    """A sentence without titles of books and without all applicants together; a whole year is its number alone."""
    plain = _names().sub(lambda hit: _BLOT * len(hit.group()), plain)
    return _WHOLE_YEAR.sub(lambda hit: hit[1] + _BLOT * len(hit[2]), plain)


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"《[^》]*》|〔[^〕]*〕|{table('everybody')['words']}")


@dataclass(slots=True)
class _Told:
    """One sentence and what is understood of it so far: its last figure, and whether any was of requests."""

    sentence: Sentence
    text: str
    section: str
    year: int | None
    known: int | None
    agency: str | None
    last: Meaning | None = None
    of_requests: bool = False
    assigned: dict[int, Meaning] = field(default_factory=dict)

    def mentions(self) -> Iterator[Mention]:
        """The figures of the sentence that are understood, and what it says that there was none of."""
        for kind, start, end, family, left in denied(self.text, self.section, self.sentence.topic):
            around = Surroundings("", "", self.text[:end], self.text, parts=self.text[start:end])
            yield self._mention(kind, 0, (start, end), None, qualifiers(around, family, left))
        figures = list(_figures(self.text))
        for at in range(len(figures)):
            self.last = self._meaning(figures, at)
            if self.last:
                self.of_requests |= self.last.family == "requests"
                yield from self._of(self.last, figures, at)

    def _of(self, meaning: Meaning, figures: Sequence[Figure], at: int) -> Iterator[Mention]:
        one = figures[at]
        lead, tail = self._clause(figures, at)
        before = self.text[: one.start]
        parts = self._parts(meaning, lead, before)
        around = Surroundings(lead, tail, before, self.text, one.about, parts)
        said = qualifiers(around, meaning.family, meaning.unread)
        if meaning.family == "requests" and self.sentence.topic != "requests" and not _DISCLOSURE.search(self.text):
            said = (*said, Qualifier("topic", ""))
        for kind in meaning.kinds:
            yield self._mention(kind, one.number, (one.start, one.end), one.unit, said)

    def _parts(self, meaning: Meaning, lead: str, before: str) -> str:
        """Where a word may stand that makes a figure a part of another: not before a clause that starts anew."""
        asked = [one.name for one in found("aspect", "requests", lead)]
        anew = asked[-1] in ANEW if asked and meaning.family == "requests" else meaning.aspects == ("total",)
        if not anew or lead.startswith("、"):
            return before
        led_in = re.search(r"[^\d,;:。()]{1,4}[,:]$", before[: len(before) - len(lead)])
        return (led_in.group() if led_in else "") + lead

    def _mention(
        self, kind: str, number: Number, place: tuple[int, int], unit: str | None, said: tuple[Qualifier, ...]
    ) -> Mention:
        start, end = self.sentence.span(*place)
        printed = self.sentence.places[place[0] : place[1]]
        if unit and len(set(printed)) < end - start:  # white space within the figure: two numbers, or one torn apart
            said = (*said, Qualifier("torn", ""))
        year = year_of(self.text[: place[0]], self.year, self.known)
        return Mention(kind, number, self.section, start, end, self.sentence.span(), unit, year, said)

    def _clause(self, figures: Sequence[Figure], at: int) -> tuple[str, str]:
        """The words of a figure's own clause: from the mark or figure before it, up to those behind it."""
        one = figures[at]
        marks = [hit.end() for hit in _MARK.finditer(self.text, 0, one.start)]
        while marks and self.text[marks[-1] - 1 : one.start] == ":":  # 数量:3件
            marks.pop()
        begin = max([0, *marks[-1:], *([figures[at - 1].behind] if at else [])])
        stop = _END.search(self.text, one.behind)
        ends = [stop.start() if stop else len(self.text), *([figures[at + 1].start] if at + 1 < len(figures) else [])]
        return self.text[begin : one.start], self.text[one.behind : min(ends)]

    def _meaning(self, figures: Sequence[Figure], at: int) -> Meaning | None:
        if at in self.assigned:
            return self.assigned[at]
        lead, tail = self._clause(figures, at)
        before = self.text[: figures[at].start - len(lead)]
        meaning = self._named(lead, tail, before) or self._unnamed(lead, tail, before)
        if meaning is None or not is_unit(figures[at].unit, meaning.family):
            return None
        if "分别" in lead and len(meaning.named) > 1:
            return self._in_turn(meaning, figures, at)
        return meaning

    def _named(self, lead: str, tail: str, before: str) -> Meaning | None:
        """What a figure counts whose clause names it, before the number or else behind it."""
        own, behind = subjects(lead), subjects(tail)
        if not own and not behind:
            return None
        family, one = own[-1] if own else min(behind, key=lambda pair: (pair[1].start, -pair[1].end))
        in_lead = [other for kin, other in own if kin == family]
        several = _chain(lead, in_lead) if own and family != "requests" else [one]
        aspects = _aspects(family, lead, tail)
        left = unread(
            _without(lead, in_lead, aspects[0]), _without(tail, [p[1] for p in behind], aspects[1]), self.agency
        )
        if own and self._is_other(lead, one, aspects[0]):
            return None
        names = [aspect.name for aspect in (_chain(lead, aspects[0]) or aspects[1][:1])]
        if not names and family in WORDS_OF_ITS_OWN:
            names = [aspect.name for aspect in found("aspect", family, before)[-1:]]
        if family == "requests" and not names:
            return self._carried(lead, left, one.name)
        if family in WORDS_OF_ITS_OWN and not names:
            return None
        return _meant(family, [other.name for other in several], names, lead, left)

    def _is_other(self, lead: str, subject: Found, aspects: Sequence[Found]) -> bool:
        """Whether the clause goes on from the subject to what is counted, as 规范性文件解读5篇."""
        blotted = _without(lead, aspects)
        return bool(unread("", blotted[subject.end :], self.agency))

    def _unnamed(self, lead: str, tail: str, before: str) -> Meaning | None:
        """What a figure counts whose clause says only what was done, or nothing but which part of the last it is."""
        context = subjects(before)
        families = [(family, one.name) for family, one in context[-1:]]
        if self.last and not families:
            families = [(self.last.family, self.last.subjects[-1])]
        if self.sentence.topic == "requests" or "申请" in before + lead + tail:
            families.append(("requests", "requests"))
        asked = self.of_requests or "申请" in self.text
        for family, subject in families:
            in_lead, in_tail = _aspects(family, lead, tail)
            names = [aspect.name for aspect in (_chain(lead, in_lead) or in_tail[:1])]
            left = unread(_without(lead, in_lead), _without(tail, in_tail), self.agency)
            bare = family != "requests" or names[-1:] == [] or names[-1] in ENTRY
            if names and not (bare and left) and (family != "requests" or names[-1] not in ENTRY or asked):
                return _meant(family, [subject], names, lead, left)
        return self._carried(lead, unread(lead, tail, self.agency), None)

    def _carried(self, lead: str, left: str, subject: str | None) -> Meaning | None:
        """A part of the figure before it, or its number in another year: its clause says nothing else."""
        last = self.last
        if last is None or left or not lead or (subject and subject not in last.subjects):
            return None
        around = Surroundings(lead, "", lead, lead, parts=lead)
        told = {one.sort for one in qualifiers(around, last.family, "")} & {
            "part",
            "channel",
            "change",
            "row",
            "period",
        }
        return last if told or year_of(lead, self.year, None) else None

    def _in_turn(self, meaning: Meaning, figures: Sequence[Figure], at: int) -> Meaning | None:
        """A、B分别为1件、2件: as many figures as things, in their order; None where they do not fit."""
        run = figures[at : at + len(meaning.named)]
        gaps = [self.text[one.behind : other.start] for one, other in pairwise(run)]
        if len(run) < len(meaning.named) or not all(_ALTERNATING.fullmatch(gap) for gap in gaps):
            return None
        pairs = [(subject, aspect) for subject in meaning.subjects for aspect in meaning.aspects]
        for place, (subject, aspect) in enumerate(pairs, at):
            self.assigned[place] = Meaning(meaning.family, (subject,), (aspect,), meaning.unread)
        return self.assigned[at]


def _figures(text: str) -> Iterator[Figure]:
    for hit in figure().finditer(text):
        number = read_numeral(hit["numeral"])
        if (
            number is not None
            and (number == int(number) or hit["unit"] == EXACT)
            and not _RANGE.search(text[: hit.start()])
        ):
            start, end = hit.span("numeral")
            rounded = hit["numeral"][-1] if hit["numeral"][-1] in MYRIADS and hit["unit"] != EXACT else ""
            yield Figure(number, start, end, hit.end(), hit["unit"], hit["about"] or rounded)


def _aspects(family: str, lead: str, tail: str) -> tuple[Sequence[Found], Sequence[Found]]:
    return found("aspect", family, lead), found("aspect", family, tail)


def _without(text: str, *groups: Sequence[Found]) -> str:
    return without(text, *((one.start, one.end) for group in groups for one in group))


def _chain(text: str, named: Sequence[Found]) -> list[Found]:
    """The last thing a text names, with those before it that are joined to it."""
    chain = list(named[-1:])
    for one in reversed(named[:-1]):
        if not _BETWEEN.fullmatch(text[one.end : chain[0].start]):
            break
        chain.insert(0, one)
    return chain


def _meant(family: str, named: Sequence[str], aspects: Sequence[str], lead: str, left: str) -> Meaning:
    """One figure for some subjects and aspects: together, or for each where a word says so."""
    told = tuple(aspects) if family not in _OWN else ()
    both = told[-1:] != () and told[-1] in ENTRY  # 受理、办结21件: both were so many
    several = len(named) * max(1, len(told)) > 1
    each = several and (both or bool(_EACH.search(lead)))
    return Meaning(family, tuple(named), told or (_OWN.get(family, "total"),), left, each)


_OWN = {"decisions": "decisions", "fees": "amount", "notices": "issued"}
"""Families of whose subjects one thing alone can be counted."""
