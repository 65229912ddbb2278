"""Office documents under a password: known by their bytes, and not read."""

from extract.content import Content
from extract.registry import reads
from extract.sniff import PROTECTED
from extract.unreadable import Unreadable


@reads(PROTECTED)
def read_protected(data: bytes) -> Content:
    """Raises Unreadable: the reader has no passwords."""
    raise Unreadable("encrypted", "the document is encrypted and asks for a password")
