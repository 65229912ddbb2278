"""agencies.csv as a person hands it in: what is taken, and how a bad file is told."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from monitor.agencies import HEADER, import_agencies, list_agencies
from storage.clock import Clock
from storage.errors import BadInput
from storage.workspace import Workspace, make_workspace, open_workspace

COUNTY = "qinghe,青禾县人民政府,county,government,539901,,http://www.qinghe.example,青禾县"
BUREAU = "qinghe-edu,青禾县教育局,county,department,539901,qinghe,,县教育局"
TOWN = "liuyuan,柳园镇人民政府,township,township,539901102,qinghe,,"
TOP = "id,name,level,kind,division,parent,portal,aliases"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    make_workspace(tmp_path / "watch", HEADER)
    with open_workspace(tmp_path / "watch", Clock()) as opened:
        yield opened


def written(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "handed-in.csv"
    file.write_text("\n".join(lines) + "\n", encoding)
    return file


def refused(workspace: Workspace, file: Path) -> str:
    with pytest.raises(BadInput) as caught:
        import_agencies(workspace, file)
    assert list_agencies(workspace) == []
    return str(caught.value)


def test_a_good_file_is_taken_and_a_second_time_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path, TOP, TOWN, BUREAU, COUNTY)  # children before their parent
    assert import_agencies(workspace, file) == {"added": 3, "updated": 0, "unchanged": 0, "absent": 0}
    assert import_agencies(workspace, file) == {"added": 0, "updated": 0, "unchanged": 3, "absent": 0}
    bureau = next(row for row in list_agencies(workspace) if row["id"] == "qinghe-edu")
    assert bureau["portal"] == "http://www.qinghe.example"
    assert bureau["aliases"] == ["县教育局"]
    assert bureau["expect"] == "yes"


def test_agencies_absent_from_a_later_file_stay_and_inherited_portals_move(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_agencies(workspace, written(tmp_path, TOP, COUNTY, BUREAU))
    moved = COUNTY.replace("www.qinghe", "new.qinghe")
    assert import_agencies(workspace, written(tmp_path, TOP, moved)) == {
        "added": 0,
        "updated": 1,
        "unchanged": 0,
        "absent": 1,
    }
    assert {row["portal"] for row in list_agencies(workspace)} == {"http://new.qinghe.example"}


def test_a_column_the_file_lacks_leaves_what_is_stored(workspace: Workspace, tmp_path: Path) -> None:
    import_agencies(workspace, written(tmp_path, TOP, COUNTY))
    counts = import_agencies(workspace, written(tmp_path, "id,name,level,kind", "qinghe,青禾县政府,county,government"))
    assert counts["updated"] == 1
    (county,) = list_agencies(workspace)
    assert (county["name"], county["portal"], county["aliases"]) == (
        "青禾县政府",
        "http://www.qinghe.example",
        ["青禾县"],
    )


def test_chinese_headers_bom_unknown_columns_and_years_in_one_cell(workspace: Workspace, tmp_path: Path) -> None:
    header = "编号,单位名称,层级,类别,应报,网站,本地期限,起止年度,联系电话"
    row = "qinghe,青禾县人民政府,county,government,likely,https://www.qinghe.example:8443/,01-20,2019-2024,0000"
    import_agencies(workspace, written(tmp_path, header, row, encoding="utf-8-sig"))
    (county,) = list_agencies(workspace)
    assert (county["expect"], county["due"], county["since"], county["until"]) == ("likely", "01-20", 2019, 2024)
    assert county["extra"] == {"联系电话": "0000"}


def test_gb18030_is_taken_with_a_notice(workspace: Workspace, tmp_path: Path) -> None:
    said: list[str] = []
    import_agencies(workspace, written(tmp_path, TOP, COUNTY, encoding="gb18030"), said.append)
    assert list_agencies(workspace)[0]["name"] == "青禾县人民政府"
    assert "GB18030" in said[0]


def test_a_workbook_with_numbers_and_dates_in_its_cells(workspace: Workspace, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["编号", "单位名称", "层级", "类别", "区划代码", "网站", "本地期限", "since"])
    sheet.append([])
    sheet.append(
        ["qinghe", "青禾县人民政府", "county", "government", 539901, "http://a.example", date(2026, 1, 31), 2019.0]
    )
    book.save(tmp_path / "a.xlsx")
    import_agencies(workspace, tmp_path / "a.xlsx")
    (county,) = list_agencies(workspace)
    assert (county["division"], county["due"], county["since"]) == ("539901", "01-31", 2019)

    sheet.append(["second", "青禾县教育局", "county", "bureau"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(BadInput, match=r"row 4: kind 'bureau' is none of .*, did you mean 'department'\?"):
        import_agencies(workspace, tmp_path / "a.xlsx")


FULL = HEADER.strip() + ",note"


def full(**cells: str) -> str:
    """A good row, but for the cells given."""
    good = {"id": "x", "name": "某局", "level": "county", "kind": "department", "portal": "https://x.example"} | cells
    return ",".join(good.get(name, "") for name in FULL.split(","))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (full(id=""), "id is empty"),
        (full(id="X_1"), "id 'X_1' may hold only"),
        (full(name=""), "name is empty"),
        (full(level="coutny"), "did you mean 'county'?"),
        (full(level="县级"), "did you mean 'county'?"),
        (full(kind="goverment"), "did you mean 'government'?"),
        (full(expect="maybe"), "expect 'maybe' is none of yes, likely, no"),
        (full(division="53990"), "division '53990' must have 6 digits"),
        (full(division="53990110２"), "must have 6 digits"),
        (full(level="township", kind="township", division="539901"), "must have 9 digits"),
        (full(division="990101"), "99, which is no province's code"),
        (full(parent="qinhe"), "parent 'qinhe' is neither in this file nor in the registry, did you mean 'qinghe'?"),
        (full(parent="x"), "parent 'x' makes a circle: x → x"),
        (full(portal=""), "portal is empty and no parent has one"),
        (full(portal="www.x.example"), "did you mean 'https://www.x.example'?"),
        (full(portal="ftp://x.example"), "is no http or https address"),
        (full(portal="http://"), "is no http or https address"),
        (full(portal="http://x.example:99999"), "is no http or https address"),
        (full(column="annual reports"), "column 'annual reports' is no http"),
        (full(hosts="a.example|http://b.example/"), "hosts: 'http://b.example/' is no host name"),
        (full(due="02-29"), "due '02-29' is no day of every year"),
        (full(due="1-31"), "due '1-31' is no day"),
        (full(due="2025-01-31"), "write MM-DD"),
        (full(since="19"), "since '19' must be a year"),
        (full(since="2024", until="2019"), "since 2024 lies after until 2019"),
        (full(succeeds="old@last"), "succeeds 'old@last' must be an id"),
        (full() + ",surplus", "'surplus' stands under no header"),
    ],
)
def test_a_bad_row_is_named_with_its_line(workspace: Workspace, tmp_path: Path, row: str, said: str) -> None:
    county = full(id="qinghe")
    message = refused(workspace, written(tmp_path, FULL, county, "", row))
    assert message.splitlines()[0].startswith("handed-in.csv: 1 bad row, nothing was imported")
    assert message.splitlines()[1].startswith("line 4: ")
    assert said in message


def test_every_bad_row_is_named_by_the_line_it_begins_on(workspace: Workspace, tmp_path: Path) -> None:
    two_lines = full(note='"first\nsecond"', due="31.01")
    circle = [full(id="a", parent="b"), full(id="b", parent="a")]
    message = refused(workspace, written(tmp_path, FULL, full(id="c"), two_lines, full(), *circle))
    lines = message.splitlines()
    assert "4 bad rows" in lines[0]
    assert [line.partition(":")[0] for line in lines[1:]] == ["line 3", "line 5", "line 6", "line 7"]
    assert "id 'x' stands already in line 3" in lines[2]
    assert "a → b → a" in lines[3]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "is empty"),
        (HEADER.encode(), "has a header but no agency"),
        (b"id,name,level\nx,y,county\n", "column kind (or 类别) is missing"),
        (b"id,nmae,level,kind\nx,y,county,office\n", "column name (or 单位名称) is missing, did you mean 'nmae'?"),
        (b"id,name,level,kind,ID\nx,y,county,office,x\n", "column id stands twice"),
        (f"{TOP}\n{COUNTY}\n".encode("utf-16"), "neither UTF-8 nor GB18030"),
        (f"{TOP}\nx,青禾縣人民政府教育局,county,office,,,,\n".encode("big5"), "neither UTF-8 nor GB18030"),
        (f'{TOP}\nx,"青禾县,county\n'.encode(), "line 2 is not valid CSV"),
        (b"PK\x03\x04 and nothing more", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0 old Excel", "old or encrypted Excel file"),
    ],
)
def test_a_file_that_is_no_registry_is_refused_in_one_line(
    workspace: Workspace, tmp_path: Path, data: bytes, said: str
) -> None:
    file = tmp_path / "handed-in.csv"
    file.write_bytes(data)
    message = refused(workspace, file)
    assert said in message
    assert "\n" not in message


def test_a_missing_file_or_a_folder_is_told(workspace: Workspace, tmp_path: Path) -> None:
    assert "No such file" in refused(workspace, tmp_path / "nothing.csv")
    assert "directory" in refused(workspace, tmp_path)


def test_the_workspace_keeps_the_whole_registry_in_its_own_file(workspace: Workspace, tmp_path: Path) -> None:
    own = workspace.folder / "agencies.csv"
    import_agencies(workspace, written(tmp_path, TOP + ",科室", COUNTY + ",办公室", BUREAU + ","))
    import_agencies(workspace, written(tmp_path, TOP, TOWN))
    rows = {row["id"]: row for row in csv.DictReader(own.open(encoding="utf-8"))}
    assert list(rows) == ["liuyuan", "qinghe", "qinghe-edu"]
    assert (rows["qinghe"]["科室"], rows["qinghe-edu"]["portal"]) == ("办公室", "")
    assert import_agencies(workspace, own) == {"added": 0, "updated": 0, "unchanged": 3, "absent": 0}


def test_edits_of_its_own_file_are_never_lost(workspace: Workspace, tmp_path: Path) -> None:
    own = workspace.folder / "agencies.csv"
    edited = f"{TOP}\n{BUREAU}\n{COUNTY}\n"
    own.write_text(edited, "utf-8")
    import_agencies(workspace, own)
    assert own.read_text("utf-8") == edited, "the very file that was imported stays as its author wrote it"
    said: list[str] = []
    import_agencies(workspace, written(tmp_path, TOP, TOWN), said.append)
    assert own.with_name("agencies.csv.old").read_text("utf-8") == edited
    assert "agencies.csv.old" in said[0]


def test_what_we_wrote_ourselves_is_not_taken_for_an_edit(workspace: Workspace, tmp_path: Path) -> None:
    own, said = workspace.folder / "agencies.csv", list[str]()
    for rows in ([TOP, COUNTY], [TOP, COUNTY, TOWN], [TOP, BUREAU]):
        import_agencies(workspace, written(tmp_path, *rows), said.append)
    assert said == []
    assert not own.with_name("agencies.csv.old").exists()


def test_a_row_without_an_id_hides_no_other_bad_row(workspace: Workspace, tmp_path: Path) -> None:
    bad = "id,name,level,kind,portal\n,青禾县司法局,county,department,http://a.example\nh,青禾县审计局,county,department,\n"
    (tmp_path / "bad.csv").write_text(bad, "utf-8")
    with pytest.raises(BadInput) as refused:
        import_agencies(workspace, tmp_path / "bad.csv")
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()[1:]] == ["line 2", "line 3"]
