"""Head: what a web page declares of its document: titles, date, publisher; and what it offers to go on elsewhere."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract import page
from extract.content import Head
from extract.web.sight import tidy

LINK = 20  # characters: what leads to another page is short

_PAGES = re.compile(r"createPageHTML\w*\(\s*(\d+)", re.IGNORECASE)
_METAS = ("title_meta", "published_meta", "publisher_meta")


def read_head(tree: LexborHTMLParser) -> Head:
    """What the page declares of its document in meta tags, in headings and in its window title."""
    declared: dict[str, str] = {}
    for meta in tree.css("meta"):
        name, content = (meta.attributes.get(key) or "" for key in ("name", "content"))
        name = name or meta.attributes.get("property") or ""
        if content.strip() and content.strip().lower() != "null":
            declared.setdefault(name.lower(), content)
    metas = {key: [declared[name.lower()] for name in page.words(key) if name.lower() in declared] for key in _METAS}
    dates = (page.read_date(text) for text in (*metas["published_meta"], *_texts(tree, *page.words("published_tag"))))
    names = (page.name_of_publisher(text) for text in metas["publisher_meta"])
    window = tree.css_first("title")
    classes = (f".{name}" for name in page.words("title_class"))
    return Head(
        titles=(*metas["title_meta"], *_texts(tree, "h1", *page.words("title_tag"))),
        lesser_titles=(*_texts(tree, *classes, "h2", "h3"),),
        window=tidy(window.text()) if window else None,
        published=next(filter(None, dates), None),
        publisher=next(filter(None, names), None),
    )


def _texts(tree: LexborHTMLParser, *selectors: str) -> list[str]:
    return [tidy(node.text()) for selector in selectors for node in tree.css(selector)]


def pager(tree: LexborHTMLParser, html: str) -> str | None:
    """What the page offers that leads to more of it, if anything does."""
    words = page.words("pager")
    lower = html.lower()
    spoken = any(word in lower for word in words if not word.isdigit())
    for node in tree.css("a, button, input, img, span, li" if spoken else "a, button, [onclick]"):
        attributes = node.attributes
        shown = (attributes.get("value") or attributes.get("alt") or node.text()).strip()
        if not shown or len(shown) >= LINK:
            continue
        word = re.sub(r"[\W_]+", "", shown).lower()
        if word in words and (_leads_on(node) or not word.isdigit()):
            return shown
    pages = (_PAGES.search(script.text()) for script in tree.css("script")) if "createPageHTML" in html else ()
    return next((found[0] for found in pages if found and int(found[1]) > 1), None)


def _leads_on(node: LexborNode) -> bool:
    href = node.attributes.get("href") or "#"
    return not href.startswith("#") if node.tag == "a" else node.tag == "button" or "onclick" in node.attributes
