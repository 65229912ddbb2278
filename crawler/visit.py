"""One pass over one portal: from its home pages through its columns to the reports of all its agencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from crawler import VERSION, moves, owners
from crawler.attachments import attachments
from crawler.blindness import Sight, sight
from crawler.column import Part, Reader, Reading, holds_report, lists_reports
from crawler.discovery import EARLIER, FEW_LINKS, HOME, LABEL, ORGAN, PATH, REGISTRY, Found, discover, holds_column
from crawler.enclosures import offer
from crawler.health import Verdict, verdict
from crawler.labels import names_column
from crawler.ledger import Ledger
from crawler.listing import Listing
from crawler.manners import OFF_LIST, Guest
from crawler.moves import Whereabouts, sends_on
from crawler.organs import Organs
from crawler.owners import give_to_owner
from crawler.page import Page
from crawler.picturing import Artist
from crawler.platforms import Platform, family_named, read_list
from crawler.recall import Recall, is_unchanged, recall
from crawler.remembered import listed_before, recently_listed, shrunken, unlisted
from crawler.rendering import Renderer, comes_by_script
from crawler.sameness import same_for_everything
from crawler.taking import Taking, pictures
from crawler.wanted import USUAL_DUE, Timetable, due_days, is_read_whole
from storage import captures, portals
from storage.clock import Clock, shanghai_day
from storage.model import Agency, Column, ColumnLook, Lead
from storage.settings import USUAL, Habits
from storage.terms import LeadKind, Role, Via
from storage.vault import Vault

SHARE_FOR_ORGANS = 3  # one in so many of the requests that are left may go to the pages of single bodies
BROWSER_REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Task:
    """What a pass is asked to do: whose reports of which years, in which run, and which of them are in question."""

    run: int
    host: str
    bodies: tuple[Agency, ...]
    years: frozenset[int]
    questioned: frozenset[tuple[str, int]] = frozenset()
    habits: Habits = USUAL
    dues: Mapping[tuple[str, int], date] = field(default_factory=dict)


@dataclass(slots=True)
class Visit:
    """One pass under way."""

    task: Task
    facts: Database
    vault: Vault
    clock: Clock
    guest: Guest
    renderer: Renderer
    artist: Artist | None = None
    homes: list[Page] = field(default_factory=list)
    opened: list[Page] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    whereabouts: Whereabouts = field(default_factory=Whereabouts)
    taking: Taking = field(init=False)
    ledger: Ledger = field(init=False)
    sight: Sight = field(default_factory=Sight)

    async def go(self) -> Verdict:
        """The whole pass. Columns come first: what they prove must not depend on how many reports they list."""
        held = captures.held(self.facts, self.task.host)
        timetable = Timetable(self.clock.now(), held, self.task.dues, self.task.questioned)
        self.ledger = Ledger(self.task.run, self.task.host, self.task.bodies, self.facts, self.clock)
        self.taking = Taking(self.task.run, self.facts, self.vault, self.guest, timetable)
        self.homes = [await self._home(url) for url in dict.fromkeys(body.portal for body in self.task.bodies)]
        standing = [home for home in self.homes if home.good]
        reader = Reader(
            self.guest, self.renderer, (standing or self.homes)[0], self.task.habits, self._needed_browser()
        )
        family = family_named(self.task.habits.platform)
        known = await self._are_as_before(standing)
        discoveries = [await discover(self.guest, home, family) for home in standing if not known]
        discovered = [found for discovery in discoveries for found in discovery.found]
        for found in [*self._hints(), *self._at_home(known or bool(discovered)), *discovered]:
            await self._column(found, reader)
        for found in self._remembered():
            await self._column(found, reader)
        for home in standing if not known else ():
            await self._own_columns(home, reader, family)
        for column in self._known_columns():
            give_to_owner(self.facts, column, self.task.run)
        seen = [moves.Seen(column, one.rows) for column, one in zip(self.columns, self.readings, strict=True)]
        self.whereabouts.keep_moves(self.facts, self._known_columns(), seen)
        self._keep_absent()
        self._remember(reader)
        for column, reading in zip(self.columns, self.readings, strict=True):
            await self._reports(column, reading, reader)
            await self._unlisted(column, reading)
        await self._picture()
        self.sight = sight(self.facts, self.task.host, self.task.run, self.readings, self.taking.asked)
        hidden = [obstacle for discovery in discoveries for obstacle in discovery.hidden]
        ended = verdict([home.obstacle for home in self.homes], self.readings, hidden)
        return replace(ended, reason=self.whereabouts.told(ended.reason))

    async def _are_as_before(self, homes: Sequence[Page]) -> bool:
        """Whether unchanged home pages lead to columns that are unchanged themselves, none of them due to be read
        whole; then no way is looked for to others.
        """
        columns = [column for column in self._known_columns() if not column.moved]
        if not columns or not all(is_unchanged(self.facts, home, self.task.run) for home in homes):
            return False
        for column in columns:
            recalled = self._recall(column.url)
            if not recalled or not recalled.holds(await self.guest.look(column.url, Role.LIST, self.homes[0].url)):
                return False
        return True

    async def _home(self, url: str) -> Page:
        """A home page; drawn by the browser when it holds hardly a link itself."""
        home = await self.guest.look(url, Role.HOME)
        if home.good and len(home.links) < FEW_LINKS and comes_by_script(home, Listing(())):
            return await self.renderer.render(home, self.guest)
        return home

    def _hints(self) -> list[Found]:
        """The columns that the settings and the registry name; a hint may be outdated."""
        named = (self.task.habits.column, *(body.column for body in self.task.bodies))
        return [Found(url, "", REGISTRY) for url in dict.fromkeys(named) if url]

    def _at_home(self, discovered: bool) -> list[Found]:
        """Home pages that are the column themselves: they list reports, or bear its name while nothing else does."""
        named = [home for home in self.homes if home.good and any(map(names_column, home.headings))]
        return [Found(home.asked, "", HOME) for home in named if not discovered or lists_reports(home)]

    def _remembered(self) -> list[Found]:
        """The columns of earlier passes, in case the home page no longer leads there.

        One that moved is looked at no more while the column that took its place stands.
        """
        stands = {column.url for column in self.columns}
        known = [column for column in self._known_columns() if not (column.moved and column.moved in stands)]
        return [Found(column.url, column.label, EARLIER, column.owner) for column in known]

    def _known_columns(self) -> list[Column]:
        return portals.columns(self.facts, self.task.host)

    def _remember(self, reader: Reader) -> None:
        """Keeps what this pass taught about how the portal is made."""
        known = portals.portal(self.facts, self.task.host)
        if reader.by_script:
            known = portals.rendered(known, reader.by_script, self.clock.now())
        elif any(reading.rows for reading in self.readings):
            known = replace(known, rendering=Via.HTTP, rendering_reason=None, drawn=None)
        portals.remember_portal(
            self.facts, replace(known, family=reader.family.name if reader.family else known.family)
        )

    async def _picture(self) -> None:
        """Has the columns pictured, as the last thing of all: no look depends on it."""
        for reading in self.readings:
            if self.artist:
                await self.artist.picture(reading)

    def _needed_browser(self) -> str | None:
        """Why the portal needed the browser of late; when it has not for long, that is to be shown anew."""
        known = portals.portal(self.facts, self.task.host)
        lately = known.drawn is not None and self.clock.now() - known.drawn < BROWSER_REMEMBERED
        return known.rendering_reason if known.rendering is Via.BROWSER and lately else None

    async def _column(self, found: Found, reader: Reader) -> None:
        """Looks at one column, unless it is none, or was looked at under another address already."""
        at, recalled = self.clock.now(), self._recall(found.url)
        first = await self.guest.look(found.url, Role.LIST, self.homes[0].url, fresh=recalled is None)
        at = min(at, first.document.seen) if first.document else at  # it may have been opened on the way here
        if opened := next((one for one in self.opened if _same_place(first, one)), None):
            self._share(found, opened, at)
            self.whereabouts.gone += [(found, first)] if sends_on(first, opened) else []
            return
        if self._has_moved(found, first, reader.home):
            self.whereabouts.gone.append((found, first))
            self._note_absent(found, first, at)
            return
        self.opened.append(first)
        column = self.ledger.keep_column(found, first, at)
        await self._read_again(column, reader)
        reading = Reading(at, recall=recalled)
        async for seen in reader.read(first, reading):
            self.ledger.keep_leads(column, seen, reading.at)
        self.columns.append(column)
        self.readings.append(reading)
        self._settle(column, reading)

    def _recall(self, url: str) -> Recall | None:
        """What the last whole look at a column has left; None where it is to be read whole now."""
        mine = {column.id for column in self._known_columns() if column.url == url}
        looks = (look for look in portals.column_looks(self.facts, mine) if look.complete and look.repeats is None)
        last = max(looks, key=lambda look: look.run, default=None)
        now = self.clock.now()
        if last is None or last.version != VERSION or is_read_whole(now, last.at, due_days(self.task.bodies, now.year)):
            return None
        return recall(self.guest.keeper, last)

    async def _read_again(self, column: Column, reader: Reader) -> None:
        """Reads the pages of the last whole look once more where an older version of ours had read them.

        What they show only now was there then: it is no news, and came no later than that look.
        """
        looks = (look for look in portals.column_looks(self.facts, {column.id}) if look.complete)
        last = max(looks, key=lambda look: look.run, default=None)
        if last is None or last.version >= VERSION or last.repeats is not None:
            return
        past = self.guest.in_the_past(captures.captures_in(self.facts, last.run, self.task.host))
        first, reading = await past.look(column.url, Role.LIST), Reading(last.at)
        earlier = Reader(past, replace(self.renderer, browser=None), reader.home, self.task.habits)
        known = {lead.url for lead in captures.leads(self.facts, column.id)}
        async for seen in earlier.read(first, reading):
            self.ledger.keep_leads(column, seen, last.at, last.run, known)
        if reading.complete:
            portals.keep_look(self.facts, replace(last, version=VERSION, entries=len(reading.rows)))

    def _settle(self, column: Column, reading: Reading) -> None:
        """Keeps the look, complete only when most of what was listed before is still there."""
        if reading.complete:
            before = listed_before(self.facts, column, self.task.run)
            reading.away = unlisted(before, reading.rows)
            reading.doubt(shrunken(before, reading.away))
        self._keep_look(column, reading)

    def _keep_look(self, column: Column, reading: Reading) -> None:
        entries, pages = len(reading.rows), len(reading.seen)
        reason, repeats = reading.reason, _repeats(reading)
        said = f"{reason}；首页与上次看全时相同" if repeats else reason
        look = ColumnLook(
            self.task.run, column.id, reading.at, reading.complete, said, pages, entries, VERSION, repeats
        )  # fmt: skip
        portals.keep_look(self.facts, look)

    def _has_moved(self, found: Found, first: Page, home: Page) -> bool:
        """Whether an address holds no column (any more), so that looking there proves nothing.

        A known column that is gone stays in view until another one is found; a walled or silent one always does.
        """
        if found.found_by == EARLIER and not any(reading.rows for reading in self.readings):
            return False
        return not holds_column(found, first, home)

    async def _own_columns(self, home: Page, reader: Reader, family: Platform | None) -> None:
        """The columns of single bodies, by way of the directory, for those whose reports no column lists.

        Those whose newest one is overdue are looked for too: before it is called missing, a pass that reads their
        column whole has seen their own pages.
        """
        bodies = [body for body in self.task.bodies if body.portal == home.asked]
        newest, run = max(self.task.years, default=0), self.task.run
        never = owners.unlisted(self.facts, self.columns, bodies, run, newest - owners.LATE)
        usual, today = date(newest + 1, *USUAL_DUE[0]), shanghai_day(self.clock.now())
        overdue = [body for body in bodies if today > self.task.dues.get((body.id, newest), usual)]
        wanted = never | owners.unlisted(self.facts, self.columns, overdue, run, newest)
        common = [one for column, one in zip(self.columns, self.readings, strict=True) if not column.owner]
        if not wanted or any(reading.obstacle and reading.obstacle.hides for reading in common):
            return
        known = {url for page in (*self.homes, *self.opened) for url in (page.url, page.asked)}
        most = self.guest.requests + (self.guest.settings.budget - self.guest.requests) // SHARE_FOR_ORGANS
        organs = Organs(self.guest, home, self.task.bodies, known, family, wanted - never, most, run)
        own = await organs.search(wanted)
        for found in own.found:
            await self._column(found, reader)
        self.whereabouts.absent += [(found, page, self.clock.now()) for found, page in own.unseen]
        self.whereabouts.notes += [f"单位目录没有看全：{one.reason}" for one in own.hidden[:1]]

    def _share(self, found: Found, opened: Page, at: datetime) -> None:
        """Keeps that another body's page leads to a column too, which is then nobody's own."""
        for column in self.columns if found.owner else ():
            if column.url == opened.asked and column.owner != found.owner:
                self.ledger.keep_column(replace(found, url=column.url, owner=None), opened, at)

    def _note_absent(self, found: Found, first: Page, at: datetime) -> None:
        """Notes that the portal sends its readers to a column which is not there: the reports may be behind it."""
        if found.found_by in (LABEL, PATH, ORGAN) and found.url not in {home.asked for home in self.homes}:
            self.opened.append(first)
            self.whereabouts.absent.append((found, first, at))

    def _keep_absent(self) -> None:
        """Keeps the columns that are linked and not there as not seen, but for links that are dead ends for good."""
        for found, first, at in self.whereabouts.absent:
            column, why = self.ledger.keep_column(found, first, at), self.whereabouts.missed(found, first)
            if first.obstacle and first.obstacle.kind == OFF_LIST and first.url == first.asked:
                offer(self.guest, first.url, self.homes[0].url)  # linked there; a redirect is an incident instead
            if any(one.complete for one in self.readings) and moves.is_dead_end(self.facts, column, at):
                continue
            portals.keep_look(self.facts, ColumnLook(self.task.run, column.id, at, False, why, 1, 0, VERSION))

    async def _reports(self, column: Column, reading: Reading, reader: Reader) -> None:
        """Fetches what a column lists for the years wanted."""
        known = captures.leads(self.facts, column.id)
        listed = [lead for lead in known if lead.last_run == self.task.run and self._is_wanted(lead)]
        lists = []
        for lead in sorted(listed, key=lambda lead: (-(lead.year or 0), lead.id)):
            page = await self.taking.report(lead, column, self.taking.is_due(lead.url, lead))
            if page and self._is_list(lead, page) and not pictures(page) - pictures(reading.seen[0].page):
                lists.append(lead)
        for lead in lists:
            await self._read_list(lead, column, reading, reader)
        if lists:
            self._settle(column, reading)
            await self._reports(column, reading, reader)

    def _is_list(self, lead: Lead, page: Page) -> bool:
        """Whether a row that names no body, or nothing else, leads not to a report but to a list of them."""
        if (lead.kind is LeadKind.REPORT and lead.publisher) or not page.good or not page.is_html:
            return False
        if holds_report(page) or attachments(page):
            return False
        listing = read_list(page)
        rows = [row for row in (*listing.rows, *listing.beside) if row.url != page.url]
        found = [scored for row in rows if (scored := self.ledger.scored(row)) and scored.worth_a_visit]
        return len({scored.publisher for scored in found}) > 1 or (lead.kind is LeadKind.UNCLEAR and bool(found))

    async def _read_list(self, lead: Lead, column: Column, reading: Reading, reader: Reader) -> None:
        """Reads what turned out to be a list as one more part of its column."""
        reasons = (*lead.reasons, "打开的是列表，不是报告")
        captures.keep_leads(self.facts, [replace(lead, kind=LeadKind.LOOKALIKE, reasons=reasons)])
        async for seen in reader.read_on(Part(lead.url, lead.title), column.url, reading):
            self.ledger.keep_leads(column, seen, reading.at)

    def _is_wanted(self, lead: Lead) -> bool:
        """Whether a listed link is, or without stating its year may be, one of the reports asked for."""
        return lead.kind is not LeadKind.LOOKALIKE and (lead.year is None or lead.year in self.task.years)

    async def _unlisted(self, column: Column, reading: Reading) -> None:
        """Asks for the reports that a column no longer lists; where one still stands, the list may be cut short."""
        if not (reading.complete or reading.away):
            return
        doubtful = {lead.id for lead in reading.away if self._is_wanted(lead)}
        for lead in captures.leads(self.facts, column.id):
            taken = self.taking.timetable.held.get(lead.url)
            if lead.last_run == self.task.run or taken is None:
                continue
            asked = lead.id in doubtful or taken.run <= lead.last_run or self.taking.is_due(lead.url, lead)
            page = await self.taking.report(lead, column, due=True) if asked else None
            if page and page.good and lead.id in doubtful and recently_listed(lead, self.clock.now()):
                reading.doubt(f"不再列出《{lead.title}》，而它的网页仍在")
        reading.doubt(same_for_everything(self.facts, self.task.host, self.task.run, reading))
        self._keep_look(column, reading)


def _repeats(reading: Reading) -> int | None:
    """The first capture that a look took to be still as it was; None when every page was read anew."""
    captured = (one.page.document for one in reading.seen if one.page.document)
    again = (one.repeats or one.id for one in captured if reading.recall and reading.recall.is_from_then(one))
    return next(again, None)


def _same_place(one: Page, other: Page) -> bool:
    """Whether two addresses lead to one column."""
    return one.asked == other.asked or one.url == other.url or (one.good and one.body == other.body)
