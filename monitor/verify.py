"""Verifying: everything kept is hashed again and held against what was written down when it came."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage import captures
from storage.model import Document
from storage.terms import Role, Via
from storage.warc import digest_of, flaw
from storage.workspace import Workspace

BLOB = re.compile(r"[0-9a-f]{64}")


def verify(workspace: Workspace) -> dict[str, Any]:
    """Hashes all originals and WARC records. Answers how many, and what is wrong with which (contract 2)."""
    vault, checked, bad = workspace.vault, 0, list[dict[str, str]]()
    digests: dict[str, str] = {}
    for path in sorted(vault.folder.glob("[0-9a-f][0-9a-f]/*")):
        if BLOB.fullmatch(path.name):
            checked += 1
            sha256, digests[path.name] = _hashes(path)
            bad += [_wrong(path, "the bytes are not those that were kept")] if sha256 != path.name else []
    for path in sorted(vault.warcs.glob("*.warc.gz")):
        checked += 1
        found = flaw(path)
        if found and not (found.cut and found.offset > captures.last_offset(workspace.facts, path.name)):
            bad.append(_wrong(path, f"the record at byte {found.offset} is damaged or cut off"))
    bad += list(_unproved(workspace, digests))
    return {"checked": checked, "bad": bad}


def _unproved(workspace: Workspace, digests: dict[str, str]) -> Iterator[dict[str, str]]:
    """The captures whose original is gone, or whose WARC record is not that of their bytes."""
    for capture in captures.documents(workspace.facts, tuple(Role)):
        if capture.sha256 and capture.sha256 not in digests:
            yield _wrong(workspace.vault.path(capture.sha256), f"the original of {capture.url} is gone")
        elif capture.warc and _is_another(workspace, capture, digests):
            yield _wrong(workspace.vault.warcs / capture.warc, f"the record of {capture.url} is not that of its bytes")
        if capture.picture and capture.picture not in digests:
            yield _wrong(workspace.vault.path(capture.picture), f"the picture of {capture.url} is gone")


def _is_another(workspace: Workspace, capture: Document, digests: dict[str, str]) -> bool:
    stated = digest_of(workspace.vault.warcs / (capture.warc or ""), capture.warc_offset or 0)
    expected = digests.get(capture.sha256 or "") if capture.via is not Via.BROWSER else stated
    return stated is None or (expected is not None and stated != expected)


def _hashes(path: Path) -> tuple[str, str]:
    """The sha256 of some bytes, and their digest as WARC files write it."""
    data = path.read_bytes()
    sha1 = base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
    return hashlib.sha256(data).hexdigest(), f"sha1:{sha1}"


def _wrong(path: Path, what: str) -> dict[str, str]:
    return {"file": str(path), "message": what}
