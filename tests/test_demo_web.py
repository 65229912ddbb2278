"""The miniature web: what a simulated portal says, remembers, and how it fails."""

import threading
from datetime import date
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from urllib.parse import urlsplit

import pytest

from monitor.demo.web import Answer, MiniatureWeb, Site, Visit, redirect

DAY = date(2025, 1, 13)


def get(site: Site, path: str, timeout: float = 5) -> tuple[int, str]:
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=timeout)
    connection.request("GET", path, headers={"User-Agent": "a visitor"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_pages_are_found_by_path_and_query() -> None:
    site = Site({"/": Answer("首页"), "/list": Answer("any"), "/list?page=2": Answer("second")})
    with MiniatureWeb(DAY) as web:
        web.open(site)
        assert get(site, "/") == (200, "首页")
        assert get(site, "/list?page=1") == (200, "any")
        assert get(site, "/list?page=2") == (200, "second")
        assert get(site, "/none")[0] == 404
    assert site.paths() == ["/", "/list?page=1", "/list?page=2", "/none"]
    assert {visit.user_agent for visit in site.visits} == {"a visitor"}


def test_a_page_knows_the_simulated_day() -> None:
    site = Site({"/": lambda visit: Answer(f"{visit.day} {visit.query['who']}")})
    with MiniatureWeb(DAY) as web:
        web.open(site)
        before = get(site, "/?who=me")
        web.day = date(2025, 2, 3)
        assert (before[1], get(site, "/?who=me")[1]) == ("2025-01-13 me", "2025-02-03 me")


def test_two_portals_have_two_ports() -> None:
    with MiniatureWeb(DAY) as web:
        first, second = web.open(Site({"/": Answer("1")})), web.open(Site({"/": redirect("/there")}))
        assert get(first, "/")[1] == "1"
        assert get(second, "/")[0] == 302


def test_overlapping_visits_are_seen() -> None:
    def slow(visit: Visit) -> Answer:
        return Answer(delay=0.2)

    site = Site({"/": slow})
    with MiniatureWeb(DAY) as web:
        web.open(site)
        visitors = [threading.Thread(target=get, args=(site, "/")) for _ in range(2)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
    assert max(visit.together for visit in site.visits) == 2
    assert site.gaps()[0] < 0.2


def test_a_portal_can_fail() -> None:
    site = Site({"/drop": Answer(drop=True), "/hang": Answer(delay=60), "/short": Answer("abc", declared=10)})
    with MiniatureWeb(DAY) as web:
        web.open(site)
        with pytest.raises((ConnectionResetError, RemoteDisconnected)):
            get(site, "/drop")
        with pytest.raises(TimeoutError):
            get(site, "/hang", timeout=0.2)
        with pytest.raises(IncompleteRead):
            get(site, "/short")
