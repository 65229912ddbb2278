"""DOC, WPS, RTF, ODT and their kin: LibreOffice makes a DOCX of each, which is read as any other."""

from extract import office, sniff
from extract.content import Content
from extract.formats.docx import read_docx
from extract.formats.html import read_html
from extract.registry import reads


@reads(sniff.DOC, sniff.WPS, sniff.RTF, sniff.ODT, sniff.FLAT_ODT, sniff.WORD_XML, sniff.UOF)
def read_office(data: bytes) -> Content:
    """The document as LibreOffice understands it.

    Raises Unreadable: needs-office, encrypted, office-failed, too-slow.
    """
    return read_docx(office.docx(data))


@reads(sniff.DOCX, sniff.DOC, sniff.WPS, sniff.RTF, sniff.ODT, sniff.FLAT_ODT, sniff.WORD_XML, sniff.UOF, second=True)
def read_as_page(data: bytes) -> Content:
    """The document as the web page that LibreOffice makes of it: another reader of Word's files, and another of tables.

    Raises Unreadable as `read_office` does.
    """
    return read_html(office.html(data))
