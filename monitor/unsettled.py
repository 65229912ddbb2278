"""Cells that need a person: what could not be read with confidence, and what a person says that it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from extract.cells import KEPT_IN
from extract.numbers import read_number
from monitor.assigning import find_document
from monitor.facts import Facts, load
from monitor.publication import publications
from monitor.survey import watched_years
from storage import records, settlements
from storage.errors import BadInput
from storage.model import Publication, Settlement
from storage.record import Number, Record, Value
from storage.workspace import Workspace

UNSURE = 0.5
"""The confidence below which a cell is kept without its number."""

BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A cell of a report that a person should look at.

    `earlier` is what was said of it in an earlier version of the same publication: the new version asks again.
    """

    publication: Publication
    cell: str
    value: Value
    earlier: Settlement | None = None


def unsettled(workspace: Workspace, version: str, now: datetime) -> list[Unsettled]:
    """Every cell of a publication's newest content that was not read with confidence and that nobody has settled."""
    facts = load(workspace, version)
    certain = (one for one in publications(facts, watched_years(facts, now)) if one.certain)
    return [open_ for one in certain for open_ in _open(one, facts)]


def _open(publication: Publication, facts: Facts) -> Iterator[Unsettled]:
    record = facts.records.get(publication.main or "")
    if record is None:
        return
    others = {member.sha256 for member in publication.members if member.sha256 != publication.main}
    earlier: dict[str, Settlement] = {}
    for one in sorted(facts.settlements.values(), key=lambda one: one.when):
        if one.sha256 in others:
            earlier[one.cell] = one
    for cell, value in record.cells.items():
        if value.settled_by is not None:
            continue
        said = earlier.get(cell)
        if (value.number is None and value.confidence < UNSURE) or (said and said.number != value.number):
            yield Unsettled(publication, cell, value, said)


def settle(
    workspace: Workspace, version: str, document: str, cell: str, said: str, by: str, why: str, now: datetime
) -> Settlement:
    """Keeps what a person says that one cell of a kept document prints: a number in the cell's own unit, or `blank`.

    The word holds for these bytes alone. Raises BadInput when the document, the cell or the number cannot be meant.
    """
    if not by.strip() or not why.strip():
        raise BadInput("say who settles it with --by, and why with --why")
    sha256 = find_document(workspace, document)
    if cell not in _record(workspace, version, sha256).cells:
        raise BadInput(f"the document has no cell {cell!r}; see: gongkai unsettled, or gongkai extract FILE --detail")
    settled = Settlement(sha256, cell, _number(cell, said), by.strip(), now, why.strip())
    settlements.settle(workspace.people, settled)
    return settled


def unsettle(workspace: Workspace, document: str, cell: str) -> str:
    """Takes back what a person said of a cell; answers the document's sha256. Raises BadInput when there is none."""
    sha256 = find_document(workspace, document)
    if not settlements.unsettle(workspace.people, sha256, cell):
        raise BadInput(f"nobody has settled the cell {cell!r} of this document; there is nothing to take back")
    return sha256


def _record(workspace: Workspace, version: str, sha256: str) -> Record:
    if record := records.record(workspace.facts, sha256, version):
        return record
    code, _ = records.unreadable(workspace.facts, version).get(sha256, ("", ""))
    if code:
        raise BadInput(f"nothing could be read of this document ({code}), so that it has no cells to settle")
    raise BadInput("this document has not been read yet; run: gongkai extract")


def _number(cell: str, said: str) -> Number | None:
    """The number a person types; money is kept in the cell's unit and may have decimals, a count may not."""
    if said.strip() == BLANK:
        return None
    column = cell.rpartition(".")[2]
    unit, signed = KEPT_IN.get(column), column == "change"
    number = read_number(said, unit or "万元", signed=True).number  # decimals of a count are told below
    if number is None:
        raise BadInput(f"{said!r} is no number; give it in digits, or say {BLANK}")
    if number < 0 and not signed:
        raise BadInput(f"{said} is negative, which {cell} cannot be; give what is printed, or say {BLANK}")
    if unit is None and number != int(number):
        raise BadInput(f"{said} has decimals, but {cell} counts things; give a whole number, or say {BLANK}")
    return number if unit else int(number)
