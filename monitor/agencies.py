"""agencies.csv: who must publish, read from CSV or XLSX; a bad file is refused whole, every bad row named."""

import csv
import io
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from monitor.agency_columns import COLUMNS, Cells, read_cells, read_header, several, wrong_with
from monitor.sheet import Row, Sheet, read_sheet
from storage.db import writing
from storage.errors import BadInput
from storage.model import Agency
from storage.registry import agencies, save_agencies
from storage.rows import as_json
from storage.terms import Expect, Kind, Level
from storage.workspace import Workspace

HEADER = ",".join(COLUMNS) + "\n"
LOG = logging.getLogger(__name__)

Table = dict[str, Cells]
"""The registry as rows, by id. A portal that is only inherited is empty."""


def import_agencies(workspace: Workspace, file: Path, notice: Callable[[str], None] = LOG.warning) -> dict[str, int]:
    """Adds or updates the agencies a file names, never deletes, and answers the counts of contract 2.

    A column the file lacks leaves what is stored; an empty cell empties it. An agency without a portal of its own,
    or with its parent's, follows its parent's. Raises BadInput naming every bad row; then nothing has changed.
    """
    sheet = read_sheet(file)
    if sheet.notice:
        notice(sheet.notice)
    with writing(workspace.facts):
        known = {agency.id: agency for agency in agencies(workspace.facts)}
        before = {body: cells_of(agency, known) for body, agency in known.items()}
        rows = _rows(sheet, before)
        after = before | {cells["id"]: cells for _, cells in rows if cells["id"]}
        _refuse_bad(sheet, rows, after)
        settled = {body: _agency(cells, _portal(body, after)) for body, cells in after.items()}
        save_agencies(workspace.facts, [agency for body, agency in settled.items() if agency != known.get(body)])
    stated = {body: cells_of(agency, settled) for body, agency in settled.items()}
    _rewrite(workspace.folder / "agencies.csv", file, before, stated, notice)
    given = [cells["id"] for _, cells in rows]
    fates = Counter(_fate(known.get(body), settled[body]) for body in given)
    return {fate: fates[fate] for fate in ("added", "updated", "unchanged")} | {"absent": len(known.keys() - given)}


def list_agencies(workspace: Workspace) -> list[dict[str, Any]]:
    """Every agency of the registry as plain JSON values, by id."""
    return [as_json(agency) for agency in agencies(workspace.facts)]


def _fate(was: Agency | None, now: Agency) -> str:
    if was is None:
        return "added"
    return "unchanged" if was == now else "updated"


def _rows(sheet: Sheet, stored: Table) -> list[tuple[Row, Cells]]:
    """Every row below the header, laid over what is stored of the same agency."""
    if not sheet.rows:
        raise BadInput(f"{sheet.name} is empty; its first line must be: {HEADER.strip()}")
    header, *rows = sheet.rows
    names = read_header(f"{sheet.name}: {sheet.unit}", header)
    if not rows:
        raise BadInput(f"{sheet.name} has a header but no agency; add one line for each")
    given = [(row, read_cells(names, row)) for row in rows]
    return [(row, stored.get(cells["id"], dict.fromkeys(COLUMNS, "")) | cells) for row, cells in given]


def _refuse_bad(sheet: Sheet, rows: list[tuple[Row, Cells]], table: Table) -> None:
    """Raises BadInput with one line for each bad row."""
    first: dict[str, int] = {}
    bad = []
    for row, cells in rows:
        wrong = [*wrong_with(cells), *_misplaced(cells, table)]
        if cells["id"] and first.setdefault(cells["id"], row.line) != row.line:
            wrong.append(f"id {cells['id']!r} stands already in {sheet.unit} {first[cells['id']]}")
        if wrong:
            bad.append(f"{sheet.unit} {row.line}: {'; '.join(wrong)}")
    if bad:
        count = "1 bad row" if len(bad) == 1 else f"{len(bad)} bad rows"
        raise BadInput("\n".join([f"{sheet.name}: {count}, nothing was imported; mend and import again", *bad]))


def _misplaced(cells: Cells, table: Table) -> Iterator[str]:
    """What is wrong with a row among the others: its parent, and the portal it would inherit."""
    parent = cells["parent"]
    line = _line(parent, table)
    if parent and not line:
        near = get_close_matches(parent, table, 1)
        hint = f", did you mean {near[0]!r}?" if near else ""
        yield f"parent {parent!r} is neither in this file nor in the registry{hint}"
    elif cells["id"] in line:
        yield f"parent {parent!r} makes a circle: {' → '.join([cells['id'], *line])}"
    elif not cells["portal"] and not _portal(parent, table):
        yield "portal is empty and no parent has one to inherit"


def _line(body: str, table: Table) -> list[str]:
    """A body and those above it; it ends where the table ends or a circle closes."""
    line: list[str] = []
    while body in table and body not in line:
        line.append(body)
        body = table[body]["parent"]
    return line


def _portal(body: str, table: Table) -> str:
    """A body's own portal, or that of the nearest above it."""
    return next((table[above]["portal"] for above in _line(body, table) if table[above]["portal"]), "")


def cells_of(agency: Agency, known: dict[str, Agency]) -> Cells:
    """A stored agency as its row would stand in the file; what it shares with its parent is not repeated."""
    cells = {name: _written(getattr(agency, name)) for name in COLUMNS}
    if agency.parent and known[agency.parent].portal == agency.portal:
        cells["portal"] = ""
    return cells | agency.extra


def _written(value: Any) -> str:
    if value is None:
        return ""
    return "|".join(value) if isinstance(value, tuple) else str(value)


def _agency(cells: Cells, portal: str) -> Agency:
    return Agency(
        id=cells["id"],
        name=cells["name"],
        level=Level(cells["level"]),
        kind=Kind(cells["kind"]),
        portal=portal,
        expect=Expect(cells["expect"] or Expect.YES),
        division=cells["division"] or None,
        parent=cells["parent"] or None,
        column=cells["column"] or None,
        aliases=several(cells["aliases"]),
        hosts=several(cells["hosts"]),
        due=cells["due"] or None,
        since=int(cells["since"]) if cells["since"] else None,
        until=int(cells["until"]) if cells["until"] else None,
        succeeds=several(cells["succeeds"]),
        extra={name: text for name, text in cells.items() if text and name not in COLUMNS},
    )


def _rewrite(place: Path, imported: Path, before: Table, after: Table, notice: Callable[[str], None]) -> None:
    """Writes the whole registry to the workspace's agencies.csv, unless that very file was imported."""
    if place.exists() and place.samefile(imported):
        return
    text = _csv(after)
    if place.exists() and place.read_bytes().decode("utf-8", "replace") not in (HEADER, _csv(before), text):
        place.replace(place.with_name("agencies.csv.old"))
        notice("agencies.csv was not what the registry held; it is kept as agencies.csv.old")
    coming = place.with_name("agencies.csv.coming")
    coming.write_text(text, "utf-8", newline="")
    coming.replace(place)


def _csv(table: Table) -> str:
    names = dict.fromkeys([*COLUMNS, *(name for cells in table.values() for name in cells)])
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table[body] for body in sorted(table))
    return out.getvalue()
