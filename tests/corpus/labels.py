"""Labels: the official form of 2021 and of 2019, written down for the corpus alone."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))

SECTIONS: dict[str, list[str]] = _TABLE["sections"]
REQUESTS: dict[str, Any] = _TABLE["requests"]
DISPUTES: dict[str, Any] = _TABLE["disputes"]

Pair = tuple[str, str]  # key of the contract, label on paper


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading: an article of table two, or an outcome of table three (`heading` "" if it has none)."""

    heading: str
    rows: tuple[Pair, ...]
    columns: tuple[Pair, ...]


def proactive(form: str) -> tuple[Block, ...]:
    """Table two of a form, article by article."""
    return tuple(
        Block(block["article"], _pairs(block["rows"]), _pairs(block["columns"]))
        for block in _TABLE["proactive_disclosure"][form]
    )


def applicants() -> tuple[Pair, ...]:
    """The seven columns of table three."""
    return _pairs(REQUESTS["columns"])


def outcomes(single_other: bool) -> tuple[Block, ...]:
    """What stands under 三、本年度办理结果; `single_other`: （六）其他处理 is one row, as form 2019 has it."""
    return tuple(_outcome(block, single_other) for block in REQUESTS["outcomes"])


def _outcome(block: dict[str, Any], single_other: bool) -> Block:
    if single_other and block.get("group", "").startswith("（六）"):
        return Block("", _pairs(REQUESTS["single_other"]), applicants())
    return Block(block.get("group", ""), _pairs(block["rows"]), applicants())


def request_rows(single_other: bool) -> tuple[Pair, ...]:
    """All rows of table three in their order."""
    middle = [row for block in outcomes(single_other) for row in block.rows]
    return (*_pairs(REQUESTS["before"]), *middle, *_pairs(REQUESTS["after"]))


def dispute_blocks() -> tuple[Pair, ...]:
    """行政复议 and the two kinds of suits."""
    return _pairs(DISPUTES["blocks"])


def results() -> tuple[Pair, ...]:
    """The five columns of a block of table four."""
    return _pairs(DISPUTES["columns"])


def paths(form: str, single_other: bool) -> Iterator[str]:
    """Every cell of the form by its dotted path, table by table."""
    for block in proactive(form):
        yield from (f"proactive_disclosure.{row}.{column}" for row, _ in block.rows for column, _ in block.columns)
    rows = request_rows(single_other)
    yield from (f"requests.{row}.{column}" for row, _ in rows for column, _ in applicants())
    yield from (f"disputes.{block}.{column}" for block, _ in dispute_blocks() for column, _ in results())


def _pairs(rows: list[list[str]]) -> tuple[Pair, ...]:
    return tuple((key, label) for key, label in rows)
