"""Narrative: what the sentences say, held against the tables; only a plain sentence about the whole can accuse."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tomllib import loads

from extract.narrative import TOPICS
from extract.numerals import DIGITS, read_numeral
from extract.sentences import Sentence, sentences
from monitor.checks import PASS, Case, Verdict, check, fail, not_assessable, uncertain
from monitor.checks.arithmetic import known
from storage.record import Mention, Number, Record
from storage.terms import Certainty, Severity

TOLD_IN = ("overview", "requests")
CANDIDATES = ("新收", "新收与上年结转之和")
RECEIVED = "requests.received"
APPLICANTS = "requests.applicants."
PARTS = {"part", "channel", "change"}
"""Qualifiers of figures that without a verb of their own are parts of another, or its change since another year."""

YEAR = re.compile(r"20\d{2}(?=年)")
HEADED = re.compile(r"^[^,。;]{0,8}依?申请公开(?:政府信息)?(?:工作)?的?(?:办理)?(?:情况|方面)?[.。:,]?")
FULL_YEAR = re.compile(r"(?:自|从)?20\d{2}年1月1日起?[至到—~-]+(?:20\d{2}年)?12月31日")
CLAUSE = re.compile("[,:;。()、和及与]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A number of requests that a sentence gives.

    `plain`: the sentence is of the part on requests, and nothing in it narrows or widens what is counted. `together`
    is the sum of all numbers of its sentence that may be parts of one.
    """

    number: Number
    plain: bool
    together: Number
    sentence: str  # as printed


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of requests received where it stands: its sentence as compared, and what else its part says.

    `start` and `end` are the place of the words that give it, from the verb to the noun; `lead` is what stands between
    verb and number, `tail` between number and noun. `own`: its part is about requests.
    """

    mention: Mention
    plain: str
    printed: str
    own: bool
    start: int
    end: int
    lead: str
    tail: str
    before: str
    behind: str

    @property
    def words(self) -> str:
        """The words that give the figure."""
        return self.plain[self.start : self.end]

    @property
    def gap(self) -> str:
        """What stands between the verb and the number, or the noun where that comes later."""
        return self.lead + self.tail


@check(
    "text-vs-requests-received",
    severity=Severity.S1,
    certainty=Certainty.LIKELY,
    basis="《政府信息公开条例》第六条、第五十条",
    title={"zh": "正文所写申请数量与表格不符", "en": "The text gives another number of requests than the table"},
    explanation={
        "zh": "正文所写收到的申请数量，应等于表三的新收，或者新收与上年结转之和；只按渠道、时段计数的句子不作比较。",
        "en": "The number in the text must be that newly received, or that with those carried in; parts are no case.",
    },
)
def text_vs_requests_received(case: Case) -> Verdict:
    """The requests received in words must be those of the table: new ones, or new ones and those carried in."""
    record = case.record
    if record is None:
        return not_assessable("没有读到报告内容")
    said = list(statements(record, case.year))
    if not said:
        return not_assessable("正文没有写收到多少件申请")
    received = known(record, ["requests.received.total"])
    carried_in = known(record, ["requests.carried_in.total"])
    if received is None or carried_in is None:
        return uncertain("表三的新收、上年结转没有确切数字")
    candidates = [received[0], received[0] + carried_in[0]]
    if any({statement.number, statement.together} & set(candidates) for statement in said):
        return PASS
    if sum(statement.number for statement in said) in candidates:
        return PASS
    plain = next((statement for statement in said if statement.plain), None)
    handled = record["requests.handled_total.total"].number
    if plain is None or (handled and plain.number == handled) or len({one.number for one in said if one.plain}) > 1:
        return uncertain(f"正文的数字可能只是一部分或者范围不同：{(plain or said[0]).sentence}")
    tables = "、".join(f"{name}{number}件" for name, number in zip(CANDIDATES, candidates, strict=True))
    return fail(
        f"正文写收到政府信息公开申请{plain.number}件，表三却是{tables if carried_in[0] else f'新收{received[0]}件'}。",
        expected=sorted(set(candidates)),
        found=plain.number,
        cells=("requests.received.total", "requests.carried_in.total"),
        quote=plain.sentence,
    )


def statements(record: Record, year: int) -> Iterator[Statement]:
    """Every number of requests received that the narrative gives, "none" included."""
    for key in TOLD_IN:
        text = record.sections.get(key) or ""
        told = sentences(text, TOPICS.get(key))
        places = {one.span(): at for at, one in enumerate(told)}
        for mention in record.mentions:
            if mention.section == key and mention.kind.startswith((RECEIVED, APPLICANTS)):
                said = _told(mention, told, places[mention.sentence], text)
                plain = _is_plain(said, year, record.agency or "")
                if said.gap or not mention.sorts & PARTS:
                    yield Statement(mention.number, plain, mention.number + sum(_others(said)), said.printed)


def _told(mention: Mention, told: list[Sentence], at: int, text: str) -> Told:
    one = told[at]
    start, end = (one.places.index(place) for place in (mention.start, mention.end - 1))
    start, end, lead, tail = (_counted if mention.unit else _none)(one.plain, start, end + 1, mention.unit or "")
    rest = [[other.plain for other in some if other.part == one.part] for some in (told[:at], told[at + 1 :])]
    before, behind = map("".join, rest)
    own = one.topic == "requests"
    return Told(mention, one.plain, text[slice(*mention.sentence)], own, start, end, lead, tail, before, behind)


def _counted(plain: str, start: int, end: int, unit: str) -> tuple[int, int, str, str]:
    """收到…申请…21件, 收到21件…申请: where the verb begins and the noun ends, and what stands on either side."""
    lead = re.search(rf"(?P<verb>{_any('verbs')})(?P<gap>[^,。;\d]{{0,40}})$", plain[:start])
    tail = re.compile(rf"[余多]?{re.escape(unit)}(?P<behind>[^,。;\d]{{0,16}}?申请)?").match(plain, end)
    begin, gap = (lead.start("verb"), lead["gap"]) if lead else (start, "")
    return begin, tail.end() if tail else end, gap, (tail["behind"] or "") if tail else ""


def _none(plain: str, start: int, end: int, _: str) -> tuple[int, int, str, str]:
    """未收到…申请, 没有接到…申请: as above; without verb or noun nothing stands there."""
    named = re.compile(r"[^,。;\d]{0,40}?申请(?:公开)?[^,。;\d]{0,8}(?=[,。;]|$)").match(plain, end)
    said = re.search(rf"(?:{_any('verbs')})$", plain[start:end])
    return start, named.end() if named else end, named.group() if named and said else "", ""


def _behind(told: Told) -> str:
    """The rest of the sentence, but for what it says of requests carried over."""
    return re.sub(_word("received", "carried"), "", told.plain[told.end :])


def _is_plain(told: Told, year: int, agency: str) -> bool:
    """Whether this is the whole number of requests of the body itself in this year, said without any doubt."""
    before, after = FULL_YEAR.sub("", told.plain[: told.start]), _behind(told)
    parts = re.search("|".join(_words("received", "parts")), after)
    main, detail = (after[: parts.start()], after[parts.start() :]) if parts else (after, "")
    rest = before + told.words + main
    return (
        told.own
        and told.mention.kind == RECEIVED
        and not re.search(r"\d\s+\d", told.printed)
        and "approximate" not in told.mention.sorts
        and _word("received", "noun") in told.gap
        and any(word in told.words for word in _words("received", "topic"))
        and not told.lead.endswith("的")
        and _fillers().fullmatch(told.gap) is not None
        and _leads().fullmatch(re.split("[,:]", HEADED.sub("", before))[-1].replace(agency, "")) is not None
        and {int(named) for named in YEAR.findall(rest)} <= {year}
        and not any(word in told.before + rest + detail + told.behind for word in _words("doubt", "scope"))
        and not re.search(_word("doubt", "several"), told.before + rest + told.behind)
        and not any(word in rest + detail for word in _words("doubt", "part"))
        and not any(word in before + main for word in _words("doubt", "channel"))
        and re.match(r"$|[,;。:(]", after) is not None
        and not after.lstrip("(").startswith(_words("received", "inexact"))
        and not before.endswith(_words("received", "nothing"))
        and not _others(told, detail)
        and {*_counts(told.before), *_counts(told.behind)} <= {told.mention.number}
    )


def _others(told: Told, detail: str = "") -> list[Number]:
    """What else the sentence counts, but for the `detail` at its end."""
    return _counts(told.plain[: told.start]) + _counts(_behind(told).removesuffix(detail))


def _counts(text: str) -> list[Number]:
    """What a text counts besides what was done with the requests and what was carried over."""
    clauses = CLAUSE.split(re.sub(_word("received", "carried"), "", text))
    verbs, done = _words("received", "verbs"), _words("received", "outcomes")
    open_ = (one for one in clauses if any(verb in one for verb in verbs) or not any(word in one for word in done))
    counts = (re.search(rf"(?<!每)(\d[\d,]*|[{DIGITS[1:]}十百]+)[余多]?(?:{_any('units')})", one) for one in open_)
    return [read_numeral(count[1]) or 0 for count in counts if count]


@cache
def _fillers() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_words("received", "fillers"), key=len, reverse=True))
    return re.compile(rf"(?:{_word('received', 'everybody')}|{words}|{_any('units')})*")


@cache
def _leads() -> re.Pattern[str]:
    """What may stand before the verb: the year and the body itself, nothing that picks some of the requests."""
    return re.compile(rf"(?:{_word('received', 'leads')}|{'|'.join(_words('received', 'fillers'))})*")


def _any(key: str) -> str:
    return "|".join(re.escape(word) for word in _words("received", key))


def _words(table: str, key: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFKC", word) for word in _data()[table][key])


def _word(table: str, key: str) -> str:
    return str(_data()[table][key])


@cache
def _data() -> dict[str, dict[str, list[str] | str]]:
    return loads(files("monitor.checks").joinpath("narrative.toml").read_text("utf-8"))
