"""From the home page to the annual-report columns: by name, by path, and through the disclosure platform."""

from dataclasses import dataclass, field

from crawler.column import is_column
from crawler.completeness import NOTHING
from crawler.labels import bare, finding, hints_at_column, may_name_column, names_column, words
from crawler.leads import score
from crawler.manners import Guest
from crawler.page import Link, Obstacle, Page
from crawler.platforms import Platform, recognise
from crawler.rendering import comes_by_script
from crawler.walls import is_home
from storage.terms import LeadKind, Role

LABEL, PATH, WEAK_LABEL = "label", "path", "weak label"
REGISTRY, EARLIER, HOME, ORGAN = "registry", "earlier pass", "home page", "own page"
FEW_LINKS = 5
# Kinds of obstacle that say the address itself is wrong; all others may stand before a column.
NOT_THERE = frozenset(
    {"gone", "soft-404", "redirect-loop", "off-list", "odd-answer", "empty-answer", "too-large", "private-address"}
)
HOPS = 2
MOST_PAGES_A_HOP = 4
MOST_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A column as it was found: its address, its name, by what, and the agency whose own page led to it, if one did."""

    url: str
    label: str
    found_by: str
    owner: str | None = None


@dataclass(slots=True)
class Discovery:
    """The columns that a home page leads to, and what stood in the way of finding more."""

    found: list[Found] = field(default_factory=list)
    hidden: list[Obstacle] = field(default_factory=list)


async def discover(guest: Guest, home: Page, family: Platform | None = None) -> Discovery:
    """The columns that a home page or its disclosure platform links to, on the shortest way that leads to any.

    `family` is what the settings say the portal is, whatever its pages say.
    """
    discovery, around, been = Discovery(), [home], {home.url, home.asked}
    for hop in range(HOPS + 1):
        links = [one for page in around for one in column_links(page, hop > 0, family)]
        if links or hop == HOPS:
            discovery.found = list({one.url: one for one in links}.values())[:MOST_COLUMNS]
            break
        ways = [url for page in around for url in disclosure_links(page) if url not in been]
        opened = [await guest.look(url, Role.LIST, home.url) for url in list(dict.fromkeys(ways))[:MOST_PAGES_A_HOP]]
        been |= {page.url for page in opened} | {page.asked for page in opened}
        discovery.hidden += [page.obstacle for page in opened if page.obstacle and page.obstacle.hides]
        around = [page for page in opened if page.good]
    return discovery


def holds_column(found: Found, first: Page, home: Page) -> bool:
    """Whether an address leads to an annual-report column, or to something that may hide one: a wall, a script.

    A name or path that says so is believed unless the home page, or nothing, answers in the column's place.
    """
    if first.obstacle:
        return first.obstacle.kind not in NOT_THERE
    if found.found_by == HOME:
        return True
    if is_home(first, home) and len(first.links) >= FEW_LINKS:
        return False
    return (
        found.found_by in (LABEL, PATH, ORGAN) or is_column(first, home) or comes_by_script(first, NOTHING) is not None
    )


def column_links(page: Page, disclosure: bool, family: Platform | None = None) -> list[Found]:
    """The annual-report columns a page links to, surest first; weak names count only on a disclosure page."""
    links = [*page.links, *(family or recognise(page)).columns(page)]
    links = [link for link in links if not _is_row(link)]
    for names, found_by in ((_named, LABEL), (_filed, PATH)):
        if found := [Found(link.url, bare(link.name), found_by) for link in links if names(link)]:
            return found
    return [Found(link.url, bare(link.name), WEAK_LABEL) for link in links if _maybe(link, disclosure)]


def _is_row(link: Link) -> bool:
    """Whether a link is a report (or its like) of one year rather than a column of them."""
    scored = score(link.name)
    return scored is not None and (scored.year is not None or scored.kind is LeadKind.LOOKALIKE)


def _named(link: Link) -> bool:
    return names_column(link.name) or names_column(link.text)


def names_annual(name: str) -> bool:
    """Whether a node of a body's own tree is its annual-report column; there a weak name will do."""
    return names_column(name) or may_name_column(name)


def _filed(link: Link) -> bool:
    """A column by its path, whatever it is called; what hangs below a column by a name of its own is none."""
    return hints_at_column(link.url) and (not link.name or finding("report", "unclear").search(link.name) is not None)


def _maybe(link: Link, disclosure: bool) -> bool:
    return may_name_column(link.name) and (disclosure or hints_at_column(link.url, "weak_path_hints"))


def disclosure_links(page: Page) -> list[str]:
    """The disclosure platforms a page links to, in the order of their names."""
    ranks = {label: rank for rank, label in enumerate(words("disclosure", "labels"))}
    links = [(ranks[bare(link.name)], link.url) for link in page.links if bare(link.name) in ranks]
    return [url for _, url in sorted(dict.fromkeys(links), key=lambda found: found[0])]
