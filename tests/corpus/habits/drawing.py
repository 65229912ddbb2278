"""Habits of drawing that every format on paper has: borders, upright letters, page breaks."""

from tests.corpus.draft import Draft
from tests.corpus.habits.registry import habit
from tests.corpus.habits.sheets import table_two_in_four


@habit("drawing")
def upright_labels(draft: Draft) -> None:
    """三、本年度办理结果 and the groups below it stand upright, letter under letter."""
    draft.upright = True


@habit("drawing")
def open_tables(draft: Draft) -> None:
    """No line at the left and right of the tables."""
    draft.drawing["rules"] = "sides"


@habit("drawing")
def tables_without_lines(draft: Draft) -> None:
    """No lines at all."""
    draft.drawing["rules"] = "none"


@habit("drawing")
def pages_cut_tables(draft: Draft) -> None:
    """Pages end anywhere in the tables: every cut comes with some seed."""
    draft.drawing["lead"] = str(draft.rng.randint(0, 600))


@habit("drawing")
def few_rows_a_page(draft: Draft) -> None:
    """No more than a few rows of a table on a page."""
    draft.drawing["rows"] = str(draft.rng.randint(1, 9))


@habit("drawing", order=3)
def head_on_every_page(draft: Draft) -> None:
    """The head of table three comes again on the next page; table two, which has a head for each article, is whole.

    It comes whole: three of four rows would leave letters of the head on the figures below, which nobody could read.
    """
    heads = 4 if draft.applicants == "note above" else 3
    draft.drawing |= {"rows": str(draft.rng.randint(19, 24)), "heads": str(heads)}


@habit("cut", order=3, only="pages")
def tables_side_by_side(draft: Draft) -> None:
    """The articles of table two as tables, two of them beside each other."""
    table_two_in_four(draft)
    draft.drawing["beside"] = "yes"
