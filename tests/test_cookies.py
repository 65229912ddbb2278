"""Whose a cookie may be is known without asking anybody."""

import socket

import pytest
from scrapy.downloadermiddlewares import cookies

from crawler.cookies import OfflineCookies


def test_no_list_is_fetched_for_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **_: asked.append(words))
    monkeypatch.setattr(cookies, "_split_domain", None)
    OfflineCookies()
    assert cookies._is_public_domain("gov.cn")
    assert not cookies._is_public_domain("qinghe.gov.cn")
    assert asked == []
