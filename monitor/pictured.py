"""Pictured pages: reports whose tables are pictures on a web page are read with them, as a visitor sees the page."""

from pathlib import Path

from extract.reading import Job
from storage import captures, pictures
from storage.model import Document
from storage.record import ReadingWarning, Record
from storage.workspace import Workspace

Row = dict[str, str | None]

PART = Record(
    warnings=(ReadingWarning("picture-of-page", "a picture on a report's page, read as part of it"),), is_report=False
)


def by_pages(workspace: Workspace, rows: list[Row]) -> tuple[list[Row], set[str]]:
    """What is to be read first: every page in the place of its unread pictures; and which pictures wait for theirs."""
    first: dict[str | None, Row] = {}
    waiting = set()
    for row in rows:
        page = _page(workspace, row)
        waiting |= {str(row["sha256"])} if page else set()
        chosen = _row(page) if page else row
        first.setdefault(chosen["sha256"], chosen)
    return list(first.values()), waiting


def _page(workspace: Workspace, row: Row) -> Document | None:
    if not (row["media_type"] or "").startswith("image/"):
        return None
    page = pictures.page_around(workspace.facts, str(row["sha256"]))
    return page if page and workspace.vault.path(str(page.sha256)).is_file() else None


def _row(page: Document) -> Row:
    return {
        "sha256": page.sha256,
        "media_type": page.media_type,
        "file_name": page.file_name,
        "url": page.url,
    }


def job(workspace: Workspace, row: Row) -> Job:
    """What a reader is asked: a document's file, and for a web page those of its pictures."""
    sha = str(row["sha256"])
    name = row["file_name"] or row["url"]
    shown = pictures.shown_on(workspace.facts, sha) if row["media_type"] == "text/html" else []
    there = tuple((one.url, path) for one in shown if (path := _file(workspace, one)).is_file())
    base = captures.captures_of(workspace.facts, sha)[-1].final_url if there else ""
    return Job(workspace.vault.path(sha), name, row["media_type"], base, there)


def _file(workspace: Workspace, picture: Document) -> Path:
    return workspace.vault.path(str(picture.sha256))
