"""The parts of an OFD: its documents, their pages in order with the templates under them, and what they share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract import limits
from extract.container import Container, beside, local
from extract.ofd.numbers import numbers
from extract.unreadable import Unreadable

Element = etree._Element

A4 = (0.0, 0.0, 210.0, 297.0)  # mm


@dataclass(frozen=True, slots=True)
class Shared:
    """What the pages of a document share: drawings, and pictures as parts of the file, by their numbers."""

    drawings: dict[str, Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its box (x, y, width, height in mm), and the layers to be drawn, the lowest first."""

    box: tuple[float, float, float, float]
    layers: tuple[Element, ...]
    shared: Shared


class Package:
    """An opened OFD."""

    def __init__(self, data: bytes) -> None:
        """Opens it. Raises Unreadable: damaged, encrypted, too-large."""
        self.container = Container(data)
        self._sealed = any("encrypt" in name for name in self.container.names)

    def leaves(self) -> Iterator[Leaf]:
        """All pages of all documents in it. Raises Unreadable as reading a part does, and too-long."""
        number = 0
        for place in self._roots():
            document = self._xml(place)
            area = _box(document.find("{*}CommonData/{*}PageArea"))
            shared = self._shared(place, document.findall("{*}CommonData/*"))
            templates = {one.get("ID"): one for one in document.iterfind("{*}CommonData/{*}TemplatePage")}
            for page in document.iterfind("{*}Pages/{*}Page"):
                number += 1
                if number > limits.PAGES:
                    raise Unreadable("too-long", f"the OFD has more than {limits.PAGES} pages")
                yield self._leaf(self._part(place, page.get("BaseLoc")), place, area or A4, shared, templates)

    def _roots(self) -> Iterator[str]:
        for body in self._xml("OFD.xml").iterfind("{*}DocBody"):
            yield self._part("OFD.xml", body.findtext("{*}DocRoot"))

    def _leaf(
        self, place: str, document: str, area: tuple[float, ...], shared: Shared, templates: dict[str | None, Element]
    ) -> Leaf:
        page = self._xml(place)
        own = self._shared(place, page.findall("{*}PageRes"))
        both = Shared(shared.drawings | own.drawings, shared.pictures | own.pictures)
        below: list[Element] = []
        above: list[Element] = []
        for use in page.iterfind("{*}Template"):
            template = templates.get(use.get("TemplateID"))
            if template is not None:
                layers = _layers(self._xml(self._part(document, template.get("BaseLoc"))))
                (above if use.get("ZOrder") == "Foreground" else below).extend(layers)
        x, y, width, height = _box(page.find("{*}Area")) or area
        return Leaf((x, y, width, height), (*below, *_layers(page), *above), both)

    def _shared(self, place: str, listed: list[Element]) -> Shared:
        """The drawings and pictures that some lists of resources name."""
        shared = Shared()
        for one in listed:
            if local(one) not in ("PublicRes", "DocumentRes", "PageRes"):
                continue
            part = self._part(place, one.text)
            if part not in self.container:
                continue
            resources = self._xml(part)
            folder = beside(part, (resources.get("BaseLoc") or ".") + "/.")
            for drawing in resources.iter("{*}CompositeGraphicUnit"):
                shared.drawings[drawing.get("ID") or ""] = drawing
            for media in resources.iter("{*}MultiMedia"):
                file = (media.findtext("{*}MediaFile") or "").strip()
                shared.pictures[media.get("ID") or ""] = self._part(f"{folder}/.", file)
        return shared

    def _part(self, place: str, target: str | None) -> str:
        """The part that is named in another one: beside it, or, as some producers write it, from the root."""
        name = (target or "").strip()
        found = name if name.startswith("/") else beside(place, name)
        return found if found in self.container or name not in self.container else name

    def _xml(self, place: str) -> Element:
        try:
            return self.container.xml(place)
        except Unreadable as why:
            if self._sealed and why.code == "damaged":
                raise Unreadable("encrypted", "the OFD is encrypted") from None
            raise


def _layers(page: Element) -> list[Element]:
    return page.findall("{*}Content/{*}Layer")


def _box(area: Element | None) -> tuple[float, float, float, float] | None:
    """The paper of a page."""
    text = area.findtext("{*}PhysicalBox") if area is not None else None
    if not text:
        return None
    x, y, width, height = numbers(text, 4)
    return x, y, width, height
