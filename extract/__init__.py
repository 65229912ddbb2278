"""The reader: the bytes of one file in, the record of one report out. Pure: no network, no database, no clock."""

from extract import registry, sniff
from extract.report import recognise
from extract.unreadable import Unreadable
from storage.record import Record

VERSION = "2"

LARGEST = 32 << 20  # bytes of text or markup; reports have some hundred kilobytes

__all__ = ["VERSION", "Unreadable", "read"]

_DOCUMENTS = (".pdf", ".doc", ".docx", ".wps", ".ofd", ".xls", ".xlsx", ".zip", ".rar")


def read(data: bytes, name: str | None = None, media_type: str | None = None) -> Record:
    """Reads one file. Its bytes say what it is; `media_type` is a hint where they leave it open.

    Raises Unreadable when it is empty, damaged, encrypted, of a format that is not read, or not what its name says.
    """
    if not data.strip():
        raise Unreadable("empty", "the file is empty")
    kind = sniff.media_type(data, name)
    if kind in (sniff.HTML, sniff.TEXT) and len(data) > LARGEST:
        raise Unreadable("too-long", f"the file has {len(data) >> 20} MiB of text, more than any report")
    if kind == sniff.TEXT and media_type and media_type.partition(";")[0].strip() == sniff.HTML:
        kind = sniff.HTML
    reader = registry.readers().get(kind)
    if reader is None:
        raise Unreadable("unsupported-format", f"the file is {kind}, which is not read yet")
    record = recognise(reader(data))
    if kind == sniff.HTML and not record.is_report and (name or "").lower().endswith(_DOCUMENTS):
        titled = f" titled “{record.title}”" if record.title else ""
        raise Unreadable("not-a-report", f"a web page{titled} under the name of a document, {name}")
    return record
