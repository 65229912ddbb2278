"""Numbers as printed in cells: read exactly or not at all, never guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from extract.label import WIDTHLESS
from extract.remembered import remembered
from storage.record import Number

# Only other widths of the same sign: NFKC would also turn footnote marks such as ² and ① into digits.
_WIDTHS = str.maketrans(
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0c\uff0e\uff0d\u2212", "0123456789,.--"
)
_BLANK = re.compile(
    r"[-\u2010-\u2015\u2500/\\\uff0f\uff3c]*"
    r"|[(\uff08]?(?:无|暂无|没有|不适用|不涉及|未涉及|未发生|无此项|无此项内容|无数据)[)\uff09]?\u3002?"
)
_NUMBER = re.compile(r"([-+]?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(\.[0-9]{1,15})?\s?([一-鿿]{0,3})")
_CHANGE = re.compile(r"(?:(?:新增|增加|增|上升)|(减少|减|下降))([0-9].*)")
_FIGURE = re.compile(r"[-+]?[0-9](?![0-9]?[.、](?:[^0-9]|$))[^一-鿿]*(?:[一-鿿][^一-鿿]*){0,2}")
_COUNTED = frozenset(["", "件", "条", "项", "个", "宗", "次", "份", "人"])
_YUAN = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: a number; nothing, because it was left `blank`; or nothing that can be read."""

    number: Number | None = None
    blank: bool = False


@remembered
def read_number(raw: str, unit: str | None = None, printed_unit: str | None = None, signed: bool = False) -> Reading:
    """The number a cell prints; blank, "/", "-", "无" and "不适用" are blank.

    `unit` is what an amount of money is kept in (元 or 万元; None for a count), `printed_unit` what the column
    says it is printed in. A sign, or a word for it, is read only where the form has one (`signed`).
    """
    text = WIDTHLESS.sub("", raw).translate(_WIDTHS).strip()
    if _BLANK.fullmatch(text):
        return Reading(blank=True)
    if signed and (change := _CHANGE.fullmatch(text)):
        text = ("-" if change[1] else "+") + change[2]
    found = _NUMBER.fullmatch(text)
    if not found:
        return Reading()
    sign, digits, decimals, suffix = found.groups()
    if decimals and not unit:
        return Reading()  # a count has none; what looks so may be thousands
    if (sign and not signed) or suffix not in (_YUAN if unit and suffix else _COUNTED):
        return Reading()
    number = Decimal(sign + digits.replace(",", "") + (decimals or ""))
    source = suffix or printed_unit or unit
    if unit and source != unit:
        number = number * _YUAN[source or unit] / _YUAN[unit]
    whole = not decimals if source == unit else number == number.to_integral_value()
    return Reading(int(number) if whole else float(number))


@remembered
def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, be it a garbled one, or its absence, rather than words."""
    short = "".join(WIDTHLESS.sub("", text).translate(_WIDTHS).split())
    figure = _FIGURE.fullmatch(short) and not short.endswith(("其他", "其它"))
    return bool(_BLANK.fullmatch(short) or figure or _CHANGE.fullmatch(short))
