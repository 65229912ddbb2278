"""The reader: the bytes of one file in, the record of one report out. Pure: no network, no database, no clock."""

from extract import limits, registry, sniff
from extract.again import read_twice
from extract.content import Content
from extract.registry import Reader
from extract.report import recognise
from extract.unreadable import Unreadable
from storage.record import Record

VERSION = "3"

__all__ = ["VERSION", "Unreadable", "read"]

_DOCUMENTS = (
    ".pdf", ".doc", ".docx", ".wps", ".rtf", ".odt", ".ofd", ".xls", ".xlsx", ".xlsb", ".et", ".ods", ".zip", ".rar",
    ".7z", ".jpg", ".jpeg", ".png", ".tif", ".tiff",
)  # fmt: skip
_ANSWERS = {sniff.HTML: "a web page", sniff.MHTML: "a web page", sniff.TEXT: "plain text"}
_MARKUP = frozenset([sniff.HTML, sniff.TEXT, sniff.MARKDOWN])


def read(data: bytes, name: str | None = None, media_type: str | None = None) -> Record:
    """Reads one file. Its bytes say what it is; `media_type` is a hint where they leave it open.

    Raises Unreadable when it is empty, damaged, encrypted, of a format that is not read, or not what its name says.
    """
    kind = sniff.media_type(data, name)
    if kind == sniff.TEXT and media_type and media_type.partition(";")[0].strip() == sniff.HTML:
        kind = sniff.HTML
    _check(data, kind)
    reader = registry.readers().get(kind)
    if reader is None:
        raise Unreadable("unsupported-format", f"the file is {kind}, which is not read")
    second = registry.second_readers().get(kind)
    record = recognise(_content(data, reader))
    if second is not None:
        record = read_twice(record, lambda: _reread(data, second))
    if kind in _ANSWERS and not record.is_report and (name or "").lower().endswith(_DOCUMENTS):
        titled = f" titled “{record.title}”" if record.title else ""
        raise Unreadable("not-a-report", f"{_ANSWERS[kind]}{titled} under the name of a document, {name}")
    return record


def _check(data: bytes, kind: str) -> None:
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\f\v"):
        raise Unreadable("empty", "the file is empty")
    if kind in _MARKUP and len(data) > limits.TEXT:
        raise Unreadable("too-large", f"the file has {len(data) >> 20} MiB of text, more than any report")


def _content(data: bytes, reader: Reader) -> Content:
    """What a reader finds. Raises Unreadable `too-large` past limits.CELLS."""
    content = reader(data)
    cells = sum(len(row) for grid in content.grids for row in grid.rows)
    if cells > limits.CELLS:
        raise Unreadable("too-large", f"the tables have {cells} cells, more than any report")
    return content


def _reread(data: bytes, second: Reader) -> Record | None:
    """What a second reader makes of the file; None when it cannot read it at all."""
    try:
        return recognise(_content(data, second))
    except Unreadable as why:
        if why.code == "too-slow":
            raise
        return None
