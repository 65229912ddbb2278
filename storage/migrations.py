"""The schema of gongkai.db and team.db, as migrations that are only ever added to."""

from sqlite_utils import Database, Migrations

FACTS = Migrations("facts")
PEOPLE = Migrations("people")


@FACTS()
def first_light(db: Database) -> None:
    """The nouns of the watch, one table each."""
    db.executescript(
        """
        create table meta (key text primary key, value text not null);
        create table agencies (
            id text primary key, name text not null, level text not null, kind text not null, portal text not null,
            expect text not null, division text, parent text references agencies(id), [column] text,
            aliases text not null, hosts text not null, due text, since integer, until integer,
            succeeds text not null, extra text not null);
        create table runs (
            id integer primary key, command text not null, started text not null, real_started text not null,
            vantage text not null, years text not null, ended text, exit_code integer,
            requests integer not null, documents integer not null, note text);
        create table portals (
            host text primary key, family text, rendering text not null, rendering_reason text);
        create table passes (
            run integer not null references runs(id), portal text not null references portals(host),
            started text not null, outcome text, kind text, reason text, ended text,
            requests integer not null, documents integer not null, primary key (run, portal));
        create table columns (
            id integer primary key, portal text not null references portals(host), url text not null,
            label text not null, found_by text not null, first_seen text not null, last_seen text not null,
            confirmed_by text, unique (portal, url));
        create table looks (
            run integer not null references runs(id), [column] integer not null references columns(id),
            at text not null, complete integer not null, reason text not null,
            pages integer not null, entries integer not null, primary key (run, [column]));
        create table documents (
            id integer primary key, run integer not null references runs(id),
            portal text not null references portals(host), url text not null, final_url text not null,
            role text not null, status integer not null, seen text not null, real_seen text not null,
            via text not null, sha256 text, bytes integer not null, media_type text, content_type text,
            file_name text, headers text not null, parent integer references documents(id), error text);
        create index documents_by_url on documents (url, seen);
        create index documents_by_hash on documents (sha256);
        create table leads (
            id integer primary key, [column] integer not null references columns(id), url text not null,
            title text not null, kind text not null, score real not null, reasons text not null,
            first_seen text not null, last_seen text not null,
            first_run integer not null references runs(id), last_run integer not null references runs(id),
            year integer, publisher text, agency text references agencies(id), matched_by text, shown text,
            unique ([column], url));
        create index leads_by_url on leads (url);
        create table records (
            sha256 text not null, version text not null, body text not null, read_at text not null,
            error_code text, error text, primary key (sha256, version));
        create table publications (
            agency text not null references agencies(id), year integer not null, certain integer not null,
            body text not null, primary key (agency, year, certain));
        create table standings (
            agency text not null references agencies(id), year integer not null, standing text not null,
            body text not null, primary key (agency, year));
        create table findings (
            id text primary key, [check] text not null, agency text not null references agencies(id),
            year integer not null, severity text not null, certainty text not null,
            responsibility text not null, title text not null, message text not null, basis text not null,
            expected text, found text, first_seen text not null, last_seen text not null, state text not null,
            confirmed text, related text not null, cells text not null, evidence text not null);
        create index findings_by_duty on findings (agency, year);
        create table events (
            id integer primary key, at text not null, subject text not null, agency text not null,
            year integer not null, became text not null, cause text not null, was text, finding text,
            baseline integer not null, who text, note text);
        create table digests (id integer primary key, made text not null, reached integer not null);
        create table faults (
            id integer primary key, at text not null, command text not null, [where] text not null,
            message text not null, run integer references runs(id), traceback text);
        """
    )


@FACTS()
def web_archives(db: Database) -> None:
    """Where in the WARC files of the vault each capture's answer stands."""
    db.executescript(
        """
        alter table documents add column warc text;
        alter table documents add column warc_offset integer;
        """
    )


@FACTS()
def traffic_and_certificates(db: Database) -> None:
    """What each run asked of each host, and which captures came over a connection that proves nothing."""
    db.executescript(
        """
        alter table runs add column hosts text not null default '{}';
        alter table documents add column overlooked text;
        """
    )


@FACTS()
def later_passes(db: Database) -> None:
    """What looks and answers repeat, which version read a list, pictures, and what a pass saw of its portal."""
    db.executescript(
        """
        alter table documents add column repeats integer references documents(id);
        alter table documents add column picture text;
        alter table looks add column version integer not null default 1;
        alter table looks add column repeats integer references documents(id);
        alter table portals add column drawn text;
        alter table passes add column reports integer not null default 0;
        alter table passes add column known integer not null default 0;
        alter table passes add column still integer not null default 0;
        alter table passes add column blind text;
        """
    )


@FACTS()
def files_elsewhere(db: Database) -> None:
    """The files of reports that lie on hosts from which nothing may be taken."""
    db.executescript(
        """
        create table offers (
            portal text not null references portals(host), url text not null, page text not null,
            first_seen text not null, last_seen text not null, primary key (portal, url));
        """
    )


@FACTS()
def own_and_moved_columns(db: Database) -> None:
    """Whose own page led to a column, and which column took the place of one."""
    db.executescript("alter table columns add column owner text; alter table columns add column moved text;")


@FACTS()
def captures_by_portal(db: Database) -> None:
    """Captures are found by their portal and run: with thousands of portals every pass looked through all of them."""
    db.executescript(
        """
        create index documents_by_portal on documents (portal, run);
        create index passes_by_portal on passes (portal, run);
        """
    )


@PEOPLE()
def first_decisions(db: Database) -> None:
    """What people decided, and what was mailed to whom."""
    db.executescript(
        """
        create table assignments (
            sha256 text primary key, agency text, year integer, [by] text not null, [when] text not null);
        create table mailings (
            address text not null, reached integer not null, message_id text not null, state text not null,
            at text not null, note text, primary key (address, message_id));
        """
    )


@PEOPLE()
def settled_cells(db: Database) -> None:
    """What people say that single cells print, each for the bytes of one document."""
    db.executescript(
        """
        create table settlements (
            sha256 text not null, cell text not null, number numeric, [by] text not null, [when] text not null,
            why text not null, primary key (sha256, cell));
        """
    )


@PEOPLE()
def portals_looked_at(db: Database) -> None:
    """Who has looked at a portal that seemed empty to us, and found it to be as we saw it."""
    db.executescript(
        """
        create table looked (
            portal text not null, run integer not null, [by] text not null, [when] text not null,
            primary key (portal, run));
        """
    )


@PEOPLE()
def handed_in(db: Database) -> None:
    """Which files people brought, who brought them, and when they say they were saved."""
    db.executescript(
        """
        create table handed_in (
            sha256 text primary key, name text not null, bytes integer not null, [by] text not null,
            [when] text not null, seen text, url text, agency text, year integer);
        """
    )
