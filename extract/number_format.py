"""Number formats: how a spreadsheet shows a number, so that what is read is what was printed."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

DATE = "yyyy年m月d日"

_PIECE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|.', re.DOTALL)
_COLOUR = re.compile(r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[0-9A-Fa-f]*)?\]")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|(?P<digits>[0#?,.]*[0#?][0#?,.]*)|(?P<plain>.)', re.DOTALL
)
_PLAIN = re.compile(r"[\s$¥￥€£()（）%+:\-一-鿿]")
_NOT_DATE = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.')
_CHINESE = re.compile("[一-鿿]")
_CHINESE_DATES = frozenset([*range(27, 37), *range(50, 59)])  # numbers that stand for dates in the Chinese edition


@dataclass(frozen=True, slots=True)
class _Shape:
    """One section of a format: literal text around one run of digit places."""

    before: str
    digits: str
    behind: str


def known_format(number: int) -> str:
    """The format that a number below 164 stands for in every workbook."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # late: it takes longer to load than most reports to read

    return DATE if number in _CHINESE_DATES else BUILTIN_FORMATS.get(number, "General")


def displayed(value: str, code: str, from_1904: bool = False) -> str:
    """What a cell with this number and this format shows: a day as a person writes it, whatever the format.

    Both the number and the format where they are not understood: that is no figure, and passes for no word either.
    """
    text = _day(value, from_1904) if is_date(code) else shown(value, code)
    return f"{value} [{_CHINESE.sub('', code)}]" if text is None else text


def _day(value: str, from_1904: bool) -> str | None:
    from openpyxl.utils.datetime import (
        CALENDAR_MAC_1904,
        CALENDAR_WINDOWS_1900,
        from_excel,
    )  # late: it takes longer to load than most reports to read

    try:
        moment = from_excel(float(value), CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return None
    day = getattr(moment, "date", None)
    return day().isoformat() if day else str(moment)


def is_date(code: str) -> bool:
    """Whether a format shows a date or a time."""
    first = _NOT_DATE.sub("", _sections(code)[0]).lower()
    return "general" not in first and "e+" not in first and bool(re.search("[ymdhs]", first))


def shown(value: str, code: str) -> str | None:
    """The text that a cell with this number (as stored) and this format shows; None where that cannot be said."""
    try:
        number = Decimal(f"{float(value):.15g}")
    except (ValueError, InvalidOperation):
        return None
    if not number.is_finite():
        return None
    section, number = _chosen(_sections(code), number)
    if section.strip().lower() in ("general", "@", "g/通用格式"):
        return format(number.normalize(), "f") if number else "0"
    shape = _shape(section)
    return None if shape is None else _printed(shape, number)


def _sections(code: str) -> list[str]:
    """The parts of a format between semicolons: for positive numbers, negative ones, zero and text."""
    parts = [""]
    for piece in _PIECE.findall(_COLOUR.sub("", code)):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _chosen(sections: list[str], number: Decimal) -> tuple[str, Decimal]:
    """The section that shows a number, and the number as it shows it: a section for negative ones drops the sign."""
    numeric = sections[:3]
    if number < 0 and len(numeric) > 1:
        return numeric[1], -number
    if number == 0 and len(numeric) > 2:
        return numeric[2], number
    return numeric[0], number


def _shape(section: str) -> _Shape | None:
    """A section taken apart; None when it holds what is not understood here: fractions, powers, conditions."""
    parts: list[str] = [""]
    digits: str | None = None
    for token in _TOKEN.finditer(_CURRENCY.sub(r'"\1"', section)):
        if run := token["digits"]:
            if digits is not None:
                return None
            digits = run
            parts.append("")
        elif token["plain"] and not _PLAIN.fullmatch(token["plain"]):
            return None
        else:
            parts[-1] += token["quoted"] or token["escaped"] or token["plain"] or ""
    return _Shape(parts[0], digits or "", parts[-1] if digits is not None else "")


def _printed(shape: _Shape, number: Decimal) -> str | None:
    """A number in its digit places, with what stands around them."""
    if not shape.digits:
        return (shape.before + shape.behind).strip()
    whole, _, decimals = shape.digits.partition(".")
    if "," in decimals or whole.endswith(",") or "." in decimals:
        return None  # a comma behind the digits shows thousands
    if "%" in shape.before + shape.behind:
        number *= 100
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    left, _, right = format(abs(rounded), "f").partition(".")
    left = left.lstrip("0").rjust(len(re.sub(r"[^0]", "", whole)), "0")
    kept = len(decimals.rstrip("#?"))
    right = right[:kept] + right[kept:].rstrip("0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    sign = "-" if rounded < 0 else ""
    return (sign + shape.before + left + ("." + right if right else "") + shape.behind).strip()
