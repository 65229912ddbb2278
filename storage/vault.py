"""vault/: the original bytes of everything fetched, each under its sha256, written once and never changed."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.errors import CannotRun

COMING = ".coming-"


@dataclass(frozen=True, slots=True)
class Vault:
    """The folder of originals."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie."""
        return self.folder / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keeps bytes and answers their sha256; a kill at any moment leaves either all of them or none.

        Raises CannotRun when the disk refuses.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        place = self.path(sha256)
        if place.exists():
            return sha256
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(place, data)
        except OSError as fault:
            mend = "make it writable for this user" if isinstance(fault, PermissionError) else "free some space"
            raise CannotRun(f"the vault cannot keep a document: {fault.strerror}; {mend} and run again") from None
        return sha256

    @property
    def warcs(self) -> Path:
        """Where the WARC files lie, one for each run."""
        return self.folder / "warc"

    def sweep(self, before: datetime) -> None:
        """Takes away what kills left half written; nothing younger, which somebody may still be writing."""
        for coming in self.folder.glob(f"*/{COMING}*"):
            if coming.stat().st_mtime < before.timestamp():
                coming.unlink(missing_ok=True)

    def get(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises FileNotFoundError when they are gone."""
        return self.path(sha256).read_bytes()


def sync(path: Path) -> None:
    """Waits until a file is on the disk. Raises CannotRun when the disk refuses."""
    try:
        _sync(path)
    except OSError as fault:
        raise CannotRun(f"the disk cannot keep {path.name}: {fault.strerror}; free some space and run again") from None


def _write_whole(place: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=COMING)
    try:
        with os.fdopen(handle, "wb") as coming:
            coming.write(data)
            coming.flush()
            os.fsync(coming.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(place.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
