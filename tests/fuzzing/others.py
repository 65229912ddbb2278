"""PDF, pictures, RTF and OLE files made to hurt: loops of pages, paper of light years, pictures of no bytes."""

import struct
import zlib
from collections.abc import Callable, Sequence
from random import Random

Made = tuple[str, bytes]  # name of the file, its bytes
Bomb = Callable[[Random], Made]

FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype"
    "/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>"
)
TITLE = "青禾县水务局2024年政府信息公开工作年度报告"


def pdf(objects: Sequence[bytes | str], trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of numbered objects."""
    out, offsets = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + (body if isinstance(body, bytes) else body.encode("latin-1")) + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = f"trailer<</Size {len(objects) + 1}{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + head + table + end


def stream(data: bytes, entries: str = "") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>stream\n" % (len(data), entries.encode()) + data + b"\nendstream"


def page(drawing: bytes, box: str = "0 0 595 842", more: str = "", others: Sequence[bytes | str] = ()) -> bytes:
    """A PDF of one page."""
    words = f"BT /F 12 Tf 60 700 Td <{TITLE.encode('utf-16-be').hex()}> Tj ET\n".encode()
    held = "/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
    leaf = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R{held}{more}>>"
    objects: list[bytes | str] = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        leaf,
        stream(words + drawing),
        FONT,
    ]
    return pdf([*objects, *others])


def loop_of_pages(rng: Random) -> Made:
    """Pages that are their own children."""
    kids = rng.choice(["2 0 R", "3 0 R 2 0 R", "1 0 R", "3 0 R " * 5000, "99 0 R", "3 0 R 4 0 R 3 0 R"])
    counted = rng.choice(["1", "-1", "2147483647", "99999999999999999999", "4 0 R"])
    leaf = "<</Type/Pages/Parent 2 0 R/Count 1/Kids[2 0 R 4 0 R]>>"
    tree = f"<</Type/Pages/Count {counted}/Kids[{kids}]/Parent 3 0 R>>"
    return "loop.pdf", pdf(["<</Type/Catalog/Pages 2 0 R>>", tree, leaf, "<</Type/Page/MediaBox[0 0 9 9]>>"])


def huge_paper(rng: Random) -> Made:
    """Paper of light years, of nothing, or of no number."""
    box = rng.choice(
        ["0 0 1e9 1e9", "0 0 2147483647 2147483647", "0 0 0 0", "9 9 -9 -9", "0 0 14400 14400", "0 0 (a) /b"]
    )
    box = rng.choice([box, "0 0 1" + "0" * 60 + " 9", "-1e30 -1e30 1e30 1e30", "0 0"])
    more = rng.choice(["", "/Rotate 45", "/UserUnit 75000", "/CropBox[0 0 1e-9 1e-9]", "/Rotate 99999999999"])
    return "paper.pdf", page(b"0 0 9 9 re S", box, more)


def without_words(rng: Random) -> Made:
    """A page of a huge picture that has hardly any bytes."""
    side = rng.choice([20_000, 65_535, 2**31 - 1])
    more = f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray/BitsPerComponent 8"
    data, packed = rng.choice(
        [(b"x", ""), (zlib.compress(bytes(10**7)), "/Filter/FlateDecode"), (b"\xff\xd8", "/Filter/DCTDecode")]
    )
    words = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", words]
    return "picture.pdf", pdf([*objects, stream(b"595 0 0 842 0 0 cm /X Do"), stream(data, more + packed)])


def broken_table(rng: Random) -> Made:
    """A cross-reference table that leads anywhere."""
    data = page(b"0 0 9 9 re S")
    start = data.index(b"xref\n")
    table, tail = data[start : data.index(b"trailer")], data[data.index(b"trailer") :]
    lines = table.split(b"\n")
    for _ in range(rng.choice([1, 4])):
        lines[rng.randrange(len(lines))] = rng.choice(
            [b"", b"0000000000 00000 n ", b"9999999999 00000 n ", b"x", b"0 999999"]
        )
    previous = rng.choice([b"", b"/Prev %d" % start, b"/Prev 99999999", b"/XRefStm %d" % start, b"/Size 2147483647"])
    return "table.pdf", data[:start] + b"\n".join(lines) + tail.replace(b"/Root", previous + b"/Root")


def drawing_without_end(rng: Random) -> Made:
    """Very many lines, boxes, letters or unclosed states on one page."""
    piece, many = rng.choice([(b"0 0 m 9 9 l S\n", 400_000), (b"q ", 500_000), (b"BT ", 100_000), (b"[" * 1000, 200)])
    grid = b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S\n" % (at, at, at, at) for at in range(2000))
    letters = b"BT /F 1 Tf " + b"1 0 Td <0030> Tj " * 300_000 + b"ET"
    return "drawing.pdf", page(rng.choice([piece * many, grid, letters]))


def forms_in_forms(rng: Random) -> Made:
    """A drawing that draws itself."""
    form = stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return "forms.pdf", page(b"/X Do " * rng.choice([1, 1000]), others=[form])


def packed_bomb(rng: Random) -> Made:
    """A drawing that unpacks to hundreds of megabytes."""
    packed = zlib.compress(rng.choice([b" ", b"0 0 m 9 9 l S\n", b"(" * 8]) * rng.choice([10**6, 10**7]), 9)
    filters = "/Filter/FlateDecode"
    if rng.random() < 0.5:
        packed, filters = zlib.compress(zlib.compress(bytes(4 * 10**8))), "/Filter[/FlateDecode/FlateDecode]"
    leaf = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    start = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", leaf]
    return "packed.pdf", pdf([*start, stream(packed, filters)])


def deep_objects(rng: Random) -> Made:
    """Lists and dictionaries within each other, or names and strings that never end."""
    deep = rng.choice([500, 100_000])
    odd = rng.choice(
        ["[" * deep, "<<" * deep, "<</A" * deep, "(" * deep, "/" + "A" * deep, "[" * deep + "]" * deep, "<" * deep]
    )
    return "deep.pdf", pdf([f"<</Type/Catalog/Pages 2 0 R/Names {odd}>>", f"<</Type/Pages/Kids {odd}/Count 1>>"])


def many_pages(rng: Random) -> Made:
    """More pages than any report has, empty ones or all the same."""
    many = rng.choice([500, 20_000])
    leaf = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    words = f"BT /F 12 Tf 60 700 Td <{TITLE.encode('utf-16-be').hex()}> Tj ET".encode() * rng.randrange(2)
    tree = f"<</Type/Pages/Count {many}/Kids[{'3 0 R ' * many}]>>"
    return "pages.pdf", pdf(["<</Type/Catalog/Pages 2 0 R>>", tree, leaf, stream(words), FONT])


def locked(rng: Random) -> Made:
    """A lock that cannot be opened, or is none."""
    kind = rng.choice(
        ["/V 4/R 4/Length 128", "/V 5/R 6/Length 256", "/V 1/R 2", "/V 99/R 99", "/V 0", "/V -1/Length 1e9"]
    )
    keys = f"/O<{'41' * 32}>/U<{'42' * 32}>/P -1"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 0/Kids[]>>", f"<</Filter/Standard{kind}{keys}>>"]
    return "locked.pdf", pdf(objects, "/Root 1 0 R/Encrypt 3 0 R/ID[<41><41>]")


def only_a_name(rng: Random) -> Made:
    """What begins like a format and ends there."""
    start = rng.choice(
        [
            b"%PDF-1.7",
            b"%PDF-",
            b"{\\rtf",
            b"{\\rtf1",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"BM",
            b"GIF89a",
            b"II*\0",
        ]
    )
    start = rng.choice(
        [start, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"<html", b"<!DOCTYPE html", b"\xff\xfe", b"<?xml"]
    )
    return f"name.{rng.choice(['pdf', 'doc', 'xls', 'jpg', 'html', 'ofd', 'txt'])}", start + bytes(
        rng.choice([0, 1, 600])
    )


# ---- pictures ----


def png(rng: Random) -> Made:
    """A PNG that claims to be huge, or unpacks to it."""
    width, height = rng.choice([(2**31 - 1, 2**31 - 1), (0, 0), (60_000, 60_000), (1, 2**31 - 1), (30_000, 8_000)])
    lines = bytes(1 + width) * min(height, 8_000) if width < 10**5 else b"\0\0"
    header = struct.pack(
        ">IIBBBBB", width, height, rng.choice([8, 1, 16, 3]), rng.choice([0, 2, 7]), 0, 0, rng.randrange(2)
    )
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 1)) + _chunk(b"IEND", b"")
    return "picture.png", b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(rng: Random) -> Made:
    """A JPEG that claims to be huge, or has no picture."""
    height, width = rng.choice([(65_535, 65_535), (0, 0), (1, 65_535), (20_000, 20_000)])
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
    start = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    scan = rng.choice([b"", b"\xff\xda\0\x0c\x03\x01\0\x02\x11\x03\x11\0\x3f\0" + rng.randbytes(200)])
    return "picture.jpg", start + frame + scan + b"\xff\xd9"


def bitmap(rng: Random) -> Made:
    """A bitmap or GIF that claims to be huge."""
    side = rng.choice([2**31 - 1, -(2**31), 50_000])
    if rng.random() < 0.4:
        return "picture.gif", b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\x08\0;"
    info = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, 0, 0, 0, 0, 0)
    return "picture.bmp", b"BM" + struct.pack("<IHHI", 60, 0, 0, 54) + info + bytes(40)


def tiff(rng: Random) -> Made:
    """A TIFF whose pages lead back to the first."""
    entries = [(256, 4, 1, 60_000), (257, 4, 1, 60_000), (258, 3, 1, 8), (273, 4, 1, 8), (279, 4, 1, 2**31)]
    body = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return "picture.tif", b"II*\0" + struct.pack("<I", 8) + body + struct.pack("<I", rng.choice([8, 2**31, 9]))


# ---- what LibreOffice opens ----


def rtf(rng: Random) -> Made:
    """Groups within groups, data of no end, cells of no table."""
    deep = rng.choice([1_000, 50_000])
    odd = rng.choice(
        [
            "{" * deep,
            "{\\*" * deep + "}" * deep,
            "\\bin2147483647 x",
            "\\trowd\\cellx1 0\\cell" * deep,
            "\\u-99999?" * deep,
        ]
    )
    return "group.rtf", ("{\\rtf1\\ansi " + odd + "}").encode()


def ole(rng: Random) -> Made:
    """An OLE file whose sectors lead in a circle, or nowhere."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    header[24:34] = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, rng.choice([9, 12, 0, 60]), rng.choice([6, 0, 60]))
    header[44:76] = struct.pack("<8I", rng.choice([1, 109, 2**31]), 1, 0, 4096, rng.choice([0, 2, 2**32 - 2]), 1, 0, 1)
    header[76:80] = struct.pack("<I", 0)
    circle = struct.pack("<128I", *([0xFFFFFFFD] + [rng.choice([1, 2, 0xFFFFFFFE])] * 127))
    root = "Root Entry".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB3I", 22, 5, 1, 1, 1, 1) + bytes(48)
    word = rng.choice(["WordDocument", "Workbook", "EncryptedPackage", "x"]).encode("utf-16-le").ljust(64, b"\0")
    word += struct.pack("<HBB3I", 26, 2, 1, 1, 1, 1) + bytes(36) + struct.pack("<IQ", 1, 2**40)[:12]
    return f"circle{rng.choice(['.doc', '.xls', '.wps'])}", bytes(header) + circle + (root + word).ljust(1024, b"\0")


KINDS: dict[str, Bomb] = {
    bomb.__name__: bomb
    for bomb in (
        loop_of_pages,
        huge_paper,
        without_words,
        broken_table,
        drawing_without_end,
        forms_in_forms,
        packed_bomb,
        deep_objects,
        many_pages,
        locked,
        only_a_name,
        png,
        jpeg,
        bitmap,
        tiff,
        rtf,
        ole,
    )
}
