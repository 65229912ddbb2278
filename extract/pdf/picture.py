"""Pages of a PDF as pictures, as a scanner would give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from extract.pdf import pdfium

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESOLUTION = 200  # dots per inch
LARGEST = 4200  # dots along the longer side: a sheet of A3, and more of a page that claims to be larger


def pictures_of(document: Any, numbers: Iterable[int]) -> Iterator[NDArray[Any]]:
    """Each page, counted from 1, in red, green and blue, rendered only when it is asked for."""
    for number in numbers:
        yield picture_of(document, number)


def picture_of(document: Any, number: int) -> NDArray[Any]:
    """Page `number`, counted from 1: rows of points in red, green and blue; its red tells a seal from letters."""
    import numpy as np
    from pypdfium2 import raw

    with pdfium.page(document, number - 1) as loaded:
        width, height = (raw.FPDF_GetPageWidthF(loaded), raw.FPDF_GetPageHeightF(loaded)) if loaded else (1.0, 1.0)
        scale = min(RESOLUTION / 72, LARGEST / max(width, height, 1.0))
        columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
        bitmap = raw.FPDFBitmap_CreateEx(columns, rows, raw.FPDFBitmap_BGR, None, 0)
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
            if loaded:
                raw.FPDF_RenderPageBitmap(bitmap, loaded, 0, 0, columns, rows, 0, raw.FPDF_ANNOT)
            stride = raw.FPDFBitmap_GetStride(bitmap)
            size = stride * rows
            import ctypes

            colours = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
    return (
        np.frombuffer(colours, np.uint8).reshape(rows, stride)[:, : 3 * columns].reshape(rows, columns, 3)[:, :, ::-1]
    )
