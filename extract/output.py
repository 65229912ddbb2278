"""One record as the JSON of `gongkai extract` (contract 4)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from storage.record import SECTIONS, TABLES, Mention, Record, Value


def as_output(record: Record, source: Mapping[str, Any], detail: bool = False) -> dict[str, Any]:
    """The contract's object; `detail` adds how every cell is printed, and the figures that the sentences give."""
    output = {
        "source": dict(source),
        "title": record.title,
        "agency": record.agency,
        "year": record.year,
        "published": record.published.isoformat() if record.published else None,
        "form": record.form,
        "sections": {key: record.sections.get(key) for key in SECTIONS},
        "tables": {key: _table(record, key) for key in TABLES},
        "confidence": record.confidence,
        "warnings": [asdict(warning) for warning in record.warnings],
    }
    if detail:
        output["cells"] = {path: _cell(value) for path, value in record.cells.items()}
        output["mentions"] = [_mention(record, one) for one in record.mentions]
    return output


def _table(record: Record, key: str) -> dict[str, dict[str, Any]] | None:
    rows: dict[str, dict[str, Any]] = {}
    for path, value in record.table(key).items():
        row, column = path.split(".")
        rows.setdefault(row, {})[column] = value.number
    return rows or None


def _cell(value: Value) -> dict[str, Any]:
    return {
        "number": value.number,
        "raw": value.raw,
        "confidence": value.confidence,
        "place": asdict(value.where),
    }


def _mention(record: Record, one: Mention) -> dict[str, Any]:
    text = record.sections.get(one.section) or ""
    return {**asdict(one), "printed": text[one.start : one.end]}
