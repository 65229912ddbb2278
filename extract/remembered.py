"""Remembered: what a pure function answered for a short text; the same labels and figures come in every report."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

SHORT = 100  # characters: a longer text does not come again
MOST = 4096  # texts that are remembered of each function

Others = ParamSpec("Others")
Answer = TypeVar("Answer")
OfText = Callable[Concatenate[str, Others], Answer]


def remembered(asked: OfText[Others, Answer]) -> OfText[Others, Answer]:
    """A function of a text, and of other things that can be hashed, that works out no short text twice."""
    known: OfText[Others, Answer] = lru_cache(maxsize=MOST)(asked)

    @wraps(asked)
    def answer(text: str, /, *others: Others.args, **named: Others.kwargs) -> Answer:
        return known(text, *others, **named) if len(text) <= SHORT else asked(text, *others, **named)

    return answer
