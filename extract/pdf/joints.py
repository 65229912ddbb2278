"""Joints: tables that run over pages, and rows that the end of a page has cut between two lines of their label."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from extract.pdf.letters import Letter
from extract.pdf.lines import APART, lines, text_of, tolerance
from extract.pdf.overflow import DIGITS
from extract.pdf.page import Line, Page, Part
from extract.pdf.spelling import PITCH, WIDEST_PADDING, is_figure
from extract.pdf.tables import Field, Table

WIDTH = 8.0  # points by which a table may be wider on its next page
RUNNING = 1  # lines above or below a table on its page that do not part it from its rest
SAME = 4.0  # points by which walls of one column may differ from page to page
FULL = 1.5  # of a letter's size: a line with less room than that is full
EDGE = 1.0  # point: so near to its end, a cell ends a table

_OPENS = re.compile(r"\s*[（(]?[一二三四五六七八九十0-9０-９]{1,3}[）)、.．]")
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")

Pair = tuple[Field, Field]
Words = list[tuple[list[Letter], Field]]


def joined(pages: Sequence[Page]) -> list[list[Table]]:
    """Every table with those that continue it over the following pages; rows cut in two are put together."""
    chains: list[list[Table]] = []
    last: Table | None = None
    before: Page | None = None
    for page in pages:
        tables = list({id(part.table): part.table for part in page.parts if isinstance(part, Part)}.values())
        for table in tables:
            if last and before and table is tables[0] and _goes_over(last, before, table, page):
                _mend(last, next(part for part in page.parts if isinstance(part, Part)))
                chains[-1].append(table)
            else:
                chains.append([table])
        last, before = tables[-1] if tables else None, page
    return chains


def _goes_over(last: Table, before: Page, table: Table, page: Page) -> bool:
    """Whether the first table of a page continues the last one of the page before, which gets its words back."""
    if abs(last.width - table.width) > WIDTH or not _stands(page.parts, table):
        return False
    hanging = list(_hanging(last, before, next(part for part in page.parts if isinstance(part, Part))))
    own = {id(line) for line, _ in hanging}
    rest = [part for part in before.parts if id(part) not in own]
    if not _stands(rest[::-1], last):
        return False
    before.parts[:] = rest
    for _, words in hanging:
        for word, one in words:
            one.text, one.letters = f"{one.text}\n{text_of(word)}".lstrip(), one.letters + word
    return True


def _stands(parts: Sequence[object], table: Table) -> bool:
    """Whether a table is the first of these, but for the running title or number of its page: no heading parts them."""
    for part in parts[: RUNNING + 1]:
        if isinstance(part, Part) and part.table is table:
            return True
        if isinstance(part, Line) and _HEADING.match(part.text):
            return False
    return False


def _hanging(table: Table, page: Page, following: Part) -> Iterator[tuple[Line, Words]]:
    """The lines that stick out below a table at the end of its page, each word with the cell above that it is of.

    Browsers draw so the lines of a label for which the page has no room: its last ones, or all of them where the next
    page has the rest of the cell. Not a line of which any letter might be of no cell, of two, or of one with figures.
    """
    printed = {id(one): _printed(one) for one in table.fields if one.box[3] >= table.box[3] - EDGE}
    lowest = [one for one in table.fields if id(one) in printed]
    cut = {id(one) for one, rest in _pairs(table, following.table, following.rows[0]) if not (one.text or rest.text)}
    first = next(at for at, part in enumerate(page.parts) if isinstance(part, Part) and part.table is table)
    for part in [part for part in page.parts[first:] if isinstance(part, Line)]:
        words = [(word, _cell_above(word, lowest, printed, cut)) for word in _words(part.letters)]
        owned = [(word, one) for word, one in words if one]
        if len(owned) == len(words):
            for word, one in owned:
                printed[id(one)] = printed[id(one)] + word
            yield part, owned


def _words(letters: Sequence[Letter]) -> list[list[Letter]]:
    found: list[list[Letter]] = []
    for letter in (letter for letter in letters if letter.text != " "):
        if found and letter.left - found[-1][-1].right <= APART:
            found[-1].append(letter)
        else:
            found.append([letter])
    return found


def _cell_above(
    word: Sequence[Letter], lowest: Sequence[Field], printed: Mapping[int, list[Letter]], cut: Container[int]
) -> Field | None:
    """The cell whose words end right above this one for want of room, or begin with it, if it stands between its walls.

    `printed`: the letters of each cell so far; `cut`: the blank ones of which the next page has the rest, blank too.
    """
    left, right = word[0].left, word[-1].right
    found = [one for one in lowest if one.box[0] <= left and right <= one.box[2]]
    if len(found) != 1 or is_figure(found[0].text) or any(letter.text in DIGITS for letter in word):
        return None
    above = printed[id(found[0])]
    if not above:
        return found[0] if id(found[0]) in cut else None
    apart = word[0].base - max(letter.base for letter in above)
    near = abs(word[0].size - above[-1].size) < 1 and 0 < apart < PITCH * word[0].size
    return found[0] if near and (id(found[0]) in cut or _is_full(found[0], above, word[0])) else None


def _mend(table: Table, part: Part) -> None:
    """Gives the end of a row that is cut by the end of a page back to its beginning."""
    first = part.rows[0]
    lower = min(one.box[3] for one in first)
    pairs = list(_pairs(table, part.table, first))
    ending = [(before, after) for before, after in pairs if after.box[3] <= lower + EDGE]
    if len(pairs) < len(first):
        _mend_labels(pairs)
        return
    if not (_is_cut(ending) or _is_repeated(ending, (*table.fields, *part.table.fields))):
        return
    for before, after in pairs:
        if _goes_on(before, after) or (after.text and (before, after) in ending):
            before.text = "\n".join(filter(None, (before.text, after.text)))
            before.sure, before.drawn = min(before.sure, after.sure), before.drawn or after.drawn
            after.text = ""
    reaching = [one for one in first if one.box[3] > lower + EDGE]
    below = [one for row in part.rows[1:2] for one in row]
    part.rows[:2] = [sorted((*reaching, *below), key=lambda one: one.box[0])] if below else []


def _mend_labels(pairs: Sequence[Pair]) -> None:
    """Puts labels together that are cut beside cells that are not: those stand over the first row of the next page."""
    for before, after in pairs:
        if _goes_on(before, after) and not is_figure(before.text):
            before.text, after.text = f"{before.text}\n{after.text}", ""


def _pairs(table: Table, following: Table, first: Sequence[Field]) -> Iterator[Pair]:
    """The last cells of a table with the first ones under them on the next page."""
    last = [one for one in table.fields if one.box[3] >= table.box[3] - EDGE]
    shift = following.box[0] - table.box[0]
    for after in first:
        for before in last:
            left, _, right, _ = before.box
            if abs(left + shift - after.box[0]) <= SAME and abs(right + shift - after.box[2]) <= SAME:
                yield before, after
                break


def _is_cut(ending: Sequence[Pair]) -> bool:
    """Whether a row goes on over the page: words over a full line, and figures on one of the two pages only."""
    both = [(before, after) for before, after in ending if before.text and after.text]
    return bool(both) and len(both) < len(ending) and all(_goes_on(before, after) for before, after in both)


def _is_repeated(ending: Sequence[Pair], fields: Iterable[Field]) -> bool:
    """Whether a row of words over the page says together what other rows of the table say, and not by its parts."""
    if not all(before.text and after.text and not is_figure(before.text + after.text) for before, after in ending):
        return False
    parts = {id(one) for pair in ending for one in pair}
    said = {_squeezed(one.text) for one in fields if id(one) not in parts}
    whole = {_squeezed(before.text + after.text) for before, after in ending}
    return 2 * len(whole & said) > len(whole) > 1 and not said & {
        _squeezed(one.text) for pair in ending for one in pair
    }


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _goes_on(before: Field, after: Field) -> bool:
    """Whether what a cell says on one page goes on in its other part: its last line was full."""
    if not before.text or not after.text or _OPENS.match(after.text):
        return False
    if after.text[0] in DIGITS and before.text[-1] not in DIGITS:
        return False
    if is_figure(after.text) and not is_figure(before.text):
        return False
    following = _printed(after)
    return bool(following) and _is_full(before, _printed(before), following[0])


def _is_full(one: Field, printed: Sequence[Letter], following: Letter) -> bool:
    """Whether the last of the lines printed in a cell has no room for a letter more."""
    if not printed:
        return False
    last = lines(printed, tolerance(printed))[-1]
    left, right = min(letter.left for letter in last), max(letter.right for letter in last)
    indent = min(letter.left for letter in printed) - one.box[0]
    padding = min(WIDEST_PADDING, 2 * indent) if indent > 0 else WIDEST_PADDING
    return right - left + FULL * following.size > one.width - padding


def _printed(one: Field) -> list[Letter]:
    return [letter for letter in one.letters if letter.text != " "]
