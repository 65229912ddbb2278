"""BIFF8, the records that old workbooks are made of: one after another, and the texts that run over several."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from extract.unreadable import Unreadable

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C

_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its kind, and its data in the pieces that it and its continuations hold."""

    kind: int
    pieces: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        """The first piece, which is all there is but of long texts."""
        return self.pieces[0]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and from which of its characters on which font is used."""

    letters: str
    runs: tuple[tuple[int, int], ...] = ()


def records(stream: bytes, start: int = 0) -> Iterator[Record]:
    """The records of a part to its end, without those of charts in it. Raises Unreadable: damaged."""
    depth = 0
    for record in _continued(stream, start):
        if record.kind == BOF:
            depth += 1
        if depth == 1:
            yield record
        if record.kind == EOF:
            depth -= 1
            if depth == 0:
                return
    raise Unreadable("damaged", "the workbook is damaged: it breaks off")


def _continued(stream: bytes, start: int) -> Iterator[Record]:
    kind, pieces = -1, [b""]
    for following, data in _bare(stream, start):
        if following == CONTINUE:
            pieces.append(data)
            continue
        if kind >= 0:
            yield Record(kind, tuple(pieces))
        kind, pieces = following, [data]
    if kind >= 0:
        yield Record(kind, tuple(pieces))


def _bare(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


class Texts:
    """Texts that follow each other in the pieces of a record. Raises Unreadable damaged where they break off."""

    def __init__(self, pieces: tuple[bytes, ...], at: int = 0) -> None:
        self._pieces, self._piece, self._at = pieces, 0, at

    def next(self, short: bool = False) -> Text:
        """The next text; a `short` one has its length in one byte."""
        count = self._take(1)[0] if short else int.from_bytes(self._take(2), "little")
        flags = self._take(1)[0]
        runs = int.from_bytes(self._take(2), "little") if flags & _RICH else 0
        extended = int.from_bytes(self._take(4), "little") if flags & _EXTENDED else 0
        letters = self._letters(count, flags)
        fonts = tuple(struct.unpack("<HH", self._take(4)) for _ in range(runs))
        self._take(extended)
        return Text(letters, tuple((first, font) for first, font in fonts))

    def _letters(self, count: int, flags: int) -> str:
        """Characters; where they go on in another piece, that says anew how wide they are."""
        parts: list[str] = []
        while True:
            each = 2 if flags & _WIDE else 1
            left = (len(self._pieces[self._piece]) - self._at) // each
            raw = self._take(min(count, left) * each)
            parts.append(raw.decode("utf-16-le" if each == 2 else "latin-1", "replace"))
            count -= min(count, left)
            if not count:
                return "".join(parts)
            self._turn()
            flags = self._take(1)[0]

    def _take(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            piece = self._pieces[self._piece]
            part = piece[self._at : self._at + size - len(found)]
            self._at += len(part)
            found += part
            if len(found) < size:
                self._turn()
        return found

    def _turn(self) -> None:
        self._piece, self._at = self._piece + 1, 0
        if self._piece >= len(self._pieces):
            raise Unreadable("damaged", "the workbook is damaged: a text in it breaks off")
