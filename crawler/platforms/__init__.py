"""Portal families: each recognises its list pages and says what rows and further pages they have."""

from abc import ABC, abstractmethod
from dataclasses import replace
from functools import cache
from typing import TypeVar

from crawler.listing import Listing, beside, names, unopenable
from crawler.page import Link, Page
from storage.folder import import_all

GENERIC = "generic"
_REGISTERED: list["Platform"] = []


class Platform(ABC):
    """One family of portals, known by the markers in its pages."""

    name: str

    @abstractmethod
    def recognise(self, page: Page) -> bool:
        """Whether a list page is of this family."""

    @abstractmethod
    def listing(self, page: Page) -> Listing:
        """The rows of a list page and the pages that continue it; of an answer to a question of its own as well."""

    def organs(self, _: Page) -> tuple[Link, ...]:
        """The pages of bodies, or of their directory, that a page leads to by the family's own means."""
        return ()

    def columns(self, _: Page) -> tuple[Link, ...]:
        """The annual-report columns that a page leads to by the family's own means, beyond ordinary links."""
        return ()


Family = TypeVar("Family", bound=type[Platform])


def register(family: Family) -> Family:
    """Adds a family to those that are tried."""
    _REGISTERED.append(family())
    return family


def recognise(page: Page) -> Platform:
    """The family of a list page; the generic one takes what no other knows."""
    return next(family for family in _families() if family.recognise(page))


def read_list(page: Page, family: Platform | None = None) -> Listing:
    """What a list page holds, as its family reads it, and what stands beside.

    `family` is that of the list's first page, where its other pages do not show it.
    """
    listing = (family or recognise(page)).listing(page)
    if not page.is_html:
        return listing
    listing = replace(listing, beside=beside(page), unopenable=unopenable(page))
    named = names(page, listing.beside) if not listing.rows and not listing.apart else ()
    return replace(listing, rows=named, names=True) if named else listing


def family_names() -> list[str]:
    """The names of all families."""
    return [family.name for family in _families()]


def family_named(name: str) -> Platform | None:
    """The family of a name, for a portal whose settings say what it is."""
    return next((family for family in _families() if family.name == name), None)


@cache
def _families() -> tuple[Platform, ...]:
    import_all(__name__)
    return tuple(sorted(_REGISTERED, key=lambda family: (family.name == GENERIC, family.name)))
