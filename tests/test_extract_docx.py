"""DOCX: what Word prints is what is read, however its XML says it."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from docx import Document
from PIL import Image

import extract
from extract import limits, scan
from extract.content import Block, Cell, Content, Grid, Paragraph
from extract.formats.docx import read_docx
from extract.formats.office import read_office
from extract.unreadable import Unreadable
from extract.word.settled import settled
from tests.corpus import docx_writer, random_report

REAL = Path(__file__).parents[2] / "shared" / "real"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def document(body: str, styles: str = "", numbering: str = "", **parts: str) -> bytes:
    """A DOCX as python-docx writes it, with our own XML for its body, more styles and more lists."""
    plain, made = BytesIO(), BytesIO()
    Document().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "word/document.xml":
                text = f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode()
            elif name == "word/styles.xml":
                text = text.replace(b"</w:styles>", f"{styles}</w:styles>".encode())
            elif name == "word/numbering.xml" and numbering:
                text = f"<w:numbering {SPACES}>{numbering}</w:numbering>".encode()
            target.writestr(name, parts.get(name, text))
    return made.getvalue()


def undeclared(xml: bytes) -> str:
    """Some XML without its declaration."""
    return re.sub(r"<\?xml.*?\?>\s*", "", xml.decode())


def read(body: str, **more: str) -> Content:
    """What is read of a body."""
    return read_docx(document(body, **more))


def lines(content: Content) -> list[str]:
    """The paragraphs alone."""
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def grid(content: Content) -> list[list[str | None]]:
    """The only table: its texts, None where a cell continues another."""
    (only,) = (block for block in content.blocks if isinstance(block, Grid))
    return [[None if cell.continued else cell.text for cell in row] for row in only.rows]


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs, or of texts."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str = "", properties: str = "") -> str:
    """A cell of text, or of blocks."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells, or of their texts."""
    row = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{row}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def wide(columns: int, width: int = 0) -> str:
    """Properties of a cell over several columns."""
    return (f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else "") + f'<w:gridSpan w:val="{columns}"/>'


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


# ---- whole reports ----


@pytest.mark.parametrize(
    "layout", ["plain", "tracked_changes", "text_box_title", "automatic_numbers", "rows_before_grid"]
)
def test_every_cell_of_a_report_is_read(layout: str) -> None:
    printed = random_report(11, "2021", layout)
    record = extract.read(docx_writer.write(printed), "年报.docx")
    assert {path: record.cells[path].number for path in printed.truth} == printed.truth
    assert (record.agency, record.year, record.form) == (printed.agency, printed.year, "2021")


def test_the_official_form_left_blank_is_no_report_and_has_no_zeros() -> None:
    path = REAL / "template_blank_2021format.docx"
    if not path.exists():
        pytest.skip("the real reports are not here")
    record = extract.read(path.read_bytes(), path.name)
    assert not record.is_report
    assert record.form == "2021"
    assert {value.number for value in record.cells.values()} == {None}
    assert {value.confidence for value in record.cells.values()} == {1.0}


# ---- tables ----


def test_merged_cells_are_found_together() -> None:
    content = read(
        tbl(
            tr(tc("头", wide(2) + RESTART), tc("申请人", wide(2))),
            tr(tc("不印", wide(2) + CONTINUE), "甲", "乙"),
            tr(tc("结果", '<w:vMerge w:val="restart"/>'), "公开", "1", "2"),
            tr(tc("", '<w:vMerge w:val="continue"/>'), "总计", "3", "4"),
        )
    )
    assert grid(content) == [
        ["头", None, "申请人", None],
        [None, None, "甲", "乙"],
        ["结果", "公开", "1", "2"],
        [None, "总计", "3", "4"],
    ]
    (table,) = (block for block in content.blocks if isinstance(block, Grid))
    assert (table.rows[0][0].down, table.rows[0][0].across, table.aligned) == (2, 2, True)


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own() -> None:
    assert grid(read(tbl(tr("甲", "1"), tr(tc("乙", CONTINUE), "2")))) == [["甲", "1"], ["乙", "2"]]


def test_cells_merged_across_in_the_old_way() -> None:
    old = tr(tc("宽", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "1")
    assert grid(read(tbl(old, tr("甲", "乙", "2")))) == [["宽", None, "1"], ["甲", "乙", "2"]]


def test_gaps_at_the_ends_of_rows_are_no_cells() -> None:
    late = tr("2", "3", properties='<w:gridBefore w:val="1"/>')
    early = tr("乙", "5", properties='<w:gridAfter w:val="1"/>')
    content = read(tbl(tr("甲", "0", "1"), late, early))
    assert grid(content) == [["甲", "0", "1"], [None, "2", "3"], ["乙", "5", None]]
    assert content.blocks[0].aligned


def test_rows_whose_spans_contradict_each_other_are_laid_out_by_their_widths() -> None:
    rows = [
        tr(tc("头", wide(1, 2000)), tc("甲", wide(1, 1000)), tc("乙", wide(1, 1000))),
        tr(tc("组", wide(1, 1000)), tc("项", wide(1, 990)), tc("1", wide(1, 1010)), tc("2", wide(1, 1000))),
    ]
    content = read(tbl(*rows))
    assert grid(content) == [["头", None, "甲", "乙"], ["组", "项", "1", "2"]]
    assert content.blocks[0].aligned


def test_without_widths_such_columns_are_not_relied_on() -> None:
    assert not read(tbl(tr("头", "甲", "乙"), tr("组", "项", "1", "2"))).blocks[0].aligned


def test_a_row_of_one_cell_across_the_whole_width_is_text() -> None:
    content = read(tbl(tr(tc("第二十条第（一）项", wide(2))), tr("规章", "1")))
    assert lines(content) == ["第二十条第（一）项"]
    assert content.blocks[1].first_row == 1


def test_a_table_within_a_layout_table_is_read_where_it_stands() -> None:
    inner = tbl(tr("规章", "1"), tr("文件", "2"))
    content = read(tbl(tr(tc(p("左栏")), tc(p("二、主动公开") + inner + p("注")))))
    assert [getattr(block, "text", None) for block in content.blocks] == [
        "左栏",
        "二、主动公开",
        "规章\t1\n文件\t2",
        "注",
    ]


def test_a_frame_of_one_cell_inside_a_cell_is_its_text() -> None:
    framed = tbl(tr(tc("12")))
    assert grid(read(tbl(tr("规章", tc(framed + p())), tr("文件", "3")))) == [["规章", "12"], ["文件", "3"]]


def test_a_table_in_a_content_control_and_rows_and_cells_in_others() -> None:
    def control(inner: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    placeholder = p(control(r("单击此处输入文字"), "<w:showingPlcHdr/>"))
    rows = [control(tr("规章", control(tc("1")))), tr("文件", tc(placeholder)), tr("其他", tc(control(p("3"))))]
    assert grid(read(control(tbl(*rows)))) == [["规章", "1"], ["文件", ""], ["其他", "3"]]


def test_more_cells_than_any_report_are_refused() -> None:
    many = tr(*[tc("", wide(64))] * 20) * (limits.CELLS // 1200)
    with pytest.raises(Unreadable, match="cells"):
        read(tbl(many))


# ---- tracked changes, hidden words ----


def test_tracked_changes_are_taken_as_accepted() -> None:
    gone, come = "<w:del><w:r><w:delText>8</w:delText></w:r></w:del>", f"<w:ins>{r('9')}</w:ins>"
    moved = f"<w:moveFrom>{r('旧处')}</w:moveFrom>", f"<w:moveTo>{r('新处')}</w:moveTo>"
    table = tbl(
        tr("规章", tc(p(gone, come))),
        tr("删行", "7", properties="<w:del/>"),
        tr("增行", "6", properties="<w:ins/>"),
        tr("删格", tc("5", "<w:cellDel/>"), "4"),
    )
    content = read(p(*moved) + table)
    assert lines(content) == ["新处"]
    assert grid(content) == [["规章", "9"], ["增行", "6"], ["删格", "4"]]


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next() -> None:
    assert lines(read(p("一、总体", properties="<w:rPr><w:del/></w:rPr>") + p("情况"))) == ["一、总体情况"]


def test_former_properties_do_not_count() -> None:
    changed = "<w:rPrChange><w:rPr><w:vanish/><w:strike/></w:rPr></w:rPrChange>"
    assert lines(read(p(r("报告", changed)))) == ["报告"]


def test_hidden_words_are_not_read() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="HP"><w:basedOn w:val="HB"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="HB"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    hidden = r("99", "<w:vanish/>"), r("98", '<w:rStyle w:val="H"/>')
    shown = r("5", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
    assert lines(read(p("收到", *hidden, shown), styles=styles)) == ["收到5"]
    assert lines(read(p("正文") + p("草稿", properties='<w:pStyle w:val="HP"/>'), styles=styles)) == ["正文"]


# ---- words ----


def test_marks_and_struck_words_stand_in_brackets() -> None:
    up, struck = '<w:vertAlign w:val="superscript"/>', "<w:strike/>"
    assert lines(read(p("5", r("1", up), r("2", up), "件"))) == ["5[12]件"]
    assert lines(read(p(r("3", struck), r("4", '<w:strike w:val="0"/>')))) == ["[3]4"]


def cell(*runs: str, properties: str = "", styles: str = "") -> str | None:
    """What is read of a cell that holds runs."""
    return grid(read(tbl(tr("甲", tc(p(*runs), properties)), tr("乙", "1")), styles=styles))[0][1]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ((r("7", '<w:color w:val="FFFFFF"/>'), "3"), "[7]3"),
        ((r("7", '<w:color w:val="FEFEFE" w:themeColor="background1"/>'), "3"), "[7]3"),
        ((r("7", '<w:rStyle w:val="Faint"/>'), "3"), "[7]3"),
        ((r("7", "<w:specVanish/>"), "3"), "[7]3"),
        (("3", r("1", '<w:position w:val="6"/>')), "3[1]"),
        (("3", r("1", '<w:position w:val="-6"/>')), "3[1]"),
        (("3", r("1", '<w:sz w:val="1"/>')), "3[1]"),
        (("3", r("1", '<w:w w:val="1"/>')), "3[1]"),
        (('<w:bdo w:val="rtl"><w:r><w:t>13</w:t></w:r></w:bdo>',), "[13]"),
        ((r("7", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'), "3"), "[7]3"),
        ((r("7", '<w:color w:val="000000"/><w:highlight w:val="black"/>'), "3"), "[7]3"),
        ((r("3", '<w:position w:val="4"/>'), r("5", '<w:position w:val="4"/>')), "35"),
        ((r("3", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="003366"/>'),), "3"),
        ((r("3", '<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>'),), "3"),
        ((r("3", '<w:color w:val="333333"/>'), r("4", '<w:color w:val="auto"/>')), "34"),
        ((r("3", '<w:shd w:val="clear" w:fill="000000"/>'),), "3"),
        ((r("甲乙丙第3款", '<w:color w:val="FFFFFF"/>'),), "甲乙丙第3款"),
    ],
)
def test_a_raised_tiny_or_colourless_digit_is_no_digit_of_the_figure(runs: tuple[str, ...], text: str) -> None:
    styles = '<w:style w:type="character" w:styleId="Faint"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    assert cell(*runs, styles=styles) == text


def test_a_digit_of_which_word_alone_knows_whether_it_is_hidden_is_struck_out_for_other_programs() -> None:
    doubtful = document(tbl(tr("甲", tc(p(r("7", "<w:specVanish/>"), "3"))), tr("乙", "1")))
    with zipfile.ZipFile(BytesIO(settled(doubtful))) as made:
        told = made.read("word/document.xml").decode()
    assert "<w:rPr><w:strike/></w:rPr><w:t" in told
    assert "specVanish" not in told
    for doubt in (r("7", '<w:position w:val="6"/>'), '<w:bdo w:val="rtl"><w:r><w:t>7</w:t></w:r></w:bdo>'):
        assert lines(read_docx(settled(document(p("3", doubt))))) == ["3[7]"]
    hidden_mark = document(p("甲", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("乙"))
    assert lines(read_docx(settled(hidden_mark))) == ["甲 乙"]


@pytest.mark.parametrize(
    ("shade", "text"),
    [
        ('<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>', "3"),
        ('<w:shd w:val="solid" w:color="000000" w:fill="auto"/>', "3"),
        ('<w:shd w:val="clear" w:color="auto" w:fill="auto"/>', "[3]"),
        ('<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>', "[3]"),
        ('<w:shd w:val="pct50" w:color="auto" w:fill="auto"/>', "[3]"),
        ("", "[3]"),
    ],
)
def test_white_figures_are_seen_on_a_dark_cell_only(shade: str, text: str) -> None:
    assert cell(r("3", '<w:color w:val="FFFFFF"/>'), properties=shade) == text


def test_notes_are_no_part_of_the_text() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>2</w:t></w:r>'
    assert lines(read(p("5", note, "件") + p("6", own))) == ["5件", "6[2]"]


def test_breaks_tabs_hyphens_and_symbols() -> None:
    broken = "<w:r><w:t>某县</w:t><w:br/><w:t>年度</w:t><w:tab/><w:t>报告</w:t></w:r>"
    signs = '<w:r><w:t>3</w:t><w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F034"/></w:r>'
    ticked = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    assert lines(read(p(broken) + p(signs) + p(ticked))) == ["某县", "年度 报告", "3-4", "\uf0fe"]


def test_of_fields_and_links_the_result_is_read() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    nested = [char("begin"), code("IF "), char("begin"), code("X"), char("separate"), r("7"), char("end")]
    whole = [*nested, char("separate"), r("12"), char("end"), r("件")]
    link = f"<w:hyperlink>{r('全文')}</w:hyperlink><w:fldSimple w:instr='PAGE'>{r('3')}</w:fldSimple>"
    assert lines(read(p(*whole) + p(link))) == ["12件", "全文3"]
    broken = read(p("甲", char("begin"), code("X"), r("4")) + p("乙"))
    assert (lines(broken), len(broken.pictures)) == (["甲", "乙"], 1)


def test_a_formula_on_one_level_is_text_and_any_other_is_drawn() -> None:
    def digits(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    half = f"<m:oMath><m:f><m:num>{digits('1')}</m:num><m:den>{digits('2')}</m:den></m:f></m:oMath>"
    content = read(tbl(tr("甲", tc(p(f"<m:oMath>{digits('12')}</m:oMath>"))), tr("乙", tc(p(half)))))
    assert grid(content) == [["甲", "12"], ["乙", ""]]
    assert content.blocks[0].rows[1][1].drawn


# ---- drawings ----

BOXED = "<w:txbxContent>{}</w:txbxContent>"


def box(inner: str) -> str:
    """A text box as Word writes it: once for itself, once for older programs."""
    content = BOXED.format(inner)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def picture(side: int) -> str:
    """A picture so many pixels wide and high."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{side * 9525}" cy="{side * 9525}"/><a:graphic><a:graphicData>'
        "<pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    assert lines(read(p("前", box(p("框内")), "后"))) == ["前后", "框内"]
    old = f"<w:r><w:pict><v:shape><v:textbox>{BOXED.format(p('旧框'))}</v:textbox></v:shape></w:pict></w:r>"
    assert lines(read(p(old))) == ["旧框"]
    assert grid(read(p(box(tbl(tr("规章", "1"), tr("文件", "2")))))) == [["规章", "1"], ["文件", "2"]]


def test_pictures_are_noted_where_they_stand_and_icons_are_not() -> None:
    content = read(p("甲", picture(300)) + p("乙", picture(20)) + tbl(tr("规章", tc(p(picture(300)))), tr("文件", "1")))
    assert [one.before for one in content.pictures] == [1]
    assert [cell.drawn for cell in content.blocks[2].rows[0]] == [False, True]


def pictured(body: str) -> bytes:
    """A document with a picture in it, which python-docx has put there, before a body."""
    ink, made, out = BytesIO(), Document(), BytesIO()
    Image.new("L", (600, 400), "white").save(ink, "PNG")
    made.add_picture(ink)
    for text in body.split():
        made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def test_pictures_of_a_document_without_tables_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Grid(((Cell("规章", sure=0.9), Cell("1", sure=0.95)),), 0)
    monkeypatch.setattr(scan, "read_picture", lambda _: [Paragraph("二、主动公开", sure=0.9), seen, seen])
    content = read_docx(pictured("正文"))
    assert [block.text for block in content.blocks] == ["二、主动公开", "规章\t1", "规章\t1", "正文"]
    assert (content.scanned, content.pictures) == (True, ())


def test_without_recognition_the_pictures_of_a_text_stay_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: bytes) -> list[Block]:
        raise Unreadable("needs-ocr", "not installed")

    monkeypatch.setattr(scan, "read_picture", missing)
    assert len(read_docx(pictured("正文")).pictures) == 1
    with pytest.raises(Unreadable) as refused:
        read_docx(pictured(""))
    assert refused.value.code == "needs-ocr"


def test_an_embedded_object_is_a_picture() -> None:
    assert len(read(p("表", '<w:r><w:object><v:shape style="width:300pt;height:90pt"><v:imagedata/></v:shape>'
                         "</w:object></w:r>")).pictures) == 1  # fmt: skip


# ---- numbers of lists ----


def level(at: int, manner: str, text: str, more: str = "") -> str:
    """One level of a list."""
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{manner}"/>{more}<w:lvlText w:val={quoteattr(text)}/>'
    return f'<w:lvl w:ilvl="{at}">{inner}</w:lvl>'


def abstract(number: int, *levels: str) -> str:
    """A list, and one name for it."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def name(number: int, of: int, more: str = "") -> str:
    """A name of a list."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(text: str, number: int, at: int = 0) -> str:
    """A numbered paragraph."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_of_three_levels() -> None:
    levels = (
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCountingThousand", "（%2）"),
        level(2, "decimal", "%3."),
    )
    body = "".join(item(text, 1, at) for text, at in [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1)])
    found = lines(read(body, numbering=abstract(1, *levels) + name(1, 1)))
    assert found == ["一、甲", "（一）乙", "（二）丙", "1. 丁", "二、戊", "（一）己"]


def test_two_names_go_on_counting_one_list_unless_one_starts_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = abstract(1, level(0, "decimalFullWidth", "%1．")) + name(1, 1) + name(2, 1) + name(3, 1, anew)
    body = "".join(item(text, number) for text, number in [("甲", 1), ("乙", 2), ("丙", 3), ("丁", 3)])
    assert lines(read(body, numbering=lists)) == ["１．甲", "２．乙", "１．丙", "２．丁"]


def test_numbers_by_style_and_none_where_they_are_taken_away() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Big"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Big"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = abstract(
        1, level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Big"/>'), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )
    big, sub = '<w:pStyle w:val="Big"/>', '<w:pStyle w:val="Sub"/>'
    without = big + '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("甲", properties=big) + p("乙", properties=sub) + p("丙", properties=without) + p("丁", properties=big)
    assert lines(read(body, styles=styles, numbering=lists + name(1, 1))) == ["一、甲", "1.1 乙", "丙", "二、丁"]


def test_a_number_counted_by_word_is_no_figure_of_a_cell() -> None:
    lists = abstract(1, level(0, "decimal", "%1")) + name(1, 1)
    rows = tr(tc(item("信访举报", 1)), tc(item("", 1))), tr(tc(item("重复申请", 1)), tc(item("5", 1)))
    assert grid(read(tbl(*rows), numbering=lists)) == [["1 信访举报", "[2]"], ["3 重复申请", "[4]5"]]


@pytest.mark.parametrize(
    ("manner", "count", "printed"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircle", 3, "③"),
        ("upperRoman", 4, "IV"),
        ("lowerLetter", 27, "aa"),
        ("ideographTraditional", 2, "乙"),
        ("bullet", 1, ""),
    ],
)
def test_numerals(manner: str, count: int, printed: str) -> None:
    from extract.word.numerals import numeral

    assert numeral(count, manner) == printed


# ---- packages ----


def test_the_strict_kind_of_the_format_reads_alike() -> None:
    body = tbl(tr(tc("头", wide(2))), tr("规章", "1"))
    usual = document(body)
    with zipfile.ZipFile(BytesIO(usual)) as parts:
        strict = parts.read("word/document.xml").decode().replace(MAIN, STRICT)
    assert read_docx(document(body, **{"word/document.xml": strict})).blocks == read_docx(usual).blocks


def test_the_flat_form_in_one_xml_file_reads_alike() -> None:
    usual = document(p("岚渡县水务局") + tbl(tr(tc("头", wide(2))), tr("规章", "1")))
    with zipfile.ZipFile(BytesIO(usual)) as parts:
        names = [name for name in parts.namelist() if name.endswith((".rels", "document.xml"))]
        inner = "".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{undeclared(parts.read(name))}</pkg:xmlData></pkg:part>'
            for name in names
        )
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    flat = f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}">{inner}</pkg:package>'
    assert read_office(flat.encode()).blocks == read_docx(usual).blocks


def test_the_title_in_the_properties_counts_only_for_want_of_others() -> None:
    made, out = Document(), BytesIO()
    made.core_properties.title = "岚渡县2024年政府信息公开工作年度报告"
    made.add_paragraph("正文")
    made.save(out)
    head = read_docx(out.getvalue()).head
    assert (head.titles, head.lesser_titles, head.published) == ((), (made.core_properties.title,), None)


def test_a_bomb_is_refused() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * (limits.SMALL + 1) + b"<w:document/>")
    with pytest.raises(Unreadable) as refused:
        read_docx(data.getvalue())
    assert refused.value.code == "too-large"


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密", "utf-8")
    declared = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    body = "<w:body><w:p><w:r><w:t>报告&s;</w:t></w:r></w:p></w:body>"
    text = f"{declared}<w:document {SPACES}>{body}</w:document>"
    assert lines(read_docx(document("", **{"word/document.xml": text}))) == ["报告"]


@pytest.mark.parametrize("text", ["<w:document", "<x/>"])
def test_a_damaged_document_says_so(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_docx(document("", **{"word/document.xml": text}))
    assert refused.value.code == "damaged"


def test_a_document_of_pictures_alone_has_no_text() -> None:
    with pytest.raises(Unreadable) as refused:
        read(p(picture(900)))
    assert refused.value.code == "no-text"
