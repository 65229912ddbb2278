"""The process that recognises pages, which may die without harm, and the files of pictures it is given."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("rapidocr")

import numpy as np
from PIL import Image, ImageDraw

from extract import limits, scan
from extract.formats import picture
from extract.scan import engine
from extract.unreadable import Unreadable
from tests.scan_pages import NUMBERS, drawn, saved

# ---- the process ----


def test_a_reader_that_dies_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.asarray(drawn(NUMBERS))
    scan.read_pages([page])
    process = engine.shared()._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert scan.read_pages([page])  # it was idle: nothing is lost
    monkeypatch.setattr(engine.Engine, "_running", lambda self: process)
    with pytest.raises(Unreadable) as fault:
        scan.read_pages([page])
    assert fault.value.code == "reader-died"
    monkeypatch.undo()
    assert scan.read_pages([page])


def test_a_page_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.asarray(drawn(NUMBERS))
    monkeypatch.setattr(limits, "SCANNED_PAGE_SECONDS", 0.001)
    with pytest.raises(Unreadable, match="more than") as fault:
        scan.read_pages([page])
    assert fault.value.code == "too-slow"
    monkeypatch.undo()
    assert scan.read_pages([page])


def test_a_reader_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.asarray(drawn(NUMBERS))
    process = engine.shared()._running()
    os.kill(process.pid, signal.SIGSTOP)  # it does not even take the page
    monkeypatch.setattr(limits, "SCANNED_PAGE_SECONDS", 0.3)
    with pytest.raises(Unreadable) as fault:
        scan.read_pages([page])
    assert fault.value.code == "too-slow"
    assert process.poll() is not None


def test_the_process_has_no_more_memory_than_a_reader() -> None:
    code = (
        "import extract.limits as l, extract.scan.engine as e; l.MEMORY = 1 << 30; e._shut_in()\n"
        "try: bytearray(2 << 30)\nexcept MemoryError: print('no more')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60)
    assert ended.stdout == "no more\n"


def test_what_is_no_page_costs_nothing_but_itself() -> None:
    with pytest.raises(Unreadable) as fault:
        scan.read_pages([np.zeros((0, 0), np.uint8)])
    assert fault.value.code == "reader-died"
    assert scan.read_pages([np.asarray(drawn(NUMBERS))])


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    engine.shared().stop()
    with pytest.raises(Unreadable, match=r"gongkai-watch\[ocr\]") as fault:
        scan.read_pages([np.asarray(drawn(NUMBERS))])
    assert fault.value.code == "needs-ocr"


def test_a_yearbook_of_pictures_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SCANNED_PAGES", 0)
    with pytest.raises(Unreadable) as fault:
        scan.read_pages([np.asarray(drawn(NUMBERS))])
    assert fault.value.code == "too-long"


def test_the_process_ends_with_its_parent() -> None:
    code = (
        "import numpy, extract.scan as s, extract.scan.engine as e, os;"
        "s.read_pages([numpy.full((400, 400), 255, numpy.uint8)]);"
        "print(e.shared()._process.pid, flush=True); os._exit(1)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60).stdout
    child = int(out)
    for _ in range(50):
        if not _runs(child):
            return
        signal.sigtimedwait([], 0.1)
    pytest.fail("the process outlived its parent")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"


def test_the_process_has_no_network() -> None:
    code = "import socket, extract.scan.engine as e; e._shut_in(); socket.create_connection(('127.0.0.1', 9))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60)
    assert "has no network" in ended.stderr


def test_what_reads_no_scans_loads_nothing_for_them() -> None:
    code = (
        "import sys, extract.scan, extract.formats.picture; print(sorted({'cv2', 'numpy', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "[]\n"


# ---- files of pictures ----


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_every_kind_of_picture_has_pages(kind: str) -> None:
    (page,) = picture.pages(saved(drawn(NUMBERS), kind))
    assert page.shape[:2] == (1200, 1654)


def test_a_file_of_several_pages_has_them_all() -> None:
    pages = [drawn(NUMBERS), drawn(NUMBERS[:1])]
    assert len(list(picture.pages(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])))) == 2


def test_a_photograph_is_turned_as_it_is_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = picture.pages(saved(drawn(NUMBERS), "JPEG", exif=exif))
    assert page.shape[:2] == (1654, 1200)


def test_what_is_see_through_lies_on_paper() -> None:
    clear = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    (page,) = picture.pages(saved(clear, "PNG"))
    assert page.min() == 255


def test_a_long_picture_is_cut_between_lines() -> None:
    long = Image.new("L", (800, 5000), 255)
    pen = ImageDraw.Draw(long)
    for top in range(20, 4980, 60):
        pen.rectangle((50, top, 750, top + 30), fill=0)
    pages = list(picture.pages(saved(long, "PNG")))
    assert len(pages) > 2
    assert sum(len(page) for page in pages) == 5000
    assert all(page[0].min() == 255 and page[-1].min() == 255 for page in pages)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (saved(Image.new("L", (1000, 1000), 255), "PNG")[:200], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "damaged"),
        (saved(Image.new("L", (40, 40), 255), "PNG"), "no-text"),
        (saved(Image.new("1", (13000, 13000), 1), "PNG"), "too-large"),
        (saved(Image.new("L", (900, 900), 255), "PNG"), "no-text"),
    ],
    ids=["cut", "garbage", "icon", "bomb", "blank"],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as fault:
        picture.read_picture(data)
    assert fault.value.code == code


def test_a_picture_within_a_page_has_no_page_number() -> None:
    blocks = scan.read_picture(saved(drawn(NUMBERS), "PNG"))
    assert {block.page for block in blocks} == {None}
