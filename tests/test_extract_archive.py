"""Archives: their files under clean names, within limits; what cannot be opened says why."""

import gzip
import io
import shutil
import stat
import struct
import subprocess
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from extract import limits, unpacker
from extract.archive import clean, members
from extract.unreadable import Unreadable

HELLO = "年报".encode()


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def named(raw: bytes, extra: bytes = b"") -> bytes:
    """A ZIP of one stored file whose name is these bytes, with no word of their encoding."""
    sizes = struct.pack("<III", zlib.crc32(HELLO), len(HELLO), len(HELLO))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 0, 0, 33) + sizes + struct.pack("<HH", len(raw), 0) + raw
    listed = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 0, 0, 33) + sizes
    listed += struct.pack("<HHHHHII", len(raw), len(extra), 0, 0, 0, 0, 0) + raw + extra
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(listed), len(local) + len(HELLO), 0)
    return local + HELLO + listed + end


def code_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as why:
        members(data)
    return why.value.code


@pytest.mark.parametrize(
    ("path", "cleaned"),
    [
        ("a/b.pdf", "a/b.pdf"),
        ("/etc/passwd", "etc/passwd"),
        ("../../x.doc", "x.doc"),
        ("..\\..\\C:\\年报\\./x.doc", "年报/x.doc"),
        ("C:x.doc", "x.doc"),
        ("年\x00报\x1b[31m\u202e.pdf", "年报[31m.pdf"),
        ("x" * 300 + "/a.pdf", "x" * 200 + "/a.pdf"),
        ("..", None),
        ("", None),
        ("__MACOSX/._a.pdf", None),
        ("a/._b.pdf", None),
        ("a/~$年报.docx", None),
        ("a/Thumbs.db", None),
    ],
)
def test_a_path_leads_only_downwards(path: str, cleaned: str | None) -> None:
    assert clean(path) == cleaned


def test_the_files_of_a_zip_are_read_and_its_litter_is_not() -> None:
    data = zipped(("年报/", b""), ("年报/水务局.txt", HELLO), ("__MACOSX/年报/._水务局.txt", b"x"), ("Thumbs.db", b"x"))
    assert [(member.path, member.data, member.trouble) for member in members(data)] == [
        ("年报/水务局.txt", HELLO, None)
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_are_read_as_their_author_wrote_them(encoding: str) -> None:
    assert members(named("砚湖区民政局年报.txt".encode(encoding)))[0].path == "砚湖区民政局年报.txt"


def test_a_name_in_utf_8_among_the_extra_fields_counts_if_it_is_of_this_file() -> None:
    raw = b"????.txt"
    value = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "年报.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(value)) + value
    assert members(named(raw, extra))[0].path == "年报.txt"
    assert members(named(b"b.txt", extra))[0].path == "b.txt"


def test_archives_in_archives_are_opened_as_deep_as_the_limit() -> None:
    data = HELLO
    for name in ("年报.txt", "a.zip", "b.zip"):
        data = zipped((name, data))
    assert [(one.path, one.data) for one in members(data)] == [("b.zip/a.zip/年报.txt", HELLO)]
    deeper = members(zipped(("c.zip", data)))
    assert [(one.path, one.trouble and one.trouble.code) for one in deeper] == [("c.zip/b.zip/a.zip", "too-large")]


def test_a_link_is_not_followed_and_names_that_are_twice_are_told_apart() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "1")
        archive.writestr("../a.txt", "2")
    assert [(one.path, one.data) for one in members(buffer.getvalue())] == [("a.txt", b"1"), ("a.txt (2)", b"2")]


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(zipped(("a", bytes(limits.SMALL + 1)))) == "too-large"
    assert code_of(gzip.compress(bytes(limits.SMALL + 1))) == "too-large"
    assert code_of(zipped(*((f"{number}.txt", b"") for number in range(limits.MEMBERS + 1)))) == "too-large"
    half = bytes(limits.SMALL // 2 + 1)
    nested = zipped(("a.zip", zipped(("a", half))), ("b.zip", zipped(("b", half))))
    assert code_of(nested) == "too-large"
    monkeypatch.setattr(limits, "EXPANDED", 10)
    assert code_of(zipped(("a.txt", b"12345678901"))) == "too-large"


def test_a_size_that_lies_gives_no_more_than_it_says() -> None:
    data = zipped(("a.txt", b"x" * 100_000))
    lying = data.replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    assert [len(one.data) for one in members(lying)] == [0]
    assert [one.trouble and one.trouble.code for one in members(lying)] == ["damaged"]


def test_damaged_archives_say_so_and_spare_the_files_that_are_whole() -> None:
    whole = zipped(("a.txt", b"abcdef"), ("b.txt", b"ghijkl"), method=zipfile.ZIP_STORED)
    found = members(whole.replace(b"abcdef", b"abcxef"))
    assert [(one.path, one.data, one.trouble and one.trouble.code) for one in found] == [
        ("a.txt", b"", "damaged"),
        ("b.txt", b"ghijkl", None),
    ]
    for cut in (whole[:40], b"PK\x03\x04", gzip.compress(HELLO)[:-9], b"plain"):
        assert code_of(cut) == ("unsupported-format" if cut == b"plain" else "damaged")


def test_tar_and_gzip_need_no_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        part = tarfile.TarInfo("../年报.txt")
        part.size = len(HELLO)
        archive.addfile(part, io.BytesIO(HELLO))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    for data in (buffer.getvalue(), gzip.compress(buffer.getvalue())):
        assert [(one.path, one.data) for one in members(data)] == [("年报.txt", HELLO)]
    assert [one.data for one in members(gzip.compress(HELLO))] == [HELLO]


# ---- with the tools of the system ----

needs_tool = pytest.mark.skipif(shutil.which(unpacker.TOOL) is None, reason="no bsdtar on this machine")
needs_maker = pytest.mark.skipif(shutil.which("7zz") is None, reason="no 7zz on this machine")


def rar(name: str, data: bytes) -> bytes:
    """A RAR (version 5) of one stored file."""

    def number(value: int) -> bytes:
        low, value = value & 0x7F, value >> 7
        return bytes([low | 0x80]) + number(value) if value else bytes([low])

    def block(body: bytes) -> bytes:
        sized = number(len(body)) + body
        return struct.pack("<I", zlib.crc32(sized)) + sized

    raw = name.encode()
    file = number(2) + number(2) + number(len(data)) + number(4) + number(len(data)) + number(0o100644)
    file += struct.pack("<I", zlib.crc32(data)) + number(0) + number(1) + number(len(raw)) + raw
    return b"Rar!\x1a\x07\x01\x00" + block(b"\x01\x00\x00") + block(file) + data + block(b"\x05\x00\x00")


def seven_zip(folder: Path, *options: str) -> bytes:
    inside = folder / "年报"
    inside.mkdir(exist_ok=True)
    (inside / "水务局.txt").write_bytes(HELLO)
    target = folder / "made.7z"
    target.unlink(missing_ok=True)
    subprocess.run(["7zz", "a", "-bso0", *options, str(target), "年报"], cwd=folder, check=True)
    return target.read_bytes()


@needs_tool
def test_a_rar_is_opened() -> None:
    assert [(one.path, one.data) for one in members(rar("../年报.txt", HELLO))] == [("年报.txt", HELLO)]
    assert [one.path for one in members(zipped(("a.rar", rar("年报.txt", HELLO))))] == ["a.rar/年报.txt"]
    assert code_of(rar("年报.txt", HELLO)[:50]) == "damaged"


@needs_tool
@needs_maker
def test_a_7z_is_opened_unless_it_asks_for_a_password(tmp_path: Path) -> None:
    assert [(one.path, one.data) for one in members(seven_zip(tmp_path))] == [("年报/水务局.txt", HELLO)]
    assert code_of(seven_zip(tmp_path, "-psecret")) == "encrypted"
    assert code_of(seven_zip(tmp_path, "-psecret", "-mhe")) == "encrypted"


@needs_maker
def test_a_zip_under_a_password_is_encrypted(tmp_path: Path) -> None:
    assert code_of(seven_zip(tmp_path, "-tzip", "-psecret")) == "encrypted"


@needs_tool
def test_an_unpacker_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "bsdtar"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(slow))
    monkeypatch.setattr(limits, "SECONDS", 0.2)
    assert code_of(rar("年报.txt", HELLO)) == "too-slow"


def test_without_a_tool_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Unreadable, match="libarchive-tools") as why:
        members(rar("年报.txt", HELLO))
    assert why.value.code == "needs-unpacker"
    found = members(zipped(("a.rar", rar("年报.txt", HELLO)), ("b.txt", HELLO)))
    troubles = {one.path: one.trouble and one.trouble.code for one in found}
    assert troubles == {"a.rar": "needs-unpacker", "b.txt": None}
