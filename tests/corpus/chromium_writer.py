"""PDF printed by a browser: the report as a plain page of paragraphs and tables.

Wishes in `Printed.drawing`: `page`, `rows`, `heads` and `lead` as in `paper`; `rules`: "lines" (default), "apart"
(every cell its own border), "cells" (white cells on a black table), "inner", "sides" or "none"; `upright`: "font"
writes upright letters by writing-mode, else one below another; `size`: the size of letters in px, default 16.
"""

import shutil
from collections.abc import Iterable, Iterator
from html import escape

from playwright.sync_api import Browser, sync_playwright

from tests.corpus.paper import MARK
from tests.corpus.printed import Line, Printed, Sheet, Td

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
RULES = {
    "lines": "table{border-collapse:collapse}td{border:1px solid #000}",
    "apart": "table{border-spacing:2px}td{border:1px solid #000}",
    "cells": "table{border-spacing:1px;background:#000}td{background:#fff}",
    "inner": "table{border-collapse:collapse;border-style:hidden}td{border:1px solid #000}",
    "sides": "table{border-collapse:collapse;border-left-style:hidden;border-right-style:hidden}"
    "td{border:1px solid #000}",
    "none": "td{border:none}",
}
STYLE = (
    "body{margin:0;font-family:'Noto Serif CJK SC',serif}h1{text-align:center;font-size:1.5em}h2{font-size:1.1em}"
    "table{width:100%}td{text-align:center;padding:2px}.up{writing-mode:vertical-rl}sup{font-size:.6em}"
    "*{-webkit-print-color-adjust:exact}.cut{break-after:page}"
)
TAGS = {"title": "h1", "heading": "h2"}


def browser() -> str | None:
    """A browser that can print, if this machine has one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def write(printed: Printed) -> bytes:
    """The report as a PDF."""
    return next(iter(write_all([printed])))


def write_all(reports: Iterable[Printed]) -> list[bytes]:
    """All reports as PDF, from one browser. Raises ValueError where there is none."""
    path = browser()
    if path is None:
        raise ValueError("no browser to print with")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            return [_printed(started, printed) for printed in reports]
        finally:
            started.close()


def page_of(printed: Printed) -> str:
    """The page that is printed."""
    wish = printed.drawing
    style = f"{STYLE}{RULES[wish.get('rules', 'lines')]}body{{font-size:{wish.get('size', '16')}px}}"
    body = "".join(_part(part, printed) for part in printed.parts)
    lead = f'<div style="height:{wish.get("lead", "0")}pt"></div>'
    return f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{style}</style>{lead}{body}</html>'


def _printed(started: Browser, printed: Printed) -> bytes:
    page = started.new_page()
    try:
        page.set_content(page_of(printed))
        return page.pdf(
            format="A4",
            landscape=printed.drawing.get("page") == "landscape",
            print_background=True,
            margin=dict.fromkeys(("top", "bottom", "left", "right"), "18mm"),  # type: ignore[arg-type]
        )
    finally:
        page.close()


def _part(part: Line | Sheet, printed: Printed) -> str:
    if isinstance(part, Line):
        tag = TAGS.get(part.kind, "p")
        return f"<{tag}>{escape(part.text)}</{tag}>"
    rows = list(_rows(part, printed))
    heads = int(printed.drawing.get("heads") or 0)
    return f"<table><thead>{''.join(rows[:heads])}</thead><tbody>{''.join(rows[heads:])}</tbody></table>"


def _rows(sheet: Sheet, printed: Printed) -> Iterator[str]:
    often = int(printed.drawing.get("rows") or 0)
    font = printed.drawing.get("upright") == "font"
    for number, row in enumerate(sheet.rows, 1):
        cut = ' class="cut"' if often and number % often == 0 else ""
        yield f"<tr{cut}>{''.join(_cell(cell, font) for cell in row)}</tr>"


def _cell(cell: Td, font: bool) -> str:
    spans = f' colspan="{cell.across}"' * (cell.across > 1) + f' rowspan="{cell.down}"' * (cell.down > 1)
    text, _, mark = cell.text.partition(MARK)
    words = escape(text) + f"<sup>{escape(mark)}</sup>" * bool(mark)
    if cell.upright:
        words = f'<span class="up">{words}</span>' if font else "<br>".join(map(escape, text))
    return f"<td{spans}>{words}</td>"
