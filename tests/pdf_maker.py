"""Draws a fictional report as a small PDF without any browser: lines of text, ruled tables, page breaks inside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.corpus.printed import Td
from tests.report_maker import Report, Table, reopened

WIDTH, HEIGHT, MARGIN = 595, 842, 60
SIZE, LEADING = 10, 14
COLUMNS = {4: (175, 100, 100, 100), 10: (40, 62, 135, *(34,) * 7), 15: (31,) * 15}


@dataclass
class Paper:
    """Pages being drawn, from top to bottom."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    top: float = MARGIN

    def room(self, height: float) -> bool:
        """Whether so much still fits on the page."""
        return self.top + height <= HEIGHT - MARGIN

    def turn(self) -> None:
        """Begins a new page, with the number of the old one at its foot."""
        self.text(WIDTH / 2 - 10, HEIGHT - 40, f"- {len(self.pages)} -")
        self.pages.append([])
        self.top = MARGIN

    def text(self, x: float, y: float, words: str) -> None:
        """Writes a line; `y` is its upper edge."""
        code = words.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F1 {SIZE} Tf {x:.1f} {HEIGHT - y - SIZE:.1f} Td <{code}> Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draws a frame."""
        self.pages[-1].append(f"{x:.1f} {HEIGHT - y - height:.1f} {width:.1f} {height:.1f} re S")

    def line(self, words: str) -> None:
        """Writes a paragraph, broken at the right margin."""
        for part in _broken(words, WIDTH - 2 * MARGIN):
            if not self.room(LEADING):
                self.turn()
            self.text(MARGIN, self.top, part)
            self.top += LEADING


def pdf(report: Report, ruled: bool = True, framed: bool = False) -> bytes:
    """The report on paper; without rules its tables are lines of text, `framed` puts frames around lines of text."""
    paper = Paper()
    paper.line(report.heading)
    for heading, words, table in report.parts():
        top = paper.top
        for line in (heading, *words):
            paper.line(line)
        if framed and not table and paper.top > top:
            paper.box(MARGIN, top - 2, WIDTH - 2 * MARGIN - SIZE, paper.top - top)
        if table and ruled:
            _draw(paper, table)
        elif table:
            for row in table:
                paper.line(" ".join(cell.text for cell in row))
    return written(paper.pages)


def _draw(paper: Paper, table: Table) -> None:
    """Draws a table; what does not fit goes on over the page, merged cells opened again, empty."""
    widths = COLUMNS[sum(cell.across for cell in table[0])]
    heights = [_height(row, widths) for row in table]
    fits = 0
    while fits < len(table) and paper.room(sum(heights[: fits + 1])):
        fits += 1
    top = paper.top
    for number, column, cell in _placed(table[:fits]):
        down = min(cell.down, fits - number)
        width, height = sum(widths[column : column + cell.across]), sum(heights[number : number + down])
        x, y = MARGIN + sum(widths[:column]), top + sum(heights[:number])
        paper.box(x, y, width, height)
        for at, part in enumerate(_broken(cell.text, width - 4)):
            paper.text(x + 2, y + 2 + at * (SIZE + 2), part)
    paper.top = top + sum(heights[:fits]) + LEADING
    if fits < len(table):
        paper.turn()
        _draw(paper, reopened(table, fits) if fits else table)


def _placed(table: Table) -> Iterator[tuple[int, int, Td]]:
    """Every cell with its row and first column."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(table):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken |= {(number + y, column + x) for y in range(cell.down) for x in range(cell.across)}
            column += cell.across


def _height(row: list[Td], widths: tuple[int, ...]) -> float:
    """What the tallest of a row's unmerged cells needs; the labels stand in columns of at least 62 points."""
    lines = [1]
    for cell in row:
        if cell.down == 1:
            width = sum(widths[:3]) if cell.across == 3 else 135 if len(cell.text) > 6 else 31
            lines.append(len(_broken(cell.text, width - 4)))
    return max(lines) * (SIZE + 2) + 4


def _broken(words: str, width: float) -> list[str]:
    """Lines of so many characters, broken anywhere but inside a number between blanks."""
    count = max(1, int(width // SIZE))
    lines: list[str] = []
    while len(words) > count:
        cut = words[: count + 1].rfind(" ") + 1 if words[count - 1 : count + 1].isascii() and " " in words else count
        lines.append(words[:cut])
        words = words[cut:]
    return [*lines, words]


def written(pages: list[list[str]]) -> bytes:
    """The bytes of a PDF with these drawings; its letters are Adobe's own, so no font is carried along."""
    numbers = [6 + 2 * number for number in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        (
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/FontDescriptor 5 0 R"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
        ),
        (
            "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880"
            "/StemV 93/FontBBox[-25 -254 1000 880]>>"
        ),
    ]
    for number, drawing in zip(numbers, pages, strict=True):
        stream = "\n".join(drawing)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {number + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    return _assembled(objects)


def _assembled(objects: list[str]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")
