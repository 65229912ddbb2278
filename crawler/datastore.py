"""The data store of 大汉 and its cousins: records of markup within XML, and how many there are."""

import re

from crawler.listing import Row, rows
from crawler.page import Page

RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
TOTAL = re.compile(r"<totalrecord>\s*(\d{1,9})|totalrecord[\"']?\s*[:=]\s*[\"']?(\d{1,9})", re.IGNORECASE)


def records(page: Page, store: str) -> tuple[Row, ...]:
    """The rows of the records in a store that came with a page."""
    inside = "".join(f"<div>{record}</div>" for record in RECORD.findall(store))
    return rows(page.fragment(inside)) if inside else ()


def declared(store: str) -> int | None:
    """How many records there are in all, as the store or the script beside it says; None when neither does."""
    return next((int(one or other) for one, other in TOTAL.findall(store)), None)
