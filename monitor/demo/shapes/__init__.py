"""Shapes: how the portals of the miniature web are built, one CMS family each; they announce themselves here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from monitor.demo.report import templates
from monitor.demo.web import Answer, Page, Site
from monitor.demo.world import Portal
from storage.folder import import_all

NOT_FOUND = Answer("<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>", 404)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an annual-report column and the page it leads to; `text` writes that page's middle on a day.

    `file` and `data` are the file of a row whose report is an attachment.
    """

    number: int
    title: str
    publisher: str
    shown: date
    appears: date
    text: Callable[[date], str]
    file: str = ""
    data: bytes = b""

    @property
    def index(self) -> str:
        """The 索引号 of the page."""
        return f"{self.publisher[:2]}-{self.shown.year}-{self.number:05}"


Shape = Callable[[Portal, list[Row]], Site]
_shapes: dict[str, Shape] = {}


def shape(name: str) -> Callable[[Shape], Shape]:
    """Declares how portals of a shape are built: from what the annual-report column lists, newest first."""

    def declare(build: Shape) -> Shape:
        _shapes[name] = build
        return build

    return declare


@cache
def shapes() -> dict[str, Shape]:
    """All shapes by name."""
    import_all(__name__)
    return dict(_shapes)


def online(column: list[Row], day: date) -> list[Row]:
    """The rows that are online on a day."""
    return [row for row in column if row.appears <= day]


def page(name: str, portal: Portal, **parts: object) -> Answer:
    """A page from a template."""
    return Answer(templates().get_template(f"{name}.html.j2").render(portal=portal, **parts))


def article(name: str, portal: Portal, row: Row) -> Page:
    """The page of a row, from the day on which it appears."""
    return once_online(row, lambda day: page(name, portal, row=row, text=row.text(day)))


def once_online(row: Row, answer: Callable[[date], Answer]) -> Page:
    """What is answered from the day on which a row appears."""
    return lambda visit: answer(visit.day) if visit.day >= row.appears else NOT_FOUND
