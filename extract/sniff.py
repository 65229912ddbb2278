"""What a file is, by its bytes: names and headers are often wrong."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from extract import compound

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
MHTML = "multipart/related"
XML = "application/xml"
PDF = "application/pdf"
RTF = "application/rtf"
OFD = "application/ofd"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
WPS = "application/vnd.ms-works"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"
WORD_XML = "application/vnd.ms-wordml"
EXCEL_XML = "application/vnd.ms-spreadsheetml"
UOF = "application/vnd.uof.text"
PROTECTED = "application/x-protected-document"  # an office document under a password
OLE = "application/x-ole-storage"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
TAR = "application/x-tar"
GZIP = "application/gzip"
BZIP2 = "application/x-bzip2"
XZ = "application/x-xz"
JPEG = "image/jpeg"
PNG = "image/png"
GIF = "image/gif"
BMP = "image/bmp"
TIFF = "image/tiff"
WEBP = "image/webp"
BINARY = "application/octet-stream"

ARCHIVES = frozenset([ZIP, RAR, SEVEN_ZIP, TAR, GZIP, BZIP2, XZ])

_MAGIC = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08PK", ZIP),
    (b"PK00PK", ZIP),
    (compound.MAGIC, OLE),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b\x08", GZIP),
    (b"BZh91AY&SY", BZIP2),
    (b"\xfd7zXZ\0", XZ),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"{\\rtf", RTF),
)
_STREAMS = (
    ("EncryptedPackage", PROTECTED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("MatOST", WPS),
)
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("xl/workbook.bin", XLSB), ("OFD.xml", OFD))
_CONTENT = (
    (b"wordprocessingml.document.main", DOCX),
    (b"ms-word.document.macroEnabled.main", DOCX),
    (b"wordprocessingml.template.main", DOCX),
    (b"spreadsheetml.sheet.main", XLSX),
    (b"ms-excel.sheet.macroEnabled.main", XLSX),
    (b"spreadsheetml.template.main", XLSX),
    (b"ms-excel.sheet.binary.macroEnabled.main", XLSB),
    (b"presentationml.", PPTX),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": ODT,
    b"application/vnd.oasis.opendocument.text-template": ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": ODS,
}
_SUFFIXES = {".doc": DOC, ".wps": DOC, ".xls": XLS, ".et": XLS}
_ROOTS = (
    (re.compile(rb"<(?:\w+:)?wordDocument\b|<pkg:package\b"), WORD_XML),
    (re.compile(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet"), EXCEL_XML),
    (re.compile(rb"<office:document\b[^>]*opendocument\.text"), FLAT_ODT),
    (re.compile(rb"<(?:uof:)?UOF\b"), UOF),
    (re.compile(rb"<(?:\w+:)?(?:rss|feed|urlset|sitemapindex|svg|RDF)\b"), XML),
)
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|table|tbody|tr|td|div|p|span|h[1-6]|article|section|br)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HEADERS = re.compile(rb"(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)+")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\f\v\0"
_FLAGS, _ENCRYPTED = slice(11, 12), 1  # of a Word document's first bytes ([MS-DOC] 2.5.2)
_LOOKED_AT = 64 << 10  # bytes: servers put hundreds of blank lines before a page


def media_type(data: bytes, name: str | None = None) -> str:
    """The media type of some bytes; the name decides only between kinds of one container, or of plain text."""
    suffix = PurePosixPath((name or "").split("?")[0]).suffix.lower()
    kind = _by_magic(data)
    if kind == ZIP:
        return _kind_of_zip(data)
    if kind == OLE:
        return _kind_of_compound(data, suffix)
    if kind:
        return kind
    start = data[:_LOOKED_AT].replace(b"\0", b"").lstrip(_BLANK)[:8192]
    if not _is_text(data) and not _PAGE.match(start):
        return BINARY
    return _kind_of_markup(start) or (MARKDOWN if suffix in (".md", ".markdown") else TEXT)


def _by_magic(data: bytes) -> str | None:
    """What the first bytes say; junk may stand before a PDF, but archives keep theirs whole near the beginning."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return BMP
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data[257:262] == b"ustar":
        return TAR
    return PDF if b"%PDF-" in data[:1024] else None


def _kind_of_compound(data: bytes, suffix: str) -> str:
    found = compound.streams(data)
    flags = found.get("WordDocument", b"")[_FLAGS]
    if flags and flags[0] & _ENCRYPTED:
        return PROTECTED
    return next((kind for name, kind in _STREAMS if name in found), _SUFFIXES.get(suffix, OLE))


def _kind_of_zip(data: bytes) -> str:
    """What an archive is by its parts: office documents declare their kind, archives of files declare nothing."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = frozenset(name.replace("\\", "/") for name in archive.namelist())
            if "mimetype" in names:
                declared = _beginning(archive, "mimetype")
                return _OPEN_DOCUMENTS.get(declared.strip(), ZIP)
            if "[Content_Types].xml" in names:
                declared = _beginning(archive, "[Content_Types].xml")
                if kind := next((kind for words, kind in _CONTENT if words in declared), None):
                    return kind
    except Exception:  # noqa: BLE001  (zipfile raises anything on damaged archives; what reads it will say so)
        return ZIP
    return next((kind for part, kind in _PARTS if part in names), ZIP)


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_LOOKED_AT)


def _is_text(data: bytes) -> bool:
    return data.startswith(_BOMS) or b"\0" not in data[:4096]


def _kind_of_markup(start: bytes) -> str | None:
    """What kind of markup the beginning of a text is, if it is any; zero bytes and blanks are gone from it."""
    root = _PROLOG.match(start)
    if root and (kind := next((kind for root_tag, kind in _ROOTS if root_tag.match(start, root.end())), None)):
        return kind
    if (headers := _HEADERS.match(start)) and b"multipart/related" in headers[0].lower():
        return MHTML
    return HTML if _is_html(start) else None


def _is_html(start: bytes) -> bool:
    """Markup near the beginning; a page in UTF-16 shows its tags once the zero bytes are gone."""
    return bool(_TAG.match(start)) or (
        (start.startswith((b"<!--", b"<?xml")) or len(_TAG.findall(start)) > 2) and bool(_TAG.search(start))
    )
