"""Numbers in the attributes of an OFD: lists, steps with repetitions, matrices."""

import math
from collections.abc import Iterator
from itertools import islice

from extract.unreadable import Unreadable

Six = tuple[float, float, float, float, float, float]


def numbers(text: str, count: int) -> tuple[float, ...]:
    """Exactly `count` numbers. Raises Unreadable damaged: a place that cannot be read may be any cell's."""
    found = tuple(map(number, text.split()[:count]))
    if len(found) < count:
        raise Unreadable("damaged", f"the OFD is damaged: “{text[:40]}” is not {count} numbers")
    return found


def number(text: str) -> float:
    """One number, finite. Raises Unreadable: damaged."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Unreadable("damaged", f"the OFD is damaged: “{text[:40]}” is no number")
    return value


def steps(text: str, count: int) -> list[float]:
    """The distances between `count` characters and their next ones; `g n v` stands for n times v.

    Where there are too few, the last goes on (GB/T 33190 11.3). Raises Unreadable damaged where there is none.
    """
    found = list(islice(_steps(text, count), count))
    if count and not found:
        raise Unreadable("damaged", f"the OFD is damaged: “{text[:40]}” has no step")
    return found + found[-1:] * (count - len(found))


def _steps(text: str, most: int) -> Iterator[float]:
    words = iter(text.split())
    for word in words:
        if word != "g":
            yield number(word)
            continue
        times, step = number(next(words, "")), number(next(words, ""))
        yield from (step for _ in range(int(min(max(times, 0), most))))


def product(first: Six, then: Six) -> Six:
    """The matrix that does first the one, then the other."""
    a, b, c, d, e, f = first
    k, l, m, n, o, p = then  # noqa: E741
    return a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p


def moved(matrix: Six, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
