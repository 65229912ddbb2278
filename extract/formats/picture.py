"""Pictures: photographs and scans of reports, also long ones, or several pages in one file."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extract import limits, scan
from extract.content import Content
from extract.registry import reads
from extract.sniff import BMP, GIF, JPEG, PNG, TIFF, WEBP
from extract.unreadable import Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
SMALL = 200  # pixels: a picture no wider or higher holds no report
LONG = 1.7  # times its width that a page is high at most
REACH = 0.12  # of a page's height in which its end is sought


@reads(JPEG, PNG, GIF, BMP, TIFF, WEBP)
def read_picture(data: bytes) -> Content:
    """What stands on one picture or on several. Raises Unreadable: damaged, too-large, no-text, needs-ocr."""
    blocks = scan.read_pages(pages(data))
    if not blocks:
        raise Unreadable("no-text", "the picture shows no text")
    return Content(tuple(blocks), hard_lines=True, scanned=True)


def pages(data: bytes) -> Iterator[Any]:
    """The pages of a picture as arrays, a long one cut where no ink is. Raises Unreadable."""
    try:
        from PIL import Image, ImageSequence
    except ImportError:
        raise Unreadable("needs-ocr", "reading pictures needs: pip install gongkai-watch[ocr]") from None
    try:
        with Image.open(BytesIO(data), formats=KINDS) as opened:
            if opened.format == "GIF":
                opened.seek(0)
            frames = ImageSequence.Iterator(opened) if opened.format == "TIFF" else iter([opened])
            for frame in frames:
                yield from _cut(_upright(frame))
    except Unreadable:
        raise
    except Image.DecompressionBombError as fault:
        raise Unreadable("too-large", f"the picture is too large: {fault}") from None
    except Exception as fault:  # noqa: BLE001  (one file: Pillow raises anything at all on damaged ones)
        raise Unreadable("damaged", f"the picture is damaged: {type(fault).__name__}: {fault}") from None


def _upright(frame: "Image") -> "Image":
    """The picture as it is shown: turned as its EXIF says, on white paper."""
    from PIL import Image, ImageOps

    width, height = frame.size
    if width * height > limits.PIXELS:
        raise Unreadable("too-large", f"the picture has {width} × {height} pixels")
    if min(width, height) < SMALL:
        raise Unreadable("no-text", f"the picture has only {width} × {height} pixels")
    turned = ImageOps.exif_transpose(frame) or frame
    if turned.mode in ("L", "RGB"):
        return turned
    if turned.mode in ("1", "I;16", "I", "F"):
        return turned.convert("L")
    clear = turned.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    return paper.convert("RGB")


def _cut(page: "Image") -> Iterator[Any]:
    """A long picture as pages, cut where a band of it is all paper."""
    import numpy as np

    pixels = np.asarray(page)
    height, width = pixels.shape[:2]
    whole = round(width * LONG)
    top = 0
    while height - top > whole:
        reach = round(whole * REACH)
        band = pixels[top + whole - 2 * reach : top + whole]
        flat = band if band.ndim == 2 else band.min(axis=2)
        end = top + whole - 2 * reach + _emptiest(flat.astype(np.int32).min(axis=1).tolist())
        yield pixels[top:end]
        top = end
    yield pixels[top:]


def _emptiest(darkest: list[int]) -> int:
    """The middle of the longest run of rows without ink, else the palest row."""
    paper = max(darkest) - 30
    best, start = (0, darkest.index(max(darkest))), None
    for at, level in enumerate([*darkest, -1000]):
        if level >= paper and start is None:
            start = at
        elif level < paper and start is not None:
            best = max(best, (at - start, (start + at) // 2))
            start = None
    return best[1]
