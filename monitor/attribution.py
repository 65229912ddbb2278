"""Attribution: whose report an item is, and of which year, with reasons; what is unclear stays open, never guessed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler.claims import Claim, beside_brackets, claim, in_a_row
from crawler.labels import plain
from crawler.leads import publisher as named_in
from crawler.leads import score
from monitor.item import Item, is_full
from monitor.likeness import is_collection, is_near, names_whole_place, undated
from monitor.tenants import Tenants
from storage.model import Agency
from storage.record import Record
from storage.terms import Kind, Level

YEAR_WARNINGS = ("year-conflict", "year-differs-in-body")
"""Warnings of the reader whose message names the years: the title's first, then those of the reporting period."""

EXACT = ("name", "alias")
WHOLE = ("name", "longer name")
"""How a name must fit for a body that has a portal of its own: an alias, or half a name, may be another county's."""

DIVISION = re.compile("[^省市县区旗州盟]+[省市县区旗州盟]")
COUNTY = re.compile("[^省市州盟]{2,}?[县区旗]")
PLACE_ALONE = re.compile("(?:[^省市县区旗州盟]+[省市县区旗州盟])+")
SHORTEST_NAME = 3
IN_GENERAL = ("办公室", "办公厅")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose and of which year. `certain`: exactly these agencies and this year; else all that it may be.

    No agencies at all: it belongs to nobody of the registry. No years: none is stated anywhere. `also` are bodies
    named besides, of whom it may be the report too.
    """

    agencies: tuple[str, ...]
    years: tuple[int, ...]
    certain: bool
    reasons: tuple[str, ...]
    nameless: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attributor:
    """Reads items against the bodies of their portal; remembers the names it has met.

    `kin` are bodies with a portal of their own whose report may stand here too, on the portal of their government.
    """

    bodies: Sequence[Agency]
    tenants: Tenants
    kin: Sequence[Agency] = ()
    met: dict[str, "Owner"] = field(default_factory=dict)

    def attribute(self, item: Item, records: Sequence[Record]) -> Attribution:
        """Whose report an item is, by its rows and by what was read of it."""
        owner, years = self._owner(item, records), stated_years(item, records)
        if not owner.certain or self._is_host(owner):
            owner = self._of_many(item, records) or owner
        also = {agency for name in _names(item, records) for agency in self._mentioned(name)} - set(owner.agencies)
        if not owner.agencies:
            owner = replace(owner, agencies=tuple(sorted(also)))
        certain = owner.certain and len(years) == 1 and not _says_several(item, records)
        reasons = (*owner.reasons, *_year_reasons(item, records, years))
        return Attribution(owner.agencies, tuple(sorted(years)), certain, reasons, owner.nameless, tuple(sorted(also)))

    def _owner(self, item: Item, records: Sequence[Record]) -> "Owner":
        names = self._without_repeats(sorted(set(_names(item, records))), records)
        if not names:
            return self._unnamed(item, records)
        owners = [self._placed(name, records) for name in names]
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

    def _without_repeats(self, names: Sequence[str], records: Iterable[Record]) -> list[str]:
        """The names without those nobody claims that only put something before the exact name a document gives."""
        own = {name for name in _own_names(records) if self._named(name).exact}
        return [name for name in names if self._named(name).named or not name.endswith(tuple(own))]

    def _named(self, name: str) -> "Owner":
        if name not in self.met:
            self.met[name] = _by_name(name, self.bodies, self.kin)
        return self.met[name]

    def _placed(self, name: str, records: Iterable[Record]) -> "Owner":
        """Whose a name is, unless it leaves its county open and the document was put online by another one."""
        owner = self._named(name)
        if not owner.placeless:
            return owner
        own = [body.name for body in self.bodies if body.id in owner.agencies]
        strange = [one.publisher for one in records if one.publisher and _is_elsewhere(one.publisher, own)]
        if not strange:
            return owner
        return Owner(owner.agencies, False, (f"“{name}”没有写明属于哪里，发布机构是“{strange[0]}”",))

    def _mentioned(self, name: str) -> set[str]:
        """The bodies that a part of a name may mean, besides whoever is named by the whole."""
        found = [self._named(part) for part in beside_brackets(name) if _may_name(part)]
        in_row = [self._named(part) for part in in_a_row(name) if _may_name(part)]
        return set(_union([*found, *(owner for owner in in_row if owner.named)]))

    def _of_many(self, item: Item, records: Sequence[Record]) -> "Owner | None":
        """Whose a collection is: anybody's. A report in full of a whole county, and of no body in it, is its own."""
        titles = [lead.title for lead in item.leads] or [record.title for record in records if record.title]
        whole_place = any(map(names_whole_place, titles)) and not any(
            self._named(name).certain for name in _names(item, records)
        )
        if any(map(is_collection, titles)) or (whole_place and not any(map(is_full, records))):
            everybody = _ids((*self.bodies, *self.kin))
            return Owner(everybody, False, ("标题像是各单位报告的汇总",), nameless=True)
        governments = _ids(body for body in self.bodies if body.kind is Kind.GOVERNMENT) if whole_place else ()
        return Owner(governments, False, ("标题写的是整个地方，没有写明单位",)) if governments else None

    def _unnamed(self, item: Item, records: Sequence[Record]) -> "Owner":
        """Whose it is by publisher, trail and place, asked only when neither title nor text names a body.

        A government or its office is no answer: it puts other bodies' reports online, and the whole portal is its.
        """
        owners = {owner.agencies: owner for owner in self._clues(item, records) if not self._is_host(owner)}
        if len(owners) == 1:
            return next(iter(owners.values()))
        if owners:
            return Owner(_union(owners.values()), False, ("标题没有写明单位，发布机构、栏目路径等线索不一致",))
        return Owner(_ids(self.bodies), False, ("标题和正文都没有写明单位",), nameless=True)

    def _clues(self, item: Item, records: Iterable[Record]) -> Iterator["Owner"]:
        for record in records:
            if record.publisher and (owner := self._named(plain(record.publisher))).named:
                yield replace(owner, reasons=(f"按发布机构“{record.publisher}”归属",))
            if found := claim(None, self.bodies, record.breadcrumb):
                yield Owner(found.agencies, True, (f"按页面位置“{'>'.join(record.breadcrumb)}”归属",))
        columns = self.tenants.columns_of(item)
        for body in self._placed_by(item):
            if not any(self.tenants.has_others(column, body) for column in columns):
                yield Owner((body.id,), True, ("按所在栏目或子站归属",))

    def _placed_by(self, item: Item) -> list[Agency]:
        """The bodies on whose site, or in whose column, an item lies."""
        found = claim(None, self.bodies, (), item.url)
        ids = {*(found.agencies if found else ()), *(lead.agency for lead in item.leads if not lead.publisher)}
        return [body for body in self.bodies if body.id in ids]

    def _is_host(self, owner: "Owner") -> bool:
        kinds = {body.kind for body in self.bodies if body.id in owner.agencies}
        return bool(kinds & {Kind.GOVERNMENT, Kind.OFFICE})


@dataclass(frozen=True, slots=True)
class Owner:
    """The agencies a clue points to.

    `both`: several that report together. `exact`: by the whole name or an alias. `placeless`: by a name without its
    place. `named`: somebody claims it, as against names that are only alike.
    """

    agencies: tuple[str, ...]
    certain: bool
    reasons: tuple[str, ...]
    both: bool = False
    nameless: bool = False
    exact: bool = False
    placeless: bool = False
    named: bool = False


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
    yield from (undated(lead.publisher) for lead in item.leads if lead.publisher)
    yield from _own_names(records)


def _own_names(records: Iterable[Record]) -> Iterator[str]:
    """The names that documents give themselves."""
    for record in records:
        if name := record.agency or (named_in(record.title) if record.title else None):
            yield undated(name)


def _by_name(name: str, bodies: Sequence[Agency], kin: Sequence[Agency]) -> Owner:
    if found := claim(name, bodies):
        return _claimed(name, found, bodies)
    whole = claim(name, kin)
    if whole and whole.matched_by in WHOLE:
        return Owner(whole.agencies, True, (f"写明单位“{name}”，发布在上级网站",), exact=True, named=True)
    everybody = (*bodies, *kin)
    fitting = tuple(sorted(body.id for body in everybody if claim(name, [body])))
    if fitting:
        return Owner(fitting, False, (f"“{name}”符合名录中不止一家单位",))
    near = tuple(sorted(body.id for body in everybody if is_near(name, body.name)))
    return Owner(near, False, (f"“{name}”与名录中的单位名称相近而不相同",) if near else (f"“{name}”不在名录中",))


def _claimed(name: str, found: Claim, bodies: Sequence[Agency]) -> Owner:
    """Whose a name is; one that leaves its place open is only that of a body of the portal's own place."""
    placeless = found.matched_by == "ending"
    sure = not placeless or _is_of_the_place(name, found, bodies)
    why = f"写明单位“{name}”" if sure else f"“{name}”没有写明属于哪里"
    both, exact = len(found.agencies) > 1, found.matched_by in EXACT
    return Owner(found.agencies, sure, (why,), both, exact=exact, placeless=placeless, named=True)


def _is_of_the_place(name: str, found: Claim, bodies: Sequence[Agency]) -> bool:
    """Whether a body known by the end of its name alone lies where most of the portal's highest bodies lie."""
    own = next(plain(body.name) for body in bodies if body.id in found.agencies)
    division = DIVISION.search(own.rpartition(name)[0] or own)
    ranks = list(Level)
    highest = min(ranks.index(body.level) for body in bodies)
    heads = [plain(body.name) for body in bodies if ranks.index(body.level) == highest]
    return division is None or 2 * sum(division.group() in head for head in heads) > len(heads)


def _is_elsewhere(publisher: str, own: Iterable[str]) -> bool:
    """Whether a publisher lies in another county than the bodies of these names."""
    county = COUNTY.search(plain(publisher))
    return county is not None and not any(county.group() in plain(name) for name in own)


def _may_name(part: str) -> bool:
    """Whether a part of a name can name a body: neither a bare place nor 办公室."""
    return len(part) >= SHORTEST_NAME and part not in IN_GENERAL and PLACE_ALONE.fullmatch(part) is None


def _ids(bodies: Iterable[Agency]) -> tuple[str, ...]:
    return tuple(sorted(body.id for body in bodies))


def _union(owners: Iterable[Owner]) -> tuple[str, ...]:
    return tuple(sorted({agency for owner in owners for agency in owner.agencies}))
