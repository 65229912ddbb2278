"""Taking: the reports that columns list are fetched, with the files that hang on them, each once in a pass."""

from dataclasses import dataclass, field

from sqlite_utils import Database

from crawler.attachments import is_file
from crawler.enclosures import enclosures, offer
from crawler.manners import Errand, Guest
from crawler.page import Page
from crawler.remembered import recently_listed
from crawler.wanted import Timetable
from storage import captures
from storage.model import Column, Lead
from storage.terms import Role
from storage.vault import Vault


@dataclass(slots=True)
class Taking:
    """What one pass takes. `asked` are the pages of reports for which it asked anew."""

    run: int
    facts: Database
    vault: Vault
    guest: Guest
    timetable: Timetable
    fetched: set[str] = field(default_factory=set)
    asked: list[Page] = field(default_factory=list)

    def is_due(self, url: str, lead: Lead) -> bool:
        """Whether the page of a report, or a file that hangs on it, is asked for now."""
        vanished = lead.last_run != self.run and recently_listed(lead, self.timetable.now)
        return self.timetable.is_due(url, lead.agency, lead.year, vanished)

    async def report(self, lead: Lead, column: Column, due: bool) -> Page | None:
        """One report: its page, and the files that hang on it. A page that is not due is read from the vault."""
        if lead.url in self.fetched:
            return None
        self.fetched.add(lead.url)
        if is_file(lead.url) and not self.guest.hosts.allow(lead.url):
            offer(self.guest, lead.url, column.url)
        role = Role.ATTACHMENT if is_file(lead.url) else Role.ARTICLE
        page = await self.guest.get(Errand(lead.url, role, column.url)) if due else self._held(lead.url)
        self.asked += [page] if due and page else []
        if page and page.good and page.is_html:
            await self._files(page, lead)
        return page

    def _held(self, url: str) -> Page | None:
        kept = captures.last_capture(self.facts, url)
        if kept is None or kept.sha256 is None:
            return None
        body = self.vault.get(kept.sha256)
        return Page(url, kept.final_url, kept.status, tuple(kept.headers.items()), body, kept)

    async def _files(self, page: Page, lead: Lead) -> None:
        """The files that hang on a report's page, as far as they are due."""

        def wanted(url: str) -> bool:
            due = url not in self.fetched and self.is_due(url, lead)
            self.fetched |= {url} if due else set()
            return due

        await enclosures(self.guest, page, wanted)


def pictures(page: Page) -> set[str]:
    """The pictures on a page, and what else is set into it: what its column does not show may be its content."""
    inserted = page.tree.css("img[src], embed[src], iframe[src], object[data]")
    return {node.attributes.get("src") or node.attributes.get("data") or "" for node in inserted}
