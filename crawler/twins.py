"""Twins: the same page once more for telephones or printers, told from the page itself where both are listed."""

from collections.abc import Iterable
from dataclasses import replace

from crawler.labels import finding
from crawler.leads import Scored
from crawler.listing import Row
from storage.terms import LeadKind


def twin_of(url: str) -> str | None:
    """The address of the page itself, for that of its twin; None for any other."""
    itself = finding("twin", "marks").sub("", url)
    return itself if itself != url else None


def without_twins(listed: Iterable[tuple[Row, Scored]]) -> list[tuple[Row, Scored]]:
    """What a page lists; a twin whose page itself is listed as well is no second report."""
    found = list(listed)
    urls = {row.url for row, _ in found}
    return [(row, _as_twin(one) if twin_of(row.url) in urls else one) for row, one in found]


def _as_twin(found: Scored) -> Scored:
    reasons = ("同一网页的手机版或打印版，原网页已列出",)
    return replace(found, kind=LeadKind.LOOKALIKE, score=0.0, reasons=reasons)
