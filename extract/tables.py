"""The three tables of one report: each read where its section is, then filled up to the official form."""

from extract import form as official
from extract.cells import MISSING, Cells
from extract.content import Block
from extract.disputes import read_disputes
from extract.proactive import read_proactive
from extract.requests import read_requests
from extract.sections import Body
from storage.record import ReadingWarning, Value

SINGLE = "other_disposed"  # the one row of form 2019 …
SPLIT = frozenset(["other_lapsed_uncorrected", "other_lapsed_unpaid", "other_reasons"])  # … that form 2021 has as three


class Tables:
    """What was read of the three tables: the form, every cell by its dotted path, and warnings."""

    def __init__(self, body: Body) -> None:
        self.cells: dict[str, Value] = {}
        self.warnings: list[ReadingWarning] = []
        requests = read_requests(_zone(body, "requests")) or read_requests(body.blocks)
        shape = _shape(requests)
        zone = _zone(body, "proactive_disclosure")
        proactive, self.form = read_proactive(zone, shape)
        if proactive is None:
            proactive, self.form = read_proactive(body.blocks, shape)
        self.form = self.form or ("2021" if shape == "2021" else None)
        self._add("proactive_disclosure", proactive, self.form)
        self._add("requests", requests, shape or self.form)
        self._add("disputes", read_disputes(_zone(body, "disputes")) or read_disputes(body.blocks), "2021")
        if self.form and shape and shape != self.form:
            message = (
                f"table two is in form {self.form}, the rows （六）其他处理 of table three are those of form {shape}"
            )
            self._warn("mixed-form", message, "requests")

    @property
    def has_numbers(self) -> bool:
        """Whether any cell holds a number."""
        return any(value.known for value in self.cells.values())

    def _add(self, key: str, found: Cells | None, form: str | None) -> None:
        if found is None or (form is None and key != "requests"):
            self._warn("table-not-found", "no such table could be read in the document", key)
            return
        self.warnings += found.warnings
        for row in official.table(key, form or "2021").rows:
            read = found.rows.get(row.key)
            if read is None:
                self._warn("row-missing", f"no row labelled “{row.labels[0]}” was found", f"{key}.{row.key}")
            for column in row.columns:
                self.cells[f"{key}.{row.key}.{column}"] = (read or {}).get(column, MISSING)

    def _warn(self, code: str, message: str, where: str) -> None:
        self.warnings.append(ReadingWarning(code, message, where))


def _zone(body: Body, key: str) -> tuple[Block, ...]:
    return body.sections.get(key, ())


def _shape(requests: Cells | None) -> str | None:
    """Which form's rows table three has under （六）其他处理, where 2019 and 2021 differ."""
    if requests is None:
        return None
    if SPLIT & requests.rows.keys():
        requests.rows.pop(SINGLE, None)
        return "2021"
    return "2019" if SINGLE in requests.rows else None
