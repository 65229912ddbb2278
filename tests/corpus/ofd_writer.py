"""OFD (GB/T 33190): the pages of a report as the ZIP of XML that Chinese office suites export, in millimetres.

Wishes in `Printed.drawing`, besides those of `paper`:

- `rules`: "lines" (default: a path for every side), "boxes" (a closed path for every cell) or "filled";
- `glyphs`: "run" (default: equal steps in DeltaX as `g count step`), "list" (every step) or "each" (an object for
  every letter);
- `template`: "yes" puts what is on every page into a page template;
- `named`: "other" names the inner files as some producers do.
"""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import count, groupby
from xml.sax.saxutils import escape

from tests.corpus.paper import MARK, NARROW, Frame, Leaf, Words, lay
from tests.corpus.printed import Printed

MM = 25.4 / 72
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
THIN = 0.18  # mm


def write(printed: Printed) -> bytes:
    """The report as OFD."""
    leaves, wish = lay(printed), printed.drawing
    folder = "Doc_0" if wish.get("named") != "other" else "Document"
    draw = _Drawing(wish.get("rules", "lines"), wish.get("glyphs", "run"))
    template = wish.get("template") == "yes"
    files = {"OFD.xml": _root(printed, folder), f"{folder}/PublicRes.xml": _fonts()}
    files[f"{folder}/Document.xml"] = _document(leaves, template)
    if template:
        header = Words(60, 40, 9, "内部编号 第３期")
        files[f"{folder}/Tpls/Tpl_0/Content.xml"] = _content(draw, Leaf(595, 842, [header], []), "")
    for number, leaf in enumerate(leaves):
        use = '<ofd:Template TemplateID="2" ZOrder="Background"/>' if template else ""
        files[f"{folder}/Pages/Page_{number}/Content.xml"] = _content(draw, leaf, use)
    return _zipped(files)


def _zipped(files: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 20, 9, 0, 0)), HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _root(printed: Printed, folder: str) -> str:
    made = datetime(printed.year + 1, 1, 20).date()
    return (
        f'<ofd:OFD {SPACE} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{printed.year:032d}'
        f"</ofd:DocID><ofd:Creator>writer</ofd:Creator><ofd:CreationDate>{made}</ofd:CreationDate></ofd:DocInfo>"
        f"<ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _fonts() -> str:
    fonts = '<ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/><ofd:Font ID="4" FontName="Times New Roman"/>'
    return f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>'


def _document(leaves: list[Leaf], template: bool) -> str:
    pages = "".join(
        f'<ofd:Page ID="{10 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(leaves))
    )
    shared = '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    area = _area(leaves[0])
    return (
        f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID><ofd:PageArea>{area}</ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{shared}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>"
        "</ofd:Document>"
    )


def _area(leaf: Leaf) -> str:
    return f"<ofd:PhysicalBox>0 0 {leaf.width * MM:.3f} {leaf.height * MM:.3f}</ofd:PhysicalBox>"


def _content(draw: "_Drawing", leaf: Leaf, use: str) -> str:
    objects = "".join([*draw.frames(leaf.frames), *draw.words(leaf.words)])
    return (
        f"<ofd:Page {SPACE}>{use}<ofd:Area>{_area(leaf)}</ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="9" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


class _Drawing:
    """Objects of a page, numbered through the document."""

    def __init__(self, rules: str, glyphs: str) -> None:
        self.rules, self.glyphs = rules, glyphs
        self.numbers = count(100)

    def frames(self, frames: list[Frame]) -> Iterator[str]:
        for frame in frames:
            left, top, right, bottom = (side * MM for side in (frame.left, frame.top, frame.right, frame.bottom))
            if self.rules == "boxes":
                yield self._closed(left, top, right - left, bottom - top, "")
                continue
            for x0, y0, x1, y1 in (
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
            ):
                if self.rules == "filled":
                    yield self._closed(x0, y0, max(THIN, x1 - x0), max(THIN, y1 - y0), ' Fill="true" Stroke="false"')
                else:
                    yield self._path(x0, y0, x1 - x0, y1 - y0, f"M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}", "")

    def _closed(self, x: float, y: float, width: float, height: float, paint: str) -> str:
        round_it = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
        return self._path(x, y, width, height, round_it, paint)

    def _path(self, x: float, y: float, width: float, height: float, data: str, paint: str) -> str:
        boundary = f"{x:.3f} {y:.3f} {max(width, THIN):.3f} {max(height, THIN):.3f}"
        return (
            f'<ofd:PathObject ID="{next(self.numbers)}" Boundary="{boundary}" LineWidth="{THIN}"{paint}>'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def words(self, words: list[Words]) -> Iterator[str]:
        for word in words:
            text, _, mark = word.text.partition(MARK)
            steps = [word.size * MM * (NARROW if letter < "\u02ff" else 1.0) for letter in text]
            x, y, size = word.x * MM, word.y * MM, word.size * MM
            if self.glyphs == "each":
                for letter, step in zip(text, steps, strict=True):
                    yield self._text(x, y, size, letter, [step])
                    x += step
            else:
                yield self._text(x, y, size, text, steps)
                x += sum(steps)
            if mark:
                yield self._text(x, y - size * 0.4, size * 0.6, mark, [size * 0.6] * len(mark))

    def _text(self, x: float, y: float, size: float, text: str, steps: list[float]) -> str:
        boundary = f"{x:.3f} {y - size:.3f} {sum(steps):.3f} {size * 1.2:.3f}"
        delta = f' DeltaX="{self._delta(steps[:-1])}"' if len(text) > 1 else ""
        return (
            f'<ofd:TextObject ID="{next(self.numbers)}" Boundary="{boundary}" Font="3" Size="{size:.3f}">'
            f'<ofd:TextCode X="0" Y="{size:.3f}"{delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def _delta(self, steps: list[float]) -> str:
        runs = [(step, len(list(run))) for step, run in groupby(f"{step:.3f}" for step in steps)]
        if self.glyphs == "list":
            return " ".join(step for step, length in runs for _ in range(length))
        return " ".join(f"g {length} {step}" if length > 1 else step for step, length in runs)
