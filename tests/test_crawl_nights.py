"""Due nights: no look lies on both sides of the end of a due date, and none is lost for it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from crawler import quiet
from crawler.quiet import due_night, night_over
from monitor.demo.web import MiniatureWeb
from storage.clock import SHANGHAI, Clock
from storage.terms import Outcome, Role
from tests.crawling import one_portal, static_site

DUE = frozenset([date(2025, 1, 31), date(2025, 3, 31)])
BODIES = ("青禾县人民政府", "青禾县教育局", "青禾县民政局", "青禾县水利局")
BEFORE, AFTER = time(23, 59, 59), time(0, 0, 1)
GRACE = timedelta(seconds=0.5)
MIDNIGHT = datetime(2025, 2, 1, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "rests"),
    [
        ("2025-01-31T23:54:59", False), ("2025-01-31T23:55:00", True), ("2025-02-01T00:00:00", True),
        ("2025-02-01T00:14:59", True), ("2025-02-01T00:15:00", False), ("2025-01-31T00:05:00", False),
        ("2025-02-01T23:58:00", False), ("2025-04-01T00:03:00", True), ("2025-03-30T23:59:00", False),
    ],
)  # fmt: skip
def test_only_the_night_in_which_reports_are_due(moment: str, rests: bool) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert bool(due_night(now.astimezone(None), DUE)) is rests
    over = night_over(now, DUE)
    assert (over is not None) is rests
    assert over is None or timedelta() < over - now <= timedelta(minutes=20)


def short_night() -> None:
    """When time is asked for first, it is three seconds before midnight on a due date; the night lasts two."""
    quiet.LAST_CALL, quiet.FIRST_CALL = BEFORE, AFTER
    begun: list[datetime] = []

    def now(_: Clock) -> datetime:
        begun.append(datetime.now(SHANGHAI))
        return MIDNIGHT - timedelta(seconds=3) + (begun[-1] - begun[0])

    Clock.now = now  # type: ignore[method-assign]


@pytest.fixture
def web() -> Iterator[MiniatureWeb]:
    with MiniatureWeb(date(2025, 2, 1)) as there:
        yield there


def test_a_pass_ends_before_midnight_and_starts_again_after_it(web: MiniatureWeb, tmp_path: Path) -> None:
    watch = one_portal(web, tmp_path / "w", static_site(BODIES), "delay = 0.6\n")
    watch.spell = short_night
    watch.crawl(None)
    kept = watch.kept(None)
    assert len(kept.passes) == 2
    assert kept.last.outcome is Outcome.OK
    night = MIDNIGHT - timedelta(seconds=1), MIDNIGHT + timedelta(seconds=1)
    asked = [one.seen for one in kept.documents]
    assert any(at < night[0] for at in asked)
    assert any(at > night[1] for at in asked)
    assert not any(night[0] + GRACE < at < night[1] for at in asked), "an answer under way is still taken"
    assert [one.complete for one in kept.looks if one.at > night[1]] == [True]
    assert len(kept.addresses(Role.ARTICLE)) == len(BODIES) * 2
    assert [one.exit_code for one in kept.runs] == [0, 0]
