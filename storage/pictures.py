"""Pictures that were taken with a page: scanned pages of a report may be shown as such."""

from sqlite_utils import Database

from storage.model import Document
from storage.rows import from_rows


def shown_on(db: Database, sha256: str) -> list[Document]:
    """The newest capture of every picture that was taken with a page of these bytes, in the order of the page."""
    sql = """select p.*, max(p.id) from documents p join documents page on page.id = p.parent
             where page.sha256 = ? and p.sha256 is not null and p.status between 200 and 299
             and p.media_type like 'image/%' and page.media_type = 'text/html' group by p.url order by min(p.id)"""
    return list(from_rows(db.query(sql, [sha256]), Document))


def page_around(db: Database, sha256: str) -> Document | None:
    """The newest capture of a page that these bytes of a picture were taken with."""
    sql = """select page.* from documents p join documents page on page.id = p.parent
             where p.sha256 = ? and p.media_type like 'image/%' and page.media_type = 'text/html'
             and page.sha256 is not null order by p.id desc limit 1"""
    return next(from_rows(db.query(sql, [sha256]), Document), None)
