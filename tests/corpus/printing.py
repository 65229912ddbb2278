"""Printing: a draft becomes the parts of a report, in the order in which they stand on paper."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from tests.corpus import labels, sheets
from tests.corpus.draft import Draft
from tests.corpus.printed import Line, Part, Printed, Sheet

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
    tables = sheets.official(draft) if draft.tables else {}
    for number, (key, headings) in enumerate(labels.SECTIONS.items()):
        yield Line(f"{draft.numbering(number)}{draft.say(headings[0])}", "heading")
        yield from (Line(draft.say(line)) for line in _words(draft, key))
        if key in tables:
            yield from _laid(draft, [tables[key]])
            yield from (Line(note, "note") for note in draft.notes.get(key, ()))


def _laid(draft: Draft, parts: list[Part]) -> list[Part]:
    for laying in draft.layings:
        parts = [new for part in parts for new in (laying(part) if isinstance(part, Sheet) else (part,))]
    return parts


def _words(draft: Draft, key: str) -> list[str]:
    rng = Random(draft.year * 31 + len(draft.agency))  # the words are the agency's, whatever its habits
    numbers = {"year": draft.year, "count": rng.randint(12, 900), "few": rng.randint(2, 9)}
    return [line.format(**numbers) for line in WORDS["sections"].get(key, ())]
