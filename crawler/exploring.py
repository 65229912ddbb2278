"""Exploring: what a portal nobody watches yet is like: its family, its annual-report columns, and its bodies."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from crawler.bodies import body_name, is_surely_body
from crawler.column import Reader, Reading, lists_reports
from crawler.completeness import NOTHING, Seen
from crawler.directories import Unit, read_directory
from crawler.discovery import FEW_LINKS, HOME, Found, discover, holds_column
from crawler.hosts import Hosts, hosts_of, registrable
from crawler.labels import names_column, names_year, plain
from crawler.leads import score
from crawler.listing import Row
from crawler.manners import Fetch
from crawler.organs import Organs
from crawler.page import Obstacle, Page, address
from crawler.platforms import GENERIC, recognise
from crawler.rendering import comes_by_script
from crawler.stopping import Stopping
from crawler.trip import Trip, Way
from storage import registry
from storage.clock import Clock
from storage.errors import BadInput
from storage.model import Agency
from storage.portals import portal_host
from storage.settings import USUAL
from storage.terms import Kind, LeadKind, Level, Role
from storage.workspace import Workspace

MOST_COLUMNS = 8
SITE_CODE = re.compile(r"网站标识码[::]?(\d{10})")
PLACE = "[\u4e00-\u9fff]{2,}?[省市县区旗州盟]"
GOVERNMENT = re.compile(f"({PLACE})(?:人民政府|(?:人民)?政府(?:门户)?网)(?!办)")
HOSTED = re.compile(f"主办(?:单位)?[:：]?({PLACE})人民政府")
WELCOME = re.compile("^(?:.*(?:欢迎|访问|光临|来到|进入|您好)|首页|中国|·|-)+")
LOWEST = re.compile("^(?:.*[省市州盟]|.*自治区)(.{1,}[市县区旗])$")


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A row of a column: what it is called, whose it says it is, of which year; any of the last two may be unsaid."""

    title: str
    url: str
    publisher: str | None
    year: int | None
    shown: date | None


@dataclass(frozen=True, slots=True)
class ExploredColumn:
    """An annual-report column as it was read; `complete` and `reason` say how far."""

    url: str
    label: str
    complete: bool
    reason: str
    reports: tuple[ListedReport, ...]


@dataclass(slots=True)
class Explored:
    """What a portal showed. `obstacle`: its home page itself could not be seen. `hidden`: what else stood in the way.

    `code` is its 网站标识码, whose first six digits are the division code (portals.md, 1.10).
    """

    url: str
    obstacle: Obstacle | None = None
    government: str | None = None
    code: str | None = None
    family: str = GENERIC
    columns: list[ExploredColumn] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    hidden: list[Obstacle] = field(default_factory=list)


def hosts_at(workspace: Workspace, url: str) -> tuple[str, Hosts]:
    """The portal at an address, and the hosts it may lead to: those under its domain, and what its agencies add.

    Raises BadInput for what is no web address.
    """
    if address(url, url) is None:
        raise BadInput(f"{url!r} is no http or https address; give it whole, like https://www.example.gov.cn/")
    host = portal_host(url)
    bodies = [body for body in registry.agencies(workspace.facts) if portal_host(body.portal) == host]
    known = hosts_of(bodies, workspace.settings.portals.get(host, USUAL).column)
    domain = registrable(host.partition(":")[0])
    return host, Hosts(known.named | {host}, known.domains | ({domain} if domain else set()))


def trip(workspace: Workspace, clock: Clock, fetch: Fetch, url: str, stopping: Stopping) -> Trip:
    """The trip that explores a portal. Raises BadInput as `hosts_at` does."""
    host, hosts = hosts_at(workspace, url)
    return Trip(workspace, clock, fetch, "agencies add", host, hosts, partial(explore, url=url), stopping)


async def explore(way: Way, url: str) -> dict[str, Any]:
    """Looks around on a portal, as one pass would: its columns read to their end, and its own directories."""
    home = await _home(way, url)
    found = Explored(home.url if home.good else url, home.obstacle)
    if home.good:
        found.government, found.code = government_of(home), _code(home)
        await _columns(way, home, found)
        directory = await read_directory(way.guest, home)
        found.units, found.hidden = directory.units, [*found.hidden, *directory.hidden]
        if not any(column.reports for column in found.columns):
            await _own_columns(way, home, found)
    return {"explored": found}


async def _home(way: Way, url: str) -> Page:
    """The home page; drawn by the browser when it holds hardly a link itself."""
    home = await way.guest.look(url, Role.HOME)
    if home.good and len(home.links) < FEW_LINKS and comes_by_script(home, NOTHING):
        return await way.renderer.render(home, way.guest)
    return home


async def _columns(way: Way, home: Page, found: Explored) -> None:
    """Reads the columns to which a portal leads, and learns on the way what family it is."""
    discovery = await discover(way.guest, home)
    found.hidden += discovery.hidden
    found.family = recognise(home).name
    await _read_all(way, home, found, [*_at_home(home), *discovery.found][:MOST_COLUMNS])


async def _own_columns(way: Way, home: Page, found: Explored) -> None:
    """Where no column is common to all: reads those of the bodies that the portal's directory lists."""
    bodies = [
        Agency(str(place), unit.name, Level.COUNTY, Kind.DEPARTMENT, found.url)
        for place, unit in enumerate(found.units)
    ]
    own = await Organs(way.guest, home, bodies, {home.url, home.asked}).search(body.id for body in bodies)
    found.hidden += [page.obstacle for _, page in own.unseen if page.obstacle]
    await _read_all(way, home, found, own.found, {body.id: body.name for body in bodies})


async def _read_all(
    way: Way, home: Page, found: Explored, columns: Iterable[Found], names: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Reads columns, each once. `names`: those of the bodies that own them, by what `owner` calls these."""
    habits = way.workspace.settings.portals.get(portal_host(found.url), USUAL)
    reader = Reader(way.guest, way.renderer, home, habits)
    opened: set[str] = set()
    for one in columns:
        first = await way.guest.look(one.url, Role.LIST, home.url)
        found.hidden += [first.obstacle] if first.obstacle and first.obstacle.hides else []
        if first.url not in opened and holds_column(one, first, home):
            opened.add(first.url)
            found.columns.append(await _read(reader, one, first, names.get(one.owner or "")))
    if reader.family and reader.family.name != GENERIC:
        found.family = reader.family.name


def _at_home(home: Page) -> list[Found]:
    """The page itself, where it is a column already."""
    named = any(map(names_column, home.headings))
    return [Found(home.asked, "", HOME)] if named or lists_reports(home) else []


async def _read(reader: Reader, found: Found, first: Page, owner: str | None) -> ExploredColumn:
    """One column to its end; what names no publisher in a column of one body's own is that body's."""
    reading = Reading(reader.guest.keeper.clock.now())
    async for _ in reader.read(first, reading):
        pass
    label = found.label or next(filter(names_column, first.headings), "") or first.title
    listed = {one.url: one for one in _reports(reading.seen)}.values()
    reports = tuple(replace(one, publisher=one.publisher or owner) for one in listed)
    return ExploredColumn(first.asked, label, reading.complete, reading.reason, reports)


def _reports(seen: Iterable[Seen]) -> Iterator[ListedReport]:
    for one in seen:
        for row in (*one.listing.rows, *one.listing.beside):
            if told := _listed(row, one.part):
                yield told


def _listed(row: Row, part: str) -> ListedReport | None:
    """What a row says of the report behind it; one that names a body alone takes its year from its folder."""
    scored = score(row.title)
    if scored and scored.worth_a_visit:
        sure = scored.kind is LeadKind.REPORT or (scored.publisher and is_surely_body(scored.publisher))
        year = scored.year or _year_of(part)
        return ListedReport(row.title, row.url, scored.publisher, year, row.shown) if sure else None
    name = body_name(row.title)
    if scored is None and row.close and is_surely_body(name):
        return ListedReport(row.title, row.url, name, _year_of(part), row.shown)
    return None


def _year_of(part: str) -> int | None:
    """The year a folder is called by. Some mean the year of publication: for a survey it is only a hint."""
    named = next((name for name in reversed(part.split("·")) if names_year(name)), "")
    found = re.search(r"20\d\d", plain(named))
    return int(found.group()) if found else None


def government_of(home: Page) -> str | None:
    """The government whose portal a home page says it is; of several places in its name the lowest one's."""
    named = [plain(_meta(home, "SiteName")), *home.title_parts, *home.headings]
    found = [HOSTED.search(home.visible), *(GOVERNMENT.search(WELCOME.sub("", text)) for text in named)]
    if hit := next(filter(None, [*found[1:2], *found]), None):
        lowest = LOWEST.match(hit.group(1))
        return f"{lowest.group(1) if lowest else hit.group(1)}人民政府"
    return None


def _code(home: Page) -> str | None:
    """The 网站标识码 of a page: from its meta, else from its foot."""
    said = plain(_meta(home, "SiteIDCode"))
    if re.fullmatch(r"\d{10}", said):
        return said
    found = SITE_CODE.search(home.visible)
    return found.group(1) if found else None


def _meta(page: Page, name: str) -> str:
    node = page.tree.css_first(f"meta[name='{name}']")
    return (node.attributes.get("content") or "") if node else ""
