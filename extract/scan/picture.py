"""Pictures of pages: grey, of one size whatever they were scanned at, and straight."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[Any]

SHORT = 1654  # pixels of the shorter side of a page of A4 at 200 dpi, which all that follows is measured for
MOST, LEAST = 3.0, 0.25  # times a picture is enlarged or reduced at most
STEEPEST = 5.0  # degrees a page may lie askew
RED = 45  # how much more red than green and blue the ink of a seal is …
PALE = 0.9  # of a seal's own red is paper where lines are sought
BLACK, WHITE = 80, 140  # … and how red it is where a letter lies under it, and where none does


def grey(page: "Array") -> tuple["Array", "Array"]:
    """A page without colours, for its letters and for its lines: what is printed in red, as seals are, becomes paper.

    Letters need a clean page, while lines, which are long, are seen better where the rest of the seal is left.
    """
    import cv2
    import numpy as np

    if page.ndim == 2:
        return page, page
    colours = page[:, :, :3].astype(np.int16)
    red, other = colours[:, :, 0], colours[:, :, 1:].max(axis=2)
    seal = (red - other > RED) & (red > BLACK)
    plain = cv2.cvtColor(page[:, :, :3], cv2.COLOR_RGB2GRAY)
    if seal.mean() < 0.0005:
        return plain, plain
    bare = np.clip((red - BLACK) * (255 / (WHITE - BLACK)), 0, 255).astype(np.uint8)
    pale = np.clip(red * (255 / (PALE * np.median(red[seal]))), 0, 255).astype(np.uint8)
    near = cv2.dilate(seal.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(near, np.maximum(bare, plain), plain), np.where(near, np.maximum(pale, plain), plain)


def sized(page: "Array") -> "Array":
    """A page at some 200 dpi, as if it were A4."""
    import cv2

    times = min(max(SHORT / min(page.shape[:2]), LEAST), MOST)
    if 0.9 < times < 1.2:
        return page
    way = cv2.INTER_AREA if times < 1 else cv2.INTER_CUBIC
    return cv2.resize(page, None, fx=times, fy=times, interpolation=way)


def turned(page: "Array", angle: float) -> "Array":
    """A page turned by some degrees, its corners filled up with paper."""
    import cv2

    if abs(angle) < 0.03:
        return page
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    paper = int(_paper(page))
    return cv2.warpAffine(
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(paper,)
    )


def skew(page: "Array") -> float:
    """By how many degrees a page must be turned to be level: where its rows of ink and paper differ most."""
    import cv2
    import numpy as np

    rough = _ink(cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA))
    fine = _ink(cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    angle = max(np.arange(-STEEPEST, STEEPEST + 0.01, 0.5), key=lambda one: _levelness(rough, one))
    angle = max(np.arange(angle - 0.4, angle + 0.41, 0.1), key=lambda one: _levelness(rough, one))
    angle = max(np.arange(angle - 0.1, angle + 0.11, 0.025), key=lambda one: _levelness(fine, one))
    return float(angle)


def _ink(page: "Array") -> "Array":
    import cv2

    return cv2.adaptiveThreshold(page, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)


def _levelness(ink: "Array", angle: float) -> float:
    """How sharply rows of ink end when the page is turned by some degrees."""
    import cv2
    import numpy as np

    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
    rows = cv2.warpAffine(ink * 255, matrix, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.float64)
    return float((np.diff(rows) ** 2).sum())


def _paper(page: "Array") -> "np.floating[Any]":
    import numpy as np

    return np.percentile(page[::8, ::8], 80)
