"""Numerals in sentences: Arabic and Chinese, with 万 and 亿; read exactly or not at all."""

import re
from decimal import Decimal
from itertools import pairwise

from storage.record import Number

DIGITS = "零一二三四五六七八九"
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
NUMERAL = rf"(?:\d[\d,]*(?:\.\d+)?[百千]?[万亿]?|[{DIGITS}〇两十百千万亿]+)"
"""A run of signs that may be one numeral, in NFKC text without white space."""

_ARABIC = re.compile(r"(\d{1,15}|\d{1,3}(?:,\d{3})+)(\.\d{1,15})?([百千]?)([万亿]?)")
_POSITIONAL = re.compile(rf"[{DIGITS[1:]}](?=.*〇)[{DIGITS[1:]}〇]{{2,5}}")


def read_numeral(text: str) -> Number | None:
    """The number a numeral says; None when it does not say exactly one, as 二三十 or 1,02."""
    found = _ARABIC.fullmatch(text)
    if found:
        whole, decimals, tens, myriads = found.groups()
        number = Decimal(whole.replace(",", "") + (decimals or "")) * TENS.get(tens, 1) * MYRIADS.get(myriads, 1)
        return int(number) if number == number.to_integral_value() else float(number)
    return _chinese(text) if text and not text[0].isdigit() else None


def _chinese(text: str) -> int | None:
    digit_by_digit = _POSITIONAL.fullmatch(text)
    text = text.replace("〇", "零")
    if digit_by_digit:
        return int("".join(str(DIGITS.index(letter)) for letter in text))
    return None if text[0] == "零" != text else _above(text, "亿")


def _above(text: str, sign: str) -> int | None:
    """What stands before a 亿 or 万 counts that many times; what follows is less, and led in by 零 over a gap."""
    if sign == "":
        return _section(text)
    lower = {"亿": "万", "万": ""}[sign]
    before, found, behind = text.partition(sign)
    if not found:
        return _above(text, lower)
    many, rest = _above(before, lower), _above(behind, lower) if behind else 0
    if not many or rest is None or behind.startswith("零") != (0 < rest < MYRIADS[sign] // 10):
        return None
    return many * MYRIADS[sign] + rest


def _section(text: str) -> int | None:
    """A numeral below 10000: 零, 十二, 一百零五, 三千二百; 两 stands only before 百 and 千, or alone."""
    if text in ("零", "两"):
        return 2 if text == "两" else 0
    parts = re.findall(rf"(零?)([{DIGITS[1:]}两]?)([十百千]?)", text)[:-1]
    if not parts or "".join(map("".join, parts)) != text:
        return None
    worths = [TENS.get(unit, 1) for _, _, unit in parts]
    if any(below >= above for above, below in pairwise(worths)):
        return None
    for at, (gap, digit, unit) in enumerate(parts):
        if not digit and (unit != "十" or at or gap):
            return None  # only a leading 十 goes without its digit
        if digit == "两" and unit not in ("百", "千"):
            return None
        if at and bool(gap) != (worths[at - 1] > 10 * worths[at]):
            return None  # 一百五 may be 150
    return sum(
        (DIGITS.index(digit.replace("两", "二")) if digit else 1) * worth
        for (_, digit, _), worth in zip(parts, worths, strict=True)
    )
