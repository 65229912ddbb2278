"""RTF before it is opened: data without end, groups within groups, rows of thousands of cells make LibreOffice hang."""

import re

from extract.unreadable import Unreadable

DEEPEST = 1000  # groups within groups; those of reports lie some dozen deep
WIDEST = 1000  # cells in the definition of one row; Word has 63 at most

_BINARY = re.compile(rb"(?<!\\)(?:\\\\)*\\bin(\d{1,10}) ?")
_ESCAPED = re.compile(rb"\\[\\{}]")
_BRACE = re.compile(rb"[{}]")


def hindrance(data: bytes) -> Unreadable | None:
    """Why an RTF file is better not given to LibreOffice; None where nothing is seen against it."""
    markup = _markup(data)
    if markup is None:
        return Unreadable("damaged", "the file breaks off within a picture or an object")
    if _is_deep(markup):
        return Unreadable("too-large", f"the groups of the file lie more than {DEEPEST} deep, deeper than any report's")
    if any(row.count(b"\\cellx") > WIDEST for row in markup.split(b"\\trowd")):
        return Unreadable("too-large", f"a row of a table has more than {WIDEST} cells, more than any report's")
    return None


def _markup(data: bytes) -> bytes | None:
    """The file without the bytes of its pictures and objects; None where it ends before they do."""
    parts: list[bytes] = []
    at = 0
    while found := _BINARY.search(data, at):
        parts.append(data[at : found.start()])
        at = found.end() + int(found[1])
        if at > len(data):
            return None
    return b"".join([*parts, data[at:]])


def _is_deep(markup: bytes) -> bool:
    if markup.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for brace in _BRACE.finditer(_ESCAPED.sub(b"", markup)):
        depth += 1 if brace[0] == b"{" else -1
        if depth > DEEPEST:
            return True
    return False
