"""Publications: what belongs together, whose it is and of which year; what is unclear is a candidate, never a guess."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.publication import publications
from storage.model import Agency, Assignment, Document, Publication
from storage.record import Record
from storage.terms import Kind, Level, Outcome, Role
from tests.sightings import COLUMN, HOME, NOTHING, WARNED, Sighting, body, county, moment, record

GOVERNMENT = county()
OFFICE = body("office", "青禾县人民政府办公室", Kind.OFFICE)
EDUCATION = body("edu", "青禾县教育局")
CIVIL = body("civil", "青禾县民政局")
TOWN = body("town", "青禾县溪头镇人民政府", Kind.TOWNSHIP, Level.TOWNSHIP)
EVERYBODY = (GOVERNMENT, OFFICE, EDUCATION, CIVIL, TOWN)
TITLE = "青禾县教育局2024年政府信息公开工作年度报告"
ONE, TWO = f"{HOME}nb/1.html", f"{HOME}nb/2.html"
YEARS = [2023, 2024]


def judged(world: Sighting) -> dict[tuple[str, int, bool], Publication]:
    """The publications of a world, which must not depend on the order of its rows."""
    found = publications(world.facts(), YEARS)
    for order in range(1, 4):
        assert found == publications(world.facts(order), YEARS)
    return {(one.agency, one.year, one.certain): one for one in found}


def seen(*agencies: Agency) -> Sighting:
    return Sighting(agencies or EVERYBODY)


def listed(world: Sighting, title: str, url: str = ONE, at: str = "2025-01-20", read: Record | None = None) -> Document:
    """A row and its page, which bears the same title unless something else was read."""
    world.look(at, f"{url} {title}")
    return world.page(at, url, read or record(title))


def test_a_report_with_agency_and_year_in_its_title_is_certain() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}", shown={ONE: "2025-01-18"})
    world.page("2025-01-20 08:01", ONE, record())
    found = judged(world)
    one = found["edu", 2024, True]
    assert list(found) == [("edu", 2024, True)]
    assert (one.url, one.shown, one.columns) == (ONE, date(2025, 1, 18), (1,))
    assert (one.first_seen, one.listed_since) == (moment("2025-01-20 08:01"), moment("2025-01-20"))


def test_the_date_of_the_page_goes_before_that_of_the_row() -> None:
    world = seen()
    world.look("2025-02-20", f"{ONE} {TITLE}", shown={ONE: "2025-01-18"})
    world.page("2025-02-20", ONE, record(published=date(2025, 2, 14)))
    assert judged(world)["edu", 2024, True].shown == date(2025, 2, 14)


def test_page_and_attachments_are_one_publication_and_the_fullest_is_read() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    page = world.page("2025-01-20", ONE, record(sections={}, cells={}, form=None))
    file = world.page("2025-01-20", f"{ONE}.pdf", record(), role=Role.ATTACHMENT, parent=page.id)
    one = judged(world)["edu", 2024, True]
    assert {member.sha256 for member in one.members} == {page.sha256, file.sha256}
    assert one.main == file.sha256
    assert one.url == ONE


def test_an_unreadable_file_counts_as_published() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    file = world.page("2025-01-20", ONE, ("scanned", "no text layer"))
    one = judged(world)["edu", 2024, True]
    assert one.main == file.sha256


@pytest.mark.parametrize("code", ["empty", "not-a-report"])
def test_a_file_that_is_no_report_makes_a_candidate(code: str) -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, (code, "a web page under the name of a document"))
    assert set(judged(world)) == {("edu", 2024, False)}


def test_a_page_that_proves_to_be_something_else_makes_a_candidate() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, NOTHING)
    found = judged(world)
    assert set(found) == {("edu", 2024, False)}
    assert "不是年度报告" in found["edu", 2024, False].reasons[0]


@pytest.mark.parametrize(
    ("status", "final"), [(404, None), (500, None), (0, None), (302, f"{HOME}nb/1.html"), (200, HOME)]
)
def test_a_listed_row_whose_document_could_not_be_taken_makes_a_candidate(status: int, final: str | None) -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, None, status=status, final_url=final or ONE)
    assert set(judged(world)) == {("edu", 2024, False)}


def test_why_a_document_could_not_be_taken_is_told_in_words() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, None, status=0, error="connection: [<twisted.python.failure.Failure ConnectionLost>]")
    reasons = "".join(judged(world)["edu", 2024, False].reasons)
    assert "连接中断" in reasons
    assert "twisted" not in reasons


def test_of_several_candidates_the_reasons_are_those_of_the_one_that_is_named() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}", f"{HOME}nb/2.html {TITLE}")
    world.page("2025-01-20", ONE, None, status=404)
    world.page("2025-01-20", f"{HOME}nb/2.html", NOTHING)
    found = judged(world)["edu", 2024, False]
    assert found.reasons[-1] == "另有 1 份文件也可能是"
    assert len([reason for reason in found.reasons if reason.startswith("栏目已列出")]) == 1


def test_a_listed_row_that_was_not_visited_yet_makes_a_candidate() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    assert set(judged(world)) == {("edu", 2024, False)}


def test_a_listed_row_of_a_year_that_nobody_watches_makes_none() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} 青禾县教育局2019年政府信息公开工作年度报告")
    assert judged(world) == {}


def test_a_page_that_was_taken_later_is_published_since_then() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, None, status=502)
    world.look("2025-02-03", f"{ONE} {TITLE}")
    world.page("2025-02-03", ONE, record())
    one = judged(world)["edu", 2024, True]
    assert (one.listed_since, one.first_seen) == (moment("2025-01-20"), moment("2025-02-03"))


# ---- whose, and of which year ----


def test_years_that_disagree_make_candidates_for_both() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record("青禾县教育局2023年政府信息公开工作年度报告"))
    assert set(judged(world)) == {("edu", 2023, False), ("edu", 2024, False)}


def test_a_body_of_text_that_contradicts_its_title_makes_candidates_for_both() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record(warnings=(WARNED,)))
    assert set(judged(world)) == {("edu", 2023, False), ("edu", 2024, False)}


def test_a_comparison_with_last_year_contradicts_nothing() -> None:
    world = seen()
    warned = replace(WARNED, message="the title says 2024, the reporting period 2023, 2024")
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record(warnings=(warned,)))
    assert set(judged(world)) == {("edu", 2024, True)}


def test_a_title_with_the_year_of_publication_is_not_taken_at_its_word() -> None:
    world = seen()
    title = "青禾县教育局2025年政府信息公开工作年度报告"
    world.look("2025-01-20", f"{ONE} {title}")
    world.page("2025-01-20", ONE, record(title))
    assert set(judged(world)) == {("edu", 2024, False), ("edu", 2025, False)}


@pytest.mark.parametrize("shown", ["1970-01-01", "2024-01-25", "2031-01-01"])
def test_a_date_that_cannot_be_true_does_not_make_a_report_doubtful(shown: str) -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}", shown={ONE: shown})
    world.page("2025-01-20", ONE, record())
    assert judged(world)["edu", 2024, True].shown == date.fromisoformat(shown)


def test_a_report_that_is_there_in_december_is_early() -> None:
    world = seen()
    world.look("2024-12-27", f"{ONE} {TITLE}")
    world.page("2024-12-27", ONE, record())
    assert set(judged(world)) == {("edu", 2024, True)}


def test_without_a_year_it_may_be_that_of_any_year_watched_until_its_date() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} 青禾县教育局政府信息公开工作年度报告", shown={ONE: "2023-12-01"})
    world.page("2025-01-20", ONE, record("青禾县教育局政府信息公开工作年度报告"))
    assert set(judged(world)) == {("edu", 2023, False)}


def test_a_second_report_of_last_year_that_speaks_of_this_year_is_open_for_this_year() -> None:
    world = seen()
    title = "青禾县教育局2023年政府信息公开工作年度报告"
    old = listed(world, title, TWO, "2024-01-20")
    text = {"overview": "2024年，本机关认真公开。2024年，共收到申请9件，比2023年多。2024年办结。"}
    mistaken = record(title, sections=record().sections | text, published=date(2025, 1, 22))
    listed(world, title, ONE, "2025-01-29", mistaken)
    found = judged(world)
    assert set(found) == {("edu", 2023, True), ("edu", 2024, False)}
    assert found["edu", 2023, True].main == old.sha256
    again = seen()
    listed(again, title, ONE, "2025-01-29", mistaken)
    assert set(judged(again)) == {("edu", 2023, False), ("edu", 2024, False)}


def test_a_belated_report_or_a_correction_of_last_year_is_that_of_last_year() -> None:
    title = "青禾县教育局2023年政府信息公开工作年度报告"
    of_2023 = record().sections | {"overview": "2023年，本机关认真公开。与2022年相比，2023年增加。"}
    of_2024 = record().sections | {"overview": "2024年，本机关认真公开。2024年，共收到申请9件。"}
    for name, sections in ((title, of_2023), (f"{title}（更正）", of_2024)):
        world = seen()
        listed(world, name, ONE, "2025-01-29", record(name, sections=sections))
        assert set(judged(world)) == {("edu", 2023, True)}


def test_agencies_that_disagree_make_candidates_for_both() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record("青禾县民政局2024年政府信息公开工作年度报告"))
    assert set(judged(world)) == {("civil", 2024, False), ("edu", 2024, False)}


def test_two_agencies_of_one_name_are_both_candidates() -> None:
    world = seen(EDUCATION, replace(EDUCATION, id="edu2"))
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record())
    assert set(judged(world)) == {("edu", 2024, False), ("edu2", 2024, False)}


@pytest.mark.parametrize(
    "name", ["青禾县人民政府（办公室）", "青禾县人民政府（县人民政府办公室）", "青禾县人民政府和办公室"]
)
def test_the_report_of_government_and_office_settles_both_duties(name: str) -> None:
    world = seen()
    title = f"{name}2024年政府信息公开工作年度报告"
    world.look("2025-01-20", f"{ONE} {title}")
    world.page("2025-01-20", ONE, record(title, agency=name))
    found = judged(world)
    assert set(found) == {("office", 2024, True), ("qinghe", 2024, True)}


def test_the_title_wins_over_whoever_put_it_online() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record(publisher="青禾县人民政府办公室"))
    assert set(judged(world)) == {("edu", 2024, True)}


NAMELESS = "2024年政府信息公开工作年度报告"


def test_without_a_name_the_publisher_tells() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {NAMELESS}")
    world.page("2025-01-20", ONE, record(NAMELESS, publisher="教育局"))
    assert set(judged(world)) == {("edu", 2024, True)}


def test_without_a_name_a_host_is_no_answer_and_everybody_is_open() -> None:
    world = seen()
    world.look("2025-01-20", f"{TWO} 青禾县民政局2024年政府信息公开工作年度报告")
    world.page("2025-01-20", TWO, record("青禾县民政局2024年政府信息公开工作年度报告"))
    world.look("2025-01-27", f"{ONE} {NAMELESS}", f"{TWO} 青禾县民政局2024年政府信息公开工作年度报告")
    world.page("2025-01-27", ONE, record(NAMELESS, publisher="青禾县人民政府办公室"))
    open_ = {agency for agency, _, certain in judged(world) if not certain}
    assert open_ == {"qinghe", "office", "edu", "town"}  # civil affairs had its own before


def test_publisher_and_trail_that_disagree_make_candidates() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {NAMELESS}")
    trail = ("首页", "政府信息公开", "民政局", "年报")
    world.page("2025-01-20", ONE, record(NAMELESS, publisher="教育局", breadcrumb=trail))
    assert set(judged(world)) == {("civil", 2024, False), ("edu", 2024, False)}


def test_a_body_that_nobody_claims_is_nobodys_candidate() -> None:
    world = seen()
    title = "青禾县供销合作社联合社2024年政府信息公开工作年度报告"
    world.look("2025-01-20", f"{ONE} {title}")
    world.page("2025-01-20", ONE, record(title))
    assert judged(world) == {}


@pytest.mark.parametrize("name", ["青禾县教育体育局", "青禾县教体局", "县教育和科技局"])
def test_a_name_like_that_of_a_body_is_its_candidate(name: str) -> None:
    world = seen()
    title = f"{name}2024年政府信息公开工作年度报告"
    world.look("2025-01-20", f"{ONE} {title}")
    world.page("2025-01-20", ONE, record(title))
    assert set(judged(world)) == {("edu", 2024, False)}


def test_two_names_on_one_door_settle_both_duties() -> None:
    world = seen()
    listed(world, "青禾县教育局（青禾县民政局）2024年政府信息公开工作年度报告")
    assert set(judged(world)) == {("civil", 2024, True), ("edu", 2024, True)}


def test_the_office_may_stand_before_its_government() -> None:
    world = seen()
    listed(world, "青禾县人民政府办公室（青禾县人民政府）2024年政府信息公开工作年度报告")
    assert set(judged(world)) == {("office", 2024, True), ("qinghe", 2024, True)}


def test_a_name_in_brackets_that_is_like_a_body_makes_it_a_candidate() -> None:
    world = seen()
    listed(world, "青禾县教育局（青禾县民政事务中心）2024年政府信息公开工作年度报告")
    assert set(judged(world)) == {("edu", 2024, True), ("civil", 2024, False)}
    world = seen()
    listed(world, "青禾县残疾人联合会（青禾县民政局）2024年政府信息公开工作年度报告")
    assert set(judged(world)) == {("civil", 2024, False)}


@pytest.mark.parametrize("succeeds", ["edu", "edu@2024", "edu@2025"])
def test_a_report_under_a_name_given_up_is_a_candidate_of_the_successor(succeeds: str) -> None:
    world = seen(replace(EDUCATION, until=2023), body("sport", "青禾县教育体育局", since=2024, succeeds=(succeeds,)))
    listed(world, TITLE)
    assert set(judged(world)) == {("edu", 2024, True), ("sport", 2024, False)}


def test_a_report_under_a_new_name_is_a_candidate_of_the_predecessor() -> None:
    sport = body("sport", "青禾县教育体育局", since=2024, succeeds=("edu@2024",))
    world = seen(replace(EDUCATION, until=2023), sport)
    listed(world, "青禾县教育体育局2023年政府信息公开工作年度报告", at="2024-01-20")
    assert set(judged(world)) == {("sport", 2023, True), ("edu", 2023, False)}


def test_years_after_the_change_are_not_the_predecessors() -> None:
    world = seen(replace(EDUCATION, until=2021), body("sport", "青禾县教育体育局", since=2022, succeeds=("edu@2022",)))
    listed(world, "青禾县教育体育局2024年政府信息公开工作年度报告")
    assert set(judged(world)) == {("sport", 2024, True)}


def test_without_a_year_it_may_be_the_successors_too() -> None:
    world = seen(replace(EDUCATION, until=2023), body("sport", "青禾县教育体育局", since=2024, succeeds=("edu@2024",)))
    listed(world, "青禾县教育局政府信息公开工作年度报告")
    assert {key for key in judged(world) if key[0] == "sport"} == {("sport", 2023, False), ("sport", 2024, False)}


def test_a_whole_report_of_a_whole_county_may_be_its_governments() -> None:
    title = "2024年全县政府信息公开工作年度报告"
    world = seen()
    listed(world, title, read=record(title, agency=None))
    assert set(judged(world)) == {("qinghe", 2024, False)}


def test_a_person_decides_between_predecessor_and_successor() -> None:
    world = seen(replace(EDUCATION, until=2023), body("sport", "青禾县教育体育局", since=2024, succeeds=("edu",)))
    page = listed(world, TITLE)
    assign(world, page.sha256, "sport", 2024)
    assert set(judged(world)) == {("sport", 2024, True)}


def test_a_report_on_the_portal_of_the_government_counts_by_its_whole_name() -> None:
    own = replace(EDUCATION, portal="https://jyj.qinghe.example/", aliases=("县教体局",))
    for name, certain in (("青禾县教育局", True), ("教育局", False), ("县教体局", False), ("青禾县教体局", False)):
        world = seen(GOVERNMENT, CIVIL, own)
        listed(world, f"{name}2024年政府信息公开工作年度报告")
        assert set(judged(world)) == {("edu", 2024, certain)}, name


@pytest.mark.parametrize(
    "title",
    [
        "青禾县各部门2024年政府信息公开工作年度报告汇总",
        "青禾县2024年政府信息公开年报汇总",
        "2024年全县政府信息公开年报",
    ],
)
def test_a_collection_may_hold_the_report_of_whoever_has_none(title: str) -> None:
    own = replace(EDUCATION, portal="https://jyj.qinghe.example/")
    world = seen(GOVERNMENT, OFFICE, own, CIVIL, TOWN)
    listed(world, "青禾县民政局2024年政府信息公开工作年度报告", TWO, "2025-01-20")
    world.look("2025-01-27", f"{ONE} {title}")
    world.page("2025-01-27", ONE, NOTHING)
    open_ = {agency for agency, _, certain in judged(world) if not certain}
    assert open_ == {"qinghe", "office", "edu", "town"}


@pytest.mark.parametrize(
    "row", ["01-24青禾县教育局", "【教育局】青禾县教育局", "【年报】青禾县教育局", "2025-01-24 青禾县教育局"]
)
def test_what_a_row_puts_before_a_name_does_not_hide_it(row: str) -> None:
    world = seen()
    listed(world, f"{row}2024年政府信息公开工作年度报告", read=record())
    assert set(judged(world)) == {("edu", 2024, True)}


def test_a_tag_that_was_cut_in_two_is_no_part_of_a_name() -> None:
    world = seen()
    listed(world, TITLE, read=record(agency="年报】青禾县教育局"))
    assert set(judged(world)) == {("edu", 2024, True)}


def test_the_exact_name_of_the_document_goes_before_a_row_that_ends_in_it() -> None:
    world = seen()
    listed(world, "置顶青禾县教育局2024年政府信息公开工作年度报告", read=record())
    assert set(judged(world)) == {("edu", 2024, True)}


def test_a_column_with_the_reports_of_others_is_nobodys_own() -> None:
    audit = body("audit", "青禾县审计局", column=COLUMN)
    world = seen(EDUCATION, audit)
    world.look("2025-01-20", f"{TWO} 青禾县教育局2023年政府信息公开工作年度报告", f"{ONE} {NAMELESS}")
    world.page("2025-01-20", ONE, record(NAMELESS))
    assert {key for key in judged(world) if key[1] == 2024} == {("audit", 2024, False), ("edu", 2024, False)}
    world = seen(EDUCATION, audit)
    world.look("2025-01-20", f"{ONE} {NAMELESS}")
    world.page("2025-01-20", ONE, record(NAMELESS))
    assert set(judged(world)) == {("audit", 2024, True)}


TOWN_OF_A_CITY = body("cg", "青禾县城关镇人民政府", Kind.TOWNSHIP, Level.TOWNSHIP)
CITY = (body("c1", "云岭市教育局"), body("c2", "云岭市财政局"))


def test_half_a_name_on_the_portal_of_a_city_may_be_another_countys() -> None:
    title = "城关镇人民政府2024年政府信息公开工作年度报告"
    world = seen(*CITY, TOWN_OF_A_CITY)
    listed(world, title)
    assert set(judged(world)) == {("cg", 2024, False)}
    world = seen(EDUCATION, CIVIL, TOWN_OF_A_CITY)
    listed(world, title)
    assert set(judged(world)) == {("cg", 2024, True)}


def test_half_a_name_put_online_by_another_county_is_not_taken_at_its_word() -> None:
    title = "城关镇人民政府2024年政府信息公开工作年度报告"
    for publisher, certain in (("北岭县人民政府", False), ("云岭市青禾县人民政府", True), ("本网", True)):
        world = seen(EDUCATION, CIVIL, TOWN_OF_A_CITY)
        listed(world, title, read=record(title, publisher=publisher))
        assert set(judged(world)) == {("cg", 2024, certain)}, publisher


# ---- what is no member ----


@pytest.mark.parametrize(
    "title",
    ["图解：青禾县教育局2024年政府信息公开工作年度报告", "关于做好2024年政府信息公开工作年度报告编制工作的通知"],
)
def test_lookalikes_are_no_publication(title: str) -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {title}")
    world.page("2025-01-20", ONE, NOTHING)
    assert judged(world) == {}


def test_a_lookalike_row_over_a_whole_report_is_a_candidate() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} 青禾县教育局2024年政府信息公开工作年度报告的通知")
    world.page("2025-01-20", ONE, record())
    assert set(judged(world)) == {("edu", 2024, False)}


def test_mobile_twins_are_no_members() -> None:
    world = seen()
    twin = ONE.replace("1.html", "1_wap.html")
    world.look("2025-01-20", f"{ONE} {TITLE}", f"{twin} {TITLE}")
    world.page("2025-01-20", ONE, record())
    world.page("2025-01-20", twin, record(), b"twin")
    assert [member.url for member in judged(world)["edu", 2024, True].members] == [ONE]


def test_an_attachment_that_is_something_else_is_no_member() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    page = world.page("2025-01-20", ONE, record())
    for name, read in (
        ("图解2024年政府信息公开年度报告.jpg", ("unsupported-format", "a picture")),
        ("空表.docx", NOTHING),
    ):
        world.page("2025-01-20", HOME + name, read, role=Role.ATTACHMENT, parent=page.id, file_name=name)
    assert [member.url for member in judged(world)["edu", 2024, True].members] == [ONE]


# ---- corrections, newer content, returns ----


def test_a_correction_is_linked_and_read_while_the_first_capture_counts_for_time() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record(published=date(2025, 1, 19)))
    world.look("2025-02-20", f"{ONE} {TITLE}", f"{TWO} {TITLE}（更正）")
    world.page("2025-02-20", ONE, record(published=date(2025, 1, 19)))
    newer = world.page("2025-02-20", TWO, record(f"{TITLE}（更正）", published=date(2025, 2, 18)))
    one = judged(world)["edu", 2024, True]
    assert (one.main, one.first_seen, one.shown) == (newer.sha256, moment("2025-01-20"), date(2025, 1, 19))
    assert [member.correction for member in one.members] == [False, True]


def test_the_newest_bytes_of_a_page_are_read_and_a_return_to_the_old_ones_too() -> None:
    world = seen()
    contents = [(b"A", 0), (b"B", 5), (b"A", 0)]
    for day, (data, received) in enumerate(contents, 20):
        world.look(f"2025-01-{day}", f"{ONE} {TITLE}")
        kept = world.page(f"2025-01-{day}", ONE, record(figures={"requests.received.total": received}), data)
        assert judged(world)["edu", 2024, True].main == kept.sha256
    assert len(judged(world)["edu", 2024, True].members) == 2


def test_an_error_page_does_not_take_the_place_of_what_was_published() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    page = world.page("2025-01-20", ONE, record())
    world.look("2025-01-27", f"{ONE} {TITLE}")
    world.page("2025-01-27", ONE, NOTHING, b"not found")
    assert judged(world)["edu", 2024, True].main == page.sha256


# ---- a person decides ----


def assign(world: Sighting, sha256: str | None, agency: str | None, year: int | None) -> None:
    assert sha256 is not None
    world.assignments[sha256] = Assignment(sha256, agency, year, "编辑部", moment("2025-02-01"))


def test_a_person_settles_a_candidate() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {NAMELESS}")
    page = world.page("2025-01-20", ONE, record(NAMELESS))
    assign(world, page.sha256, "civil", 2023)
    found = judged(world)
    assert set(found) == {("civil", 2023, True)}
    assert "编辑部" in found["civil", 2023, True].reasons[0]


def test_a_person_may_know_better_than_the_reader() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    page = world.page("2025-01-20", ONE, NOTHING)
    assign(world, page.sha256, "edu", 2024)
    one = judged(world)["edu", 2024, True]
    assert (one.main, one.first_seen) == (page.sha256, moment("2025-01-20"))


def test_a_person_says_that_it_is_none() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    page = world.page("2025-01-20", ONE, record())
    assign(world, page.sha256, None, None)
    assert judged(world) == {}


def test_a_person_says_that_a_file_beside_it_is_none() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    page = world.page("2025-01-20", ONE, record())
    file = world.page("2025-01-20", f"{ONE}.pdf", ("scanned", "no text"), role=Role.ATTACHMENT, parent=page.id)
    assign(world, file.sha256, None, None)
    assert [member.sha256 for member in judged(world)["edu", 2024, True].members] == [page.sha256]


# ---- gone ----


def vanish(world: Sighting, *days: str, status: int = 404, final: str | None = None) -> None:
    for day in days:
        world.look(day)
        world.page(day, ONE, None, b"gone", status=status, final_url=final or ONE)


@pytest.mark.parametrize(("status", "final"), [(404, None), (410, None), (200, HOME)])
def test_away_from_column_and_address(status: int, final: str | None) -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record())
    vanish(world, "2025-02-03", "2025-02-06", "2025-02-10", status=status, final=final)
    assert judged(world)["edu", 2024, True].gone == tuple(map(moment, ("2025-02-03", "2025-02-06", "2025-02-10")))


def test_an_address_that_answers_is_not_away() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record())
    world.look("2025-02-03")
    world.page("2025-02-03", ONE, record())
    world.look("2025-02-06")
    assert judged(world)["edu", 2024, True].gone == ()


def test_a_wall_or_half_a_list_proves_no_absence() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record())
    world.look("2025-02-03", outcome=Outcome.WALLED)
    world.look("2025-02-06", complete=False)
    world.page("2025-02-06", ONE, None, b"gone", status=404)
    world.look("2025-02-10")
    world.page("2025-02-10", ONE, None, b"wall", status=412)
    assert judged(world)["edu", 2024, True].gone == ()


def test_what_came_back_was_not_withdrawn() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    world.page("2025-01-20", ONE, record())
    vanish(world, "2025-02-03", "2025-02-06")
    world.look("2025-02-10", f"{TWO} {TITLE}")
    world.page("2025-02-10", TWO, record())
    assert judged(world)["edu", 2024, True].gone == ()


BESIDE = f"{TWO} 青禾县民政局2024年政府信息公开工作年度报告"
DAYS = ("2025-02-03", "2025-02-06", "2025-02-10")


def published_beside(*more: str) -> Sighting:
    """A report that is gone from 3 February on; `more` is what its column lists from then on."""
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}", BESIDE)
    world.page("2025-01-20", ONE, record())
    for day in DAYS:
        world.look(day, *more)
        world.page(day, ONE, None, b"gone", status=404)
    return world


def test_away_while_the_rows_beside_it_stay() -> None:
    assert judged(published_beside(BESIDE))["edu", 2024, True].gone == tuple(map(moment, DAYS))


def test_a_list_emptied_at_once_withdraws_nothing() -> None:
    assert judged(published_beside())["edu", 2024, True].gone == ()


def test_nothing_is_withdrawn_while_a_column_it_may_have_moved_to_is_unseen() -> None:
    for first, expected in (("2025-01-20", tuple(map(moment, DAYS))), ("2025-02-03", ())):
        world = seen()
        world.look("2025-01-20", f"{ONE} {TITLE}", BESIDE)
        world.page("2025-01-20", ONE, record())
        for day in ("2025-01-20", *DAYS):
            if day != "2025-01-20":
                world.look(day, BESIDE)
                world.page(day, ONE, None, b"gone", status=404)
            if day >= first:
                world.look(day, column=f"{HOME}new/index.html", complete=False, same_run=True)
        assert judged(world)["edu", 2024, True].gone == expected, first


def test_a_file_that_a_list_links_to_is_its_own_page() -> None:
    world = seen()
    world.look("2025-01-20", f"{ONE} {TITLE}")
    listed = next(document for document in world.documents if document.url == COLUMN)
    world.page("2025-01-20", ONE, record(), role=Role.ATTACHMENT, parent=listed.id)
    assert judged(world)["edu", 2024, True].url == ONE
