"""Habits of writing figures: blanks, dashes, separators, units."""

from tests.corpus import labels
from tests.corpus.draft import Draft
from tests.corpus.habits.registry import habit

MARK = "\ue000"  # before a footnote mark: what follows is small and raised
FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
NOTHING = ("/", "—", "——", "-", "无", "不适用", "\\", "╱")


@habit("figures", order=0)
def blanks_for_zeros(draft: Draft) -> None:
    """Tables three and four have nothing where nothing was; table two sometimes too."""
    everywhere = draft.rng.random() < 0.3
    for path, figure in list(draft.truth.items()):
        if figure == 0 and (everywhere or not path.startswith("proactive_disclosure.")):
            draft.empty(path)


@habit("figures", order=0)
def dashes_for_zeros(draft: Draft) -> None:
    """A sign or a word where nothing was."""
    sign = draft.rng.choice(NOTHING)
    rows = draft.rng.choice(("proactive_disclosure.", "disputes.", ""))
    for path, figure in list(draft.truth.items()):
        if figure == 0 and path.startswith(rows):
            draft.empty(path, sign)


@habit("figures", order=0)
def signs_of_all_kinds(draft: Draft) -> None:
    """Here a blank, there a dash, elsewhere a zero."""
    for path, figure in list(draft.truth.items()):
        if figure == 0 and draft.rng.random() < 0.5:
            draft.empty(path, draft.rng.choice(("", "", *NOTHING)))


@habit("figures", order=0)
def blank_columns(draft: Draft) -> None:
    """The five columns of legal persons stay blank in every row; people alone asked."""
    for row, _ in draft.request_rows:
        for column, _ in labels.applicants()[1:-1]:
            draft.empty(f"requests.{row}.{column}")
        people = draft.figures[f"requests.{row}.natural_person"]
        draft.write(f"requests.{row}.total", str(people), people)


@habit("figures", order=0)
def blank_totals(draft: Draft) -> None:
    """The column of totals is left blank beside every outcome."""
    for row, _ in draft.request_rows[2:-2]:
        draft.empty(f"requests.{row}.total")


@habit("figures", order=0)
def blank_rows(draft: Draft) -> None:
    """Some rows are not filled in at all."""
    for row, _ in draft.rng.sample(draft.request_rows, 5):
        for column, _ in labels.applicants():
            draft.empty(f"requests.{row}.{column}")


@habit("", order=0)
def blank_form(draft: Draft) -> None:
    """The official form with no figure in it."""
    for path in list(draft.truth):
        draft.empty(path)


@habit("figures", order=0)
def thousands_separators(draft: Draft) -> None:
    """1,234, or with the full-width comma."""
    comma = draft.rng.choice(",,，")
    draft.each(lambda path, figure: f"{figure:,}".replace(",", comma) if abs(figure) >= 1000 else None)


@habit("figures", order=0)
def full_width_digits(draft: Draft) -> None:
    """Digits as wide as letters."""
    draft.each(lambda path, figure: draft.texts[path].translate(FULL_WIDTH).replace(".", "．"))


@habit("figures", order=0)
def units_beside_figures(draft: Draft) -> None:
    """3件, 251000元: the unit stands in the cell."""
    units = {"amount": "万元", "amount_yuan": "元", "items": "个", "items_last_year": "项", "change": "项"}
    draft.each(lambda path, figure: f"{figure}{units.get(path.rpartition('.')[2], '件')}")


@habit("figures", order=0, forms=("2021",))
def amounts_with_decimals(draft: Draft) -> None:
    """Amounts always with their decimals, 0.00 too."""
    path, places = "proactive_disclosure.administrative_fees.amount", draft.rng.choice((2, 2, 4, 6))
    amount = round(draft.rng.choice((0, draft.rng.uniform(0, 9000))), places)
    draft.write(path, f"{amount:.{places}f}", amount)


@habit("figures", order=0)
def spaces_around_figures(draft: Draft) -> None:
    """Figures pushed about with spaces of every kind."""
    draft.each(lambda path, figure: draft.rng.choice((" {}", "{} ", "\u3000{}", "\u00a0{}\u00a0")).format(figure))


@habit("figures", order=0)
def words_in_cells(draft: Draft) -> None:
    """Some cells hold words or no exact number: 约30, 2800余, 见附件."""
    for path in draft.rng.sample(sorted(draft.truth), 6):
        draft.empty(path, draft.rng.choice(("约30", "2800余", "见附件", "详见说明", "若干", "1/2", "3-5")))


@habit("figures", order=0)
def letters_without_width(draft: Draft) -> None:
    """Letters without width in figures and labels, as text pasted from messengers has them."""
    mark = draft.rng.choice(("\u200b", "\ufeff", "\u200d", "\u2060"))
    draft.each(lambda path, figure: f"{figure}{mark}")
    draft.rewords.append(lambda text: f"{text[:2]}{mark}{text[2:]}")


@habit("figures", order=0)
def footnote_marks_at_labels(draft: Draft) -> None:
    """A small raised figure behind some labels."""
    marked = ("行政规范性文件", "规范性文件", "规章", "2.重复申请", "（七）总计", "行政事业性收费")
    draft.marks = dict.fromkeys(marked, f"{MARK}1")


@habit("figures", order=0)
def footnote_marks_at_figures(draft: Draft) -> None:
    """A small raised figure behind some figures: these may be left open, but never read as one number."""
    marked = draft.rng.sample([path for path, figure in sorted(draft.truth.items()) if figure is not None], 8)
    draft.drawing["open"] = " ".join(marked)
    for path in marked:
        draft.texts[path] += f"{MARK}{draft.rng.randint(1, 3)}"


@habit("figures", order=0, forms=("2019",))
def signed_changes(draft: Draft) -> None:
    """本年增/减 with its sign, or in words as 增2 and 减3."""
    words = draft.rng.random() < 0.4

    def change(path: str, figure: int | float) -> str | None:
        if not path.endswith(".change") or figure == 0:
            return None
        sign = ("增" if words else "+") if figure > 0 else ("减" if words else draft.rng.choice(("-", "－", "−")))
        return f"{sign}{abs(figure)}"

    draft.each(change)


@habit("rows", order=0, forms=("2021",), single_other=True)
def single_other_row(draft: Draft) -> None:
    """A 2021 report whose （六）其他处理 is one row, as in the form of 2019."""
