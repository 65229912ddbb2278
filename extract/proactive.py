"""Table two, 主动公开政府信息情况: rows whose columns change from item to item, and tell the form's year."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract import form as official
from extract.cells import KEPT_IN, Cells
from extract.content import Block, Paragraph
from extract.label import Match, Wordings, find, plain
from extract.labelled import Labelled, best_worded, column_wordings, labelled_rows, matched, row_wordings, text_of
from extract.numbers import read_number
from extract.rows import Item, Row, agreed, fit, is_twice

SEEN = 2  # rows that make a table
OPENING = "信息内容"  # the first cell of every heading row
BY_ELIMINATION = 0.6  # how sure a column is whose heading cannot be read while its neighbours' can
HEADLESS = 0.7  # how sure the only column of a row is when its heading cannot be read

UNITS = (None, "元", "万元", "亿元")  # in which an amount can be read; others are left open
_UNIT = re.compile(r"(?<![0-9.百千十万亿美公单])(?:([百千十万亿]{0,2}[元圆])|(?<=\()([百千十万亿]{1,2})(?=\)))")
_NOTE = re.compile(r"单位[^0-9。,;]{0,4}[百千十万亿]{0,2}[元圆]|以[百千十万亿]{0,2}[元圆](?=为?(?:单位|计))")

TELLING = {
    "issued": "2021",
    "repealed": "2021",
    "in_force": "2021",
    "amount": "2021",
    "made": "2019",
    "newly_disclosed": "2019",
    "disclosed_total": "2019",
    "items_last_year": "2019",
    "change": "2019",
    "items": "2019",
    "amount_yuan": "2019",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row over a row of figures: each column as read, or None where it could not be.

    `places` are the columns each stands over, more than one where merged cells were printed apart. `opens` is the
    column of its first cell, `width` how many cells its line has, `units` those of money that are named over the row.
    """

    columns: tuple[Match | None, ...] = ()
    places: tuple[tuple[int, ...], ...] = ()
    units: frozenset[str] = frozenset()
    opens: int | None = None
    width: int = 0

    def fit(self, row: Row, count: int) -> tuple[Item, ...] | None:
        """The figures of a row under it; of mere lines only those of its own shape tell where blank ones stand."""
        known = self.stands_over(row)
        if known and any(len(group) > 1 for group in self.places):
            items = [_one([item for item in row.figures if item.where.column in group]) for group in self.places]
            under = {column for group in self.places for column in group}
            others = any(item.printed for item in row.figures if item.where.column not in under)
            return None if others or None in items or len(items) != count else tuple(filter(None, items))
        return fit(row, count, tuple(group[0] for group in self.places if group) if known else ())

    def stands_over(self, row: Row) -> bool:
        """Whether the columns of a row are those of its heading: in a table, or in a line of the same shape."""
        opens = row.words[0].where.column if row.words else None
        return row.aligned or (row.in_grid and (row.width, opens) == (self.width, self.opens))


def _one(items: Sequence[Item]) -> Item | None:
    """The one figure of several cells under one heading: printed once, or the same in all."""
    printed = [item for item in items if item.printed]
    same = len({(item.text, item.drawn) for item in printed}) < 2
    return next(iter([*printed, *items]), None) if same else None


Headed = tuple[Labelled, Heading]


def read_proactive(blocks: Sequence[Block], otherwise: str | None) -> tuple[Cells | None, str | None]:
    """Reads table two and says which form it is in; `otherwise` is taken when its headings do not tell."""
    noted = _noted(blocks)
    rows = list(_headed(labelled_rows(blocks, row_wordings("proactive_disclosure"), whole_lines=True)))
    told = _form(heading for _, heading in rows)
    by_row: dict[str, list[Headed]] = {}
    for labelled, heading in rows:
        if labelled.match and labelled.row.figures:
            by_row.setdefault(labelled.match.key, []).append((labelled, heading))
    form = told or otherwise
    if form is None or len(by_row) < SEEN:
        return None, told
    cells = Cells("proactive_disclosure")
    of_form = [row for row in official.table("proactive_disclosure", form).rows if row.key in by_row]
    twice = is_twice((_readings(row, by_row[row.key]) for row in of_form), SEEN)
    if twice:
        cells.warn("table-twice", "the table is there twice, once left blank; whose figures the other has is open")
    for row in of_form:
        if twice:
            figures = [item for one, _ in by_row[row.key] for item in one.row.figures]
            cells.give_up(row.key, row.columns, figures, "one row of this label is blank, another is not")
        else:
            _read_row(cells, row, by_row[row.key], noted)
    return cells, told


def _headed(rows: Iterable[Labelled]) -> Iterator[Headed]:
    wordings = column_wordings("proactive_disclosure")
    heading, said = Heading(), ""
    for row in rows:
        said += text_of(row.before)
        heading = _heading(row, wordings) or heading
        if row.printed:
            heading, said = replace(heading, units=heading.units | _units(said)), ""
        yield (row if row.likeness == 1 else _without_words(row, heading)), heading


def _units(text: str) -> frozenset[str]:
    """The units of money that some words name; a number before one makes it an amount."""
    found = _UNIT.finditer(plain(text))
    return frozenset((one[1] or f"{one[2]}元").replace("圆", "元") for one in found)


def _noted(blocks: Sequence[Block]) -> frozenset[str]:
    """The units of money that lines beside the tables name."""
    lines = (plain(block.text) for block in blocks if isinstance(block, Paragraph))
    return frozenset(unit for line in lines for found in _NOTE.finditer(line) for unit in _units(found[0]))


def _without_words(found: Labelled, heading: Heading) -> Labelled:
    """A row in which words stand in place of a figure, under a heading of figures, with its label before them."""
    row, under = found.row, {column for group in heading.places for column in group}
    behind = tuple(item for item in row.words if item.where.column in under)
    if not (heading.stands_over(row) and found.printed and behind and behind != row.words):
        return found
    label = tuple(item for item in row.words if item not in behind)
    again = replace(row, words=label, figures=(*behind, *row.figures))
    better = matched(again, row_wordings("proactive_disclosure"), whole_lines=True)
    return better if better.likeness > found.likeness else found


def _heading(labelled: Labelled, wordings: Wordings) -> Heading | None:
    """The column headings among the words of a row that are no label; None when there are none."""
    words = list(labelled.before)
    openings = [number for number, word in enumerate(words) if plain(word.text) == OPENING]
    words = words[openings[-1] + 1 :] if openings else [word for word in words if find(word.text, wordings)]
    columns = tuple(find(word.text, wordings) for word in words)
    if not any(columns):
        return None
    columns, places = _groups(columns, [word.where.column for word in words])
    opens = labelled.row.words[0].where.column if openings else None
    return Heading(columns, places, frozenset(), opens, labelled.row.width)


def _groups(
    columns: Sequence[Match | None], places: Sequence[int | None]
) -> tuple[tuple[Match | None, ...], tuple[tuple[int, ...], ...]]:
    """The headings and their columns; a heading printed again beside itself is one over several."""
    kept: list[Match | None] = []
    groups: list[tuple[int, ...]] = []
    for column, place in zip(columns, places, strict=True):
        own = () if place is None else (place,)
        if kept and column and kept[-1] and kept[-1].key == column.key:
            groups[-1] += own
        else:
            kept.append(column)
            groups.append(own)
    return tuple(kept), tuple(groups)


def _form(headings: Iterable[Heading]) -> str | None:
    votes = Counter(TELLING.get(column.key) for heading in headings for column in heading.columns if column)
    votes.pop(None, None)
    ranked = votes.most_common(2)
    return None if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]) else ranked[0][0]


def _readings(row: official.Row, found: list[Headed]) -> list[tuple[Item, ...] | None]:
    """Its rows with their figures, those that have no heading of their own among them."""
    return [heading.fit(one.row, len(row.columns)) or one.row.figures for one, heading in found]


def _read_row(cells: Cells, row: official.Row, found: list[Headed], noted: frozenset[str]) -> None:
    labelled = best_worded(one for one, _ in found)
    heading = next(heading for one, heading in found if one is labelled[0])
    items = agreed(heading.fit(one.row, len(row.columns)) for one in labelled)
    columns = _columns(heading, row.columns)
    if items is None:
        message = f"the row has {labelled[0].printed} figures, not {len(row.columns)}, or contradicts itself"
        cells.give_up(row.key, row.columns, labelled[0].row.figures, message)
        return
    if columns is None:
        message = "the headings of its columns cannot be read, so which figure is which is open"
        cells.give_up(row.key, row.columns, items, message)
        return
    cells.note_likeness(row.key, labelled[0])
    units = heading.units | noted
    unit = next(iter(units), None)
    for (column, sure), item in zip(columns, items, strict=True):
        if (
            column in KEPT_IN
            and (len(units) > 1 or unit not in UNITS)
            and read_number(item.text, KEPT_IN[column]).number
        ):
            cells.warn("unit-unclear", f"the unit of the amount is open: {'、'.join(sorted(units))}", row.key, column)
            sure = 0.0
        elif sure < 1:
            cells.warn("column-unclear", "the heading of the column is altered or cannot be read", row.key, column)
        cells.read(row.key, column, item, sure * labelled[0].likeness, unit if unit in UNITS else None)


def _columns(heading: Heading, columns: tuple[str, ...]) -> list[tuple[str, float]] | None:
    """Which column each figure stands in, and how sure that is; None when the heading does not tell."""
    read = heading.columns
    if len(read) == len(columns):
        if {match.key for match in read if match} == set(columns):
            return [(match.key, match.likeness) for match in read if match]
        pairs = list(zip(read, columns, strict=True))
        if any(read) and all(match is None or match.key == column for match, column in pairs):
            return [(column, match.likeness if match else BY_ELIMINATION) for match, column in pairs]
    return [(columns[0], HEADLESS)] if len(columns) == 1 else None
