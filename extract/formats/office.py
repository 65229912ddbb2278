"""DOC, WPS, RTF, ODT and their kin: LibreOffice makes a DOCX of each, which is read as any other."""

from extract import office, sniff
from extract.content import Content
from extract.formats.docx import read_docx
from extract.formats.html import read_html
from extract.registry import reads
from extract.word.settled import settled


@reads(sniff.DOC, sniff.WPS, sniff.RTF, sniff.ODT, sniff.FLAT_ODT, sniff.WORD_XML, sniff.UOF)
def read_office(data: bytes) -> Content:
    """The document as LibreOffice understands it.

    Raises Unreadable: needs-office, encrypted, office-failed, too-slow.
    """
    return read_docx(office.docx(data))


@reads(sniff.DOCX, second=True)
def read_docx_as_page(data: bytes) -> Content:
    """A DOCX as the web page that LibreOffice makes of it: another reader of Word's XML, and another of tables.

    Raises Unreadable as `read_office` does.
    """
    return read_html(office.html(settled(data)))


@reads(sniff.DOC, sniff.WPS, sniff.RTF, sniff.ODT, sniff.FLAT_ODT, sniff.WORD_XML, sniff.UOF, second=True)
def read_office_as_page(data: bytes) -> Content:
    """The document in the same two steps. Raises Unreadable as `read_office` does."""
    return read_docx_as_page(office.docx(data))
