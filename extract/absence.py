"""Absence: the wordings in which a sentence says that there was none of something."""

import re
from collections.abc import Iterator
from functools import cache

from extract.qualifying import unread
from extract.wordings import FAMILIES, found, table

Denied = tuple[str, int, int, str, str]
"""Kind, place of the words that deny (start, end), family, and words between them that have no meaning for us."""

_CLOSED = r"(?=[,;:。()、]|$)"
_IS_ZERO = re.compile("[为是][零0〇]")
_LIST = r"(?:案件|案)?(?:、|和|及|与|以及|或者|或)(?:因?政府信息公开(?:工作)?)?(?:被?(?:申请|提起|引发)(?:的)?)?"


def denied(text: str, section: str, topic: str | None) -> Iterator[Denied]:
    """Everything of which a sentence (without titles) says that there was none, each with the words that say so."""
    yield from _zero(text)
    if not _negation().search(text):
        return
    for family in FAMILIES:
        for hit in _pattern(family).finditer(text):
            yield from _of(hit, family, text)
    for hit in _outcome().finditer(text):
        lost = hit["lost"] is not None
        yield (
            ("disputes.suits.lost" if lost else "disputes.reconsideration.corrected"),
            *hit.span("deny"),
            "disputes",
            "",
        )
    if section == "other" or "公开" in text:
        for hit in _fees().finditer(text):
            yield "fees.processing.amount", *hit.span("deny"), "fees", ""
    if topic == "requests" or "申请" in text:
        for hit in _carried().finditer(text):
            if not unread(hit["gap"], "", None):
                yield (
                    f"requests.{found('aspect', 'requests', hit['aspect'])[0].name}",
                    *hit.span("deny"),
                    "requests",
                    "",
                )


def _of(hit: re.Match[str], family: str, text: str) -> Iterator[Denied]:
    verb, left = hit["verb"] or "", unread(hit["gap"], "", None)
    if not verb and (hit["negation"] not in table("none")["bare"] or left):
        return
    aspect = {"decisions": "decisions", "fees": "amount", "notices": "issued", "disputes": "total"}.get(family)
    if family == "requests":
        aspect = "received"
    if family in ("documents", "items"):
        aspect = next((one.name for one in found("aspect", family, verb)), None)
    place = (hit.start("deny"), hit.end("verb") if verb not in ("", "因", "被") else hit.end("negation"))
    at = hit.start("subject")
    while aspect and (named := _subject_at(family, text, at)):
        yield f"{named[0]}.{aspect}", *place, family, left
        more = re.compile(_LIST).match(text, named[1])
        if not more:
            break
        at = more.end()


def _zero(text: str) -> Iterator[Denied]:
    """What is said to be 0 without a unit; of requests only where it is said that they were received."""
    if not _IS_ZERO.search(text):
        return
    for family, aspect in (("requests", "received"), ("disputes", "total"), ("decisions", "decisions")):
        for hit in _is_zero(family).finditer(text):
            clause = re.split("[,;:。]", text[: hit.end("subject")])[-1]
            if family == "requests" and "received" not in [one.name for one in found("aspect", family, clause)]:
                continue
            for one in found("subject", family, text):
                if hit.start() <= one.start < hit.start("deny"):
                    yield f"{one.name}.{aspect}", *hit.span("deny"), family, ""


def _subject_at(family: str, text: str, at: int) -> tuple[str, int] | None:
    return next(((one.name, one.end) for one in found("subject", family, text) if one.start == at), None)


@cache
def _negation() -> re.Pattern[str]:
    return re.compile(table("none")["negation"])


@cache
def _pattern(family: str) -> re.Pattern[str]:
    none = table("none")
    subject = "|".join(_leaves(table("subject")[family]))
    listed = rf"(?:{_LIST}(?:{subject}))*"
    verbs = none["verbs"][family]
    return re.compile(
        rf"(?P<deny>(?P<negation>{none['negation']})(?P<verb>{verbs})?)(?P<gap>[^,;:。()\d零]{{0,40}}?)"
        rf"(?P<subject>{subject}){listed}(?:{none['tail']}|等[^,;。]{{0,16}}){_CLOSED}"
    )


@cache
def _is_zero(family: str) -> re.Pattern[str]:
    subject = "|".join(_leaves(table("subject")[family]))
    counted = r"(?:案件|案|申请|的)*(?:总数|数量|件数|数|量)?(?:均|都|全部|皆)?(?:为|是)"
    return re.compile(rf"(?P<subject>{subject})(?:{_LIST}(?:{subject}))*{counted}(?P<deny>零|0|〇){_CLOSED}")


@cache
def _outcome() -> re.Pattern[str]:
    none = table("none")
    return re.compile(
        rf"(?P<deny>(?:{none['negation']})(?:{none['verbs']['disputes']})?)(?:行政)?(?:诉讼|复议)?(?:案件)?(?:被)?"
        rf"(?:(?P<lost>败诉)|(?:纠错|纠正|撤销))(?:{none['tail']}){_CLOSED}"
    )


@cache
def _fees() -> re.Pattern[str]:
    none = table("none")
    denied = rf"(?P<deny>(?:{none['negation']}){none['fees']}?)"
    return re.compile(rf"{denied}(?:任何|相关|有关)?(?:收费|费用)(?:{none['tail']}){_CLOSED}")


@cache
def _carried() -> re.Pattern[str]:
    none, aspects = table("none"), table("aspect")["requests"]
    carried = f"{aspects['carried_in']}|{aspects['carried_out']}"
    return re.compile(
        rf"(?P<deny>(?:{none['negation']})(?:{none['verbs']['requests']})?)(?P<gap>[^,;:。()\d]{{0,12}}?)"
        rf"(?P<aspect>{carried})(?:{none['tail']}){_CLOSED}"
    )


def _leaves(names: dict[str, str]) -> list[str]:
    return list(names.values())
