"""Pages that no person wrote: nested to no end, spans of a thousand million, letters in the wrong encoding."""

import re
from collections.abc import Callable
from random import Random

Bomb = Callable[[str, Random], bytes]

TAGS = ("div", "table><tr><td", "span", "b", "font", "ul><li", "blockquote", "section")
HUGE = (1001, 65534, 10**6, 10**9, 2**31, 2**63, 10**30)
ENCODINGS = ("utf-8", "gbk", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "shift_jis")
DECLARED = (*ENCODINGS, "latin-1", "iso-2022-cn", "hz", "x-none", "", "rot13", "idna", "unicode_escape", "base64", "0")


def nested(page: str, rng: Random) -> bytes:
    """Elements within elements, 50,000 deep, before, around or inside the report."""
    tag = rng.choice(TAGS)
    deep = f"<{tag}>" * rng.choice([5_000, 50_000])
    return _into(page, rng.choice(["body", "div", "table", "td"]), deep).encode()


def closed_only(page: str, rng: Random) -> bytes:
    """Fifty thousand ends of elements that never began."""
    return _into(page, "td", "</td></div></table>" * 50_000).encode()


def spanning(page: str, rng: Random) -> bytes:
    """Cells that claim to be huge."""
    cells = list(re.finditer("<td", page))
    for cell in sorted(rng.sample(cells, min(len(cells), rng.choice([1, 5, 50]))), key=re.Match.start, reverse=True):
        span = f' {rng.choice(["colspan", "rowspan"])}="{rng.choice(HUGE)}" rowspan="{rng.choice(HUGE)}"'
        page = page[: cell.end()] + span + page[cell.end() :]
    return page.encode()


def stairs(page: str, rng: Random) -> bytes:
    """A table of which every row spans all that follow."""
    side = rng.choice([200, 1000])
    rows = "".join(f'<tr><td rowspan="{side}" colspan="{side}">{row}</td><td>0</td></tr>' for row in range(side))
    return _into(page, "table", rows).encode()


def wide(page: str, rng: Random) -> bytes:
    """A table of a million cells."""
    row = "<tr>" + "<td>1" * rng.choice([10, 1000])
    return page.replace("</table>", row * (10**6 // row.count("<td>")) + "</table>", 1).encode()


def odd_spans(page: str, rng: Random) -> bytes:
    """Spans that are no numbers."""
    odd = rng.choice(["-1", "0", "1.5", "1e9", "９９", "NaN", "2;", '" onclick="', "٣", "²"])
    return re.sub("<td[^>]*>", f'<td colspan="{odd}" rowspan="{odd}">', page).encode()


def open_ended(page: str, rng: Random) -> bytes:
    """A comment, script, title, text area or attribute that never ends."""
    opening = rng.choice(
        ["<!--", "<script>", "<style>", "<title>", "<textarea>", '<a href="', "<![CDATA[", "<svg><![CDATA["]
    )
    place = rng.randrange(len(page))
    return (page[:place] + opening + page[place:]).encode()


def misdeclared(page: str, rng: Random) -> bytes:
    """In one encoding, and said to be in another."""
    declared = rng.choice(DECLARED)
    page = page.replace("<html", f'<meta charset="{declared}"><html', 1)
    return page.encode(rng.choice(ENCODINGS), "replace")


def half_letters(page: str, rng: Random) -> bytes:
    """Letters of several bytes that lack one, all over the page."""
    data = bytearray(page.encode(rng.choice(ENCODINGS), "replace"))
    for _ in range(rng.choice([1, 30, 300])):
        del data[rng.randrange(len(data))]
    return bytes(data)


def mixed_marks(page: str, rng: Random) -> bytes:
    """Byte order marks of several kinds, zero bytes and lone surrogates."""
    marks = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"+/v8-", b"\x84\x31\x95\x33"]
    half = rng.randrange(len(page))
    surrogate = "\ud800".encode("utf-16-le", "surrogatepass") + b"\0\0"
    start = rng.choice(marks) + rng.choice(marks)
    return start + page[:half].encode("utf-16-le") + surrogate + page[half:].encode(rng.choice(ENCODINGS), "replace")


def long_number(page: str, rng: Random) -> bytes:
    """Figures of very many digits."""
    digits = rng.choice(["9", "0", "1,", "１", "一", "九亿", "-", "1."]) * rng.choice([20, 400, 5000, 10**6])
    return _into(page, "td", digits, rng.choice([1, 40])).encode()


def strange_letters(page: str, rng: Random) -> bytes:
    """Marks that turn the writing round, join, combine without end, or are no letters at all."""
    odd = rng.choice(
        ["\u202e", "\u200b", "\u0301" * 5000, "\ufdfa" * 300, "\x0b", "\x7f", "\U000e0041", "\ufffe", "&#x110000;"]
    )
    place = rng.randrange(len(page))
    return (page[:place] + odd + page[place:]).replace("0", f"0{odd[:3]}", 9).encode()


def entities(page: str, rng: Random) -> bytes:
    """An XML page whose entities grow to gigabytes, or that asks for a file of this machine."""
    return (doctype(rng, "html") + _into(page, "td", "&a9;", 3)).encode()


def doctype(rng: Random, root: str) -> str:
    """A document type with a bomb in it."""
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    outside = rng.choice(["file:///etc/hostname", "http://127.0.0.1:9/x", "file:///dev/zero"])
    other = f'<!ENTITY % p SYSTEM "{outside}"> %p; <!ENTITY a9 SYSTEM "{outside}">'
    flat = f'<!ENTITY a8 "{"x" * 100_000}"><!ENTITY a9 "{"&a8;" * 10_000}">'
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{rng.choice([laughs, other, flat])}]>'


def endless_line(page: str, rng: Random) -> bytes:
    """Megabytes without an end of line or of any element."""
    return (page + rng.choice(["0", "一、", "<", "&", "&#", "<a ", "（", "\t", "年报2024"]) * 2_000_000).encode()


def _into(page: str, tag: str, inside: str, count: int = 1) -> str:
    """The page with something more at the beginning of some elements."""
    return re.sub(f"<{tag}[^>]*>", lambda found: found[0] + inside, page, count=count)


KINDS: dict[str, Bomb] = {
    bomb.__name__: bomb
    for bomb in (
        nested,
        closed_only,
        spanning,
        stairs,
        wide,
        odd_spans,
        open_ended,
        misdeclared,
        half_letters,
        mixed_marks,
        long_number,
        strange_letters,
        entities,
        endless_line,
    )
}
