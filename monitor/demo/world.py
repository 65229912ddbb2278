"""The world of the demo, read from world.toml: portals, bodies, and what each publishes on which day."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files

import cattrs

from monitor.demo.report import Few, Number, Report, balanced

REGISTRY = ("id", "name", "level", "kind", "parent", "portal", "aliases")


@dataclass(frozen=True, slots=True)
class Look:
    """A moment at which the demo looks at its portals, and what it tells the reader then."""

    at: datetime
    tells: str


@dataclass(frozen=True, slots=True)
class Portal:
    """A simulated portal; `shape` is how it is built, `like` says so to a reader, `code` is its 网站标识码."""

    id: str
    shape: str
    like: str
    name: str
    code: str

    @property
    def place(self) -> str:
        """The county or district it speaks for."""
        return self.name.removesuffix("人民政府")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that must publish; one without `portal` has its parent's. `work` is what its report speaks of."""

    id: str
    name: str
    level: str
    kind: str
    portal: str = ""
    parent: str = ""
    aliases: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A report as a body publishes it: `shown` is the date the page displays, `appears` when it really goes online.

    `few` are the figures it rests on, `wrong` those its tables print otherwise until the day it is `corrected`,
    `told` those its sentences give otherwise. `file` names the PDF it consists of. A publisher outside the
    registry stands in `publisher` and `portal` instead of `body`.
    """

    year: int
    shown: date
    few: Few
    body: str = ""
    publisher: str = ""
    portal: str = ""
    title: str = ""
    appears: date | None = None
    file: str = ""
    wrong: Mapping[str, Number] = field(default_factory=dict)
    told: Mapping[str, Number] = field(default_factory=dict)
    corrected: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A page of the column that is no report."""

    portal: str
    title: str
    publisher: str
    shown: date
    text: str


@dataclass(frozen=True, slots=True)
class World:
    """All of world.toml."""

    welcome: str
    farewell: str
    look: tuple[Look, ...]
    portal: tuple[Portal, ...]
    body: tuple[Body, ...]
    report: tuple[Published, ...]
    notice: tuple[Notice, ...]

    def portal_of(self, published: Published) -> str:
        """The portal a report appears on."""
        body = self.body_of(published)
        return (body.portal or body.parent) if body else published.portal

    def body_of(self, published: Published) -> Body | None:
        """The body that publishes, when the registry knows it."""
        return next((body for body in self.body if body.id == published.body), None)

    def written(self, published: Published, day: date) -> Report:
        """The report as it reads on a day: with its mistakes, or corrected."""
        body = self.body_of(published)
        mended = published.corrected is not None and day >= published.corrected
        return Report(
            agency=body.name if body else published.publisher,
            year=published.year,
            figures={**balanced(published.few), **({} if mended else published.wrong)},
            title=published.title,
            told=published.told,
            work=body.work if body else "为农服务",
            voice=self.body.index(body) if body else 0,
            appraised=bool(body and body.kind == "government"),
        )

    def registry(self, homes: Mapping[str, str]) -> str:
        """The agencies.csv of this world, with the address of each portal."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(REGISTRY)
        for body in self.body:
            home = homes.get(body.portal, "")
            rows.writerow([home if column == "portal" else getattr(body, column) for column in REGISTRY])
        return text.getvalue()


@cache
def world() -> World:
    """The world as world.toml tells it."""
    text = files(__package__).joinpath("world.toml").read_text("utf-8")
    structure = cattrs.Converter(forbid_extra_keys=True)
    as_toml_gives_it = (date, datetime, Few, Mapping[str, Number])
    structure.register_structure_hook_func(lambda kind: kind in as_toml_gives_it, lambda value, _: value)
    return structure.structure(tomllib.loads(text), World)
