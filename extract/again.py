"""Again: a report whose figures contradict each other or stayed unread is read a second way before it is believed."""

from collections.abc import Callable
from dataclasses import replace

from extract.cells import UNSURE
from extract.confirmed import UNCONFIRMED, held_against_sums
from extract.sums import disagreeing
from storage.record import ReadingWarning, Record, Value

SCANNED = "scanned"
UNTOLD = "\ufffd"
CERTAIN = 0.85  # from here on a figure may be held against an agency
GUESSED = ("row-unknown", "row-missing", "row-uncertain", "header-unclear", "column-missing", "column-unclear")
ALONE = "the sums do not agree, and there is no second way to read this file here"

Reread = Callable[[], Record | None]


def read_twice(record: Record, reread: Reread) -> Record:
    """The record with what a second reading makes of it; `reread` is called only where there is a doubt.

    Where the sums disagree, figures that both readings give are printed so, and the report is wrong; a figure that
    they give differently becomes null. Where figures stayed unread, the second reading takes the first one's place
    if it knows more, contradicts it nowhere, and all its sums agree.
    """
    if is_scanned(record):
        return held_against_sums(record) if record.is_report else record
    doubtful = {equation.right[0].split(".")[0] for equation in disagreeing(record)}
    unread = any(value.confidence < UNSURE for value in record.cells.values())
    if not record.is_report or not (doubtful or unread):
        return record
    second = reread()
    if second is None:
        return _with(record, {}, *(ReadingWarning("read-once", ALONE, table) for table in sorted(doubtful)))
    if not doubtful:
        return second if _completes(record, second) else record
    for table in sorted(doubtful):
        record = _compared(record, second, table)
    return record


def is_scanned(record: Record) -> bool:
    """Whether a report was read from pictures: its cells had their second looks already."""
    return any(warning.code == SCANNED for warning in record.warnings)


def _completes(record: Record, second: Record) -> bool:
    """Whether a second reading knows all that the first knows, and more, without any contradiction."""
    if any(UNTOLD in value.raw for value in record.cells.values()):
        return False  # the first reader saw that something is wrong with a letter; the second does not see it
    same = all(second[path].number == value.number for path, value in record.cells.items() if value.known)
    named = (record.title, record.agency, record.year, record.form) == (
        second.title,
        second.agency,
        second.year,
        second.form,
    )
    more = sum(value.known for value in second.cells.values()) > sum(value.known for value in record.cells.values())
    return same and named and more and not disagreeing(second)


def _compared(record: Record, second: Record, table: str) -> Record:
    """One table whose sums disagree, held against the second reading of it."""
    if not second.table(table):
        note = ReadingWarning("read-once", "the sums do not agree, and a second reading did not find the table", table)
        return _with(record, {path: _less_sure(value) for path, value in _cells(record, table)}, note)
    apart = {path: value for path, value in _cells(record, table) if _differs(value, second[path])}
    if apart:
        notes = [
            ReadingWarning("readings-differ", f"read as “{value.raw}”, and as “{second[path].raw}” a second way", path)
            for path, value in apart.items()
        ]
        return _with(
            record, {path: replace(value, number=None, confidence=0.0) for path, value in apart.items()}, *notes
        )
    unread = {path: _less_sure(value) for path, value in _cells(record, table) if second[path].confidence < UNSURE}
    said = "the sums do not agree; read a second way, the figures are the same"
    whose = "source" if _is_plain(record, table) else "system"
    return _with(record, unread, ReadingWarning("sums-disagree", said, table, whose))


def _is_plain(record: Record, table: str) -> bool:
    """Whether nothing about a table had to be guessed: what both readers take for granted is no agency's fault."""
    open_ = {(warning.code, (warning.where or "").split(".")[0]) for warning in record.warnings}
    sure = all(value.confidence >= CERTAIN for _, value in _cells(record, table) if value.known)
    return sure and not any((code, table) in open_ for code in GUESSED)


def _cells(record: Record, table: str) -> list[tuple[str, Value]]:
    return [(path, value) for path, value in record.cells.items() if path.startswith(f"{table}.")]


def _differs(first: Value, second: Value) -> bool:
    """Whether two readings of a cell give different figures; what the second could not read says nothing."""
    return first.known and second.confidence >= UNSURE and first.number != second.number


def _less_sure(value: Value) -> Value:
    return replace(value, confidence=min(value.confidence, UNCONFIRMED)) if value.known else value


def _with(record: Record, cells: dict[str, Value], *notes: ReadingWarning) -> Record:
    return replace(record, cells={**record.cells, **cells}, warnings=(*record.warnings, *notes))
