"""The package of a DOCX: its parts by what they are to each other, one spelling for both kinds of the format."""

import posixpath
from functools import cache

from extract import limits
from extract.container import Container, parsed
from extract.unreadable import Unreadable
from extract.word.names import Element

_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_SAME = (
    (_STRICT + b"wordprocessingml/main", _USUAL + b"wordprocessingml/2006/main"),
    (_STRICT + b"officeDocument/math", _USUAL + b"officeDocument/2006/math"),
    (_STRICT + b"drawingml/wordprocessingDrawing", _USUAL + b"drawingml/2006/wordprocessingDrawing"),
)


class Package:
    """The parts of one DOCX. Raises Unreadable: damaged, encrypted, too-large."""

    def __init__(self, data: bytes) -> None:
        self._parts = Container(data)
        self.related = cache(self._related)

    def root(self, name: str | None) -> Element | None:
        """The root of one part; None when there is no such part."""
        if name is None or name not in self._parts:
            return None
        data = self._parts.read(name)
        if len(data) > limits.TEXT:
            raise Unreadable("too-large", f"the part {name} has {len(data) >> 20} MiB of markup")
        for strict, usual in _SAME if _STRICT in data else ():
            data = data.replace(strict, usual)
        return parsed(data)

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises Unreadable, also when there is no such part."""
        return self._parts.read(name)

    def _related(self, name: str) -> dict[str, str]:
        """The parts that a part names, by the last word of what they are to it, and by "#" and the name it gives them.

        "" is the package itself. What lies outside it is left out.
        """
        folder, file = posixpath.split(name)
        root = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, str] = {}
        for relation in root.iter("{*}Relationship") if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue
            target = (relation.get("Target") or "").replace("\\", "/")
            place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.setdefault((relation.get("Type") or "").rsplit("/", 1)[-1], place)
            found[f"#{relation.get('Id')}"] = place
        return found
