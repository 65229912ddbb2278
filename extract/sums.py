"""Sums: the equations that the official form itself demands of its figures. The tolerance is 0."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract import form
from storage.record import Number, Record

COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")
NOT_RESULTS = ("received", "carried_in", "handled_total", "carried_out")
BLOCKS = ("reconsideration", "direct_suit", "suit_after_reconsideration")


@dataclass(frozen=True, slots=True)
class Sum:
    """One equation: the cells of its left side, and those of its right. `key` is the row, column or block it sums."""

    key: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of both sides."""
        return self.left + self.right

    def sides(self, record: Record, sure: float = 0.0) -> tuple[Number, Number] | None:
        """What both sides come to; None when a cell is not known, or less sure than `sure`."""
        left, right = known(record, self.left, sure), known(record, self.right, sure)
        return None if left is None or right is None else (added(left), added(right))


def known(record: Record, paths: tuple[str, ...], sure: float = 0.0) -> tuple[Number, ...] | None:
    """The figures at these places, or None when any of them is not known, or less sure than `sure`."""
    cells = [record[path] for path in paths]
    figures = tuple(cell.number for cell in cells if cell.number is not None and cell.confidence >= sure)
    return figures if len(figures) == len(cells) else None


def added(figures: tuple[Number, ...]) -> Number:
    """The sum of figures, whole where it is whole."""
    total = round(sum(figures), 6)
    return int(total) if total == int(total) else total


def balances(_: Record) -> Iterator[Sum]:
    """Table three, every column: newly received and carried in make handled and carried out."""
    for column in COLUMNS:
        left = (f"requests.received.{column}", f"requests.carried_in.{column}")
        yield Sum(column, left, (f"requests.handled_total.{column}", f"requests.carried_out.{column}"))


def results(record: Record) -> Iterator[Sum]:
    """Table three, every column: the results of the year make their total."""
    rows = [row for row in request_rows(record) if row not in NOT_RESULTS]
    for column in COLUMNS:
        left = tuple(f"requests.{row}.{column}" for row in rows)
        yield Sum(column, left, (f"requests.handled_total.{column}",))


def applicants(record: Record) -> Iterator[Sum]:
    """Table three, every row: the kinds of applicants make the total."""
    for row in request_rows(record):
        yield Sum(row, tuple(f"requests.{row}.{column}" for column in COLUMNS[:-1]), (f"requests.{row}.total",))


def outcomes(_: Record) -> Iterator[Sum]:
    """Table four, every block: the outcomes make the total."""
    for block in BLOCKS:
        left = tuple(f"disputes.{block}.{column}" for column in ("upheld", "corrected", "other", "pending"))
        yield Sum(block, left, (f"disputes.{block}.total",))


def equations(record: Record) -> Iterator[Sum]:
    """The equations of all tables."""
    for family in (balances, results, applicants, outcomes):
        yield from family(record)


def disagreeing(record: Record) -> list[Sum]:
    """The equations of all tables whose cells are known and whose sides differ."""
    return [one for one in equations(record) if (sides := one.sides(record)) and sides[0] != sides[1]]


def request_rows(record: Record) -> list[str]:
    """The rows this report must have: one single row for other disposal where it keeps that of the form of 2019."""
    single = "requests.other_disposed.total" in record.cells
    return [row.key for row in form.table("requests", "2019" if single else "2021").rows]
