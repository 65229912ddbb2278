"""Labelled rows: which row of the form each row of the document is, by the wording of its label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from extract import form as official
from extract.content import Block
from extract.label import Match, Wordings, core, find
from extract.rows import Item, Row, joined, rows

LABEL_WORDS = 8  # a label is sought in the last words of its row: group headings and page breaks make no more


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row of the document; `match` is the row of the form it is, `start` the first word of its label."""

    row: Row
    match: Match | None = None
    start: int = 0

    @property
    def printed(self) -> int:
        """How many of its cells after the words are not empty."""
        return len([item for item in self.row.figures if item.text or item.drawn])

    @property
    def label(self) -> str:
        """Its label as printed."""
        return text_of(self.row.words[self.start :])

    @property
    def before(self) -> tuple[Item, ...]:
        """The words that are no label: column headings and group headings."""
        of_label = self.match is not None and any(item.printed for item in self.row.figures)
        return self.row.words[: self.start] if of_label else self.row.words

    @property
    def likeness(self) -> float:
        """How like the label is to the form's."""
        return self.match.likeness if self.match else 0.0


def best_worded(found: Iterable[Labelled]) -> list[Labelled]:
    """Those whose label is most like the form's: beside an exact label a likeness is another row."""
    every = list(found)
    best = max(one.likeness for one in every)
    return [one for one in every if one.likeness == best]


@cache
def row_wordings(table: str) -> Wordings:
    """The wordings of the rows of a table in all its forms, as they are compared."""
    rows = (row for form in official.FORMS for row in official.table(table, form).rows)
    return Wordings({core(label): row.key for row in rows for label in row.labels})


@cache
def column_wordings(table: str) -> Wordings:
    """The wordings of the columns of a table in all its forms, as they are compared."""
    columns = (item for form in official.FORMS for item in official.table(table, form).columns.items())
    return Wordings({core(label): key for key, labels in columns for label in labels})


def labelled_rows(blocks: Iterable[Block], wordings: Wordings, whole_lines: bool = False) -> Iterator[Labelled]:
    """The rows of some blocks in order, halves of a cut row joined.

    `whole_lines`: outside grids a row must be a line of its own, label and figures; for tables whose rows are so
    short that a sentence could pass for one.
    """
    for row in _mended(rows(blocks), wordings):
        yield matched(row, wordings, whole_lines)


def matched(row: Row, wordings: Wordings, whole_lines: bool) -> Labelled:
    """A row with the row of the form that its last words name, if they do."""
    if whole_lines and not row.in_grid and not row.closed:
        return Labelled(row)
    best = Labelled(row)
    for start in range(max(0, len(row.words) - LABEL_WORDS), len(row.words)):
        if whole_lines and not row.words[start].opens:
            continue
        match = find(text_of(row.words[start:]), wordings)
        if match and (best.match is None or match.likeness > best.match.likeness):
            best = Labelled(row, match, start)
    return best


def _mended(found: Iterable[Row], wordings: Wordings) -> Iterator[Row]:
    """Joins what the end of a page, or figures printed beside the middle of a label, have cut in two."""
    pending: Row | None = None
    for row in found:
        following: Row | None = row
        if pending and (halves := _halves(pending, row, wordings)):
            pending, following = halves
        if pending:
            yield pending
        pending = following
    if pending:
        yield pending


def _halves(first: Row, second: Row, wordings: Wordings) -> tuple[Row, Row | None] | None:
    """Two rows put right when the last words of one and the first of the next are one label of the form."""
    if _exact(first.words, wordings, len(first.words)):
        return None
    for count in range(1, min(len(second.words), LABEL_WORDS) + 1):
        words = first.words + second.words[:count]
        if not _exact(words, wordings, len(first.words)):
            continue
        if count == len(second.words):
            return joined(first, second), None
        return replace(first, words=words), replace(second, words=second.words[count:])
    return None


def _exact(words: tuple[Item, ...], wordings: Wordings, before: int) -> bool:
    """Whether the words end in a label of the form that starts before word number `before`."""
    first = max(0, len(words) - LABEL_WORDS)
    return any(core(text_of(words[start:])) in wordings for start in range(first, before))


def text_of(words: Iterable[Item]) -> str:
    """Words run together, as Chinese is."""
    return "".join(word.text for word in words)
