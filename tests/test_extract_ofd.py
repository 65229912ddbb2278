"""OFD: texts, lines and drawings come to stand where they are printed; what cannot be known is not made up."""

import dataclasses
import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

import pytest
from PIL import Image

import extract
from extract import scan, sniff
from extract.content import Block, Grid, Paragraph
from extract.formats.ofd import read_ofd
from extract.ofd.numbers import steps
from tests.corpus import ofd_writer, random_report

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(body: str, parts: Mapping[str, bytes | str] | None = None, common: str = "", use: str = "") -> bytes:
    """An OFD of one page of 100 × 100 mm with these objects."""
    area = "<ofd:PhysicalBox>0 0 100 100</ofd:PhysicalBox>"
    files: dict[str, bytes | str] = {
        "OFD.xml": (
            f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea>{common}</ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
        ),
        "Doc_0/Pages/Page_0/Content.xml": (
            f'<ofd:Page {SPACE}>{use}<ofd:Content><ofd:Layer ID="2">{body}</ofd:Layer></ofd:Content></ofd:Page>'
        ),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def text(words: str, x: float = 10, y: float = 10, more: str = "", delta: str = "", size: float = 4) -> str:
    code = f'<ofd:TextCode X="0" Y="{size}"{delta}>{escape(words)}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{x} {y} 80 {size * 1.5}" Font="1" Size="{size}"{more}>{code}</ofd:TextObject>'


def path(data: str, x: float = 0, y: float = 0, more: str = "") -> str:
    code = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="{x} {y} 100 100"{more}>{code}</ofd:PathObject>'


def table(words: list[list[str]], x: float = 10, y: float = 10, more: str = "") -> str:
    """Cells of 20 × 8 mm, each a closed path, with a text in each."""
    cells = [(left, top, word) for top, row in enumerate(words) for left, word in enumerate(row)]
    boxes = "".join(path("M 0 0 L 20 0 L 20 8 L 0 8 C", x + 20 * left, y + 8 * top) for left, top, _ in cells)
    return boxes + "".join(text(word, x + 20 * left + 1, y + 8 * top + 1, more) for left, top, word in cells if word)


def blocks(data: bytes) -> tuple[Block, ...]:
    return read_ofd(data).blocks


def lines(data: bytes) -> list[str]:
    return [block.text for block in blocks(data) if isinstance(block, Paragraph)]


def cells(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row] for block in blocks(data) if isinstance(block, Grid) for row in block.rows]


@pytest.mark.parametrize("glyphs", ["run", "list", "each"])
@pytest.mark.parametrize("rules", ["lines", "boxes", "filled"])
@pytest.mark.parametrize(("form", "seed"), [("2021", 1), ("2019", 2)])
def test_a_report_is_read_over_its_pages(rules: str, glyphs: str, form: str, seed: int) -> None:
    wish = {"rules": rules, "glyphs": glyphs, "template": "yes" if seed == 1 else "no", "named": "other"}
    printed = dataclasses.replace(random_report(seed, form), drawing=wish)
    data = ofd_writer.write(printed)
    assert sniff.media_type(data, "年报.pdf") == sniff.OFD
    record = extract.read(data)
    assert {path: value.number for path, value in record.cells.items()} == printed.truth
    assert (record.agency, record.year, record.form) == (printed.agency, printed.year, form)
    assert {value.where.page for value in record.cells.values()} > {1}


@pytest.mark.parametrize(
    ("written", "count", "read"),
    [
        ("1 2 3", 3, [1, 2, 3]),
        ("g 3 1.5", 3, [1.5, 1.5, 1.5]),
        ("2 g 2 1 4", 4, [2, 1, 1, 4]),
        ("2", 3, [2, 2, 2]),
        ("g 4000000000 1", 2, [1, 1]),
        ("1 2 3", 1, [1]),
    ],
)
def test_steps_are_counted_out(written: str, count: int, read: list[float]) -> None:
    assert steps(written, count) == read


@pytest.mark.parametrize("delta", ["4 x", "g", "g 2", "NaN", "1e999"])
def test_a_step_that_is_no_number_damages_the_file(delta: str) -> None:
    with pytest.raises(extract.Unreadable) as why:
        read_ofd(ofd(text("公开年报", delta=f' DeltaX="{delta}"')))
    assert why.value.code == "damaged"


@pytest.mark.parametrize("written", ["g -1 1", "g 0 5", " "])
def test_letters_without_any_step_have_no_place(written: str) -> None:
    assert steps(written, 0) == []
    with pytest.raises(extract.Unreadable, match="no step"):
        steps(written, 3)


def test_a_matrix_places_a_text_and_its_steps() -> None:
    grown = ' CTM="0.5 0 0 0.5 0 0"'
    small = text("12", 11, 11, grown, ' DeltaX="4"', size=8) + text("34", 13.8, 11, grown, ' DeltaX="4"', size=8)
    assert cells(ofd(table([["", "甲"], ["乙", "丙"]]) + small)) == [["1234", "甲"], ["乙", "丙"]]


def test_a_page_that_lies_on_its_side_is_read_upright() -> None:
    turned = ' CTM="0 -1 1 0 0 0"'
    drawn = "".join(
        path("M 0 0 L 8 0 L 8 20 L 0 20 C", 10 + 8 * row, 50 - 20 * at) for row in range(2) for at in range(2)
    )
    words = {(0, 0): "甲乙", (0, 1): "1", (1, 0): "丙丁", (1, 1): "23"}
    for (row, at), word in words.items():
        code = f'<ofd:TextCode X="0" Y="0" DeltaX="g {len(word)} {3 if word > "a" else 1.5}">{word}</ofd:TextCode>'
        place = f"{10 + 8 * row + 6} {50 - 20 * at + 15} 5 20"
        drawn += f'<ofd:TextObject Boundary="{place}" Font="1" Size="3"{turned}>{code}</ofd:TextObject>'
    assert cells(ofd(drawn)) == [["甲乙", "1"], ["丙丁", "23"]]


def test_letters_one_below_another_are_read_downwards() -> None:
    downwards = text("办理结果", 18, 9, delta=' DeltaX="g 3 0" DeltaY="g 3 4.5"')
    frame = path("M 10 10 L 90 10 L 90 34 L 10 34 C M 30 10 L 30 34 M 30 22 L 90 22 M 60 10 L 60 34")
    words = downwards + text("甲", 32, 13) + text("乙", 32, 25) + text("1", 62, 13) + text("2", 62, 25)
    assert cells(ofd(frame + words)) == [["办理结果", "甲", "1"], ["", "乙", "2"]]


def test_lines_may_be_paths_of_any_make() -> None:
    for make in (
        "M 10 10 L 50 10 M 10 18 L 50 18 M 10 26 L 50 26 M 10 10 L 10 26 M 30 10 L 30 26 M 50 10 L 50 26",
        "S 10 10 L 50 10 L 50 26 L 10 26 C M 30 10 L 30 26 M 10 18 L 50 18",
        "M10 10L50 10L50 26L10 26C M30 10L30 26 M10 18L5.0e1 18",
    ):
        words = text("甲", 11, 11) + text("1", 31, 11) + text("乙", 11, 19) + text("2", 31, 19)
        assert cells(ofd(path(make) + words)) == [["甲", "1"], ["乙", "2"]]
    frame = "M 10 10 L 50 10 L 50 26 L 10 26 C M 30 10 L 30 26"
    for how in (' Stroke="false"', ' Alpha="0"', ' Visible="false"'):
        assert cells(ofd(path(frame, more=how) + text("甲", 11, 11))) == []


def test_templates_blocks_and_drawings_are_part_of_the_page() -> None:
    page = f'<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID="8">%s</ofd:Layer></ofd:Content></ofd:Page>'
    parts = {
        "Doc_0/Tpl.xml": page % text("底稿", y=80),
        "Doc_0/Res.xml": (
            f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="50" '
            f'Height="50"><ofd:Content>{text("图中字", x=0, y=0)}</ofd:Content></ofd:CompositeGraphicUnit>'
            "</ofd:CompositeGraphicUnits></ofd:Res>"
        ),
    }
    common = '<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:TemplatePage ID="5" BaseLoc="Tpl.xml"/>'
    body = f"<ofd:PageBlock><ofd:PageBlock>{text('块中字', y=30)}</ofd:PageBlock></ofd:PageBlock>"
    body += '<ofd:CompositeObject Boundary="10 50 50 50" ResourceID="7"/>'
    data = ofd(body, parts, common, '<ofd:Template TemplateID="5"/>')
    assert lines(data) == ["块中字", "图中字", "底稿"]


def test_what_is_not_seen_is_not_read() -> None:
    seen = text("看得见的字")
    clear = text("9", y=30).replace("<ofd:TextCode", '<ofd:FillColor Value="0 0 0" Alpha="0"/><ofd:TextCode')
    unseen = text("1", more=' Visible="false"') + text("2", more=' Alpha="0"') + text("3", more=' Fill="false"')
    away = text("4", x=200) + text("5", y=-50) + text("6", size=0.01)
    slanting = text("内部资料", 30, 60, ' CTM="0.7 -0.7 0.7 0.7 0 0"')
    assert lines(ofd(seen + clear + unseen + away + slanting)) == ["看得见的字"]


def test_letters_known_by_their_shape_alone_are_no_figures() -> None:
    assert cells(ofd(table([["甲", "1¤"], ["乙", "\ue123"]]))) == [["甲", "1\ufffd"], ["乙", "\ufffd"]]


def test_struck_and_raised_figures_are_told() -> None:
    line = path("M 30 13.6 L 45 13.6")
    raised = text("1", 35.2, 11.8, size=2)
    assert cells(ofd(table([["甲", "12"], ["乙", "3"]]) + line)) == [["甲", "[1][2]"], ["乙", "3"]]
    assert cells(ofd(table([["甲", "12"], ["乙", "3"]]) + raised)) == [["甲", "12[1]"], ["乙", "3"]]
    noted = text("公开") + text("2", 18.2, 10.4, size=2.5) + text("年度", y=30) + text("2", 18, 31.5, size=2.5)
    assert lines(ofd(noted)) == ["公开[2]", "年度2"]


def code_of(data: bytes) -> str:
    with pytest.raises(extract.Unreadable) as why:
        read_ofd(data)
    return why.value.code


def test_files_that_cannot_be_read_say_why() -> None:
    whole = ofd(text("公开年报"))
    assert code_of(whole[:-30]) == "damaged"
    assert code_of(ofd("")) == "no-text"
    assert code_of(ofd(path("M 0 0 L 5"))) == "damaged"
    assert code_of(ofd(text("甲").replace("Size=", 'CTM="1 0 0" Size='))) == "damaged"
    assert code_of(ofd(text("甲"), {"Doc_0/Pages/Page_0/Content.xml": b"\x8a\x01cipher"})) == "damaged"
    sealed = {"Doc_0/Pages/Page_0/Content.xml": b"\x8a\x01cipher", "Encryptions.xml": "<a/>"}
    assert code_of(ofd(text("甲"), sealed)) == "encrypted"
    assert code_of(ofd(text("甲"), {"Doc_0/Document.xml": bytes(20 << 20)})) == "damaged"


def test_drawings_that_hold_themselves_come_to_an_end() -> None:
    inside = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="7"/>' * 20
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit>'
    parts = {"Doc_0/Res.xml": f"<ofd:Res {SPACE}>{unit}</ofd:Res>"}
    assert code_of(ofd(inside, parts, "<ofd:PublicRes>Res.xml</ofd:PublicRes>")) == "too-large"


def test_nothing_outside_the_file_is_looked_at(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret.write_text("秘密")
    page = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><ofd:Page {SPACE}><ofd:Content><ofd:Layer>'
    page += text("甲") + text("e").replace(">e<", ">&e;<") + "</ofd:Layer></ofd:Content></ofd:Page>"
    assert lines(ofd("", {"Doc_0/Pages/Page_0/Content.xml": page})) == ["甲"]


def test_a_scan_is_handed_on_to_be_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = io.BytesIO()
    Image.new("L", (400, 400), 255).save(picture, "PNG")
    parts = {
        "Doc_0/Res.xml": (
            f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>a.png'
            "</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
        ),
        "Doc_0/Res/a.png": picture.getvalue(),
    }
    common = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
    image = '<ofd:ImageObject Boundary="0 0 100 100" CTM="100 0 0 100 0 0" ResourceID="7"/>'
    monkeypatch.setattr(scan, "read_pages", lambda pages, first=1: [Paragraph(str(len(list(pages))), first)])
    assert blocks(ofd(image, parts, common)) == (Paragraph("1", 1),)
    monkeypatch.undo()
    small = '<ofd:ImageObject Boundary="0 60 30 30" CTM="30 0 0 30 0 0" ResourceID="7"/>'
    beside = read_ofd(ofd(small + text("文字"), parts, common))
    assert [block.text for block in beside.blocks] == ["文字"]
    assert [picture.before for picture in beside.pictures] == [1]
