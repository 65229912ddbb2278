"""Habits of titles: over two and three lines, the year in Chinese numerals or first, dates and notes below."""

from tests.corpus.draft import Draft
from tests.corpus.habits.registry import habit

REPORT = "政府信息公开工作年度报告"
NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


@habit("title")
def title_on_two_lines(draft: Draft) -> None:
    """The agency on one line, the rest below; or broken wherever the line was full."""
    whole = draft.title[0]
    cut = draft.rng.choice((len(draft.agency), len(whole) - 8))
    draft.title = [whole[:cut], whole[cut:]]


@habit("title")
def title_on_three_lines(draft: Draft) -> None:
    """Agency, year, and what it is, each on its line."""
    draft.title = [draft.agency, f"{draft.year}年", REPORT]


@habit("title")
def year_in_numerals(draft: Draft) -> None:
    """二〇二四年, with the round zero or one that looks like it."""
    zero = draft.rng.choice("〇○零")
    year = str(draft.year).translate(NUMERALS).replace("〇", zero)
    draft.title = [f"{draft.agency}{year}年{REPORT}"]


@habit("title")
def year_first(draft: Draft) -> None:
    """2024年…局政府信息公开工作年度报告."""
    draft.title = [f"{draft.year}年{draft.agency}{REPORT}"]


@habit("title")
def year_as_reporting_year(draft: Draft) -> None:
    """2024年度, and the short 年度报告 or 年报."""
    kind = draft.rng.choice(("年度政府信息公开工作报告", "年度政府信息公开工作年度报告", "年政府信息公开年度报告"))
    draft.title = [f"{draft.agency}{draft.year}{kind}"]


@habit("title")
def spaces_in_title(draft: Draft) -> None:
    """Spaces around the year, or between all letters."""
    if draft.rng.random() < 0.5:
        draft.title = [f"{draft.agency} {draft.year} 年{REPORT}"]
    else:
        draft.title = [" ".join(draft.title[0])]


@habit("title")
def report_name_first(draft: Draft) -> None:
    """青禾县水务局关于2024年度政府信息公开工作的年度报告."""
    draft.title = [f"{draft.agency}关于{draft.year}年政府信息公开工作年度报告"]


@habit("title")
def date_below_title(draft: Draft) -> None:
    """The date of the report in brackets below its title."""
    year, month, day = (int(part) for part in (draft.published or "2025-01-20").split("-"))
    draft.meta = [f"（{year}年{month}月{day}日）"]


@habit("title", forms=("2019",))
def old_form_in_later_year(draft: Draft) -> None:
    """The form of 2019 filled in for a year that had the new one."""
    draft.year = draft.rng.randint(2021, 2024)
    draft.title, draft.preface, draft.published = [f"{draft.agency}{draft.year}年{REPORT}"], [], None


@habit("preface")
def preface_names_other_years(draft: Draft) -> None:
    """The preface speaks of last year, of laws with years, and of a total that is in no table."""
    draft.preface = [
        f"与{draft.year - 1}年相比，公开数量有所增加。",
        "根据2019年修订的《中华人民共和国政府信息公开条例》第五十条编制本报告。",
        f"如对本报告有疑问，请联系{draft.agency}办公室（电话：000-1234567，邮编：123400）。",
    ]


@habit("")
def free_form(draft: Draft) -> None:
    """A report of earlier years: words alone, no table."""
    draft.tables = False
    draft.year = draft.rng.randint(2012, 2018)
    draft.title, draft.preface, draft.published = [f"{draft.agency}{draft.year}年政府信息公开工作年度报告"], [], None


@habit("")
def free_form_with_statistics(draft: Draft) -> None:
    """A report of earlier years with the table of statistics of that time, which is not the form."""
    free_form(draft)
    draft.statistics = True


@habit("preface")
def signed_below(draft: Draft) -> None:
    """The agency and the date as a signature below the last section."""
    draft.signature = [draft.agency, f"{draft.year + 1}年1月{draft.rng.randint(2, 28)}日"]


@habit("headings")
def headings_run_on(draft: Draft) -> None:
    """The first sentence of a section stands on the line of its heading."""
    draft.runs_on = True
