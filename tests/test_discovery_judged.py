"""What discovery found, as it is judged: columns of one body's own, and reports of a county on its city's portal."""

from dataclasses import replace

from monitor.looks import watch
from monitor.publication import publications
from storage.model import Agency, Column, ColumnLook, Lead, Look, Pass
from storage.terms import Kind, LeadKind, Level, Outcome, Role
from tests.sightings import HOME, Sighting, body, county, moment

EDUCATION = body("edu", "青禾县教育局")
WATER = body("water", "青禾县水利局")
NEIGHBOURS = tuple(body(f"n{place}", f"青禾县{name}局") for place, name in enumerate(("民政", "财政", "司法", "审计")))
OWN = f"{HOME}bm/slj/nb/index.html"
ROWS = tuple(f"{HOME}nb/{one.id}.html {one.name}2024年政府信息公开工作年度报告" for one in NEIGHBOURS)


def looks_of(agency: Agency, world: Sighting) -> list[Look]:
    facts = world.facts()
    return watch(facts, publications(facts, [2023, 2024]), 3).looks_at(agency, 2024)


def test_a_column_of_one_body_that_was_not_seen_blinds_that_body_alone() -> None:
    world = Sighting((county(), EDUCATION, WATER, *NEIGHBOURS))
    world.look("2025-02-03", *ROWS)
    world.look("2025-02-03", column=OWN, complete=False, same_run=True)
    assert [look.good for look in looks_of(EDUCATION, world)] == [False]  # nobody knows yet whose it is
    world.columns[OWN] = replace(world.columns[OWN], owner=WATER.id)
    assert [look.good for look in looks_of(EDUCATION, world)] == [True]
    assert [look.good for look in looks_of(WATER, world)] == [False]


CITY = "www.yunling.example"
LINHE = Agency(
    "linhe", "临河县人民政府", Level.COUNTY, Kind.GOVERNMENT, "https://www.linhe.example/", hosts=(CITY,)
)  # its city puts its report online once more


def test_a_citys_column_of_its_counties_reports_proves_nothing_of_a_county_whose_portal_is_walled() -> None:
    world = Sighting((county(), LINHE))
    at = moment("2025-04-03")
    run = world.look("2025-04-03", f"{HOME}x/1.html 青禾县人民政府2024年政府信息公开工作年度报告")
    column = Column(9, CITY, f"https://{CITY}/xqnb/", "县区政府信息公开年度报告", "label", at, at)
    world.columns[column.url] = column
    world.looks.append(ColumnLook(run, 9, at, True, "", 1, 1))
    world.passes += [
        Pass(run, CITY, at, Outcome.OK, None, None, at),
        Pass(run, "www.linhe.example", at, Outcome.WALLED, "js-challenge", "网站要求验证", at),
    ]
    url = f"https://{CITY}/xqnb/1.html"
    world.leads[9, url] = Lead(
        90, 9, url, "临河县人民政府2023年政府信息公开工作年度报告", LeadKind.REPORT, 1.0, (), at, at, run, run, 2023,
        "临河县人民政府", "linhe", "name",
    )  # fmt: skip
    assert [look.good for look in looks_of(LINHE, world)] == [False]


def test_a_report_that_a_city_puts_online_once_more_is_one_publication() -> None:
    linhe = replace(LINHE, hosts=(), portal=HOME)
    world = Sighting((county(), linhe))
    title = "临河县人民政府2024年政府信息公开工作年度报告"
    run = world.look("2025-03-20", f"{HOME}nb/1.html {title}")
    world.look("2025-03-20", f"{HOME}xq/1.html {title}", column=f"{HOME}xq/index.html", same_run=True)
    for place in ("nb", "xq"):
        world.keep(f"{HOME}{place}/1.html", run, moment("2025-03-20"), Role.ARTICLE, place.encode())
    found = publications(world.facts(), [2024])
    assert [(one.agency, one.certain) for one in found if one.agency == "linhe"] == [("linhe", True)]


def test_the_reports_of_counties_prove_no_column_to_their_city() -> None:
    yunling = Agency("yunling", "云岭市人民政府", Level.CITY, Kind.GOVERNMENT, HOME)
    counties = [
        replace(LINHE, id=f"c{place}", name=f"{name}人民政府", portal=HOME) for place, name in enumerate("甲乙丙")
    ]
    named = ("松泉县", "岚渡县", "砚湖区", "青禾县", "白水市", "枫林市", "石桥市")
    rows = [f"{HOME}xq/{name}.html {name}人民政府2024年政府信息公开工作年度报告" for name in named]
    for known in ([], [replace(one, name=f"{name}人民政府") for one, name in zip(counties, named, strict=False)]):
        world = Sighting((yunling, *known))
        world.look("2025-04-03", *rows)
        assert [look.good for look in looks_of(yunling, world)] == [False]
