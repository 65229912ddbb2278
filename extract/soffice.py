"""LibreOffice as a program: one call in a profile of its own, without network, macros or links, ended when it hangs."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

GRACE = 5  # seconds between asking it to end and ending it, where this process is gone itself
ENDS_FIRST = 10  # among what a process does at its end
FORGOTTEN = 3600.0  # seconds after which the folder of a process that is gone is nobody's

_NAME = "gongkai-office-"

_ONE_AT_A_TIME = threading.Lock()  # two calls on one profile: the second writes nothing and says nothing
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck")


def program() -> str | None:
    """Where LibreOffice is on this machine, None when it is not."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(sources: list[Path], target: str, folder: Path, seconds: float) -> bool:
    """Converts files in one call; what could be converted is in `folder` afterwards. False when time ran out.

    Needs `program()`. `target` is what --convert-to takes. The program and all it started end with the call.
    """
    command = [str(program()), f"-env:UserInstallation={_profile().as_uri()}", *_OPTIONS]
    command += ["--convert-to", target, "--outdir", str(folder), *map(str, sources)]
    if watchdog := shutil.which("timeout"):
        command = [watchdog, f"--kill-after={GRACE}", f"{seconds + GRACE:.0f}", *command]
    with _ONE_AT_A_TIME:
        return _run(command, folder, seconds)


def _run(command: list[str], folder: Path, seconds: float) -> bool:
    nothing = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603  (our own command)
        command,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        env=_environment(folder),
        cwd=folder,
        start_new_session=True,
    ) as process:
        in_time = False
        try:
            process.wait(seconds)
            in_time = True
        except subprocess.TimeoutExpired:
            pass
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            if not in_time:
                shutil.rmtree(_profile(), ignore_errors=True)
    return in_time


def _environment(folder: Path) -> dict[str, str]:
    ways_out: Mapping[str, str] = _told()["environment"]
    upper = {name.upper(): value for name, value in ways_out.items()}
    return {**os.environ, **ways_out, **upper, "HOME": str(folder), "TMPDIR": str(folder)}


def workplace() -> Path:
    """Where this process keeps the profile and the files it works on; it ends with the process."""
    return _home(os.getpid())


@cache
def _home(process: int) -> Path:
    home = Path(tempfile.mkdtemp(prefix=f"{_NAME}{process}-"))
    _clear_up(home.parent, home.stat().st_mtime)
    Finalize(None, shutil.rmtree, (home,), {"ignore_errors": True}, exitpriority=ENDS_FIRST)
    return home


def _clear_up(place: Path, now: float) -> None:
    """Removes what processes left behind that were killed long ago."""
    for home in place.glob(f"{_NAME}*-*"):
        process = home.name.removeprefix(_NAME).partition("-")[0]
        with contextlib.suppress(OSError):
            if process.isdigit() and now - home.stat().st_mtime > FORGOTTEN and not _lives(int(process)):
                shutil.rmtree(home, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _profile() -> Path:
    """The profile of this process: made once, used again, made anew after a call that had to be ended."""
    profile = workplace() / "profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), "utf-8")
    return profile


def _settings() -> str:
    items = "".join(_setting(*one) for one in _told()["settings"])
    spaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {spaces}>{items}</oor:items>\n'


def _setting(place: str, name: str, value: str | int | bool) -> str:
    said = str(value).lower() if isinstance(value, bool) else escape(str(value))
    prop = f'<prop oor:name="{name}" oor:op="fuse"><value>{said}</value></prop>'
    return f'<item oor:path="{escape(place)}">{prop}</item>'


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(files("extract").joinpath("office.toml").read_text("utf-8"))


def endings() -> Mapping[str, str]:
    """The ending by which LibreOffice knows each media type that it opens for us."""
    found: Mapping[str, str] = _told()["endings"]
    return found
