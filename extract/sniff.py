"""What a file is, by its bytes: names and headers are often wrong."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
OLE = "application/x-ole-storage"
ZIP = "application/zip"
BINARY = "application/octet-stream"

_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
)
_IN_ZIP = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
_OLE = {
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
}
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|table|tbody|tr|td|div|p|span|h[1-6]|article|section|br)\b",
    re.IGNORECASE,
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def media_type(data: bytes, name: str | None = None) -> str:
    """The media type of some bytes; the name decides only between kinds of one container, or of plain text."""
    suffix = PurePosixPath((name or "").split("?")[0]).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _kind_of_zip(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (kind != "image/bmp" or data[6:10] == b"\0\0\0\0"):
            return _OLE.get(suffix, OLE) if kind == OLE else kind
    if not _is_text(data):
        return BINARY
    if _is_html(data):
        return HTML
    return MARKDOWN if suffix in (".md", ".markdown") else TEXT


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ZIP
    return next((kind for start, kind in _IN_ZIP if any(name.startswith(start) for name in names)), ZIP)


def _is_text(data: bytes) -> bool:
    return data.startswith(_BOMS) or b"\0" not in data[:4096]


def _is_html(data: bytes) -> bool:
    """Markup near the beginning; a page in UTF-16 shows its tags once the zero bytes are gone."""
    start = data[:8192].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return bool(_TAG.match(start)) or (
        (start.startswith((b"<!--", b"<?xml")) or len(_TAG.findall(start)) > 2) and bool(_TAG.search(start))
    )
