"""Text: the report as plain text or Markdown, its tables as lines.

Wish in `Printed.drawing`: `text`, one of the names in `habits/files.py`. Raises ValueError where the tables have blanks
or lost spans and the wish leaves no place for them.
"""

from collections.abc import Iterator
from textwrap import wrap

from tests.corpus.grid import matrix
from tests.corpus.printed import Line, Printed, Sheet, Td

MARK = "\ue000"  # before a footnote mark
SUFFIX = ".txt"


def write(printed: Printed) -> bytes:
    """The text as bytes, in utf-8 unless its habit is another."""
    style = printed.drawing.get("text", "")
    if any(MARK in cell.text for part in printed.parts if isinstance(part, Sheet) for row in part.rows for cell in row):
        raise ValueError("no figures are small and raised here")
    lines = "\n".join(line for part in printed.parts for line in _part(part, printed, style))
    if style == "text_in_gbk":
        return lines.encode("gb18030")
    if style == "text_of_windows":
        return lines.replace("\n", "\r\n").encode("utf-8-sig")
    return lines.encode()


def _part(part: Line | Sheet, printed: Printed, style: str) -> Iterator[str]:
    if isinstance(part, Line):
        yield from _line(part, style)
    elif style == "rows_as_pipes":
        yield from _pipes(part)
    elif style == "rows_as_lines":
        yield from _spaced(part, printed)
    elif style == "rows_ragged":
        yield from _ragged(part, printed)
    else:
        if style == "blanks_at_ends_cut":
            _no_blanks(printed)
        rows = ("\t".join(map(_flat, row)) for row in matrix(part))
        yield from (row.rstrip("\t") if style == "blanks_at_ends_cut" else row for row in rows)
    yield ""


def _line(line: Line, style: str) -> Iterator[str]:
    if style == "text_wrapped":
        yield from wrap(line.text, 40, break_long_words=True) or [""]
    elif style in ("markdown_headings", "rows_as_pipes") and line.kind in ("title", "heading"):
        marks = "#" if line.kind == "title" else "####" if "四" in line.text else "##"
        yield f"{marks} {line.text}"
    else:
        yield line.text


def _flat(text: str) -> str:
    return text.replace("\n", "")


def _pipes(sheet: Sheet) -> Iterator[str]:
    for number, row in enumerate(matrix(sheet)):
        yield "| " + " | ".join(text.replace("\n", "<br>") for text in row) + " |"
        if not number:
            yield "|" + " --- |" * len(row)


def _spaced(sheet: Sheet, printed: Printed) -> Iterator[str]:
    """Labels beside several rows on lines of their own, then what stands in the row, blanks between."""
    _no_blanks(printed)
    for row in sheet.rows:
        groups = [cell for cell in row if cell.down > 1 and cell.across == 1]
        for cell in groups:
            yield from (*cell.text.split("\n"), "")
        *before, last = " ".join(cell.text for cell in row if cell not in groups and cell.text).split("\n") or [""]
        yield from (*before, last)


def _ragged(sheet: Sheet, printed: Printed) -> Iterator[str]:
    """A label over several columns leaves one blank field behind it, a label beside several rows one before them."""
    _no_blanks(printed)
    if sheet.key != "requests":
        yield from ("\t".join(map(_flat, row)) for row in matrix(sheet))
        return
    reaching = 0
    for row in sheet.rows:
        fields = [field for cell in row for field in _fields(cell)]
        yield "\t".join([*[""] * bool(reaching and row[0].down == 1), *fields])
        reaching = max(reaching - 1, row[0].down - 1)


def _fields(cell: Td) -> list[str]:
    return [_flat(cell.text), *[""] * (cell.across > 1)]


def _no_blanks(printed: Printed) -> None:
    if None in printed.truth.values():
        raise ValueError("a blank leaves no trace in these lines")
