"""A list page's pager: where it leads, what it declares, and whether it can be followed without its script."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawler.dead_ends import dead_end, is_pager_box
from crawler.labels import finding, plain, words
from crawler.leads import NUMERALS
from crawler.neighbourhood import near, neighbourhood
from crawler.page import SHOWN, Page, address, called, leads_to

NUMBER = re.compile(r"[\[【(<]?第?(\d{1,3})页?[\]】)>]?")
SEQUENCE = re.compile(r"(?<!\d)1\D{0,6}2")
CHINESE_NUMBER = re.compile(r"第[一二三四五六七八九]页")
STEPS = "a, button, input[type=button], input[type=submit], option, [onclick]"
ARROW = "»"
INDEX = re.compile(r"/(?:index|default)\.\w+$")
PAGER_REACH = 3
MOST_IN_A_PAGER = 400
MOST_IN_A_PAGER_TEXT = 120
SWITCHED_OFF = re.compile(r"disab|gray|grey|\b(?:no|off)\b", re.IGNORECASE)
SHUT = re.compile(r"\bdisabled?\b", re.IGNORECASE)
OPEN = re.compile(r"\b(?:on|cur|curr|current|active|selected|thisclass)\b", re.IGNORECASE)
INERT = re.compile(r"|#|javascript:(?:void\(0\))?;?|###", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pager:
    """What a page says of its siblings. `onward` are pages not seen here; `stuck` why they cannot be followed."""

    onward: tuple[str, ...] = ()
    pages: int | None = None
    rows: int | None = None
    open: int | None = None
    stuck: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a visitor can press in a pager. `url` is None where only a script knows where it leads.

    Of what is dead, `shut` and `open` tell why, by its own marks or those of its cell: there is no page to go to, or
    it is the page one is on.
    """

    label: str
    url: str | None
    dead: bool
    switched_off: bool
    shut: bool
    open: bool

    @property
    def is_next(self) -> bool:
        """Whether it leads to the next page."""
        return self.label in words("pager", "next") or finding("pager", "onward").search(self.label) is not None

    @property
    def is_number(self) -> bool:
        """Whether it is the number of a further page; page 1 is where we come from, by whatever address."""
        found = NUMBER.fullmatch(self.label)
        return found is not None and int(found.group(1)) > 1


def is_pager_label(text: str) -> bool:
    """Whether a label belongs to a pager."""
    label = plain(text).lower()
    return label in words("pager", "next") or label in words("pager", "last") or NUMBER.fullmatch(label) is not None


def plain_pager(page: Page) -> Pager | None:
    """The pager made of ordinary links and text; None when there is none."""
    place = _pager_place(page)
    steps = _steps(page, place)
    said = plain(place.text()) if place else "".join(plain(part.text()) for part in neighbourhood(page))
    pages, rows, open_ = (_declared(key, said) if place or key == "rows" else None for key in ("pages", "rows", "open"))
    drawn = _drawn_by_script(page) or dead_end(page, place)
    if place is None and not steps and rows is None and drawn is None:
        declared = finding("pager", "several").search(page.visible)
        return Pager(stuck=f"自称“{declared.group()}”而没有翻页链接") if declared else None
    onward = _onward(page, steps)
    stuck = drawn or _stuck(page, steps) or _only_last(page, steps, onward)
    if stuck and pages is not None and (pages <= 1 or open_ == pages):
        stuck = None
    return Pager(onward, pages, rows, open_, stuck)


def _pager_place(page: Page) -> LexborNode | None:
    """The smallest part of the page that holds the words of a pager, or its numbers, with its links."""
    root = page.tree.body
    labels = finding("pager", "words")
    for node in root.traverse(include_text=True) if root else ():
        if node.tag == "-text" and not _in_script(node):
            said = plain(node.text())
            if len(said) <= MOST_IN_A_PAGER_TEXT and labels.search(said):
                return _widen(node)
    numbered = (node for node in page.tree.css("a[href]") if plain(node.text()) == "2" and _numbered(page, node))
    return next(map(_widen, numbered), None)


def _widen(node: LexborNode) -> LexborNode:
    """As much around a word of a pager as is pager: up to where the page grows long or dated rows begin."""
    place = node.parent or node
    for _ in range(PAGER_REACH):
        around = place.parent
        if around is None or around.tag == "body" or len(plain(around.text())) > MOST_IN_A_PAGER:
            break
        if any(map(SHOWN.search, (plain(around.text()), around.text(separator=" ")))):
            break
        place = around
    return place


def _in_script(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag in ("script", "style", "noscript")


def _steps(page: Page, place: LexborNode | None) -> list[Step]:
    """What can be pressed: words for another page anywhere, numbers and signs only in the pager or near the list."""
    inside = {node.mem_id for node in (*place.css(STEPS), place)} if place else set()
    close = {node.mem_id for node in near(page, STEPS)} | inside
    return [
        step
        for node in page.tree.css(STEPS)
        if (step := _step(page, node)) and _belongs(page, node, step, inside, close)
    ]


def _step(page: Page, node: LexborNode) -> Step | None:
    label = _label(node)
    if not label or len(label) > MOST_IN_A_PAGER_TEXT:
        return None
    pressed = node.attributes.get("onclick")
    dead = not pressed and INERT.fullmatch((node.attributes.get("href") or "").strip()) is not None
    marks = " ".join(value or "" for key, value in node.attributes.items() if key in ("class", "style"))
    switched_off = "disabled" in node.attributes or SWITCHED_OFF.search(marks) is not None
    dead = dead and node.tag == "a"
    shut, open_ = (dead and _is_marked(node, *mark) for mark in ((SHUT, "aria-disabled"), (OPEN, "aria-current")))
    return Step(label, address(page.base, leads_to(node)), dead, switched_off, shut, open_)


def _label(node: LexborNode) -> str:
    """What a step is called; a picture of an arrow, or what is marked as the next page (HTML, 4.6.7.12), says so."""
    if "next" in (node.attributes.get("rel") or "").lower().split():
        return "next"
    if label := called(node).lower():
        return CHINESE_NUMBER.sub(lambda found: found.group().translate(NUMERALS), label)
    pictures = [node, *node.css("*")]
    marks = (one.attributes.get(name) or "" for one in pictures for name in ("class", "aria-label", "src"))
    return ARROW if any(finding("pager", "arrows").search(mark.lower()) for mark in marks) else ""


def _is_marked(node: LexborNode, mark: re.Pattern[str], aria: str) -> bool:
    """Whether a link, or the cell that holds nothing else, bears a mark as a class or for screen readers (WAI-ARIA)."""
    cell = node.parent
    alone = cell is not None and plain(cell.text()) == plain(node.text())
    return any(
        mark.search(one.attributes.get("class") or "") or one.attributes.get(aria) not in (None, "false")
        for one in (node, cell if alone else None)
        if one is not None
    )


def _belongs(page: Page, node: LexborNode, step: Step, inside: set[int], close: set[int]) -> bool:
    """Whether something that can be pressed is part of a pager."""
    if finding("pager", "onward").search(step.label) or step.label in words("pager", "last"):
        return True
    if step.is_next:  # a mere sign
        return node.mem_id in inside or (node.mem_id in close and not called(node) and _turns(page, node, step))
    if node.mem_id not in close:
        return False
    if step.is_number:
        return _in_sequence(node) or (step.url is not None and _numbered(page, node))
    if finding("pager", "load").search(step.label):
        return step.url is None or _same_list(page, step.url)
    return step.label in words("pager", "more") and (_same_list(page, step.url) if step.url else not step.dead)


def _in_sequence(node: LexborNode) -> bool:
    """Whether a number stands in a row of numbers that begins with 1."""
    around = [node.parent, node.parent.parent if node.parent else None]
    return any(place is not None and SEQUENCE.search(plain(place.text())[:MOST_IN_A_PAGER_TEXT]) for place in around)


def _numbered(page: Page, node: LexborNode) -> bool:
    """Whether a number leads to somewhere beside or below this page, as the numbers of a pager do."""
    url = address(page.base, node.attributes.get("href") or "")
    return url is not None and url.startswith(page.url.rpartition("/")[0])


def _turns(page: Page, node: LexborNode, step: Step) -> bool:
    """Whether a mere picture leads on in this list."""
    return step.url is not None and (_same_list(page, step.url) or _numbered(page, node))


def _same_list(page: Page, url: str) -> bool:
    here, there = urlsplit(page.url), urlsplit(url)
    return (here.netloc, here.path) == (there.netloc, there.path) and here.query != there.query


def _onward(page: Page, steps: Iterable[Step]) -> tuple[str, ...]:
    last = words("pager", "last")
    urls = [step.url for step in steps if step.url and step.label not in last]
    urls = urls or [step.url for step in steps if step.url]
    here = {_bare(page.url), _bare(page.asked)}
    return tuple(dict.fromkeys(url for url in urls if _bare(url) not in here))


def _bare(url: str) -> str:
    return INDEX.sub("/", url)


def _only_last(page: Page, steps: Iterable[Step], onward: tuple[str, ...]) -> str | None:
    """A link to the last page alone does not say how many lie between."""
    if onward and not any(step.is_next or step.is_number or step.url is None for step in steps):
        return "只有尾页的链接，看不出共有几页" if any(step.label in words("pager", "last") for step in steps) else None
    return None


def _stuck(page: Page, steps: Iterable[Step]) -> str | None:
    """Whether a page further on can only be reached by a script. Where nothing in a pager leads anywhere, neither
    back nor forth, and nothing counts pages, there is only one; where one can go back, and the way forth is marked
    as shut, it is the last."""
    blind = [step for step in steps if step.url is None and not step.switched_off]
    blind = _further(step for step in blind if step.label not in words("pager", "last"))
    if not blind:
        return None
    back = _back(page)
    only = all(step.dead for step in back) and not _pages_by_script(page)
    last = all(step.url for step in back) and all(step.shut for step in blind)
    if back and (only or last) and all(step.dead and step.is_next for step in blind):
        return None
    return "翻页只能由脚本完成"


def _further(steps: Iterable[Step]) -> list[Step]:
    """What cannot be followed, without the number of the page one is on, where one number alone is marked as such."""
    steps = list(steps)
    here = [step for step in steps if step.open and step.is_number]
    return [step for step in steps if step not in here] if len(here) == 1 else steps


def _back(page: Page) -> list[Step]:
    """The ways to the page before."""
    steps = (_step(page, node) for node in page.tree.css("a"))
    return [step for step in steps if step and finding("pager", "back").search(step.label)]


def _pages_by_script(page: Page) -> bool:
    return any(finding("pager", "scripts").search(script.text()) for script in page.tree.css("script"))


def _drawn_by_script(page: Page) -> str | None:
    """Why a pager that a script draws cannot be followed; None when there is none, or it counts one page only."""
    scripts = [text for script in page.tree.css("script") if finding("pager", "drawing").search(text := script.text())]
    counts = [int(number) for text in scripts for number in finding("pager", "counted").findall(text)]
    if scripts and (not counts or max(counts) > 1):
        return "翻页由脚本生成"
    empty = (node for node in near(page, "div, p, ul, span") if node.child is None or not node.text(strip=True))
    places = (node for node in empty if node.child is None and is_pager_box(node))
    by_file = any(script.attributes.get("src") for script in page.tree.css("script"))
    return "翻页区是空的，由脚本生成" if by_file and not scripts and next(places, None) else None


def _declared(key: str, said: str) -> int | None:
    found = finding("pager", key).search(said)
    return next((int(number) for number in found.groups() if number), None) if found else None
