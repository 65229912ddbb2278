"""The WARC files of the vault: every answer as it came, with the question, the clocks, and where it was kept.

One file per run, one gzip member per record, so that a kill costs at most the record being written. Any other WARC
reader opens them (ISO 28500:2017).
"""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

GZIP = 31  # zlib's word for a gzip member with its checksum
PIECE = 1 << 20
FIELDS = "application/warc-fields"
NOT_MODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
UNDONE = ("content-encoding", "transfer-encoding", "content-length")  # the body is kept as it is once these are undone


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer. `status` 0: no answer came, and `note` says why."""

    url: str
    at: datetime
    method: str
    sent: tuple[tuple[str, str], ...]
    body: bytes
    status: int
    headers: Mapping[str, str]
    answer: bytes
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the name of its file, and its first byte."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier answer that brought the same bytes from the same address."""

    url: str
    at: datetime
    digest: str


class Warc:
    """The WARC file of one run, appended to and never rewritten."""

    def __init__(self, folder: Path, run: int) -> None:
        self.name = f"run-{run:06}.warc.gz"
        self.path = folder / self.name

    def write(self, exchange: Exchange, unchanged: Original | None = None, durable: bool = True) -> Place:
        """Writes one exchange, to the disk if `durable`; answers where its response (or what stands for it) begins."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            writer, offset = WARCWriter(file, gzip=True), file.tell()
            first = _response(writer, exchange, unchanged) if exchange.status else _note(writer, exchange)
            others = [_request(writer, exchange, first)] + ([_note(writer, exchange, first)] if exchange.status else [])
            for record in (first, *others):
                writer.write_record(record)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        return Place(self.name, offset)


def digest_of(place: Path, offset: int) -> str | None:
    """The payload digest that a record states; None when there is no whole record at this place."""
    try:
        with place.open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file)), None)
            stated: str | None = record.rec_headers.get_header("WARC-Payload-Digest") if record else None
            return stated
    except (OSError, ArchiveLoadFailed):
        return None


@dataclass(frozen=True, slots=True)
class Flaw:
    """Where a WARC file is not as it was written; `cut`: it ends in the middle of a record, as a kill leaves it."""

    offset: int
    cut: bool


def flaw(place: Path) -> Flaw | None:
    """The first record of a file that is damaged or cut off, by the checksums of its gzip members."""
    with place.open("rb") as file:
        begins, member = 0, zlib.decompressobj(GZIP)
        while data := member.unused_data or file.read(PIECE):
            if member.eof:
                begins, member = file.tell() - len(data), zlib.decompressobj(GZIP)
            try:
                member.decompress(data)
            except zlib.error:
                return Flaw(begins, cut=False)
    return None if member.eof or not place.stat().st_size else Flaw(begins, cut=True)


def _response(writer: WARCWriter, exchange: Exchange, unchanged: Original | None) -> Any:
    at = {"WARC-Date": _iso(exchange.at)}
    if kind := _apart(exchange):
        return writer.create_warc_record(
            exchange.url, "resource", BytesIO(exchange.answer), warc_content_type=kind, warc_headers_dict=at
        )
    lines = [(name, value) for name, value in exchange.headers.items() if name.lower() not in UNDONE]
    lines.append(("Content-Length", str(len(exchange.answer))))
    headers = StatusAndHeaders(_status(exchange.status), lines, "HTTP/1.1")
    if unchanged:
        record = writer.create_revisit_record(
            exchange.url, unchanged.digest, unchanged.url, _iso(unchanged.at), headers, warc_headers_dict=at
        )
        if exchange.status == HTTPStatus.NOT_MODIFIED:
            record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
        return record
    return writer.create_warc_record(
        exchange.url, "response", BytesIO(exchange.answer), http_headers=headers, warc_headers_dict=at
    )


def _apart(exchange: Exchange) -> str | None:
    """The media type of what no server answered so: a page drawn by the browser, a file that a person saved."""
    if exchange.note.get("via") == "browser":
        return "text/html"
    return "application/octet-stream" if exchange.note.get("via") == "person" and not exchange.headers else None


def _request(writer: WARCWriter, exchange: Exchange, response: Any) -> Any:
    headers = StatusAndHeaders(f"{exchange.method} {exchange.url} HTTP/1.1", list(exchange.sent), is_http_request=True)
    return writer.create_warc_record(
        exchange.url, "request", BytesIO(exchange.body), http_headers=headers, warc_headers_dict=_beside(response)
    )


def _note(writer: WARCWriter, exchange: Exchange, response: Any = None) -> Any:
    """What we know of an answer beside it; of an answer that never came, the record itself."""
    fields = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\r\n" for name, value in exchange.note.items())
    return writer.create_warc_record(
        exchange.url,
        "metadata",
        BytesIO(fields.encode()),
        warc_content_type=FIELDS,
        warc_headers_dict=_beside(response) if response else {"WARC-Date": _iso(exchange.at)},
    )


def _beside(response: Any) -> dict[str, str]:
    known = response.rec_headers
    return {"WARC-Concurrent-To": known.get_header("WARC-Record-ID"), "WARC-Date": known.get_header("WARC-Date")}


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return f"{code} unknown"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
