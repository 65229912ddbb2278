"""Figures: random numbers as a year brings them, on which every sum of the form holds; or, on demand, does not."""

from random import Random

from tests.corpus import labels

Figures = dict[str, int | float]


def random_figures(rng: Random, form: str, single_other: bool) -> Figures:
    """A number for every cell of the form; `rng` decides whether it was a year of none, of few or of many requests."""
    figures: Figures = dict.fromkeys(labels.paths(form, single_other), 0)
    if rng.random() < 0.85:
        figures.update(_proactive(rng, form))
    if rng.random() < 0.8:
        figures.update(_requests(rng, single_other))
    if rng.random() < 0.5:
        figures.update(_disputes(rng))
    return figures


def _proactive(rng: Random, form: str) -> Figures:
    cells = [(row, column) for block in labels.proactive(form) for row, _ in block.rows for column, _ in block.columns]
    return {f"proactive_disclosure.{row}.{column}": _quantity(rng, row, column) for row, column in cells}


def _quantity(rng: Random, row: str, column: str) -> int | float:
    if row == "rules" and rng.random() < 0.8:
        return 0
    if column in ("amount", "amount_yuan"):
        return rng.choice([0, rng.randint(1, 900), _decimal(rng, 2), _decimal(rng, 4)])
    if column == "change":
        return rng.choice([0, 0, rng.randint(1, 20), -rng.randint(1, 20)])
    return rng.choice([0, rng.randint(1, 12), rng.randint(10, 99), _many(rng)])


def _decimal(rng: Random, places: int) -> float:
    return round(rng.uniform(0.01, 4000), places)


def _many(rng: Random) -> int:
    return rng.choice([rng.randint(100, 999), rng.randint(1000, 9999), rng.randint(10000, 250000)])


def _requests(rng: Random, single_other: bool) -> Figures:
    most = rng.choice([6, 6, 40, 40, 400, 6000])
    bodies = [key for key, _ in labels.applicants()][1:-1]
    share = {"natural_person": 1.0} | {key: rng.choice([0, 0, 0, 0.02, 0.1, 0.6]) for key in bodies}
    columns = {key: _column(rng, round(most * part), single_other) for key, part in share.items()}
    figures = {f"requests.{row}.{key}": number for key, column in columns.items() for row, number in column.items()}
    for row, _ in labels.request_rows(single_other):
        figures[f"requests.{row}.total"] = sum(column[row] for column in columns.values())
    return dict(figures)


def _column(rng: Random, most: int, single_other: bool) -> dict[str, int]:
    """One kind of applicant: what came in is what was done and what is left."""
    rows = [key for key, _ in labels.request_rows(single_other)]
    column = dict.fromkeys(rows, 0)
    received, carried_in = rng.randint(0, most), rng.choice([0, 0, rng.randint(0, max(1, most // 8))])
    carried_out = rng.choice([0, min(received, rng.randint(0, max(1, most // 8)))])
    column |= {"received": received, "carried_in": carried_in, "carried_out": carried_out}
    column["handled_total"] = left = received + carried_in - carried_out
    ways = rng.sample(rows[2:-2], rng.randint(1, 9))
    for way in ways[1:]:
        column[way] = rng.randint(0, left)
        left -= column[way]
    column[ways[0]] = left
    return column


def _disputes(rng: Random) -> Figures:
    figures: Figures = {}
    for block, _ in labels.dispute_blocks():
        *results, total = (key for key, _ in labels.results())
        counts = {key: rng.choice([0, 0, rng.randint(0, 4), rng.randint(0, 30)]) for key in results}
        figures |= {f"disputes.{block}.{key}": number for key, number in counts.items()}
        figures[f"disputes.{block}.{total}"] = sum(counts.values())
    return figures


def break_sums(rng: Random, figures: Figures) -> None:
    """Breaks one to three sums, as agencies do: a total forgotten, a figure too many, two digits swapped."""
    sums = [path for path in figures if path.endswith(".total") or path.startswith("requests.handled_total.")]
    for path in rng.sample(sums, rng.randint(1, 3)):
        number = int(figures[path])
        swapped = int(str(number)[::-1])
        figures[path] = rng.choice(
            [0 if number else 1, number + rng.randint(1, 3), swapped if swapped != number else 7]
        )
        if figures[path] == number:
            figures[path] = number + 1
