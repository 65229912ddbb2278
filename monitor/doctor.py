"""gongkai doctor: what works here, what is missing, and how to mend it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from crawler.browser import find_browser
from crawler.encryption import has_roots
from extract import soffice
from monitor.strange_hosts import strange_hosts
from storage import portals
from storage.clock import Clock
from storage.errors import Stopped
from storage.settings import Settings, read_settings
from storage.workspace import Workspace, open_workspace

LEAST_FREE_BYTES = 1 << 30
WORKS, MISSING, BROKEN = "works", "missing", "broken"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the watch needs: `works`, `missing` (the rest goes on without it) or `broken` (mend it)."""

    name: str
    state: str
    message: str
    fix: str | None = None


def examine(folder: Path, clock: Clock) -> dict[str, Any]:
    """Everything the watch needs here, each with its state and the way to mend it; `ok` when nothing is broken."""
    items = [*_machine(folder), *_workspace(folder, clock)]
    return {"ok": all(item.state != BROKEN for item in items), "items": [asdict(item) for item in items]}


def _machine(folder: Path) -> Iterator[Item]:
    yield Item("python", WORKS, sys.version.split()[0])
    yield _browser(_settings_or_default(folder))
    yield _fonts()
    yield _office()
    yield _unpacker()
    yield _recognition()
    yield _certificates()
    yield _disk(folder)


def _browser(settings: Settings) -> Item:
    blind, browser = "portals that only work by script are `cannot-see`", find_browser(settings)
    if browser is None:
        mend = "install chromium-headless-shell (Debian) or Chromium, or set [crawl] browser"
        return Item("browser", MISSING, blind, mend)
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False)
    if driver.returncode:
        return Item(
            "browser", MISSING, f"its driver does not start: {blind}", "make setup (Debian: install libatomic1)"
        )
    return Item("browser", WORKS, str(browser))


def _fonts() -> Item:
    if not shutil.which("fc-list"):
        return Item("fonts", MISSING, "fontconfig is not here, so Chinese fonts cannot be looked for")
    found = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)  # noqa: S607  (found above)
    if found.stdout.strip():
        return Item("fonts", WORKS, found.stdout.splitlines()[0])
    return Item("fonts", MISSING, "screenshots would show boxes for Chinese", "install fonts-noto-cjk")


def _office() -> Item:
    if found := soffice.program():
        return Item("office", WORKS, str(found))
    return Item("office", MISSING, "DOC, WPS, RTF and ODT are kept unread", "install libreoffice-writer-nogui (Debian)")


def _unpacker() -> Item:
    if found := shutil.which("bsdtar"):
        return Item("unpacker", WORKS, found)
    return Item("unpacker", MISSING, "RAR and 7z are kept unread", "install libarchive-tools (Debian)")


def _recognition() -> Item:
    if all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2")):
        return Item("recognition", WORKS, f"rapidocr {version('rapidocr')}")
    return Item("recognition", MISSING, "scans and pictures are kept unread", "pip install 'gongkai-watch[ocr]'")


def _certificates() -> Item:
    if has_roots():
        return Item("certificates", WORKS, "roots to verify portals with are here")
    return Item("certificates", BROKEN, "every https portal will seem unreachable", "install ca-certificates (Debian)")


def _disk(folder: Path) -> Item:
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    state = WORKS if free >= LEAST_FREE_BYTES else BROKEN
    return Item("disk", state, f"{free / LEAST_FREE_BYTES:.1f} GiB free", None if state == WORKS else "free some space")


def _workspace(folder: Path, clock: Clock) -> Iterator[Item]:
    if not (folder / "gongkai.db").exists():
        yield Item("workspace", MISSING, f"{folder} is none", f"gongkai init {folder}")
        return
    try:
        with open_workspace(folder, clock) as workspace:
            yield Item("workspace", WORKS, str(folder))
            yield Item("clock", WORKS, f"{clock.kind}, {clock.now().isoformat(timespec='seconds')}")
            yield from _databases(workspace)
            yield from _offered(workspace)
            yield from _sight(workspace)
            yield _mail(workspace.settings)
    except Stopped as stopped:
        yield Item("workspace", BROKEN, str(stopped), "see the message")
    except sqlite3.DatabaseError as fault:
        yield Item("workspace", BROKEN, f"a database is damaged: {fault}", "put your last copy in its place")


def _sight(workspace: Workspace) -> Iterator[Item]:
    """Portals that all at once showed much less than before: until somebody has looked, the fault is ours."""
    for one in portals.blind(workspace.facts):
        mend = f"look at it; if it really is so: gongkai looked {one.portal}; else the way we read it must be mended"
        yield Item("sight", BROKEN, f"{one.portal}: {one.blind}", mend)


def _databases(workspace: Workspace) -> Iterator[Item]:
    for name, db in (("gongkai.db", workspace.facts), ("team.db", workspace.people)):
        try:
            told = db.execute("pragma quick_check").fetchone()[0]
        except sqlite3.DatabaseError as fault:
            told = str(fault)
        fix = None if told == "ok" else f"put your last copy of {name} in its place"
        yield Item(name, WORKS if told == "ok" else BROKEN, told, fix)


def _offered(workspace: Workspace) -> Iterator[Item]:
    """The hosts on which files of reports lie, and from which nothing may be taken."""
    for found in strange_hosts(workspace):
        count = "1 file" if len(found.files) == 1 else f"{len(found.files)} files"
        message = f"{count} of reports on {found.portal} lie on {found.host}, off the list: {found.files[0]}"
        mend = f"if it is theirs, write it into hosts of {found.body} in agencies.csv, import and crawl: {found.cell}"
        yield Item("files elsewhere", MISSING, message, mend)


def _mail(settings: Settings) -> Item:
    mail = settings.mail
    lacking = [key for key in ("host", "sender", "to") if not getattr(mail, key)]
    if lacking:
        return Item(
            "mail",
            MISSING,
            f"[mail] {', '.join(lacking)} not set: digests are written, not mailed",
            "fill in [mail] in gongkai.toml",
        )
    if mail.user and not os.environ.get("GONGKAI_SMTP_PASSWORD"):
        return Item("mail", BROKEN, f"no password for {mail.user}", "set GONGKAI_SMTP_PASSWORD")
    return Item("mail", WORKS, f"{len(mail.to)} addresses over {mail.host}:{mail.port}")


def _settings_or_default(folder: Path) -> Settings:
    try:
        return read_settings(folder / "gongkai.toml")
    except Stopped:
        return Settings()
