"""Reports: fictional agencies' random reports, each with the habits of its layout."""

from random import Random

from tests.corpus.draft import Draft
from tests.corpus.figures import break_sums, random_figures
from tests.corpus.habits import HABITS, Habit
from tests.corpus.printed import Printed
from tests.corpus.printing import WORDS, print_report

LAYOUTS: tuple[str, ...] = ("plain", *HABITS)


def random_report(seed: int, form: str = "2021", layout: str | None = None, wrong: bool = False) -> Printed:
    """A report of form 2021 or 2019, the same for the same seed. Its sums hold, unless `wrong`: then some do not.

    `layout` is one of LAYOUTS, or several joined by "+"; None takes one to three habits at random. Raises ValueError
    where the form never comes in that layout.
    """
    rng = Random(f"{seed} {form} {layout} {wrong}")
    names = [] if layout in (None, "plain") else (layout or "").split("+")
    habits = [HABITS[name] for name in names] if layout else _some(rng, form)
    if unlike := [habit.name for habit in habits if form not in habit.forms]:
        raise ValueError(f"form {form} does not come as {unlike}")
    single_other = form == "2019" or any(habit.single_other for habit in habits)
    draft = _draft(rng, form, single_other, wrong)
    for habit in sorted(habits, key=lambda habit: habit.order):
        habit.apply(draft)
    draft.drawing["habits"] = "+".join(habit.name for habit in habits)  # for whoever looks into a fault
    return print_report(draft)


def _some(rng: Random, form: str) -> list[Habit]:
    """One to three habits that go together: no two of one family."""
    chosen: dict[str, Habit] = {}
    possible = [habit for habit in HABITS.values() if form in habit.forms and habit.family and not habit.only]
    for habit in rng.sample(possible, rng.randint(1, 3)):
        chosen.setdefault(habit.family, habit)
    return list(chosen.values())


def _draft(rng: Random, form: str, single_other: bool, wrong: bool) -> Draft:
    year = rng.randint(2019, 2020) if form == "2019" else rng.randint(2021, 2025)
    agency = _agency(rng)
    figures = random_figures(rng, form, single_other)
    if wrong:
        break_sums(rng, figures)
    draft = Draft(rng, form, agency, year, figures, single_other)
    draft.title = [f"{agency}{year}年政府信息公开工作年度报告"]
    draft.published = f"{year + 1}-{rng.randint(1, 3):02d}-{rng.randint(1, 28):02d}"
    draft.preface = [line.format(year=year) for line in WORDS["sections"]["preface"]] * rng.randint(0, 1)
    return draft


def _agency(rng: Random) -> str:
    county = rng.choice(WORDS["counties"])
    if rng.random() < 0.2:
        town = rng.choice(WORDS["towns"])
        return f"{county}{town}{'办事处' if town.endswith('街道') else '人民政府'}"
    return f"{county}{rng.choice(WORDS['bodies'])}"
