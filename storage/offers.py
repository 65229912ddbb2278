"""Offers: the files of reports on hosts from which nothing may be taken, for the operator to allow or not."""

from sqlite_utils import Database

from storage.db import writing
from storage.model import Offer
from storage.portals import portal_host
from storage.rows import as_row, from_rows


def keep_offer(db: Database, offer: Offer) -> bool:
    """Keeps that a page leads to such a file, and answers whether its host is new; when it was first seen stays."""
    sql = """insert into offers (portal, url, page, first_seen, last_seen)
             values (:portal, :url, :page, :first_seen, :last_seen)
             on conflict (portal, url) do update set page = excluded.page, last_seen = excluded.last_seen"""
    with writing(db):
        known = {portal_host(one.url) for one in offers(db) if one.portal == offer.portal}
        db.execute(sql, as_row(offer))
    return portal_host(offer.url) not in known


def offers(db: Database) -> list[Offer]:
    """Every such file, by portal and address."""
    return list(from_rows(db.query("select * from offers order by portal, url"), Offer))
