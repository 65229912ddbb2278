"""Compound files (OLE2), the containers of old office documents: the streams at their root, and what is in them."""

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128  # bytes of a directory entry
_NONE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_IN_MINI = 4096  # bytes: a smaller stream is kept elsewhere
_MINI = 64  # bytes of the sectors there
_STREAM, _ROOT = 2, 5


def streams(data: bytes) -> dict[str, bytes]:
    """The streams at the root of a compound file by name, each with its first sector (none of a small stream).

    A stream of an embedded object is not the document's own and is left out. Empty when the directory is damaged.
    Source: [MS-CFB] 2.2 to 2.6.
    """
    try:
        size = 1 << struct.unpack_from("<H", data, 30)[0]
        if size not in (512, 4096):
            return {}
        directory = b"".join(_sectors(data, size))
        found = list(_at_root(directory))
    except (struct.error, IndexError):
        return {}
    return {name: _sector(data, size, start) if length >= _IN_MINI else b"" for name, start, length in found}


def stream(data: bytes, name: str) -> bytes | None:
    """The bytes of one stream at the root; None when it is not there or is damaged."""
    try:
        size = 1 << struct.unpack_from("<H", data, 30)[0]
        if size not in (512, 4096):
            return None
        successors = _successors(data, size)
        directory = b"".join(_sectors(data, size))
        start, length = next(((start, length) for one, start, length in _at_root(directory) if one == name), (0, -1))
        if length >= _IN_MINI:
            whole = b"".join(_sector(data, size, at) for at in _chain(successors, start))
        else:
            firsts = struct.unpack_from("<I", directory, 116)[0], struct.unpack_from("<I", data, 60)[0]
            mini, table = (b"".join(_sector(data, size, at) for at in _chain(successors, first)) for first in firsts)
            whole = b"".join(mini[at * _MINI : (at + 1) * _MINI] for at in _chain(table, start))
    except (struct.error, IndexError):
        return None
    return whole[:length] if 0 <= length <= len(whole) else None


def _sector(data: bytes, size: int, number: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _sectors(data: bytes, size: int) -> Iterator[bytes]:
    """The sectors of the directory, in order."""
    first = struct.unpack_from("<I", data, 48)[0]
    return (_sector(data, size, number) for number in _chain(_successors(data, size), first))


def _chain(successors: bytes, number: int) -> Iterator[int]:
    """The numbers of the sectors of one stream; a chain that bites its tail ends there."""
    seen: set[int] = set()
    while number < _NONE and number not in seen:
        seen.add(number)
        yield number
        number = struct.unpack_from("<I", successors, 4 * number)[0]


def _successors(data: bytes, size: int) -> bytes:
    """The table that names each sector's successor; its own sectors are listed in the header, and further on."""
    listed = list(struct.unpack_from("<109I", data, 76))
    enough = 109 + len(data) // size // (size // 4) + 1
    further = struct.unpack_from("<I", data, 68)[0]
    while further < _NONE and len(listed) < enough:
        *more, further = struct.unpack(f"<{size // 4}I", _sector(data, size, further))
        listed += more
    return b"".join(_sector(data, size, number) for number in listed[:enough] if number < _NONE)


def _at_root(directory: bytes) -> Iterator[tuple[str, int, int]]:
    """Name, first sector and length of every stream that hangs on the root entry: a tree of siblings."""
    waiting = [struct.unpack_from("<I", directory, 76)[0]] if directory[66:67] == bytes([_ROOT]) else []
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
        if number in seen or len(entry) < _ENTRY:
            continue
        seen.add(number)
        letters, kind, _, left, right = struct.unpack_from("<HBBII", entry, 64)
        waiting += [left, right]
        if kind == _STREAM:
            start, length = struct.unpack_from("<II", entry, 116)
            yield entry[: max(0, min(letters, 64) - 2)].decode("utf-16-le", "replace"), start, length
