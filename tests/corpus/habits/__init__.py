"""The habits of agencies, all of them under their names."""

from tests.corpus.habits import drawing, figures, files, sheets, titles, wording
from tests.corpus.habits.registry import HABITS, Habit

__all__ = ["HABITS", "Habit", "drawing", "figures", "files", "sheets", "titles", "wording"]
