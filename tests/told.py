"""Told: the warnings of a record that are of the reading, not of the report's own sums (fixtures' figures are free)."""

from storage.record import ReadingWarning, Record


def told(record: Record) -> tuple[ReadingWarning, ...]:
    """What the reading warns of."""
    return tuple(warning for warning in record.warnings if warning.responsibility == "system")
