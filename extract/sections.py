"""The six sections: where each begins, what it says, and which part of the page is the report."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise, takewhile

from extract import form as official
from extract.content import Block, Content, Paragraph
from extract.heading import read_title
from extract.label import Wordings, core, find
from extract.page import document_part, words
from extract.remembered import remembered

FULL = 0.8  # a line this near to the longest is full: the sentence may go on in the next
LONGEST = 40  # characters of a heading
TELLING = 6  # characters: a shorter line without a number is as likely a link beside the report as its heading
WIDEST = 160  # half characters: a wider line has not been broken at a margin

ABOVE = 5  # lines above the first heading of a second report in which its title is sought

_DIGITS = "一二三四五六七八九十"
_NUMBER = re.compile(rf"[#*\s]*(?:第\s*([{_DIGITS}])\s*(?:部分|章)|([{_DIGITS}])\s*[、.．,，:：\s])[、.．,，:：\s]*")
_NUMBERINGS = (  # what some number their sections with instead, and what others number the parts of a section with
    re.compile(rf"[#*\s]*[（(]\s*(?P<number>[{_DIGITS}])\s*[）)]\s*[、.．,，:：]?\s*"),
    re.compile(r"[#*\s]*(?P<number>[1-9１-９])\s*[、.．,，:：]\s*(?![0-9０-９])"),
    re.compile(r"[#*\s]*[（(]\s*(?P<number>[1-9１-９])\s*[）)]\s*"),
)
_SERIES = 4  # sections numbered rightly that make another numbering that of the sections
_ITEM = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)、.．]")
_CUT = re.compile(r"[。：:；;，,\s]")


@dataclass(frozen=True, slots=True)
class Opening:
    """A heading: the section it opens, the blocks it takes, the words after it on its line.

    `numbering` says which of the unofficial numberings it has, if any. An opening without a key ends a section.
    """

    key: str
    at: int = 0
    takes: int = 1
    rest: str = ""
    numbered: bool = False
    numbering: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The report within its document: the blocks before the first section, and those of each section.

    `pictures` are the sections that have pictures among their blocks. `begins` is the block of the first heading.
    """

    preface: tuple[Block, ...] = ()
    sections: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    hard_lines: bool = False
    pictures: tuple[str, ...] = ()
    begins: int | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the report, in order."""
        return self.preface + tuple(block for blocks in self.sections.values() for block in blocks)

    def text(self, key: str) -> str | None:
        """What one section says; None when the document has no such section."""
        blocks = self.sections.get(key)
        return None if blocks is None else _text(blocks, self.hard_lines)


def read_body(content: Content) -> Body:
    """Finds the sections; the report is the smallest branch of the page that holds all their headings."""
    found = list(_openings(content.blocks))
    openings = _best(found)
    if not openings:
        return Body(content.blocks, hard_lines=content.hard_lines)
    branch = _common([content.blocks[one.at].path for one in openings])
    inside = [block.path[: len(branch)] == branch for block in content.blocks]
    nexts = [*(one.at for one in openings[1:]), len(content.blocks)]
    others = [one.at for one in found if not one.key]
    anew = next((one.at for one in found if one.at > openings[-1].at and _begins_anew(one)), None)
    others += [] if anew is None else [_above(content, anew)]
    ends = [min([end, *(at for at in others if at > one.at)]) for one, end in zip(openings, nexts, strict=True)]
    sections: dict[str, tuple[Block, ...]] = {}
    for one, end in zip(openings, ends, strict=True):
        blocks = [content.blocks[at] for at in range(one.at + one.takes, end) if inside[at]]
        if one.rest:
            first = content.blocks[one.at]
            blocks.insert(0, Paragraph(one.rest, first.page, first.path))
        sections[one.key] = tuple(blocks)
    last = openings[-1].key
    sections[last] = _until_end(sections[last])
    preface = tuple(block for block, within in zip(content.blocks[: openings[0].at], inside, strict=False) if within)
    pictures = tuple(_with_pictures(content, openings, branch, sections))
    return Body(preface, sections, content.hard_lines, pictures, openings[0].at)


def _begins_anew(opening: Opening) -> bool:
    """Whether a heading behind the last section is the first of another report, or of a list of all sections."""
    return opening.numbered and opening.numbering is None and opening.key == official.sections()[0].key


def _above(content: Content, at: int) -> int:
    """Where the title begins that stands above a heading, its body on a line of its own; the heading without one."""
    near = content.blocks[max(0, at - ABOVE) : at]
    lines = [block.text.strip() if isinstance(block, Paragraph) else "" for block in near]
    for first in reversed(range(len(lines))):
        title = read_title(lines[first]) or read_title("".join(lines[first : first + 2]))
        if title and not title.look_alike:
            body = first and not title.agency and len(lines[first - 1]) <= LONGEST
            named = body and lines[first - 1].endswith(words("body_endings"))
            return at - len(lines) + first - (1 if named else 0)
    return at


def beginnings(content: Content) -> list[int]:
    """Where each series of headings begins that goes from one section to the next: a report, or a table of contents."""
    keys = [part.key for part in official.sections()]
    series: list[list[Opening]] = []
    for one in (one for one in _openings(content.blocks) if one.numbered):
        if not series or keys.index(one.key) <= keys.index(series[-1][-1].key):
            series.append([])
        series[-1].append(one)
    return [one[0].at for one in series if len(one) >= _SERIES]


def _with_pictures(
    content: Content, openings: Sequence[Opening], branch: tuple[int, ...], sections: Mapping[str, Sequence[Block]]
) -> Iterator[str]:
    """The sections in which a picture stands; behind the last block of the last there are only the portal's."""
    own = [picture.before for picture in content.pictures if picture.path[: len(branch)] == branch]
    ends = [one.at for one in openings[1:]]
    last = openings[-1]
    ends.append(last.at + last.takes + len(sections[last.key]))
    for one, end in zip(openings, ends, strict=True):
        if any(one.at < before <= end for before in own):
            yield one.key


def _text(blocks: Sequence[Block], hard_lines: bool) -> str:
    """Blocks as text: tables tab-separated, sentences that a line's end has cut joined again."""
    if not hard_lines:
        return "\n".join(block.text for block in blocks).strip()
    longest = max((_width(block.text) for block in blocks if isinstance(block, Paragraph)), default=0)
    full = FULL * longest if longest <= WIDEST else longest + 1
    parts = [blocks[0].text] if blocks else []
    for before, block in pairwise(blocks):
        both = isinstance(before, Paragraph) and isinstance(block, Paragraph)
        parts += ["" if both and _goes_on(before.text, block.text, full) else "\n", block.text]
    return "".join(parts).strip()


def _common(paths: list[tuple[int, ...]]) -> tuple[int, ...]:
    """The branch that holds all these paths; one heading alone tells nothing of where its text stands."""
    if len(paths) < 2:
        return ()
    return tuple(steps[0] for steps in takewhile(lambda steps: len(set(steps)) == 1, zip(*paths, strict=False)))


def _goes_on(line: str, following: str, full: float) -> bool:
    ends, begins = line[-1:], following[:1]
    figures = (ends.isascii() and ends.isalnum()) and (begins.isascii() and begins.isalnum())
    return _width(line) >= full and ends not in "。！？；：:;" and not figures and not _ITEM.match(following)


def _width(line: str) -> int:
    """How wide a line is printed, in halves of a Chinese character."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _openings(blocks: Sequence[Block]) -> Iterator[Opening]:
    """Every line that may be the heading of a section."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        if opening := _opening(block.text):
            yield replace(opening, at=at)
        elif at + 1 < len(blocks) and isinstance(blocks[at + 1], Paragraph) and _NUMBER.match(block.text):
            joined = _opening(block.text.strip() + blocks[at + 1].text.strip())
            if joined and not joined.rest:
                yield replace(joined, at=at, takes=2)


@remembered
def _opening(line: str) -> Opening | None:
    """The section a line opens as the first block, if it may be a heading."""
    if official_number := _NUMBER.match(line):
        return _numbered(line, official_number, official_number[1] or official_number[2])
    for numbering, pattern in enumerate(_NUMBERINGS):
        if number := pattern.match(line):
            opening = _numbered(line, number, _chinese(number["number"]))
            return replace(opening, numbering=numbering) if opening and opening.numbered else None
    text = line.strip("#* \t\u3000\xa0")
    match = find(text, _wordings()) if len(text) <= LONGEST and not _ITEM.match(text) else None
    return Opening(match.key) if match and (len(core(text)) >= TELLING or core(text) in _official()) else None


def _numbered(line: str, number: re.Match[str], digit: str) -> Opening | None:
    """The section a numbered line opens: its whole text is the heading, or all before the first stop."""
    text = line[number.end() :]
    if len(text) <= LONGEST and (match := find(text.strip("#* "), _wordings())):
        return Opening(match.key, numbered=_is_number(match.key, digit))
    cut = _CUT.search(text)
    match = find(text[: cut.start()], _wordings()) if cut else None
    if cut is None or match is None or not _is_number(match.key, digit):
        return None
    return Opening(match.key, rest=text[cut.end() :].strip(), numbered=True)


def _chinese(digit: str) -> str:
    return _DIGITS[int(digit) - 1] if digit.isdecimal() else digit


def _is_number(key: str, digit: str) -> bool:
    return any(part.key == key and part.number == digit for part in official.sections())


@cache
def _official() -> frozenset[str]:
    return frozenset(core(part.labels[0]) for part in official.sections()) | frozenset(
        map(core, official.other_headings())
    )


@cache
def _wordings() -> Wordings:
    known = {core(label): part.key for part in official.sections() for label in part.labels}
    return Wordings(dict.fromkeys(map(core, official.other_headings()), "") | known)


def _best(openings: list[Opening]) -> list[Opening]:
    """One heading per section, in order: a table of contents before or after the text leaves empty sections."""
    ways = [_pick([one for one in openings if one.numbering is None])]
    ways += [_pick([one for one in openings if one.numbering is None][::-1])]
    for numbering in range(len(_NUMBERINGS)):
        series = [one for one in openings if one.numbering == numbering]
        ways += [way for way in (_pick(series), _pick(series[::-1])) if len(way) >= _SERIES]
    return max(ways, key=lambda way: (len(way), sum(b.at - a.at > a.takes for a, b in pairwise(way))))


def _pick(openings: list[Opening]) -> list[Opening]:
    """A heading for each section, met in the order of `openings`; a rightly numbered one before any other."""
    keys = [part.key for part in official.sections()]
    backwards = len(openings) > 1 and openings[0].at > openings[-1].at
    picked: list[Opening] = []
    for key in reversed(keys) if backwards else keys:
        bound = picked[-1].at if picked else None
        fit = [one for one in openings if one.key == key and (bound is None or (one.at < bound) == backwards)]
        if fit:
            picked.append(next((one for one in fit if one.numbered), fit[0]))
    return picked[::-1] if backwards else picked


def _until_end(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    lines = [block.text if isinstance(block, Paragraph) else "" for block in blocks]
    return blocks[: document_part(lines)]
