"""Real reports: the files beside this repository with what they hold; none where they are absent."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.corpus import labels
from tests.corpus.printed import Printed

SHARED = Path(__file__).parents[2] / "shared"
BLOCKS = dict(zip(("行政复议", "未经复议直接起诉", "复议后起诉"), labels.dispute_blocks(), strict=True))

# The seeds: agency, year, and every figure that is not 0.
SEEDS: dict[str, tuple[str, int, dict[str, float]]] = {
    "000": ("新乡县行政审批和政务信息管理局", 2024, {"proactive_disclosure.normative_documents.in_force": 15}),
    "001": (
        "新县人民政府办公室",
        2024,
        {
            "proactive_disclosure.normative_documents.issued": 8,
            "proactive_disclosure.normative_documents.repealed": 12,
            "proactive_disclosure.normative_documents.in_force": 36,
            **{
                f"requests.{row}.{column}": number
                for column in ("natural_person", "total")
                for row, number in {
                    "received": 21,
                    "granted": 7,
                    "unable_not_held": 8,
                    "other_lapsed_uncorrected": 6,
                    "handled_total": 21,
                }.items()
            },
            "disputes.reconsideration.upheld": 2,
            "disputes.reconsideration.total": 2,
        },
    ),
    "002": ("孟津区行政审批和政务信息管理局", 2024, {}),
    "003": ("解放区行政审批和政务信息管理局", 2024, {}),
    "004": (
        "新乡县城市管理局",
        2023,
        {
            "proactive_disclosure.licensing.decisions": 67,
            "proactive_disclosure.penalties.decisions": 6,
            "proactive_disclosure.coercion.decisions": 1,
            "proactive_disclosure.administrative_fees.amount": 2221.9632,
        },
    ),
}


def real_reports() -> Iterator[tuple[Path, Printed]]:
    """Every real report that is there, with its truth; the words of its sections are not known."""
    for number, (agency, year, figures) in SEEDS.items():
        truth = {path: figures.get(path, 0) for path in labels.paths("2021", single_other=False)}
        for file in (SHARED / "seeds").glob(f"{number}_*.txt"):
            yield file, Printed((), truth, agency, year, "2021")
    for known in sorted((SHARED / "real" / "truth").glob("*.json")):
        for file in (SHARED / "real").glob(f"{known.stem}.*"):
            yield file, _printed(json.loads(known.read_text("utf-8")))


def _printed(known: dict[str, Any]) -> Printed:
    form = known["format"]
    agency = re.sub(r"\d{4}年(度)?|政府信息公开.*", "", known["title"])
    truth = {**_proactive(known["table2"], form), **_requests(known["table3"]["rows"]), **_disputes(known["table4"])}
    return Printed((), truth, agency, known["year"], form, known["notes"].get("dates", {}).get("published"))


def _number(value: Any) -> float | None:
    return float(value.removesuffix("元")) if isinstance(value, str) else value


def _proactive(known: dict[str, Any], form: str) -> dict[str, float | None]:
    cells: dict[str, float | None] = {}
    for block in labels.proactive(form):
        for row, label in block.rows:
            found = known.get(label, known.get(label.removeprefix("行政")))
            values = found if isinstance(found, list) else [found]
            for (column, _), value in zip(block.columns, values, strict=True):
                cells[f"proactive_disclosure.{row}.{column}"] = _number(value)
    return cells


def _requests(known: dict[str, list[float | None]]) -> dict[str, float | None]:
    rows = _row_keys("三(六)" in known)
    columns = [key for key, _ in labels.applicants()]
    return {
        f"requests.{rows[name]}.{column}": value
        for name, values in known.items()
        for column, value in zip(columns, values, strict=True)
    }


def _row_keys(single_other: bool) -> dict[str, str]:
    """三(三)2 is the second row of （三）不予公开."""
    keys = {"一": "received", "二": "carried_in", "三(七)": "handled_total", "四": "carried_out"}
    keys |= {"三(一)": "granted", "三(二)": "granted_in_part", "三(六)": "other_disposed"}
    for block in labels.outcomes(single_other):
        if block.heading:
            keys |= {f"三({block.heading[1]}){number}": key for number, (key, _) in enumerate(block.rows, 1)}
    return keys


def _disputes(known: dict[str, list[float | None]]) -> dict[str, float | None]:
    columns = [key for key, _ in labels.results()]
    return {
        f"disputes.{BLOCKS[name][0]}.{column}": value
        for name, values in known.items()
        for column, value in zip(columns, values, strict=True)
    }
