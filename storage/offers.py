"""Offers: the files of reports on hosts from which nothing may be taken, for the operator to allow or not."""

from sqlite_utils import Database

from storage.db import writing
from storage.model import Offer
from storage.rows import as_row, from_rows


def keep_offer(db: Database, offer: Offer) -> None:
    """Keeps that a page leads to such a file; when that was first seen never changes."""
    sql = """insert into offers (portal, url, page, first_seen, last_seen)
             values (:portal, :url, :page, :first_seen, :last_seen)
             on conflict (portal, url) do update set page = excluded.page, last_seen = excluded.last_seen"""
    with writing(db):
        db.execute(sql, as_row(offer))


def offers(db: Database) -> list[Offer]:
    """Every such file, by portal and address."""
    return list(from_rows(db.query("select * from offers order by portal, url"), Offer))
