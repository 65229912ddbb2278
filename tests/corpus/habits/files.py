"""Habits of one format alone: markup and surroundings of a web page, lines of a text, the tricks of an office.

Each sets one wish in `drawing`, under the name of its format, for the writer to grant.
"""

from collections.abc import Mapping

from tests.corpus.draft import Draft
from tests.corpus.habits.registry import HABITS, Habit

FILES: Mapping[str, Mapping[str, str]] = {
    "html": {
        "word_soup": "pasted from Word: MsoNormal, spans, fonts, o:p, conditional comments",
        "word_tables": "MsoTableGrid with widths, paddings and empty paragraphs",
        "old_markup": "tags in capitals, rows and cells never closed, font and center",
        "head_cells": "thead, th and a caption",
        "split_runs": "labels and figures split over spans",
        "unbreakable_blanks": "&nbsp; in blank cells and around words",
        "layout_table": "the whole page is one table: navigation left, article right",
        "nested_tables": "every official table inside a table of one cell",
        "paragraph_in_cells": "a div and a paragraph in every cell, line breaks between the tags",
        "hidden_numbers": "hidden elements, comments and scripts with other numbers",
        "hidden_rows": "rows and cells that are not shown, with other numbers",
        "other_reports_around": "links to other reports before, beside and after the article",
        "bare_fragment": "the article alone, without html and body",
        "declared_gb2312": "gb2312 declared, rare letters in gb18030",
        "declared_gbk": "gbk declared in the old manner",
        "charset_missing": "gb18030 and no word of it",
        "charset_wrong": "gb2312 declared, utf-8 written",
        "byte_order_mark": "utf-8 with a byte order mark",
        "lines_as_divs": "lines as div and br, no paragraph at all",
    },
    "text": {
        "rows_ragged": "merged cells leave one blank field or none, as pasted from a web page",
        "rows_as_pipes": "Markdown tables",
        "rows_as_lines": "figures separated by blanks, labels broken, as copied out of a PDF",
        "blanks_at_ends_cut": "no tabs at the ends of lines",
        "text_in_gbk": "gb18030",
        "text_of_windows": "byte order mark and carriage returns",
        "text_wrapped": "lines of forty letters",
        "markdown_headings": "# and ### before headings, one of them by accident",
    },
    "docx": {
        "tracked_changes": "deleted and inserted words in cells and lines",
        "text_box_title": "the title stands in a text box",
        "content_controls": "cells and lines inside content controls",
        "automatic_numbers": "the numbers of headings come from Word's own numbering",
        "hidden_words": "hidden text with other numbers",
        "tables_in_tables": "every official table inside a table of one cell",
        "styled_headings": "headings by style, lines with fields and bookmarks",
        "rows_before_grid": "rows that begin after a gap and end before the edge",
    },
    "xlsx": {
        "sheet_for_each_table": "each section on a sheet of its own",
        "hidden_sheet": "a hidden sheet with another year's figures",
        "hidden_rows": "hidden rows and columns with other numbers",
        "figures_as_text": "every figure stored as text",
        "figures_formatted": "figures shown with separators and decimals by their format",
        "far_from_the_corner": "the report begins some rows down and some columns right",
    },
}


# Wishes that the writers of paper grant, by who grants them: all, the one that draws, the browser, OFD, the scanner.
PAPER: Mapping[str, Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "paper": {
        "pages_lying": ("pages lie on their long side", {"page": "landscape"}),
        "page_for_each_row": ("every row of a table on a page of its own", {"rows": "1"}),
        "inner_lines": ("only the lines inside the tables", {"rules": "inner"}),
        "upright_by_font": ("upright letters by a font that writes downwards", {"upright": "font"}),
    },
    "pages": {
        "rows_cut_inside": ("pages end inside rows of several lines", {"cut": "inside", "lead": "250"}),
        "labels_cut_in_the_middle": (
            "merged labels stand in the middle and are cut",
            {"merged": "middle", "rows": "7"},
        ),
        "figures_wrapped": ("columns too narrow for long figures", {"numbers": "wrapped"}),
        "lines_as_boxes": ("a closed box for every cell", {"rules": "boxes"}),
        "lines_as_filled_bars": ("lines are thin filled rectangles", {"rules": "filled"}),
    },
    "drawn": {
        "cells_on_black": ("white cells on a black table", {"rules": "cells"}),
        "turned_right": ("the page's own rotation by 90 degrees", {"turn": "90"}),
        "turned_over": ("the page's own rotation by 180 degrees", {"turn": "180"}),
        "turned_left": ("the page's own rotation by 270 degrees", {"turn": "270"}),
        "lying_on_its_side": ("the drawing itself lies on its side", {"turn": "real"}),
        "locked_without_password": ("locked with an owner's password alone", {"password": "empty"}),
        "figures_in_another_font": ("figures in an embedded subset", {"letters": "mixed"}),
        "streams_compressed": ("compressed page streams", {"shrunk": "yes"}),
    },
    "browser": {
        "cells_apart": ("every cell has a border of its own", {"rules": "apart"}),
        "cells_on_black_page": ("white cells on a black table, by a browser", {"rules": "cells"}),
        "small_letters": ("letters of 10 pixels", {"size": "10"}),
    },
    "ofd": {
        "steps_as_list": ("a step for every letter", {"glyphs": "list"}),
        "letters_one_by_one": ("an object for every letter", {"glyphs": "each"}),
        "page_template": ("what is on every page stands in a template", {"template": "yes"}),
        "files_named_otherwise": ("inner files named otherwise", {"named": "other"}),
    },
    "scan": {
        "clean_scan": ("hardly askew, hardly any noise", {"scan": "clean"}),
        "poor_scan": ("askew, noisy, in few pixels", {"scan": "poor"}),
    },
}


def _wish(only: str, name: str, words: str, wishes: Mapping[str, str]) -> Habit:
    def apply(draft: Draft) -> None:
        draft.drawing.update(wishes)
        draft.upright |= "upright" in wishes

    apply.__doc__ = words
    return Habit(name, apply, only, only=only)


_FILES = {
    name: _wish(only, name, words, {only: name}) for only, names in FILES.items() for name, words in names.items()
}
HABITS.update(_FILES)
HABITS.update({name: _wish(only, name, *wish) for only, wishes in PAPER.items() for name, wish in wishes.items()})
