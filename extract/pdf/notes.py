"""Notes: what was filled in or noted on a PDF page and changes what it says."""

from __future__ import annotations

from typing import Any

Box = tuple[float, float, float, float]

FREE_TEXT, STRUCK, WIDGET, REDACTED = 3, 12, 20, 28  # kinds of annotations that change what a page says …
UNSEEN = 2 | 32  # … unless they are hidden


def notes_on(loaded: Any) -> list[Box]:
    """Left, bottom, right, top of each such note and filled field, in points as the page counts them."""
    from pypdfium2 import raw

    found: list[Box] = []
    for at in range(raw.FPDFPage_GetAnnotCount(loaded)):
        note = raw.FPDFPage_GetAnnot(loaded, at)
        if note:
            box = raw.FS_RECTF()
            if _changes(note) and raw.FPDFAnnot_GetRect(note, box):
                found.append((box.left, box.bottom, box.right, box.top))
            raw.FPDFPage_CloseAnnot(note)
    return found


def _changes(note: Any) -> bool:
    from pypdfium2 import raw

    kind = raw.FPDFAnnot_GetSubtype(note)
    if raw.FPDFAnnot_GetFlags(note) & UNSEEN:
        return False
    return kind in (FREE_TEXT, STRUCK, REDACTED) or (kind == WIDGET and _is_filled(note))


def _is_filled(field: Any) -> bool:
    """Whether a field of a form holds words, or may get them from the field it is part of."""
    from pypdfium2 import raw

    if raw.FPDFAnnot_HasKey(field, b"V"):
        return bool(raw.FPDFAnnot_GetStringValue(field, b"V", None, 0) > len("\0".encode("utf-16-le")))
    return bool(raw.FPDFAnnot_HasKey(field, b"Parent"))
