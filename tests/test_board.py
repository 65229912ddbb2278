"""The roll-call page: who stands how, what strangers may read of it, and that it needs no script."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reports.board import write_board
from reports.words import catalogue, word
from storage import judgements, portals, runs
from storage.clock import Clock
from storage.errors import BadInput
from storage.model import Evidence
from storage.terms import Certainty, Outcome, Severity, StandingName, State
from storage.workspace import Workspace
from tests.watched import NOW, SHA, department, finding, government, keep, look, save, stand, standing, watched

QINGHE = government("qinghe", "青禾县人民政府", division="990102")
SHIQIAO = government("shiqiao", "石汀区人民政府", division="990101")
EDUCATION = department(QINGHE, "education", "青禾县教育局")
WATER = department(SHIQIAO, "water", "石汀区水务局")
SCHOOL = department(EDUCATION, "school", "青禾县教师进修学校")


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Workspace]:
    with watched(tmp_path / "watch") as workspace:
        save(workspace, QINGHE, SHIQIAO, EDUCATION, WATER, SCHOOL)
        look(workspace, NOW, Outcome.OK, QINGHE)
        look(workspace, NOW, Outcome.UNREACHABLE, SHIQIAO, reason="连接超时")
        url = "https://www.qinghe.example/nb/1.html"
        stand(
            workspace,
            standing(EDUCATION, StandingName.LATE, published=date(2025, 2, 6), url=url, reason="到期后首次见到"),
            standing(EDUCATION, StandingName.ON_TIME, year=2023),
            standing(WATER, StandingName.CANNOT_SEE),
        )
        yield workspace


def board(workspace: Workspace, audience: str = "team") -> LexborHTMLParser:
    return LexborHTMLParser(write_board(workspace, NOW, workspace.out / audience, audience).read_text("utf-8"))


def text(node: LexborNode | LexborHTMLParser | None) -> str:
    assert node
    return " ".join(node.text(separator=" ").split())


def row(page: LexborHTMLParser, name: str) -> LexborNode:
    return next(body for body in page.css("tbody.body") if name in text(body.css_first("th")))


def test_bodies_stand_under_their_government_by_division(watch: Workspace) -> None:
    places = board(watch).css("section.place")
    assert [text(place.css_first("h2")) for place in places] == ["石汀区人民政府", "青禾县人民政府"]
    names = [text(head) for head in places[1].css("tbody th")]
    assert names == ["青禾县人民政府", "青禾县教育局", "青禾县教师进修学校"]


def test_cell_tells_standing_in_words_and_shape_with_date_and_link(watch: Workspace) -> None:
    page = board(watch)
    cells = row(page, "青禾县教育局").css("td[data-standing]")
    assert text(cells[0]) == "◐ 逾期发布 2025年2月6日"
    assert text(cells[1]).startswith("● 按时发布")
    link = cells[0].css_first("a")
    assert link
    assert link.attributes["href"] == "https://www.qinghe.example/nb/1.html"
    assert "到期后首次见到" in text(row(page, "青禾县教育局"))
    shapes = [word["zh"] for word in catalogue()["shape"].values()]
    assert len(set(shapes)) == len(StandingName)


def test_standing_is_never_surer_than_its_certainty(watch: Workspace) -> None:
    stand(watch, standing(EDUCATION, StandingName.MISSING, certainty=Certainty.LIKELY))
    assert "很可能，尚待核实" in text(row(board(watch), "青禾县教育局"))


def test_finding_shows_figures_basis_and_evidence(watch: Workspace) -> None:
    keep(watch, finding(EDUCATION, evidence=(Evidence(SHA, "https://www.qinghe.example/a.pdf", NOW, "共 20 件"),)))
    shown = text(row(board(watch), "青禾县教育局"))
    for words in ("依申请公开表收支不平", "《条例》第六条", SHA[:12], "共 20 件", "确凿"):
        assert words in shown


def test_what_no_longer_holds_is_gone(watch: Workspace) -> None:
    for check, state in (("a", State.RESOLVED), ("b", State.DISMISSED), ("c", State.RETRACTED)):
        keep(watch, finding(EDUCATION, check, state=state))
    assert "依申请公开表" not in text(board(watch).body)


def test_public_board_holds_only_what_is_sure_and_no_names(watch: Workspace) -> None:
    by = {"by": "柳某", "when": NOW.isoformat()}
    keep(watch, finding(EDUCATION, "a", title="算术确凿"))
    keep(watch, finding(EDUCATION, "b", title="经人核实", certainty=Certainty.LIKELY, confirmed=by))
    keep(watch, finding(EDUCATION, "c", title="未经核实", certainty=Certainty.LIKELY))
    keep(watch, finding(EDUCATION, "d", title="只是线索", certainty=Certainty.HINT, confirmed=by))
    runs.record_fault(watch.facts, NOW, "extract", "x", "坏文件")
    team, public = text(board(watch).body), text(board(watch, "public").body)
    assert all(words in team for words in ("算术确凿", "经人核实", "未经核实", "只是线索", "柳某", "程序故障"))
    assert all(words in public for words in ("算术确凿", "经人核实"))
    assert not any(words in public for words in ("未经核实", "只是线索", "柳某", "程序故障"))


def test_unknown_audience(watch: Workspace) -> None:
    with pytest.raises(BadInput, match="team or public"):
        board(watch, "everyone")


def test_what_we_could_not_see_and_whom_nobody_claims(watch: Workspace) -> None:
    run = runs.begin_run(watch.facts, "crawl", Clock(NOW), "云岭机房")
    column = portals.remember_column(watch.facts, "www.qinghe.example", "https://www.qinghe.example/nb/", "", "", NOW)
    watch.facts.table("leads").insert(
        {
            "column": column.id, "url": "https://www.qinghe.example/x", "title": "x", "kind": "report", "score": 1.0,
            "reasons": "[]", "first_seen": NOW.isoformat(), "last_seen": NOW.isoformat(), "first_run": run.id,
            "last_run": run.id, "publisher": "青禾县<b>园林处</b>",
        }
    )  # fmt: skip
    page = board(watch)
    assert "www.shiqiao.example 连不上 连接超时" in text(page.body)
    assert "青禾县<b>园林处</b> www.qinghe.example 1 份" in text(page.body)
    assert "园林处" not in text(board(watch, "public").body)


def test_page_reads_without_scripts_and_escapes_the_world(watch: Workspace) -> None:
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    save(watch, replace(EDUCATION, name=hostile))
    bad = Evidence("<b>", "javascript:alert(1)", NOW, hostile)
    keep(watch, finding(EDUCATION, title=hostile, message=hostile, basis=hostile, evidence=(bad,)))
    page = board(watch)
    assert len(page.css("script")) == 1
    assert not page.css("img, [onerror], [src], link")
    links = [link.attributes["href"] or "" for link in page.css("a")]
    assert all(link.startswith(("https://", "#")) for link in links)
    form = page.css_first("form")
    assert form
    assert "hidden" in form.attributes
    assert not page.css("tbody[hidden], section[hidden]")
    assert all(head.attributes.get("scope") for head in page.css("th"))
    assert page.css_first('html[lang="zh-CN"]')


def test_same_facts_give_the_same_page_and_an_empty_watch_gives_one_too(watch: Workspace, tmp_path: Path) -> None:
    first, second = (write_board(watch, NOW, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == second
    assert b"SIMULATED" in first
    with watched(tmp_path / "empty", simulated=False) as empty:
        page = board(empty)
        assert "还没有任何判断" in text(page.body)
        assert "SIMULATED" not in (page.html or "")


def test_every_value_of_a_noun_has_its_words(watch: Workspace) -> None:
    words = catalogue()
    nouns = {"standing": StandingName, "shape": StandingName, "meaning": StandingName, "severity": Severity}
    nouns |= {"certainty": Certainty, "state": State}
    for noun, values in nouns.items():
        assert {str(value) for value in values} == set(words[noun]), noun
    assert all(set(word) == {"zh", "en"} for noun in words.values() for word in noun.values())
    assert judgements.standings(watch.facts)


@pytest.mark.parametrize("name", [StandingName.LATE, StandingName.MISSING, StandingName.WITHDRAWN])
def test_public_board_does_not_accuse_by_a_standing_that_is_only_likely(watch: Workspace, name: StandingName) -> None:
    accused = judgements.standings(watch.facts)[0]
    likely = replace(accused, standing=name, certainty=Certainty.LIKELY, reason="页面显示的日期晚于期限")
    judgements.replace_standings(watch.facts, [likely])
    assert "页面显示的日期晚于期限" in text(board(watch).body)
    public = text(board(watch, "public").body)
    assert "页面显示的日期晚于期限" not in public
    assert f"{word('standing', name)} 1" not in public
