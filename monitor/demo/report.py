"""A fictional annual report in the official form of 2021: three tables, and sentences that agree with them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

Number = int | float
Printed = Number | str | None
Few = Mapping[str, Number | Mapping[str, Number]]

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
OUTCOMES = (
    "granted",
    "granted_in_part",
    "withheld_state_secret",
    "withheld_by_law",
    "withheld_security_stability",
    "withheld_third_party",
    "withheld_internal_affairs",
    "withheld_process_information",
    "withheld_enforcement_file",
    "withheld_inquiry_matter",
    "unable_not_held",
    "unable_needs_creation",
    "unable_still_unclear",
    "not_processed_petition",
    "not_processed_repeat",
    "not_processed_publication",
    "not_processed_vexatious",
    "not_processed_reconfirm",
    "other_lapsed_uncorrected",
    "other_lapsed_unpaid",
    "other_reasons",
)
RESULTS = ("upheld", "corrected", "other", "pending")
FORM: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "proactive_disclosure": {
        **dict.fromkeys(("rules", "normative_documents"), ("issued", "repealed", "in_force")),
        **dict.fromkeys(("licensing", "penalties", "coercion"), ("decisions",)),
        "administrative_fees": ("amount",),
    },
    "requests": dict.fromkeys(
        ("received", "carried_in", *OUTCOMES, "handled_total", "carried_out"), (*APPLICANTS, "total")
    ),
    "disputes": dict.fromkeys(("reconsideration", "direct_suit", "suit_after_reconsideration"), (*RESULTS, "total")),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One report to be written. `figures` are keyed by dotted path; a text is printed as it stands, None is blank.

    `told` holds figures that the sentences give otherwise than the tables. `work` is what the body does,
    `voice` chooses among our sets of sentences, `appraised` adds what only governments must report.
    """

    agency: str
    year: int
    figures: Mapping[str, Printed]
    title: str = ""
    told: Mapping[str, Printed] = field(default_factory=dict)
    work: str = "本机关法定职责"
    voice: int = 0
    appraised: bool = False

    @property
    def full_title(self) -> str:
        """The title as published: the given one, or the usual one of the body and year."""
        return self.title or f"{self.agency}{self.year}年政府信息公开工作年度报告"


def paths() -> Iterator[str]:
    """The dotted paths of all 200 cells, in the order of the form."""
    for table, rows in FORM.items():
        for row, cells in rows.items():
            yield from (f"{table}.{row}.{cell}" for cell in cells)


def balanced(few: Few) -> dict[str, Number]:
    """All 200 figures from a few, in agreement with each other: totals are summed, what is not handled is carried out.

    `few` is keyed by the row's name; a bare number stands in the row's first cell. Raises KeyError for a row or cell
    that the form lacks, ValueError when more is handled than came in.
    """
    figures: dict[str, Number] = dict.fromkeys(paths(), 0)
    tables = {row: table for table, rows in FORM.items() for row in rows}
    for row, given in few.items():
        table = tables[row]
        cells = given if isinstance(given, Mapping) else {FORM[table][row][0]: given}
        for cell, number in cells.items():
            if f"{table}.{row}.{cell}" not in figures:
                raise KeyError(f"{row}.{cell}")
            figures[f"{table}.{row}.{cell}"] = number
    _settle_requests(figures)
    for table in ("requests", "disputes"):
        for row, (*parts, total) in FORM[table].items():
            figures[f"{table}.{row}.{total}"] = sum(figures[f"{table}.{row}.{part}"] for part in parts)
    return figures


def _settle_requests(figures: dict[str, Number]) -> None:
    for applicant in APPLICANTS:
        came = figures[f"requests.received.{applicant}"] + figures[f"requests.carried_in.{applicant}"]
        handled = sum(figures[f"requests.{outcome}.{applicant}"] for outcome in OUTCOMES)
        if handled > came:
            raise ValueError(f"{applicant}: {handled} requests handled, but only {came} came in")
        figures[f"requests.handled_total.{applicant}"] = handled
        figures[f"requests.carried_out.{applicant}"] = came - handled


def body(report: Report) -> Markup:
    """The text of the report from its first heading on, as HTML for the middle of a page."""
    figures = {**dict.fromkeys(paths(), 0), **report.figures}
    return Markup(  # noqa: S704 - the template escapes what it is given
        templates()
        .get_template("report.html.j2")
        .render(
            report=report,
            voice=_voices()[report.voice % len(_voices())],
            figure=lambda path: _print(figures[path]),
            told=lambda path: _print(report.told.get(path, figures[path])),
            applicants=(*APPLICANTS, "total"),
            results=(*RESULTS, "total"),
        )
    )


def sheet(report: Report) -> str:
    """The report as a page of its own, without a portal round it: to be printed, or kept as a file."""
    return templates().get_template("sheet.html.j2").render(title=report.full_title, body=body(report))


def _print(printed: Printed) -> str:
    return "" if printed is None else str(printed)


@cache
def templates() -> Environment:
    """The page skeletons and the form, which escape what they are given."""
    return Environment(
        loader=PackageLoader("monitor.demo"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _voices() -> list[dict[str, Any]]:
    voices: list[dict[str, Any]] = tomllib.loads(files(__package__).joinpath("voices.toml").read_text("utf-8"))["voice"]
    return voices
