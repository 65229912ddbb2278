"""Habits: what agencies do with the form, each a small named thing."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.corpus.draft import Draft

BOTH = ("2021", "2019")


@dataclass(frozen=True, slots=True)
class Habit:
    """One habit. Of one `family` a report has one at most; one without a family is never met among others.

    `order`: 0 changes figures, 1 words, 2 the cells of tables, 3 how tables are cut. `only`: the format that has it.
    """

    name: str
    apply: Callable[[Draft], None]
    family: str
    order: int = 1
    forms: tuple[str, ...] = BOTH
    single_other: bool = False
    only: str = ""


HABITS: dict[str, Habit] = {}


def habit(
    family: str, order: int = 1, forms: tuple[str, ...] = BOTH, single_other: bool = False, only: str = ""
) -> Callable[[Callable[[Draft], None]], Callable[[Draft], None]]:
    """Keeps a habit under its function's name."""

    def keep(apply: Callable[[Draft], None]) -> Callable[[Draft], None]:
        HABITS[apply.__name__] = Habit(apply.__name__, apply, family, order, forms, single_other, only)
        return apply

    return keep
