"""Unpacker: `bsdtar`, where installed, hands on archives that we cannot open as a tar on a pipe."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO

from extract import limits
from extract.unreadable import Unreadable

TOOL = "bsdtar"
PACKAGE = "libarchive-tools"

_ALONE = {"LC_ALL": "C.UTF-8", "PATH": ""}
_ENCRYPTED = re.compile(r"encrypt|passphrase|password", re.IGNORECASE)


class Unpacking:
    """The tar that comes out of the tool, as a stream to be read once."""

    def __init__(self, tool: str, folder: str) -> None:
        self._tool = tool
        self._folder = folder
        self._late = False
        self._process = subprocess.Popen(  # noqa: S603  (a fixed command; the name of the file is ours)
            [tool, "-c", "-f", "-", "--format=pax", "@archive"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ALONE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self.tar: IO[bytes] = self._process.stdout
        self._clock = Timer(limits.SECONDS, self._stop)
        self._clock.start()

    def close(self) -> None:
        """Ends the tool, wherever it is."""
        self._clock.cancel()
        self._process.kill()
        self._process.wait()
        self.tar.close()

    def trouble(self) -> Unreadable | None:
        """Why the tool did not bring everything, if so; waits for its end."""
        while self.tar.read(1 << 20):
            pass
        failed = self._process.wait() != 0
        if self._late:
            return Unreadable("too-slow", f"the archive was not unpacked within {limits.SECONDS:.0f} seconds")
        return self._reason() if failed else None

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def _reason(self) -> Unreadable:
        """What the tool says when it is to unpack to nowhere: while it makes a tar it keeps the reason to itself."""
        command = [self._tool, "-x", "-O", "-f", "archive"]
        try:
            tried = subprocess.run(  # noqa: S603  (as above)
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_ALONE,
                timeout=limits.SECONDS,
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Unreadable("damaged", "the archive is damaged")
        words = " ".join(tried.stderr[:2000].decode("utf-8", "replace").split())
        if _ENCRYPTED.search(words):
            return Unreadable("encrypted", "the archive is encrypted and asks for a password")
        return Unreadable("damaged", f"the archive is damaged: {words[:200]}")


@contextmanager
def as_tar(data: bytes) -> Iterator[Unpacking]:
    """An archive of any kind as a tar. Raises Unreadable: needs-unpacker."""
    tool = shutil.which(TOOL)
    if tool is None:
        raise Unreadable("needs-unpacker", f"archives of this kind are opened with {TOOL}: install {PACKAGE}")
    with tempfile.TemporaryDirectory(prefix="unpack-") as folder:
        Path(folder, "archive").write_bytes(data)
        unpacking = Unpacking(tool, folder)
        try:
            yield unpacking
        finally:
            unpacking.close()
