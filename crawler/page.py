"""A fetched page as the crawler looks at it: its text, its links with their rows, and what stands in the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.encoding import html_to_unicode

from crawler.labels import ORNAMENTS, plain
from crawler.question import encoded
from crawler.traps import without_session
from storage.model import Document
from storage.terms import Outcome

ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "p"})
ADDRESSES = 8192  # a menu stands on every page of a portal
ROW_REACH = 5
TRAIL_REACH = 4
MOST_IN_A_TRAIL = 160
MOST_LINKS_IN_A_ROW = 4
SHOWN = re.compile(r"(?<!\d)(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
DATE_AROUND = re.compile(
    r"^(?:20\d{2}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?![-/.\d年月])|20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}$"
)
PRESSED = re.compile(r"(?:location(?:\.href)?\s*=|window\.open\()\s*['\"]([^'\"]+)['\"]")
LINKS = "a[href], [onclick]"
UNSEEN = "script, style, noscript, template"
TRAIL_STARTS = ("首页", "当前位置", "您现在的位置", "您的位置", "所在位置", "现在位置")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a page is not the page that was asked for: the outcome it would give a pass, its kind, and the reason."""

    outcome: Outcome
    kind: str
    reason: str

    @property
    def hides(self) -> bool:
        """Whether there may be more behind it: a wall, an outage, a budget, a rest; not merely a wrong address."""
        return self.outcome in (Outcome.WALLED, Outcome.UNREACHABLE) or self.kind in ("budget", "quiet-hours")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands on a page. `text` has no white space; `row` is the rest of the row it stands in."""

    url: str
    text: str
    title: str
    row: str

    @property
    def name(self) -> str:
        """What the link says: its full title where the visible text is cut short."""
        text, title = self.undated, plain(self.title)
        cut = text.rstrip("….").strip(ORNAMENTS)
        return title if title and cut in title else text

    @property
    def undated(self) -> str:
        """The visible text without the date that stands before or after it in the link itself."""
        return DATE_AROUND.sub("", self.text)

    @property
    def beside(self) -> str:
        """What stands beside the name: the rest of the row, and a date within the link."""
        return self.row if self.undated == self.text else f"{self.row} {self.text}"


@dataclass(frozen=True)
class Page:
    """One answer to one question. `asked` is the address asked for, `url` the one that answered in the end.

    `document` is its capture; None when nothing was sent at all, and then `obstacle` says why. `missed` is what
    stood in the way of the scripts that drew it, where a browser did.
    """

    asked: str
    url: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    document: Document | None = None
    obstacle: Obstacle | None = None
    missed: tuple[Obstacle, ...] = ()

    @property
    def good(self) -> bool:
        """Whether this is the page that was asked for, as far as one can see."""
        return self.obstacle is None and 200 <= self.status < 300

    def header(self, name: str) -> str:
        """A header of the answer, by its lower-case name."""
        return dict(self.headers).get(name, "")

    @cached_property
    def is_html(self) -> bool:
        """Whether the bytes are a page, whatever the headers say."""
        start = self.body[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        return (start.startswith(b"<") and not start.startswith((b"<?xml version", b"<svg"))) or b"<html" in start

    @cached_property
    def text(self) -> str:
        """The source as text: BOM, header, meta, guess, in this order; gb2312 is read as gb18030."""
        return html_to_unicode(self.header("content-type") or None, self.body)[1]

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed source."""
        return LexborHTMLParser(self.text)

    @cached_property
    def title(self) -> str:
        """The page's own title, white space removed."""
        node = self.tree.css_first("title")
        return plain(node.text()) if node else ""

    @cached_property
    def visible(self) -> str:
        """What a reader sees, white space removed."""
        tree = LexborHTMLParser(self.text)
        for node in tree.css(UNSEEN):
            node.decompose()
        return plain(tree.body.text(separator=" ")) if tree.body else ""

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """What the page calls itself: headings, the open part of its trail, and its ColumnName."""
        found = [plain(node.text()) for node in self.tree.css("h1, h2, h3, .title, .tit")]
        found += [plain(node.attributes.get("content") or "") for node in self.tree.css("meta[name='ColumnName']")]
        return tuple(text for text in (*self.title_parts, *self.trail[-1:], *found) if text)

    @cached_property
    def title_parts(self) -> tuple[str, ...]:
        """The title cut at what separates page, column and site."""
        return tuple(part for part in re.split(r"[-_|—–>»]+", self.title) if part)

    @cached_property
    def trail(self) -> tuple[str, ...]:
        """The breadcrumb, from the home page to this one."""
        root = self.tree.root
        for node in root.traverse(include_text=True) if root else ():
            starts = node.tag == "-text" and plain(node.text()).lstrip("【[").startswith(TRAIL_STARTS)
            if starts and (parts := _trail(node)):
                return parts
        return ()

    @cached_property
    def base(self) -> str:
        """What relative addresses of this page start from."""
        node = self.tree.css_first("base[href]")
        return urljoin(self.url, node.attributes.get("href") or "") if node else self.url

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link with an address, in reading order."""
        return tuple(self._links())

    def fragment(self, markup: str) -> "Page":
        """A piece of markup that came within this answer, as a page at the same address."""
        return replace(self, body=markup.encode(), headers=(("content-type", "text/html; charset=utf-8"),))

    def _links(self) -> Iterator[Link]:
        return filter(None, map(self.link, self.tree.css(LINKS)))

    def link(self, node: LexborNode) -> Link | None:
        """What an element links to; None when it leads nowhere."""
        url = address(self.base, leads_to(node))
        return Link(url, _said(node), node.attributes.get("title") or "", _row(node)) if url else None


def leads_to(node: LexborNode) -> str:
    """Where a link, an option of a list, or something that can be pressed leads, as it is written there."""
    if node.tag == "option":
        value = node.attributes.get("value") or ""
        return value if re.search(r"[/?.]", value) else ""
    href = node.attributes.get("href") or ""
    if href and not href.strip().lower().startswith(("javascript:", "#")):
        return href
    pressed = PRESSED.search(f"{href} {node.attributes.get('onclick') or ''}")
    return pressed.group(1) if pressed else ""


def called(node: LexborNode) -> str:
    """What a link or button says: its text, that of its picture, or what it shows when pointed at."""
    own = (plain(node.attributes.get(name) or "") for name in ("value", "title") if node.tag != "option")
    return _said(node) or next(filter(None, own), "")


def _said(node: LexborNode) -> str:
    """The text of a link, or that of its picture."""
    if said := plain(node.text()):
        return said
    pictures = (picture.attributes.get("alt") or picture.attributes.get("title") for picture in node.css("img"))
    return next((said for text in pictures if (said := plain(text or ""))), "")


def address(base: str, href: str, with_session: bool = False) -> str | None:
    """The absolute web address a link leads to, or None when it leads nowhere a visitor could go.

    Session ids are left out, for every visit gets another one; only a redirect may insist on its own.
    """
    href = "".join(href.split()) if "\n" in href else href.strip()
    if not href or href.startswith("#"):
        return None
    if href.startswith("/") and not href.startswith("//"):
        base = _origin(base)  # the same wherever on a host it stands, as menus do
    return _joined(base, href, with_session)


@lru_cache(ADDRESSES)
def _origin(base: str) -> str:
    scheme, mark, rest = base.partition("://")
    return scheme + mark + re.split(r"[/?#\\]", rest, maxsplit=1)[0] + "/" if mark else base


@lru_cache(ADDRESSES)
def _joined(base: str, href: str, with_session: bool) -> str | None:
    try:
        url = urldefrag(urljoin(base, href)).url
        parts = urlsplit(url)
        reachable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        url = encoded(url)
    except ValueError:  # no such address can exist
        return None
    return (url if with_session else without_session(url)) if reachable else None


def _trail(start: LexborNode) -> tuple[str, ...]:
    node = start.parent
    for _ in range(TRAIL_REACH):
        if node is None or len(said := plain(node.text())) > MOST_IN_A_TRAIL:
            break
        if len(parts := tuple(part for part in re.split(r"[>»/›]+", said) if part)) > 1:
            return parts
        node = node.parent
    return ()


def _row(node: LexborNode) -> str:
    """The text of the row a link stands in, without its own; empty when it stands in none."""
    row, parent = None, node.parent
    for _ in range(ROW_REACH):
        if parent is None or parent.tag in ("body", "html", "ul", "tbody", "table"):
            break
        links = len(parent.css("a[href]"))
        if links > MOST_LINKS_IN_A_ROW or (links > 1 and parent.tag not in ROW_TAGS):
            break
        row = parent
        if parent.tag in ROW_TAGS:
            break
        parent = parent.parent
    return _cells(row).replace(plain(node.text()), "", 1) if row is not None else ""


def _cells(row: LexborNode) -> str:
    """The text of a row, a space between its cells: a number beside a date is no part of it."""
    cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
    return " ".join(plain(cell.text()) for cell in cells) if cells else plain(row.text())
