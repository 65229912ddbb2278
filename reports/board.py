"""The roll-call page: every body by county and report year, what is found at each, and what we could not see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from reports.items import ACTIVE, Item, about_agencies, fit_for_public, items, name, place
from reports.news import PRESENCE
from reports.rendering import render
from reports.rollcall import ORDER, Tally, tallies
from reports.unseen import blind, coverage, unseen
from storage import captures, judgements, registry, runs
from storage.clock import shanghai_day
from storage.errors import BadInput
from storage.model import Agency, Finding, Standing
from storage.terms import Certainty, Kind, StandingName
from storage.workspace import Workspace, clock_kind

YEARS = 4
AUDIENCES: dict[str, Callable[[Finding], bool]] = {"team": about_agencies, "public": fit_for_public}
ACCUSING = (StandingName.LATE, StandingName.MISSING, StandingName.WITHDRAWN)
EXPLAINED = (*ACCUSING, StandingName.PUBLISHED, StandingName.OVERDUE)


@dataclass(frozen=True, slots=True)
class Row:
    """One body: how it stands each year, standings that no finding explains, and its findings."""

    agency: Agency
    standings: tuple[Standing | None, ...]
    explained: tuple[Standing, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class County:
    """One government with the bodies that belong to it."""

    key: str
    name: str
    division: str | None
    tallies: tuple[Tally, ...]
    rows: tuple[Row, ...]


def write_board(workspace: Workspace, now: datetime, out: Path, audience: str = "team") -> Path:
    """Writes index.html. The public one holds only certain or confirmed findings, and nothing about the team.

    Raises BadInput for an audience that is neither.
    """
    if audience not in AUDIENCES:
        raise BadInput(f"--audience {audience!r} is not known; choose team or public")
    out.mkdir(parents=True, exist_ok=True)
    index = out / "index.html"
    index.write_text(render("board.html.j2", _view(workspace, now, audience)), "utf-8")
    return index


def _view(workspace: Workspace, now: datetime, audience: str) -> dict[str, object]:
    db, team = workspace.facts, audience == "team"
    bodies = registry.agencies(db)
    known = {agency.id: agency for agency in bodies}
    findings = judgements.findings(db)
    standings = [one if team else fit_to_tell(one, findings) for one in judgements.standings(db)]
    years = sorted({standing.year for standing in standings}, reverse=True)[:YEARS]
    shown = [found for found in findings if found.state in ACTIVE and AUDIENCES[audience](found)]
    dark = unseen(db, bodies)
    today = shanghai_day(now)
    return {
        "now": now,
        "team": team,
        "simulated": clock_kind(db) == "simulated",
        "years": years,
        "accusing": ACCUSING,
        "order": ORDER,
        "tallies": tallies(standings, known, today)[:YEARS],
        "counties": counties(known, standings, items(shown, known), years, today),
        "coverage": coverage(db, bodies, None),
        "unseen": dark,
        "blind": [(group.reason, [name(a, known) for a in group.agencies]) for group in blind(standings, bodies, dark)],
        "unclaimed": captures.publishers_unclaimed(db) if team else [],
        "faults": len(runs.faults(db)) if team else 0,
    }


def fit_to_tell(standing: Standing, findings: Iterable[Finding]) -> Standing:
    """A standing as strangers may read it: what would accuse without being certain or confirmed is left open."""
    confirmed = any(
        found.confirmed and found.check in PRESENCE and (found.agency, found.year) == (standing.agency, standing.year)
        for found in findings
    )
    if standing.standing not in ACCUSING or standing.certainty is Certainty.CERTAIN or confirmed:
        return standing
    missing = standing.standing is StandingName.MISSING
    milder = StandingName.OVERDUE if missing else StandingName.PUBLISHED
    return replace(standing, standing=milder, reason="尚待核实。")


def counties(
    known: Mapping[str, Agency],
    standings: Iterable[Standing],
    found: Iterable[Item],
    years: Sequence[int],
    today: date,
) -> list[County]:
    """Every body of the registry under its government, by division code; the government itself first."""
    duties: dict[str, dict[int, Standing]] = {}
    for standing in standings:
        duties.setdefault(standing.agency, {})[standing.year] = standing
    listed: dict[str, list[Item]] = {}
    for item in found:
        listed.setdefault(item.finding.agency, []).append(item)
    places: dict[str, list[Row]] = {}
    for agency in sorted(known.values(), key=lambda body: (list(Kind).index(body.kind), body.id)):
        row = _row(agency, duties.get(agency.id, {}), listed.get(agency.id, []), years)
        places.setdefault(place(agency.id, known), []).append(row)
    made = [_county(key, rows, known, duties, today) for key, rows in places.items()]
    return sorted(made, key=lambda county: (county.division or "~", county.key))


def _row(agency: Agency, duties: Mapping[int, Standing], found: Sequence[Item], years: Sequence[int]) -> Row:
    told = {item.finding.year for item in found if item.finding.check in PRESENCE}
    shown = tuple(duties.get(year) for year in years)
    explained = tuple(s for s in shown if s and s.standing in EXPLAINED and s.year not in told)
    return Row(agency, shown, explained, tuple(found))


def _county(
    key: str,
    rows: Sequence[Row],
    known: Mapping[str, Agency],
    duties: Mapping[str, Mapping[int, Standing]],
    today: date,
) -> County:
    if key in known:
        title, division = known[key].name, known[key].division
    else:
        title, division = f"区划 {key}" if key else "未注明上级的单位", key
    own = [standing for row in rows for standing in duties.get(row.agency.id, {}).values()]
    return County(key, title, division, tuple(tallies(own, known, today)[:YEARS]), tuple(rows))
