"""The files a report page hangs out: plain links to documents, by their ending or by what the link says."""

from urllib.parse import parse_qs, unquote, urlsplit

from crawler.labels import plain
from crawler.page import Link, Page

ENDINGS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".rtf", ".zip", ".rar", ".7z")
MOST_FILES = 20


def is_file(url: str) -> bool:
    """Whether an address leads to a document, by its path or by a parameter that names one."""
    parts = urlsplit(url)
    said = [unquote(parts.path), *(value for values in parse_qs(parts.query).values() for value in values)]
    return any(text.lower().endswith(ENDINGS) for text in said)


def attachments(page: Page) -> list[Link]:
    """The documents a page links to, each once, in reading order."""
    found = {link.url: link for link in reversed(page.links) if is_file(link.url) or _named(link)}
    return [link for link in reversed(found.values()) if link.url != page.url][:MOST_FILES]


def file_name(link: Link) -> str | None:
    """What the link itself calls the file."""
    return next((text for text in (link.text, plain(link.title)) if text.lower().endswith(ENDINGS)), None)


def _named(link: Link) -> bool:
    return file_name(link) is not None
