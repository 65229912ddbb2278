"""OFD (GB/T 33190): its pages as lines and grids, found as on the pages of a PDF."""

from extract.content import Content
from extract.registry import reads
from extract.sniff import OFD


@reads(OFD)
def read_ofd(data: bytes) -> Content:
    """Every page from top to bottom. Raises Unreadable: damaged, encrypted, too-large, too-long, no-text."""
    from extract.ofd.document import read_document

    return read_document(data)
