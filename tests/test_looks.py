"""Looks: when a look is good, whose column it was, and what a look proves about the time before."""

from dataclasses import replace

import pytest

from monitor.looks import last_without, watch
from monitor.publication import publications
from storage.model import Agency, Look
from storage.terms import Kind, Level, Outcome
from tests.sightings import COLUMN, HOME, Sighting, body, county, moment, record

EDUCATION = body("edu", "青禾县教育局")
OFFICE = body("office", "青禾县人民政府办公室", Kind.OFFICE)
NEIGHBOURS = (body("civil", "青禾县民政局"), body("water", "青禾县水利局"), body("finance", "青禾县财政局"))
EVERYBODY = (county(), EDUCATION, *NEIGHBOURS)
OTHER_COLUMN = f"{HOME}xz/index.html"


def row(number: int, name: str, year: int = 2024) -> str:
    return f"{HOME}nb/{number}.html {name}{year}年政府信息公开工作年度报告"


OLD = row(9, "青禾县教育局", 2023)
SIBLINGS = tuple(row(number, body.name) for number, body in enumerate(NEIGHBOURS, 1))


def looks(world: Sighting, year: int = 2024, siblings: int = 3) -> list[Look]:
    facts = world.facts()
    published = publications(facts, [2023, 2024])
    judged = watch(facts, published, siblings).looks_at(EDUCATION, year)
    assert judged == watch(world.facts(1), published, siblings).looks_at(EDUCATION, year)
    return judged


def good(world: Sighting, **more: int) -> list[bool]:
    return [look.good for look in looks(world, **more)]


def test_an_earlier_report_proves_whose_column_it_is() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", OLD)
    assert good(world) == [True]
    assert good(world, year=2023) == [False]  # this very report is no earlier one


def test_enough_other_bodies_of_this_year_prove_a_shared_column() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", *SIBLINGS[:2])
    assert good(world) == [False]
    assert good(world, siblings=2) == [True]
    world.look("2025-02-04", *SIBLINGS)
    assert good(world) == [True, True]  # the proof holds for the earlier look too


def test_bodies_that_no_agency_claims_count_and_last_years_do_not() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", *SIBLINGS[:2], row(4, "青禾县供销合作社联合社"))
    assert good(world) == [True]
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", *SIBLINGS[:2], row(3, "青禾县财政局", 2023))
    assert good(world) == [False]


def test_a_person_confirms_the_column_that_the_registry_names() -> None:
    own = replace(EDUCATION, column=COLUMN)
    world = Sighting((own, *NEIGHBOURS))
    world.look("2025-02-03")
    assert good(world) == [False]
    world.columns[COLUMN] = replace(world.columns[COLUMN], confirmed_by="编辑部")
    facts = world.facts()
    assert [look.good for look in watch(facts, [], 3).looks_at(own, 2024)] == [True]


def test_half_a_list_is_no_good_look() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", OLD)
    world.look("2025-02-04", OLD, complete=False)
    judged = looks(world)
    assert [look.good for look in judged] == [True, False]
    assert "第二页打不开" in judged[1].reason


def test_all_own_columns_of_a_pass_must_be_complete() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", OLD)
    world.look("2025-02-03", OLD, column=OTHER_COLUMN, complete=False, same_run=True)
    assert good(world) == [False]


def test_who_is_known_by_neighbours_alone_may_be_in_any_column_of_the_portal() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", *SIBLINGS)
    world.look("2025-02-03", column=OTHER_COLUMN, complete=False, same_run=True)
    assert good(world) == [False]
    world.look("2025-02-04", *SIBLINGS, OLD)
    assert good(world) == [True, True]  # now its column is known, and it brings this year's reports


NEW_COLUMN = f"{HOME}xxgk/index.html"


def moved(*rows: str, at: str = "2025-02-03") -> Sighting:
    """The old column goes on answering while a new one, found later, cannot be opened."""
    world = Sighting(EVERYBODY)
    world.look("2025-01-20", OLD)
    world.look(at, OLD, *rows)
    world.look(at, column=NEW_COLUMN, complete=False, same_run=True)
    return world


def test_a_new_column_that_was_not_seen_may_be_where_the_portal_moved() -> None:
    assert good(moved()) == [True, False]
    assert good(moved(*SIBLINGS)) == [True, True]  # reports of this year still come to the old one


def test_a_column_that_was_unseen_from_the_first_day_is_no_move() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", OLD)
    world.look("2025-02-03", column=NEW_COLUMN, complete=False, same_run=True)
    assert good(world) == [True]
    world.columns[COLUMN] = replace(world.columns[COLUMN], found_by="registry")
    assert good(world) == [False]  # the portal itself leads only to the unseen one


def test_reports_that_came_before_the_new_column_do_not_keep_the_old_one_alive() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-01-20", OLD, *SIBLINGS)
    world.look("2025-02-03", OLD, *SIBLINGS)
    world.look("2025-02-03", column=NEW_COLUMN, complete=False, same_run=True)
    assert good(world) == [True, False]


def test_a_column_known_to_be_that_of_others_may_stay_unseen() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", OLD)
    world.look("2025-02-03", *SIBLINGS, column=OTHER_COLUMN, same_run=True)
    world.look("2025-02-04", OLD)
    world.look("2025-02-04", *SIBLINGS, column=OTHER_COLUMN, complete=False, same_run=True)
    assert good(world) == [True, True]


def test_a_column_of_others_never_seen_to_its_end_may_hold_more() -> None:
    world = moved()
    world.look("2025-02-05", OLD)
    world.look("2025-02-05", *SIBLINGS, column=NEW_COLUMN, complete=False, same_run=True)
    assert good(world) == [True, False, False]


TOWNS = tuple(
    body(f"t{n}", f"青禾县{name}人民政府", Kind.TOWNSHIP, Level.TOWNSHIP)
    for n, name in enumerate(("柳溪镇", "石桥镇", "北关乡", "东岭镇"))
)


def test_neighbours_prove_a_column_only_to_their_own_sort() -> None:
    agencies = (*EVERYBODY, *TOWNS)
    world = Sighting(agencies)
    world.look("2025-04-03", *SIBLINGS, row(7, "青禾县供销合作社联合社"), row(8, "青禾县石桥镇人民政府"))

    def sees(agency: Agency) -> bool:
        facts = world.facts()
        return [one.good for one in watch(facts, publications(facts, [2024]), 3).looks_at(agency, 2024)] == [True]

    assert [sees(one) for one in (EDUCATION, OFFICE, county(), TOWNS[0])] == [True, True, False, False]
    world = Sighting(agencies)
    world.look("2025-04-03", *(row(n, town.name) for n, town in enumerate(TOWNS[1:])), row(8, "青禾县白水乡"))
    assert [sees(one) for one in (EDUCATION, OFFICE, county(), TOWNS[0])] == [False, False, False, True]


def test_rows_without_a_name_in_a_column_of_many_prove_nothing() -> None:
    own = replace(EDUCATION, column=COLUMN)
    world = Sighting((own, *NEIGHBOURS))
    world.look("2025-02-03", f"{HOME}nb/5.html 2023年政府信息公开工作年度报告", SIBLINGS[0])
    facts = world.facts()
    assert [look.good for look in watch(facts, [], 3).looks_at(own, 2024)] == [False]


def test_walled_and_killed_passes_are_looks_that_were_not_good() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", OLD)
    world.look("2025-02-04", outcome=Outcome.WALLED)
    judged = looks(world)
    assert [(look.good, look.reason) for look in judged][1] == (False, "网站要求验证")
    world.passes.append(replace(world.passes[0], run=3, outcome=None, started=moment("2025-02-05")))
    assert looks(world)[2].reason == "抓取中断"


def test_a_pass_cut_short_is_good_where_the_own_column_was_seen() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", OLD, outcome=Outcome.BROKEN)
    assert good(world) == [True]
    world.look("2025-02-04", OLD, column=OTHER_COLUMN)
    assert good(world) == [False, True]  # on the first day the second column was not reached


def test_looks_before_a_column_was_known_say_so() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", outcome=Outcome.UNREACHABLE)
    world.passes[0] = replace(world.passes[0], outcome=Outcome.EMPTY, reason=None)
    assert looks(world)[0].reason == "没有找到年报栏目"


# ---- the time before a publication ----


def without(world: Sighting) -> object:
    facts = world.facts()
    found = {one.certain: one for one in publications(facts, [2024]) if (one.agency, one.year) == ("edu", 2024)}
    return last_without(found[True], found.get(False), facts)


def test_the_last_complete_look_at_the_very_column_that_later_listed_it() -> None:
    world = Sighting(EVERYBODY)
    for day in ("2025-01-20", "2025-02-03"):
        world.look(day, OLD)
    world.look("2025-02-04", OLD, complete=False)
    world.look("2025-02-05", OLD, column=OTHER_COLUMN)
    world.look("2025-02-10", row(1, "青禾县教育局"))
    world.page("2025-02-10", f"{HOME}nb/1.html", record())
    assert without(world) == moment("2025-02-03")


def test_it_may_have_stood_in_a_second_column_first() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-01-20", column=OTHER_COLUMN)
    world.look("2025-02-03", OLD)
    world.look("2025-02-10", row(1, "青禾县教育局"))
    world.look("2025-02-10", row(1, "青禾县教育局"), column=OTHER_COLUMN, same_run=True)
    world.page("2025-02-10", f"{HOME}nb/1.html", record())
    assert without(world) == moment("2025-01-20")
    world.look("2025-02-17", row(1, "青禾县教育局"), column=f"{HOME}new/index.html")
    assert without(world) == moment("2025-01-20")  # a column made later says nothing of the time before


def test_a_column_never_seen_without_it_leaves_the_time_before_open() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-02-03", OLD)
    world.look("2025-02-10", row(1, "青禾县教育局"))
    world.look("2025-02-10", row(1, "青禾县教育局"), column=OTHER_COLUMN, same_run=True)
    world.page("2025-02-10", f"{HOME}nb/1.html", record())
    assert without(world) is None


def test_what_may_have_been_it_was_not_there_either() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-01-13")
    world.look("2025-01-20", f"{HOME}nb/5.html 2024年政府信息公开工作年度报告")
    world.page("2025-01-20", f"{HOME}nb/5.html", record("2024年政府信息公开工作年度报告"))
    world.look("2025-02-03", OLD)
    world.look("2025-02-10", row(1, "青禾县教育局"))
    world.page("2025-02-10", f"{HOME}nb/1.html", record())
    assert without(world) == moment("2025-01-13")


@pytest.mark.parametrize(
    ("shown", "expected"), [("2025-01-30", None), (None, None), ("2025-02-05", moment("2025-02-04"))]
)
def test_a_column_that_took_the_place_of_another_proves_nothing_of_the_time_before(
    shown: str | None, expected: object
) -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-01-20", OLD)
    for day in ("2025-02-02", "2025-02-04"):
        world.look(day, OLD, column=NEW_COLUMN)
    dates = {f"{HOME}nb/1.html": shown} if shown else {}
    world.look("2025-02-08", OLD, row(1, "青禾县教育局"), column=NEW_COLUMN, shown=dates)
    world.page("2025-02-08", f"{HOME}nb/1.html", record())
    assert without(world) == expected


def test_a_column_beside_one_that_lives_on_proves_what_it_proves() -> None:
    world = Sighting(EVERYBODY)
    world.look("2025-01-20", OLD)
    world.look("2025-02-02", OLD)
    world.look("2025-02-02", column=NEW_COLUMN, same_run=True)
    dates = {f"{HOME}nb/1.html": "2025-01-30"}
    world.look("2025-02-08", row(1, "青禾县教育局"), column=NEW_COLUMN, shown=dates)
    world.page("2025-02-08", f"{HOME}nb/1.html", record())
    assert without(world) == moment("2025-02-02")
