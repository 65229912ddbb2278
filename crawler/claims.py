"""Whose report is it? A publisher's name matched to the agencies of the registry, or left unclaimed; never guessed."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.labels import plain
from storage.model import Agency
from storage.portals import portal_host
from storage.terms import Kind

DIVISION_ENDINGS = ("省", "市", "县", "区", "旗", "州", "盟", "自治区", "地区", "特区", "林区")
ITS_OFFICE = r"(?:.{0,6}?政府)?(办公室|办公厅)"
BOTH = re.compile(rf"^(.*?人民政府)(?:\({ITS_OFFICE}\)|(?:及|和|、){ITS_OFFICE})$")
PLACED = re.compile(r"^.{2,}?[省市县区旗州盟]")
BRACKETS = re.compile(r"\(([^()]*)\)")
IN_A_ROW = re.compile("[、,及和与]")
OFFICE = re.compile("人民政府办公[室厅]")
OFFICE_IN_SHORT = re.compile("(?:人民)?(?:政府办|府办)(?:公[室厅])?$")
SHORTEST_ENDING = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """The agencies (one, or several that report together) whose report it is, and how that was seen."""

    agencies: tuple[str, ...]
    matched_by: str


def claim(publisher: str | None, bodies: Sequence[Agency], trail: Sequence[str] = (), url: str = "") -> Claim | None:
    """Matches the name a report gives itself to the agencies of its portal; ambiguity is no claim.

    `bodies` are those of one portal; `trail` is the page's breadcrumb and `url` its address, asked only when
    the report itself gives no name.
    """
    if publisher:
        return _by_name(plain(publisher), bodies)
    for step in reversed(trail[1:]):  # the first step is the portal itself
        if found := _by_name(plain(step), bodies):
            return Claim(found.agencies, f"breadcrumb: {found.matched_by}")
    return _by_site(url, bodies)


def _by_name(name: str, bodies: Sequence[Agency]) -> Claim | None:
    if both := BOTH.match(name):
        found = _both(both.group(1), both.group(2) or both.group(3), bodies)
        if found:
            return found
    for matched_by, fits in _WAYS:
        hits = [body.id for body in bodies if any(fits(own, name) for own in _names(body, matched_by))]
        if hits:
            return Claim((hits[0],), matched_by) if len(hits) == 1 else None
    return _in_brackets(name, bodies) or _in_a_row(name, bodies)


def beside_brackets(name: str) -> tuple[str, ...]:
    """What stands before brackets and what stands in them; nothing for a name without any."""
    inside = BRACKETS.findall(name)
    return tuple(part for part in (BRACKETS.sub("", name), *inside) if part) if inside else ()


def in_a_row(name: str) -> tuple[str, ...]:
    """The parts of a name that may be names in a row; nothing for one that can be only one."""
    several = tuple(part for part in IN_A_ROW.split(name) if part)
    return several if len(several) > 1 else ()


def _in_brackets(name: str, bodies: Sequence[Agency]) -> Claim | None:
    """The body before brackets, and the one in them: two names on one door, as 财政局(国有资产监督管理委员会)."""
    first, *inside = [_by_name(part, bodies) for part in beside_brackets(name)] or [None]
    others = [found for found in inside if found]
    if first is None or not others:
        return first
    ids = _agencies((first, *others))
    if _may_report_together(ids, bodies):
        return Claim(ids, "names together")
    return None if _has_government(first.agencies, bodies) else first


def _in_a_row(name: str, bodies: Sequence[Agency]) -> Claim | None:
    """Bodies that report together, when each of the names in a row is somebody's."""
    found = [_by_name(part, bodies) for part in in_a_row(name)]
    ids = _agencies(one for one in found if one)
    return Claim(ids, "names together") if found and all(found) and _may_report_together(ids, bodies) else None


def _agencies(found: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(agency for one in found for agency in one.agencies))


def _may_report_together(ids: Sequence[str], bodies: Sequence[Agency]) -> bool:
    """A government reports with its office alone; a department's report is never also the government's."""
    kinds = {body.kind for body in bodies if body.id in ids}
    return Kind.GOVERNMENT not in kinds or kinds <= {Kind.GOVERNMENT, Kind.OFFICE}


def _has_government(ids: Sequence[str], bodies: Sequence[Agency]) -> bool:
    return any(body.kind is Kind.GOVERNMENT for body in bodies if body.id in ids)


def _both(government: str, office: str, bodies: Sequence[Agency]) -> Claim | None:
    one, other = _by_name(government, bodies), _by_name(government + office, bodies)
    if one is None:
        return None
    ids = dict.fromkeys(one.agencies + (other.agencies if other else ()))
    return Claim(tuple(ids), "government and office")


def _names(body: Agency, matched_by: str) -> Iterator[str]:
    if matched_by == "alias":
        yield from map(plain, body.aliases)
        return
    name = plain(body.name)
    yield name
    if (shorter := BRACKETS.sub("", name)) != name:
        yield shorter


def _same(own: str, name: str) -> bool:
    return own == name


def _place(own: str, name: str) -> bool:
    """A place alone, or its government in short, stands for its people's government."""
    place = name.removesuffix("政府")
    return place.endswith(DIVISION_ENDINGS) and own == f"{place}人民政府"


def _office_in_short(own: str, name: str) -> bool:
    """青禾县政府办 for 青禾县人民政府办公室."""
    stem = OFFICE_IN_SHORT.sub("", name)
    if not stem.endswith(DIVISION_ENDINGS) or stem == name:
        return False
    return own.startswith(stem) and OFFICE.fullmatch(own.removeprefix(stem)) is not None


def _ending(own: str, name: str) -> bool:
    """A name without its place: 县教育局 or 教育局 for 青禾县教育局."""
    if len(name) < SHORTEST_ENDING or not own.endswith(name):
        return False
    return own.removesuffix(name).endswith(DIVISION_ENDINGS) or name.startswith(DIVISION_ENDINGS)


def _longer(own: str, name: str) -> bool:
    """A name with the places above it: 云岭市青禾县教育局 for 青禾县教育局."""
    return PLACED.match(own) is not None and name.endswith(own) and name.removesuffix(own).endswith(DIVISION_ENDINGS)


_WAYS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("name", _same),
    ("alias", _same),
    ("place", _place),
    ("office in short", _office_in_short),
    ("longer name", _longer),
    ("ending", _ending),
)


def _by_site(url: str, bodies: Iterable[Agency]) -> Claim | None:
    """The agency below whose own site or column the page lies, when it shares that place with nobody."""
    below = [(len(place), body) for body in bodies for place in _places(body) if _lies_below(url, place)]
    deepest = max((length for length, _ in below), default=0)
    owners = {body.id: body.kind for length, body in below if length == deepest}
    if len(owners) != 1 or Kind.GOVERNMENT in owners.values():
        return None  # a government's portal carries everybody's reports
    return Claim(tuple(owners), "sub-site")


def _places(body: Agency) -> tuple[str, ...]:
    return (body.portal, body.column) if body.column else (body.portal,)


def _lies_below(url: str, place: str) -> bool:
    folder = urlsplit(place).path.rpartition("/")[0] + "/"
    return portal_host(url) == portal_host(place) and urlsplit(url).path.startswith(folder)
