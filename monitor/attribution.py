"""Attribution: whose report an item is, and of which year, with reasons; what is unclear stays open, never guessed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from tomllib import loads

from crawler.claims import claim
from crawler.labels import plain
from crawler.leads import publisher as named_in
from crawler.leads import score
from monitor.item import Item
from storage.model import Agency
from storage.record import Record
from storage.terms import Kind

YEAR_WARNINGS = ("year-conflict", "year-differs-in-body")
"""Warnings of the reader whose message names the years: the title's first, then those of the reporting period."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose and of which year. `certain`: exactly these agencies and this year; else all that it may be.

    No agencies at all: it belongs to nobody of the registry. No years: none is stated anywhere.
    """

    agencies: tuple[str, ...]
    years: tuple[int, ...]
    certain: bool
    reasons: tuple[str, ...]
    nameless: bool = False


@dataclass(frozen=True)
class Attributor:
    """Reads items against the bodies of their portal; remembers the names it has met."""

    bodies: Sequence[Agency]
    met: dict[str, "Owner"] = field(default_factory=dict)

    def attribute(self, item: Item, records: Sequence[Record]) -> Attribution:
        """Whose report an item is, by its rows and by what was read of it."""
        owner, years = self._owner(item, records), stated_years(item, records)
        certain = owner.certain and len(years) == 1 and not _says_several(item, records)
        reasons = (*owner.reasons, *_year_reasons(item, records, years))
        return Attribution(owner.agencies, tuple(sorted(years)), certain, reasons, owner.nameless)

    def _owner(self, item: Item, records: Sequence[Record]) -> "Owner":
        names = sorted(set(_names(item, records)))
        if not names:
            return self._unnamed(item, records)
        owners = [self._named(name) for name in names]
        known = [owner for owner in owners if owner.agencies]
        if len(owners) == 1 or not known:
            return owners[0]
        widest = max(known, key=lambda owner: len(owner.agencies))
        agreed = len(known) == len(owners) and all(
            owner.certain and set(owner.agencies) <= set(widest.agencies) for owner in known
        )
        if agreed and (widest.both or len(widest.agencies) == 1):
            return widest
        said = "、".join(f"“{name}”" for name in names)
        return Owner(_union(known), False, (f"所写单位 {said} 不能确定为登记名录中的同一家单位",))

    def _named(self, name: str) -> "Owner":
        if name not in self.met:
            self.met[name] = _by_name(name, self.bodies)
        return self.met[name]

    def _unnamed(self, item: Item, records: Sequence[Record]) -> "Owner":
        """Whose it is by publisher, trail and place, asked only when neither title nor text names a body.

        A government or its office is no answer: it puts other bodies' reports online, and the whole portal is its.
        """
        owners = {owner.agencies: owner for owner in _clues(item, records, self.bodies) if not self._is_host(owner)}
        if len(owners) == 1:
            return next(iter(owners.values()))
        if owners:
            return Owner(_union(owners.values()), False, ("标题没有写明单位，发布机构、栏目路径等线索不一致",))
        everybody = tuple(sorted(body.id for body in self.bodies))
        return Owner(everybody, False, ("标题和正文都没有写明单位",), nameless=True)

    def _is_host(self, owner: "Owner") -> bool:
        kinds = {body.kind for body in self.bodies if body.id in owner.agencies}
        return bool(kinds & {Kind.GOVERNMENT, Kind.OFFICE})


@dataclass(frozen=True, slots=True)
class Owner:
    """The agencies a clue points to. `both`: a government and its office, named together."""

    agencies: tuple[str, ...]
    certain: bool
    reasons: tuple[str, ...]
    both: bool = False
    nameless: bool = False


def stated_years(item: Item, records: Iterable[Record]) -> set[int]:
    """The report years that the titles of an item, or what was read of it, state."""
    found = {lead.year for lead in item.leads} | {record.year for record in records}
    found |= {year for record in records for year in contradicting_years(record)}
    found |= {scored.year for title in _titles(item, records) if (scored := score(title))}
    return {year for year in found if year is not None}


def contradicting_years(record: Record) -> frozenset[int]:
    """The years a document names for itself where they differ, as its reader warned; empty where they agree."""
    named: set[int] = set()
    for warning in record.warnings:
        if warning.code in YEAR_WARNINGS:
            years = [int(year) for year in re.findall(r"20\d\d", warning.message)]
            agrees = warning.code == "year-differs-in-body" and record.year in years[1:]
            named |= set() if agrees else set(years)
    return frozenset(named)


def _says_several(item: Item, records: Sequence[Record]) -> bool:
    """Whether one title alone states different years."""
    scored = (score(title) for title in _titles(item, records))
    return any(len(one.years) > 1 for one in scored if one)


def _year_reasons(item: Item, records: Sequence[Record], years: set[int]) -> Iterator[str]:
    if not years:
        yield "标题和正文都没有写明报告年度"
    elif len(years) > 1:
        yield f"所写年度不一致：{'、'.join(map(str, sorted(years)))}"
    elif _says_several(item, records):
        yield "标题写了不止一个年度"
    else:
        yield f"写明 {min(years)} 年度"


def _titles(item: Item, records: Iterable[Record]) -> list[str]:
    titles = [lead.title for lead in item.leads] + [record.title for record in records if record.title]
    return titles or [capture.file_name for capture in item.files if capture.file_name]


def _names(item: Item, records: Iterable[Record]) -> Iterator[str]:
    for lead in item.leads:
        if lead.publisher:
            yield plain(lead.publisher)
    for record in records:
        if name := record.agency or (named_in(record.title) if record.title else None):
            yield plain(name)


def _clues(item: Item, records: Iterable[Record], bodies: Sequence[Agency]) -> Iterator[Owner]:
    ids = {body.id for body in bodies}
    for record in records:
        if record.publisher and (found := claim(record.publisher, bodies)):
            yield Owner(found.agencies, True, (f"按发布机构“{record.publisher}”归属",))
        if found := claim(None, bodies, record.breadcrumb):
            yield Owner(found.agencies, True, (f"按页面位置“{'>'.join(record.breadcrumb)}”归属",))
    for lead in item.leads:
        if lead.agency in ids and lead.publisher is None:
            yield Owner((lead.agency,), True, (f"按栏目位置归属（{lead.matched_by}）",))
    if found := claim(None, bodies, (), item.url):
        yield Owner(found.agencies, True, ("按所在子站归属",))


def _by_name(name: str, bodies: Sequence[Agency]) -> Owner:
    found = claim(name, bodies)
    if found:
        both = len(found.agencies) > 1
        return Owner(found.agencies, True, (f"写明单位“{name}”",), both)
    fitting = tuple(sorted(body.id for body in bodies if claim(name, [body])))
    if fitting:
        return Owner(fitting, False, (f"“{name}”符合名录中不止一家单位",))
    near = tuple(sorted(body.id for body in bodies if is_near(name, body.name)))
    return Owner(near, False, (f"“{name}”与名录中的单位名称相近而不相同",) if near else (f"“{name}”不在名录中",))


def _union(owners: Iterable[Owner]) -> tuple[str, ...]:
    return tuple(sorted({agency for owner in owners for agency in owner.agencies}))


def is_near(name: str, own: str) -> bool:
    """Whether a name that nobody claims may be another form of a body's own: 教育体育局 beside 教育局.

    Bodies are renamed and merged; before one of them is called silent, a report under a like name must be settled.
    """
    if _short(name).endswith(_short(own)) or _short(own).endswith(_short(name)):
        return True
    (place, core), (own_place, own_core) = _taken_apart(plain(name)), _taken_apart(plain(own))
    if not (place.endswith(own_place) or own_place.endswith(place)):
        return False
    if len(core) < 2 or len(own_core) < 2:
        return False
    short, long = sorted((core, own_core), key=len)
    township = re.search("[镇乡]|街道", name) is not None
    like = len(short) == 2 and short[0] == long[0] and not township
    return like or _in_order(short, long) or any(short[n : n + 2] in long for n in range(len(short) - 1))


def _short(name: str) -> str:
    return re.sub("办公[室厅]$", "办", plain(name).replace("人民政府", "政府"))


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


def _taken_apart(name: str) -> tuple[str, str]:
    """A name as its place and its core: what is left without place and without the words all bodies share."""
    places, shared = _name_parts()
    place = places.match(name)
    rest = name[place.end() :] if place else name
    return (place.group() if place else ""), shared.sub("", shared.sub("", rest))


@cache
def _name_parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = loads(files("monitor").joinpath("names.toml").read_text("utf-8"))
    return re.compile(table["place"]), re.compile("|".join(table["shared"]))
