"""Habits of tables: split, joined, spans lost, columns and rows added."""

from collections.abc import Container, Iterable
from itertools import pairwise

from tests.corpus import labels
from tests.corpus.draft import Draft
from tests.corpus.grid import above, below, matrix, with_gap, without_column, without_row
from tests.corpus.habits.registry import habit
from tests.corpus.printed import Part, Sheet, Td
from tests.corpus.sheets import official

GONE = "\ue001"  # marks the cells of a row that is left out


def sheet_of(rows: Iterable[Iterable[Td]], key: str) -> Sheet:
    """A sheet of rows."""
    return Sheet(tuple(tuple(row) for row in rows), key)


# ---- heads ----


@habit("head")
def total_beside_applicants(draft: Draft) -> None:
    """总计 stands beside 申请人情况, not below it."""
    draft.applicants = "total beside"


@habit("head")
def note_above_table(draft: Draft) -> None:
    """The note on the sums is a row of its own over the whole table."""
    draft.applicants = "note above"


@habit("disputes")
def disputes_in_three_rows(draft: Draft) -> None:
    """Table four as three rows of five."""
    draft.disputes = "three rows"


@habit("disputes")
def disputes_in_three_tables(draft: Draft) -> None:
    """Table four as three tables, one below the other."""

    def three(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "disputes" or draft.disputes != "one row":
            return [sheet]
        numbers, heads = sheet.rows[-1], [draft.label(label) for _, label in labels.results()]
        names = [label for _, label in labels.dispute_blocks()]
        return [
            sheet_of([[draft.label(name, 5)], heads, numbers[5 * place : 5 * place + 5]], "disputes")
            for place, name in enumerate(names)
        ]

    draft.layings.append(three)


# ---- tables cut and joined ----


def _request_rows_of(sheet: Sheet) -> int:
    texts = ("".join("".join(cell.text.split()) for cell in row) for row in sheet.rows)
    return next(number for number, text in enumerate(texts) if "本年新收" in text)


@habit("cut", order=3)
def table_three_in_two(draft: Draft) -> None:
    """Table three goes on in a second table without a head; its merged labels are opened again, empty."""

    def cut(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "requests":
            return [sheet]
        place = draft.rng.randint(6, len(sheet.rows) - 2)
        return [sheet_of(above(sheet, place), sheet.key), sheet_of(below(sheet, place), sheet.key)]

    draft.layings.append(cut)


@habit("cut", order=3)
def head_repeated(draft: Draft) -> None:
    """Table three goes on in a second table under the same head."""

    def cut(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "requests":
            return [sheet]
        place, head = draft.rng.randint(8, len(sheet.rows) - 2), _request_rows_of(sheet)
        rest = [*sheet.rows[:head], *below(sheet, place)]
        return [sheet_of(above(sheet, place), sheet.key), sheet_of(rest, sheet.key)]

    draft.layings.append(cut)


@habit("cut", order=3)
def table_two_in_four(draft: Draft) -> None:
    """Every article of table two is a table of its own."""

    def cut(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "proactive_disclosure":
            return [sheet]
        starts = [number for number, row in enumerate(sheet.rows) if len(row) == 1] + [len(sheet.rows)]
        return [sheet_of(sheet.rows[start:end], sheet.key) for start, end in pairwise(starts)]

    draft.layings.append(cut)


@habit("cut", order=3)
def every_table_in_pieces(draft: Draft) -> None:
    """All tables in pieces of a few rows, as the pages of a printout were pasted."""

    def cut(sheet: Sheet) -> Iterable[Part]:
        head = _request_rows_of(sheet) + 1 if sheet.key == "requests" else 4
        parts: list[Part] = []
        while len(sheet.rows) > head + 1 and sheet.key != "disputes":
            place = draft.rng.randint(head, len(sheet.rows) - 1)
            parts.append(sheet_of(above(sheet, place), sheet.key))
            sheet, head = sheet_of(below(sheet, place), sheet.key), 3
        return [*parts, sheet]

    draft.layings.append(cut)


# ---- spans ----


@habit("spans", order=2)
def labels_repeated(draft: Draft) -> None:
    """No merged labels: the text stands in each of the cells again."""

    def repeated(sheet: Sheet) -> Iterable[Part]:
        once, often = matrix(sheet), matrix(sheet, repeat=True)
        rows = [
            [Td(label if label in labels_of else text) for text, label in zip(*pair, strict=True)]
            for pair in zip(once, often, strict=True)
        ]
        return [sheet_of(rows, sheet.key)]

    labels_of = _labels(draft)
    draft.layings.append(repeated)


def _labels(draft: Draft) -> Container[str]:
    """Whatever stands in the tables and is no figure."""
    return {cell.text for sheet in official(draft).values() for row in sheet.rows for cell in row} - {
        *draft.texts.values()
    }


@habit("spans", order=2)
def spans_as_blanks(draft: Draft) -> None:
    """No merged labels: the text in the first cell, blanks in the others."""
    draft.layings.append(lambda sheet: [sheet_of([map(Td, row) for row in matrix(sheet)], sheet.key)])


@habit("spans", order=2)
def spans_lost(draft: Draft) -> None:
    """Merged cells shrunk to one, the others missing: rows of eight, nine and ten cells."""

    def shrunk(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "requests":
            return [sheet]
        head = _request_rows_of(sheet)
        rows = [list(row) for row in sheet.rows[:head]]
        return [sheet_of([*rows, *([Td(cell.text) for cell in row] for row in sheet.rows[head:])], sheet.key)]

    draft.layings.append(shrunk)


# ---- rows and columns added ----


@habit("extra", order=2)
def remarks_column(draft: Draft) -> None:
    """A last column 备注, empty or with a word in it."""
    remark = draft.rng.choice(("", "含去年", "见说明", "无"))

    def wider(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "requests":
            return [sheet]
        head = _request_rows_of(sheet)
        ends = {0: [draft.label("备注", 1, head)], head: [Td(remark)]}
        rest = {number: [Td("")] for number in range(head + 1, len(sheet.rows))}
        return [sheet_of([[*row, *(ends | rest).get(number, [])] for number, row in enumerate(sheet.rows)], sheet.key)]

    draft.layings.append(wider)


@habit("extra", order=2)
def serial_column(draft: Draft) -> None:
    """A first column 序号 with a number for each row of table three."""

    def wider(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "requests":
            return [sheet]
        head = _request_rows_of(sheet)
        first = {0: [draft.label("序号", 1, head)]}
        first |= {number: [Td(str(number - head + 1))] for number in range(head, len(sheet.rows))}
        return [sheet_of([[*first.get(number, []), *row] for number, row in enumerate(sheet.rows)], sheet.key)]

    draft.layings.append(wider)


@habit("extra", order=2)
def unit_row(draft: Draft) -> None:
    """A first row over the tables: 单位：件."""
    draft.layings.append(lambda sheet: [_topped(sheet, "单位：件")])


@habit("extra", order=2)
def note_row(draft: Draft) -> None:
    """A last row below table three with how it was filled in."""
    note = "填表说明：1.“本年新收”指2024年1月1日至12月31日收到的申请；2.没有的填0。"

    def longer(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "requests":
            return [sheet]
        width = len(matrix(sheet)[0])
        return [sheet_of([*sheet.rows, [Td(note, width)]], sheet.key)]

    draft.layings.append(longer)


@habit("extra")
def notes_below_tables(draft: Draft) -> None:
    """A line below each table: 注, 填表说明, 说明."""
    draft.notes = {
        "proactive_disclosure": ["注：现行有效件数截至当年12月31日。"],
        "requests": ["填表说明：全年共12件咨询未计入上表。"],
        "disputes": ["说明：上表含以前年度案件1件。"],
    }


@habit("extra", order=2)
def heading_in_table(draft: Draft) -> None:
    """The first row of each table says once more which section it is of."""
    draft.layings.append(lambda sheet: [_topped(sheet, labels.SECTIONS[sheet.key][0])])


@habit("extra", order=2)
def empty_rows(draft: Draft) -> None:
    """Rows with nothing in them, below the head and at the end."""

    def longer(sheet: Sheet) -> Iterable[Part]:
        empty = [Td("") for _ in matrix(sheet)[0]]
        return [sheet_of([*sheet.rows, empty, empty], sheet.key)]

    draft.layings.append(longer)


def _topped(sheet: Sheet, text: str) -> Sheet:
    return sheet_of([[Td(text, len(matrix(sheet)[0]))], *sheet.rows], sheet.key)


@habit("extra", order=2)
def groups_as_rows(draft: Draft) -> None:
    """（三）不予公开 has a row of its own, without figures, over its items."""

    def longer(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "requests":
            return [sheet]
        head = _request_rows_of(sheet)
        rows = [[*row] for row in sheet.rows[:head]]
        for row in sheet.rows[head:]:
            rows += _group_apart(list(row))
        return [sheet_of(rows, sheet.key)]

    draft.layings.append(longer)


def _group_apart(row: list[Td]) -> list[list[Td]]:
    """The row without its merged labels, each of which becomes a row before it."""
    groups = [cell for cell in row if cell.down > 1]
    figures = [cell for cell in row if cell.down == 1]
    blanks = [Td("") for _ in figures[1:]]
    return [*([Td(cell.text, 3), *blanks] for cell in groups), [Td(figures[0].text, 3), *figures[1:]]]


# ---- columns that do not meet, rows and columns left out ----


@habit("", order=2)
def uneven_columns(draft: Draft) -> None:
    """Table two on a grid of five columns: which of the four is two of them wide differs from block to block."""

    def uneven(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "proactive_disclosure":
            return [sheet]
        rows: list[list[Td]] = []
        wide = draft.rng.randrange(4)
        for row in sheet.rows:
            wide = draft.rng.randrange(4) if len(row) == 1 else wide
            rows.append(_widened(list(row), min(wide, len(row) - 1)))
        return [sheet_of(rows, sheet.key)]

    draft.layings.append(uneven)


def _widened(row: list[Td], number: int) -> list[Td]:
    cell = row[number]
    return [*row[:number], Td(cell.text, cell.across + 1, cell.down), *row[number + 1 :]]


@habit("", order=2)
def edges_off(draft: Draft) -> None:
    """The columns of table three do not quite meet those of its head, as tables drawn by hand do not."""
    column = draft.rng.randint(4, 8)

    def off(sheet: Sheet) -> Iterable[Part]:
        if sheet.key != "requests":
            return [sheet]
        return [sheet_of(with_gap(sheet, column, _request_rows_of(sheet)), sheet.key)]

    draft.layings.append(off)


@habit("spans", order=2, only="html")
def spans_too_long(draft: Draft) -> None:
    """三、本年度办理结果 reaches one row too far, so that the last row of the table stands a column to the right."""

    def longer(sheet: Sheet) -> Iterable[Part]:
        rows = [
            [Td(cell.text, 1, cell.down + 1) if cell.across == 1 and cell.down > 15 else cell for cell in row]
            for row in sheet.rows
        ]
        return [sheet_of(rows, sheet.key)]

    draft.layings.append(longer)


@habit("gaps", order=0)
def row_left_out(draft: Draft) -> None:
    """An item of table three is not on paper at all."""
    items = [block.rows[1:] for block in labels.outcomes(draft.single_other) if block.heading]
    key, _ = draft.rng.choice([row for rows in items for row in rows])
    for column, _ in labels.applicants():
        draft.empty(f"requests.{key}.{column}", GONE)

    def shorter(sheet: Sheet) -> Iterable[Part]:
        gone = [number for number, row in enumerate(sheet.rows) if any(cell.text == GONE for cell in row)]
        return [sheet_of(without_row(sheet, gone[0]), sheet.key) if gone else sheet]

    draft.layings.append(shorter)


@habit("gaps", order=0)
def column_left_out(draft: Draft) -> None:
    """One kind of applicant has no column in table three."""
    number, (key, _) = draft.rng.choice(list(enumerate(labels.applicants()))[1:-1])
    for row, _ in draft.request_rows:
        draft.empty(f"requests.{row}.{key}")

    def narrower(sheet: Sheet) -> Iterable[Part]:
        return [sheet_of(without_column(sheet, 3 + number), sheet.key) if sheet.key == "requests" else sheet]

    draft.layings.append(narrower)
