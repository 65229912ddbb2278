"""Sameness: a host that gives one answer to everything shows no list (portals.md 7, B16)."""

from sqlite_utils import Database

from crawler.column import Reading
from storage import captures


def same_for_everything(facts: Database, portal: str, run: int, reading: Reading) -> str | None:
    """Why a list cannot be believed that also came in the place of something else; None where all else differs.

    A report is never its own column; robots.txt or the home page are not, where they once differed from it.
    """
    seen = [one.page.document for one in reading.seen if one.page.document and one.page.document.sha256]
    shown = {document.sha256 for document in seen if document.sha256}
    lists = {document.url for document in seen}
    if title := captures.report_shown_as(facts, portal, shown, lists):
        return f"《{title}》的网页与栏目页一字不差，可能什么网址都给同一个回答"
    if other := captures.shown_alike(facts, portal, run, lists):
        return f"{other} 与栏目页忽然一字不差，可能什么网址都给同一个回答"
    return None
