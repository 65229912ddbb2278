"""Damage: what happens to files on disks, on lines and in careless hands, decided by a source of chance."""

from collections.abc import Callable
from random import Random

Damage = Callable[[bytes, Random], bytes]


def truncated(data: bytes, rng: Random) -> bytes:
    """The beginning of a file."""
    return data[: rng.randrange(1, max(2, len(data)))]


def headless(data: bytes, rng: Random) -> bytes:
    """The end of a file."""
    return data[rng.randrange(1, max(2, len(data))) :] or b"\0"


def flipped(data: bytes, rng: Random) -> bytes:
    """Some bits turned over."""
    out = bytearray(data)
    for _ in range(rng.choice([1, 1, 3, 20, 200])):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def flipped_early(data: bytes, rng: Random) -> bytes:
    """Some bits turned over where a format keeps its tables: at its beginning or its end."""
    edge = min(len(data), 1536)
    start = rng.choice([0, len(data) - edge])
    return data[:start] + flipped(data[start : start + edge], rng) + data[start + edge :]


def blanked(data: bytes, rng: Random) -> bytes:
    """A run of zeros, as of a sector that was never written."""
    start = rng.randrange(len(data))
    length = min(len(data) - start, rng.choice([1, 64, 512, 4096]))
    return data[:start] + bytes(length) + data[start + length :]


def spliced(data: bytes, rng: Random) -> bytes:
    """A piece moved elsewhere."""
    low, high = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    rest = data[:low] + data[high:]
    place = rng.randrange(len(rest) + 1)
    return rest[:place] + data[low:high] + rest[place:]


def doubled(data: bytes, rng: Random) -> bytes:
    """A piece that stands there many times."""
    low, high = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:high] + data[low:high][: 1 << 16] * rng.choice([1, 3, 20]) + data[high:]


def dropped(data: bytes, rng: Random) -> bytes:
    """A piece that is gone."""
    low, high = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:low] + data[high:] or b" "


def padded(data: bytes, rng: Random) -> bytes:
    """Noise before or after the file."""
    noise = rng.randbytes(rng.choice([1, 100, 5000]))
    return rng.choice([data + noise, noise + data])


def counted_wrong(data: bytes, rng: Random) -> bytes:
    """Some of the numbers in the file made huge or negative: lengths, offsets, spans."""
    out = bytearray(data)
    for _ in range(rng.choice([1, 4])):
        place = rng.randrange(max(1, len(out) - 4))
        out[place : place + 4] = rng.choice([b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"9999"])
    return bytes(out)


KINDS: dict[str, Damage] = {
    kind.__name__: kind
    for kind in (
        truncated,
        headless,
        flipped,
        flipped_early,
        blanked,
        spliced,
        doubled,
        dropped,
        padded,
        counted_wrong,
    )
}
