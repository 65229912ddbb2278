"""Directories: the bodies that a portal itself lists, by its lists of organs, trees, drop-down boxes and frames."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from selectolax.lexbor import LexborNode

from crawler.bodies import BodyClass, body_name, class_of, heading_class, is_foreign, is_perhaps_body, is_surely_body
from crawler.labels import bare, plain, words
from crawler.manners import Guest
from crawler.page import LINKS, Obstacle, Page, address, called
from crawler.platforms import Platform, recognise
from crawler.trees import nodes, sources
from storage.terms import Role

NAMED = f"{LINKS}, a, option, li, td, dd, span, p"
HEADINGS = "h1, h2, h3, h4, h5, dt, th, strong, b, label, div"
BOXES = ("ul", "ol", "select", "table", "dl", "div", "body")
FEWEST_TOGETHER = 3
SHARE = 2  # one in so many of what stands in a box must be the name of a body
LONGEST_HEADING = 24
REACH = 7
MOST_PAGES = 14
HOPS = 3  # a platform, a frame in it, and what its script fetches


@dataclass(frozen=True, slots=True)
class Unit:
    """A body as a portal lists it: its name, the address of its page (None where the name is no link), its class.

    `heading` is what it stands under, `on` the page that lists it.
    """

    name: str
    url: str | None
    sort: BodyClass | None
    heading: str
    on: str


@dataclass(slots=True)
class Directory:
    """The bodies that a portal's own directories list, each name once, and what stood in the way of seeing more."""

    units: list[Unit] = field(default_factory=list)
    opened: list[Page] = field(default_factory=list)
    hidden: list[Obstacle] = field(default_factory=list)

    def add(self, found: Iterable[Unit]) -> None:
        """Takes in what one page lists; of a name listed twice, the listing that has an address or a heading."""
        known = {unit.name: place for place, unit in enumerate(self.units)}
        for unit in found:
            place = known.setdefault(unit.name, len(self.units))
            if place == len(self.units):
                self.units.append(unit)
            else:
                self.units[place] = _together(self.units[place], unit)


def _together(one: Unit, other: Unit) -> Unit:
    heading = one.heading or other.heading
    return replace(one, url=one.url or other.url, heading=heading, sort=class_of(one.name, heading))


async def read_directory(guest: Guest, home: Page, family: Platform | None = None) -> Directory:
    """The directory of a portal, from its home page or disclosure platform on; pages already seen are not asked again.

    Follows pages named as directories or disclosure platforms, the frames in them, and what their trees fetch.
    `family` is what the settings say the portal is. Whatever hides a part of it is told in `hidden`.
    """
    directory, around, asked = Directory(), [home], {home.url, home.asked}
    for hop in range(HOPS + 1):
        for page in around:
            directory.opened.append(page)
            directory.add(units(page))
        ways = (
            dict.fromkeys((url, page.url) for page in around for url in directory_pages(page, family))
            if hop < HOPS
            else {}
        )
        around = []
        for url, referer in ways:
            if url in asked or len(asked) > MOST_PAGES:
                continue
            page = await guest.look(url, Role.LIST, referer)
            asked |= {url, page.url}
            directory.hidden += [page.obstacle] if page.obstacle and page.obstacle.hides else []
            around += [page] if page.good else []
    return directory


def directory_pages(page: Page, family: Platform | None = None) -> list[str]:
    """Where a page leads to directories of bodies: by what its family knows, trees, names, frames; surest first."""
    named = [link.url for link in page.links if bare(link.name) in words("directory", "pages")]
    disclosing = [link.url for link in page.links if bare(link.name) in words("disclosure", "labels")]
    organs = [link.url for link in (family or recognise(page)).organs(page)] if page.is_html else []
    return list(dict.fromkeys([*sources(page), *organs, *named, *_frames(page), *disclosing]))


def _frames(page: Page) -> list[str]:
    frames = page.tree.css("iframe[src], frame[src]") if page.is_html else ()
    return [url for node in frames if (url := address(page.base, node.attributes.get("src") or ""))]


def units(page: Page) -> tuple[Unit, ...]:
    """The bodies that one page, or one answer of a tree, lists; those of other places are left out."""
    found = [*_of_trees(page), *(_Boxes(page).units() if page.is_html else ())]
    return tuple({unit.name: unit for unit in reversed(found)}.values())[::-1]


def _of_trees(page: Page) -> Iterator[Unit]:
    for node in nodes(page):
        heading = next((name for name in reversed(node.above) if heading_class(name) or is_foreign(name)), "")
        name = body_name(node.name)
        sure = is_surely_body(name) or (heading and is_perhaps_body(name))
        if sure and not any(map(is_foreign, node.above)):
            yield Unit(name, node.url, class_of(name, heading), heading, page.url)


@dataclass(frozen=True)
class _Named:
    """Something on a page that may be the name of a body."""

    node: LexborNode
    name: str
    url: str | None
    heading: str = ""


class _Boxes:
    """The parts of a page in which names of bodies stand together."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def units(self) -> Iterator[Unit]:
        """The bodies in every such part, in the order of the page."""
        for one in self.named:
            if self._stands_among_others(one) and not is_foreign(one.heading):
                yield Unit(one.name, one.url, class_of(one.name, one.heading), one.heading, self.page.url)

    @cached_property
    def named(self) -> list[_Named]:
        """What bears a name that may be a body's, with the heading it stands under."""
        return [one for run in self._runs() for one in _headed(*run)]

    def _runs(self) -> Iterator[tuple[list[str], list[_Named]]]:
        """The page cut at its headings: one, or the tabs of several lists in a row, and the names that follow."""
        headings: list[str] = []
        named: list[_Named] = []
        for node in self.page.tree.css(f"{NAMED}, {HEADINGS}"):
            said = plain(node.text()) if node.tag == "option" or not _has_elements(node) else called(node)
            if len(said) <= LONGEST_HEADING and _is_heading(said):
                if named:
                    yield headings, named
                    headings, named = [], []
                headings.append(_label(said))
            elif node.tag not in HEADINGS.split(", ") and _is_name(node) and is_perhaps_body(name := body_name(said)):
                named.append(_Named(node, name, self._place(node)))
        yield headings, named

    def _place(self, node: LexborNode) -> str | None:
        link = self.page.link(node) if node.tag in ("a", "option") or node.attributes.get("onclick") else None
        return link.url if link else None

    @cached_property
    def counts(self) -> dict[int, tuple[int, int, int]]:
        """For every part around a name: how many sure names, possible names, and links and names stand in it."""
        counted: dict[int, tuple[int, int, int]] = {}
        for one in self.named:
            for box in _around(one.node):
                if box.mem_id not in counted:
                    inside = {name for name in map(_said, box.css(NAMED)) if name}
                    bodies = [name for name in inside if is_perhaps_body(name)]
                    counted[box.mem_id] = (sum(map(is_surely_body, bodies)), len(bodies), len(inside))
        return counted

    def _stands_among_others(self, one: _Named) -> bool:
        """Whether enough names of bodies stand together with this one, and little else."""
        known = bool(heading_class(one.heading))
        counts = (self.counts[box.mem_id] for box in _around(one.node))
        together = [(sure, bodies) for sure, bodies, named in counts if bodies * SHARE >= named]
        if known and (is_surely_body(one.name) or any(bodies >= FEWEST_TOGETHER for _, bodies in together)):
            return bool(together)
        return any(sure >= FEWEST_TOGETHER for sure, _ in together)


def _headed(headings: list[str], named: list[_Named]) -> list[_Named]:
    """The names under their heading; of several tabs in a row each has its list, else nothing tells which is whose."""
    headings = list(dict.fromkeys(headings))
    boxes = list(dict.fromkeys(_box(one.node) for one in named))
    if len(headings) == 1:
        return [replace(one, heading=headings[0]) for one in named]
    if len(headings) != len(boxes):
        return named
    return [replace(one, heading=headings[boxes.index(_box(one.node))]) for one in named]


def _box(node: LexborNode) -> int:
    place = node.parent
    while place is not None and place.tag not in BOXES:
        place = place.parent
    return place.mem_id if place is not None else 0


def _said(node: LexborNode) -> str:
    return body_name(plain(node.text())) if _is_name(node) else ""


def _is_name(node: LexborNode) -> bool:
    """Whether an element holds one name: a link or an option, or a piece of text without elements in it."""
    return node.tag in ("a", "option") or bool(node.attributes.get("onclick")) or not _has_elements(node)


def _has_elements(node: LexborNode) -> bool:
    return any(child.tag not in ("-text", "br", "em", "i", "font") for child in node.iter())


def _label(said: str) -> str:
    return bare(said).strip("-—=")


def _is_heading(said: str) -> bool:
    label = _label(said)
    return bool(heading_class(label) or is_foreign(label))


def _around(node: LexborNode) -> Iterator[LexborNode]:
    place = node.parent
    for _ in range(REACH):
        if place is None or place.tag in ("body", "html"):
            return
        yield place
        place = place.parent
