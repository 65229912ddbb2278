"""Printing: a draft becomes the parts of a report, in the order in which they stand on paper."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from tests.corpus import labels, sheets
from tests.corpus.draft import Draft
from tests.corpus.printed import Line, Part, Printed, Sheet, Td

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def print_report(draft: Draft) -> Printed:
    """The report as it stands on paper, and what a reader must find in it."""
    truth = dict(draft.truth) if draft.tables else {}
    form = draft.form if draft.tables else None
    parts = tuple(_parts(draft))
    return Printed(parts, truth, draft.agency, draft.year, form, draft.published, dict(draft.drawing))


def _parts(draft: Draft) -> Iterator[Part]:
    yield from (Line(line, "title") for line in draft.title)
    yield from (Line(line, "meta") for line in draft.meta)
    yield from (Line(draft.say(line)) for line in draft.preface)
    yield from _sections(draft) if draft.tables else _free(draft)
    yield from (Line(line, "note") for line in draft.signature)


def _sections(draft: Draft) -> Iterator[Part]:
    tables = sheets.official(draft)
    for number, (key, headings) in enumerate(labels.SECTIONS.items()):
        words = [draft.say(line) for line in _words(draft, WORDS["sections"].get(key, ()))]
        heading = f"{draft.numbering(number)}{draft.say(headings[0])}"
        if draft.runs_on and words:
            heading = f"{heading}。{words.pop(0)}"
        yield Line(heading, "heading")
        yield from map(Line, words)
        if key in tables:
            yield from _laid(draft, [tables[key]])
            yield from (Line(note, "note") for note in draft.notes.get(key, ()))


def _free(draft: Draft) -> Iterator[Part]:
    """The sections and the statistics of a report from before the form."""
    for number, section in enumerate(WORDS["free"]):
        yield Line(f"{draft.numbering(number)}{section['heading']}", "heading")
        yield from map(Line, _words(draft, section["lines"]))
    if draft.statistics:
        yield Line(f"政府信息公开情况统计表（{draft.year}年度）", "text")
        rows = [WORDS["statistics"]["head"], *WORDS["statistics"]["rows"]]
        yield Sheet(tuple(tuple(map(Td, _words(draft, row))) for row in rows))


def _laid(draft: Draft, parts: list[Part]) -> list[Part]:
    for laying in draft.layings:
        parts = [new for part in parts for new in (laying(part) if isinstance(part, Sheet) else (part,))]
    return parts


def _words(draft: Draft, lines: Iterable[str]) -> list[str]:
    rng = Random(draft.year * 31 + len(draft.agency))  # the words are the agency's, whatever its habits
    numbers = {"year": draft.year, "count": rng.randint(12, 900), "few": rng.randint(2, 9)}
    return [line.format(**numbers) for line in lines]
