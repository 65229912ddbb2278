"""Keeping what was fetched: bytes into the vault, one row per capture, before anything is read from it."""

import asyncio
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from sqlite_utils import Database

from crawler.page import Page
from storage import captures
from storage.captures import first_with, keep_document, last_capture
from storage.clock import Clock
from storage.model import Document
from storage.rows import from_row
from storage.terms import Role, Via
from storage.vault import Vault, sync
from storage.warc import Exchange, Original, Warc, digest_of

MAGIC = (
    (b"%PDF", "application/pdf"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
)
OFFICE = "application/vnd.openxmlformats-officedocument."
ZIP_PARTS = (
    (b"word/", OFFICE + "wordprocessingml.document"),
    (b"xl/", OFFICE + "spreadsheetml.sheet"),
    (b"OFD.xml", "application/ofd"),
)
OLE_ENDINGS = {
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
}
LONGEST_TRUST = timedelta(days=30)
FILE_ENDINGS = (
    ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".rtf", ".zip", ".rar", ".7z", ".txt", ".jpg",
    ".jpeg", ".png",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request; `status` 0 with `error` when nothing did.

    `overlooked` is what was wrong with the certificate of the host, where settings ask to overlook it. `unchanged` is
    the capture of which the server says that it still holds (304).
    """

    asked: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    error: str | None = None
    method: str = "GET"
    sent: tuple[tuple[str, str], ...] = ()
    posted: bytes = b""
    overlooked: str | None = None
    unchanged: Document | None = None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps the answers of one pass."""

    facts: Database
    vault: Vault
    clock: Clock
    run: int
    portal: str

    def keep(
        self, answer: Answer, role: Role, via: Via = Via.HTTP, parent: int | None = None, name: str | None = None
    ) -> Document:
        """Keeps one answer. The same answer at the same moment is one capture, also after a crash."""
        sha256 = self.vault.put(answer.body) if answer.body else None
        capture = self._captured(answer, role, via, parent, name, sha256)
        return self._kept_already(capture) or keep_document(self.facts, self._archived(capture, answer))

    async def keep_aside(
        self, answer: Answer, role: Role, parent: int | None = None, name: str | None = None
    ) -> Document:
        """Keeps one answer that came by plain HTTP; while the disk works, other passes go on."""
        sha256 = await asyncio.to_thread(self.vault.put, answer.body) if answer.body else None
        capture = self._captured(answer, role, Via.HTTP, parent, name, sha256)
        if known := self._kept_already(capture):
            return known
        archived = self._archived(capture, answer, durable=False)
        await asyncio.to_thread(sync, self.vault.warcs / (archived.warc or ""))
        return keep_document(self.facts, archived)

    def _captured(
        self, answer: Answer, role: Role, via: Via, parent: int | None, name: str | None, sha256: str | None
    ) -> Document:
        """The capture of an answer whose bytes are in the vault."""
        before = answer.unchanged
        file_name = disposition(answer.headers) or name or named_file(answer.url) or named_file(answer.asked)
        return Document(
            id=0,
            run=self.run,
            portal=self.portal,
            url=answer.asked,
            final_url=answer.url,
            role=role,
            status=answer.status,
            seen=self.clock.now(),
            real_seen=self.clock.real(),
            via=via,
            sha256=before.sha256 if before else sha256,
            bytes=len(answer.body),
            media_type=before.media_type if before else _type_of(answer, file_name),
            content_type=answer.headers.get("content-type"),
            file_name=before.file_name if before else file_name,
            headers=dict(answer.headers),
            parent=parent,
            error=answer.error,
            overlooked=answer.overlooked,
            repeats=before.id if before else None,
        )

    def held(self, address: str, url: str) -> Document | None:
        """What we hold of an address, if its server gave us something by which to ask whether it still holds.

        `url` is where the answer came from. What nobody has read anew for long is not taken on trust any more.
        """
        last = last_capture(self.facts, address)
        if last is None or last.final_url != url or not validators(last):
            return None
        trusted = self.clock.now() - last.seen <= LONGEST_TRUST and last.via is Via.HTTP
        return last if trusted and self.vault.path(last.sha256 or "").exists() else None

    def page(self, kept: Document) -> Page:
        """A page as it was kept; one that was said to be unchanged as it was before."""
        first = captures.capture(self.facts, kept.repeats) if kept.repeats else kept
        body = self.vault.get(first.sha256) if first.sha256 else b""
        return Page(kept.url, kept.final_url, first.status, tuple(first.headers.items()), body, kept)

    def _archived(self, capture: Document, answer: Answer, durable: bool = True) -> Document:
        """The capture with the place of its record, which is written before anything is read."""
        note = {
            "role": capture.role.value,
            "portal": capture.portal,
            "via": capture.via.value,
            "asked": capture.url,
            "seen": capture.seen.isoformat(),
            "error": capture.error or "",
            "unverified": capture.overlooked or "",
        }
        exchange = Exchange(
            url=answer.url.partition("#")[0],
            at=capture.real_seen,
            method=answer.method,
            sent=answer.sent,
            body=answer.posted,
            status=answer.status,
            headers=answer.headers,
            answer=answer.body,
            note={name: value for name, value in note.items() if value},
        )
        place = Warc(self.vault.warcs, self.run).write(exchange, self._original(capture), durable)
        return replace(capture, warc=place.file, warc_offset=place.offset)

    def _original(self, capture: Document) -> Original | None:
        """The earlier capture of the same bytes, when its record is still there to refer to."""
        if capture.repeats:
            first: Document | None = captures.capture(self.facts, capture.repeats)
        else:
            first = first_with(self.facts, capture.url, capture.sha256) if capture.sha256 else None
        if first is None or first.warc is None or first.warc_offset is None or capture.via is Via.BROWSER:
            return None
        digest = digest_of(self.vault.warcs / first.warc, first.warc_offset)
        return Original(first.final_url.partition("#")[0], first.real_seen, digest) if digest else None

    def _kept_already(self, capture: Document) -> Document | None:
        sql = """select * from documents where url = :url and seen = :seen and role = :role and status = :status
                 and final_url = :final_url and via = :via and sha256 is :sha256 and parent is :parent"""
        known = {
            name: getattr(capture, name) for name in ("url", "role", "status", "final_url", "via", "sha256", "parent")
        }
        row = next(self.facts.query(sql, known | {"seen": capture.seen.isoformat()}), None)
        return from_row(row, Document) if row else None


def validators(capture: Document) -> dict[str, str]:
    """The headers that ask whether what was captured still holds (RFC 9110, 13.1)."""
    asked = {"If-None-Match": capture.headers.get("etag"), "If-Modified-Since": capture.headers.get("last-modified")}
    return {name: value for name, value in asked.items() if value}


def _type_of(answer: Answer, name: str | None) -> str | None:
    return media_type(answer.body, name, answer.headers.get("content-type", "")) if answer.body else None


def disposition(headers: Mapping[str, str]) -> str | None:
    """The file name a server gives, in any of the ways servers write it."""
    said = headers.get("content-disposition", "")
    if starred := re.search(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;]+)", said, re.IGNORECASE):
        return unquote(starred.group(2).strip().strip('"'), starred.group(1) or "utf-8", "replace")
    if plain := re.search(r'filename\s*=\s*"?([^";]+)"?', said, re.IGNORECASE):
        return unquote(plain.group(1).strip())
    return None


def named_file(url: str) -> str | None:
    """The file name in an address: its last step, or a parameter that names a file."""
    parts = urlsplit(url)
    said = [unquote(PurePosixPath(parts.path).name)]
    said += [value for values in parse_qs(parts.query).values() for value in values]
    return next((name for name in said if name.lower().endswith(FILE_ENDINGS)), None)


def media_type(data: bytes, name: str | None, said: str) -> str:
    """What the bytes are, by what they begin with; the name and the server's word only where bytes do not tell."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"PK"):
        return next((kind for part, kind in ZIP_PARTS if part in data[:1_000_000]), "application/zip")
    found = next((kind for magic, kind in MAGIC if start.startswith(magic)), None)
    if found == "application/x-ole-storage":
        return OLE_ENDINGS.get(PurePosixPath(name or "").suffix.lower(), found)
    if found:
        return found
    if (
        re.match(rb"(?is)<(?:!doctype html|html|head|body|meta|div|p|table|script|!--)", start)
        or b"<html" in start.lower()
    ):
        return "text/html"
    return said.partition(";")[0].strip().lower() or mimetypes.guess_type(name or "")[0] or "application/octet-stream"
