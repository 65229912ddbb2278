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


def _wish(only: str, name: str) -> Habit:
    def apply(draft: Draft) -> None:
        draft.drawing[only] = name

    apply.__doc__ = FILES[only][name]
    return Habit(name, apply, only, only=only)


HABITS.update({name: _wish(only, name) for only, names in FILES.items() for name in names})
