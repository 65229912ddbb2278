"""Pages that are not the page: challenges, firewalls, captchas, soft 404s, empty answers. Seen, named, reported."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler.keeping import FILE_ENDINGS, media_type
from crawler.page import SHOWN, Obstacle, Page
from storage.terms import Outcome

FEWEST_LINKS = 6
LITTLE_DATA = 1000  # bytes of an answer that is no page
BLANK_TEXT = 30
METADATA = frozenset({"articletitle", "pubdate", "contentsource"})
OFFICE_HTML = b"urn:schemas-microsoft-com:office"
HOME_SHARE = 0.8


def obstacle(page: Page) -> Obstacle | None:
    """What an answer is instead of the page that was asked for; None when it may well be the page."""
    for sign in _signs()["sign"]:
        if _fits(sign, page):
            return Obstacle(Outcome(sign["outcome"]), sign["kind"], f"{sign['says']}（状态码 {page.status}）")
    if not 200 <= page.status < 300:
        return Obstacle(Outcome.BROKEN, "odd-answer", f"网站以状态码 {page.status} 作答")
    if not page.body.strip():
        return Obstacle(Outcome.BROKEN, "empty-answer", "网站给出的是空白网页")
    return None


def _fits(sign: Mapping[str, Any], page: Page) -> bool:
    if page.status not in sign["status"]:
        return False
    if "header" in sign and not _is_told(sign, page.header(sign["header"])):
        return False
    if sign.get("blank") and not _is_blank(page):
        return False
    if sign.get("bare") and not _is_bare(page):
        return False
    if "title" in sign and not re.search(sign["title"], page.title):
        return False
    return _says(sign, page)


def _is_told(sign: Mapping[str, Any], said: str) -> bool:
    """Whether a header is there and says what a sign looks for."""
    return bool(said) and re.search(sign.get("says_there", ""), said) is not None


def _says(sign: Mapping[str, Any], page: Page) -> bool:
    """Whether the source holds what a sign looks for: one of its words, or what its pattern describes."""
    wanted = [re.escape(word) for word in sign.get("any", ())] + [sign[key] for key in ("source",) if key in sign]
    if wanted and not re.search("|".join(wanted), page.text):
        return False
    return "match" not in sign or re.search(sign["match"], page.title + page.visible) is not None


def _is_bare(page: Page) -> bool:
    """Whether a page has so little text and so few links that it can be a wall, and nothing that makes it a page."""
    if not page.is_html:
        return len(page.body) <= LITTLE_DATA and SHOWN.search(page.text) is None
    limits = [links for text, links in _signs()["bare"] if len(page.visible) <= text]
    return any(len(page.links) <= links for links in limits) and not _is_page(page)


def _is_blank(page: Page) -> bool:
    """Whether there is nothing on a page but its scripts."""
    return not page.body or (page.is_html and len(page.visible) <= BLANK_TEXT and not page.links)


def _is_page(page: Page) -> bool:
    """Whether a page shows that somebody published it: dated rows, or the metadata of an article."""
    dated = any(SHOWN.search(f"{link.row} {link.text}") for link in page.links)
    return dated or any((node.attributes.get("name") or "").lower() in METADATA for node in page.tree.css("meta[name]"))


def no_file(page: Page) -> Obstacle | None:
    """That a page stands where a file was asked for, if so. Word's own HTML is a file."""
    named = urlsplit(page.url).path.lower().endswith(FILE_ENDINGS)
    is_page = media_type(page.body, None, "") == "text/html" and OFFICE_HTML not in page.body[:4096]
    if named and 200 <= page.status < 300 and is_page:
        return Obstacle(Outcome.BROKEN, "no-file", "文件的位置上是一个网页")
    return None


def same_page(one: Page, other: Page) -> bool:
    """Whether two addresses gave the same page: the home page in place of a column, page 1 in place of page 2."""
    if one.body == other.body:
        return True
    links = {link.url for link in one.links}
    return one.title == other.title and len(links) > 3 and links == {link.url for link in other.links}


def is_home(page: Page, home: Page) -> bool:
    """Whether the home page answered, which may have changed a little since."""
    if same_page(page, home):
        return True
    links = {link.url for link in home.links}
    alike = page.title == home.title and page.trail == home.trail
    return (
        alike
        and len(links) >= FEWEST_LINKS
        and len(links & {link.url for link in page.links}) >= HOME_SHARE * len(links)
    )


@cache
def _signs() -> dict[str, Any]:
    return tomllib.loads((files("crawler") / "walls.toml").read_text("utf-8"))
