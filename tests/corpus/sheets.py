"""Sheets: the three official tables laid out as cells, with what each draft wants otherwise."""

from tests.corpus import labels
from tests.corpus.draft import Draft
from tests.corpus.labels import Block
from tests.corpus.printed import Sheet, Td

Row = list[Td]


def official(draft: Draft) -> dict[str, Sheet]:
    """The three tables by their section."""
    rows = {"proactive_disclosure": _proactive(draft), "requests": _requests(draft), "disputes": _disputes(draft)}
    return {key: Sheet(tuple(map(tuple, table)), key) for key, table in rows.items()}


# ---- table two ----


def _proactive(draft: Draft) -> list[Row]:
    return [row for block in labels.proactive(draft.form) for row in _article(draft, block)]


def _article(draft: Draft, block: Block) -> list[Row]:
    shares = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(block.columns)]
    heads = [draft.label(label, share) for (_, label), share in zip(block.columns, shares, strict=True)]
    rows = [[draft.label(block.heading, 4)], [draft.label("信息内容"), *heads]]
    for row, label in block.rows:
        paths = (f"proactive_disclosure.{row}.{column}" for column, _ in block.columns)
        rows.append([draft.label(label), *map(draft.number, paths, shares)])
    return rows


# ---- table three ----


def _requests(draft: Draft) -> list[Row]:
    rows = request_rows(draft)
    count = sum(len(block.rows) for block in labels.outcomes(draft.single_other))
    before, middle, after = rows[:2], rows[2 : 2 + count], rows[2 + count :]
    middle[0].insert(0, draft.label(labels.REQUESTS["outcome"], 1, count))
    return [*request_head(draft), *before, *middle, *after]


def request_head(draft: Draft) -> list[Row]:
    """The three rows over table three."""
    natural, *bodies, total = (label for _, label in labels.applicants())
    note = labels.REQUESTS["note"]
    leaves = [draft.label(label) for label in bodies]
    inner = [draft.label(natural, 1, 2), draft.label(labels.REQUESTS["bodies"], 5)]
    if draft.applicants == "total beside":
        head = [draft.label(note, 3, 3), draft.label(labels.REQUESTS["applicants"], 6), draft.label(total, 1, 3)]
        return [head, inner, leaves]
    above = draft.label(labels.REQUESTS["applicants"], 7)
    inner.append(draft.label(total, 1, 2))
    if draft.applicants == "note above":
        return [[draft.label(note, 10)], [Td("", 3, 3), above], inner, leaves]
    return [[draft.label(note, 3, 3), above], inner, leaves]


def request_rows(draft: Draft) -> list[Row]:
    """The rows of table three with their group labels, without the one label that stands beside them all."""
    outcomes = labels.outcomes(draft.single_other)
    rows = [_request_row(draft, row, label, 3) for row, label in draft.request_rows[:2]]
    for block in outcomes:
        items = [_request_row(draft, row, label, 1 if block.heading else 2) for row, label in block.rows]
        if block.heading:
            items[0].insert(0, draft.label(block.heading, 1, len(items)))
        rows += items
    return [*rows, *(_request_row(draft, row, label, 3) for row, label in draft.request_rows[-1:])]


def _request_row(draft: Draft, row: str, label: str, across: int) -> Row:
    return [
        draft.label(label, across),
        *(draft.number(f"requests.{row}.{column}") for column, _ in labels.applicants()),
    ]


# ---- table four ----


def _disputes(draft: Draft) -> list[Row]:
    blocks = {key: [draft.number(f"disputes.{key}.{column}") for column, _ in labels.results()] for key, _ in names()}
    if draft.disputes == "three rows":
        head = [draft.label(""), *(draft.label(label) for _, label in labels.results())]
        return [head, *([draft.label(label), *blocks[key]] for key, label in names())]
    (_, review), *suits = names()
    down = [draft.label(label, 1, 2) for _, label in labels.results()]
    leaves = [draft.label(label) for _ in suits for _, label in labels.results()]
    return [
        [draft.label(review, 5), draft.label(labels.DISPUTES["suits"], 10)],
        [*down, *(draft.label(label, 5) for _, label in suits)],
        leaves,
        [cell for block in blocks.values() for cell in block],
    ]


def names() -> tuple[labels.Pair, ...]:
    """The blocks of table four."""
    return labels.dispute_blocks()
