"""Narrative: what the sentences say, held against the tables; only a plain sentence about the whole can accuse."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from tomllib import loads

from monitor.checks import PASS, Case, Verdict, check, fail, not_assessable, uncertain
from monitor.checks.arithmetic import known
from storage.record import Record
from storage.terms import Certainty, Severity

TOLD_IN = ("overview", "requests")
CANDIDATES = ("新收", "新收与上年结转之和")
YEAR = re.compile(r"20\d{2}(?=年)")
HEADED = re.compile(r"^[^,。;]{0,8}依?申请公开(?:政府信息)?(?:工作)?的?(?:办理)?(?:情况|方面)?[.。:,]?")
FULL_YEAR = re.compile(r"(?:自|从)?20\d{2}年1月1日起?[至到—~-]+(?:20\d{2}年)?12月31日")
CLAUSE = re.compile("[,:;。()、和及与]")
HEADING = 16
"""Characters at the beginning of a part that say what it is about."""

DIGITS = "零一二三四五六七八九"
TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Statement:
    """A number of requests that a sentence gives.

    `plain`: the sentence is of the part on requests, and nothing in it narrows or widens what is counted. `together`
    is the sum of all numbers of its sentence that may be parts of one.
    """

    number: int
    plain: bool
    together: int
    sentence: str  # as printed


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, as compared and as printed, in the part of the narrative that it stands in.

    `own`: that part is about requests. `before` and `behind` are what else it says.
    """

    plain: str
    printed: str
    own: bool = False
    before: str = ""
    behind: str = ""


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
        lines = (line for line in (record.sections.get(key) or "").splitlines() if "\t" not in line)
        for told in _told("\n".join(lines), own=key == "requests"):
            yield from _in_sentence(told, year, record.agency or "")


def _told(text: str, own: bool) -> Iterator[Told]:
    """The sentences that speak of requests, each in its part; of the overview only the part headed so is own."""
    for part in _parts(text):
        about = own or any(word in part[0].plain[:HEADING] for word in _words("told", "heading"))
        for at, told in enumerate(part):
            if _word("received", "noun") not in told.plain:
                continue
            before, behind = ("".join(one.plain for one in some) for some in (part[:at], part[at + 1 :]))
            yield Told(told.plain, told.printed, about, before, behind)


def _parts(text: str) -> list[list[Told]]:
    """Sentences in parts, each of which opens with its number or with the heading of requests."""
    parts: list[list[Told]] = []
    for plain, printed in sentences(text):
        starts = {found.start() for found in re.finditer(_word("told", "opening"), plain)}
        starts |= {0} if plain.startswith(_words("told", "heading")) else set()
        for start, end in pairwise([*sorted({0, *starts}), len(plain)]):
            if start in starts or not parts:
                parts.append([])
            parts[-1].append(Told(plain[start:end], printed))
    return parts


def sentences(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of a text: as they are compared, and as they are printed."""
    plain, places = [], []
    for at, letter in enumerate(text):
        for part in unicodedata.normalize("NFKC", letter):
            if not part.isspace():
                plain.append(part)
                places.append(at)
    level = "".join(plain)
    for found in re.finditer(r"[^。;!?]+[。;!?]?", level):
        yield found.group(), text[places[found.start()] : places[found.end() - 1] + 1]


def _in_sentence(told: Told, year: int, agency: str) -> Iterator[Statement]:
    for pattern in (_counted(), _none()):
        for found in pattern.finditer(told.plain):
            number = _number(found["number"]) if "number" in found.groupdict() else 0
            if _word("received", "noun") in _gap(found) and number is not None:
                yield Statement(
                    number,
                    _is_plain(told, found, number, year, agency),
                    number + sum(_others(told, found)),
                    told.printed,
                )


def _gap(found: re.Match[str]) -> str:
    """The words around the number that say what is counted."""
    return found["gap"] + (found.groupdict().get("behind") or "")


def _behind(told: Told, found: re.Match[str]) -> str:
    """The rest of the sentence, but for what it says of requests carried over."""
    return re.sub(_word("received", "carried"), "", told.plain[found.end() :])


def _is_plain(told: Told, found: re.Match[str], number: int, year: int, agency: str) -> bool:
    """Whether this is the whole number of requests of the body itself in this year, said without any doubt."""
    before, after = FULL_YEAR.sub("", told.plain[: found.start()]), _behind(told, found)
    parts = re.search("|".join(_words("received", "parts")), after)
    main, detail = (after[: parts.start()], after[parts.start() :]) if parts else (after, "")
    rest = before + found.group() + main
    return (
        told.own
        and not re.search(r"\d\s+\d", told.printed)
        and not found.groupdict().get("about")
        and any(word in found.group() for word in _words("received", "topic"))
        and not found["gap"].endswith("的")
        and _fillers().fullmatch(_gap(found)) is not None
        and _leads().fullmatch(re.split("[,:]", HEADED.sub("", before))[-1].replace(agency, "")) is not None
        and {int(named) for named in YEAR.findall(rest)} <= {year}
        and not any(word in told.before + rest + detail + told.behind for word in _words("doubt", "scope"))
        and not re.search(_word("doubt", "several"), told.before + rest + told.behind)
        and not any(word in rest + detail for word in _words("doubt", "part"))
        and not any(word in before + main for word in _words("doubt", "channel"))
        and re.match(r"$|[,;。:(]", after) is not None
        and not after.lstrip("(").startswith(_words("received", "inexact"))
        and not before.endswith(_words("received", "nothing"))
        and not _others(told, found, detail)
        and {*_counts(told.before), *_counts(told.behind)} <= {number}
    )


def _others(told: Told, found: re.Match[str], detail: str = "") -> list[int]:
    """What else the sentence counts, but for the `detail` at its end."""
    behind = _behind(told, found).removesuffix(detail)
    return _counts(told.plain[: found.start()]) + _counts(behind)


def _counts(text: str) -> list[int]:
    """What a text counts besides what was done with the requests and what was carried over."""
    clauses = CLAUSE.split(re.sub(_word("received", "carried"), "", text))
    verbs, done = _words("received", "verbs"), _words("received", "outcomes")
    open_ = (one for one in clauses if any(verb in one for verb in verbs) or not any(word in one for word in done))
    counts = (re.search(rf"(?<!每)(\d[\d,]*|[{DIGITS[1:]}十百]+)[余多]?(?:{_any('units')})", one) for one in open_)
    return [_number(count[1]) or 0 for count in counts if count]


@cache
def _counted() -> re.Pattern[str]:
    """收到…申请…21件, 收到21件…申请: verb, what lies between, number, unit, what follows up to 申请."""
    verbs, units = _any("verbs"), _any("units")
    number = rf"(?P<number>\d[\d,]*|[{DIGITS}〇两十百千]+)"
    return re.compile(
        rf"(?:{verbs})(?P<gap>[^,。;\d]{{0,40}}?){number}(?P<about>[余多])?(?:{units})(?P<behind>[^,。;\d]{{0,16}}?申请)?"
    )


@cache
def _none() -> re.Pattern[str]:
    """未收到…申请, 没有接到…申请, 无…申请."""
    return re.compile(
        rf"(?:{_any('nothing')})(?:{_any('verbs')})(?P<gap>[^,。;\d]{{0,40}}?申请(?:公开)?[^,。;\d]{{0,8}})(?=[,。;]|$)"
    )


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


def _number(text: str) -> int | None:
    """An Arabic or Chinese number; None when it is neither plainly."""
    if text[0].isdigit():
        return int(text.replace(",", "")) if re.fullmatch(r"\d+|\d{1,3}(?:,\d{3})+", text) else None
    total, digit = 0, 0
    for letter in text.replace("〇", "零").replace("两", "二"):
        if letter in TENS:
            total += (digit or 1) * TENS[letter]
            digit = 0
        elif digit:
            return None
        else:
            digit = DIGITS.index(letter)
    return total + digit


def _words(table: str, key: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFKC", word) for word in _data()[table][key])


def _word(table: str, key: str) -> str:
    return str(_data()[table][key])


@cache
def _data() -> dict[str, dict[str, list[str] | str]]:
    return loads(files("monitor.checks").joinpath("narrative.toml").read_text("utf-8"))
