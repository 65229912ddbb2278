"""Organs: the pages of single bodies in a portal's own directory, and the annual-report columns to which they lead."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crawler.claims import claim
from crawler.column import is_column
from crawler.directories import Unit, read_directory
from crawler.discovery import ORGAN, WEAK_LABEL, Found, column_links, disclosure_links, names_annual
from crawler.labels import bare
from crawler.manners import OFF_LIST, Guest
from crawler.page import Obstacle, Page
from crawler.platforms import Platform
from crawler.trees import nodes
from storage.model import Agency
from storage.portals import portal_host
from storage.terms import Role

MOST_WAYS = 2  # disclosure pages of one body that are opened to find its column


@dataclass(slots=True)
class Own:
    """The columns to which the directory and the pages of single bodies lead, and what of them was not seen.

    `unseen` are the pages of bodies behind which there may be a column; `hidden` stood in the way of the directory.
    """

    found: list[Found] = field(default_factory=list)
    unseen: list[tuple[Found, Page]] = field(default_factory=list)
    hidden: list[Obstacle] = field(default_factory=list)


@dataclass(slots=True)
class Organs:
    """A search for the columns that bodies have of their own. `common` are addresses that are nobody's own.

    It ends when the pass has made `most` requests; in the next `turn` it begins with another body. `known` are bodies
    whose reports stand elsewhere: of these only what is found counts, and what hides their pages hides nothing.
    """

    guest: Guest
    home: Page
    bodies: Sequence[Agency]
    common: set[str]
    family: Platform | None = None
    known: Collection[str] = ()
    most: int = 1_000
    turn: int = 0
    own: Own = field(default_factory=Own)

    async def search(self, wanted: Iterable[str]) -> Own:
        """Looks for the columns of the wanted agencies' own, in the trees and on the pages of the directory.

        What these pages link to for everybody, and the way from the home page did not need, is found as well.
        """
        directory = await read_directory(self.guest, self.home, self.family)
        self.own.hidden = directory.hidden
        for page in directory.opened:
            self._take_common(page)
        left = set(wanted)
        self.own.found += [found for found in self._in_trees(directory.opened) if found.owner in left]
        left -= {found.owner for found in self.own.found if found.owner}
        places = [(unit, unit.url, agency) for unit in directory.units if (agency := self._agency(unit.name)) in left]
        begin = self.turn % len(places) if places else 0
        for unit, url, agency in places[begin:] + places[:begin]:
            if url and agency and url not in self.common and self.guest.requests < self.most:
                await self._look_into(unit, url, agency)
        return self.own

    def _take_common(self, page: Page) -> None:
        """Takes the columns to which a page of the portal leads for nobody's own."""
        links = column_links(page, page is not self.home, self.family)
        self.own.found += [one for one in links if one.url not in self.common]
        self.common |= {page.url, page.asked} | {one.url for one in links}

    def _agency(self, name: str) -> str | None:
        """Whose a name in the directory is, when it is one agency's."""
        claimed = claim(name, self.bodies)
        return claimed.agencies[0] if claimed and len(claimed.agencies) == 1 else None

    def _in_trees(self, opened: Iterable[Page]) -> Iterator[Found]:
        """The annual-report columns that stand in a tree below the name of an agency."""
        for page in opened:
            for node in nodes(page):
                owner = next((found for name in reversed(node.above) if (found := self._agency(name))), None)
                if node.url and owner and names_annual(node.name):
                    yield Found(node.url, f"{node.above[-1]}·{bare(node.name)}", ORGAN, owner)

    async def _look_into(self, unit: Unit, url: str, agency: str) -> None:
        """The columns to which the page of one body leads, beyond those to which everything leads."""
        page = await self._open(unit, url, unit.on, agency)
        if page is None:
            return
        found = self._columns(unit, page, agency)
        ways = [way for way in disclosure_links(page) if way not in self.common and _is_below(way, page)]
        for way in () if found else ways[:MOST_WAYS]:
            if further := await self._open(unit, way, page.url, agency):
                found += self._columns(unit, further, agency)
        self.own.found += found

    async def _open(self, unit: Unit, url: str, referer: str, agency: str) -> Page | None:
        """A page of a body; one that something hides, or that no list allows, is told: its column may be there."""
        page = await self.guest.look(url, Role.LIST, referer)
        hidden = page.obstacle and (page.obstacle.hides or page.obstacle.kind == OFF_LIST)
        if hidden and agency not in self.known:
            self.own.unseen.append((Found(url, unit.name, ORGAN, agency), page))
        return page if page.good else None

    def _columns(self, unit: Unit, page: Page, agency: str) -> list[Found]:
        links = [one for one in column_links(page, True, self.family) if one.url not in self.common]
        found = [
            Found(one.url, f"{unit.name}·{one.label}", WEAK_LABEL if one.found_by == WEAK_LABEL else ORGAN, agency)
            for one in links
        ]
        return found or ([Found(page.asked, unit.name, ORGAN, agency)] if is_column(page, self.home) else [])


def _is_below(url: str, page: Page) -> bool:
    """Whether a way is a body's own: on its own host, below its page, or the same page asked otherwise."""
    folder, path = page.url.partition("?")[0].rpartition("/")[0] + "/", page.url.partition("?")[0]
    below = folder.count("/") > 3 and url.startswith(folder)
    return below or url.partition("?")[0] == path or portal_host(url) != portal_host(page.asked)
