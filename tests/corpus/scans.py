"""Scans: a report printed, laid on a scanner's glass and kept as pictures, as well or as badly as that is done.

`write` gives a PDF of pictures, `pictures` the pages themselves, `picture` one long picture (PNG or JPEG).
`Printed.drawing["scan"]` may wish for a "clean", "common" (default) or "poor" scan.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import reportlab  # type: ignore[import-untyped]
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.corpus.paper import MARK, Leaf, lay
from tests.corpus.printed import Printed

CHINESE: Final = "STSong-Light"
FACES: Final = ("Times-Roman", "Helvetica", "Times-Bold", "Vera", "Helvetica-Bold", CHINESE)


@dataclass(frozen=True, slots=True)
class Habits:
    """How one office scans: resolution, how far askew (degrees), ink and light, and how the pictures are kept.

    `quality` is JPEG's, None for PNG; `noise` and `shade` are in grey levels; `blur` in pixels at 200 dpi; `lines` is
    the grey level of the ruling, `stroke` its breadth in points; `keystone` is the share by which one edge is longer.
    """

    dpi: int = 200
    skew: float = 0.0
    quality: int | None = 75
    noise: float = 4.0
    blur: float = 0.4
    shade: float = 0.0
    dust: int = 0
    ink: int = 20
    lines: int = 0
    stroke: float = 0.6
    keystone: float = 0.0
    seal: bool = False
    colours: bool = False
    turn: int = 0
    face: str = "Times-Roman"


def habits(seed: int, wish: str = "common") -> Habits:
    """The habits of some office, the same for the same seed."""
    rng = Random(f"scan {seed}")
    face = rng.choice(FACES)
    if wish == "clean":
        return Habits(skew=rng.uniform(-0.5, 0.5), quality=85, face=face)
    poor = wish == "poor"
    return Habits(
        dpi=rng.choice((100, 150) if poor else (150, 200, 200, 300)),
        skew=rng.uniform(-3, 3) if poor else rng.gauss(0, 0.9),
        quality=rng.choice((30, 40, 50) if poor else (None, 60, 75, 75, 90)),
        noise=rng.uniform(6, 14) if poor else rng.uniform(0, 7),
        blur=rng.uniform(0.4, 1.1) if poor else rng.uniform(0, 0.7),
        shade=rng.uniform(20, 70) if poor else rng.choice((0, 0, rng.uniform(0, 30))),
        dust=rng.randint(0, 60) if poor else rng.choice((0, 0, 10)),
        ink=rng.randint(20, 90) if poor else rng.randint(0, 60),
        lines=rng.choice((0, 60, 110)) if poor else rng.choice((0, 0, 50)),
        stroke=rng.choice((0.4, 0.6, 1.0)),
        keystone=rng.uniform(-0.006, 0.006) if poor else 0.0,
        seal=rng.random() < 0.3,
        colours=rng.random() < 0.4,
        face=face,
    )


def write(printed: Printed, seed: int) -> bytes:
    """The report as a PDF whose pages are pictures."""
    wanted = habits(seed, printed.drawing.get("scan", "common"))
    return bound(pictures(printed, seed, wanted), wanted)


def picture(printed: Printed, seed: int, kind: str = "PNG") -> bytes:
    """The report as one long picture, PNG or JPEG."""
    wanted = habits(seed, printed.drawing.get("scan", "common"))
    pages = pictures(printed, seed, replace(wanted, skew=0.0, keystone=0.0, shade=0.0))
    long = Image.new(pages[0].mode, (pages[0].width, sum(page.height for page in pages)))
    top = 0
    for page in pages:
        long.paste(page, (0, top))
        top += page.height
    return kept(long, kind, wanted.quality)


def pictures(printed: Printed, seed: int, wanted: Habits) -> list[Image.Image]:
    """The pages of a report as they come from the scanner."""
    rng = np.random.default_rng(seed)
    leaves = lay(printed)
    drawn = pypdfium2.PdfDocument(_drawn(leaves, wanted))
    pages = [page.render(scale=wanted.dpi / 72).to_pil().convert("RGB") for page in drawn]
    drawn.close()
    if wanted.seal:
        pages[-1] = _sealed(pages[-1], wanted, rng)
    return [_scanned(page, wanted, rng) for page in pages]


def bound(pages: list[Image.Image], wanted: Habits) -> bytes:
    """Pictures as the pages of a PDF, each as large as it was on paper."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in pages:
        size = (page.width * 72 / wanted.dpi, page.height * 72 / wanted.dpi)
        canvas.setPageSize(size)
        again = Image.open(BytesIO(kept(page, "PNG" if wanted.quality is None else "JPEG", wanted.quality)))
        canvas.drawInlineImage(again, 0, 0, *size) if wanted.quality is None else _placed(canvas, again, size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def kept(page: Image.Image, kind: str, quality: int | None) -> bytes:
    """A picture's bytes."""
    out = BytesIO()
    page.save(out, kind, **({"quality": quality or 80} if kind in ("JPEG", "WEBP") else {}))
    return out.getvalue()


def _placed(canvas: Canvas, page: Image.Image, size: tuple[float, float]) -> None:
    from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

    canvas.drawImage(ImageReader(page.fp if hasattr(page, "fp") and page.fp else page), 0, 0, *size)


def _drawn(leaves: list[Leaf], wanted: Habits) -> bytes:
    """The pages on paper."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for leaf in leaves:
        canvas.setPageSize((leaf.width, leaf.height))
        canvas.setLineWidth(wanted.stroke)
        canvas.setStrokeGray(wanted.lines / 255)
        canvas.setFillGray(wanted.ink / 255)
        for frame in leaf.frames:
            canvas.rect(frame.left, leaf.height - frame.bottom, frame.right - frame.left, frame.bottom - frame.top)
        for words in leaf.words:
            text, _, mark = words.text.partition(MARK)
            x, y = words.x, leaf.height - words.y
            for face, run in _runs(text, wanted.face):
                canvas.setFont(face, words.size)
                canvas.drawString(x, y, run)
                x += pdfmetrics.stringWidth(run, face, words.size)
            canvas.setFont(CHINESE, words.size * 0.6)
            canvas.drawString(x, y + words.size * 0.4, mark)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _runs(text: str, face: str) -> Iterator[tuple[str, str]]:
    """Letters in the face of figures, and the others."""
    held, last = "", CHINESE
    for letter in text:
        own = face if letter.isascii() else CHINESE
        if held and own != last:
            yield last, held
            held = ""
        held, last = held + letter, own
    yield last, held


def _sealed(page: Image.Image, wanted: Habits, rng: np.random.Generator) -> Image.Image:
    """A red seal: in colour over whatever stands on the page; without colours, where it blots out, over its end."""
    size = round(1.6 * wanted.dpi)
    seal = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(seal)
    pen.ellipse((4, 4, size - 4, size - 4), outline=(215, 40, 45), width=max(3, size // 40))
    points = [
        (size / 2 + size / 5 * np.sin(a * 4 * np.pi / 5), size / 2 - size / 5 * np.cos(a * 4 * np.pi / 5))
        for a in range(5)
    ]
    pen.polygon(points, fill=(215, 40, 45))
    for number in range(12):
        angle = np.pi * (0.75 + number / 8)
        pen.text(
            (size / 2 + size * 0.38 * np.cos(angle), size / 2 + size * 0.38 * np.sin(angle)),
            "#",
            (215, 40, 45),
            ImageFont.load_default(size / 9),
            anchor="mm",
        )
    whole = Image.new("RGB", page.size, "white")
    x, y = (int(rng.uniform(0.2, 0.7) * side) for side in page.size)
    if not wanted.colours:
        x, y = int(0.6 * page.width), min(_end(page) - size // 4, page.height - size)
    whole.paste(seal, (x, y))
    return ImageChops.multiply(page, whole)


def _end(page: Image.Image) -> int:
    """Where the last line of a page ends, its number left out."""
    rows = np.flatnonzero((np.asarray(page.convert("L"))[: int(page.height * 0.93)] < 128).any(axis=1))
    return int(rows[-1]) if rows.size else 0


def _scanned(page: Image.Image, wanted: Habits, rng: np.random.Generator) -> Image.Image:
    """One page through the scanner."""
    width, height = page.size
    if wanted.keystone:
        inset = wanted.keystone * width
        page = page.transform(
            page.size,
            Image.Transform.QUAD,
            (-inset, 0, inset, height, width - inset, height, width + inset, 0),
            Image.Resampling.BICUBIC,
            fillcolor="white",
        )
    page = page.rotate(wanted.skew, Image.Resampling.BICUBIC, fillcolor="white")
    page = page.filter(ImageFilter.GaussianBlur(wanted.blur * wanted.dpi / 200))
    pixels = np.asarray(page, np.float32)
    pixels = pixels - _light(height, width, wanted, rng)[..., None]
    pixels = pixels + rng.normal(0, wanted.noise, pixels.shape[:2])[..., None]
    for _ in range(wanted.dust):
        x, y, side = rng.integers(width), rng.integers(height), 1 + rng.integers(max(1, wanted.dpi // 100))
        pixels[y : y + side, x : x + side] = 60
    scanned = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    scanned = scanned.rotate(90 * wanted.turn, expand=True) if wanted.turn else scanned
    return scanned if wanted.colours else scanned.convert("L")


def _light(height: int, width: int, wanted: Habits, rng: np.random.Generator) -> NDArray[np.float32]:
    """How much darker than paper the light makes each point: a shadow from one side."""
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along = np.cos(angle) * x / width + np.sin(angle) * y / height
    shadow: NDArray[np.float32] = wanted.shade * (along - along.min()) / np.ptp(along)
    return shadow
