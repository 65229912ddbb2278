"""gongkai agencies add: a portal is visited, and what it shows is written down as rows to review and import."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler import explore
from crawler.exploring import Explored, ExploredColumn
from crawler.manners import OFF_LIST
from crawler.page import Obstacle
from monitor.agency_columns import Cells
from monitor.proposing import HEADER, LISTED, propose
from storage import registry
from storage.clock import Clock
from storage.errors import BadInput
from storage.portals import portal_host
from storage.workspace import Workspace

MOST_TRIES = 1000
SHOWN_YEARS = 12
MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: the rows proposed, the file that holds them (None without rows), and what to tell."""

    rows: list[Cells]
    file: Path | None
    told: list[str]


def add(workspace: Workspace, clock: Clock, url: str, out: Path | None) -> Added:
    """Visits a portal, in this process, which must be a fresh one, and proposes its agencies.

    The registry stays as it is; the file never takes the place of another. Raises BadInput for what is no address, and
    where `out` is there already.
    """
    if out and out.exists():
        raise BadInput(f"{out} is there already; name another file, or leave --out away")
    explored: Explored = explore(workspace.folder, clock, url)["explored"]
    if explored.obstacle:
        return Added([], None, [f"cannot see {url}: {explored.obstacle.reason}", _instead(explored.obstacle)])
    rows = propose(explored, registry.agencies(workspace.facts)).rows
    if not rows:
        return Added([], None, [*_portal(explored), "no body and no report found; is this the home page of a portal?"])
    file = _written(rows, out, workspace.folder / f"proposed-{portal_host(url).replace(':', '-')}.csv")
    return Added(rows, file, [*_portal(explored), *_counted(rows)])


def _instead(obstacle: Obstacle) -> str:
    """What may be done about a portal that cannot be seen."""
    if obstacle.kind == OFF_LIST:
        return "if it has moved there, add that address instead"
    if obstacle.hides:
        return "where it can be seen, somebody may save its pages: gongkai hand-in"
    return "look whether the address is right"


def _portal(explored: Explored) -> Iterator[str]:
    """What the portal is: whose, of what family, with which columns, and what stood in the way."""
    code = f" (网站标识码 {explored.code})" if explored.code else ""
    yield f"{explored.government or 'no government named'}{code}, family {explored.family}"
    for column in explored.columns[:MOST_TOLD]:
        yield f"column {column.label}: {column.url}"
        yield f"  {_years(column)}; {column.reason}"
    if more := len(explored.columns[MOST_TOLD:]):
        yield f"and {more} more columns, each of one body"
    if not explored.columns:
        yield "no annual-report column found; write it into column once you know it"
    for obstacle in {one.reason: one for one in explored.hidden}.values():
        yield f"not seen: {obstacle.reason}"


def _years(column: ExploredColumn) -> str:
    """How many reports a column lists, of which years."""
    years = sorted({one.year for one in column.reports if one.year})
    span = f", {', '.join(map(str, years[-SHOWN_YEARS:]))}" if years else ""
    return (
        f"{len(column.reports)} reports{span}" if column.complete else f"at least {len(column.reports)} reports{span}"
    )


def _counted(rows: list[Cells]) -> Iterator[str]:
    """How many bodies were found, and how many of them a person should look at first."""
    listed = sum(row["found"] == LISTED for row in rows)
    known = sum(bool(row["known"]) for row in rows)
    doubtful = sum(row["expect"] != "yes" for row in rows)
    yield f"{len(rows)} bodies: {listed} listed, {len(rows) - listed} expected but never listed, {known} known already"
    yield f"{doubtful} of them are not simply expected to report; the column why says why"


def _written(rows: list[Cells], out: Path | None, usual: Path) -> Path:
    """Writes the rows to a file that was not there before."""
    names = [*HEADER, *sorted({name for row in rows for name in row} - set(HEADER))]
    for file in (out,) if out else _free(usual):
        try:
            with file.open("x", encoding="utf-8-sig", newline="") as sheet:
                writer = csv.DictWriter(sheet, names, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        except FileExistsError:
            continue
        return file
    raise BadInput(f"{out or usual} is there already; name another file with --out")


def _free(usual: Path) -> Iterator[Path]:
    yield usual
    yield from (usual.with_stem(f"{usual.stem}-{number}") for number in range(2, MOST_TRIES))
