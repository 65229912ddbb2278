"""Whose report it is: by name, alias, place, trail and sub-site; and when nobody can say."""

import pytest

from crawler.claims import claim
from storage.model import Agency
from storage.terms import Kind, Level

PORTAL = "https://www.qinghe.example/"


def body(key: str, name: str, kind: Kind = Kind.DEPARTMENT, portal: str = PORTAL, **more: object) -> Agency:
    return Agency(key, name, Level.COUNTY, kind, portal, **more)  # type: ignore[arg-type]


BODIES = (
    body("gov", "青禾县人民政府", Kind.GOVERNMENT),
    body("office", "青禾县人民政府办公室", Kind.OFFICE),
    body("edu", "青禾县教育局", aliases=("县教体局",)),
    body("police", "青禾县公安局"),
    body("forest-police", "青禾县森林公安局"),
    body("grain", "青禾县发展和改革局（青禾县粮食局）"),
    body("town", "上河镇人民政府", Kind.TOWNSHIP),
    body("water", "青禾县水利局", portal=f"{PORTAL}slj/"),
)


@pytest.mark.parametrize(
    ("publisher", "agencies"),
    [
        ("青禾县教育局", ("edu",)),
        ("青禾县 教育局", ("edu",)),
        ("县教育局", ("edu",)),
        ("教育局", ("edu",)),
        ("县教体局", ("edu",)),
        ("云岭市青禾县教育局", ("edu",)),
        ("青禾县", ("gov",)),
        ("青禾县政府", ("gov",)),
        ("县人民政府", ("gov",)),
        ("青禾县人民政府办公室", ("office",)),
        ("青禾县人民政府（办公室）", ("gov", "office")),
        ("青禾县人民政府及办公室", ("gov", "office")),
        ("县公安局", ("police",)),
        ("公安局", ("police",)),
        ("青禾县发展和改革局(青禾县粮食局)", ("grain",)),
        ("青禾县发展和改革局", ("grain",)),
        ("青禾县发展和改革局（青禾县国防动员办公室）", ("grain",)),
        ("青禾县人民政府办公室（青禾县人民政府）", ("office", "gov")),
        ("青禾县政府办", ("office",)),
        ("青禾县人民政府办", ("office",)),
        ("青禾县教育局（青禾县公安局）", ("edu", "police")),
        ("青禾县教育局、县公安局", ("edu", "police")),
        ("青禾县教育局和体育局", ()),
        ("青禾县教育局（青禾县人民政府）", ("edu",)),
        ("青禾县人民政府（教育局）", ()),
        ("上河镇人民政府", ("town",)),
        ("上河镇", ()),
        ("柳汀县教育局", ()),
        ("东青禾县教育局", ()),
        ("青禾县教育局机关幼儿园", ()),
        ("办公室", ()),
        ("县", ()),
        ("云岭市", ()),
        ("云岭市人民政府", ()),
    ],
)
def test_a_name_is_matched_or_left_alone(publisher: str, agencies: tuple[str, ...]) -> None:
    found = claim(publisher, BODIES)
    assert (found.agencies if found else ()) == agencies


def test_two_counties_on_one_portal_make_a_bare_name_ambiguous() -> None:
    both = (*BODIES, body("other", "柳汀县教育局"))
    assert claim("县教育局", both) is None
    assert claim("柳汀县教育局", both) is not None


def test_trail_and_sub_site_are_asked_only_for_the_nameless() -> None:
    trail = ("首页", "政务公开", "教育局", "政府信息公开年报")
    found = claim(None, BODIES, trail)
    assert found is not None
    assert (found.agencies, found.matched_by) == (("edu",), "breadcrumb: ending")
    assert claim("柳汀县教育局", BODIES, trail) is None
    assert claim(None, BODIES, ("青禾县人民政府", "政务公开")) is None
    below = claim(None, BODIES, (), f"{PORTAL}slj/nb/1.html")
    assert below is not None
    assert below.agencies == ("water",)
    assert claim(None, BODIES, (), f"{PORTAL}nb/1.html") is None


def test_a_column_of_its_own_is_a_place_of_its_own() -> None:
    bodies = (*BODIES, body("tax", "青禾县税务局", column=f"{PORTAL}tax/nb/index.html"))
    found = claim(None, bodies, (), f"{PORTAL}tax/nb/2.html")
    assert found is not None
    assert found.agencies == ("tax",)
