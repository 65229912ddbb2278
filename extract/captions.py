"""Captions: lines above a table that say it is of another year than the report."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.content import Block, Grid, Paragraph
from extract.label import plain
from extract.sections import Body

LONGEST = 24  # characters of a caption; what is longer is a sentence

_CLAUSE = re.compile(r"[。；;]")
_YEAR = re.compile(r"[（(【\[]?(?:附[表件:：]*|其中[:：]?)?((?:19|20)\d\d)年(?!.*(?:月|比|较|[12]\d{3}))[^，,]*")


def own_tables(body: Body, year: int | None) -> Body:
    """The report without the tables whose captions name another year."""
    if year is None:
        return body
    sections = {key: tuple(_own(blocks, year)) for key, blocks in body.sections.items()}
    return replace(body, preface=tuple(_own(body.preface, year)), sections=sections)


def _own(blocks: Sequence[Block], year: int) -> Iterator[Block]:
    foreign = False
    for block in blocks:
        if isinstance(block, Paragraph):
            foreign = _is_foreign(block.text, year, foreign)
        if not (foreign and isinstance(block, Grid)):
            yield block


def _is_foreign(text: str, year: int, before: bool) -> bool:
    """Whether a table below a line is of another year; a short line that says nothing of it leaves that as it was."""
    line = plain(text)
    clause = next(filter(None, reversed(_CLAUSE.split(line))), "")
    if (caption := _YEAR.fullmatch(clause)) and len(clause) <= LONGEST:
        return int(caption[1]) != year
    return before and len(line) <= LONGEST
