"""DOC, WPS, RTF, ODT: real files of LibreOffice's making are read through LibreOffice, and nothing else happens."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

import extract
from extract import office, soffice
from extract.formats.docx import read_docx
from extract.formats.office import read_docx_as_page
from extract.report import recognise
from extract.unreadable import Unreadable
from tests.corpus import docx_writer, office_writer, random_report
from tests.corpus.printed import Printed
from tests.test_extract_docx import document, p

needs_office = pytest.mark.skipif(not office_writer.available(), reason="LibreOffice is not installed")

PRINTED = random_report(21, "2021", "plain")
RTF = b"{\\rtf1\\ansi\\ansicpg936 \\u30002?\\u26223?}"


def cells(record: extract.Record, printed: Printed = PRINTED) -> dict[str, int | float | None]:
    """The figures read of the cells that were printed."""
    return {path: record.cells[path].number for path in printed.truth}


def made(documents: list[bytes], ending: str) -> list[bytes]:
    """DOCX files as LibreOffice writes them in another format."""
    with tempfile.TemporaryDirectory() as name:
        sources = [Path(name, f"{number}.docx") for number in range(len(documents))]
        for source, data in zip(sources, documents, strict=True):
            source.write_bytes(data)
        out = Path(name, "out")
        out.mkdir()
        assert soffice.convert(sources, office_writer.FILTERS[ending], out, 60)
        return [(out / f"{source.stem}{ending}").read_bytes() for source in sources]


# ---- what is read ----


@needs_office
def test_old_formats_are_read_cell_by_cell_in_one_call() -> None:
    wide = random_report(22, "2019", "plain")
    written = [docx_writer.write(PRINTED), docx_writer.write(wide)]
    files = {".doc": made(written, ".doc"), ".rtf": made(written[:1], ".rtf"), ".odt": made(written[1:], ".odt")}
    named = [(data, f"年报{ending}") for ending, pair in files.items() for data in pair]
    office.prepare(named)
    for data, name in named:
        record = extract.read(data, name)
        printed = wide if record.form == "2019" else PRINTED
        assert cells(record, printed) == printed.truth, name
        assert (record.agency, record.year) == (printed.agency, printed.year)
    doc = files[".doc"][0]
    assert cells(extract.read(doc, "年报.wps")) == PRINTED.truth
    assert cells(extract.read(doc, "年报.pdf", "application/pdf")) == PRINTED.truth


@needs_office
def test_the_second_reader_of_a_docx_sees_the_same_cells() -> None:
    printed = random_report(23, "2021", "tracked_changes")
    record = recognise(read_docx_as_page(docx_writer.write(printed)))
    assert cells(record, printed) == printed.truth


@needs_office
def test_files_that_cannot_be_opened_do_not_cost_the_others() -> None:
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    first, second, third = office.to_docx([(RTF, ".rtf"), (broken, ".doc"), (RTF, ".rtf")])
    assert isinstance(second, Unreadable)
    assert second.code == "office-failed"
    for whole in (first, third):
        assert isinstance(whole, bytes)
        assert "甲景" in "".join(block.text for block in read_docx(whole).blocks)


# ---- what is refused ----


def test_without_libreoffice_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Unreadable) as refused:
        extract.read(RTF, "年报.rtf")
    assert refused.value.code == "needs-office"
    assert "LibreOffice" in refused.value.message


def test_an_encrypted_document_is_not_even_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        parts.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
    with pytest.raises(Unreadable) as refused:
        extract.read(data.getvalue(), "年报.odt")
    assert refused.value.code == "encrypted"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{\\pict\\bin2000000000 abc}", "damaged"),
        (b"{\\*" * 50_000 + b"}" * 50_000, "too-large"),
        (b"\\trowd" + b"\\cellx9" * 5_000 + b"\\intbl" + b"x\\cell" * 5_000 + b"\\row", "too-large"),
        (b"\\{" * 2_000, "needs-office"),
        (b"{\\b x}" * 2_000, "needs-office"),
        (b"\\trowd\\cellx1 0\\cell\\row" * 2_000, "needs-office"),
        (b"a\\\\bin900 x", "needs-office"),
        (b"{\\pict\\bin2000 " + b"{" * 2_000 + b"}", "needs-office"),
    ],
)
def test_an_rtf_file_on_which_libreoffice_hangs_is_not_even_tried(
    monkeypatch: pytest.MonkeyPatch, body: bytes, code: str
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Unreadable) as refused:
        extract.read(b"{\\rtf1\\ansi " + body + b"}", "年报.rtf")
    assert refused.value.code == code


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A LibreOffice that starts a child, says its number, and hangs; the file with the number."""
    told = tmp_path / "child"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {told}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(office, "START", 0.5)
    monkeypatch.setattr(office, "EACH", 0.5)
    return told


def test_a_call_that_hangs_is_ended_with_all_it_started(hanging: Path) -> None:
    began = time.monotonic()
    (lost,) = office.to_docx([(RTF, ".rtf")])
    assert isinstance(lost, Unreadable)
    assert lost.code == "too-slow"
    assert time.monotonic() - began < 5
    child = int(hanging.read_text())
    assert _ends(child)


def _ends(process: int) -> bool:
    for _ in range(50):
        status = Path(f"/proc/{process}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


# ---- what does not happen ----


class Listener:
    """A server on loopback that remembers whatever asks it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.asked: list[bytes] = []
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2)
                self.asked.append(connection.recv(200).partition(b"\r\n")[0])
                connection.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")

    def close(self) -> None:
        """Ends it."""
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server that nobody should ask."""
    server = Listener()
    yield server
    server.close()


def linking(address: str) -> list[tuple[bytes, str]]:
    """Documents that link pictures, objects, frames, sections and a template over the network."""
    frames = "".join(
        f'<draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm"><draw:{kind} '
        f'xlink:href="{address}/{kind}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
        for kind in ("image", "object", "floating-frame")
    )
    odt = (
        '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f'<text:p>正文{frames}</text:p><text:section text:name="s"><text:section-source '
        f'xlink:href="{address}/section.odt" xlink:type="simple"/><text:p>旧</text:p></text:section>'
        "</office:text></office:body></office:document>"
    )
    rtf = (
        f"{{\\rtf1\\ansi{{\\*\\template {address}/t.dot}}{{\\field{{\\*\\fldinst INCLUDEPICTURE "
        f'"{address}/rtf.png" \\\\d}}{{\\fldrslt }}}} text\\par}}'
    )
    return [(odt.encode(), ".fodt"), (rtf.encode(), ".rtf"), (_linking_docx(address), ".docx")]


def _linking_docx(address: str) -> bytes:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    plain = BytesIO()
    Document().save(plain)
    with zipfile.ZipFile(plain) as parts:
        relations = parts.read("word/_rels/document.xml.rels").decode()
    link = f'<Relationship Id="rId900" Type="{kinds}/image" Target="{address}/docx.png" TargetMode="External"/>'
    side = 'cx="3000000" cy="3000000"'
    drawing = (
        f'<w:r><w:drawing><wp:inline><wp:extent {side}/><wp:docPr id="1" name="p"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" '
        f'name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{kinds}" r:link="rId900"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {side}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
    body = p("正文", drawing)
    return document(body, **{"word/_rels/document.xml.rels": relations.replace("</Relat", f"{link}</Relat", 1)})


@needs_office
def test_no_document_makes_libreoffice_ask_the_network(listener: Listener, tmp_path: Path) -> None:
    files = linking(listener.address)
    assert [type(one) for one in office.to_docx(files)] == [bytes, bytes, bytes]
    assert [type(one) for one in office.to_html(files[2:])] == [bytes]
    assert listener.asked == []
    _unguarded(files[2:], tmp_path)
    assert {line.split()[1] for line in listener.asked} == {b"/docx.png"}


def _unguarded(files: list[tuple[bytes, str]], folder: Path) -> None:
    """The same files in a LibreOffice that nobody told anything: it asks."""
    sources = [folder / f"{number}{ending}" for number, (_, ending) in enumerate(files)]
    for source, (data, _) in zip(sources, files, strict=True):
        source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=60)


@needs_office
def test_readers_side_by_side_do_not_disturb_each_other_and_leave_nothing_behind(tmp_path: Path) -> None:
    program = f"from extract import office; print([type(one) for one in office.to_docx([({RTF!r}, '.rtf')] * 2)])"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    both = [
        subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in both] == [
        "[<class 'bytes'>, <class 'bytes'>]"
    ] * 2
    assert list(tmp_path.iterdir()) == []


def test_every_ending_that_libreoffice_is_given_has_a_reader() -> None:
    from extract.registry import readers, second_readers

    assert set(soffice.endings()) <= set(readers())
    assert set(soffice.endings()) <= set(second_readers())


def test_what_a_killed_reader_left_behind_is_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen(["true"])
    gone.wait()
    long_ago = time.time() - 2 * soffice.FORGOTTEN
    left = {number: tmp_path / f"gongkai-office-{number}-x" for number in (gone.pid, os.getpid())}
    for folder in left.values():
        (folder / "profile").mkdir(parents=True)
        os.utime(folder, (long_ago, long_ago))
    soffice._home.cache_clear()
    mine = soffice.workplace()
    assert set(tmp_path.iterdir()) == {mine, left[os.getpid()]}
    soffice._home.cache_clear()
