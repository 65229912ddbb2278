"""Encoding: which letters some bytes are; a declared charset is believed as far as it decodes."""

import re

TORN = 20  # a text in which only one letter in so many is broken is in that encoding all the same

_WIDE = re.compile("[^\x00-\x7f\ufffd]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding=[\"']([\w-]+)", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}


def decode(data: bytes) -> str:
    """The text of some bytes: by BOM; UTF-8 if it is that, torn letters apart; else as declared or GB18030.

    Of the declared encoding and GB18030, the one that loses least is taken.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        letters = data.decode("utf-8", "replace")
    if letters.count("\ufffd") * TORN <= sum(1 for _ in _WIDE.finditer(letters)):
        return letters
    declared = [(found[1] or found[2]).decode("ascii").lower() for found in _DECLARED.finditer(data[:4096])]
    candidates = [*(_WIDER.get(name, name) for name in declared), "gb18030", "utf-8"]
    texts = [text for name in dict.fromkeys(candidates) if (text := _decoded(data, name)) is not None]
    return min(texts, key=_loss)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return None


def _loss(text: str) -> int:
    """Characters that no reader would write: replacements, and the Latin letters that Chinese bytes turn into."""
    return len(re.findall(r"[\ufffd\x80-\xff\ue000-\uf8ff]", text)) - text.count("\xa0") - text.count("\xb7")
