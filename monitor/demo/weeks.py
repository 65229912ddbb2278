"""The weeks of the demo: at every look the real commands crawl, extract, check and write the digest and the board."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from monitor import steps
from monitor.agencies import HEADER, import_agencies
from monitor.demo.portals import sites
from monitor.demo.web import MiniatureWeb
from monitor.demo.world import Look, world
from storage.clock import Clock
from storage.errors import BadInput
from storage.workspace import make_workspace, open_workspace

MARKER = ".gongkai-demo"
OURS = (MARKER, "gongkai.*", "team.*", "agencies.csv", "vault", "out", ".locks")
SETTINGS = """\
# Settings of the demo: its portals stand on this machine, so they need no sparing.

[crawl]
vantage = "演示"
delay = 0.05
"""

Say = Callable[[str], None]


def live_through(folder: Path, say: Say, browser: str) -> dict[str, str]:
    """Makes a workspace in `folder` and lives through all looks (see `monitor.demo.live`)."""
    _clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("made by: gongkai demo\n", "utf-8")
    make_workspace(folder, HEADER)
    (folder / "gongkai.toml").write_text(SETTINGS + (f'browser = "{browser}"\n' if browser else ""), "utf-8")
    there = world()
    with MiniatureWeb(there.look[0].at.date()) as web:
        portals = {name: web.open(site) for name, site in sites(there).items()}
        homes = {name: site.url for name, site in portals.items()}
        (folder / "agencies.csv").write_text(there.registry(homes), "utf-8")
        _greet(say, homes)
        told: dict[str, str] = {}
        for look in there.look:
            web.day = look.at.date()
            told = _week(folder, look, say)
    say(f"\n{there.farewell}")
    return {**told, "workspace": str(folder)}


def _clear(folder: Path) -> None:
    """Takes away a former demo; anything else in the folder is not ours to touch."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise BadInput(f"{folder} is a file; name a folder for the demo")
    if any(folder.iterdir()) and not (folder / MARKER).exists():
        raise BadInput(f"{folder} is not empty and no former demo; name another folder: gongkai demo DIR")
    for place in [found for pattern in OURS for found in folder.glob(pattern)]:
        shutil.rmtree(place) if place.is_dir() else place.unlink()


def _week(folder: Path, look: Look, say: Say) -> dict[str, str]:
    """One look at every portal, and the letter about it."""
    say(f"\n{look.at:%A %-d %B %Y}\n  {look.tells}")
    clock = Clock(look.at)
    with open_workspace(folder, clock) as workspace:
        if not workspace.facts["agencies"].count:
            import_agencies(workspace, folder / "agencies.csv", say)
        crawled = steps.crawl(workspace, clock)
        steps.extract(workspace, clock)
        checked = steps.check(workspace, clock)
        letter = steps.digest(workspace, clock, workspace.out / f"{look.at:%Y-%m-%d}", issue=True, send=False)
        board = steps.board(workspace, clock, None, "team")
    say(f"  {_counted(crawled, checked)}\n  digest: {letter.answer['html']}")
    return {"digest": letter.answer["html"], "board": board["index"]}


def _counted(crawled: dict[str, Any], checked: dict[str, int]) -> str:
    outcomes = ", ".join(f"{count} {name}" for name, count in crawled["outcomes"].items() if count)
    return (
        f"portals: {outcomes}; {crawled['documents']} documents kept; "
        f"findings: {checked['opened']} new, {checked['resolved']} resolved, {checked['open']} open"
    )


def _greet(say: Say, homes: dict[str, str]) -> None:
    there = world()
    say(f"{there.welcome}\n{len(there.body)} bodies must report (应报单位) on {len(there.portal)} portals:")
    for portal in there.portal:
        say(f"  {homes[portal.id]}  {portal.name}: {portal.like}")
