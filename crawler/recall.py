"""Recalling: what an earlier look read of a column, so that a list that has not changed costs its first page."""

from dataclasses import dataclass

from sqlite_utils import Database

from crawler.keeping import Keeper
from crawler.page import Page
from storage import captures
from storage.model import ColumnLook, Document
from storage.terms import Role


@dataclass(frozen=True, slots=True)
class Recall:
    """The pages of one earlier look that was complete and read every page anew, by address."""

    keeper: Keeper
    look: ColumnLook
    pages: dict[str, Document]

    def holds(self, page: Page) -> bool:
        """Whether a page is the same as it was then."""
        now = page.document
        then = self.pages.get(now.url) if now else None
        return now is not None and then is not None and now.sha256 == then.sha256

    def page(self, url: str) -> Page | None:
        """A page as it was then; None when it was not kept, or is not there any more."""
        kept = self.pages.get(url)
        if kept is None or not self.keeper.vault.path(kept.sha256 or "").exists():
            return None
        return self.keeper.page(kept)

    def is_from_then(self, document: Document) -> bool:
        """Whether a capture is of that look, or was only said to be still as it was."""
        return document.repeats is not None or document.run == self.look.run


def recall(keeper: Keeper, look: ColumnLook) -> Recall:
    """What one look at a column of the keeper's portal has left."""
    kept = captures.captures_in(keeper.facts, look.run, keeper.portal)
    return Recall(keeper, look, {one.url: one for one in kept if one.role in (Role.LIST, Role.HOME)})


def is_unchanged(facts: Database, page: Page, run: int) -> bool:
    """Whether a page is the same as when an earlier run saw it last."""
    now = page.document
    before = captures.last_before(facts, now.url, run) if now else None
    return now is not None and before is not None and now.sha256 == before.sha256
