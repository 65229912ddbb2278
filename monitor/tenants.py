"""Tenants: whose reports each column lists, by the names that its rows give."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.labels import plain
from monitor.facts import Facts
from monitor.item import Item
from monitor.likeness import is_near
from storage.model import Agency, Column, Lead
from storage.terms import LeadKind


@dataclass(frozen=True)
class Tenants:
    """The bodies named by the rows of each column: ids where the registry knows them, else the names."""

    columns: Mapping[int, Column]
    named: Mapping[int, frozenset[str]]

    def has_others(self, column: int, agency: Agency) -> bool:
        """Whether a column lists the reports of bodies besides an agency, by whatever name."""
        names = self.named.get(column, frozenset())
        return any(name != agency.id and not is_near(name, agency.name) for name in names)

    def body_of(self, lead: Lead, registry: Mapping[str, Agency]) -> str | None:
        """Whose a row is: by its name, or by its place where the column has but one tenant; else None."""
        if lead.publisher:
            return lead.agency or plain(lead.publisher)
        agency = registry.get(lead.agency or "")
        return agency.id if agency and not self.has_others(lead.column, agency) else None

    def columns_of(self, item: Item) -> set[int]:
        """The columns that list an item; if none does, those in whose folder it lies."""
        listed = {lead.column for lead in item.leads}
        return listed or {one.id for one in self.columns.values() if item.url.startswith(folder(one.url))}


def tenants(facts: Facts) -> Tenants:
    """Whom the columns list, as far as their rows give names."""
    named: dict[int, set[str]] = defaultdict(set)
    for lead in facts.leads:
        if lead.kind is LeadKind.REPORT and lead.publisher:
            named[lead.column].add(lead.agency or plain(lead.publisher))
    columns = {column.id: column for column in facts.columns}
    return Tenants(columns, {column: frozenset(names) for column, names in named.items()})


def folder(url: str) -> str:
    """Where the pages of a column lie; a page opened on the way to it lies elsewhere and proves nothing."""
    return url.partition("?")[0].rpartition("/")[0] + "/"
