"""The letter: what it tells, in which order, what it keeps quiet about, and that it arrives readable."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports.digest import LARGEST, Edition, edition, write_digest
from storage import issues, runs
from storage.model import Evidence, Finding
from storage.terms import Cause, Certainty, Outcome, Responsibility, Severity, StandingName, State
from storage.workspace import Workspace
from tests.watched import NOW, department, finding, government, keep, look, save, stand, standing, watched

QINGHE = government("qinghe", "青禾县人民政府")
SHIQIAO = government("shiqiao", "石汀区人民政府")
EDUCATION = department(QINGHE, "education", "青禾县教育局")
FINANCE = department(QINGHE, "finance", "青禾县财政局")
WATER = department(SHIQIAO, "water", "石汀区水务局")
WEEK = timedelta(days=7)
HOSTILE = "</td><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e{{ 7*7 }}\r\n\r\n== 更正（9 项）=="


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Workspace]:
    """Two counties, both seen this week; the last issue came out a week ago."""
    with watched(tmp_path / "watch") as workspace:
        save(workspace, QINGHE, SHIQIAO, EDUCATION, FINANCE, WATER)
        look(workspace, NOW - WEEK - WEEK, Outcome.OK, QINGHE, SHIQIAO)
        issues.close_issue(workspace.facts, NOW - WEEK, 0)
        look(workspace, NOW - timedelta(days=1), Outcome.OK, QINGHE, SHIQIAO)
        yield workspace


def letter(workspace: Workspace, after: int | None = None) -> Edition:
    return edition(workspace, NOW, after)


def both(made: Edition) -> tuple[str, str]:
    """Both parts as their reader sees them."""
    page = LexborHTMLParser(made.html)
    return page.body.text() if page.body else "", made.text


def told_in_both(made: Edition, *words: str) -> bool:
    return all(word in part for part in both(made) for word in words)


def test_item_carries_all_a_reader_needs_to_check_it(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION))
    made = letter(watch)
    assert made.news == 1
    assert told_in_both(made, "青禾县教育局", "2024 年度", "依申请公开表收支不平", "不等于", "确凿", "重大")
    assert told_in_both(made, "《条例》第六条", "2月8日 08:00 看到")
    link = "https://www.qinghe.example/nb/2024.html"
    assert link in made.text
    assert LexborHTMLParser(made.html).css_first(f'a[href="{link}"]')


def test_biggest_comes_first(watch: Workspace) -> None:
    keep(watch, finding(WATER, "c-minor", severity=Severity.S3, title="第四"))
    keep(watch, finding(WATER, "c-likely", certainty=Certainty.LIKELY, title="第三"))
    keep(watch, finding(WATER, "c-other-county", title="第二"))
    keep(watch, finding(FINANCE, "c-certain", title="第一"))
    for part in both(letter(watch)):
        places = [part.index(title) for title in ("第一", "第二", "第三", "第四")]
        assert places == sorted(places)


def test_hints_are_named_but_stand_in_no_count(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION, certainty=Certainty.HINT, title="措辞雷同"))
    made = letter(watch)
    assert made.news == 0
    assert "没有新情况" in made.subject
    assert told_in_both(made, "仅供人工复核的线索")
    assert not told_in_both(made, "措辞雷同")


def test_our_own_reading_is_never_laid_at_an_agencys_door(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION, responsibility=Responsibility.SYSTEM))
    made = letter(watch)
    assert made.news == 0
    assert "青禾县教育局" not in made.html + made.text


@pytest.mark.parametrize("cause", [Cause.READER, Cause.RULE, Cause.REGISTRY])
def test_what_only_we_caused_is_no_news(watch: Workspace, cause: Cause) -> None:
    keep(watch, finding(EDUCATION), cause)
    stand(watch, standing(EDUCATION, StandingName.LATE), cause=cause)
    made = letter(watch)
    assert made.news == 0
    assert made.reached == 2


def test_first_pass_is_a_baseline_in_a_part_of_its_own(watch: Workspace) -> None:
    for agency in (EDUCATION, FINANCE):
        keep(watch, finding(agency, year=2023), baseline=True)
    made = letter(watch)
    assert made.news == 0
    assert told_in_both(made, "基线", "依申请公开表收支不平 2", "涉及 2 家单位", "首次查看列出基线 2 项")
    assert "新发现" not in made.text


def test_settled_and_reopened(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION))
    keep(watch, finding(FINANCE))
    issues.close_issue(watch.facts, NOW - timedelta(hours=1), 2)
    keep(watch, finding(EDUCATION, state=State.RESOLVED))
    made = letter(watch)
    assert made.news == 1
    assert told_in_both(made, "了结", "青禾县教育局")
    assert "青禾县财政局" not in made.text
    keep(watch, finding(EDUCATION))
    assert "新发现 1 项" in letter(watch).subject


def test_taking_up_what_was_snoozed_is_no_news(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION))
    told = letter(watch).reached
    keep(watch, finding(EDUCATION, state=State.SNOOZED), Cause.PERSON)
    keep(watch, finding(EDUCATION), Cause.PERSON)
    assert letter(watch, told).news == 0


def test_missing_report_that_turned_up_says_what_became_of_it(watch: Workspace) -> None:
    missing = finding(EDUCATION, "report-missing", title="未发布年度报告")
    keep(watch, missing)
    told = letter(watch).reached
    keep(watch, replace(missing, state=State.RESOLVED))
    stand(watch, standing(EDUCATION, StandingName.LATE), was=StandingName.MISSING)
    made = letter(watch, told)
    assert made.news == 1
    assert told_in_both(made, "未发布年度报告，现为逾期发布")


def test_resolved_by_a_better_reader_is_not_the_agencys_merit(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION))
    keep(watch, finding(EDUCATION, state=State.RESOLVED), Cause.READER)
    assert letter(watch).news == 0


def test_corrections_come_first_and_go_to_those_who_were_told(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION))
    told = letter(watch)
    keep(watch, finding(EDUCATION, state=State.RETRACTED), Cause.RULE)
    keep(watch, finding(FINANCE))
    made = letter(watch, told.reached)
    assert made.subject.endswith("更正 1 项，新发现 1 项")
    for part in both(made):
        assert part.index("我们此前说错了") < part.index("青禾县财政局")
    assert "更正" not in letter(watch, 0).text


def test_standing_changes_are_grouped_and_not_told_twice(watch: Workspace) -> None:
    keep(watch, finding(WATER, "published-late", title="逾期发布"))
    stand(
        watch,
        standing(EDUCATION, StandingName.ON_TIME, published=date(2025, 1, 20), url="https://www.qinghe.example/1"),
        standing(FINANCE, StandingName.ON_TIME),
        standing(WATER, StandingName.LATE),
    )
    made = letter(watch)
    assert made.news == 3
    assert "新发现 1 项，新见年报 2 份" in made.subject
    assert "按时发布（2024 年度，2 家）：\n- 青禾县教育局（1月20日） https://www.qinghe.example/1\n" in made.text
    assert "逾期发布（" not in made.text


def test_counts_show_their_base_and_leave_out_whom_we_cannot_see(watch: Workspace) -> None:
    stand(
        watch,
        standing(QINGHE, StandingName.NOT_DUE),
        standing(EDUCATION, StandingName.ON_TIME),
        standing(FINANCE, StandingName.LATE),
        standing(WATER, StandingName.CANNOT_SEE),
        baseline=True,
    )
    made = letter(watch)
    assert told_in_both(made, "4 家应发布", "期限已过 3 家，其中 1 家看不到；按时发布 1/2")
    assert "%" not in made.text


def test_percentages_need_thirty(watch: Workspace) -> None:
    many = [department(QINGHE, f"d{number}", f"青禾县第{number}局") for number in range(30)]
    save(watch, *many)
    stand(watch, *(standing(agency, StandingName.ON_TIME) for agency in many))
    assert told_in_both(letter(watch), "按时发布 30/30（100.0%）")


def test_what_we_could_not_see_is_kept_apart(watch: Workspace) -> None:
    for days in (0.5, 0.25):
        at = NOW - timedelta(days=days)
        look(watch, at, Outcome.WALLED, SHIQIAO, reason="首页返回 412", vantage="云岭机房")
    stand(
        watch,
        standing(WATER, StandingName.CANNOT_SEE),
        standing(EDUCATION, StandingName.CANNOT_SEE, reason="没有找到年报栏目"),
    )
    runs.record_fault(watch.facts, NOW - timedelta(hours=2), "extract", "c0ffee", ValueError("坏文件"))
    made = letter(watch)
    assert made.news == 0
    assert told_in_both(made, "www.shiqiao.example", "被拦截", "首页返回 412", "自 2月9日起 2 次", "云岭机房")
    look(watch, NOW, Outcome.WALLED, SHIQIAO, kind="captcha", reason="a captcha in place of the page")
    assert told_in_both(letter(watch), "要求填验证码")
    assert told_in_both(made, "没有找到年报栏目", "程序故障 1 处", "看过 1 个，1 个没能看到")
    assert "坏文件" not in made.html + made.text
    assert made.text.index("我们没看到的") > made.text.index("各年度发布情况")


def test_quiet_week_reads_well(watch: Workspace) -> None:
    made = letter(watch)
    assert made.subject == "[模拟数据 SIMULATED] 公开观察 2025年2月10日：没有新情况"
    assert told_in_both(made, "2025年2月3日至2月10日，没有新情况。", "名录上的 2 个网站这段时间全部看过。")
    assert "我们没看到的" not in made.text


def test_week_without_a_look_says_so(tmp_path: Path) -> None:
    with watched(tmp_path) as workspace:
        save(workspace, QINGHE)
        assert told_in_both(letter(workspace), "截至2025年2月10日，没有新情况。", "没有查看任何网站")


def test_first_letter_counts_the_very_first_look(tmp_path: Path) -> None:
    with watched(tmp_path) as workspace:
        save(workspace, QINGHE)
        look(workspace, NOW, Outcome.OK, QINGHE)
        assert told_in_both(letter(workspace), "名录上的 1 个网站这段时间全部看过。")


def test_reader_with_his_own_cursor(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION))
    keep(watch, finding(FINANCE))
    assert letter(watch).news == 2
    late = letter(watch, after=1)
    assert (late.news, late.reached) == (1, 2)
    assert "青禾县教育局" not in late.text


def test_nothing_from_outside_becomes_markup_or_structure(watch: Workspace) -> None:
    hostile = department(QINGHE, "hostile", HOSTILE)
    save(watch, hostile)
    bad = Evidence(None, "javascript:alert(1)", NOW, HOSTILE)
    made = finding(hostile, title=HOSTILE, message=HOSTILE, basis=HOSTILE, expected=HOSTILE, found=[HOSTILE])
    keep(watch, replace(made, evidence=(bad,)))
    keep(watch, replace(made, id="b", evidence=(replace(bad, url='https://x.example/"onclick="alert(1)'),)))
    keep(watch, replace(made, id="c"), baseline=True)
    stand(watch, standing(hostile, StandingName.ON_TIME, url="data:text/html,x", reason=HOSTILE))
    look(watch, NOW - timedelta(hours=1), Outcome.BROKEN, QINGHE, reason=HOSTILE, vantage=HOSTILE)
    told = letter(watch)
    page = LexborHTMLParser(told.html)
    assert not page.css("script, img, [onerror], [onclick]")
    assert all(link.attributes["href"].startswith("https://") for link in page.css("a"))
    assert "<script>" in told.text
    assert "\u202e" not in told.html + told.text
    assert "\n== 更正" not in told.text
    assert "49" not in told.subject + (page.body.text() if page.body else "")


def many(count: int, text: str = "") -> Iterator[tuple[Finding, int]]:
    for number in range(count):
        severity = Severity.S1 if number == count - 1 else Severity.S2
        yield (
            finding(
                EDUCATION,
                f"c{number:03}",
                severity=severity,
                title=f"问题{number % 9}{text}",
                message=f"第 {number} 处不符。{text}",
            ),
            number,
        )


@pytest.mark.parametrize("text", ["", "&<\"'" * 2500])
def test_five_hundred_findings_stay_under_what_mail_clients_cut(watch: Workspace, text: str) -> None:
    for made, number in many(500, text):
        keep(watch, made, baseline=number % 5 == 0)
    told = letter(watch)
    assert told.news == 400
    assert len(told.html.encode()) < LARGEST
    assert len(told.text.encode()) < LARGEST
    assert told_in_both(told, "第 499 处不符", "见点名榜")


def test_names_of_three_hundred_bodies_are_cut_too(watch: Workspace) -> None:
    bodies = [department(QINGHE, f"d{number}", f"青禾县第{number}局" * 40) for number in range(300)]
    save(watch, *bodies)
    url = "https://www.qinghe.example/" + "x" * 500
    stand(watch, *(standing(body, StandingName.ON_TIME, url=url) for body in bodies))
    told = letter(watch)
    assert "新见年报 300 份" in told.subject
    assert max(len(told.html.encode()), len(told.text.encode())) < LARGEST


def test_mail_client_needs_no_stylesheet(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION))
    page = LexborHTMLParser(letter(watch).html)
    kept = page.css("style")
    assert [style.text().strip().startswith("@media") for style in kept] == [True]
    assert all("style" in cell.attributes for cell in page.css("td[class]"))
    assert not page.css("link, [src]")
    assert page.css_first('meta[name="viewport"]')


def test_same_facts_and_moment_give_the_same_bytes(watch: Workspace, tmp_path: Path) -> None:
    keep(watch, finding(EDUCATION))
    stand(watch, standing(EDUCATION, StandingName.LATE), standing(FINANCE, StandingName.ON_TIME))
    first, second = (write_digest(watch, NOW, tmp_path / name) for name in ("a", "b"))
    assert first.html.read_bytes() == second.html.read_bytes()
    assert first.text.read_bytes() == second.text.read_bytes()
    assert (first.subject, first.reached, first.news) == (second.subject, second.reached, second.news)


def test_only_a_simulated_watch_bears_the_stamp(watch: Workspace, tmp_path: Path) -> None:
    assert told_in_both(letter(watch), "模拟数据 SIMULATED")
    with watched(tmp_path / "real", simulated=False) as real:
        made = letter(real)
        assert "SIMULATED" not in made.subject + made.html + made.text
