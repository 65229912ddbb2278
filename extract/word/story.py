"""The story of a DOCX: its paragraphs and tables as they print, tracked changes accepted, hidden text left out."""

import re
from dataclasses import dataclass, field

from extract import limits
from extract.label import WIDTHLESS
from extract.unreadable import Unreadable
from extract.word.ink import is_lost
from extract.word.names import VAL, Element, W, value
from extract.word.numbering import Numbering
from extract.word.opening import is_gone, opened
from extract.word.shapes import Drawn, shown
from extract.word.styles import Look, Styles, look_of
from extract.word.tables import Box, Item, Table, boxes_of, laid_out

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHINESE = re.compile("[一-鿿]")
_UNSAID = ("EQ", "FORMDROPDOWN")  # fields that print something which is no text of the file


@dataclass(slots=True)
class _Line:
    """What is being gathered of one paragraph, and what its drawings hold, which stands behind it."""

    pieces: list[str] = field(default_factory=list)
    behind: list[Item] = field(default_factory=list)
    in_mark: bool = False

    def add(self, text: str, is_mark: bool = False) -> None:
        """Adds some letters; footnote marks and struck words stand in brackets, as no part of what is beside them."""
        if is_mark != self.in_mark and text.strip():
            self.pieces.append("[" if is_mark else "]")
            self.in_mark = is_mark
        self.pieces.append(text)

    def taken(self) -> tuple[str, list[Item]]:
        """The text and what stands behind it; the line begins anew."""
        text, behind = "".join(self.pieces) + "]" * self.in_mark, self.behind
        self.pieces, self.behind, self.in_mark = [], [], False
        return text, behind


@dataclass(slots=True)
class _Field:
    """A field whose instruction, or then whose result, is being read."""

    instruction: str = ""
    in_instruction: bool = True


class Story:
    """Reads one document."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._cells = 0
        self._fields: list[_Field] = []

    def items(self, container: Element, in_cell: bool = False) -> list[Item]:
        """Lines, tables and pictures of a body, a cell or a text box, in reading order."""
        items: list[Item] = []
        line = _Line()
        for child in opened(container):
            if child.tag == f"{W}p":
                self._paragraph(child, line, items, in_cell)
            elif child.tag == f"{W}tbl":
                _flush(line, "", items)
                table = self._table(child)
                items += table.only if table.only is not None else [table]
            elif child.tag == f"{W}altChunk":
                items.append(Drawn())
        _flush(line, "", items)
        return items

    def _table(self, table: Element) -> Table:
        rows, aligned = boxes_of(table)
        self._cells += len(rows) * max((box.column + box.across for row in rows for box in row), default=0)
        if self._cells > limits.CELLS:
            raise Unreadable("too-large", f"the document has more than {limits.CELLS} cells")
        return laid_out([[(box, self._cell(box)) for box in row] for row in rows], aligned)

    def _cell(self, box: Box) -> list[Item]:
        """What a cell holds; what is left in one that continues another is not printed."""
        return [] if box.continues or box.element is None else self.items(box.element, in_cell=True)

    def _paragraph(self, paragraph: Element, line: _Line, items: list[Item], in_cell: bool) -> None:
        properties = paragraph.find(f"{W}pPr")
        look = self._styles.look(value(properties, "pStyle"))
        self._inline(paragraph, line, look)
        if any(one.in_instruction for one in self._fields):
            line.behind.append(Drawn())
            self._fields = [one for one in self._fields if not one.in_instruction]
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if is_gone(mark):
            return
        if look_of(mark).over(look).hidden:
            line.add(" ")
            return
        number = self._numbering.text(properties)
        bare = in_cell and number and not _CHINESE.search("".join(line.pieces))
        _flush(line, f"[{number.strip()}]" if bare else number, items)

    def _inline(self, parent: Element, line: _Line, look: Look) -> None:
        """The runs of a paragraph, whatever they are wrapped in."""
        for child in opened(parent):
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, line, look)
            elif tag == f"{_MATH}oMath" or tag == f"{_MATH}oMathPara":
                self._formula(child, line)
            elif tag == f"{W}fldSimple" and not len(child):
                self._unsaid(child.get(f"{W}instr") or "", line)
            elif tag == f"{W}bdo" and child.get(VAL) == "rtl":
                self._inline(child, line, Look(raised=True).over(look))
            elif tag != f"{W}pPr" and len(child):
                self._inline(child, line, look)

    def _run(self, run: Element, line: _Line, beneath: Look) -> None:
        properties = run.find(f"{W}rPr")
        look = beneath
        if properties is not None and len(properties):
            style = value(properties, "rStyle")
            look = look_of(properties).over(self._styles.look(style).over(beneath) if style else beneath)
        is_mark = look.is_mark or bool(look.shifted and is_beside(run))
        is_mark = is_mark or bool(look.ink and is_lost(run, look.ink))
        for child in opened(run):
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"), line)
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif look.hidden or any(one.in_instruction for one in self._fields):
                continue
            elif tag == f"{W}t":
                line.add(child.text or "", is_mark)
            elif tag in _SIGNS:
                line.add(_SIGNS[tag], is_mark)
            elif tag == f"{W}sym":
                line.add(_symbol(child), is_mark)
            elif tag in _DRAWINGS:
                self._drawing(child, line)
            elif tag == f"{W}ruby":
                for base in child.iterchildren(f"{W}rubyBase"):
                    self._inline(base, line, beneath)
            elif tag in _NOTES and child.get(f"{W}customMarkFollows"):
                is_mark = True

    def _field(self, kind: str | None, line: _Line) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_instruction = False
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if ended.in_instruction:
                self._unsaid(ended.instruction, line)

    def _unsaid(self, instruction: str, line: _Line) -> None:
        if instruction.strip().upper().startswith(_UNSAID):
            line.behind.append(Drawn())

    def _formula(self, formula: Element, line: _Line) -> None:
        """A formula on one level is text; any other is drawn, as its digits would run together."""
        runs = list(formula.iter(f"{_MATH}r"))
        if any(run not in formula and run.getparent() not in formula.findall(f"{_MATH}oMath") for run in runs):
            line.behind.append(Drawn())
        else:
            line.add("".join(text.text or "" for text in formula.iter(f"{_MATH}t", f"{W}t")))

    def _drawing(self, drawing: Element, line: _Line) -> None:
        for thing in shown(drawing):
            if isinstance(thing, Drawn):
                line.behind.append(thing)
            elif isinstance(thing, str):
                line.behind += _lines(thing)
            else:
                fields, self._fields = self._fields, []
                line.behind += self.items(thing)
                self._fields = fields


_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_DRAWINGS = frozenset([f"{W}drawing", f"{W}pict", f"{W}object"])
_NOTES = frozenset([f"{W}footnoteReference", f"{W}endnoteReference"])


def _symbol(sign: Element) -> str:
    """The sign of a named font; digits and letters where the font is one of letters, else what stands for it."""
    code = sign.get(f"{W}char") or ""
    if not re.fullmatch("[0-9A-Fa-f]{1,5}", code):
        return "\ufffd"
    at = int(code, 16)
    plain = chr(at - 0xF000) if sign.get(f"{W}font") == "Symbol" and 0xF020 < at < 0xF07F else ""
    return plain if plain.isdigit() else "\ufffd" if 0xD800 <= at < 0xE000 or not at else chr(at)


def is_raised(run: Element) -> bool:
    """Whether a run is itself raised or lowered by a length, beside others that are not."""
    shift = value(run.find(f"{W}rPr"), "position")
    return shift is not None and shift.strip("-+") != "0" and is_beside(run)


def is_beside(run: Element) -> bool:
    """Whether others of its paragraph stand on another line than a run that is raised or lowered by a length."""
    shift = value(run.find(f"{W}rPr"), "position")
    paragraph = next(run.iterancestors(f"{W}p"), None)
    others = paragraph.iter(f"{W}r") if paragraph is not None else ()
    return any(
        value(other.find(f"{W}rPr"), "position") != shift
        and any((text.text or "").strip() for text in other.iter(f"{W}t"))
        for other in others
    )


def _flush(line: _Line, number: str, items: list[Item]) -> None:
    text, behind = line.taken()
    items += _lines(number + text)
    items += behind


def _lines(text: str) -> list[str]:
    tidied = (" ".join(WIDTHLESS.sub("", line).split()) for line in text.split("\n"))
    return [line for line in tidied if line]
