"""PDF: lines of text and ruled tables, page by page; whatever only frames the text is text."""

from extract.content import Content
from extract.registry import reads
from extract.sniff import PDF


@reads(PDF)
def read_pdf(data: bytes) -> Content:
    """Every page as lines and grids from top to bottom. Raises Unreadable: encrypted, damaged, or pictures only."""
    from extract.pdf.document import read_document

    return read_document(data)
