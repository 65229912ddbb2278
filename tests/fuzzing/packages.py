"""Archives and office packages made to hurt: bombs, loops, lies about sizes, names that lead out, a million cells."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random

from tests.fuzzing.markup import HUGE, doctype

Made = tuple[str, bytes]  # name of the file, its bytes
Bomb = Callable[[Random], Made]

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
TITLE = "青禾县水务局2024年政府信息公开工作年度报告"


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP of some files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(document: str) -> bytes:
    """A DOCX of one part."""
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(_package("word/document.xml", types) | {"word/document.xml": document})


def xlsx(sheet: str, strings: str = "") -> bytes:
    """An XLSX of one sheet."""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    rows = f'<workbook {SHEET} xmlns:r="{REL}"><sheets><sheet name="年报" sheetId="1" r:id="r1"/></sheets></workbook>'
    rels = f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    rels += f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    files = {
        "xl/workbook.xml": HEAD + rows,
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    return zipped(_package("xl/workbook.xml", types) | files | ({"xl/sharedStrings.xml": strings} if strings else {}))


def ofd(content: str, document: str = "") -> bytes:
    """An OFD of one page."""
    body = document or (
        f'{HEAD}<ofd:Document {OFD}><ofd:CommonData><ofd:TemplatePage ID="2" BaseLoc="Pages/Page_0/Content.xml"/>'
        '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    root = f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    files = {"OFD.xml": HEAD + root, "Doc_0/Document.xml": body, "Doc_0/Pages/Page_0/Content.xml": content}
    return zipped(files)


def _package(main: str, content_type: str) -> dict[str, str]:
    override = f'<Override PartName="/{main}" ContentType="{content_type}"/>'
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    default += '<Default Extension="xml" ContentType="application/xml"/>'
    rel = f'<Relationship Id="r0" Type="{REL}/officeDocument" Target="{main}"/>'
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{default}{override}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rel}</Relationships>',
    }


def _word(body: str) -> str:
    return f"{HEAD}<w:document {WORD}><w:body>{_line(TITLE)}{body}</w:body></w:document>"


def _line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


# ---- DOCX, XLSX, OFD ----


def word_million(rng: Random) -> Made:
    """A table of a million cells."""
    side = rng.choice([300, 1000])
    row = f"<w:tr>{'<w:tc><w:p/></w:tc>' * side}</w:tr>"
    return "million.docx", docx(_word(f"<w:tbl>{row * (10**6 // side)}</w:tbl>"))


def word_spans(rng: Random) -> Made:
    """Cells that claim to span more columns than there are."""
    span = rng.choice([*HUGE, -1, 0, "x"])
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/><w:vMerge/></w:tcPr>{_line("0")}</w:tc>'
    before = f'<w:trPr><w:gridBefore w:val="{span}"/></w:trPr>'
    return "spans.docx", docx(_word(f"<w:tbl>{f'<w:tr>{before}{cell * 7}</w:tr>' * 30}</w:tbl>"))


def word_nested(rng: Random) -> Made:
    """Tables within tables, or text boxes within text boxes."""
    deep = rng.choice([100, 3_000, 40_000])
    if rng.random() < 0.5:
        return "nested.docx", docx(_word("<w:tbl><w:tr><w:tc>" * deep + "</w:tc></w:tr></w:tbl>" * deep))
    box = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
    return "boxes.docx", docx(_word(box[0] * deep + _line("一") + box[1] * deep))


def word_numbered(rng: Random) -> Made:
    """A paragraph of very many runs and breaks."""
    many = rng.choice([10_000, 100_000])
    return "runs.docx", docx(_word(f"<w:p>{'<w:r><w:t>0</w:t><w:br/><w:tab/></w:r>' * many}</w:p>"))


def word_empty(rng: Random) -> Made:
    """A package without what it promises."""
    kind = rng.choice([{"word/x": ""}, {"word/document.xml": ""}, {"xl/workbook.xml": "<a/>"}, {"OFD.xml": "<a>"}])
    return f"empty{rng.choice(['.docx', '.xlsx', '.ofd'])}", zipped(kind)


def entities(rng: Random) -> Made:
    """An XML bomb in an office package."""
    cell = "&a9;"
    if rng.random() < 0.4:
        return "laughs.docx", docx(doctype(rng, "w:document") + _word(_line(cell))[len(HEAD) :])
    if rng.random() < 0.5:
        rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{cell}</t></is></c></row>'
        return "laughs.xlsx", xlsx(
            f"{doctype(rng, 'worksheet')}<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>"
        )
    words = (
        f'<ofd:TextObject Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="3">{cell}</ofd:TextCode></ofd:TextObject>'
    )
    return "laughs.ofd", ofd(f"{doctype(rng, 'ofd:Page')}{_ofd_page(words)[len(HEAD) :]}")


def sheet_far(rng: Random) -> Made:
    """Cells at the far end of a sheet, merged over the whole of it, or of strings that are not there."""
    cell, merged = rng.choice(
        [("XFD1048576", "A1:XFD1048576"), ("ZZZZZ9", "B2:A1"), ("A99999999999", "A1:A1"), ("", "")]
    )
    rows = f'<row r="1048576"><c r="{cell}" t="s"><v>{rng.choice([7, -1, 10**20, "x"])}</v></c></row>'
    merge = f'<mergeCells count="9"><mergeCell ref="{merged}"/></mergeCells>'
    size = f'<dimension ref="A1:{cell}"/>'
    sheet = f"{HEAD}<worksheet {SHEET}>{size}<sheetData>{rows}</sheetData>{merge}</worksheet>"
    return "far.xlsx", xlsx(sheet, f"{HEAD}<sst {SHEET}><si><t>年报</t></si></sst>")


def sheet_million(rng: Random) -> Made:
    """A sheet of a million cells."""
    side = rng.choice([50, 1000])
    row = "<row>" + "<c><v>1</v></c>" * side + "</row>"
    return "million.xlsx", xlsx(f"{HEAD}<worksheet {SHEET}><sheetData>{row * (10**6 // side)}</sheetData></worksheet>")


def sheet_odd(rng: Random) -> Made:
    """Figures that are none."""
    odd = rng.choice(["1e308", "1e999", "NaN", "-0", "0x10", "1" * 5000, "#REF!", "1,2"])
    cells = f'<c r="A1"><v>{odd}</v></c><c r="B1" t="e"><v>{odd}</v></c><c r="C1" t="d"><v>{odd}</v></c>'
    return "odd.xlsx", xlsx(f"{HEAD}<worksheet {SHEET}><sheetData><row>{cells}</row></sheetData></worksheet>")


def _ofd_page(objects: str, boundary: str = "0 0 210 297") -> str:
    area = f"<ofd:Area><ofd:PhysicalBox>{boundary}</ofd:PhysicalBox></ofd:Area>"
    layer = f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
    return f"{HEAD}<ofd:Page {OFD}>{area}{layer}</ofd:Page>"


def ofd_steps(rng: Random) -> Made:
    """Letters that step on without end, or by no number."""
    step = rng.choice(["g 1000000000 1", "g -1 1", "g 99999999999999999999 0", "g", "NaN", "1e400", "inf -inf"])
    place = rng.choice(["0 0 9 9", "NaN 0 inf 1", "", "1 2", "-1e300 0 1e300 1e-300"])
    words = f'<ofd:TextObject Boundary="{place}" Size="{rng.choice(["3", "0", "-1", "x", "1e308"])}">'
    words += f'<ofd:TextCode X="0" Y="3" DeltaX="{step}" DeltaY="{step}">年报0</ofd:TextCode></ofd:TextObject>'
    return "steps.ofd", ofd(_ofd_page(words * rng.choice([1, 5_000])))


def ofd_lines(rng: Random) -> Made:
    """A page ruled by very many lines, which would make a grid of a thousand million cells."""
    many = rng.choice([300, 4_000])
    lines = "".join(
        f'<ofd:PathObject Boundary="{at} 0 1 {many}"><ofd:AbbreviatedData>M 0 0 L 0 {many}</ofd:AbbreviatedData>'
        f'</ofd:PathObject><ofd:PathObject Boundary="0 {at} {many} 1"><ofd:AbbreviatedData>M 0 0 L {many} 0'
        "</ofd:AbbreviatedData></ofd:PathObject>"
        for at in range(many)
    )
    return "lines.ofd", ofd(_ofd_page(lines, f"0 0 {many} {many}"))


def ofd_loops(rng: Random) -> Made:
    """Pages that are their own template, the document itself, outside of the file, or very many."""
    place = rng.choice(
        ["Pages/Page_0/Content.xml", "Document.xml", "../../../../etc/passwd", "/OFD.xml", "http://127.0.0.1/"]
    )
    many = rng.choice([1, 50_000])
    page = f'<ofd:Page ID="1" BaseLoc="{place}"/>' * many
    shared = f'<ofd:TemplatePage ID="2" BaseLoc="{place}"/>'
    body = f"<ofd:CommonData>{shared}</ofd:CommonData><ofd:Pages>{page}</ofd:Pages>"
    content = _ofd_page("").replace("<ofd:Area>", '<ofd:Template TemplateID="2"/><ofd:Area>')
    return "loops.ofd", ofd(content, f"{HEAD}<ofd:Document {OFD}>{body}</ofd:Document>")


# ---- archives ----


def zip_bomb(rng: Random) -> Made:
    """A member of a gigabyte of zeros, or of one sign, in less than a megabyte."""
    inside = rng.choice(["a.txt", "word/document.xml", "xl/worksheets/sheet1.xml", "Doc_0/Pages/Page_0/Content.xml"])
    block = rng.choice([b"\0", b" ", b"<a>", "年".encode()]) * (1 << 20)
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(inside, "w", force_zip64=True) as file,
    ):
        for _ in range((1 << 30) // len(block)):
            file.write(block)
    return "bomb.zip", out.getvalue()


def zip_overlapping(rng: Random) -> Made:
    """Very many members that are all the same bytes of the file."""
    data = zipped({"a.txt": b"0" * (10 << 20)})
    start = data.index(b"PK\x01\x02")
    entry, many = data[start : data.index(b"PK\x05\x06")], rng.choice([400, 60_000])
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(many))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, many, many, len(entries), start, 0)
    return "overlapping.zip", data[:start] + entries + end


def zip_nested(rng: Random) -> Made:
    """Archives in archives."""
    data, wide, deep = b"0" * 1000, rng.choice([1, 1, 8]), rng.choice([4, 30, 400])
    for level in range(min(deep, 7) if wide > 1 else deep):
        data = zipped({f"{number}{level}.zip" if level else f"{number}.txt": data for number in range(wide)})
    return "nested.zip", data


def zip_lying(rng: Random) -> Made:
    """Sizes, counts and offsets that are not so."""
    data = bytearray(zipped({"a.html": b"<p>" + TITLE.encode() + b"0" * 100_000, "b.txt": b"1"}))
    places = [data.index(b"PK\x01\x02") + offset for offset in (8, 10, 16, 20, 24, 28, 30, 32, 42)]
    places += [6, 8, 14, 18, 22, 26, 28, *(len(data) - offset for offset in (14, 12, 10, 6, 2))]
    for place in rng.sample(places, rng.choice([1, 2, 5])):
        data[place : place + 2] = rng.choice([b"\0\0", b"\x01\0", b"\xff\xff", b"\xff\x7f", b"\x09\0"])
    return f"lying{rng.choice(['.zip', '.docx'])}", bytes(data)


def zip_names(rng: Random) -> Made:
    """Members whose names lead out of the folder, are none, or are very long."""
    names = [
        "../../out.html",
        "/etc/out.html",
        "C:\\out.html",
        "..\\..\\out.html",
        "a/\0b.html",
        "\u202elmth.a",
        "x" * 60_000,
    ]
    names += [
        "con.html",
        "a" + "/a" * 20_000,
        " ",
        "a.html/",
        ".html",
        "年报\ufffd.html",
        "\n.html",
        "~/out.html",
        "$(x).html",
    ]
    chosen = dict.fromkeys(rng.sample(names, rng.choice([1, 3, 9])), f"<p>{TITLE}</p>")
    return "names.zip", zipped(chosen)


def zip_many(rng: Random) -> Made:
    """Very many members."""
    return "many.zip", zipped(
        {f"{number}.{rng.choice(['txt', 'html'])}": "0" for number in range(rng.choice([600, 30_000]))}
    )


def zip_locked(rng: Random) -> Made:
    """Members that say they are encrypted, or packed in a way that nobody knows."""
    data = bytearray(zipped({"a.html": f"<p>{TITLE}</p>"}))
    flag, method = rng.choice([(1, 8), (0, 99), (0, 14), (0, 93), (65, 8)])
    for start, at in ((data.index(b"PK\x03\x04"), 6), (data.index(b"PK\x01\x02"), 8)):
        data[start + at : start + at + 4] = struct.pack("<HH", flag, method)
    return "locked.zip", bytes(data)


def other_archives(rng: Random) -> Made:
    """What begins like an archive of another kind, and is none."""
    magic = rng.choice(
        [b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\x00\x04", b"PK\x05\x06", b"\x1f\x8b\x08"]
    )
    return f"other{rng.choice(['.rar', '.7z', '.zip', '.gz'])}", magic + rng.randbytes(rng.choice([0, 30, 4000]))


KINDS: dict[str, Bomb] = {
    bomb.__name__: bomb
    for bomb in (
        word_million,
        word_spans,
        word_nested,
        word_numbered,
        word_empty,
        entities,
        sheet_far,
        sheet_million,
        sheet_odd,
        ofd_steps,
        ofd_lines,
        ofd_loops,
        zip_bomb,
        zip_overlapping,
        zip_nested,
        zip_lying,
        zip_names,
        zip_many,
        zip_locked,
        other_archives,
    )
}
