"""Packages: the parts of a ZIP that is one document, each read into memory within limits and never unpacked to disk."""

import posixpath
import zipfile
import zlib
from functools import cached_property
from io import BytesIO

from lxml import etree

from extract import limits
from extract.unreadable import Unreadable

_STRICT = b"http://purl.oclc.org/ooxml/"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_SAME = (
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (_STRICT + b"officeDocument/relationships", _OFFICE + b"relationships"),
    (_STRICT + b"officeDocument/math", _OFFICE + b"math"),
    (_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_TYPE, _TARGET, _MODE, _ID = "Type", "Target", "TargetMode", "Id"


class Package:
    """The parts of one document by name; names are compared without case, as the format wants it.

    Raises Unreadable: damaged, encrypted, or too-large once a part unpacks to more than any report.
    """

    def __init__(self, data: bytes) -> None:
        self._size = len(data)
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as fault:
            raise Unreadable("damaged", f"the file is a damaged package: {fault}") from None
        if len(entries) > limits.CELLS:
            raise Unreadable("too-large", f"the package has {len(entries)} parts")
        self._entries = {_plain(entry.filename): entry for entry in entries}

    def part(self, name: str) -> bytes | None:
        """The bytes of one part; None when there is no such part."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise Unreadable("encrypted", "the file is encrypted and asks for a password")
        try:
            with self._archive.open(entry) as stream:
                data = stream.read(limits.TEXT + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as fault:
            raise Unreadable("damaged", f"a part of the file is damaged: {fault}") from None
        if len(data) > limits.TEXT or len(data) > max(limits.SMALL, limits.RATIO * self._size):
            raise Unreadable("too-large", f"a part of the file unpacks to more than {len(data) >> 20} MiB")
        return data

    def tree(self, name: str) -> etree._Element | None:
        """The root of one part that is XML; None when there is no such part."""
        data = self.part(name)
        return None if data is None else parsed(data)

    def related(self, name: str) -> dict[str, str]:
        """The parts that a part refers to, by the last word of the relation's type and by its id, "#" before it.

        What lies outside the package is left out. "" is the package itself.
        """
        folder, file = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, str] = {}
        for relation in root.iter("{*}Relationship") if root is not None else ():
            if relation.get(_MODE) == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, (relation.get(_TARGET) or "").replace("\\", "/")))
            found.setdefault((relation.get(_TYPE) or "").rsplit("/", 1)[-1], target.lstrip("/"))
            found[f"#{relation.get(_ID)}"] = target.lstrip("/")
        return found

    @cached_property
    def main(self) -> str | None:
        """The name of the part that holds the document itself, by the package's own word."""
        return self.related("").get("officeDocument")


def parsed(data: bytes) -> etree._Element:
    """The root of some XML, read without entities, network or huge trees. Raises Unreadable: damaged."""
    for strict, usual in _SAME if _STRICT in data else ():
        data = data.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable("damaged", f"the XML inside the file is damaged: {fault}") from None
    if getattr(root.getroottree().docinfo, "doctype", None):
        raise Unreadable("damaged", "the XML inside the file declares a document type, which no office program writes")
    return root


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
