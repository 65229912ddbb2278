"""Narrative: what the sentences say, held against the tables; only a plain sentence about the whole can accuse."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tomllib import loads

from monitor.checks import PASS, Case, Verdict, check, fail, not_assessable, uncertain
from monitor.checks.arithmetic import known
from storage.record import Record
from storage.terms import Certainty, Severity

TOLD_IN = ("overview", "requests")
CANDIDATES = ("新收", "新收与上年结转之和")
YEAR = re.compile(r"20\d{2}(?=年)")
DIGITS = "零一二三四五六七八九"
TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Statement:
    """A number of requests that a sentence gives. `plain`: nothing in it narrows or widens what is counted."""

    number: int
    plain: bool
    sentence: str  # as printed


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
    if any(statement.number in candidates for statement in said):
        return PASS
    plain = next((statement for statement in said if statement.plain), None)
    if plain is None:
        return uncertain(f"正文的数字可能只是一部分或者范围不同：{said[0].sentence}")
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
        for plain, printed in sentences("\n".join(lines)):
            yield from _in_sentence(plain, printed, year)


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


def _in_sentence(sentence: str, printed: str, year: int) -> Iterator[Statement]:
    for pattern in (_counted(), _none()):
        for found in pattern.finditer(sentence):
            gap = found.group("gap") + (found["behind"] or "" if "behind" in found.groupdict() else "")
            if _words("received", "noun") not in gap:
                continue
            number = _number(found["number"]) if "number" in found.groupdict() else 0
            if number is not None:
                yield Statement(number, _is_plain(sentence, found, year), printed)


def _is_plain(sentence: str, found: re.Match[str], year: int) -> bool:
    before, after = sentence[: found.start()], sentence[found.end() :]
    clause = re.split("[,,]", before)[-1] + found.group()
    years = {int(named) for named in YEAR.findall(before + found.group())}
    gap = found["gap"] + (found.groupdict().get("behind") or "")
    return (
        not found.groupdict().get("about")
        and years <= {year}
        and _fillers().fullmatch(gap) is not None
        and not any(word in before + found.group() for word in _words("doubt", "scope"))
        and not any(word in clause for word in _words("doubt", "part"))
        and not after.startswith(tuple(_words("received", "inexact")))
        and not before.endswith(tuple(_words("received", "nothing")))
    )


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
    return re.compile(rf"(?:{words}|{_any('units')})*")


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


@cache
def _words(table: str, key: str) -> tuple[str, ...] | str:
    listed = loads(files("monitor.checks").joinpath("narrative.toml").read_text("utf-8"))[table][key]
    return listed if isinstance(listed, str) else tuple(unicodedata.normalize("NFKC", word) for word in listed)
