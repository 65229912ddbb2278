"""Confirmed: figures recognised in pictures, held against the sums that the form demands of them."""

from collections.abc import Iterator
from dataclasses import replace

from extract.cells import UNSURE
from extract.sums import Sum, equations
from storage.record import ReadingWarning, Record, Value

SURE = 0.9  # how sure a figure is that needs no sum to speak for it
BY_SUM = 0.95  # how sure a figure is that a sum demands whose other figures are sure
UNCONFIRMED = 0.8  # how sure a figure is at most whose every sum fails


def held_against_sums(record: Record) -> Record:
    """The record with its cells surer where a sum that holds demands their figure, and less sure where every sum fails.

    A figure read wrong breaks every sum it stands in, so those of a sum that holds are read right, be it the only
    one of several. A sum speaks for the one figure in it that is in doubt, never for two, which may be wrong alike,
    and not for a zero, which it needs no more than a blank.
    """
    sums = [(one, sides[0] == sides[1]) for one in equations(record) if (sides := one.sides(record))]
    held = {path for one, holds in sums if holds for path in one.cells}
    failing = {path for one, holds in sums if not holds for path in one.cells} - held
    surer = {path: BY_SUM for one, holds in sums if holds for path in _demanded(record, one)}
    less = {path: min(record[path].confidence, UNCONFIRMED) for path in failing}
    cells = {path: replace(record[path], confidence=sure) for path, sure in (surer | less).items()}
    tables = sorted({one.right[0].split(".")[0] for one, holds in sums if not holds})
    said = "the sums do not agree, and there is no second way to read a picture"
    notes = tuple(ReadingWarning("read-once", said, table) for table in tables)
    return replace(record, cells={**record.cells, **cells}, warnings=(*record.warnings, *notes))


def _demanded(record: Record, one: Sum) -> Iterator[str]:
    """The cell of a sum that holds which all the others demand as it was read."""
    unsure = [path for path in one.cells if record[path].confidence <= SURE]
    if len(unsure) == 1 and _is_told(record[unsure[0]]):
        yield unsure[0]


def _is_told(value: Value) -> bool:
    return bool(value.number) and value.confidence >= UNSURE
