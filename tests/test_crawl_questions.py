"""Questions: what a list's script posts is an address of its own, and comes back as it was."""

from crawler.question import form, posted_json, question

PLACE = "http://www.qinghe.example/module/xxgk/search.jsp"


def test_a_form_is_posted_as_a_script_would() -> None:
    asked = question(form(PLACE, {"currpage": 2, "infotypeId": "年报"}))
    assert (asked.url, asked.method, asked.body) == (PLACE, "POST", b"currpage=2&infotypeId=%E5%B9%B4%E6%8A%A5")
    assert asked.headers["Content-Type"].startswith("application/x-www-form-urlencoded")


def test_json_is_posted_as_json() -> None:
    asked = question(posted_json(PLACE, {"pageNo": 2, "name": "年报"}))
    assert (asked.url, asked.body.decode()) == (PLACE, '{"name": "年报", "pageNo": 2}')


def test_two_pages_of_one_address_are_two_questions() -> None:
    assert form(PLACE, {"currpage": 1}) != form(PLACE, {"currpage": 2})
    assert question(PLACE + "?page=2").method == "GET"
