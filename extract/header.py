"""The header of table three: which figure of a row is whose, and what proves it.

Headings are believed to stand over their figures where nothing can have moved them there:

* each stands in a column of its own, and these are just the columns in which the rows have their figures;
* they come in the order of the form; or in another that no slip of a span makes: all in one row, or the kinds of
  bodies side by side in one row right under the heading they share, the others beside that one;
* in another order 总计 is the last of them or the rows add up to it, and to no other column alone.

Where headings stand elsewhere, the order of the form is taken, less surely, if neither their words nor the sums of
the rows are against it; where they are, no order is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract import form as official
from extract.label import core
from extract.labelled import Labelled, text_of
from extract.numbers import read_number
from extract.rows import Item, Row

HEADLESS = 0.8  # how sure the columns are when the header does not name them all, or not over their figures
SLIPPED = 0.4  # the header is against the order of the form, or against itself
PROVED = 0.9  # the same, where the sums of the rows say which figure is the total

SAID = {
    HEADLESS: "could not all be read, or do not stand over their columns; the official order was taken",
    SLIPPED: "do not stand over their columns, or contradict the order of the form",
    PROVED: "do not stand over their columns; which figure is the total was seen by the sums of the rows",
}
ENDS = ("natural_person", "total")

Columns = list[str]
Labels = Mapping[str, tuple[str, ...]]
Heads = Mapping[str, Item]
Rows = Sequence[Sequence[Item]]
Firsts = dict[str, tuple[int, object]]


def heads_of(found: Sequence[Labelled], wordings: Mapping[str, str]) -> dict[str, Item]:
    """The first cell of a grid that names each column."""
    heads: dict[str, Item] = {}
    for item in (item for labelled in found for item in labelled.before):
        key = wordings.get(core(item.text))
        if key and item.where.column is not None:
            heads.setdefault(key, item)
    return heads


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the rows of table three. `heads` are the cells of a grid that name its columns.

    `found` are all rows with the words before them, `rows` the figures of each row from left to right.
    """

    found: Sequence[Labelled]
    heads: Heads
    labels: Labels
    wordings: Mapping[str, str]
    rows: Rows

    def columns(self) -> tuple[Columns, float]:
        """The columns from left to right, and how sure they are."""
        order, totals = list(self.labels), self._totals()
        places = [self._place(key) for key in order if key in self.heads]
        firsts = self._firsts()
        against = self._is_against(firsts) or (len(totals) == 1 and len(order) - 1 not in totals)
        ordered = self._is_named() and not against and (not _is_total_above(firsts) or len(order) - 1 in totals)
        if not len(set(places)) == len(places) == len(order):
            return order, 1.0 if ordered else SLIPPED if against else HEADLESS
        if self._stand_over(set(places)):
            return self._standing(totals, ordered)
        return order, SLIPPED if against else HEADLESS

    def _standing(self, totals: set[int], ordered: bool) -> tuple[Columns, float]:
        """The columns where each heading stands in one column of figures."""
        order, columns = list(self.labels), sorted(self.labels, key=self._place)
        at, last = columns.index("total"), len(columns) - 1
        borne_out = (not totals or last in totals) if at == last else totals == {at}
        if columns == order or (borne_out and self._is_firm()):
            return columns, 1.0
        return (order, PROVED) if columns[-1] == "other" and ordered and self._adds_up(totals) else (columns, SLIPPED)

    def _adds_up(self, totals: set[int]) -> bool:
        """Whether the last figure of each row is its total, in one row at least of more than noughts."""
        return len(self.labels) - 1 in totals and len(totals) < len(self.labels)

    def _place(self, key: str) -> int:
        return self.heads[key].where.column or 0

    def _is_named(self) -> bool:
        words = core("".join(text_of(labelled.before) for labelled in self.found))
        if not all(any(core(label) in words for label in names) for names in self.labels.values()):
            return False
        *kinds, _, _ = (core(names[0]) for names in self.labels.values())  # 其他 and 总计 stand in other words as well
        places = [words.find(kind) for kind in kinds]
        return places == sorted(places)

    def _stand_over(self, places: set[int]) -> bool:
        """Whether the rows of the same table have their figures just in some columns."""
        tables = {item.where.table for item in self.heads.values()}
        every = [one.row for one in self.found if one.match and one.row.aligned and len(one.row.figures) >= len(places)]
        rows = [row for row in every if row.table in tables] or every
        whole = [printed for row in rows if len(printed := _printed(row)) == len(places)]
        if whole:
            return all(printed == places for printed in whole)
        return all(_printed(row) <= places <= {item.where.column for item in row.figures} for row in rows)

    def _is_firm(self) -> bool:
        """Whether no slip of a span can have brought the headings where they are."""
        if len({(item.where.table, item.where.row) for item in self.heads.values()}) == 1:
            return True
        bodies = [self.heads[key] for key in self.labels if key not in ENDS]
        ends = {(self.heads[key].where.table, self.heads[key].where.row) for key in ENDS if key in self.labels}
        level = len({(item.where.table, item.where.row) for item in bodies}) == 1
        under = {item.where.column for item in bodies}
        return level and any(
            _covered(item) == under and ends == {(item.where.table, item.where.row)} for item in self._shared()
        )

    def _shared(self) -> list[Item]:
        """The headings that stand over several columns."""
        groups = {core(label) for label in official.column_groups()}
        return [item for labelled in self.found for item in labelled.before if core(item.text) in groups]

    def _is_against(self, firsts: Firsts) -> bool:
        """Whether words of the header come in another order than the form's."""
        kinds = [key for key in self.labels if key not in ("other", "total") and key in firsts]
        if kinds != sorted(kinds, key=lambda key: firsts[key][0]):
            return True
        pairs = [(ENDS[0], "total"), (ENDS[0], "group"), ("group", "total")]
        pairs += [(key, "other") for key in self.labels if key not in (*ENDS, "other")]
        pairs += [] if "group" in firsts else [(key, "total") for key in self.labels if key not in ENDS]
        return any(_comes_after(*(firsts.get(key) for key in pair)) for pair in pairs)

    def _firsts(self) -> Firsts:
        """Which word names each column or its group first, and on which line."""
        firsts: Firsts = {}
        groups = {core(label) for label in official.column_groups()[1:]}
        for number, item in enumerate(item for labelled in self.found for item in labelled.before):
            name = core(item.text)
            key = "group" if name in groups else self.wordings.get(name)
            if key:
                firsts.setdefault(key, (number, (item.where.page, item.where.table, item.where.row)))
        return firsts

    def _totals(self) -> set[int]:
        """The figures of a row, by number, that are the sum of its others in all rows."""
        readings = [[read_number(item.text).number or 0 for item in items] for items in self.rows]
        return {at for at in range(len(self.labels)) if all(2 * row[at] == sum(row) for row in readings)}


def _is_total_above(firsts: Firsts) -> bool:
    return ENDS[0] in firsts and firsts.get("total", firsts[ENDS[0]])[0] < firsts[ENDS[0]][0]


def _printed(row: Row) -> set[int | None]:
    return {item.where.column for item in row.figures if item.printed}


def _covered(item: Item) -> set[int | None]:
    first = item.where.column or 0
    return set(range(first, first + item.across))


def _comes_after(first: tuple[int, object] | None, second: tuple[int, object] | None) -> bool:
    """Whether two words of one line come in the wrong order."""
    return bool(first and second and first[1] == second[1] and first[0] > second[0])
