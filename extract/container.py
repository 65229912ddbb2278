"""Containers: new office documents and OFD files are archives of parts, opened within limits and without network."""

import posixpath
import zipfile
from io import BytesIO

from lxml import etree

from extract import limits
from extract.unreadable import Unreadable

PARTS = 20_000  # a long OFD file has a folder of parts for every page
PART = 64 << 20  # bytes of one part


class Container:
    """The parts of one document by name; case is no difference, nor is a leading slash."""

    def __init__(self, data: bytes) -> None:
        """Opens a container. Raises Unreadable: damaged, encrypted, too-large."""
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as fault:
            raise damaged(fault) from None
        listed = self._archive.infolist()
        size = sum(part.file_size for part in listed)
        if len(listed) > PARTS or size > limits.EXPANDED:
            raise Unreadable("too-large", f"the file unpacks to {len(listed)} parts of {size >> 20} MiB together")
        if size > limits.SMALL and size > limits.RATIO * len(data):
            raise Unreadable("too-large", f"the file of {len(data) >> 10} KiB unpacks to {size >> 20} MiB")
        self._parts = {_plain(part.filename): part for part in reversed(listed)}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    @property
    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return sorted(self._parts)

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises Unreadable: damaged (also when it is not there), encrypted, too-large."""
        part = self._parts.get(_plain(name))
        if part is None:
            raise Unreadable("damaged", f"the file lacks its part {name}")
        if part.flag_bits & 1:
            raise Unreadable("encrypted", "the file is encrypted and asks for a password")
        if part.file_size > PART:
            raise Unreadable("too-large", f"the part {name} has {part.file_size >> 20} MiB")
        try:
            return self._archive.read(part)
        except Exception as fault:  # noqa: BLE001  (one file: zipfile and its decompressors raise anything)
            raise damaged(fault) from None

    def xml(self, name: str) -> "etree._Element":
        """One part as XML. Raises Unreadable as `read` does."""
        return parsed(self.read(name))


def parsed(data: bytes) -> "etree._Element":
    """Some XML, its entities and whatever it points to left alone. Raises Unreadable: damaged."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise damaged(fault) from None


def local(element: "etree._Element") -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def beside(name: str, target: str) -> str:
    """The part that `target` means in part `name`: from the root with a leading slash, else from its folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name.lstrip("/")), target.replace("\\", "/")))


def damaged(fault: object) -> Unreadable:
    """What to raise for a file whose inside is not what its outside says."""
    return Unreadable("damaged", f"the file is damaged: {type(fault).__name__}: {fault}".rstrip(": "))


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()
