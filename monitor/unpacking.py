"""Unpacking: the reports of an archive become documents of their own, the archive's capture behind each."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from extract.reading import Reading
from storage import captures
from storage.captures import INSIDE
from storage.db import writing
from storage.model import Document
from storage.record import ReadingWarning, Record
from storage.terms import Role
from storage.workspace import Workspace


def unpack(workspace: Workspace, now: datetime, sha256: str, members: Sequence[Reading]) -> Reading:
    """Keeps the documents of an archive as captured with it; answers what the archive itself is: no report.

    Their address is that of the archive and, after `#/`, their path in it.
    """
    for member in members:
        workspace.vault.put(member.data or b"")
    with writing(workspace.facts):
        for archive in captures.captures_of(workspace.facts, sha256):
            for member in members:
                _keep(workspace, archive, member)
    note = ReadingWarning("archive", f"an archive of {len(members)} documents, each of them read by itself")
    source = {"path": str(workspace.vault.path(sha256)), "sha256": sha256}
    return Reading(source, Record(warnings=(note,), is_report=False))


def _keep(workspace: Workspace, archive: Document, member: Reading) -> None:
    url = f"{archive.url}{INSIDE}{quote(member.member or '')}"
    if captures.is_kept(workspace.facts, url, archive.id):
        return
    sha256, size, kind = (member.source[key] for key in ("sha256", "bytes", "media_type"))
    name = (member.member or "").rpartition("/")[2]
    captures.keep_within(workspace.facts, archive, url, Role.ARTICLE, sha256, size, kind, name)
