"""Pages that are not the page: challenges, firewalls, captchas, soft 404s, empty answers. Seen, named, reported."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from crawler.page import Obstacle, Page
from storage.terms import Outcome

FEWEST_LINKS = 6
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
    if "header" in sign and not page.header(sign["header"]):
        return False
    if sign.get("bare") and not _bare(page):
        return False
    if "any" in sign and not any(word in _source(page) for word in sign["any"]):
        return False
    return "match" not in sign or re.search(sign["match"], page.title + page.visible) is not None


def _bare(page: Page) -> bool:
    """Whether a page has so little text and so few links that it can be a wall."""
    limit = _signs()["bare"]
    return page.is_html and len(page.visible) <= limit["text"] and len(page.links) <= limit["links"]


def _source(page: Page) -> str:
    return page.text + "".join(value for _, value in page.headers)


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
