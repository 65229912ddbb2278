"""Habits of wording: labels spaced, broken, abbreviated and misspelt; headings numbered otherwise."""

import re
from collections.abc import Mapping

from tests.corpus.draft import Draft, Wording
from tests.corpus.habits.registry import habit
from tests.corpus.labels import SECTIONS

HALF_WIDTH = {"（": "(", "）": ")", "，": ",", "：": ":"}
TYPOS = {
    "本年废止件数": "本年度止件数",
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "3.补正后申请内容仍不明确": "3.补正后申请内容仍不名确",
    "5.属于三类内部事务信息": "5.属于三类内部事物信息",
}
SHORT = {
    "行政规范性文件": "规范性文件",
    "本年收费金额（单位：万元）": "本年收费金额（万元）",
    "4.无正当理由大量反复申请": "4.无正当理由大量反复的申请",
    "二、上年结转政府信息公开申请数量": "二、上年度结转政府信息公开申请数量",
    "四、结转下年度继续办理": "四、结转下年度继续办理的数量",
}
RADICALS = {"一": "⼀", "二": "⼆", "人": "⼈", "自": "⾃", "行": "⾏", "示": "⽰", "上": "⼀", "大": "⼤", "工": "⼯"}
NUMBERINGS = ("（{}）", "{} 、", "{}.", "{}．", "{}，", "第{}部分　")


def swapped(words: Mapping[str, str]) -> Wording:
    """Puts one text for another, wherever it stands."""
    pattern = re.compile("|".join(map(re.escape, words)))
    return lambda text: pattern.sub(lambda found: words[found[0]], text)


@habit("wording")
def spaces_in_short_labels(draft: Draft) -> None:
    """总 计, 规 章, 其 他: short labels set wide."""
    gap = draft.rng.choice((" ", "  ", "\u3000", "\u00a0"))
    draft.rewords.append(lambda text: gap.join(text) if len(text) <= 3 else text)


@habit("wording")
def spaces_anywhere(draft: Draft) -> None:
    """A blank inside words, as justified text leaves it."""

    def spaced(text: str) -> str:
        cut = draft.rng.randint(1, max(1, len(text) - 1))
        return f"{text[:cut]} {text[cut:]}" if len(text) > 3 else text

    draft.rewords.append(spaced)


@habit("wording")
def half_width_brackets(draft: Draft) -> None:
    """Brackets, commas and colons as on a foreign typewriter."""
    draft.rewords.append(swapped(HALF_WIDTH))
    draft.sayings.append(swapped(HALF_WIDTH))


@habit("wording")
def spaces_after_numbers(draft: Draft) -> None:
    """1. 属于国家秘密, （一） 予以公开."""
    draft.rewords.append(lambda text: re.sub(r"^(\d\.|（.）|[一二三四]、)", r"\1 ", text))


@habit("wording")
def items_numbered_otherwise(draft: Draft) -> None:
    """1、属于国家秘密, or （1）, or ①, or a full-width point."""
    style = draft.rng.choice(("{}、", "（{}）", "({})", "{}．", "{}", "circled"))

    def numbered(found: re.Match[str]) -> str:
        return chr(0x2460 + int(found[1]) - 1) if style == "circled" else style.format(found[1])

    draft.rewords.append(lambda text: re.sub(r"^(\d)\.", numbered, text))


@habit("wording")
def items_without_numbers(draft: Draft) -> None:
    """属于国家秘密: the items of a group without their numbers."""
    draft.rewords.append(lambda text: re.sub(r"^\d\.", "", text))


@habit("wording")
def broken_labels(draft: Draft) -> None:
    """自然<br>人: labels broken where the column is narrow."""
    width = draft.rng.choice((2, 2, 3, 6))
    draft.rewords.append(lambda text: "\n".join(re.findall(f".{{1,{width}}}", text)) if len(text) < 8 else text)


@habit("wording")
def long_labels_broken(draft: Draft) -> None:
    """Long labels over two and three lines."""
    width = draft.rng.randint(8, 14)
    draft.rewords.append(lambda text: "\n".join(re.findall(f".{{1,{width}}}", text)))


@habit("wording")
def misspelt_labels(draft: Draft) -> None:
    """One or more of the slips that were met: 本年度止件数 and its like."""
    chosen = draft.rng.sample(sorted(TYPOS), draft.rng.randint(1, len(TYPOS)))
    draft.rewords.append(swapped({label: TYPOS[label] for label in chosen}))


@habit("wording")
def shortened_labels(draft: Draft) -> None:
    """规范性文件, 本年收费金额（万元）: nearly the official words."""
    draft.rewords.append(swapped(SHORT))


@habit("wording")
def sum_called_otherwise(draft: Draft) -> None:
    """合计 for 总计."""
    draft.rewords.append(swapped({"总计": "合计"}))


@habit("wording")
def other_quotation_marks(draft: Draft) -> None:
    """危及"三安全一稳定" in straight or in no marks."""
    marks = draft.rng.choice(('""', "「」", "‘’", "＂＂", ("", "")))
    draft.rewords.append(swapped({"“": marks[0], "”": marks[1]}))


@habit("wording")
def radicals_for_letters(draft: Draft) -> None:
    """Letters of the radicals' block, as some PDF printers write them."""
    words = {letter: radical for letter, radical in RADICALS.items() if letter != "上"}
    draft.rewords.append(swapped(words))
    draft.sayings.append(swapped(words))


@habit("wording")
def wide_spaces(draft: Draft) -> None:
    """Labels padded with full-width and unbreakable spaces."""
    draft.rewords.append(lambda text: f"\u3000{text}\u00a0" if len(text) < 12 else f"\u00a0\u00a0{text}")


# ---- headings ----


@habit("headings")
def headings_numbered_otherwise(draft: Draft) -> None:
    """（一）, 一., 第一部分 and their like before the six sections."""
    style = draft.rng.choice(NUMBERINGS)
    draft.numbering = lambda number: style.format("一二三四五六"[number])


@habit("headings")
def headings_numbered_in_digits(draft: Draft) -> None:
    """1. or 1、 before the six sections."""
    mark = draft.rng.choice(".、．")
    draft.numbering = lambda number: f"{number + 1}{mark}"


@habit("headings")
def headings_worded_otherwise(draft: Draft) -> None:
    """因政府信息公开工作被申请行政复议、提起行政诉讼情况 and other wordings that are accepted."""
    draft.sayings.append(swapped({words[0]: words[-1] for words in SECTIONS.values() if len(words) > 1}))


@habit("headings")
def headings_with_spaces(draft: Draft) -> None:
    """一、 总体情况 with spaces before, between and after."""
    draft.numbering = lambda number: f"\u3000\u3000{'一二三四五六'[number]}、 "
