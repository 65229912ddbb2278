"""What was told: issues of the house edition, and what was mailed to whom."""

from datetime import datetime

from sqlite_utils import Database

from storage.model import Digest
from storage.rows import from_rows


def last_issue(db: Database) -> Digest | None:
    """The newest closed issue of the house edition."""
    return next(from_rows(db.query("select * from digests order by id desc limit 1"), Digest), None)


def close_issue(db: Database, made: datetime, reached: int) -> None:
    """Closes an issue: the next one tells only of later events."""
    db.table("digests").insert({"made": made.isoformat(), "reached": reached})


def mailed(people: Database, address: str) -> int:
    """The last event an address was told of, counting a mail whose fate is unknown as sent (never twice)."""
    sql = "select max(reached) reached from mailings where address = ? and state in ('pending', 'sent')"
    return next(people.query(sql, [address]))["reached"] or 0


def mailing_state(people: Database, address: str, message_id: str) -> str | None:
    """How one mail to one address fared so far: `pending`, `sent`, `refused`, or None when there was none."""
    sql = "select state from mailings where address = ? and message_id = ?"
    row = next(people.query(sql, [address, message_id]), None)
    return row["state"] if row else None


def begin_mailing(people: Database, address: str, reached: int, message_id: str, at: datetime) -> None:
    """Notes that a mail is about to be handed over, before it is."""
    row = {
        "address": address,
        "reached": reached,
        "message_id": message_id,
        "state": "pending",
        "at": at.isoformat(),
        "note": None,
    }
    people.table("mailings").upsert(row, pk=("address", "message_id"))


def end_mailing(people: Database, address: str, message_id: str, state: str, note: str | None = None) -> None:
    """Notes how a mail fared: `sent`, or `refused` with the server's words."""
    people.table("mailings").update((address, message_id), {"state": state, "note": note})


def pending_mailings(people: Database) -> list[dict[str, str]]:
    """Mails whose fate is unknown because the process died while handing them over."""
    return list(people.query("select * from mailings where state = 'pending' order by at"))
