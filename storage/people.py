"""team.db: what people decided. Never served, exported or bundled without a login."""

from sqlite_utils import Database

from storage.model import Assignment, HandedIn, LookedAt
from storage.rows import as_row, from_rows


def assignments(people: Database) -> dict[str, Assignment]:
    """Every decision whose report a document is, by its sha256."""
    return {decided.sha256: decided for decided in from_rows(people.query("select * from assignments"), Assignment)}


def assign(people: Database, decided: Assignment) -> None:
    """Keeps a decision; a later one on the same document takes its place."""
    people.table("assignments").upsert(as_row(decided), pk="sha256")


def take_in(people: Database, brought: HandedIn) -> None:
    """Keeps who brought a file; the first word on the same bytes stays."""
    people.table("handed_in").insert(as_row(brought), pk="sha256", ignore=True)


def handed_in(people: Database) -> list[HandedIn]:
    """Every file that somebody brought, oldest first."""
    return list(from_rows(people.query("select * from handed_in order by [when], sha256"), HandedIn))


def look(people: Database, said: LookedAt) -> None:
    """Keeps who has looked at a portal that was in doubt."""
    people.table("looked").upsert(as_row(said), pk=("portal", "run"))
