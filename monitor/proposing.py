"""Proposing agencies: rows for the registry from what a portal shows, for a person to review and import.

Those who publish are taken from its annual-report columns, those who never did from its own directories: who is silent
must not fall out of the watch. What is doubtful is entered so that nobody is accused (`likely`, `no`), and says why.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from crawler.bodies import HAN, LONGEST, BodyClass, class_of, is_perhaps_body
from crawler.claims import claim
from crawler.exploring import Explored, ListedReport
from crawler.hosts import registrable
from crawler.labels import plain
from monitor.agencies import cells_of
from monitor.agency_columns import COLUMNS, Cells, in_a_province
from monitor.full_names import GOVERNMENT, Place, abbreviates
from monitor.likeness import is_near
from monitor.proposing_words import entered, ids, said
from storage.model import Agency
from storage.portals import portal_host
from storage.terms import Kind, Level

LISTED, EXPECTED = "listed", "expected, never listed"
NOTES = ("found", "years", "seen_at", "why", "known")
HEADER = (*COLUMNS, *NOTES)
CODE = re.compile(r"\d{6}")


@dataclass(slots=True)
class Body:
    """A body that a portal shows: how it is written there, where, and the report years listed of it."""

    name: str
    sort: BodyClass | None
    foreign: bool = False
    written: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    columns: Counter[str] = field(default_factory=Counter)
    seen_at: str = ""
    why: str = ""

    @property
    def listed(self) -> bool:
        """Whether a column lists a report of it."""
        return bool(self.columns)


@dataclass(frozen=True)
class Proposal:
    """The rows proposed, as they would stand in agencies.csv, with notes for whoever reviews them."""

    rows: list[Cells]


def propose(explored: Explored, registry: Sequence[Agency]) -> Proposal:
    """The agencies of a portal as rows: its government first, each marked `listed` or `expected, never listed`.

    Bodies that the registry has already come as they stand there, marked `known`.
    """
    place = Place((explored.government or "").removesuffix(GOVERNMENT))
    bodies = _merged([*_publishers(explored, place), *_directory(explored, place)])
    if explored.government and explored.government not in bodies:
        own = Body(explored.government, BodyClass.GOVERNMENT, seen_at=explored.url)
        bodies = {own.name: own, **bodies}
    _join_abbreviations(bodies, place.name)
    _note_likenesses(bodies)
    return Proposal(list(_Writer(explored, registry, place, bodies).rows()))


def _publishers(explored: Explored, place: Place) -> Iterator[Body]:
    """Whoever has a report listed, or a row of a name alone."""
    for column in explored.columns:
        for report in column.reports:
            if report.publisher and _is_body(report):
                one = _body(report.publisher, class_of(plain(report.publisher)), place, report.url)
                one.columns[column.url] += 1
                one.years |= {report.year} if report.year else set()
                yield one


def _is_body(report: ListedReport) -> bool:
    name = plain(report.publisher or "")
    if not HAN.fullmatch(name) or len(name) > LONGEST:
        return False  # whatever a portal writes into a title must not become a formula in somebody's spreadsheet
    return is_perhaps_body(name) or class_of(name) is not None or name.endswith(("县", "市", "区", "旗"))


def _directory(explored: Explored, place: Place) -> Iterator[Body]:
    return (_body(unit.name, unit.sort, place, unit.url or unit.on) for unit in explored.units)


def _body(written: str, sort: BodyClass | None, place: Place, seen_at: str) -> Body:
    name = place.full(written)
    if place.name and plain(written) in (
        place.name,
        f"{place.name}政府",
        f"{place.name[-1]}政府",
        f"本{place.name[-1]}",
    ):
        name, sort = place.name + GOVERNMENT, BodyClass.GOVERNMENT
    return Body(name, sort or class_of(name), place.is_elsewhere(written), {plain(written)}, seen_at=seen_at)


def _merged(found: Iterable[Body]) -> dict[str, Body]:
    """The bodies by their full names, each once."""
    bodies: dict[str, Body] = {}
    for one in found:
        known = bodies.setdefault(one.name, one)
        if known is not one:
            _take_over(known, one)
    return bodies


def _take_over(known: Body, other: Body) -> None:
    known.written |= other.written
    known.years |= other.years
    known.columns += other.columns
    known.sort = known.sort or other.sort


def _join_abbreviations(bodies: dict[str, Body], place: str) -> None:
    """Takes a directory's short name (发改局) for the one body whose whole name it shortens (发展和改革局)."""
    for short in [one for one in bodies.values() if not one.listed]:
        own = short.name.removeprefix(place)
        whole = [one for one in bodies.values() if abbreviates(own, one.name.removeprefix(place))]
        alike = [one for one in whole if one.sort is short.sort and one.sort is not BodyClass.TOWNSHIP]
        if len(alike) == 1 and alike[0].name in bodies:
            _take_over(alike[0], short)
            alike[0].why = said("words", "merged").format("、".join(sorted(short.written)))
            del bodies[short.name]


def _note_likenesses(bodies: dict[str, Body]) -> None:
    """Says of a body never listed that it may be one that is listed under a like name."""
    listed = [one for one in bodies.values() if one.listed]
    for silent in (one for one in bodies.values() if not one.listed and one.sort is BodyClass.DEPARTMENT):
        like = [one for one in listed if one.sort is silent.sort and is_near(silent.name, one.name)]
        if like:
            silent.why = said("words", "perhaps_same").format(like[0].name)


@dataclass(frozen=True)
class _Writer:
    """Writes bodies as rows of the registry."""

    explored: Explored
    registry: Sequence[Agency]
    place: Place
    bodies: dict[str, Body]

    def rows(self) -> Iterator[Cells]:
        """All rows, the government first."""
        taken = {agency.id for agency in self.registry}
        order = [kind.value for kind in Kind]
        made = []
        for body in self.bodies.values():
            row = self._known(body) or self._new(body, taken)
            taken.add(row["id"])
            made.append(row)
        parent = next((row["id"] for row in made if row["name"] == self.explored.government), "")
        for row in sorted(made, key=lambda row: (order.index(row["kind"]), row["name"])):
            fresh = not row["known"] and row["id"] != parent
            yield row | ({"parent": parent, "portal": "" if parent else row["portal"]} if fresh else {})

    def _known(self, body: Body) -> Cells | None:
        """The row of a body that the registry has already, as it stands there."""
        here = [one for one in self.registry if portal_host(one.portal) == portal_host(self.explored.url)]
        found = next((one for one in self.registry if plain(one.name) == body.name), None)
        if found is None and (claimed := claim(body.name, here)) and len(claimed.agencies) == 1:
            found = next(one for one in here if one.id == claimed.agencies[0])
        if found is None:
            return None
        known = {one.id: one for one in self.registry}
        return dict.fromkeys(HEADER, "") | cells_of(found, known) | self._notes(body, "", found.id)

    def _new(self, body: Body, taken: set[str]) -> Cells:
        kind, expect, why = self._entered(body)
        level = self._level()
        aliases = sorted(one for one in body.written if one != body.name and not self._is_claimed(one, body))
        return dict.fromkeys(HEADER, "") | {
            "id": self._id(body, kind, taken),
            "name": body.name,
            "level": "township" if kind == "township" else level,
            "kind": kind,
            "expect": expect,
            "division": self._division() if kind != "township" else "",
            "portal": self.explored.url,
            "column": self._column(body),
            "aliases": "|".join(aliases),
            **self._notes(body, why, ""),
        }

    def _entered(self, body: Body) -> tuple[str, str, str]:
        """Kind, expectation and reason: what is not sure to owe a report is not entered as if it did."""
        own_government = body.name == self.explored.government
        if body.sort is BodyClass.GOVERNMENT and not own_government:
            return "government", "no", said("words", "own_portal")
        if body.foreign:
            return "other", "no", said("words", "elsewhere")
        if re.search(said("words", "deputed"), body.name) and body.sort in (None, BodyClass.DEPARTMENT):
            return entered("deputed")
        kind, expect, why = entered(body.sort.value if body.sort else "unknown")
        if body.why and expect == "yes" and not body.listed:
            expect = "likely"
        return kind, expect, why

    def _notes(self, body: Body, why: str, known: str) -> Cells:
        return {
            "found": LISTED if body.listed else EXPECTED,
            "years": "|".join(map(str, sorted(body.years))),
            "seen_at": body.seen_at,
            "why": "；".join(filter(None, (why, body.why))),
            "known": known,
        }

    def _is_claimed(self, written: str, body: Body) -> bool:
        own = Agency("own", body.name, Level.COUNTY, Kind.DEPARTMENT, self.explored.url)
        return claim(written, [own]) is not None

    def _column(self, body: Body) -> str:
        """The column to enter: for the government the one common to most bodies, for others one that is theirs."""
        tenants = Counter(url for one in self.bodies.values() for url in one.columns)
        if body.name == self.explored.government:
            common = [url for url, count in tenants.most_common() if count > 1 or url in body.columns]
            return common[0] if common else ""
        return next((url for url in body.columns if tenants[url] == 1), "") if len(body.columns) == 1 else ""

    def _division(self) -> str:
        code = (self.explored.code or "")[:6]
        return code if CODE.fullmatch(code) and in_a_province(code) else ""

    def _level(self) -> str:
        code = self._division()
        if code.endswith("0000"):
            return "province"
        return "city" if code.endswith("00") else "county"

    def _id(self, body: Body, kind: str, taken: set[str]) -> str:
        """A stable id: the portal's own name and what the body does; a digest of its name where no word tells."""
        stem = _stem(self.explored.url)
        if body.name == self.explored.government:
            made = stem
        else:
            digest = sha256(body.name.encode()).hexdigest()[:6]
            word = next((word for part, word in ids().items() if part in body.name), "") if kind != "township" else ""
            made = f"{stem}-{word}" if word else f"{stem}-{'t' if kind == 'township' else 'x'}{digest}"
        return made if made not in taken else f"{made}-{sha256(body.name.encode()).hexdigest()[:6]}"


def _stem(url: str) -> str:
    """What a portal's host is called: qinghe for www.qinghe.gov.cn."""
    host = urlsplit(url).hostname or ""
    name = registrable(host).partition(".")[0] or portal_host(url)
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "portal"
