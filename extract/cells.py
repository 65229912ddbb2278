"""Cells: the figures of one table as read, and what a person should know of the reading."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.labelled import Labelled
from extract.numbers import Reading, read_number
from extract.rows import NOWHERE, Item
from storage.record import ReadingWarning, Value

UNSURE = 0.5  # below this a cell holds no number (contract 4)
MISSING = Value(None, confidence=0.0)


@dataclass(slots=True)
class Cells:
    """The rows read of one table: row key → column key → value."""

    table: str
    rows: dict[str, dict[str, Value]] = field(default_factory=dict)
    warnings: list[ReadingWarning] = field(default_factory=list)

    def warn(self, code: str, message: str, *where: str) -> None:
        """Notes something about the reading; `where` is the row, or the row and column, it concerns."""
        self.warnings.append(ReadingWarning(code, message, ".".join((self.table, *where))))

    def read(self, row: str, column: str, item: Item, sure: float, unit: str | None = None) -> None:
        """Reads one cell. `sure` is how sure its row and column are, the item's how sure its letters are.

        `unit` is what its column is printed in.
        """
        reading = read_number(item.text, KEPT_IN.get(column), unit, signed=column == "change")
        if reading.number is None and not reading.blank:
            self.warn("cell-unreadable", f"“{item.text}” is not a number that can be read for certain", row, column)
        if item.drawn:
            self.warn("cell-drawn", "a picture stands in the cell, and what it shows was not read", row, column)
            reading = Reading()
        if item.shared and not reading.blank:
            self.warn("cell-shared", f"“{item.text}” is printed for two rows at once", row, column)
            reading = Reading()
        confidence = sure * item.sure if reading.blank or reading.number is not None else 0.0
        number = reading.number if confidence >= UNSURE else None
        self.rows.setdefault(row, {})[column] = Value(number, item.text, round(confidence, 2), item.where)

    def note_likeness(self, row: str, labelled: Labelled) -> None:
        """Warns when a row was found by a label that is only like the form's."""
        if labelled.likeness < 1:
            self.warn("label-altered", f"the label is printed as “{labelled.label}”", row)

    def give_up(self, row: str, columns: Iterable[str], items: Iterable[Item], message: str) -> None:
        """Leaves a row without numbers, but keeps what was printed."""
        self.warn("row-uncertain", message, row)
        printed = " ".join(item.text for item in items)
        where = next((item.where for item in items), NOWHERE)
        self.rows[row] = dict.fromkeys(columns, Value(None, printed, 0.0, where))


KEPT_IN = {"amount": "万元", "amount_yuan": "元"}
