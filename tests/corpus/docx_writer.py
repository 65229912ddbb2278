"""DOCX: the report as Word keeps it, through python-docx.

Wish in `Printed.drawing`: `docx`, one of the names in `habits/files.py`.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tests.corpus.grid import places
from tests.corpus.printed import Line, Printed, Sheet, Td

SUFFIX = ".docx"
MARK = "\ue000"  # before a footnote mark
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
AUTHOR = 'w:id="{}" w:author="青禾" w:date="2025-01-10T00:00:00Z"'
Xml = Any  # lxml elements as python-docx extends them


def write(printed: Printed) -> bytes:
    """The document as bytes."""
    document, style = Document(), printed.drawing.get("docx", "")
    document.sections[0].header.paragraphs[0].text = "第 1 页　共 4 页"
    if style == "automatic_numbers":
        _number_headings(document)
    for part in printed.parts:
        if isinstance(part, Line):
            _line(document, part, style)
        else:
            _sheet(document, part, style)
            document.add_paragraph()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


# ---- lines ----


def _line(document: Any, line: Line, style: str) -> None:
    heading = line.kind == "heading"
    paragraph = document.add_paragraph(style="Heading 1" if heading and style == "styled_headings" else None)
    if line.kind == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if heading and style == "automatic_numbers" and (found := re.match("[一二三四五六]、", line.text)):
        paragraph._p.get_or_add_pPr().append(_xml('<w:numPr {}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'))
        paragraph.add_run(line.text[found.end() :])
    elif line.kind == "title" and style == "text_box_title":
        paragraph._p.append(_text_box(line.text))
    else:
        _words(paragraph, line.text, style)
    if style == "content_controls":
        _control(paragraph._p)


def _words(paragraph: Any, text: str, style: str) -> None:
    """The words in runs; what a habit hides or strikes out stands between them."""
    text, _, mark = text.partition(MARK)
    runs = re.findall(".{1,9}", text, re.DOTALL) if style != "content_controls" else [text] * bool(text)
    for number, run in enumerate(runs):
        paragraph.add_run(run)
        if number == 0 and style == "tracked_changes":
            _track(paragraph)
    if mark:
        paragraph.add_run(mark).font.superscript = True
    if style == "hidden_words":
        paragraph.add_run("99").font.hidden = True
    if style == "styled_headings":
        paragraph._p.append(_xml('<w:bookmarkStart {} w:id="5" w:name="_Toc12345"/>'))
        paragraph._p.append(_xml('<w:bookmarkEnd {} w:id="5"/>'))


def _track(paragraph: Any) -> None:
    """What was typed is an insertion, and a figure before it was struck out."""
    run = paragraph._p[-1]
    inserted = _xml(f"<w:ins {{}} {AUTHOR.format(2)}/>")
    run.addprevious(_xml(f"<w:del {{}} {AUTHOR.format(1)}><w:r><w:delText>88</w:delText></w:r></w:del>"))
    run.addprevious(inserted)
    inserted.append(run)


def _text_box(text: str) -> Xml:
    """The text in a box, in the form of 2010 and, for older programs, once more."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    graphic = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    return _xml(
        '<w:r {}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic>'
        f'<a:graphicData uri="{graphic}"><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _control(paragraph: Xml) -> None:
    """The paragraph inside a content control."""
    control = _xml('<w:sdt {}><w:sdtPr><w:alias w:val="栏目"/></w:sdtPr><w:sdtContent/></w:sdt>')
    paragraph.addprevious(control)
    control[-1].append(paragraph)


def _number_headings(document: Any) -> None:
    """A numbering 一、 二、 三、 for the six sections."""
    numbering = document.part.numbering_part.element
    abstract = _xml(
        '<w:abstractNum {} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(_xml('<w:num {} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


# ---- tables ----


def _sheet(document: Any, sheet: Sheet, style: str) -> None:
    found = list(places(sheet))
    width = max(place.column + place.cell.across for place in found)
    holder = document.add_table(1, 1).cell(0, 0) if style == "tables_in_tables" else document
    table = holder.add_table(len(sheet.rows), width)
    if style != "tables_in_tables":
        table.style = "Table Grid"
    cells = [list(row.cells) for row in table.rows]
    for place in found:
        last = min(place.row + place.cell.down, len(sheet.rows)) - 1
        first = cells[place.row][place.column]
        if (place.cell.down, place.cell.across) != (1, 1):
            first.merge(cells[last][place.column + place.cell.across - 1])
        _cell(first, place.cell, style)
    _gaps(table, {(place.row, place.column + step) for place in found for step in range(place.cell.across)}, style)


def _cell(cell: Any, printed: Td, style: str) -> None:
    if printed.text or style == "hidden_words":
        _words(cell.paragraphs[0], printed.text, style)
    if printed.upright:
        cell._tc.get_or_add_tcPr().append(_xml('<w:textDirection {} w:val="tbRlV"/>'))
    if style == "content_controls":
        _control(cell.paragraphs[0]._p)
        cell._tc.append(_xml("<w:p {}/>"))


def _gaps(table: Any, there: Iterable[tuple[int, int]], style: str) -> None:
    """Cells at the ends of rows that nobody put there are taken away: rows may end early."""
    rows = dict.fromkeys(range(len(table.rows)), 0)
    for row, column in there:
        rows[row] = max(rows[row], column + 1)
    if style != "rows_before_grid":
        return
    for row in table.rows:
        last = row._tr.tc_lst[-1]
        if not "".join(last.itertext()) and last.tcPr.find(qn("w:vMerge")) is None:
            row._tr.remove(last)
            row._tr.get_or_add_trPr().append(_xml('<w:gridAfter {} w:val="1"/>'))


def _xml(text: str) -> Xml:
    return deepcopy(parse_xml(text.replace("{}", SPACES, 1)))
