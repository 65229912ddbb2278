"""Web archives as people save them: WARC by a real writer, and WACZ as archivers pack it."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SAVED = "2025-01-25T02:00:00Z"


@dataclass(frozen=True)
class Visited:
    """One answer that somebody saved."""

    url: str
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    at: str = SAVED
    more: tuple[tuple[str, str], ...] = ()


def warc(visited: Iterable[Visited], gzip: bool = True) -> bytes:
    """A WARC file with a request and a response for each."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("saved.warc.gz", {"software": "a browser"}))
    for one in visited:
        headers = [("Content-Type", one.kind), ("Content-Length", str(len(one.body))), *one.more]
        response = writer.create_warc_record(
            one.url,
            "response",
            BytesIO(one.body),
            http_headers=StatusAndHeaders(one.status, headers, "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": one.at},
        )
        asked = StatusAndHeaders(f"GET {one.url} HTTP/1.1", [], is_http_request=True)
        request = writer.create_warc_record(
            one.url, "request", http_headers=asked, warc_headers_dict={"WARC-Date": one.at}
        )
        writer.write_request_response_pair(request, response)
    return out.getvalue()


def wacz(data: bytes, name: str = "archive/data.warc.gz", digest: str = "", **more: bytes) -> bytes:
    """A WACZ with one WARC file and its manifest."""
    stated = digest or f"sha256:{hashlib.sha256(data).hexdigest()}"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, data)
        packed.writestr("datapackage.json", json.dumps({"resources": [{"path": name, "hash": stated}]}))
        for other, content in more.items():
            packed.writestr(other, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def saved(folder: Path, name: str, data: bytes) -> Path:
    """A file as it lies on somebody's disk."""
    place = folder / name
    place.write_bytes(data)
    return place
