"""Numerals: a count as Word prints it in front of a paragraph, in the manners that Chinese documents use."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def numeral(count: int, manner: str) -> str:
    """A count in one of the manners of ISO 29500-1, 17.18.59; an unknown one counts as decimal, "none" is nothing."""
    write = _MANNERS.get(manner)
    return (write(count) if write else None) or ("" if manner in ("none", "bullet") else str(count))


def _spoken(count: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """十一, 二十, 一百零五: as spoken, up to 9999."""
    if not 0 < count < 10000:
        return digits[0] if count == 0 else str(count)
    said, gap = "", False
    for power in range(len(str(count)) - 1, -1, -1):
        digit = count // 10**power % 10
        if digit:
            said += (digits[0] if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = bool(said) and not digit
    return said.removeprefix("一") if 10 <= count < 20 and digits[1] == "一" else said


def _by_digit(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _counting(count: int) -> str:
    return _spoken(count) if count < 100 else _by_digit(count).replace("〇", "○")


def _roman(count: int) -> str:
    said = ""
    for worth, letters in _ROMAN if count < 4000 else ():
        times, count = divmod(count, worth)
        said += letters * times
    return said


def _letters(count: int) -> str:
    return chr(65 + (count - 1) % 26) * min((count - 1) // 26 + 1, 8) if count > 0 else ""


def _from(first: str, most: int) -> Callable[[int], str]:
    """Characters that stand in a row from the sign of one up to that of `most`."""
    return lambda count: chr(ord(first) + count - 1) if 0 < count <= most else ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda count: signs[(count - 1) % len(signs)] if count > 0 else ""


_MANNERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "chineseCountingThousand": _spoken,
    "japaneseCounting": _spoken,
    "taiwaneseCounting": _spoken,
    "taiwaneseCountingThousand": _spoken,
    "ideographDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "taiwaneseDigital": _by_digit,
    "koreanDigital2": _by_digit,
    "chineseLegalSimplified": lambda count: _spoken(count, _LEGAL, "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": lambda count: str(count).translate(_WIDE),
    "decimalFullWidth2": lambda count: str(count).translate(_WIDE),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographParenthesis": _from("㈠", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "none": lambda _: "",
    "bullet": lambda _: "",
}
